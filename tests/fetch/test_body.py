"""Bodies of every coding, whole, broken and hostile."""

import gzip
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.body import BodyError, Inflater, UnwantedError, coding_of


def read(chunks: list[bytes], coding: str | None, limit: int = 10_000, cut: bool = False) -> bytes:
    inflater = Inflater(coding, limit, cut=cut)
    for chunk in chunks:
        inflater.feed(chunk)
    return inflater.finish()


@given(st.binary(max_size=2000), st.integers(1, 50), st.sampled_from(["gzip", "deflate", None]))
def test_however_the_network_cuts_it_the_body_is_the_same(
    body: bytes, step: int, coding: str | None
) -> None:
    sent = {"gzip": gzip.compress(body), "deflate": zlib.compress(body)}.get(coding or "", body)
    assert read([sent[at : at + step] for at in range(0, len(sent), step)], coding) == body


def test_a_bomb_never_fills_the_memory() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(UnwantedError):
            read([bomb], "gzip", limit=100_000)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_gzip_in_parts_is_one_body() -> None:
    assert read([gzip.compress(b"one ") + gzip.compress(b"two")], "gzip") == b"one two"


def test_junk_after_the_end_is_ignored() -> None:
    assert read([gzip.compress(b"news") + b"\0\0junk"], "gzip") == b"news"


def test_gzip_of_endless_parts_is_refused() -> None:
    with pytest.raises(BodyError, match="parts"):
        read([gzip.compress(b"") * 2000], "gzip")


def test_an_empty_body_needs_no_coding() -> None:
    assert read([], "gzip") == b""


@pytest.mark.parametrize("coding", ["gzip", "deflate", None])
def test_the_limit_itself_is_allowed_and_no_byte_more(coding: str | None) -> None:
    def pack(body: bytes) -> bytes:
        return {"gzip": gzip.compress(body), "deflate": zlib.compress(body)}.get(coding or "", body)

    assert len(read([pack(b"x" * 500)], coding, limit=500)) == 500
    with pytest.raises(UnwantedError):
        read([pack(b"x" * 501)], coding, limit=500)
    assert read([pack(b"x" * 501)], coding, limit=500, cut=True) == b"x" * 500


@pytest.mark.parametrize("sent", [b"\x1f\x8b\x08\x00", gzip.compress(b"news")[:-1]])
def test_a_missing_end_is_an_error(sent: bytes) -> None:
    with pytest.raises(BodyError, match="cut short"):
        read([sent], "gzip")


def test_one_byte_of_deflate_is_an_error() -> None:
    with pytest.raises(BodyError, match="cut short"):
        read([b"x"], "deflate")


@pytest.mark.parametrize(
    ("header", "coding"),
    [(None, None), ("", None), ("identity", None), (" GZip ", "gzip"), ("identity, gzip", "gzip")],
)
def test_the_coding_is_read_from_the_header(header: str | None, coding: str | None) -> None:
    assert coding_of(header) == coding


@pytest.mark.parametrize("header", ["br", "zstd", "gzip, br", "gzip, gzip", "x" * 9999, "\x00"])
def test_a_coding_not_asked_for_is_refused_in_one_short_line(header: str) -> None:
    with pytest.raises(BodyError) as caught:
        coding_of(header)
    assert len(str(caught.value)) < 100
    assert str(caught.value).isprintable()
