"""labelled stories x verdicts -> precision, recall and what went wrong, for a person to read."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from monitor.news.model import Verdict
from monitor.news.topic.folding import fold
from monitor.news.topic.gazetteer import Organisation, gazetteer


@dataclass(frozen=True, slots=True)
class Count:
    """How many were flagged rightly, wrongly, missed, and left alone rightly."""

    hit: int = 0
    false: int = 0
    missed: int = 0
    left: int = 0

    @property
    def precision(self) -> float:
        """Return the share of the flagged that are right; 1 where none is flagged."""
        flagged = self.hit + self.false
        return self.hit / flagged if flagged else 1.0

    @property
    def recall(self) -> float:
        """Return the share of the right ones that are flagged; 1 where there is none."""
        wanted = self.hit + self.missed
        return self.hit / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = 2 * self.hit + self.false + self.missed
        return 2 * self.hit / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Slip:
    """A story flagged rightly of which the verdict says something wrong."""

    id: str
    language: str
    title: str
    what: str  # organisation | city | event
    wanted: str
    found: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """One story judged otherwise than it is labelled."""

    id: str
    language: str
    kind: str
    title: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found."""

    overall: Count
    languages: tuple[tuple[str, Count], ...]
    kinds: tuple[tuple[str, int, int], ...]  # of a negative: stories, false alarms
    tiers: tuple[tuple[str, int, int], ...]  # of a positive: stories, missed
    organisation: float  # shares of the rightly flagged
    city: float
    event: float  # at least one right event and none wrong
    calibration: tuple[tuple[float, float, int, float], ...]  # from, to, stories, share right
    mistakes: tuple[Mistake, ...]
    slips: tuple[Slip, ...]
    unclear: int


_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 1.01)


def count(judged: Iterable[tuple[bool, bool]]) -> Count:
    """Return the counts of pairs: whether a story is of the topic, and whether it is flagged."""
    cells = Counter(judged)
    return Count(
        hit=cells[True, True],
        false=cells[False, True],
        missed=cells[True, False],
        left=cells[False, False],
    )


def evaluate(
    rows: Iterable[Mapping[str, object]], judge_row: Callable[[Mapping[str, object]], Verdict]
) -> Report:
    """Return the report on labelled rows: ``label`` is positive, negative or unclear.

    Rows may hold ``lang``, ``kind``, ``tier``, ``orgs``, ``city``, ``events``, ``title`` and
    ``id``. Unclear rows are counted and otherwise left out.
    """
    languages: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    kinds: dict[str, list[bool]] = defaultdict(list)
    tiers: dict[str, list[bool]] = defaultdict(list)
    details: dict[str, list[bool]] = {name: [] for name in _DETAILS}
    scored: list[tuple[float, bool]] = []
    mistakes: list[Mistake] = []
    slips: list[Slip] = []
    unclear = 0
    for row in rows:
        if row.get("label") not in {"positive", "negative"}:
            unclear += 1
            continue
        verdict = judge_row(row)
        positive = row.get("label") == "positive"
        languages[str(row.get("lang") or "")].append((positive, verdict.flagged))
        scored.append((verdict.score, positive))
        if positive:
            tiers[str(row.get("tier") or "")].append(not verdict.flagged)
        else:
            kinds[str(row.get("kind") or "")].append(verdict.flagged)
        if positive and verdict.flagged:
            slips += _slips(row, verdict, details)
        if positive != verdict.flagged:
            mistakes.append(_mistake(row, verdict))
    return Report(
        overall=count(pair for pairs in languages.values() for pair in pairs),
        languages=tuple((code, count(pairs)) for code, pairs in sorted(languages.items())),
        kinds=_tallied(kinds),
        tiers=_tallied(tiers),
        organisation=_share(details["organisation"]),
        city=_share(details["city"]),
        event=_share(details["event"]),
        calibration=tuple(_calibration(scored)),
        mistakes=tuple(mistakes),
        slips=tuple(slips),
        unclear=unclear,
    )


def right_organisation(row: Mapping[str, object], verdict: Verdict) -> bool | None:
    """Return whether the organisation is one of the row's; None where the row names none."""
    wanted = [fold(name).text for name in _texts(row.get("orgs"))]
    if not wanted:
        return None
    known = {each.name: each for each in gazetteer().organisations}
    for name in verdict.organisations[:2]:
        forms = [name, *(_forms(known[name]) if name in known else ())]
        if any(_overlap(fold(form).text, each) for form in forms for each in wanted):
            return True
    return False


def right_city(row: Mapping[str, object], verdict: Verdict) -> bool | None:
    """Return whether a place of the verdict is a city of the row; None where the row names none."""
    city = row.get("city")
    wanted = {fold(part.strip()).text for part in str(city or "").split(";") if part.strip()}
    if not wanted:
        return None
    places = {each.name: each for each in gazetteer().places}
    for name in verdict.places[:3]:
        forms = {fold(name).text}
        if name in places:
            forms |= {fold(form).text for form in places[name].aliases}
        if forms & wanted:
            return True
    return False


def right_event(row: Mapping[str, object], verdict: Verdict) -> bool | None:
    """Return whether an event is right and none wrong; None where the row has no event."""
    wanted = {event.split("/")[0] for event in _texts(row.get("events"))}
    if not wanted - {"background"}:
        return None
    found = set(verdict.events)
    return bool(found & wanted) and found <= wanted


_DETAILS: Mapping[str, tuple[Callable[[Mapping[str, object], Verdict], bool | None], str, str]] = {
    "organisation": (right_organisation, "orgs", "organisations"),
    "city": (right_city, "city", "places"),
    "event": (right_event, "events", "events"),
}
"""What a verdict says beside yes or no: its test, where a row holds it, where a verdict does."""


def _slips(
    row: Mapping[str, object], verdict: Verdict, details: dict[str, list[bool]]
) -> Iterator[Slip]:
    """Note each detail as right or wrong, and yield the wrong ones."""
    for name, (test, wanted, found) in _DETAILS.items():
        right = test(row, verdict)
        if right is None:
            continue
        details[name].append(right)
        if not right:
            yield Slip(
                id=str(row.get("id") or row.get("url") or ""),
                language=str(row.get("lang") or ""),
                title=str(row.get("title") or ""),
                what=name,
                wanted=", ".join(_texts(row.get(wanted))) or str(row.get(wanted)),
                found=", ".join(getattr(verdict, found)),
            )


def _forms(known: Organisation) -> tuple[str, ...]:
    """Return every name of an organisation: here one that is also a word does no harm."""
    return (*known.aliases, *known.ambiguous)


def _tallied(found: Mapping[str, list[bool]]) -> tuple[tuple[str, int, int], ...]:
    """Return each name with how many stories it has and how many of them went wrong."""
    return tuple((name, len(wrong), sum(wrong)) for name, wrong in sorted(found.items()))


def _mistake(row: Mapping[str, object], verdict: Verdict) -> Mistake:
    return Mistake(
        id=str(row.get("id") or row.get("url") or ""),
        language=str(row.get("lang") or ""),
        kind="missed" if row.get("label") == "positive" else str(row.get("kind") or "false alarm"),
        title=str(row.get("title") or ""),
        score=verdict.score,
        why=" ".join(verdict.reasons),
    )


def _calibration(scored: list[tuple[float, bool]]) -> Iterable[tuple[float, float, int, float]]:
    for low, high in itertools.pairwise(_BINS):
        inside = [right for value, right in scored if low <= value < high]
        if inside:
            yield low, min(high, 1.0), len(inside), _share(inside)


def _share(found: list[bool]) -> float:
    return sum(found) / len(found) if found else 1.0


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _overlap(form: str, wanted: str) -> bool:
    return form == wanted or (
        len(form) > 2 and len(wanted) > 2 and (form in wanted or wanted in form)
    )
