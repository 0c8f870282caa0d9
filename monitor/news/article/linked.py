"""Text of a page -> what its JSON-LD tells of: found in the text, as scripts leave the tree."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

MOST_SCRIPTS = 20
LONGEST_SCRIPT = 500_000  # characters
LONGEST_TAG = 500  # characters of a <script> tag
DEEPEST = 8

Thing = Mapping[str, object]

_CONTROL = re.compile(r"[\x00-\x1f]+")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\*/)?)|(?:-->|(?://|/\*)?\s*\]\]>(?:\*/)?)\s*;?\s*$"
)
_SPARE_COMMA = re.compile(r",(?=\s*[}\]])")


def linked_data(text: str) -> list[Thing]:
    """Return all things that the JSON-LD of a page tells of, as they come."""
    things: list[Thing] = []
    for script in _scripts(text):
        things += _things(_parsed(_CONTROL.sub("\n", script)), 0)
    return things


def _parsed(script: str) -> object:
    """Return what a script says; None where that is no JSON, mended of what is often wrong with it."""
    mended = _SPARE_COMMA.sub("", _WRAPPING.sub("", script))
    for version in (script, mended):
        try:
            return json.loads(version, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


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


def _scripts(text: str) -> Iterator[str]:
    """Yield what stands in the page's ld+json scripts."""
    end = 0
    for _ in range(MOST_SCRIPTS):
        told = text.find("ld+json", end)
        if told < 0:
            return
        tag = text.rfind("<", max(end, told - LONGEST_TAG), told)
        start = text.find(">", told, told + LONGEST_TAG) + 1
        if not start or text[tag : tag + 7].lower() != "<script":
            end = told + 1
            continue
        end = _end_of_script(text, start)
        if end - start <= LONGEST_SCRIPT:
            yield text[start:end]


def _end_of_script(text: str, start: int) -> int:
    close = text.find("</script", start)
    if close < 0:
        close = text.find("</SCRIPT", start)
    return close if close >= 0 else len(text)


def _things(value: object, depth: int) -> Iterator[Thing]:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:50]:
            yield from _things(one, depth + 1)
    elif isinstance(value, Mapping):
        yield value
        for part in ("@graph", "mainEntity", "isPartOf"):
            yield from _things(value.get(part), depth + 1)
