"""verdict -> story: flagged articles in groups that tell one event each.

**Which articles tell one story is decided on the set, not on the order of arrival.** Two articles
are weighed against each other by what their verdicts know (organisation, lab, city, event,
figures, days apart), by fingerprints that find copies, by headline and, where the language is
shared, by weighed words (``agreement``). The pairs fall into groups by average linkage
(``grouping``): the same set always gives the same groups. Average linkage never joins
what no single strong pair connects, so that an article that arrives, however late, only has the
articles looked at again that hang together with it by strong pairs (``linking``); that is exact.

What was told stays: a story keeps its key, and the key stays with the article that opened it. If
a late article shows that two stories are one, the later one's articles move to the story that was
opened first; if it parts a story, those without the opener get a new key. A person's word (``Hand``)
goes before all of this.

Three things do depend on the order. The key is the first arrival's. An article that
names no organisation is weighed by its words and by how many articles hold them, which is not known at
first: a pair on the very border may be weighed otherwise early than late. And where more than ``linking.LARGEST`` articles hang
together, as in a broad topic, only the newcomer finds its place. ``StoryBook.settled`` decides a pile anew
with the counts of all of it, so that there no order enters at all.
"""

from monitor.news.story.book import StoryBook
from monitor.news.story.linking import place
from monitor.news.story.summary import summary
from monitor.news.story.telling import identity, story_key, tell

__all__ = ["StoryBook", "identity", "place", "story_key", "summary", "tell"]
