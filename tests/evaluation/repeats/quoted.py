"""Articles whose page also quotes them: boxes of sentences, and words taken out of a sentence."""

from random import Random

from tests.evaluation.repeats.source import (
    Planted,
    Source,
    blank_of,
    paragraphs_of,
    sentences,
    size,
)

_ENDS = tuple(".!?。！？।؟")
_MARKS = frozenset('“”«»„「」"')


def box(source: Source, chance: Random) -> Planted:
    """Sentences of several paragraphs together, before the article, after it, or after its lead."""
    whole = list(source.blocks)
    quotes = [
        (at, text)
        for at in paragraphs_of(source, 60)[1:]
        for text in sentences(whole[at])
        if size(text) >= 50 and text.endswith(_ENDS) and _tells_more(whole[at])
    ]
    sources = sorted({at for at, _ in quotes})
    if len(sources) < 3:
        return None
    chosen = sorted(chance.sample(sources, k=min(len(sources), chance.randint(2, 4))))
    told = [chance.choice([text for at, text in quotes if at == which]) for which in chosen]
    kind = chance.choice(["apart", "apart", "shuffled", "one block"])
    if kind == "shuffled":
        chance.shuffle(told)
    elif kind == "one block":
        told = [blank_of(source.language).join(told)]
    else:
        rest = [at for at in paragraphs_of(source, 60)[1:] if at not in chosen]
        told += [whole[chance.choice(rest)]] if rest and chance.random() < 0.3 else []
    place = chance.choice([0, 1, len(whole)])
    return f"{kind} at {min(place, 2)}", [*whole[:place], *told, *whole[place:]], whole


def _tells_more(paragraph: str) -> bool:
    return len(sentences(paragraph)) > 1


def quotation(source: Source, chance: Random) -> Planted:
    """Words that a sentence quotes, again as a block near it, in other marks."""
    blank = blank_of(source.language)
    whole = list(source.blocks)
    fit = [at for at in paragraphs_of(source, 110) if not _MARKS & set(whole[at])]
    if not fit:
        return None
    at = chance.choice(fit)
    told = sentences(whole[at])
    which = max(range(len(told)), key=lambda number: size(told[number]))
    words = told[which].split(" ") if blank else list(told[which])
    begin, end = len(words) // 5, len(words) - len(words) // 5
    said = blank.join(words[begin:end]).rstrip(",;:，、；：")
    if size(said) < 36:
        return None
    marks = [("“", "”"), ("«", "»"), ("„", "“"), ('"', '"')]
    marks = marks if blank else [("“", "”"), ("「", "」"), ("『", "』")]
    told[which] = told[which].replace(said, said.join(chance.choice(marks)))
    whole[at] = blank.join(told)
    place = chance.randint(max(0, at - 2), min(len(whole), at + 3))
    return "said", [*whole[:place], said.join(chance.choice(marks)), *whole[place:]], whole
