"""What was told, beside what should have been -> figures, and what went wrong."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from monitor.cli.evaluate import judge_row
from monitor.news.model import Verdict
from monitor.news.topic import compile_topic, shipped
from monitor.news.topic.evaluation import right_city, right_event, right_organisation
from tests.benchmarks.river.stories import Telling
from tests.benchmarks.river.watching import TOPIC, Watched

VERDICTS = """
SELECT a.url, v.flagged, v.score, v.organisations, v.places, v.events, s.story
FROM articles a JOIN verdicts v ON v.article = a.id LEFT JOIN story_articles s ON s.article = a.id
"""
DETAILS = {"organisation": right_organisation, "city": right_city, "event": right_event}


@dataclass(frozen=True, slots=True)
class Ended:
    """What the program stored of an article."""

    verdict: Verdict
    story: str | None


def report(tellings: Sequence[Telling], database: Path, seen: Watched) -> None:
    """Print the figures, and what went wrong."""
    stored = _stored(database)
    ended = {
        one.piece.path: stored[seen.root + one.piece.path]
        for one in tellings
        if seen.root + one.piece.path in stored
    }
    _show_alerts(tellings, ended, seen)
    _show_verdicts(tellings, ended)


def _stored(database: Path) -> dict[str, Ended]:
    connection = sqlite3.connect(database)
    rows = connection.execute(VERDICTS).fetchall()
    connection.close()
    return {
        url.partition("?")[0]: Ended(
            Verdict(
                TOPIC,
                bool(flagged),
                score,
                organisations=tuple(json.loads(organisations)),
                places=tuple(json.loads(places)),
                events=tuple(json.loads(events)),
            ),
            story,
        )
        for url, flagged, score, organisations, places, events, story in rows
    }


def _show_alerts(tellings: Sequence[Telling], ended: Mapping[str, Ended], seen: Watched) -> None:
    alerts: dict[str, list[str]] = defaultdict(list)  # story -> addresses that its alerts name
    delays, wrong = [], []
    for path, message in _first_alerts(tellings, seen):
        alerts[path.story].append(path.piece.path)
        delays.append(float(message["ts"].split(".")[0]) - seen.published[path.piece.path])
        if not path.wanted:
            wrong.append(f"false\t{path.piece.path}\t{path.piece.title}")
    told_of = {ended[path].story for paths in alerts.values() for path in paths if path in ended}
    wanted = {one.story: one for one in tellings if one.wanted}
    for story, one in wanted.items():
        found = {
            ended[x.piece.path].story
            for x in tellings
            if x.story == story and x.piece.path in ended
        }
        if len(alerts[story]) > 1:
            wrong.append(f"told {len(alerts[story])} times\t{one.piece.path}\t{one.piece.title}")
        elif not alerts[story]:
            what = "told with another" if found & told_of - {None} else "missed"
            wrong.append(f"{what}\t{one.piece.path}\t{one.piece.title}")
    follow_ups = sum(1 for message in seen.messages if message.get("thread_ts"))
    once = sum(1 for story in wanted if len(alerts[story]) == 1)
    print(
        f"{len(tellings)} pieces of {len({one.story for one in tellings})} stories; of the topic "
        f"{len(wanted)}, told once {once}; {follow_ups} follow-ups"
    )
    if delays:
        delays.sort()
        middle = delays[len(delays) // 2]
        print(f"seconds to the alert: median {middle:.0f}, longest {delays[-1]:.0f}")
    print("\n".join(wrong))


def _first_alerts(
    tellings: Sequence[Telling], seen: Watched
) -> Iterator[tuple[Telling, dict[str, Any]]]:
    """Yield each message that opens a thread, with the telling whose address it names."""
    for message in seen.messages:
        text = json.dumps(message, ensure_ascii=False)
        named = (one for one in tellings if seen.root + one.piece.path in text)
        telling = next(named, None)
        if telling is not None and not message.get("thread_ts"):
            yield telling, message


def _show_verdicts(tellings: Sequence[Telling], ended: Mapping[str, Ended]) -> None:
    """Print how right the verdicts of the program are, beside those on the bare texts."""
    topic = compile_topic(shipped(TOPIC))
    tally: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for one in tellings:
        row = {**one.row, "published": one.piece.published.isoformat()}
        bare = judge_row(row, topic)
        if one.piece.path not in ended:
            print(f"not read\t{one.piece.path}")
            continue
        found = replace(ended[one.piece.path].verdict, topic=topic.name)
        tally["verdict"].append((bare.flagged == one.wanted, found.flagged == one.wanted))
        if bare.flagged != found.flagged:
            print(f"verdict {bare.score:.2f} became {found.score:.2f}\t{one.piece.path}")
        if not (one.wanted and bare.flagged and found.flagged):
            continue
        for name, right in DETAILS.items():
            before, after = bool(right(row, bare)), bool(right(row, found))
            tally[name].append((before, after))
            if before and not after:
                print(f"{name} became wrong\t{one.piece.path}")
    print("\tbare\tend to end\tof")
    for name, pairs in tally.items():
        bare_right, end_right = (sum(pair[side] for pair in pairs) for side in (0, 1))
        print(f"{name}\t{bare_right / len(pairs):.3f}\t{end_right / len(pairs):.3f}\t{len(pairs)}")
