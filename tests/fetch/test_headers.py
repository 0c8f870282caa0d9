"""What headers say about waiting and freshness, and what a person is told of a failure."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.headers import conditional, fresh_for, retry_after, validators_of
from monitor.fetch.reasons import masked

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "0"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "٣"}, None),
        ({"Retry-After": "9" * 400}, None),
        ({"Retry-After": "99999999999"}, 86400),
        ({"Retry-After": "Tuesday, 24-Nov-26 12:00:30 GMT"}, 30),
        ({"Retry-After": "Tue, 24 Nov 2026 11:00:30 GMT"}, None),
        # The server's own clock counts: only the difference was meant.
        (
            {
                "Retry-After": "Tue, 24 Nov 2026 09:01:00 GMT",
                "Date": "Tue, 24 Nov 2026 09:00:00 GMT",
            },
            60,
        ),
        ({"Retry-After": "Tue, 31 Dec 9999 23:59:59 -2300"}, None),
        ({}, None),
    ],
)
def test_retry_after_is_bounded_whatever_it_says(
    headers: dict[str, str], seconds: int | None
) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    wait = retry_after(httpx.Headers(raw), NOW)
    assert wait == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Cache-Control": "max-age=300"}, 300),
        ({"Cache-Control": 'Public, Max-Age="300"', "Age": "100"}, 200),
        ({"Cache-Control": "max-age=300", "Age": "400"}, None),
        ({"Cache-Control": "max-age=300, no-cache"}, None),
        ({"Cache-Control": "max-age=99999999"}, 86400),
        ({"Cache-Control": "max-age=0", "Expires": "Tue, 24 Nov 2026 13:00:00 GMT"}, None),
        ({"Expires": "Tue, 24 Nov 2026 12:05:00 GMT"}, 300),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
        ({}, None),
    ],
)
def test_freshness_follows_the_headers(headers: dict[str, str], seconds: int | None) -> None:
    found = fresh_for(httpx.Headers(headers), NOW)
    assert found == (None if seconds is None else timedelta(seconds=seconds))


@given(st.binary(max_size=60))
def test_no_header_breaks_the_reading(value: bytes) -> None:
    names = (b"Retry-After", b"Cache-Control", b"Age", b"Expires", b"Date", b"ETag")
    headers = httpx.Headers([(name, value) for name in names])
    for found in (retry_after(headers, NOW), fresh_for(headers, NOW)):
        assert found is None or timedelta() < found <= timedelta(days=1)
    for _, sent in conditional(validators_of(headers, None)):
        assert sent == value.strip(b" \t")


def test_an_endless_validator_is_not_kept() -> None:
    assert validators_of(httpx.Headers({"ETag": "x" * 5000}), None).etag is None


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://me:hush@a.test/x", "https://***@a.test/x"),
        ("https://a.test/x?q=1&token=hush&z=2", "https://a.test/x?q=1&token=***&z=2"),
        ("https://a.test/?API_KEY=hush#top", "https://a.test/?API_KEY=***#top"),
        ("https://a.test/@name?keyword=ai", "https://a.test/@name?keyword=ai"),
        ("http://a.test/\r\nX: y\u2028", "http://a.test/X: y"),
    ],
)
def test_what_is_told_of_an_address_holds_no_secret(address: str, told: str) -> None:
    assert masked(address) == told


def test_an_endless_address_is_told_in_short() -> None:
    assert len(masked("http://a.test/" + "x" * 5000)) == 300
