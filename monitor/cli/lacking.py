"""Why an article was left alone, in the words that it held and those that it lacked."""

from monitor.news.model import Article
from monitor.news.topic import Topic
from monitor.news.topic.inventory import Part, inventory


def lacking(article: Article, topic: Topic) -> list[str]:
    """Return a line for what of the topic is there, one for what is missing, one for what speaks against it."""
    parts = inventory(article, topic)
    there = [_told(part) for part in parts if part.found and not part.against]
    missing = [part.name for part in parts if not part.found]
    against = [_told(part) for part in parts if part.against]
    lines = (
        ("there:", there),
        ("missing:", missing or ["no part by itself; how they stand to each other decided"]),
        ("against:", against),
    )
    return [f"{name:<8} {'; '.join(words)}" for name, words in lines if words]


def _told(part: Part) -> str:
    return f"{part.name} ({', '.join(part.found)})"
