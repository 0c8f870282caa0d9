"""JSON as people and templates write it -> values: strictly, else mended.

Mended are comments, commas too many or too few, keys and strings in other quotes or in none, quotes
that stand bare in a string, escapes that there are not, and an end that was cut off.
"""

import html
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, pairwise
from typing import Any

from monitor.errors import UnreadableError

_PART = re.compile(
    r"""
    # a quote that ends nothing is meant; not possessive, which Python 3.11.2 gets wrong around it
    "(?P<string>(?:[^"\\]|\\.|"(?!\s*(?:[,:}\]]|\Z|"\w{1,40}"\s*:)))*)(?:"|\\?\Z)
    | '(?P<single>(?:[^'\\]|\\.|'(?!\s*(?:[,:}\]]|\Z)))*)(?:'|\\?\Z)
    | //[^\n]* | /\*.*?(?:\*/|\Z)
    | (?P<sign>[{}\[\],:])
    | (?P<word>[^"'{}\[\],:/\s]+|/)
    """,
    re.DOTALL | re.VERBOSE,
)
_BARE_QUOTE = re.compile(r'(\\.)|"', re.DOTALL)
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}|(.|\Z))', re.DOTALL)
_LITERALS = frozenset({"true", "false", "null", "NaN", "Infinity", "-Infinity"})
_NUMBER = re.compile(r"-?\d")
_ENDS = {"}": "{", "]": "["}
_ESCAPED = re.compile(r"[\[{\s]{1,20}&(?:quot|#34);")
_OPEN, _CLOSED = frozenset("{[,:"), frozenset("}],:")  # after and before which no value ends
_BEGIN = re.compile(r"(?:\[\s*)?\{")
# Where an item may end that is whole: in a list in an object, in a bare list; what closes them
_DECODER = json.JSONDecoder(strict=False)
LONGEST = 200_000
_LISTS = {("{", "["): "]}", ("[",): "]"}


def parse_json(text: str) -> tuple[Any, tuple[str, ...]]:
    """Return the first object or list of objects and what was mended; raises ``UnreadableError``."""
    begin = _BEGIN.search(text)
    text = text[begin.start() if begin else 0 :]
    if _ESCAPED.match(text):
        text = html.unescape(text)
    try:
        return _DECODER.raw_decode(text)[0], ()
    except RecursionError as error:
        raise UnreadableError("JSON that can't be read: nested too deeply") from error
    except json.JSONDecodeError as error:
        fault = error
    try:
        return json.loads(_mended(text), strict=False), ("JSON that is not well formed",)
    except (ValueError, RecursionError) as error:
        place = f"line {fault.lineno}, column {fault.colno}"
        raise UnreadableError(f"JSON that can't be read: {fault.msg}", place) from error


def objects_in(text: str, beginning: re.Pattern[str], most: int) -> list[dict[str, Any]]:
    """Return the objects that begin by a pattern and can be read by themselves, at most so many.

    None of them is inside another one; a longer one than 200,000 characters is left out.
    """
    found: list[dict[str, Any]] = []
    places = [begin.start() for begin in islice(beginning.finditer(text), most)]
    done = 0
    for begin, following in pairwise((*places, len(text))):
        if begin < done:
            continue
        with suppress(ValueError, RecursionError):
            try:
                one, length = _DECODER.raw_decode(text[begin : begin + LONGEST])
                done = begin + length
            except ValueError:
                one = json.loads(
                    _mended(text[begin : min(following, begin + LONGEST)]), strict=False
                )
            found.append(one)
    return found


def _mended(text: str) -> str:
    """Return well-formed JSON, closed after the last item that is whole."""
    made: list[str] = []
    opened: list[str] = []
    whole, closing = 0, ""  # parts up to the end of an item, and what closes its list
    for part in _parts(text):
        if made and made[-1] not in _OPEN and part not in _CLOSED:  # a comma was left out
            made.append(",")
        if part in _ENDS:
            if not opened or opened.pop() != _ENDS[part]:
                break
            if made and made[-1] == ",":
                made.pop()
        elif part in {"{", "["}:
            opened.append(part)
        made.append(part)
        if part == "}" and tuple(opened) in _LISTS:
            whole, closing = len(made), _LISTS[tuple(opened)]
        if not opened:
            break
    return "".join((*made[:whole], closing)) if opened else "".join(made)


def _parts(text: str) -> Iterator[str]:
    """Yield signs, and literals, numbers and strings as JSON spells them; no comments."""
    for found in _PART.finditer(text):
        if found["string"] is not None:
            yield _string(found["string"])
        elif found["single"] is not None:
            yield _string(found["single"])
        elif found["sign"]:
            yield found["sign"]
        elif word := found["word"]:
            yield word if word in _LITERALS or _NUMBER.match(word) else json.dumps(word)


def _string(inside: str) -> str:
    quoted = _BARE_QUOTE.sub(lambda one: one[1] or '\\"', inside)
    return '"' + _ESCAPE.sub(lambda one: one[0] if one[1] is None else one[1], quoted) + '"'
