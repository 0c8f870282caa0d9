"""Articles that say things twice, in the ways in which pages come to do so."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

from tests.evaluation.repeats.source import (
    Planted,
    Source,
    blank_of,
    is_paragraph,
    letters,
    paragraphs_of,
    phrases,
    sentences,
    size,
)


def two_passes(source: Source, chance: Random) -> Planted:
    """A first pass of inner blocks, one of which stands nowhere else; then all the others."""
    whole = list(source.blocks)
    lead = chance.choice([0, 1, 1, 2])
    inner = list(range(lead, len(whole) - chance.choice([0, 0, 1])))
    alone = [
        at
        for at in inner[1:-1]
        if size(whole[at]) >= 40
        and size(whole[at - 1]) >= 20
        and is_paragraph(whole[at], source.language)
    ]
    if not alone:
        return None
    unique = {chance.choice(alone)}
    if chance.random() < 0.2:
        unique |= {at + 1 for at in unique if at + 1 in alone}
    share = chance.choice([0.4, 0.6, 0.8, 1.0])
    chosen = _some(inner, source, chance, share) | unique
    later = [at for at in inner if at > max(unique) and size(whole[at]) >= 20]
    if not later:
        return None
    chosen |= {min(unique) - 1, chance.choice(later)}
    shared = [whole[at] for at in sorted(chosen - unique)]
    tail = [whole[at] for at in chosen if at > max(unique)]
    if len(shared) < 3 or size("".join(shared)) < 200:
        return None
    if max(size(text) for text in tail) < 30:
        return None
    title = chance.sample(phrases(source.language, "questions"), k=chance.choice([0, 1, 1]))
    joined = chance.choice([0, 0, 0.2]) if len(shared) > 4 else 0  # few must stay apart somewhere
    one = _glued([whole[at] for at in sorted(chosen)], chance, joined)
    two = [block for at, block in enumerate(whole) if at not in unique]
    two = _glued(two, chance, chance.choice([0, 0.15, 0.3, 0.5]))
    return f"{len(shared)} shared", [*title, *one, *two], [*title, *whole]


def _some(inner: Sequence[int], source: Source, chance: Random, share: float) -> set[int]:
    """Return blocks drawn by chance; a short line goes with the block before."""
    chosen: set[int] = set()
    for at in inner:
        goes_with = at > inner[0] and size(source.blocks[at]) < 20
        if at - 1 in chosen if goes_with else chance.random() < share:
            chosen.add(at)
    return chosen


def _glued(blocks: Sequence[str], chance: Random, share: float) -> list[str]:
    """Join some blocks to the one before, mostly with nothing between, mostly after a stop."""
    made = list(blocks[:1])
    for block in blocks[1:]:
        stops = made[-1][-1] in ".!?。！？।"
        if min(len(block), len(made[-1])) > 20 and chance.random() < share * (1 if stops else 0.2):
            made[-1] += chance.choice(["", "", "", " ", "\n"]) + block
        else:
            made.append(block)
    return made


def three_passes(source: Source, chance: Random) -> Planted:
    """Three passes, each without other passages, so that no passage is in fewer than two."""
    whole = list(source.blocks)
    inner = [at for at in paragraphs_of(source, 60) if 0 < at < len(whole) - 1]
    gaps = sorted(chance.sample(inner, k=min(len(inner), chance.randint(2, 5))))
    gaps = [at for at in gaps if at - 1 not in gaps]
    if len(whole) < 6 or len(gaps) < 2 or 2 * len(gaps) > len(whole):
        return None
    passes = [
        [block for at, block in enumerate(whole) if at not in gaps[which::3]] for which in range(3)
    ]
    chance.shuffle(passes)
    return f"{len(gaps)} gaps", [block for one in passes for block in one], whole


def each_twice(source: Source, chance: Random) -> Planted:
    """Every block at once again, as where a container holds a single part."""
    if len(paragraphs_of(source, 45)) < 4:
        return None
    return "twice", [block for block in source.blocks for _ in range(2)], list(source.blocks)


def whole_again(source: Source, chance: Random) -> Planted:
    """The whole article twice or three times, often one copy in one block."""
    whole = list(source.blocks)
    if len(whole) < 3:
        return None
    kind = chance.choice(["twice", "thrice", "blank", "newline", "nothing", "glued", "but title"])
    if kind == "but title":
        return kind, whole + whole[1:], whole
    if kind in ("twice", "thrice"):
        return kind, whole * (2 if kind == "twice" else 3), whole
    if kind == "glued":
        copies = [_glued(whole, chance, 0.4), list(whole)]
    else:
        joint = {"blank": " ", "newline": "\n", "nothing": ""}[kind]
        copies = [[joint.join(whole)], list(whole)]
        if chance.random() < 0.25:
            copies.append(list(whole))
    chance.shuffle(copies)
    return kind, [block for copy in copies for block in copy], whole


def nested(source: Source, chance: Random) -> Planted:
    """The text of a container before or after the texts of what it contains, at one or more levels."""
    whole = list(source.blocks)
    if len(whole) < 4:
        return None
    joint = chance.choice([" ", "\n", "", "\n\n"])
    levels = chance.choice([1, 1, 2, 2, 3])
    after = chance.random() < 0.3
    kind = f"{levels} levels, {'after' if after else 'before'}"
    if chance.random() < 0.3:
        start = chance.randrange(len(whole) - 2)
        end = chance.randint(start + 2, len(whole))
        inner = _contained(whole[start:end], chance, joint, levels, after=after)
        return f"part, {kind}", [*whole[:start], *inner, *whole[end:]], whole
    return f"whole, {kind}", _contained(whole, chance, joint, levels, after=after), whole


def _contained(
    blocks: list[str], chance: Random, joint: str, levels: int, *, after: bool
) -> list[str]:
    if len(blocks) < 2 or not levels:
        return blocks
    cuts = sorted(
        chance.sample(range(1, len(blocks)), k=min(len(blocks) - 1, chance.randint(1, 3)))
    )
    container = joint.join(blocks)
    made = []
    for start, end in zip([0, *cuts], [*cuts, len(blocks)], strict=True):
        inner = chance.random() < 0.7 or levels == 1
        part = blocks[start:end]
        made += _contained(part, chance, joint, levels - 1, after=after) if inner else part
    return [*made, container] if after else [container, *made]


def digest(source: Source, chance: Random) -> Planted:
    """The whole, then some of its paragraphs again in order, several passages left out."""
    whole = list(source.blocks)
    long = paragraphs_of(source, 60)
    for _ in range(9):
        some = sorted(chance.sample(long, k=len(long) // 2))
        gaps = sum(after - before > 1 for before, after in pairwise(some))
        if len(some) > 2 and gaps > 1:
            return f"{len(some)} again", [*whole, *(whole[at] for at in some)], whole
    return None


def scattered(source: Source, chance: Random) -> Planted:
    """Some paragraphs again, further down."""
    paragraphs = paragraphs_of(source, 45)
    if len(source.blocks) < 4 or not paragraphs:
        return None
    chosen = chance.sample(paragraphs, k=min(len(paragraphs), chance.choice([1, 1, 2, 3, 4])))
    return (
        f"{len(chosen)} blocks",
        _again(source.blocks, chosen, chance, lambda text: text),
        list(source.blocks),
    )


def _again(
    blocks: Sequence[str], chosen: Sequence[int], chance: Random, bend: Callable[[str], str]
) -> list[str]:
    after: dict[int, list[str]] = {}
    for at in chosen:
        after.setdefault(chance.randint(at, len(blocks) - 1), []).append(bend(blocks[at]))
    return [text for at, block in enumerate(blocks) for text in (block, *after.get(at, ()))]


def sentence(source: Source, chance: Random) -> Planted:
    """A sentence that stutters, or comes again at some place of another paragraph."""
    blank = blank_of(source.language)
    given = list(source.blocks)
    kinds = set()
    for at in chance.sample(
        paragraphs_of(source, 130), k=min(len(paragraphs_of(source, 130)), chance.randint(1, 3))
    ):
        told = sentences(source.blocks[at])
        fit = [i for i, text in enumerate(told) if size(text) >= 62 and text[-1] in ".!?。！？।"]
        if len(told) < 2 or not fit:
            continue
        which = chance.choice(fit)
        others = [i for i in paragraphs_of(source, 60) if i > at and len(sentences(given[i])) > 1]
        if chance.random() < 0.5 or not others:
            kinds.add("stutter")
            told = [*told[: which + 1], told[which], *told[which + 1 :]]
            given[at] = blank.join(told) if given[at] == source.blocks[at] else given[at]
            if given[at] == source.blocks[at]:
                return None
        else:
            kinds.add("elsewhere")
            other = chance.choice(others)
            place = sentences(given[other])
            place.insert(chance.randint(0, len(place)), told[which])
            given[other] = blank.join(place)
    if not kinds or [letters(b) for b in given] == [letters(b) for b in source.blocks]:
        return None
    return " and ".join(sorted(kinds)), given, list(source.blocks)


def near_copy(source: Source, chance: Random) -> Planted:
    """Copies that differ in quotes, dashes, blanks, Unicode form, case, or a 'Read more'."""
    paragraphs = paragraphs_of(source, 45)
    if len(source.blocks) < 4 or not paragraphs:
        return None
    kind, bend = chance.choice(list(BENDS.items()))

    def bent(text: str) -> str:
        return bend(text, source.language, chance)

    whole = list(source.blocks)
    if chance.random() < 0.25 and kind != "read more":
        return f"{kind}, whole", whole + [bent(text) for text in whole], whole
    chosen = chance.sample(paragraphs, k=min(len(paragraphs), chance.randint(1, 3)))
    return kind, _again(whole, chosen, chance, bent), whole


def _bend_quotes(text: str, language: str, chance: Random) -> str:
    to = chance.choice(["\"\"''", "“”‘’", "«»‹›", "„“‚‘", "「」『』"])
    for signs, sign in (("«“„「", to[0]), ("»”」", to[1]), ("‹‘‚『", to[2]), ("›’』", to[3])):
        text = re.sub(f"[{signs}]", sign, text)
    return f"{to[0]}{text}{to[1]}" if chance.random() < 0.3 else text


def _bend_dashes(text: str, language: str, chance: Random) -> str:
    text = re.sub(r"\s[-–—]\s", chance.choice([" – ", " — ", " - ", "—"]), text)
    return text.replace(", ", chance.choice([", ", " – ", ",\u00a0"]))


def _bend_blanks(text: str, language: str, chance: Random) -> str:
    blanks = chance.choice(["\u00a0", "  ", "\u2009", "\n", "\u3000", "\u200b "])
    return "".join(blanks if sign == " " and chance.random() < 0.4 else sign for sign in f" {text}")


def _bend_form(text: str, language: str, chance: Random) -> str:
    return unicodedata.normalize(chance.choice(["NFD", "NFD", "NFKC", "NFKD"]), text)


def _bend_case(text: str, language: str, chance: Random) -> str:
    return chance.choice([str.upper, str.lower, str.title])(text)


def _bend_read_more(text: str, language: str, chance: Random) -> str:
    phrase = chance.choice(phrases(language, "more"))
    return (
        text
        + chance.choice([" ", " ", "\n", " » ", " … "])
        + phrase
        + chance.choice(["", "", " »", " →", "…", "."])
    )


BENDS: dict[str, Callable[[str, str, Random], str]] = {
    "quotes": _bend_quotes,
    "dashes": _bend_dashes,
    "blanks": _bend_blanks,
    "form": _bend_form,
    "case": _bend_case,
    "read more": _bend_read_more,
}


def teaser(source: Source, chance: Random) -> Planted:
    """Beginnings cut with an ellipsis, then the whole."""
    paragraphs = paragraphs_of(source, 90)
    whole = list(source.blocks)
    if not paragraphs or len(whole) < 3:
        return None
    kind = chance.choice(["lead", "lead", "several", "across", "below", "at once"])
    if kind == "across" and len(whole) > 2:
        joined = blank_of(source.language).join(whole[:3])
        cut = len(whole[0]) + max(4, (len(whole[1])) // 2)
        return kind, [_cut_text(joined, cut, source.language, chance), *whole], whole
    if kind == "several":
        chosen = sorted(chance.sample(paragraphs, k=min(len(paragraphs), chance.randint(2, 4))))
        return (
            kind,
            [*(_cut_short(whole[at], source.language, chance) for at in chosen), *whole],
            whole,
        )
    at = paragraphs[0] if kind == "lead" else chance.choice(paragraphs)
    short = _cut_short(whole[at], source.language, chance)
    if kind == "below":
        place = chance.randint(at + 1, len(whole))
        return kind, [*whole[:place], short, *whole[place:]], whole
    place = at if kind == "at once" else chance.randint(0, min(at, 2))
    return kind, [*whole[:place], short, *whole[place:]], whole


def _cut_short(text: str, language: str, chance: Random) -> str:
    return _cut_text(text, round(len(text) * chance.uniform(0.35, 0.85)), language, chance)


def _cut_text(text: str, cut: int, language: str, chance: Random) -> str:
    blank = text.rfind(" ", 0, cut)
    if chance.random() < 0.8 and size(text[: max(blank, 0)]) >= 25:
        cut = blank
    dots = chance.choice(["…", "...", " …", " [...]", " […]", "....", "…"])
    more = chance.choice(phrases(language, "more")) if chance.random() < 0.4 else ""
    if more and cut == blank and chance.random() < 0.3:
        dots = ""
    return (
        text[:cut].rstrip(" ,.;:!?。、，")
        + dots
        + (chance.choice([" ", "\n"]) + more if more else "")
    )


def pull_quote(source: Source, chance: Random) -> Planted:
    """A sentence of a paragraph as a block of its own, before or after it."""
    fit = [
        (at, text)
        for at in paragraphs_of(source, 110)
        for text in sentences(source.blocks[at])
        if len(sentences(source.blocks[at])) > 1 and size(text) >= 36
    ]
    if not fit or len(source.blocks) < 4:
        return None
    at, text = chance.choice(fit)
    kind, text = chance.choice(
        [("plain", text), ("plain", text), ("quoted", f"“{text.strip('“”')}”"), ("shouted", text.upper()),
         ("no stop", text.rstrip(".。!?"))]
    )  # fmt: skip
    place = chance.randint(max(0, at - 4), min(len(source.blocks), at + 5))
    return kind, [*source.blocks[:place], text, *source.blocks[place:]], list(source.blocks)
