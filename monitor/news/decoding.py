"""Bytes -> text, whatever they claim to be.

In order: byte order mark, valid UTF-8, the server's charset, the document's own, what makes most
sense. Valid UTF-8 goes before every claim: text in another encoding is valid UTF-8 by chance
almost never, and wrong claims are common.
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from monitor.news.charset_labels import encoding_of
from monitor.news.charsets import CYRILLIC, WIDE, compare, likeliest, sense
from monitor.news.mojibake import undoubled

Kind = Literal["xml", "html", "json", "text"]

HEAD = 4096  # bytes in which a document says its encoding
SAMPLE = 65_536  # bytes in which escapes are looked for
FAR_MORE = 0.5  # sense that another charset must make beyond the claimed one
MORE = 0.2  # beyond Latin-1, which servers name without having looked, and beyond one of its kind
BY_NO_CHANCE = 12  # bytes beyond ASCII that are UTF-8
AS_CLAIMED = 6  # the same, where somebody says that it is UTF-8
SENSE = 0.5  # that signs between the escapes of HZ must make
MENDED = 0.01  # share of bytes that may be wrong for text to be taken as UTF-8 gone bad

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = frozenset({"utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"})
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_ASCII = bytes(range(128))
_EIGHT_BITS = bytes(code | 0x80 for code in range(256))
_STRETCHES = re.compile(rb"([<>\"\n]+)")
_JAPANESE_ESCAPES = (b"\x1b$B", b"\x1b$@")
# HZ (RFC 1843): GB 2312 in seven bits, between ~{ and ~}
_HZ = re.compile(rb"~\{((?:[!-w][!-~])+)~\}")
_UNWANTED = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read by, and what had to be mended, in words."""

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()


def as_utf8(body: bytes, content_type: str | None, kind: Kind) -> bytes:
    """Return a document in UTF-8, read as ``decode`` does; most are it as they come."""
    decoded = decode(body, content_type, kind)
    untouched = decoded.encoding == "utf-8" and not decoded.repairs
    if untouched and not body.startswith(codecs.BOM_UTF8):
        return body
    return decoded.text.encode()


def decode(body: bytes, content_type: str | None, kind: Kind) -> Decoded:
    """Return the text of a document; never raises. NUL and lone surrogates are dropped."""
    for mark, encoding in _MARKS:
        if body.startswith(mark) and not (encoding in _WIDE and _is_narrow(body[len(mark) :])):
            return _mended(body[len(mark) :], encoding, ())
    wide = _wide(body)
    if wide is not None:
        return _mended(body, wide, ("UTF-16 without a byte order mark",))
    sample = body[:SAMPLE]
    if b"\x1b" in sample and any(escape in sample for escape in _JAPANESE_ESCAPES):
        return _mended(body, "iso2022_jp_ext", ())
    if body.isascii() and b"~{" in sample and (chinese := _chinese_in_ascii(body)) is not None:
        return Decoded(chinese, "hz")
    try:
        text, doubled = undoubled(body.decode("utf-8"), body)
    except UnicodeDecodeError:
        pass
    else:
        told = (f"{doubled} stretches that were encoded twice",) if doubled else ()
        if b"\0" in body:  # far quicker than to look for it in the text
            return _clean(text, "utf-8", told)
        return Decoded(text.removeprefix("\ufeff"), "utf-8", told)
    if (joined := _paired(body)) is not None:
        return _clean(joined, "utf-8", ("UTF-8 made of UTF-16's halves",))
    return _claimed(body, content_type, kind) or _guessed(body, content_type, kind)


def _claimed(body: bytes, content_type: str | None, kind: Kind) -> Decoded | None:
    """Read by the first claim that fits the bytes, unless another charset makes far more sense.

    Latin-1 comes last.
    """
    claims = sorted(_claims(body, content_type, kind), key=lambda claim: claim[0] == "cp1252")
    for encoding, where in claims:
        try:
            text = body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if (best := _better(body, encoding)) is not None:
            told = f"taken for {best}: as {encoding}, as {where} says, it makes no sense"
            return _mended(body, best, (told,))
        return _clean(text, encoding, _told(encoding, where))
    return None


def _better(body: bytes, claimed: str) -> str | None:
    """Return the encoding in which a body makes so much more sense that the claim must be wrong."""
    best, more = compare(body, claimed)
    near = claimed == "cp1252" or {claimed, best} <= CYRILLIC or {claimed, best} <= WIDE
    return best if more > (MORE if near else FAR_MORE) else None


def _claims(body: bytes, content_type: str | None, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield the encodings that server and document name, without UTF-8, which it is not."""
    for encoding, where in _named(body, content_type, kind):
        if not encoding.startswith(("utf-8", "utf-16", "utf-32")):
            yield encoding, where


def _named(body: bytes, content_type: str | None, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield the encodings that server and document name, and who does."""
    header = _HEADER.search(content_type or "")
    found = [(header[1], "the server")] if header else []
    patterns = {"xml": (_DECLARATION,), "html": (_META, _DECLARATION)}.get(kind, ())
    told = (match for pattern in patterns if (match := pattern.search(body[:HEAD])))
    found.extend((match[1].decode("ascii"), "the document") for match in told)
    for label, where in found:
        if (encoding := encoding_of(label)) is not None:
            yield encoding, where


def _guessed(body: bytes, content_type: str | None, kind: Kind) -> Decoded:
    """Read what fits no claim: UTF-8 with a few bad bytes, a claim with bad bytes, or a guess."""
    text = body.decode("utf-8", "replace")
    # only what is not ASCII bears witness: a page in GBK is mostly ASCII markup
    foreign = len(body.translate(None, _ASCII))
    wrong = text.count("\ufffd")
    right = len(text) - len(text.encode("ascii", "ignore")) - wrong
    few = wrong <= max(2, MENDED * foreign) and right > 2 * wrong
    said = any(encoding == "utf-8" for encoding, _ in _named(body, content_type, kind))
    if (
        few
        or _is_mostly_utf_8(body, AS_CLAIMED if said else BY_NO_CHANCE)
        or (wrong <= 0.1 * foreign and not _asks(content_type))
    ):
        return _clean(_mixed(body), "utf-8", (f"{wrong} bytes that are no UTF-8",))
    for claimed, where in _claims(body, content_type, kind):
        text = body.decode(claimed, "replace")
        few = text.count("\ufffd") <= max(2, MENDED * foreign)
        if few and _better(body, claimed) is None:
            told = f"{text.count(chr(0xFFFD))} bytes that are no {claimed}"
            return _clean(text, claimed, (*_told(claimed, where), told))
    guess = likeliest(body)
    return _mended(body, guess, (f"no usable charset: taken for {guess}",))


def _mixed(body: bytes) -> str:
    """Read UTF-8 in which some stretches between markup are of another charset.

    A stretch that holds UTF-8 as well was cut or damaged: its bad bytes become U+FFFD.
    """
    pieces = _STRETCHES.split(body)
    other = [place for place, piece in enumerate(pieces) if _is_other(piece)]
    charset = likeliest(b" ".join(pieces[place] for place in other)) if other else ""
    strange = frozenset(other)
    return "".join(
        piece.decode(charset if place in strange else "utf-8", "replace")
        for place, piece in enumerate(pieces)
    )


def _is_other(piece: bytes) -> bool:
    """Tell whether a stretch has signs beyond ASCII, and hardly one of them is UTF-8."""
    foreign = len(piece.translate(None, _ASCII))
    wrong = piece.decode("utf-8", "replace").count("\ufffd")
    return foreign > 0 and (wrong == foreign or wrong >= max(4, 0.4 * foreign))


def _is_mostly_utf_8(body: bytes, least: int) -> bool:
    """Tell whether at least half of the stretches with signs beyond ASCII are UTF-8, by no chance.

    They hold at least so many bytes beyond ASCII.
    """
    foreign = [piece for piece in _STRETCHES.split(body) if not piece.isascii()]
    right = [piece for piece in foreign if "\ufffd" not in piece.decode("utf-8", "replace")]
    signs = sum(len(piece.translate(None, _ASCII)) for piece in right)
    return signs >= least and 2 * len(right) >= len(foreign)


def _chinese_in_ascii(body: bytes) -> str | None:
    """Read HZ; None for any other: what stands between its escapes must make sense."""
    parts = _HZ.split(body)
    parts[1::2] = [part.translate(_EIGHT_BITS) for part in parts[1::2]]
    if sense(b"".join(parts[1::2])[:SAMPLE], "gb18030") < SENSE:
        return None
    parts[0::2] = [part.replace(b"~~", b"~") for part in parts[0::2]]
    return b"".join(parts).decode("gb18030", "replace")


def _paired(body: bytes) -> str | None:
    """Read UTF-8 in which signs of the upper planes stand as two halves (CESU-8); None for any other."""
    try:
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _asks(content_type: str | None) -> bool:
    return content_type is not None and "charset" in content_type.lower()


def _is_narrow(body: bytes) -> bool:
    """Tell whether what follows the mark of a wide encoding is markup in bytes, without a zero."""
    return body[:200].lstrip().startswith(b"<") and b"\0" not in body[:200]


def _wide(body: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the zero bytes of its ASCII."""
    head = body[:64]
    if head.startswith((b"<\0\0\0", b"\0\0\0<")):
        return "utf-32-le" if head[0] else "utf-32-be"
    if len(head) >= 4 and head[1::2].count(0) == len(head) // 2 and 0 not in head[0::2]:
        return "utf-16-le"
    if len(head) >= 4 and head[0::2].count(0) == (len(head) + 1) // 2 and 0 not in head[1::2]:
        return "utf-16-be"
    return None


def _mended(body: bytes, encoding: str, repairs: tuple[str, ...]) -> Decoded:
    text = body.decode(encoding, "replace")
    wrong = text.count("\ufffd")
    told = (f"{wrong} bytes that are no {encoding}",) if wrong else ()
    return _clean(text, encoding, (*repairs, *told))


def _told(encoding: str, where: str) -> tuple[str, ...]:
    return () if where == "the document" else (f"read as {encoding}, as {where} says",)


def _clean(text: str, encoding: str, repairs: tuple[str, ...]) -> Decoded:
    if encoding == "cp1258":  # writes tones as marks of their own
        text = unicodedata.normalize("NFC", text)
    # to look first is cheap, to rewrite a page is not
    if not _is_sound(text, encoding):
        text = _UNWANTED.sub("", text)
        repairs = (*repairs, "NUL characters")
    return Decoded(text.removeprefix("\ufeff"), encoding, repairs)


def _is_sound(text: str, encoding: str) -> bool:
    """Tell whether a text has no NUL and no lone surrogates: only those can't be written as UTF-8."""
    if "\0" in text:
        return False
    if encoding == "utf-8" or text.isascii():
        return True
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
