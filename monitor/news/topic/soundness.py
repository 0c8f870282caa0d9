"""TopicDefinition x gazetteer -> what an owner's changes get wrong though they are well formed."""

from collections.abc import Iterable, Iterator

from monitor.errors import Problem
from monitor.news.topic.definition import Change, OrganisationChange, TopicDefinition
from monitor.news.topic.gazetteer import Gazetteer, Organisation, Words, gazetteer
from monitor.news.topic.stop_words import STOP_WORDS
from monitor.suggestion import nearest

SHORT = 4  # letters: a word of small letters that is no longer stands in ordinary text
_LISTS = {"facility": "research", "field": "ai"}  # a topic's list -> the packaged one it changes


def unsound(definition: TopicDefinition) -> tuple[Problem, ...]:
    """Return a problem for each change that can't do what it is meant to.

    An alias that is an ordinary word or another organisation's, an unknown country or place, a
    form to take away that is not there, a place that stands in another country.
    """
    if definition.organisations == OrganisationChange() and not definition.words:
        return ()
    data = gazetteer()
    return (*_organisations(definition, data), *_words(definition, data))


def _organisations(definition: TopicDefinition, data: Gazetteer) -> Iterator[Problem]:
    change = definition.organisations
    known = {each.name for each in data.organisations}
    yield from _not_there(change.remove, known, "organisations.remove")
    gone = {name.casefold() for name in (*change.remove, *(each.name for each in change.add))}
    kept = [each for each in data.organisations if each.name.casefold() not in gone]
    taken = {
        alias.casefold(): each.name
        for each in (() if change.replace else kept)
        for alias in each.aliases
    }
    ordinary = _ordinary(data)
    partners = {each.name for each in (*(change.replace or kept), *change.add)}
    for key in ("add", "replace"):
        for number, each in enumerate(getattr(change, key), 1):
            path = f"organisations.{key}[{number}]"
            yield from _aliases(each, path, ordinary, taken)
            yield from _homes(each, path, data)
            yield from _not_there(each.joint, partners, f"{path}.joint")
            taken |= {alias.casefold(): each.name for alias in each.aliases}


def _aliases(
    each: Organisation, path: str, ordinary: frozenset[str], taken: dict[str, str]
) -> Iterator[Problem]:
    for alias in each.aliases:
        folded = alias.casefold()
        small = alias.isascii() and alias.islower() and len(alias) <= SHORT
        if folded in taken and taken[folded] != each.name:
            owner = taken[folded]
            told = f"{alias!r} means {owner} already; remove that, or this alias"
            yield Problem(f"{path}.aliases", told, entry=alias)
        elif small or folded in ordinary:
            told = f"{alias!r} is an ordinary word too; write it under 'ambiguous' instead"
            yield Problem(f"{path}.aliases", told, entry=alias)


def _homes(each: Organisation, path: str, data: Gazetteer) -> Iterator[Problem]:
    countries = [place for place in data.places if place.kind == "country"]
    codes = {place.country for place in countries} | {org.home for org in data.organisations}
    for key, code in (("home", each.home), ("owner", each.owner)):
        if code and code not in codes:
            meant = next((each.country for each in countries if code in each.aliases), None)
            hint = f"; did you mean {meant!r}?" if meant else ": US, DE, CN, HK"
            told = f"found {code!r}, a country of two letters is expected{hint}"
            yield Problem(f"{path}.{key}", told)
    places = {form for place in data.places for form in (place.name, *place.aliases)}
    for number, lab in enumerate(each.labs, 1):
        if lab.place and lab.place not in places:
            hint = nearest(lab.place, places)
            yield Problem(f"{path}.labs[{number}].place", f"no such place: {lab.place!r}{hint}")


def _ordinary(data: Gazetteer) -> frozenset[str]:
    """Return the words that stand in text for other things than an organisation."""
    ambiguous = (form for each in data.organisations for form in each.ambiguous)
    listed = (
        form
        for words in (data.facility, data.field, data.event)
        for name in words.names()
        for form in _forms(words, name)
    )
    places = (form for place in data.places for form in (place.name, *place.aliases))
    return frozenset(form.casefold() for form in (*ambiguous, *listed, *places))


def _words(definition: TopicDefinition, data: Gazetteer) -> Iterator[Problem]:
    for name, change in definition.words:
        known = _listed(name, definition.country, data)
        yield from _added(name, change, definition.country, known, data)
        yield from _not_there(change.remove, known, f"{name}.remove")


def _added(
    name: str, change: Change, country: str, known: set[str], data: Gazetteer
) -> Iterator[Problem]:
    elsewhere = {
        form: place.country
        for place in data.places
        if place.country != country
        for form in (place.name, *place.aliases)
    }
    for key, forms in (("add", change.add), ("replace", change.replace)):
        for form in forms:
            bare = form.strip("*")
            if name == "places" and bare in elsewhere:
                told = f"{form!r} stands in {elsewhere[bare]}"
                yield Problem(f"{name}.{key}", told, entry=form)
            elif name != "places" and form not in known and (told := _everywhere(form)):
                yield Problem(f"{name}.{key}", told, entry=form)


def _everywhere(form: str) -> str:
    """Say of a short word why it would be found where it is not meant; '' for any other."""
    if form.strip("*").isupper():
        return ""  # found as it is written alone
    bare = form.strip("*").casefold()
    if bare in " ".join(STOP_WORDS).split() or (bare.isascii() and len(bare) < SHORT - 1):
        return f"{form!r} would be found in nearly every text"
    if bare != form.casefold() and bare.isascii() and len(bare) < SHORT:
        return f"{form!r} is in many ordinary words; write it longer, or without '*'"
    return ""


def _listed(name: str, country: str, data: Gazetteer) -> set[str]:
    if name == "places":
        return {form for place in data.places if place.country == country for form in place.aliases}
    if name.startswith("events."):
        return set(_forms(data.event, name.removeprefix("events.")))
    return set(_forms(data.facility if name == "facility" else data.field, _LISTS[name]))


def _forms(words: Words, name: str) -> Iterator[str]:
    for _, forms in words.get(name):
        yield from forms


def _not_there(removed: Iterable[str], known: set[str], path: str) -> Iterator[Problem]:
    folded = {form.casefold() for form in known}
    for form in removed:
        if form.casefold() not in folded:
            told = f"{form!r} is not in the list{nearest(form, known)}"
            yield Problem(path, told, entry=form)
