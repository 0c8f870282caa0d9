"""chunks as sent -> the body, never more of it than allowed."""

import zlib

GZIP = 31  # zlib's window bits for a gzip wrapper
ZLIB, RAW = 15, -15
MEMBERS = 1_000  # of one gzip body; block-wise writers make one for every 64 KB
CODINGS = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate"}


class BodyError(Exception):
    """A body that can't be had whole; its text is a reason for a person."""


class UnwantedError(BodyError):
    """A body that will be no better next time: too large, or no text."""


def coding_of(header: str | None) -> str | None:
    """Return 'gzip', 'deflate' or None for Content-Encoding; raises ``BodyError`` on others."""
    named = [name for part in (header or "").lower().split(",") if (name := part.strip())]
    codings = [name for name in named if name != "identity"]
    if not codings:
        return None
    if len(codings) > 1:
        raise BodyError("the answer is compressed more than once")
    if codings[0] not in CODINGS:
        known = codings[0] if codings[0].isalnum() and len(codings[0]) <= 16 else "unknown"
        raise BodyError(f"the answer is compressed in a way not asked for ({known})")
    return CODINGS[codings[0]]


def too_large(limit: int) -> UnwantedError:
    """Return what to raise for a body beyond the limit."""
    size = f"{limit / 1_048_576:.4g} MiB" if limit >= 1_048_576 else f"{limit:,} bytes"
    return UnwantedError(f"larger than {size}")


class Inflater:
    """Collects a body of at most ``limit`` bytes; no piece inflates further than that.

    With ``cut`` what exceeds the limit is left away, without it ``UnwantedError`` is raised. What
    follows the end of a gzip body and is no further member is ignored, as browsers do.
    """

    def __init__(self, coding: str | None, limit: int, *, cut: bool = False) -> None:
        self._coding = coding
        self._limit = limit
        self._cut = cut
        self._parts: list[bytes] = []
        self._size = 0
        self._head = b""
        self._engine = zlib.decompressobj(GZIP) if coding == "gzip" else None
        self._members = 1
        self._started = False

    @property
    def full(self) -> bool:
        """Whether the limit is reached and what follows does not count."""
        return self._cut and self._size >= self._limit

    def feed(self, chunk: bytes) -> None:
        """Take what came from the network; raises ``BodyError``."""
        if self._coding is None:
            self._keep(chunk)
            return
        chunk = self._head + chunk
        self._started = self._started or bool(chunk)
        if self._engine is None:
            self._head = chunk
            if len(chunk) < 2:
                return
            self._engine, self._head = zlib.decompressobj(_deflate_bits(chunk)), b""
        self._inflate(chunk)

    def finish(self) -> bytes:
        """Return the body; raises ``BodyError`` when its end is missing."""
        whole = self._engine is not None and self._engine.eof
        if self._started and not whole and not self.full:
            raise BodyError(f"the {self._coding} data was cut short")
        return b"".join(self._parts)

    def _inflate(self, data: bytes) -> None:
        while data and self._engine is not None and not self.full:
            if self._engine.eof and not self._next_member(data):
                return
            try:
                self._keep(self._engine.decompress(data, self._limit - self._size + 1))
            except zlib.error as error:
                raise BodyError(f"the {self._coding} data is damaged") from error
            data = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail

    def _next_member(self, data: bytes) -> bool:
        if self._coding != "gzip" or not data.startswith(b"\x1f\x8b"):
            return False
        self._members += 1
        if self._members > MEMBERS:
            raise BodyError(f"the gzip data has more than {MEMBERS} parts")
        self._engine = zlib.decompressobj(GZIP)
        return True

    def _keep(self, data: bytes) -> None:
        if self._size + len(data) > self._limit:
            if not self._cut:
                raise too_large(self._limit)
            data = data[: self._limit - self._size]
        self._size += len(data)
        self._parts.append(data)


def _deflate_bits(data: bytes) -> int:
    """RFC 9110 means zlib's wrapper by 'deflate'; some servers send the bare stream."""
    wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    return ZLIB if wrapped else RAW
