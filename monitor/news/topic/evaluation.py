"""labelled stories x verdicts -> precision, recall and what went wrong, for a person to read."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from monitor.news.model import Verdict
from monitor.news.topic.folding import fold
from monitor.news.topic.gazetteer import gazetteer


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
    organisation: float  # shares of the rightly flagged
    city: float
    event: float  # at least one right event and none wrong
    calibration: tuple[tuple[float, float, int, float], ...]  # from, to, stories, share right
    mistakes: tuple[Mistake, ...]
    unclear: int


_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 1.01)


def evaluate(
    rows: Iterable[Mapping[str, object]], judge_row: Callable[[Mapping[str, object]], Verdict]
) -> Report:
    """Return the report on labelled rows: ``label`` is positive, negative or unclear.

    Rows may hold ``lang``, ``kind``, ``orgs``, ``city``, ``events``, ``title`` and ``id``. Unclear
    rows are counted and otherwise left out.
    """
    languages: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    details: dict[str, list[bool]] = {"organisation": [], "city": [], "event": []}
    scored: list[tuple[float, bool]] = []
    mistakes: list[Mistake] = []
    unclear = 0
    for row in rows:
        label = row.get("label")
        if label not in {"positive", "negative"}:
            unclear += 1
            continue
        verdict = judge_row(row)
        positive = label == "positive"
        languages[str(row.get("lang", ""))][_cell(positive, verdict.flagged)] += 1
        scored.append((verdict.score, positive))
        if not positive:
            kind = kinds[str(row.get("kind", ""))]
            kind[0] += 1
            kind[1] += verdict.flagged
        elif verdict.flagged:
            _detail(row, verdict, details)
        if positive != verdict.flagged:
            mistakes.append(_mistake(row, verdict))
    return Report(
        overall=Count(*(sum(cells[at] for cells in languages.values()) for at in range(4))),
        languages=tuple((code, Count(*cells)) for code, cells in sorted(languages.items())),
        kinds=tuple((kind, total, false) for kind, (total, false) in sorted(kinds.items())),
        organisation=_share(details["organisation"]),
        city=_share(details["city"]),
        event=_share(details["event"]),
        calibration=tuple(_calibration(scored)),
        mistakes=tuple(mistakes),
        unclear=unclear,
    )


def right_organisation(row: Mapping[str, object], verdict: Verdict) -> bool | None:
    """Return whether the organisation is one of the row's; None where the row names none."""
    wanted = [fold(name).text for name in _texts(row.get("orgs"))]
    if not wanted:
        return None
    known = {each.name: each for each in gazetteer().organisations}
    for name in verdict.organisations[:2]:
        forms = [name, *(known[name].aliases if name in known else ())]
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


def _cell(positive: bool, flagged: bool) -> int:
    return (0 if flagged else 2) if positive else (1 if flagged else 3)


def _detail(row: Mapping[str, object], verdict: Verdict, details: dict[str, list[bool]]) -> None:
    for name, right in (
        ("organisation", right_organisation(row, verdict)),
        ("city", right_city(row, verdict)),
        ("event", right_event(row, verdict)),
    ):
        if right is not None:
            details[name].append(right)


def _mistake(row: Mapping[str, object], verdict: Verdict) -> Mistake:
    return Mistake(
        id=str(row.get("id", "")),
        language=str(row.get("lang", "")),
        kind=str(row.get("kind", "")) or "missed",
        title=str(row.get("title", "")),
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
