"""Tables by which an owner changes lists -> the changes, with every problem in them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from monitor.errors import Problem
from monitor.news.topic.definition import EVENTS, Change, OrganisationChange
from monitor.news.topic.gazetteer import Lab, Organisation
from monitor.suggestion import did_you_mean

LISTS = ("facility", "field", "places")
_CHANGES = ("add", "remove", "replace")
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
_LONGEST_SHOWN = 60  # characters of a found value in a message

Table = Mapping[str, object]


@dataclass(slots=True)
class ChangeReader:
    """Reads the tables of changed lists: what is well formed is kept, every problem of the rest noted."""

    problems: list[Problem] = field(default_factory=list)

    def fault(self, path: str, message: str, entry: object = "") -> None:
        """Note a problem, of an entry of the list at that path where it is a text."""
        named = entry if isinstance(entry, str) else ""
        self.problems.append(Problem(path, message, entry=named))

    def words(self, table: Table) -> tuple[tuple[str, Change], ...]:
        """Return the changes of words, places and events; events under names as 'events.closure'."""
        changes = [(key, self._change(table[key], key)) for key in LISTS if key in table]
        events = table.get("events", {})
        if not isinstance(events, Mapping):
            self.fault("events", expected("a table of events", events))
            return tuple(changes)
        for event, found in events.items():
            if event not in EVENTS:
                self.fault(f"events.{event}", "unknown event" + did_you_mean(str(event), EVENTS))
            else:
                path = f"events.{event}"
                changes.append((path, self._change(found, path)))
        return tuple(changes)

    def organisations(self, table: Table) -> OrganisationChange:
        """Return the changes of the list of organisations."""
        found = table.get("organisations")
        if found is None:
            return OrganisationChange()
        if not isinstance(found, Mapping):
            self.fault("organisations", expected("a table", found))
            return OrganisationChange()
        self.keys(found, _CHANGES, "organisations")
        self._no_empty_replacement(found, "organisations")
        return OrganisationChange(
            add=self._organisations(found, "add"),
            remove=self._forms(found.get("remove", []), "organisations.remove"),
            replace=self._organisations(found, "replace"),
        )

    def _organisations(self, table: Table, key: str) -> tuple[Organisation, ...]:
        path = f"organisations.{key}"
        read = tuple(self._organisation(row, at) for row, at in self._rows(table, key, path))
        self._once([each.name for each in read], path)
        return read

    def _rows(self, table: Table, key: str, path: str) -> Iterator[tuple[object, str]]:
        found = table.get(key, [])
        if not isinstance(found, list):
            self.fault(path, expected("a list of tables", found))
            return
        for number, row in enumerate(cast("Sequence[object]", found), 1):
            yield row, f"{path}[{number}]"

    def _once(self, names: Sequence[str], path: str) -> None:
        seen: set[str] = set()
        for number, name in enumerate(names, 1):
            if name and name.casefold() in seen:
                self.fault(f"{path}[{number}].name", f"{name!r} stands twice")
            seen.add(name.casefold())

    def _organisation(self, row: object, path: str) -> Organisation:
        """Return what is well formed in a row; what must be there and is not is empty."""
        if not isinstance(row, Mapping):
            self.fault(path, expected("a table with name and home", row))
            return Organisation("", "")
        self.keys(row, _ORGANISATION, path)
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
            labs=self._labs(row, f"{path}.labs"),
        )

    def _labs(self, organisation: Table, path: str) -> tuple[Lab, ...]:
        labs = tuple(self._lab(row, at) for row, at in self._rows(organisation, "labs", path))
        self._once([lab.name for lab in labs], path)
        return labs

    def _lab(self, row: object, path: str) -> Lab:
        if not isinstance(row, Mapping):
            self.fault(path, expected("a table with name and place", row))
            return Lab("", "")
        self.keys(row, _LAB, path)
        known = row.get("field", False)
        if not isinstance(known, bool):
            self.fault(f"{path}.field", expected("true or false", known))
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
            self.fault(f"{path}.{key}", expected("text", found))
        elif required:
            self.fault(f"{path}.{key}", "required, and not there")
        return ""

    def _listed(self, row: Table, key: str, path: str) -> tuple[str, ...]:
        return self._forms(row.get(key, []), f"{path}.{key}")

    def _change(self, found: object, path: str) -> Change:
        if not isinstance(found, Mapping):
            self.fault(path, expected("a table with add, remove or replace", found))
            return Change()
        self.keys(found, _CHANGES, path)
        self._no_empty_replacement(found, path)
        return Change(*(self._forms(found.get(key, []), f"{path}.{key}") for key in _CHANGES))

    def _forms(self, found: object, path: str) -> tuple[str, ...]:
        if not isinstance(found, list):
            self.fault(path, expected("a list of words", found))
            return ()
        forms: list[str] = []
        for form in cast("Sequence[object]", found):
            if not isinstance(form, str) or not form.strip("* \t\n"):
                self.fault(path, expected("a word", form), form)
            elif form in forms:
                self.fault(path, f"{form!r} stands twice", form)
            elif len(form.strip("*")) == 1 and form.strip("*") < "\u2e80":
                self.fault(path, f"{form!r} would match nearly everything", form)
            else:
                forms.append(form)
        return tuple(forms)

    def _no_empty_replacement(self, table: Table, path: str) -> None:
        if table.get("replace") == []:
            told = "nothing would match; leave it out, or write what takes the list's place"
            self.fault(f"{path}.replace", told)

    def keys(self, table: Table, known: Sequence[str], path: str = "") -> None:
        """Note every key that is not known."""
        for key in table:
            if key not in known:
                self.fault(
                    f"{path}.{key}" if path else key, "unknown key" + did_you_mean(str(key), known)
                )


def expected(what: str, found: object) -> str:
    """Say what should stand where something else was found."""
    return f"{what} is expected, found {show(found)}"


def show(value: object) -> str:
    """Return a found value in few characters."""
    text = repr(value)
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
