"""Names that two tellers of one event use for one party or one place: owner and owned, province and city."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


def of_one_party(one: str, other: str) -> bool:
    """Tell whether two organisations are the same, or one owns the other; two that one owns are not."""
    return one == other or one in owners(other) or other in owners(one)


def owners(organisation: str) -> tuple[str, ...]:
    """Return the organisations that own this one, or did."""
    return _owners().get(organisation, ())


def holds(region: str, place: str) -> bool:
    """Tell whether a place lies in a region; none lies in itself."""
    return region in _regions().get(place, ())


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
