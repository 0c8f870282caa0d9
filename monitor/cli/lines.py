"""Files of one JSON object a line, read and written as they go, in bounded memory."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import click

from monitor.errors import MonitorError, UnreadableError

LONGEST_LINE = 32 * 1024 * 1024  # bytes: the longest document that is read, in base64
# Unicode's line breaks beside those of ASCII, as JSON may spell them
BREAKS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class BadLineError(MonitorError):
    """A line of input that can't be taken; ``identity`` is its id as far as it could be read."""

    def __init__(self, reason: str, identity: object = None) -> None:
        super().__init__(reason)
        self.identity = identity


def lines_of(name: str) -> Iterator[bytes]:
    """Yield the lines of a file or of standard input (-) that are not blank.

    Of one that is too long the beginning alone is kept: ``object_of`` refuses it. Raises
    ``UnreadableError`` where there is no such file.
    """
    if name == "-":
        yield from _bounded(sys.stdin.buffer)
        return
    try:
        with Path(name).open("rb") as stream:
            yield from _bounded(stream)
    except OSError as error:
        raise UnreadableError(f"{name}: {error.strerror}") from error


def _bounded(stream: BinaryIO) -> Iterator[bytes]:
    while line := stream.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        if line.strip():
            yield line


def object_of(line: bytes) -> dict[str, Any]:
    """Read one line as a JSON object; raises ``BadLineError`` with what is wrong."""
    if len(line) > LONGEST_LINE:
        raise BadLineError(f"a line of more than {LONGEST_LINE} bytes")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadLineError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise BadLineError("an object is expected on each line")
    return row


def line_of(answer: dict[str, object]) -> bytes:
    """Return an answer as one line of JSON, also for readers that break lines where Unicode does."""
    line = json.dumps(answer, ensure_ascii=False)
    for sign, spelled in BREAKS.items():
        line = line.replace(sign, spelled)
    return line.encode("utf-8", "replace")


def refusal(error: MonitorError, identity: object) -> dict[str, object]:
    """Return the answer to a line that could not be read."""
    return {"id": getattr(error, "identity", identity), "error": str(error)}


def write(answer: dict[str, object]) -> None:
    """Write one answer and hand it on at once."""
    click.echo(line_of(answer))
