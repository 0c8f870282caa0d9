"""Files of one object a line: bounded, in order, and a bad line names itself."""

import io
from pathlib import Path

import pytest

from monitor.cli import lines
from monitor.cli.lines import LONGEST_LINE, BadLineError, line_of, lines_of, object_of
from monitor.errors import UnreadableError


def test_a_line_too_long_is_refused_and_the_next_one_is_read(tmp_path: Path) -> None:
    file = tmp_path / "documents.jsonl"
    with file.open("wb") as stream:
        stream.write(b'{"id": 1}\n\n{"id": "' + b"x" * (2 * LONGEST_LINE) + b'"}\n{"id": 3}')
    first, long, last = lines_of(str(file))
    assert object_of(first) == {"id": 1}
    assert len(long) == LONGEST_LINE + 1
    with pytest.raises(BadLineError, match=f"more than {LONGEST_LINE} bytes"):
        object_of(long)
    assert object_of(last) == {"id": 3}


def test_a_line_of_the_greatest_length_is_one_line() -> None:
    stream = io.BytesIO(b"x" * LONGEST_LINE + b"\n" + b"y" * (LONGEST_LINE + 1) + b"\nz\n")
    assert [line[:1] for line in lines._bounded(stream)] == [b"x", b"y", b"z"]


@pytest.mark.parametrize(
    ("line", "says"), [(b"{", "not JSON"), (b"[1]", "an object"), (b"[" * 100_000, "not JSON")]
)
def test_what_is_no_object_is_said(line: bytes, says: str) -> None:
    with pytest.raises(BadLineError, match=says):
        object_of(line)


def test_an_answer_is_one_line_whatever_breaks_its_text() -> None:
    answer: dict[str, object] = {"title": "a\x85b\u2028c\u2029d\ne"}
    line = line_of(answer)
    assert len(line.decode().splitlines()) == 1
    assert object_of(line) == answer


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match=r"gone\.jsonl: No such file"):
        next(lines_of(str(tmp_path / "gone.jsonl")))
