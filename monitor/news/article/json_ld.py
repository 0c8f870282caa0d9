"""Scripts of data -> the things that a page's JSON-LD tells of."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

DEEPEST = 8  # levels of things in things
MOST_THINGS = 50  # of one list

Thing = Mapping[str, object]

_CONTROL = re.compile(r"[\x00-\x1f]+")
# Comments and CDATA sections around a script, from when browsers showed what they did not know.
_WRAPPED = re.compile(r"<!--|(?://|/\*)?\s{0,9}<!\[CDATA\[(?:\*/)?")
_WRAPPED_UP = re.compile(r"(?:-->|(?://|/\*)?\s{0,9}\]\]>(?:\*/)?)$")
_SPARE_COMMA = re.compile(r",(?=\s*[}\]])")


def linked_data(scripts: Iterable[bytes]) -> list[Thing]:
    """Return all things that the JSON-LD of a page tells of, as they come."""
    things: list[Thing] = []
    for script in scripts:
        text = _CONTROL.sub("\n", script.decode("utf-8", "replace"))
        things += _things(_parsed(text), 0)
    return things


def _parsed(script: str) -> object:
    """Return what a script says; None where that is no JSON, mended of what is often wrong with it."""
    for mended in (str, _mended):
        try:
            return json.loads(mended(script), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _mended(script: str) -> str:
    bare = script.strip().rstrip(";").rstrip()
    if found := _WRAPPED.match(bare):
        bare = bare[found.end() :]
    return _SPARE_COMMA.sub("", _WRAPPED_UP.sub("", bare))


def kinds(thing: Thing) -> list[str]:
    """Return the types of a thing."""
    told = thing.get("@type")
    return [str(kind) for kind in (told if isinstance(told, list) else [told])]


def resolved(value: object, things: Sequence[Thing]) -> object:
    """Return the thing that a reference by @id means."""
    if isinstance(value, Mapping) and "name" not in value and value.get("@id"):
        same = (one for one in things if one.get("@id") == value["@id"] and one is not value)
        return next(same, value)
    return value


def _things(value: object, depth: int) -> Iterator[Thing]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:MOST_THINGS]:
            yield from _things(one, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for part in ("@graph", "mainEntity", "isPartOf"):
            yield from _things(value.get(part), depth + 1)
