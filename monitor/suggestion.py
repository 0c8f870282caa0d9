"""A word that nobody knows -> the known one that was meant."""

from collections.abc import Iterable

_NEAR = 0.6  # of 1, as ``difflib`` tells how alike two words are


def nearest(found: str, known: Iterable[str], *, cutoff: float = _NEAR) -> str:
    """Return '; did you mean …?' for the nearest known word, nothing where none is near."""
    from difflib import get_close_matches

    near = get_close_matches(found, sorted(known), n=1, cutoff=cutoff)
    return f"; did you mean {near[0]!r}?" if near else ""


def did_you_mean(found: str, known: Iterable[str]) -> str:
    """Return '; did you mean …?' for the nearest known word, else what is allowed."""
    words = list(known)
    return nearest(found, words) or (f"; allowed: {', '.join(words)}" if words else "")
