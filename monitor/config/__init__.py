"""config.toml -> Config, or every problem at once."""

import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import TypeVar

from monitor.alert.channels import CHANNELS, ChannelSettings
from monitor.alert.routes import EVERYTHING, Route
from monitor.alert.settings import as_secret
from monitor.config.lines import Lines
from monitor.config.problems import secret_keys, show, validated
from monitor.config.routes import RouteSettings, unknown_names
from monitor.config.settings import (
    AlertSettings,
    FetchSettings,
    Section,
    SourceSettings,
    address_key,
)
from monitor.errors import ConfigError, Problem
from monitor.news.model import Selectors
from monitor.news.source import Source, SourceKind
from monitor.news.topic import SHIPPED, TopicDefinition
from monitor.news.topic.soundness import unsound
from monitor.news.topic.tables import examine
from monitor.suggestion import did_you_mean, nearest

DEFAULT = "config.toml"
LONGEST_NAME = 60  # characters of a table's name in a problem's path
AUDIT = timedelta(days=1)  # between two looks at an index
Kind = TypeVar("Kind", bound=Section)
LISTS_ITSELF = frozenset(SourceKind) - {SourceKind.PAGE}
TABLES = ("database", "fetch", "alerts", "source", "topic", "channel", "route")


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration, checked."""

    file: str
    database: Path
    fetch: FetchSettings
    alerts: AlertSettings
    sources: tuple[Source, ...]
    topics: tuple[TopicDefinition, ...]
    channels: tuple[ChannelSettings, ...]
    routes: tuple[Route, ...]


def default_file() -> Path:
    """Return config.toml of the working directory, else the one that ships."""
    here = Path(DEFAULT)
    if here.is_file():
        return here
    packaged = Path(str(resources.files("monitor"))) / DEFAULT
    return packaged if packaged.is_file() else Path(__file__).parents[2] / DEFAULT


def load(file: Path | None = None, *, secrets: bool = False) -> Config:
    """Read the file whole; raises ``ConfigError`` with every problem in it.

    The database's path is relative to the working directory. Secrets stay references; with
    ``secrets`` one that can't be read now is a problem too, named by its reference.
    """
    path = file or default_file()
    tables = _tables(path)
    problems = [
        Problem(key, "unknown key" + did_you_mean(key, TABLES))
        for key in tables
        if key not in TABLES
    ]
    alerts = _alerts(tables, problems)
    config = Config(
        file=str(path),
        database=_database(tables, problems),
        fetch=_section(tables, "fetch", FetchSettings, problems),
        alerts=alerts,
        sources=_sources(tables, problems),
        topics=_topics(tables, problems),
        channels=_channels(tables, problems),
        routes=_routes(tables, alerts.timezone, problems),
    )
    if secrets:
        problems += _missing_secrets(tables)
    if problems:
        lines = Lines(path.read_text("utf-8-sig"))
        placed = (replace(each, line=lines.of(each.path, each.entry)) for each in problems)
        raise ConfigError(str(path), tuple(sorted(placed, key=lambda each: each.line or 0)))
    return config


def _missing_secrets(tables: Mapping[str, object]) -> Iterator[Problem]:
    """Look for the secrets of every channel, those with other problems too."""
    for place, row in _rows(tables, "channel", []):
        kind = row.get("kind")
        settings = CHANNELS[kind].settings if isinstance(kind, str) and kind in CHANNELS else None
        for key in () if settings is None else secret_keys(settings):
            try:
                as_secret(row.get(key)).reveal()
            except LookupError as error:
                yield Problem(f"{place}.{key}", str(error))
            except ValueError:
                continue  # none, or none that is a reference: that is told already


def _tables(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        fault = "no such file; name one with --config, or start from the config.toml that ships"
    except OSError as error:
        fault = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fault = f"not UTF-8 (line {line}): save it in that encoding"
    except tomllib.TOMLDecodeError as error:
        said = str(error).replace("Cannot overwrite a value", "a key stands twice")
        fault = f"not TOML: {said}"
    except RecursionError:
        fault = "not TOML that can be read: too deeply nested"
    raise ConfigError(str(path), (Problem("(file)", fault),))


def _database(tables: Mapping[str, object], problems: list[Problem]) -> Path:
    found = tables.get("database", "monitor.db")
    named = found if isinstance(found, str) and found.isprintable() else ""
    path = Path(os.path.expanduser(named))  # noqa: PTH111 (Path's own raises for an unknown user)
    if not path.name or os.path.isdir(path):  # noqa: PTH112 (Path's own raises for a closed folder)
        problems.append(Problem("database", f"a file path is expected, found {show(found)}"))
    elif not os.path.isdir(path.parent):  # noqa: PTH112
        problems.append(Problem("database", f"no such folder: {show(str(path.parent))}"))
    return path


def _section(
    tables: Mapping[str, object], key: str, model: type[Kind], problems: list[Problem]
) -> Kind:
    return validated(model, tables.get(key, {}), key, problems) or model()


def _alerts(tables: Mapping[str, object], problems: list[Problem]) -> AlertSettings:
    alerts, known = _section(tables, "alerts", AlertSettings, problems), _names(tables, "channel")
    problems += [
        Problem("alerts.health", f"no channel {name!r}{did_you_mean(name, known)}")
        for name in alerts.health or ()
        if name not in known
    ]
    return alerts


def _sources(tables: Mapping[str, object], problems: list[Problem]) -> tuple[Source, ...]:
    rows = list(_rows(tables, "source", problems))
    if not rows and "source" not in tables:
        problems.append(Problem("source", "none: at least one [[source]] is needed to watch"))
    _unique(rows, "name", problems)
    _unique(rows, "url", problems)
    sources = []
    for place, row in rows:
        read = validated(SourceSettings, row, place, problems)
        if "select" in row and row.get("kind", "feed") in LISTS_ITSELF:
            problems.append(Problem(f"{place}.select", 'only for a source of kind = "page"'))
        if read is not None:
            values = read.model_dump()
            kind = SourceKind(read.kind)
            every = read.every or (AUDIT if kind is SourceKind.INDEX else None)
            select = Selectors(**values["select"]) if read.select else None
            sources.append(Source(**{**values, "kind": kind, "every": every, "select": select}))
    return tuple(sources)


def _topics(tables: Mapping[str, object], problems: list[Problem]) -> tuple[TopicDefinition, ...]:
    rows = list(_rows(tables, "topic", problems))
    if not rows and "topic" not in tables:
        problems.append(Problem("topic", f"none: name one, for example {SHIPPED[0]!r}"))
    _unique(rows, "name", problems)
    topics = []
    for place, row in rows:
        definition, faults = examine(row)
        topics.append(definition)
        # a table that holds a name alone means a topic that ships
        hint = nearest(str(row.get("name")), SHIPPED) if set(row) == {"name"} else ""
        problems += [_beneath(place, fault, hint) for fault in faults]
        problems += [_beneath(place, fault) for fault in unsound(definition)]
    return tuple(topics)


def _beneath(place: str, fault: Problem, hint: str = "") -> Problem:
    return replace(fault, path=f"{place}.{fault.path}", message=fault.message + hint)


def _channels(tables: Mapping[str, object], problems: list[Problem]) -> tuple[ChannelSettings, ...]:
    rows = list(_rows(tables, "channel", problems))
    _unique(rows, "name", problems)
    channels = []
    for place, row in rows:
        kind = row.get("kind")
        if not isinstance(kind, str) or kind not in CHANNELS:
            problems.append(Problem(f"{place}.kind", _no_kind(row)))
            continue
        read = validated(CHANNELS[kind].settings, row, place, problems)
        if read is not None:
            channels.append(read)
    return tuple(channels)


def _routes(tables: Mapping[str, object], zone: str, problems: list[Problem]) -> tuple[Route, ...]:
    """Return the routes; one that takes everything where the file has none."""
    rows = list(_rows(tables, "route", problems))
    _unique(rows, "name", problems)
    channels, topics = _names(tables, "channel"), _names(tables, "topic")
    routes = []
    for number, (place, row) in enumerate(rows, 1):
        read = validated(RouteSettings, row, place, problems)
        problems += unknown_names(row, place, channels, topics)
        if read is not None:
            routes.append(read.route(number, zone))
    return tuple(routes) if rows else (EVERYTHING,)


def _names(tables: Mapping[str, object], key: str) -> list[str]:
    """Return the names that the tables of a key bear, those with other problems too."""
    return [str(row["name"]) for _, row in _rows(tables, key, []) if "name" in row]


def _no_kind(row: Mapping[str, object]) -> str:
    """Return what is wrong with a channel whose kind can't be known; a slip of the pen is named."""
    if "kind" in row:
        return f"found {show(row['kind'])}{did_you_mean(str(row['kind']), CHANNELS)}"
    slips = get_close_matches("kind", list(row), n=1)
    slip = f"; is {slips[0]!r} meant as 'kind'?" if slips else ""
    return f"required, and not there{slip}; allowed: {', '.join(sorted(CHANNELS))}"


def _rows(
    tables: Mapping[str, object], key: str, problems: list[Problem]
) -> Iterable[tuple[str, dict[str, object]]]:
    found = tables.get(key, [])
    if not isinstance(found, list):
        problems.append(Problem(key, f"write it as [[{key}]], one for each"))
        return
    for number, row in enumerate(found, 1):
        if isinstance(row, dict):
            yield _place(key, number, row.get("name")), row
        else:
            problems.append(Problem(f"{key}[{number}]", f"a table is expected, found {show(row)}"))


def _unique(rows: list[tuple[str, dict[str, object]]], field: str, problems: list[Problem]) -> None:
    first: dict[str, str] = {}
    for place, row in rows:
        value = row.get(field)
        if not isinstance(value, str):
            continue
        same = address_key(value) if field == "url" else value.strip().casefold()
        if first.setdefault(same, place) != place:
            problems.append(Problem(f"{place}.{field}", f"the same {field} as {first[same]}"))


def _place(key: str, number: int, name: object) -> str:
    if not isinstance(name, str) or not name.strip():
        return f"{key}[{number}]"
    shown = "".join(sign if sign.isprintable() else " " for sign in name[:LONGEST_NAME])
    return f"{key}[{number}] ({shown})"
