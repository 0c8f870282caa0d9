"""Names that two tellers of one event use for one party or one place.

Owner and owned, province and city, and names that are written as nobody else writes them.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from monitor.news.topic.folding import fold
from monitor.news.topic.gazetteer import gazetteer

_SCRIPT = re.compile(
    "(?P<kana>[\u3041-\u30ff])|(?P<hangul>[\uac00-\ud7a3])|(?P<han>[\u3400-\u9fff])"
)


@lru_cache(maxsize=4096)
def of_one_party(one: str, other: str) -> bool:
    """Tell whether two organisations are the same, or one owns the other; two that one owns are not."""
    if one == other or one in owners(other) or other in owners(one):
        return True
    if _is_listed(one) or _is_listed(other):
        return False
    short, long = sorted(map(_folded, (one, other)), key=len)
    return long.startswith(f"{short} ") or (_script(short) is not None and short in long)


@lru_cache(maxsize=4096)
def are_two(one: str, other: str) -> bool:
    """Tell whether two names mean two parties.

    Of an organisation that the gazetteer does not list a verdict has the name as it is written, and
    nobody knows which Latin name a Chinese one stands for.
    """
    if of_one_party(one, other):
        return False
    return _script(one) == _script(other) or _is_listed(one) or _is_listed(other)


def owners(organisation: str) -> tuple[str, ...]:
    """Return the organisations that own this one, or did."""
    return _owners().get(organisation, ())


def holds(region: str, place: str) -> bool:
    """Tell whether a place lies in a region; none lies in itself."""
    return region in _regions().get(place, ())


def _script(name: str) -> str | None:
    """Return which script a name is in, None for an alphabet."""
    found = _SCRIPT.search(name)
    return None if found is None else found.lastgroup


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold(name).text


def _is_listed(name: str) -> bool:
    return name in _listed()


@cache
def _listed() -> frozenset[str]:
    return frozenset(one.name for one in gazetteer().organisations)


@cache
def _owners() -> Mapping[str, tuple[str, ...]]:
    return _wholes("groups")


@cache
def _regions() -> Mapping[str, tuple[str, ...]]:
    return _wholes("regions")


def _wholes(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return part -> wholes of a packaged table whole -> parts."""
    file = resources.files("monitor.news.story").joinpath("data", f"{name}.toml")
    (table,) = tomllib.loads(file.read_text("utf-8")).values()
    wholes: dict[str, tuple[str, ...]] = {}
    for whole, parts in table.items():
        for part in " ".join(parts.split()).split("; "):
            wholes[part] = (*wholes.get(part, ()), whole)
    return wholes
