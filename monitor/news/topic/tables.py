"""A `[[topic]]` table -> TopicDefinition, or every problem in it at once."""

import tomllib
from importlib import resources

from monitor.errors import ConfigError, Problem
from monitor.news.topic.changes import LISTS, ChangeReader, Table, expected, show
from monitor.news.topic.definition import SHIPPED, TopicDefinition
from monitor.suggestion import did_you_mean

_KEYS = ("name", "extends", "query", "threshold", "organisations", "events", *LISTS)
_LONGEST_QUERY = 20_000  # characters


def shipped(name: str) -> TopicDefinition:
    """Return the topic of that name that ships; raises ``ConfigError`` for another name."""
    if name not in SHIPPED:
        raise ConfigError(name, (Problem("name", f"found {name!r}{did_you_mean(name, SHIPPED)}"),))
    file = resources.files("monitor.news.topic").joinpath("data", "topics", f"{name}.toml")
    table = tomllib.loads(file.read_text("utf-8"))
    return TopicDefinition(
        name=name,
        query=table.get("query"),
        country=table.get("country", "CN"),
        threshold=table.get("threshold", 0.5),
    )


def define(table: Table) -> TopicDefinition:
    """Return the topic of one `[[topic]]` table; raises ``ConfigError`` with every problem in it."""
    definition, problems = examine(table)
    if problems:
        raise ConfigError(definition.name or "topic", problems)
    return definition


def examine(table: Table) -> tuple[TopicDefinition, tuple[Problem, ...]]:
    """Return what is well formed in a `[[topic]]` table, and every problem of the rest.

    A table with the name of a shipped topic is that topic, changed by its other keys; ``extends``
    does the same under another name; ``query`` alone makes a keyword topic.
    """
    reader = ChangeReader()
    name = _name(reader, table)
    reader.keys(table, _KEYS)
    base = _base(reader, table, name)
    query = _query(reader, table)
    if base is None and query is None and not reader.problems:
        reader.fault(
            "query",
            "nothing to match by: write a query, or extends = " + " or ".join(map(repr, SHIPPED)),
        )
    query = query if query is not None else base.query if base else None
    if query is not None:
        for key in ("organisations", "events", *LISTS):
            if key in table:
                reader.fault(key, "a topic with a query has no lists; put the words in the query")
    definition = TopicDefinition(
        name=name,
        query=query,
        country=base.country if base else "CN",
        threshold=_threshold(reader, table, base),
        organisations=reader.organisations(table),
        words=reader.words(table),
    )
    return definition, tuple(reader.problems)


def _name(reader: ChangeReader, table: Table) -> str:
    found = table.get("name")
    if isinstance(found, str) and found.strip():
        return found
    reader.fault("name", "required, and not there" if found is None else expected("text", found))
    return ""


def _base(reader: ChangeReader, table: Table, name: str) -> TopicDefinition | None:
    found = table.get("extends")
    if found is None:
        return shipped(name) if name in SHIPPED and "query" not in table else None
    if not isinstance(found, str) or found not in SHIPPED:
        reader.fault("extends", f"found {show(found)}{did_you_mean(str(found), SHIPPED)}")
        return None
    if "query" in table:
        reader.fault("extends", "a topic has a query or extends another, not both")
    return shipped(found)


def _query(reader: ChangeReader, table: Table) -> str | None:
    found = table.get("query")
    if found is None:
        return None
    if not isinstance(found, str) or not found.strip():
        reader.fault("query", expected("words to search for", found))
        return ""
    if len(found) > _LONGEST_QUERY:
        reader.fault("query", f"longer than {_LONGEST_QUERY} characters")
        return ""
    from monitor.news.topic.query import QueryError, parse

    try:
        parse(found)
    except QueryError as error:
        reader.fault("query", str(error))
    return found


def _threshold(reader: ChangeReader, table: Table, base: TopicDefinition | None) -> float:
    found = table.get("threshold", base.threshold if base else 0.5)
    if isinstance(found, int | float) and not isinstance(found, bool) and 0 < found < 1:
        return float(found)
    reader.fault("threshold", expected("a number between 0 and 1", found))
    return 0.5
