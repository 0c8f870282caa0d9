"""A good file is read whole; a bad one is refused whole, with every problem in one listing."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import Config, load
from monitor.errors import ConfigError
from monitor.news.source import SourceKind

GOOD = """
database = "x.db"
[fetch]
contact = "you@example.org"
[alerts]
max_age = "36h"
timezone = "Asia/Ho_Chi_Minh"
[[source]]
name = "wire"
url = "https://wire.example/feed"
language = "zh-Hant"
every = "15m"
[[topic]]
name = "foreign-ai-labs-in-china"
[[channel]]
name = "console"
kind = "console"
"""


def read(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return load(file, secrets=True)


def problems(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, text)
    return str(refused.value)


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    config = read(tmp_path, GOOD)
    assert config.database == Path("x.db")
    assert config.alerts.max_age == timedelta(hours=36)
    assert config.alerts.timezone == "Asia/Ho_Chi_Minh"
    assert config.sources[0].every == timedelta(minutes=15)
    assert [topic.name for topic in config.topics] == ["foreign-ai-labs-in-china"]
    assert config.channels[0].name == "console"


def test_the_file_that_ships_watches_fifty_sources_in_seven_languages() -> None:
    config = load(Path(__file__).parents[2] / "config.toml")
    languages = {source.language.partition("-")[0] for source in config.sources if source.language}
    assert languages == {"en", "zh", "vi", "ja", "ko", "de", "fr"}
    assert len([one for one in config.sources if one.kind is not SourceKind.INDEX]) >= 50
    indexes = [one for one in config.sources if one.kind is SourceKind.INDEX]
    assert {one.every for one in indexes} == {timedelta(days=1)}


def test_health_is_told_on_the_channels_that_are_named(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).alerts.health is None
    named = GOOD.replace("max_age", 'health = ["console"]\nmax_age')
    assert read(tmp_path, named).alerts.health == ("console",)


BAD = [
    ("database = 3" + GOOD.replace('database = "x.db"', ""), "database", "a file path"),
    (GOOD + "[sorce]\n", "sorce", "did you mean 'source'?"),
    (
        GOOD.replace('every = "15m"', 'evry = "15m"'),
        "source[1] (wire).evry",
        "did you mean 'every'?",
    ),
    (GOOD.replace('"15m"', '"15 minutes"'), "source[1] (wire).every", "'15m'"),
    (GOOD.replace("max_age", 'health = ["consle"]\nmax_age'), "alerts.health", "'console'?"),
    (GOOD.replace('"36h"', '"0h"'), "alerts.max_age", "a duration"),
    (GOOD.replace("Asia/Ho_Chi_Minh", "Asia/Ho_Chi_Min"), "alerts.timezone", "Asia/Ho_Chi_Minh"),
    (GOOD.replace("Asia/Ho_Chi_Minh", "../../etc/passwd"), "alerts.timezone", "no such time zone"),
    (GOOD.replace("https://wire.example/feed", "wire.example"), "source[1] (wire).url", "http"),
    (GOOD.replace('"console"\n', '"consle"\n'), "channel[1]", "did you mean 'console'?"),
    (GOOD.replace('kind = "console"', ""), "channel[1] (console).kind", "required"),
    (
        GOOD.replace("foreign-ai-labs-in-china", "foreign-ai-lab-in-china"),
        "topic[1]",
        "did you mean",
    ),
    (GOOD.replace("[[topic]]", "[topic]"), "topic", "[[topic]]"),
    (GOOD.replace('name = "wire"\n', ""), "source[1].name", "required"),
    (
        GOOD + '[[source]]\nname = "p"\nurl = "https://p.example/"\nkind = "page"\n'
        '[source.select]\nlink = "h3["\n',
        "source[2] (p).select.link",
        "CSS selector",
    ),
    (
        GOOD + '[[source]]\nname = "p"\nurl = "https://p.example/"\n[source.select]\nlink = "h3"\n',
        "source[2] (p).select",
        'kind = "page"',
    ),
    (
        GOOD + '[[source]]\nname = "Wire"\nurl = "https://b.example/"\n',
        "source[2]",
        "the same name",
    ),
    (GOOD.replace("contact = ", "contct = "), "fetch.contct", "did you mean 'contact'?"),
    (GOOD.replace('"you@example.org"', '"you\\r\\nX: y"'), "fetch.contact", ""),
    (
        GOOD.replace('language = "zh-Hant"', 'language = "Chinese"'),
        "source[1] (wire).language",
        "a tag like 'en', 'vi'",
    ),
    (
        GOOD + '[[topic]]\nname = "Foreign-AI-labs-in-china"\nquery = "glass battery"\n',
        "topic[2] (Foreign-AI-labs-in-china).name",
        "the same name as topic[1]",
    ),
    (
        GOOD + '[[channel]]\nname = "Console"\nkind = "console"\n',
        "channel[2] (Console).name",
        "the same name as channel[1] (console)",
    ),
    (GOOD.replace('"x.db"', '"/"'), "line 2: database", "a file path is expected, found '/'"),
    (GOOD.replace('"x.db"', '"no/such/x.db"'), "line 2: database", "no such folder: 'no/such'"),
    (GOOD.replace('"x.db"', '"a\\u0000b"'), "line 2: database", "a file path"),
    (GOOD.replace('"36h"', '"400d"'), "alerts.max_age", "at most a year, found '400d'"),
    (GOOD.replace('"36h"', "15"), "alerts.max_age", "at most a year, found 15"),
    (GOOD.replace("max_age", 'health = "console"\nmax_age'), "alerts.health", "a list is expected"),
    (
        GOOD.replace("max_age", "flood = true\nmax_age"),
        "alerts.flood",
        "number is expected, found true",
    ),
    (
        GOOD.replace("max_age", "flood = -3\nmax_age"),
        "alerts.flood",
        "at least 1 is expected, found -3",
    ),
    (
        GOOD.replace("every", 'allow_private = "yes"\nevery'),
        "source[1] (wire).allow_private",
        "true or false is expected, found 'yes'",
    ),
    (GOOD.replace("https://wire.example/feed", "https://[::1"), "source[1] (wire).url", "http"),
    (GOOD.replace("wire.example/feed", "wire.example:99999/"), "source[1] (wire).url", "http"),
    (GOOD.replace("wire.example/feed", "wi re.example/"), "source[1] (wire).url", "http"),
    (GOOD.replace('"wire"', '"wi\\u001b[31mre"'), "source[1] (wi [31mre).name", "one line"),
    (GOOD.replace('"wire"', '"  "'), "source[1].name", "a text is expected that is not empty"),
    (
        GOOD + '[[source]]\nname = "b"\nurl = "https://WIRE.example/feed/"\n',
        "source[2] (b).url",
        "the same url as source[1] (wire)",
    ),
    (
        GOOD + '[[source]]\nname = "p"\nurl = "https://p.example/"\nkind = "page"\n'
        '[source.select]\nlink = "h3"\ntitel = "h1"\n',
        "source[2] (p).select.titel",
        "did you mean 'title'?",
    ),
    (
        GOOD + '[[route]]\norganisations = ["Intel", ""]\n',
        "route[1].organisations[2]",
        "a text is expected that is not empty",
    ),
]


@pytest.mark.parametrize(("text", "place", "hint"), BAD)
def test_a_mistake_is_named_with_its_place_and_a_hint(
    tmp_path: Path, text: str, place: str, hint: str
) -> None:
    listing = problems(tmp_path, text)
    assert place in listing
    assert hint in listing


MAIL = """[[channel]]
name = "desk"
kind = "email"
host = "smtp.example.org"
from = "monitor@example.org"
to = ["ana@example.org"]
"""
SLACK = """[[channel]]
name = "desk"
kind = "slack"
"""
ACCOUNT = 'username = "u"\npassword = "env:HOME"\n'
BAD_CHANNELS = [
    (MAIL + ACCOUNT + 'security = "none"\n', "password", "would send the password in the clear"),
    (MAIL + 'username = "u"\n', "password", "username and password go together"),
    (MAIL + 'password = "env:HOME"\n', "password", "username and password go together"),
    (MAIL.replace('["ana', '["ANA@example.org", "ana'), "to", "an address stands twice"),
    (MAIL.replace('"monitor@', '".monitor@'), "from", "a mail address such as"),
    (MAIL.replace('"smtp.example.org"', '"smtp example"'), "host", "a host name such as"),
    (MAIL + 'security = "ssl"\n', "security", "allowed: starttls, tls, none"),
    (SLACK, "webhook_url", "either token (of a bot) or webhook_url"),
    (
        SLACK + 'token = "env:HOME"\nwebhook_url = "env:HOME"\nchannel = "C1"\n',
        "webhook_url",
        "either token (of a bot) or webhook_url",
    ),
    (SLACK + 'token = "env:HOME"\n', "channel", "for example C0123456"),
    (SLACK + 'token = "env:HOME"\nchannel = "two words"\n', "channel", "C0123456 or #news"),
    (
        SLACK + 'webhook_url = "env:HOME"\napi_url = "http://evil.test/"\n',
        "api_url",
        "https is required",
    ),
]


@pytest.mark.parametrize(("text", "key", "hint"), BAD_CHANNELS)
def test_a_channel_that_would_not_do_is_named_with_the_key(
    tmp_path: Path, text: str, key: str, hint: str
) -> None:
    listing = problems(tmp_path, GOOD + text)
    assert "1 problem\n" in listing
    assert f"channel[2] (desk).{key}: " in listing
    assert hint in listing


def test_a_password_may_go_in_the_clear_on_this_machine(tmp_path: Path) -> None:
    local = MAIL.replace("smtp.example.org", "127.0.0.1") + ACCOUNT + 'security = "none"\n'
    assert read(tmp_path, GOOD + local).channels[1].name == "desk"


def test_a_file_without_a_topic_says_which_there_are(tmp_path: Path) -> None:
    bare = GOOD.replace('[[topic]]\nname = "foreign-ai-labs-in-china"\n', "")
    assert "topic: none: name one, for example 'foreign-ai-labs-in-china'" in problems(
        tmp_path, bare
    )


def test_all_problems_come_in_one_listing_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD.replace("36h", "soon").replace('"15m"', '"never"').replace('"console"\n', '"fax"\n')
    listing = problems(tmp_path, text)
    places = ("alerts.max_age", "source[1] (wire).every", "channel[1] (fax).kind")
    assert [listing.index(place) for place in places] == sorted(
        listing.index(place) for place in places
    )
    assert "3 problems" in listing


def test_addresses_that_differ_in_their_path_are_two(tmp_path: Path) -> None:
    more = '[[source]]\nname = "b"\nurl = "https://wire.example/Feed"\n'
    assert len(read(tmp_path, GOOD + more).sources) == 2


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a = [", "not TOML"),
        ("", "source: none"),
        ("\x00", "not TOML"),
        ("a = 1\na = 2\n", "a key stands twice (at line 2"),
        ("a = " + "[" * 9999, "too deeply nested"),
    ],
)
def test_what_is_no_configuration_says_so(tmp_path: Path, text: str, hint: str) -> None:
    assert hint in problems(tmp_path, text)


def test_a_file_in_another_encoding_says_in_which_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes('# über\n\nname = "é"'.encode("latin-1"))
    with pytest.raises(ConfigError, match=r"not UTF-8 \(line 1\)"):
        load(file)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config"):
        load(tmp_path / "nowhere.toml")


TEAM = GOOD + '[[channel]]\nname = "team"\nkind = "slack"\nchannel = "C1"\n'


def test_a_password_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    listing = problems(tmp_path, TEAM + 'token = "xoxb-very-secret"\n')
    assert "env:NAME" in listing
    assert "xoxb-very-secret" not in listing


def test_a_secret_that_is_missing_is_named_by_its_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_SUCH_TOKEN", raising=False)
    text = TEAM + 'token = "env:NO_SUCH_TOKEN"\n'
    assert "channel[2] (team).token: env:NO_SUCH_TOKEN is not set" in problems(tmp_path, text)
    listing = problems(tmp_path, text.replace("36h", "soon"))
    assert "2 problems" in listing
    listing = problems(tmp_path, text.replace('"C1"', '"a b"'))
    assert "channel[2] (team).channel" in listing
    assert "channel[2] (team).token: env:NO_SUCH_TOKEN is not set" in listing
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    assert load(tmp_path / "config.toml").channels[1].name == "team"


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        ("file:/nowhere/token", "No such file"),
        ("file:~nobody-of-that-name/token", "as text"),
        ("file:/dev\\u0000/null", "as text"),
    ],
)
def test_a_secret_s_file_that_cannot_be_read_says_why(
    tmp_path: Path, reference: str, why: str
) -> None:
    listing = problems(tmp_path, TEAM + f'token = "{reference}"\n')
    assert "can't be read" in listing
    assert why in listing


APPRISE = GOOD + '[[channel]]\nname = "phone"\nkind = "apprise"\n'


def test_the_address_of_a_service_is_a_secret_too(tmp_path: Path) -> None:
    listing = problems(tmp_path, APPRISE + 'url = "tgram://very-secret/42"\n')
    assert "channel[2] (phone).url: a secret is a reference" in listing
    assert "very-secret" not in listing


def test_a_channel_whose_library_is_not_installed_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    monkeypatch.setenv("SERVICE", "tgram://very-secret/42")
    listing = problems(tmp_path, APPRISE + 'url = "env:SERVICE"\n')
    assert "1 problem\n" in listing
    assert "channel[2] (phone).kind: the library of 'apprise' is not installed" in listing
    assert listing.endswith("pip install 'topic-monitor[apprise]'")


def test_a_topics_problems_are_named_with_their_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(
        """[[source]]
name = "Wire"
url = "https://wire.test/feed"
language = "xx"
[[topic]]
name = "foreign-ai-labs-in-china"
[topic.organisations]
add = [{ name = "Zorblatt", home = "NO", aliases = ["Apple"] }]
[[topic]]
name = "chips"
query = "/.*/"
""",
        encoding="utf-8",
    )
    with pytest.raises(ConfigError) as refused:
        load(file)
    found = {problem.line: problem for problem in refused.value.problems}
    assert "no such language" in found[4].message
    assert "ordinary word" in found[8].message
    assert "matches everything" in found[11].message
    assert "line 8: topic[1] (foreign-ai-labs-in-china).organisations" in str(refused.value)


def test_what_is_badly_written_hides_nothing_that_cannot_be_meant(tmp_path: Path) -> None:
    text = """name = "foreign-ai-labs-in-china"
treshold = 0.6
places.add = ["Vancouver"]
facility.add = ["of",
  ""]
[[topic.organisations.add]]
nam = "Acme"
home = "US"
[[topic.organisations.add]]
name = "Zorblatt"
home = "Norway"
"""
    listing = problems(tmp_path, GOOD.replace('name = "foreign-ai-labs-in-china"\n', text))
    assert "7 problems" in listing
    told = [line.split(": ")[1].rpartition(").")[2] for line in listing.splitlines()[1:]]
    assert told == [
        "treshold",
        "places.add",
        "facility.add",
        "facility.add",
        "organisations.add[1].name",
        "organisations.add[1].nam",
        "organisations.add[2].home",
    ]
