"""What servers say beside the feed is believed only after it has proved right."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.news.source import Listing, SourceState
from monitor.news.source.transfer import caught_lying, moved, wants_whole

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
KNOWN = SourceState(etag='"1"', body_hash="a", last_success_at=NOW - HOUR, whole_at=NOW - 3 * HOUR)


def listing(*published: datetime) -> Listing:
    return Listing(len(published), 0, 0, 0, None, None, None, published=published)


def test_a_feed_that_only_says_not_modified_is_asked_for_whole_once_a_day() -> None:
    assert not wants_whole(KNOWN, NOW)
    assert wants_whole(KNOWN, NOW + timedelta(days=1))
    assert wants_whole(replace(KNOWN, validators_lie=True), NOW)
    assert not wants_whole(SourceState(), NOW)


def test_another_body_under_the_same_etag_is_a_lie() -> None:
    after = replace(KNOWN, body_hash="b")
    assert caught_lying(KNOWN, after, listing(NOW))


def test_news_older_than_the_last_not_modified_is_a_lie_whatever_the_etag_says() -> None:
    after = replace(KNOWN, etag='"2"', body_hash="b")
    assert caught_lying(KNOWN, after, listing(NOW - 5 * HOUR))
    assert not caught_lying(KNOWN, after, listing(NOW - HOUR / 2))


def test_a_server_without_validators_cannot_lie() -> None:
    bare = replace(KNOWN, etag=None)
    assert not caught_lying(bare, replace(bare, body_hash="b"), listing(NOW - 5 * HOUR))


@pytest.mark.parametrize(
    ("answers", "address"),
    [
        ("bbb", "b"),
        ("bb", None),
        ("bbcbb", None),
        ("bb-bb", None),
        ("bbbb", "b"),
    ],
)
def test_an_address_is_taken_over_after_three_equal_answers(
    answers: str, address: str | None
) -> None:
    state = SourceState()
    for answer in answers:
        state = moved(state, None if answer == "-" else answer)
    assert state.url == address
