"""The owner hears what was missed, and whose fault it was."""

import pytest

from monitor.news.source.audit import Found, Sighting, audited, cause, host_of, hosts_of

HOSTS = hosts_of(
    {"Gazette": "https://feeds.gazette.co.uk/rss", "Courier": "https://www.courier.test/feed"}
)
MISSED = Found("Lab opens", "https://www.herald.test/1", 0.9, flagged=True)


def test_nothing_missed_is_nothing_told() -> None:
    known = Found("Lab opens", "https://herald.test/1", 0.9, flagged=True, told=True)
    far = Found("Bridges", "https://herald.test/2", 0.4, flagged=False)
    assert audited([known, far], HOSTS) is None


def test_what_was_missed_is_told_with_its_cause_and_what_came_near_after_it() -> None:
    near = Found("Lab, perhaps", "https://courier.test/2", 0.4, flagged=False)
    far = Found("Bridges", "https://courier.test/3", 0.05, flagged=False)
    told = audited([near, far, MISSED], HOSTS)
    assert told == (
        "Found elsewhere, not by you: 1 story",
        (
            "Lab opens (no source covers herald.test): https://www.herald.test/1",
            "Lab, perhaps (not told: the matcher scored 0.40): https://courier.test/2",
        ),
    )


def test_a_long_list_is_cut_and_its_number_is_not() -> None:
    told = audited([MISSED] * 40, HOSTS)
    assert told is not None
    assert told[0].endswith("40 stories")
    assert len(told[1]) == 8


@pytest.mark.parametrize(
    ("url", "sighting", "told"),
    [
        ("https://courier.test/9", None, "Courier is watched and did not list it"),
        ("https://news.gazette.co.uk/9", None, "Gazette is watched and did not list it"),
        ("https://other.co.uk/9", None, "no source covers other.co.uk"),
        ("http://[", None, "no source covers its address"),
        (
            "https://courier.test/9",
            Sighting("Courier", "timed out"),
            "Courier listed it, unread: timed out",
        ),
    ],
)
def test_the_cause_is_named(url: str, sighting: Sighting | None, told: str) -> None:
    assert cause(Found("x", url, 0.9, flagged=True, sighting=sighting), HOSTS) == told


def test_a_host_is_known_without_www() -> None:
    assert host_of("https://WWW.Courier.test:8080/x") == "courier.test"
