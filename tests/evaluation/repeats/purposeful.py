"""Articles that say things twice on purpose, or nearly twice: nothing of them may go."""

import re
from random import Random

from tests.evaluation.repeats.source import (
    Planted,
    Source,
    blank_of,
    paragraphs_of,
    phrases,
    sentences,
)


def as_given(source: Source, chance: Random) -> Planted:
    return "", source.blocks, source.blocks


_NAMES = ("Tanaka", "Okafor", "Lindqvist", "Trần Minh", "王建国", "Ibáñez")


def figures(source: Source, chance: Random) -> Planted:
    """Sentences and paragraphs again, each sentence with another figure or name."""
    fit = paragraphs_of(source, 40)
    if not fit:
        return None
    given = list(source.blocks)
    for at in sorted(chance.sample(fit, k=min(len(fit), chance.randint(1, 3))), reverse=True):
        told = sentences(given[at])
        some = chance.choice([told, told[:1], told[-1:]])
        changed = [_changed(text, chance) for text in some]
        told_apart = all(new != old for new, old in zip(changed, some, strict=True))
        if told_apart and not any(re.search(r"[.…!?]\s*\w.*[.…]", text) for text in some):
            place = chance.randint(at + 1, min(len(given), at + 3))
            given.insert(place, blank_of(source.language).join(changed))
    return "", given, given


def _changed(text: str, chance: Random) -> str:
    numbers = re.findall(r"\d+", text)
    if numbers:
        old = chance.choice(numbers)
        return re.sub(rf"\b{old}\b", str(int(old) + chance.randint(1, 9)), text, count=1)
    words = re.findall(r"[^\W\d_]{3,}", text)
    return text.replace(chance.choice(words), chance.choice(_NAMES), 1) if words else text


def refrain(source: Source, chance: Random) -> Planted:
    """A line that comes back between paragraphs, as in a song or a speech."""
    lines = chance.choice(phrases(source.language, "asides"))
    if len(source.blocks) < 4:
        return None
    times = chance.randint(3, 6)
    line = chance.choice([lines, lines.rstrip(".。"), f"{lines}{blank_of(source.language)}{lines}"])
    places = sorted(
        chance.sample(range(1, len(source.blocks) + 1), k=min(times, len(source.blocks)))
    )
    given = list(source.blocks)
    for place in reversed(places):
        given.insert(place, line)
    return "", given, given


def table(source: Source, chance: Random) -> Planted:
    """Rows and list items with equal short lines."""
    name, *values = phrases(source.language, "rows")
    block = []
    for number in range(chance.randint(3, 9)):
        block.append(f"{name} {number + 1}")
        block += [chance.choice(values) for _ in range(chance.randint(1, 3))]
    if chance.random() < 0.3:
        block = ["• " + line for line in block]
    at = chance.randint(0, len(source.blocks))
    given = [*source.blocks[:at], *block, *source.blocks[at:]]
    return "", given, given


def short_quote(source: Source, chance: Random) -> Planted:
    """A short saying that an author quotes twice, in two paragraphs."""
    voice = chance.choice(phrases(source.language, "voices"))
    fit = paragraphs_of(source, 60)
    if len(fit) < 2:
        return None
    given = list(source.blocks)
    for at in chance.sample(fit, k=2):
        given[at] += blank_of(source.language) + voice
    return "", given, given


def boilerplate(source: Source, chance: Random) -> Planted:
    """A legal line that ends several paragraphs."""
    line = chance.choice(phrases(source.language, "asides"))
    fit = paragraphs_of(source, 50)
    if len(fit) < 3:
        return None
    given = list(source.blocks)
    for at in chance.sample(fit, k=min(len(fit), chance.randint(3, 5))):
        given[at] += blank_of(source.language) + line
    return "", given, given


def interview(source: Source, chance: Random) -> Planted:
    """The same questions put to several people."""
    asked = phrases(source.language, "questions")
    fit = [at for at in paragraphs_of(source, 30) if at]
    rounds = chance.randint(3, 5)
    some = chance.sample(asked, k=min(len(asked), chance.randint(1, 3)))
    if len(fit) < rounds * len(some):
        return None
    answers = iter(chance.sample(fit, k=rounds * len(some)))
    given = [source.blocks[0]]
    for number in range(rounds):
        given.append(f"{'ABCDE'[number]}.")
        for question in some:
            given += [question, source.blocks[next(answers)]]
    return "", given, given


def groups(source: Source, chance: Random) -> Planted:
    """Sections built alike: equal headings, equal closing lines, other text between."""
    if len(source.blocks) < 6:
        return None
    head = chance.choice(phrases(source.language, "questions")).rstrip("?？؟")
    feet = chance.sample(phrases(source.language, "asides"), k=chance.randint(1, 3))
    rest = list(source.blocks[1:])
    rounds = chance.randint(3, min(5, len(rest)))
    step = len(rest) // rounds
    given = [source.blocks[0]]
    for number in range(rounds):
        given += [head, *rest[number * step : (number + 1) * step], *feet]
    return "", given, given
