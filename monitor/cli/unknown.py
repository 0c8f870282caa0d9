"""An address that nothing is known of -> the likeliest causes, the most likely first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from monitor.news.source import Health, Source, SourceState
from monitor.news.urls import absolute, normalise
from monitor.store.records import SourceRow
from monitor.store.trail import Neighbours

# /2026/03/01/, /2026-03/, /20260301: how publishers write a date into an address
_DATE = re.compile(r"(?<!\d)(20[0-3]\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?!\d)")
_ILL = frozenset({Health.EMPTY, Health.FROZEN, Health.SHRUNK})
# labels under which a country registers names: news.com.au is a site, com.au is none
_REGISTRIES = frozenset("ac co com edu gov net or org".split())

# how far each cause goes to explain an unknown address
_SURE, _LIKELY, _POSSIBLE, _ELSE = range(4)


@dataclass(frozen=True, slots=True)
class Causes:
    """What is known around an address."""

    url: str
    config: str  # the file's name
    sources: Sequence[Source]
    rows: Mapping[str, SourceRow]
    near: Sequence[Neighbours]  # who named addresses of the same host

    def told(self) -> list[str]:
        """Return one sentence for each cause, the likeliest first."""
        if absolute("", self.url) is None:
            return [f"{self.url} is no http or https address"]
        feed = next((s for s in self.sources if normalise(s.url) == normalise(self.url)), None)
        if feed is not None:
            return [f"it is the address of {feed.name}'s feed, and not of an article"]
        found = sorted(self._found(), key=lambda cause: cause[0])
        if found:
            return [sentence for _, sentence in found]
        site = _site(self.url)
        return [f"no source of {site} is in {self.config}: `monitor sources add {site}` finds one"]

    def _found(self) -> Iterator[tuple[int, str]]:
        near = {each.source: each for each in self.near}
        for source in self._concerned(near):
            row = self.rows.get(source.name)
            rank, told = _cause(row, _dated(self.url), near.get(source.name))
            yield rank, f"{source.name}: {told}"
        known = {source.name for source in self.sources}
        for each in self.near:
            if each.source not in known:
                yield _SURE, f"{each.source}: it named this site, and is no longer in {self.config}"

    def _concerned(self, near: Mapping[str, Neighbours]) -> list[Source]:
        """Return the sources of the site, of several the nearest by path, and who names its host."""
        site = _site(self.url)
        shared = {s.name: _shared(s.url, self.url) for s in self.sources if _site(s.url) == site}
        nearest = max(shared.values(), default=0)
        return [
            source
            for source in self.sources
            if (shared[source.name] == nearest if source.name in shared else source.name in near)
        ]


def beginning(url: str) -> str:
    """Return the normalised beginning that all addresses of this host have."""
    parts = urlsplit(normalise(url))
    return f"{parts.scheme}://{parts.netloc}/"


def _cause(
    row: SourceRow | None, dated: datetime | None, near: Neighbours | None
) -> tuple[int, str]:
    if row is None or row.state.last_polled_at is None:
        return _SURE, "it has not been polled yet; `monitor once` does it now"
    state = row.state
    if state.last_success_at is None or state.first_polled_at is None:
        return _SURE, f"it has never been read: {state.last_error or 'no answer'}"
    if state.failures:
        since = f"{state.failing_since or state.last_polled_at:%Y-%m-%d %H:%M} UTC"
        return _LIKELY, f"it fails since {since} ({state.last_error}); what it lists is not seen"
    if state.gap is not None and (dated is None or dated <= state.gap.until):
        gap = state.gap
        return _LIKELY, (
            f"up to {gap.unseen} items went by unseen between {gap.since:%Y-%m-%d %H:%M} and "
            f"{gap.until:%Y-%m-%d %H:%M} UTC; `every` in the configuration polls it more often"
        )
    if dated is not None and dated < state.first_polled_at:
        return _LIKELY, (
            f"the address bears the date {dated:%Y-%m-%d}, and the source was first polled on "
            f"{state.first_polled_at:%Y-%m-%d}: its feed no longer listed it then"
        )
    if state.health in _ILL:
        return _LIKELY, f"it answers, but {state.health_reason or state.health}"
    return _well(row, state, near)


def _well(row: SourceRow, state: SourceState, near: Neighbours | None) -> tuple[int, str]:
    began = f"{state.first_polled_at:%Y-%m-%d %H:%M} UTC"
    told = f"it is read without trouble, {row.entries} entries since {began}; this one it never "
    if near is None:
        return _ELSE, told + "listed, nor any other of this host"
    told += "listed: older than the first poll, of another section, or not in the feed at all"
    if near.unread:
        told += (
            f"; {near.unread} of {near.entries} from this host could not be read ({near.reason})"
        )
    return _POSSIBLE, told


def _dated(url: str) -> datetime | None:
    found = _DATE.search(urlsplit(url).path)
    if found is None:
        return None
    year, month, day = found.groups()
    try:
        return datetime(int(year), int(month), int(day or 28), tzinfo=UTC)
    except ValueError:
        return None


def _site(url: str) -> str:
    """Return the part of the host that is registered: feeds.example.co.uk -> example.co.uk."""
    parts = urlsplit(normalise(url))
    host = parts.hostname or ""
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return parts.netloc
    kept = 3 if len(labels) > 2 and labels[-2] in _REGISTRIES and len(labels[-1]) == 2 else 2
    return ".".join(labels[-kept:])


def _shared(one: str, other: str) -> int:
    """Return how many parts of two paths are the same from their beginning."""
    count = 0
    for left, right in zip(
        urlsplit(one).path.split("/"), urlsplit(other).path.split("/"), strict=False
    ):
        if left != right:
            break
        count += 1
    return count
