"""The values that flow down the river; frozen, picklable, free of behaviour that could fail.

Times are aware UTC. Tuples, not lists. Spans are offsets in code points, end exclusive.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes as they were fetched; decoding them is the first pure step."""

    url: str  # after redirects
    body: bytes
    content_type: str | None = None  # the header, whole
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed. ``summary`` and ``content`` keep their HTML, all else is plain text."""

    id: str  # the feed's own id, else the address, else derived from the title
    url: str | None
    title: str
    summary: str = ""
    content: str = ""
    author: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    language: str | None = None
    via: str | None = None  # <source>: the outlet that the item is credited to
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says, in its own order."""

    title: str
    link: str | None  # of the site; of the feed itself where it names none
    language: str | None
    format: str  # rss | rdf | atom | json | sitemap | sitemap-index | page
    entries: tuple[Entry, ...]
    repairs: tuple[str, ...] = ()  # what had to be mended to read it, in words
    ttl_minutes: int | None = None  # how long the publisher asks to wait between polls
    listed: int | None = None  # how many it lists, where not all of them are read


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors for a page that lists articles: its links, and beside each title and date."""

    link: str
    title: str | None = None
    date: str | None = None


class BlockKind(StrEnum):
    """What a block was on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    CAPTION = "caption"
    TABLE_ROW = "table-row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of an article that a reader sees as one."""

    kind: BlockKind
    text: str


class Removal(StrEnum):
    """Why text of a page is not in the article."""

    REPEAT = "repeat"  # stands elsewhere in the same article
    TEASER = "teaser"  # cut with an ellipsis; the whole stands elsewhere
    BOILERPLATE = "boilerplate"  # navigation, related links, newsletter, cookies, comments
    BYLINE = "byline"  # author and role lines, moved to the metadata


@dataclass(frozen=True, slots=True)
class Removed:
    """Text that was taken out, why, and the index of the block where its twin stands."""

    text: str
    reason: Removal
    kept_in: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A page read: every sentence of ``blocks`` once, in reading order."""

    url: str
    title: str
    blocks: tuple[Block, ...]
    removed: tuple[Removed, ...] = ()
    byline: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None  # BCP 47, primary subtag, with script for Chinese: zh, zh-Hant
    via: str | None = None  # the outlet that the article credits
    site_name: str | None = None
    canonical_url: str | None = None
    free: bool | None = None  # False: only a teaser is open, as it says or as its length shows

    @property
    def length(self) -> int:
        """How many characters its text has."""
        return sum(len(block.text) for block in self.blocks)


class Role(StrEnum):
    """What a piece of evidence stands for."""

    ORGANISATION = "organisation"
    PLACE = "place"
    FACILITY = "facility"
    FIELD = "field"
    EVENT = "event"
    AGAINST = "against"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A span that speaks for or against a verdict; ``block`` is an index or the title."""

    block: int | Literal["title"]
    start: int
    end: int
    text: str
    role: Role


@dataclass(frozen=True, slots=True)
class Happening:
    """One event, tied to who and where."""

    event: str
    organisation: str | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One article judged against one topic, with everything a person needs to disagree."""

    topic: str
    flagged: bool
    score: float  # 0…1; of the articles scored 0.8 about four in five are right
    organisations: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    happenings: tuple[Happening, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    proof: str | None = None  # the sentence that shows it best
    reasons: tuple[str, ...] = ()  # one sentence each, for a person


@dataclass(frozen=True, slots=True)
class Telling:
    """What linking keeps of one flagged article. Bytes are packed numbers, see ``story.telling``."""

    id: str  # the address without what does not identify it
    topic: str
    told_at: datetime
    language: str | None
    title: str
    organisations: tuple[str, ...] = ()
    labs: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # cities and provinces; not the country at large
    events: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()  # organisations that something happens to; others are background
    sites: tuple[str, ...] = ()  # cities where it happens
    figures: tuple[str, ...] = ()  # numbers of headline and lead, written out in digits
    told: tuple[str, ...] = ()  # developments that count once: source, correction, denial
    terms: bytes = b""  # hashes of words and pairs, those of the headline first
    frequencies: bytes = b""  # of each term in this article
    commonness: bytes = b""  # of each term in its language, as far as is known beforehand
    title_terms: int = 0
    fingerprints: bytes = b""  # by which copies are known
    sums_up: bool = False  # a review of several stories, which belongs to none


@dataclass(frozen=True, slots=True)
class Story:
    """What several articles tell, all in all."""

    key: str  # derived from topic and first article, so that recording twice is harmless
    topic: str
    title: str
    opened_at: datetime
    last_article_at: datetime
    organisations: tuple[str, ...]
    labs: tuple[str, ...]
    places: tuple[str, ...]
    events: tuple[str, ...]
    figures: tuple[str, ...] = ()
    told: tuple[str, ...] = ()  # developments that count once: source, correction, denial


class DevelopmentKind(StrEnum):
    """What an article can add to a story that is known already."""

    EVENT = "event"
    ORGANISATION = "organisation"
    PLACE = "place"
    FIGURE = "figure"
    SOURCE = "source"  # the first primary source
    CORRECTION = "correction"
    DENIAL = "denial"
    HEADLINE = "headline"  # of the same article, changed


@dataclass(frozen=True, slots=True)
class Development:
    """One thing that an article adds to its story; ``text`` is a name, a figure or a sentence."""

    kind: DevelopmentKind
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """An article's place in a story: ``joined`` is False when it opens the story."""

    key: str
    joined: bool
    reason: str  # in words
    copy: bool = False  # its text stands in the story already
    earlier: str | None = None  # key of an earlier story about the same site
    developments: tuple[Development, ...] = ()  # what it adds; empty when it opens the story


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the pure part makes of one entry."""

    article: Article
    verdicts: tuple[Verdict, ...]
    page_fault: str | None = None  # why its page could not be had: the feed's own text was read
