"""entry -> seen before or not, whatever the publisher does to its ids and addresses."""

from collections import Counter
from collections.abc import Sequence

from sqlite_utils import Database

from monitor.news.model import Entry
from monitor.news.urls import normalise
from monitor.store.columns import optional_time_text, storable

LONGEST_KEY = 300
TWINS = 2  # entries of one address in a poll that may still be one article, listed twice

BY_ID = "SELECT 1 FROM entries WHERE source = ? AND feed_id = ? LIMIT 1"
BY_ADDRESS = "SELECT 1 FROM entries WHERE source = ? AND url_key = ? LIMIT 1"
BY_TITLE = (  # published = NULL is never true: undated entries need the id as well
    "SELECT 1 FROM entries WHERE source = ? AND title_key = ? "
    "AND (feed_id = ? OR published = ?) LIMIT 1"
)


class Newcomers:
    """Tells the new entries of one poll from those its source brought before.

    An entry is known by its address; renumbered ids do not make it new, and an id that is given
    to another article does not hide that one. Where a feed gives many entries one address, or
    none, the id decides; a moved article is known by its title and date.
    """

    def __init__(self, db: Database, source: str, entries: Sequence[Entry]) -> None:
        self._db = db
        self._source = source
        keys = Counter(normalise(entry.url) for entry in entries if entry.url)
        self._shared = {key for key, count in keys.items() if count > TWINS}

    def url_key(self, entry: Entry) -> str | None:
        """Return the address that identifies the entry, None where the feed's addresses don't."""
        key = normalise(entry.url) if entry.url else None
        return None if key is None or key in self._shared else storable(key)

    def title_key(self, entry: Entry) -> str:
        """Return letters and digits of the title."""
        return "".join(sign for sign in entry.title.casefold() if sign.isalnum())[:LONGEST_KEY]

    def is_known(self, entry: Entry) -> bool:
        """Tell whether this source brought the entry before."""
        url_key, feed_id = self.url_key(entry), storable(entry.id)
        if url_key is None:
            return self._any(BY_ID, feed_id)
        if self._any(BY_ADDRESS, url_key):
            return True
        title_key, published = self.title_key(entry), optional_time_text(entry.published)
        return bool(title_key) and self._any(BY_TITLE, title_key, feed_id, published)

    def _any(self, query: str, *values: str | None) -> bool:
        return self._db.execute(query, [self._source, *values]).fetchone() is not None
