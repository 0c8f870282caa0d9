"""What an index had and this monitor lacked -> whose fault, in words for the owner."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

MOST_TOLD = 8
NEAR = 0.2  # a score from which an article that is not flagged is worth a line


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article that a watched source listed, and that was not read."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """An article that was found through an index, and judged."""

    title: str
    url: str
    score: float
    flagged: bool
    told: bool = False  # its story was known from another article already
    sighting: Sighting | None = None


def audited(found: Sequence[Found], hosts: Mapping[str, str]) -> tuple[str, tuple[str, ...]] | None:
    """Return the headline and lines that the owner is told, None when nothing was missed.

    ``hosts`` names the watched source of each host.
    """
    missed = [one for one in found if one.flagged and not one.told]
    near = sorted(
        (one for one in found if not one.flagged and one.score >= NEAR),
        key=lambda one: -one.score,
    )
    if not missed:
        return None
    stories = "1 story" if len(missed) == 1 else f"{len(missed)} stories"
    lines = [f"{one.title} ({cause(one, hosts)}): {one.url}" for one in missed[:MOST_TOLD]]
    lines += [
        f"{one.title} (not told: the matcher scored {one.score:.2f}): {one.url}"
        for one in near[: MOST_TOLD - len(lines)]
    ]
    return f"Found elsewhere, not by you: {stories}", tuple(lines)


def cause(found: Found, hosts: Mapping[str, str]) -> str:
    """Return why an article was not found by the sources that are watched."""
    if found.sighting is not None:
        return f"{found.sighting.source} listed it, unread: {found.sighting.reason}"
    host = host_of(found.url)
    watched = hosts.get(host) or hosts.get(_site(host))
    if watched is not None:
        return f"{watched} is watched and did not list it"
    return f"no source covers {host or 'its address'}"


def hosts_of(sources: Mapping[str, str]) -> dict[str, str]:
    """Return the source of each host, and of each host's site, from addresses by source name."""
    hosts: dict[str, str] = {}
    for name, url in sources.items():
        host = host_of(url)
        if host:
            hosts.setdefault(host, name)
            hosts.setdefault(_site(host), name)
    return hosts


def host_of(url: str) -> str:
    """Return the host of an address without www, empty when there is none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _site(host: str) -> str:
    """Return what a site's hosts share: feeds.example.com and www.example.com give example.com.

    Two short last labels (co.uk, com.cn) count as one.
    """
    labels = host.split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3
    return ".".join(labels[-3 if short else -2 :])
