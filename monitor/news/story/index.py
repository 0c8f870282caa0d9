"""Where to look for the articles that have most in common with one: an inverted index in memory."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from datetime import datetime

from monitor.news.model import Telling
from monitor.news.story.fingerprints import FEWEST_SAMPLED, sampled
from monitor.news.story.grouping import NEAREST
from monitor.news.story.telling import Shelved, Vector

POSTINGS = 30  # articles looked at for one key, the nearest in time
HOLDERS = 25  # articles kept for one fingerprint; what more have is a phrase of their trade
FEWEST_VOTES = 2  # one rare word in common is chance
COPY_VOTES = 100  # a copy comes before all that only shares words


class Index:
    """The articles of one topic by their keys and fingerprints."""

    def __init__(self) -> None:
        self.shelved: dict[str, Shelved] = {}
        self._postings: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
        self._holders: defaultdict[int, list[str]] = defaultdict(list)

    def add(self, telling: Telling, vector: Vector, lookup: tuple[tuple[str, int], ...]) -> None:
        """Put an article under its keys."""
        self.shelved[telling.id] = Shelved(telling, vector.norm, vector.title_norm)
        for key, _ in lookup:
            insort(self._postings[key], (telling.told_at, telling.id))
        for fingerprint in sampled(telling.fingerprints):
            holders = self._holders[fingerprint]
            if len(holders) < HOLDERS:
                holders.append(telling.id)

    def neighbours(
        self, telling: Telling, lookup: tuple[tuple[str, int], ...]
    ) -> tuple[Shelved, ...]:
        """Return the articles that share most with this one, at most NEAREST, itself left out."""
        votes: Counter[str] = Counter()
        for key, vote in lookup:
            found = self._postings.get(key, ())
            at = bisect_left(found, (telling.told_at, ""))
            for _, name in found[max(0, at - POSTINGS // 2) : at + POSTINGS // 2]:
                votes[name] += vote
        votes.update(self._copies(telling))
        votes.pop(telling.id, None)
        able = (name for name, vote in votes.items() if vote >= FEWEST_VOTES)
        nearest = sorted(able, key=lambda name: (-votes[name], name))[:NEAREST]
        return tuple(self.shelved[name] for name in nearest)

    def _copies(self, telling: Telling) -> dict[str, int]:
        shared: Counter[str] = Counter()
        for fingerprint in sampled(telling.fingerprints):
            shared.update(self._holders.get(fingerprint, ()))
        return {name: COPY_VOTES + hits for name, hits in shared.items() if hits >= FEWEST_SAMPLED}
