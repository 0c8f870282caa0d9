"""Text that was UTF-8, was read as Windows-1252 and encoded once more -> the text that was meant.

Decided for each stretch between markup alone: all its signs beyond ASCII must be halves of UTF-8
sequences. So 'voilà »', whose last signs could be one, stays as it is where another sign cannot.
"""

import re

_WINDOWS = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
# What each byte of 80-BF has become: the sign of Windows-1252, or the control of Latin-1
_SIGN_TO_BYTE = {ord(sign): code for code, sign in _WINDOWS.items() if sign != "\ufffd"}
_FOLLOWING = "".join(map(chr, range(0x80, 0xC0))) + "".join(map(chr, _SIGN_TO_BYTE))
_SEQUENCE = re.compile(f"[Â-ß][{_FOLLOWING}]|[à-ï][{_FOLLOWING}]{{2}}|[ð-ô][{_FOLLOWING}]{{3}}")
_PREFILTER = re.compile(rb"\xc3[\x82-\xb4](?:\xc2|\xc5|\xc6|\xcb|\xe2[\x80\x82\x84])")
_BOUNDS = re.compile(r'([<>"\[\]])')
_FOREIGN = re.compile(r"[^\x00-\x7f]")
# One sequence alone is a sign of Europe's alphabets or a quotation mark, or nothing was meant
_LIKELY_ALONE = re.compile("[\u00a1-\u024f\u0370-\u052f\u2010-\u203a\u20ac\u2122]")


def undoubled(text: str, body: bytes) -> tuple[str, int]:
    """Return the text of a UTF-8 body with its doubly encoded stretches read once more.

    Beside it, how many there were.
    """
    if _PREFILTER.search(body) is None:  # far quicker than to look at the text
        return text, 0
    parts, mended = _BOUNDS.split(text), 0
    for place, part in enumerate(parts):
        if (meant := _meant(part)) is not None:
            parts[place] = meant
            mended += 1
    return ("".join(parts), mended) if mended else (text, 0)


def _meant(part: str) -> str | None:
    if part.isascii() or _FOREIGN.search(_SEQUENCE.sub("", part)):
        return None
    try:
        meant = part.translate(_SIGN_TO_BYTE).encode("latin-1").decode("utf-8")
    except ValueError:
        return None
    foreign = _FOREIGN.findall(meant)
    if len(foreign) == 1 and not _LIKELY_ALONE.match(foreign[0]):
        return None
    return _meant(meant) or meant  # some texts went through it twice
