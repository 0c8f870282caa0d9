"""Routes as an owner writes them: read whole, or refused with every problem in its place."""

from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.alert.routes import EVERYTHING, Route
from monitor.alert.timetable import Quiet, Rhythm
from monitor.config import load
from monitor.errors import ConfigError

FILE = """
[alerts]
timezone = "Asia/Shanghai"
[[source]]
name = "wire"
url = "https://wire.example/feed"
[[topic]]
name = "foreign-ai-labs-in-china"
[[channel]]
name = "console"
kind = "console"
"""
FULL = """
[[route]]
name = "urgent"
topic = "foreign-ai-labs-in-china"
min_score = 0.9
organisations = ["Amazon", "Intel"]
channels = ["console"]
quiet = "22:00-07:00"
break_through = 0.97
timezone = "Europe/Berlin"
max_per_hour = 10
budget = 5
every = "2h"
[[route]]
mode = "digest"
every = ["17:30", "09:00"]
"""


def routes(tmp_path: Path, text: str) -> tuple[Route, ...]:
    file = tmp_path / "config.toml"
    file.write_text(FILE + text, encoding="utf-8")
    return load(file).routes


def test_a_file_without_routes_tells_everything_to_every_channel_at_once(tmp_path: Path) -> None:
    assert routes(tmp_path, "") == (EVERYTHING,)
    assert Route("everything") == EVERYTHING


def test_routes_are_read_whole(tmp_path: Path) -> None:
    urgent, rest = routes(tmp_path, FULL)
    assert urgent == Route(
        name="urgent",
        channels=("console",),
        topics=("foreign-ai-labs-in-china",),
        organisations=("Amazon", "Intel"),
        min_score=0.9,
        rhythm=Rhythm(every=timedelta(hours=2)),
        quiet=Quiet(time(22), time(7), 0.97),
        max_per_hour=10,
        budget=5,
        zone=ZoneInfo("Europe/Berlin"),
    )
    assert (rest.name, rest.digest, rest.zone) == ("route 2", True, ZoneInfo("Asia/Shanghai"))
    assert rest.rhythm == Rhythm(times=(time(9), time(17, 30)))


def test_a_digest_that_names_no_time_closes_in_the_morning(tmp_path: Path) -> None:
    (route,) = routes(tmp_path, '[[route]]\nmode = "digest"\n')
    assert route.rhythm == Rhythm(times=(time(9),))


@pytest.mark.parametrize(
    ("line", "place", "hint"),
    [
        ('channels = ["consle"]', "channels", "did you mean 'console'?"),
        ('topic = "foreign-ai-labs"', "topic", "did you mean 'foreign-ai-labs-in-china'?"),
        ('timezone = "Europe/Berln"', "timezone", "did you mean 'Europe/Berlin'?"),
        ('quite = "22:00-07:00"', "quite", "did you mean 'quiet'?"),
        ('quiet = "22-7"', "quiet", "22:00-07:00"),
        ('quiet = "07:00-07:00"', "quiet", "22:00-07:00"),
        ('every = "25:00"', "every", "a time such as '09:00'"),
        ('every = ["09:00", "9pm"]', "every", "a time such as '09:00'"),
        ("every = []", "every", "a time such as '09:00'"),
        ('mode = "digset"', "mode", "did you mean 'digest'?"),
        ("min_score = 90", "min_score", "at most 1 is expected, found 90"),
        ("max_per_hour = 0", "max_per_hour", "at least 1 is expected, found 0"),
        ("break_through = 0.9", "break_through", "no quiet hours"),
        ('mode = "digest"\nbudget = 3', "budget", "mode = 'now'"),
        ('mode = "digest"\nmax_per_hour = 3', "max_per_hour", "mode = 'now'"),
    ],
)
def test_a_mistake_in_a_route_is_named_with_its_place_and_a_hint(
    tmp_path: Path, line: str, place: str, hint: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        routes(tmp_path, f'[[route]]\nname = "desk"\n{line}\n')
    assert f"route[1] (desk).{place}" in str(refused.value)
    assert hint in str(refused.value)


def test_all_mistakes_of_all_routes_come_in_one_listing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        routes(
            tmp_path, FULL.replace("2h", "2x").replace('"console"]', '"fax"]').replace("17:", "7:")
        )
    listing = str(refused.value)
    assert "route[1] (urgent).every" in listing
    assert "route[2].every" in listing


def test_unknown_names_are_told_beside_other_mistakes_of_the_same_route(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        routes(tmp_path, '[[route]]\nchannels = ["consle", 5]\ntopic = "chips"\nbudget = 0\n')
    listing = str(refused.value)
    assert "route[1].channels: no channel 'consle'; did you mean 'console'?" in listing
    assert "route[1].topic: no topic 'chips'" in listing
    assert "route[1].budget" in listing


def test_two_routes_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="the same name"):
        routes(tmp_path, FULL + '[[route]]\nname = "Urgent"\n')
