"""News as values: pages in, feeds, articles, verdicts and stories out; no clock, disk or network.

The steps and the values can be imported from here; each loads its room when it is first used, so
that a command which needs one value does not pay for all parsers.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.news.article import read_article, read_blocks, read_fragment, read_text
    from monitor.news.feed import read_feed
    from monitor.news.model import (
        Article,
        Block,
        BlockKind,
        Development,
        DevelopmentKind,
        Entry,
        Evidence,
        Feed,
        Happening,
        Link,
        Page,
        Reading,
        Removal,
        Removed,
        Role,
        Story,
        Telling,
        Verdict,
    )
    from monitor.news.pipeline import clean, judge, read
    from monitor.news.repeats import remove_repeats
    from monitor.news.story import StoryBook, place, summary, tell
    from monitor.news.topic import Topic, TopicDefinition, compile_topic, shipped

__all__ = [
    "Article",
    "Block",
    "BlockKind",
    "Development",
    "DevelopmentKind",
    "Entry",
    "Evidence",
    "Feed",
    "Happening",
    "Link",
    "Page",
    "Reading",
    "Removal",
    "Removed",
    "Role",
    "Story",
    "StoryBook",
    "Telling",
    "Topic",
    "TopicDefinition",
    "Verdict",
    "clean",
    "compile_topic",
    "judge",
    "place",
    "read",
    "read_article",
    "read_blocks",
    "read_feed",
    "read_fragment",
    "read_text",
    "remove_repeats",
    "shipped",
    "summary",
    "tell",
]

_ROOMS = {
    "read_article": "article",
    "read_blocks": "article",
    "read_fragment": "article",
    "read_text": "article",
    "read_feed": "feed",
    "remove_repeats": "repeats",
    "Topic": "topic",
    "TopicDefinition": "topic",
    "compile_topic": "topic",
    "shipped": "topic",
    "place": "story",
    "summary": "story",
    "tell": "story",
    "StoryBook": "story",
    "clean": "pipeline",
    "judge": "pipeline",
    "read": "pipeline",
}


def __getattr__(name: str) -> object:
    """Load the room that holds the name; what stands in no other room is a value of the model."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"monitor.news.{_ROOMS.get(name, 'model')}"), name)
