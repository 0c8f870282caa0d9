"""A `[[topic]]` table -> TopicDefinition, or every problem in it at once."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import resources
from typing import cast

from monitor.errors import ConfigError, Problem
from monitor.news.topic.gazetteer import Lab, Organisation

SHIPPED: tuple[str, ...] = ("foreign-ai-labs-in-china", "chip-export-controls")

EVENTS = (
    "opening",
    "closure",
    "layoffs",
    "relocation",
    "expansion",
    "hiring",
    "investment",
    "partnership",
    "research-output",
    "scrutiny",
    "leadership",
)
LISTS = ("facility", "field", "places")
KEYS = ("name", "extends", "query", "threshold", "organisations", "events", *LISTS)
CHANGES = ("add", "remove", "replace")
_ORGANISATION = (
    "name",
    "home",
    "owner",
    "joint",
    "aliases",
    "ambiguous",
    "never",
    "labs",
    "source",
)
_LAB = ("name", "aliases", "place", "field", "closed")
_LONGEST_QUERY = 20_000
_LONGEST_SHOWN = 60

COMMON = (  # of each of these, every text of its language holds most
    "the of and to in is that it as was with be by on not he at are this have from for an",
    "的 是 在 了 和 不 有 这 他 也 就 上 个 为",
    "và là của có cho không được các trong với này một những đã",
)

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """How an owner changes a list of words: forms added, taken away, or put in its place."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    replace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrganisationChange:
    """How an owner changes the list of organisations."""

    add: tuple[Organisation, ...] = ()
    remove: tuple[str, ...] = ()
    replace: tuple[Organisation, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicDefinition:
    """A topic as data: a keyword ``query``, or the relation 'who runs what, of which field, where'.

    ``country`` is where the place of research stands and its organisation does not.
    """

    name: str
    query: str | None = None
    country: str = "CN"
    threshold: float = 0.5
    organisations: OrganisationChange = OrganisationChange()
    words: tuple[tuple[str, Change], ...] = ()  # list -> change; events as 'events.closure'


def shipped(name: str) -> TopicDefinition:
    """Return the topic of that name that ships; raises ``ConfigError`` for another name."""
    if name not in SHIPPED:
        raise ConfigError(name, (Problem("name", f"found {name!r}{_nearest(name, SHIPPED)}"),))
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
    reader = _Reader()
    name = reader.name(table)
    for key in table:
        if key not in KEYS:
            reader.fault(key, "unknown key" + _nearest(key, KEYS))
    base = reader.base(table, name)
    query = reader.query(table)
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
        threshold=reader.threshold(table, base),
        organisations=reader.organisations(table),
        words=reader.words(table),
    )
    return definition, tuple(reader.problems)


@dataclass(slots=True)
class _Reader:
    problems: list[Problem] = field(default_factory=list)

    def fault(self, path: str, message: str, entry: object = "") -> None:
        named = entry if isinstance(entry, str) else ""
        self.problems.append(Problem(path, message, entry=named))

    def name(self, table: Table) -> str:
        found = table.get("name")
        if isinstance(found, str) and found.strip():
            return found
        self.fault("name", "required, and not there" if found is None else _expected("text", found))
        return ""

    def base(self, table: Table, name: str) -> TopicDefinition | None:
        found = table.get("extends")
        if found is None:
            return shipped(name) if name in SHIPPED and "query" not in table else None
        if not isinstance(found, str) or found not in SHIPPED:
            self.fault("extends", f"found {_show(found)}{_nearest(str(found), SHIPPED)}")
            return None
        if "query" in table:
            self.fault("extends", "a topic has a query or extends another, not both")
        return shipped(found)

    def query(self, table: Table) -> str | None:
        found = table.get("query")
        if found is None:
            return None
        if not isinstance(found, str) or not found.strip():
            self.fault("query", _expected("words to search for", found))
            return ""
        if len(found) > _LONGEST_QUERY:
            self.fault("query", f"longer than {_LONGEST_QUERY} characters")
            return ""
        from monitor.news.topic.query import QueryError, parse

        try:
            parse(found)
        except QueryError as error:
            self.fault("query", str(error))
        return found

    def threshold(self, table: Table, base: TopicDefinition | None) -> float:
        found = table.get("threshold", base.threshold if base else 0.5)
        if isinstance(found, int | float) and not isinstance(found, bool) and 0 < found < 1:
            return float(found)
        self.fault("threshold", _expected("a number between 0 and 1", found))
        return 0.5

    def words(self, table: Table) -> tuple[tuple[str, Change], ...]:
        changes = [(key, self._change(table[key], key)) for key in LISTS if key in table]
        events = table.get("events", {})
        if not isinstance(events, Mapping):
            self.fault("events", _expected("a table of events", events))
            return tuple(changes)
        for event, found in events.items():
            if event not in EVENTS:
                self.fault(f"events.{event}", "unknown event" + _nearest(str(event), EVENTS))
            else:
                path = f"events.{event}"
                changes.append((path, self._change(found, path)))
        return tuple(changes)

    def organisations(self, table: Table) -> OrganisationChange:
        found = table.get("organisations")
        if found is None:
            return OrganisationChange()
        if not isinstance(found, Mapping):
            self.fault("organisations", _expected("a table", found))
            return OrganisationChange()
        self._keys(found, CHANGES, "organisations")
        self._something(found, "organisations")
        return OrganisationChange(
            add=self._organisations(found, "add"),
            remove=self._forms(found.get("remove", []), "organisations.remove"),
            replace=self._organisations(found, "replace"),
        )

    def _organisations(self, table: Table, key: str) -> tuple[Organisation, ...]:
        path = f"organisations.{key}"
        found = table.get(key, [])
        if not isinstance(found, list):
            self.fault(path, _expected("a list of tables", found))
            return ()
        read = [self._organisation(row, f"{path}[{number}]") for number, row in enumerate(found, 1)]
        self._once([each.name for each in read], path)
        return tuple(read)

    def _once(self, names: Sequence[str], path: str) -> None:
        seen: set[str] = set()
        for number, name in enumerate(names, 1):
            if name and name.casefold() in seen:
                self.fault(f"{path}[{number}].name", f"{name!r} stands twice")
            seen.add(name.casefold())

    def _organisation(self, row: object, path: str) -> Organisation:
        """Return what is well formed in a row; what must be there and is not is empty."""
        if not isinstance(row, Mapping):
            self.fault(path, _expected("a table with name and home", row))
            return Organisation("", "")
        self._keys(row, _ORGANISATION, path)
        name = self._text(row, "name", path, required=True)
        ambiguous = self._listed(row, "ambiguous", path)
        aliases = self._listed(row, "aliases", path)
        implied = () if not name or name in (*aliases, *ambiguous) else (name,)
        self._text(row, "source", path)
        return Organisation(
            name=name,
            home=self._text(row, "home", path, required=True),
            aliases=(*implied, *aliases),
            owner=self._text(row, "owner", path),
            joint=self._listed(row, "joint", path),
            ambiguous=ambiguous,
            never=self._listed(row, "never", path),
            labs=self._labs(row.get("labs", []), f"{path}.labs"),
        )

    def _labs(self, found: object, path: str) -> tuple[Lab, ...]:
        if not isinstance(found, list):
            self.fault(path, _expected("a list of tables", found))
            return ()
        rows = enumerate(cast("Sequence[object]", found), 1)
        labs = tuple(self._lab(row, f"{path}[{number}]") for number, row in rows)
        self._once([lab.name for lab in labs], path)
        return labs

    def _lab(self, row: object, path: str) -> Lab:
        if not isinstance(row, Mapping):
            self.fault(path, _expected("a table with name and place", row))
            return Lab("", "")
        self._keys(row, _LAB, path)
        known = row.get("field", False)
        if not isinstance(known, bool):
            self.fault(f"{path}.field", _expected("true or false", known))
        return Lab(
            name=self._text(row, "name", path, required=True),
            place=self._text(row, "place", path, required=True),
            aliases=self._listed(row, "aliases", path),
            field=known is True,
            closed=self._text(row, "closed", path),
        )

    def _text(self, row: Table, key: str, path: str, *, required: bool = False) -> str:
        found = row.get(key)
        if isinstance(found, str) and found.strip():
            return found
        if found is not None:
            self.fault(f"{path}.{key}", _expected("text", found))
        elif required:
            self.fault(f"{path}.{key}", "required, and not there")
        return ""

    def _listed(self, row: Table, key: str, path: str) -> tuple[str, ...]:
        return self._forms(row.get(key, []), f"{path}.{key}")

    def _change(self, found: object, path: str) -> Change:
        if not isinstance(found, Mapping):
            self.fault(path, _expected("a table with add, remove or replace", found))
            return Change()
        self._keys(found, CHANGES, path)
        self._something(found, path)
        return Change(*(self._forms(found.get(key, []), f"{path}.{key}") for key in CHANGES))

    def _forms(self, found: object, path: str) -> tuple[str, ...]:
        if not isinstance(found, list):
            self.fault(path, _expected("a list of words", found))
            return ()
        forms: list[str] = []
        for form in cast("Sequence[object]", found):
            if not isinstance(form, str) or not form.strip("* \t\n"):
                self.fault(path, _expected("a word", form), form)
            elif form in forms:
                self.fault(path, f"{form!r} stands twice", form)
            elif len(form.strip("*")) == 1 and form.strip("*") < "\u2e80":
                self.fault(path, f"{form!r} would match nearly everything", form)
            else:
                forms.append(form)
        return tuple(forms)

    def _something(self, table: Table, path: str) -> None:
        if table.get("replace") == []:
            told = "nothing would match; leave it out, or write what takes the list's place"
            self.fault(f"{path}.replace", told)

    def _keys(self, table: Table, known: Sequence[str], path: str) -> None:
        for key in table:
            if key not in known:
                self.fault(f"{path}.{key}", "unknown key" + _nearest(str(key), known))


def _expected(what: str, found: object) -> str:
    return f"{what} is expected, found {_show(found)}"


def _nearest(found: str, known: Iterable[str]) -> str:
    words = list(known)
    near = get_close_matches(found, words, n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else f"; allowed: {', '.join(words)}"


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
