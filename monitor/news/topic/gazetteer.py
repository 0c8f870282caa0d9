"""The packaged lists -> organisations, places and words, loaded once."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import cast

Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Lab:
    """A laboratory whose name says whose it is and where."""

    name: str
    place: str
    aliases: tuple[str, ...] = ()
    field: bool = False
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who may run a laboratory; ``home`` is the country of its headquarters."""

    name: str
    home: str
    aliases: tuple[str, ...] = ()
    owner: str = ""
    joint: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    labs: tuple[Lab, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A city, region or country; ``people`` are forms that say a home and not a place."""

    name: str
    country: str
    kind: str  # city | region | country
    aliases: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    sar: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Word lists of one file: list name -> language -> forms."""

    lists: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]

    def get(self, name: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the (language, forms) of one list; empty if there is none."""
        return next((forms for key, forms in self.lists if key == name), ())

    def names(self) -> tuple[str, ...]:
        """Return the names of the lists, in the order of the file."""
        return tuple(key for key, _ in self.lists)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Everything that ships."""

    organisations: tuple[Organisation, ...]
    places: tuple[Place, ...]
    never_places: tuple[str, ...]
    facility: Words
    field: Words
    event: Words
    cue: Words
    grammar: Words


@cache
def gazetteer() -> Gazetteer:
    """Return the packaged lists; reads them on the first call."""
    places, never = _places()
    return Gazetteer(
        organisations=tuple(_organisations()),
        places=places,
        never_places=never,
        facility=_words("facility"),
        field=_words("field"),
        event=_words("event"),
        cue=_words("cue"),
        grammar=_words("grammar"),
    )


def organisation(table: Table) -> Organisation:
    """Return an organisation from its table, which has been checked."""
    return Organisation(
        name=_text(table, "name"),
        home=_text(table, "home"),
        aliases=_texts(table, "aliases"),
        owner=_text(table, "owner"),
        joint=_texts(table, "joint"),
        ambiguous=_texts(table, "ambiguous"),
        never=_texts(table, "never"),
        labs=tuple(
            Lab(
                name=_text(lab, "name"),
                place=_text(lab, "place"),
                aliases=_texts(lab, "aliases"),
                field=lab.get("field") is True,
                closed=_text(lab, "closed"),
            )
            for lab in _tables(table, "labs")
        ),
    )


def _organisations() -> Iterator[Organisation]:
    folder = resources.files("monitor.news.topic").joinpath("data", "organisations")
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            for table in _tables(tomllib.loads(file.read_text("utf-8")), "organisation"):
                yield organisation(table)


def _places() -> tuple[tuple[Place, ...], tuple[str, ...]]:
    home = _read("places.toml")
    country = cast("Table", home["country"])
    code = _text(country, "code")
    places = [
        Place(
            _text(country, "name"),
            code,
            "country",
            _texts(country, "aliases"),
            _texts(country, "adjectives"),
        )
    ]
    for kind in ("city", "region"):
        for table in _tables(home, kind):
            forms = (*_texts(table, "aliases"), *_texts(table, "districts"))
            sar = table.get("sar") is True
            places.append(Place(_text(table, "name"), code, kind, forms, sar=sar))
    for table in _tables(_read("places-elsewhere.toml"), "country"):
        name, abroad = _text(table, "name"), _text(table, "code")
        forms = _texts(table, "aliases")
        places.append(Place(name, abroad, "country", forms, _texts(table, "people")))
        places += [Place(city, abroad, "city", (city,)) for city in _texts(table, "cities")]
    return tuple(places), _texts(country, "never")


def _words(name: str) -> Words:
    table = _read(f"words/{name}.toml")
    return Words(
        tuple(
            (key, tuple((language, _texts(lists, language)) for language in lists))
            for key, lists in ((key, cast("Table", value)) for key, value in table.items())
        )
    )


def _read(path: str) -> Table:
    folder = resources.files("monitor.news.topic").joinpath("data")
    return tomllib.loads(folder.joinpath(*path.split("/")).read_text("utf-8"))


def _text(table: Table, key: str) -> str:
    return str(table.get(key, ""))


def _texts(table: Table, key: str) -> tuple[str, ...]:
    return tuple(str(form) for form in cast("Sequence[object]", table.get(key, ())))


def _tables(table: Table, key: str) -> Sequence[Table]:
    return cast("Sequence[Table]", table.get(key, ()))
