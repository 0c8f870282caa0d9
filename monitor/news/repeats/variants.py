"""Two texts that differ but in a figure, a name or a word: what an author varies is no copy."""

from itertools import takewhile

# What is equal at both ends of variants: a share of the shorter, or so many letters.
_SHARE = 0.5
_MOST = 40


def are_variants(one: str, other: str) -> bool:
    """Tell whether two texts, in letters, begin and end so much alike that one varies the other."""
    if not one or not other or one == other:
        return False
    alike = _alike(one, other) + _alike(one[::-1], other[::-1])
    return alike >= min(_MOST, _SHARE * min(len(one), len(other)))


def _alike(one: str, other: str) -> int:
    """Return with how many equal letters two texts begin, up to what is enough."""
    pairs = zip(one[:_MOST], other[:_MOST], strict=False)
    return sum(1 for _ in takewhile(lambda signs: signs[0] == signs[1], pairs))
