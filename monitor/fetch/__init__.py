"""url -> page: the only room that opens connections to what it does not trust."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from monitor.news.model import Page


class Purpose(StrEnum):
    """What a request is for: robots.txt speaks for article pages, not for feeds."""

    FEED = "feed"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request conditional; byte for byte as the server gave them."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None  # sha256 of the inflated body: catches servers without validators


@dataclass(frozen=True, slots=True)
class Request:
    """An address to fetch. ``allow_private`` lets this one reach loopback and private networks."""

    url: str
    purpose: Purpose
    validators: Validators = field(default_factory=Validators)
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page that may hold something new."""

    page: Page
    validators: Validators
    moved_to: str | None = None  # where permanent redirects (301, 308) alone have led
    fresh_for: timedelta | None = None  # Cache-Control: max-age, or Expires


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page is as it was: 304, or the same bytes again."""

    validators: Validators
    moved_to: str | None = None
    fresh_for: timedelta | None = None


class Fetcher(Protocol):
    """Fetches one page within bounded time, size and redirects, politely."""

    async def get(self, request: Request) -> Fetched | NotModified:
        """Return the page, or that it is unchanged; raises ``FetchError`` and nothing else."""
        ...

    async def sitemaps(self, url: str, *, allow_private: bool) -> tuple[str, ...]:
        """Return the sitemaps that the site's robots.txt names; raises ``FetchError``."""
        ...
