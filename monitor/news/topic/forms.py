"""gazetteer x definition -> the forms that a relation topic looks for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard

from monitor.news.topic.definition import Change, TopicDefinition
from monitor.news.topic.folding import fold
from monitor.news.topic.gazetteer import Gazetteer, Organisation, Place, Words
from monitor.news.topic.lexicon import Case, Form, Sense, Sort

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_NAMES_FIELD = re.compile(
    r"(?i)(?<![a-z])(ai|ki|ia|artificial intelligence|machine[ -]learning|deep[ -]learning|language[ -]models?)(?![a-z])"
    r"|机器学习|深度学习|học máy|học sâu|機械学習|딥러닝|머신러닝|apprentissage automatique|aprendizaje automático"
    r"|人工智|智算|trí tuệ nhân tạo|trí thông minh nhân tạo|intelligence artificielle"
    r"|inteligencia artificial|人工知能|인공지능"
)
_ACADEMIC = re.compile(
    r"Universit|Institute of|College|School|Academy|École|Technion|^ETH|Polytechni|^MIT$"
)
_OF_FIELD = re.compile(r"AI\b|Intelligence|Machine Learning|Künstliche Intelligenz")
_LONG_KANA = re.compile("[\u30a1-\u30fc·・]{5,}$")
_TELLING = ("denial", "rumour", "plan")


def relation_forms(data: Gazetteer, definition: TopicDefinition) -> Iterator[Form]:
    """Return the forms of names, places, fields and research, with the owner's changes."""
    forms = _relation_forms(data, definition)
    field = dict(definition.words).get("field")
    return (_of_own_field(form, field.replace) for form in forms) if _whole(field) else forms


def _of_own_field(form: Form, fields: Iterable[str]) -> Form:
    """Return the form without the field that its name has of old, unless it is one of the owner's."""
    if not form.sense.field or _names(form, fields):
        return form
    return form._replace(sense=replace(form.sense, field=False))


def _names(form: Form, fields: Iterable[str]) -> bool:
    """Tell whether one of the fields stands in a form, as in 'glassblowing lab'."""
    text = fold(form.text).text
    return any(fold(field.strip("*")).text in text for field in fields)


def _relation_forms(data: Gazetteer, definition: TopicDefinition) -> Iterator[Form]:
    country = definition.country
    changes = dict(definition.words)
    places = _changed(data.places, country, changes.get("places"))
    without = {each.name for each in places if each.country == country and not each.aliases}
    organisations = _organisations(data, definition)
    homes = {each.name: each.home for each in organisations}
    for each in organisations:
        labs = tuple(lab for lab in each.labs if lab.place not in without)
        yield from _organisation(replace(each, labs=labs), country, homes)
    yield from _places(places, country)
    yield from _never("any", data.never_places)
    yield from _added(changes.get("places"), Sense(Sort.INSIDE, "", kind="city"))
    yield from _lists(data.facility, changes.get("facility"), _FACILITY, "research")
    if not _whole(changes.get("facility")):
        yield from _compounds(data.facility)
    yield from _lists(data.field, changes.get("field"), _FIELDS, "ai")
    for cue in data.cue.names():
        if cue not in _TELLING:
            yield from _words(data.cue, cue, None, Sense(Sort.CUE, cue))


def telling_forms(data: Gazetteer, definition: TopicDefinition) -> Iterator[Form]:
    """Yield the forms of what is told: events, and whether they are planned, denied or hearsay.

    They are looked for by themselves, so that a verb hides no name that it overlaps.
    """
    changes = dict(definition.words)
    for event in data.event.names():
        if event != "never":
            change = changes.get(f"events.{event}")
            yield from _words(data.event, event, change, Sense(Sort.EVENT, event))
    yield from _words(data.event, "never", None, Sense(Sort.NEVER, "never"))
    for cue in _TELLING:
        yield from _words(data.cue, cue, None, Sense(Sort.CUE, cue))
    yield from _intended(data)


def needed(sense: Sense) -> bool:
    """Return whether it is of what no article of the topic lacks: the country, and labs in it."""
    return sense.sort in _NEEDED or sense.seated


_NEEDED = frozenset({Sort.INSIDE, Sort.NATION, Sort.LAB})
_FACILITY = {
    "research": Sort.RESEARCH,
    "general": Sort.GENERAL,
    "activity": Sort.ACTIVITY,
    "never": Sort.NEVER,
}
_FIELDS = {"ai": Sort.FIELD, "driving": Sort.DRIVING, "never": Sort.NEVER}


def _organisations(data: Gazetteer, definition: TopicDefinition) -> tuple[Organisation, ...]:
    change = definition.organisations
    gone = _folded((*change.remove, *(each.name for each in change.add)))
    listed = change.replace or data.organisations
    kept = [each for each in listed if each.name.casefold() not in gone]
    return (*kept, *change.add)


def _organisation(each: Organisation, country: str, homes: dict[str, str]) -> Iterator[Form]:
    partners = [name for name in each.joint if homes.get(name, country) != country]
    native = each.home in _own(country) and not partners
    sense = Sense(
        Sort.NATIVE if native else Sort.FOREIGN,
        partners[0] if partners else each.name,
        place=each.home,
        owned=each.owner == country,
        joint=bool(partners),
        seat=bool(_ACADEMIC.search(each.name)),
        field=bool(_OF_FIELD.search(each.name)),
    )
    for alias in each.aliases:
        yield _name(alias, sense)
    for alias in each.ambiguous:
        yield _name(alias, replace(sense, ambiguous=True))
    for text in each.never:
        yield Form(text, Sense(Sort.NEVER, "never"))
    for lab in each.labs:
        named = sense if native else replace(sense, sort=Sort.LAB, lab=lab.name)
        located = replace(named, kind=lab.place, field=lab.field)
        for alias in (lab.name, *lab.aliases):
            yield _name(alias, located)


def _own(country: str) -> tuple[str, ...]:
    return ("CN", "HK", "MO") if country == "CN" else (country,)


def _name(text: str, sense: Sense) -> Form:
    """A name in Latin letters is written with a capital, a short one exactly as it is listed."""
    case = Case.ANY
    if _LATIN.match(text) and not text[0].islower():
        short = len(text) <= 6 and text.isupper()
        case = Case.EXACT if short else Case.NAME
    tail = "*" if _LONG_KANA.search(text) else ""
    return Form(text + tail, sense, case)


def _changed(places: Iterable[Place], country: str, change: Change | None) -> Sequence[Place]:
    """Return the places with the forms that the owner leaves those of the country."""
    if change is None:
        return tuple(places)
    gone, only = _folded(change.remove), _folded(change.replace)
    return [
        place
        if place.country != country
        else replace(
            place,
            aliases=tuple(
                alias
                for alias in place.aliases
                if alias.casefold() not in gone and (not only or alias.casefold() in only)
            ),
        )
        for place in places
    ]


def _folded(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(form.casefold() for form in forms)


def _places(places: Iterable[Place], country: str) -> Iterator[Form]:
    for place in places:
        inside = place.country == country
        sense = Sense(
            Sort.INSIDE if inside else Sort.ELSEWHERE,
            place.name,
            place=place.country,
            kind=place.kind,
            sar=place.sar,
        )
        for alias in place.aliases:
            yield _name(alias, sense)
        people = replace(sense, sort=Sort.NATION if inside else Sort.PEOPLE)
        for alias in place.people:
            yield _name(alias, people)


def _whole(change: Change | None) -> TypeGuard[Change]:
    """Tell whether the owner's list takes the place of what ships."""
    return change is not None and bool(change.replace)


def _lists(
    words: Words, change: Change | None, sorts: dict[str, Sort], changed: str
) -> Iterator[Form]:
    for name, sort in sorts.items():
        if _whole(change) and sort is not Sort.NEVER and name != changed:
            continue
        own = change if name == changed else None
        yield from _words(words, name, own, Sense(sort, name))


def _compounds(words: Words) -> Iterator[Form]:
    """Yield places of research whose name a form of research begins: 'AI研究' + '研究院'."""
    places = dict(words.get("research"))
    for language, forms in words.get("activity"):
        for form in forms:
            tail = form[-2:]
            if _LATIN.search(tail):
                continue
            for place in places.get(language, ()):
                if place.startswith(tail):
                    yield _word(
                        form[:-2] + place, Sense(Sort.RESEARCH, "research", language=language)
                    )


def _intended(data: Gazetteer) -> Iterator[Form]:
    """Yield the event of a plan or denial that ends with its verb: 'to set up', 'will open'."""
    for cue in ("plan", "denial"):
        for language, forms in data.cue.get(cue):
            for event in data.event.names():
                verbs = dict(data.event.get(event)).get(language, ())
                for form in forms:
                    if any(form.endswith(f" {verb.removeprefix('~')}") for verb in verbs):
                        yield _word(form, Sense(Sort.EVENT, event, language=language))


def _words(words: Words, name: str, change: Change | None, sense: Sense) -> Iterator[Form]:
    gone = _folded(change.remove) if change else frozenset()
    if not _whole(change):
        for language, forms in words.get(name):
            for text in forms:
                if text.casefold() not in gone:
                    joins = language == "ko" and sense.sort is Sort.RESEARCH and len(text) > 2
                    yield _word(f"*{text}" if joins else text, replace(sense, language=language))
    yield from _added(change, sense)


def _added(change: Change | None, sense: Sense) -> Iterator[Form]:
    for text in (*change.replace, *change.add) if change else ():
        yield _word(text, replace(sense, name=sense.name or text))


def _word(text: str, sense: Sense) -> Form:
    """A form of a list: ``~`` marks one that says little by itself, ``…`` parts two halves."""
    faint = text.startswith("~")
    text, _, rest = text.removeprefix("~").partition(" … ")
    bare = text.strip("*")
    exact = 2 <= len(bare) <= 3 and bare.isupper() and bool(_LATIN.match(bare))
    return Form(
        text,
        replace(
            sense,
            form=bare,
            faint=faint,
            rest=fold(rest).text,
            field=bool(_NAMES_FIELD.search(bare)),
        ),
        Case.EXACT if exact else Case.ANY,
    )


def _never(language: str, forms: Iterable[str]) -> Iterator[Form]:
    for text in forms:
        yield Form(text, Sense(Sort.NEVER, "never", language=language))
