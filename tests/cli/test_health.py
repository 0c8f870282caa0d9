"""Every way in which a source can be ill is shown with its reason, the worst first."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import monitor
from monitor.news.model import Entry
from monitor.news.source import Health, Source, SourceState
from monitor.news.source.health import after_reading
from monitor.news.source.schedule import after_failure, after_success, listing_of
from monitor.store import Poll
from monitor.store.sqlite import SQLiteStore

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def listed(
    state: SourceState,
    dates: list[datetime | None],
    *,
    known: int = 0,
    at: datetime = NOW,
) -> SourceState:
    """Poll a listing whose last ``known`` entries came before."""
    entries = [
        Entry(f"{moment or (at, place)}", None, "x", published=moment)
        for place, moment in enumerate(dates)
    ]
    flags = [place >= len(dates) - known for place in range(len(dates))]
    made = listing_of(entries, flags, at, state.listing)
    return after_success(SOURCE, state, at, listing=made, asked_to_wait=None)


def hourly(newest: datetime, count: int = 20) -> list[datetime | None]:
    return [newest - HOUR * number for number in range(count)]


def failed(times: int, kind: Health, reason: str, since: timedelta = DAY) -> SourceState:
    state = WELL
    for number in range(times):
        at = NOW - since * (times - 1 - number) / max(1, times - 1)
        state = after_failure(SOURCE, state, at, reason, None, kind)
    return state


def shrunk() -> SourceState:
    state = WELL
    for number in range(5):
        state = listed(state, hourly(NOW), known=20 - number)
    return listed(state, hourly(NOW, 3), known=2)


def read(letters: int, language: str) -> SourceState:
    usual = after_reading(SOURCE, WELL, [(4000, "en")] * 30, NOW - DAY)
    return after_reading(SOURCE, usual, [(letters, language)] * 10, NOW - HOUR)


SOURCE = Source("any", "https://any.test/feed")
WELL = listed(SourceState(), hourly(NOW - 2 * DAY), at=NOW - 2 * DAY)
QUIET = listed(SourceState(), hourly(NOW - 11 * DAY), at=NOW - 11 * DAY)

STATES = {
    "Gone Gazette": failed(1, Health.GONE, "the page is gone for good (410)"),
    "Silent Courier": failed(20, Health.FAILING, "there is no such host name", 19 * DAY),
    "Failing Post": failed(4, Health.FAILING, "the server is not available now (503)"),
    "Walled Times": failed(1, Health.BLOCKED, "a challenge that asks for a human"),
    "Web Page Weekly": failed(1, Health.NOT_A_FEED, "an HTML page, not a feed"),
    "Empty Echo": listed(WELL, []),
    "Frozen Herald": after_success(SOURCE, QUIET, NOW, listing=None, asked_to_wait=None),
    "Undated Observer": listed(WELL, [None] * 20, known=5),
    "Future Tribune": listed(WELL, [*hourly(NOW), NOW + 40 * DAY], known=5),
    "Fast Wire": listed(WELL, hourly(NOW)),
    "Shrunk Sun": shrunk(),
    "Thin Review": read(300, "en"),
    "Other Tongue": read(4000, "zh"),
    "Fine Mail": listed(WELL, hourly(NOW), known=5),
    "New Star": SourceState(),
}  # fmt: skip


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A newsroom in which each health occurs."""
    database, path = tmp_path / "monitor.db", tmp_path / "config.toml"
    sources = "".join(
        f'[[source]]\nname = "{name}"\nurl = "https://{number}.test/feed"\n'
        for number, name in enumerate(STATES)
    )
    path.write_text(
        f'database = "{database}"\n{sources}[[topic]]\nname = "foreign-ai-labs-in-china"\n'
        '[[channel]]\nname = "console"\nkind = "console"\n',
        encoding="utf-8",
    )
    store = SQLiteStore(database)
    store.sync_sources(
        [Source(name, f"https://{number}.test/feed") for number, name in enumerate(STATES)], NOW
    )
    for name, state in STATES.items():
        store.record_poll(name, Poll(state, (), NOW))
    store.close()
    return path


def ask(config: Path, *arguments: str) -> str:
    result = CliRunner().invoke(monitor, [*arguments, "--config", str(config)])
    assert result.exit_code == 0
    return result.output


def test_the_newsroom_holds_every_health_there_is() -> None:
    assert {state.health for state in STATES.values()} == set(Health)


def test_sources_are_listed_the_worst_first_each_with_its_reason(config: Path) -> None:
    heading, *rows = (line.split("\t") for line in ask(config, "sources").splitlines())
    assert heading[0] == "health"
    places = [list(Health).index(Health(row[0])) for row in rows]
    assert places == sorted(places)
    whys = {row[2]: row[-1] for row in rows}
    assert whys["Gone Gazette"] == "the page is gone for good (410)"
    assert whys["Silent Courier"].startswith("nothing but errors for 19 days: there is no such")
    assert "nothing new for 11 days; usually every" in whys["Frozen Herald"]
    assert "items unseen between" in whys["Fast Wire"]
    assert whys["Shrunk Sun"].startswith("it lists 3 entries, usually")
    assert whys["Thin Review"].startswith("its articles give")
    assert whys["Fine Mail"] == whys["New Star"] == ""


def test_status_names_the_ill_and_since_when(config: Path) -> None:
    told = ask(config, "status")
    assert told.startswith("15 sources, 13 ill")
    assert re.search(r"Walled Times: blocked, .*; last success 2 d ago: a challenge", told)
    assert "Fine Mail" not in told


def test_scripts_get_health_reason_and_time(config: Path) -> None:
    rows = {row["name"]: row["state"] for row in json.loads(ask(config, "sources", "--json"))}
    assert {row["health"] for row in rows.values()} == {health.value for health in Health}
    assert rows["Empty Echo"]["health_reason"] == "it answers, and lists nothing"
    assert datetime.fromisoformat(rows["Failing Post"]["health_since"]) <= NOW
