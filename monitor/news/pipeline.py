"""The pure flow on one screen: pages or feed items in, articles, verdicts and stories out.

::

    page ─ read_article ─┐
                         ├─ fuller ─ remove_repeats ─ judge ─ place
    entry ─ read_fragment┘

No clock, disk or network: the daemon calls these steps between its transactions, ``explain``
and a cluster call them over a pile of documents.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.errors import UnreadableError
from monitor.news.article import read_article, read_fragment
from monitor.news.article.bounds import check_bounds
from monitor.news.language import identify
from monitor.news.model import Article, Entry, Page, Reading
from monitor.news.repeats import remove_repeats
from monitor.news.topic import Topic
from monitor.news.topic import judge as judge_one

# A page that gives less than this share of what the feed itself carried is a teaser, a consent
# page or a failed extraction: the feed's text is the fuller one.
FULLER = 1.2

_CUT = re.compile(r"(?:…|\.\.\.)[\])]?.{0,30}$")  # 'Read more' may follow

LANGUAGE_SAMPLE = 2000  # characters; identification gains nothing from more


def read(page: Page | None, entry: Entry | None, language: str | None = None) -> Article:
    """Return the fuller of page and feed item as an article, every sentence once and in order.

    ``language`` is the source's, a prior. Raises ``UnreadableError`` when neither holds text.
    """
    if entry is not None and entry.language is None:
        entry = replace(entry, language=language)
    articles: list[Article] = []
    faults: list[UnreadableError] = []
    for candidate in (page, entry):
        try:
            if isinstance(candidate, Page):
                articles.append(_bounded(read_article(candidate, entry)))
            elif candidate is not None and (candidate.content or candidate.summary):
                articles.append(_bounded(_from_entry(candidate)))
        except UnreadableError as fault:
            faults.append(fault)
    if not articles:
        raise faults[0] if faults else UnreadableError("no text in page or feed")
    return clean(_fuller(articles), language)


def clean(article: Article, language: str | None = None) -> Article:
    """Return the article without repeats and with its language known.

    Raises ``UnreadableError`` for one that is longer than any article.
    """
    article = remove_repeats(_bounded(article))
    sample = "\n".join((article.title, *(block.text for block in article.blocks)))
    found = identify(sample[:LANGUAGE_SAMPLE], prior=language or article.language)
    return replace(article, language=found or article.language or language)


def judge(article: Article, topics: Sequence[Topic]) -> Reading:
    """Judge an article against every topic."""
    return Reading(article, tuple(judge_one(article, topic) for topic in topics))


def _bounded(article: Article) -> Article:
    check_bounds([block.text for block in article.blocks])
    return article


def _from_entry(entry: Entry) -> Article:
    article = read_fragment(entry.content or entry.summary, entry.url or "", entry.title)
    return replace(
        article,
        title=entry.title or article.title,
        byline=entry.author or article.byline,
        published=entry.published or article.published,
        language=entry.language or article.language,
        via=entry.via or article.via,
    )


def _fuller(articles: list[Article]) -> Article:
    """Prefer the page; take the feed's text only when it is clearly longer.

    A page that gives no more than the feed's text, where that is cut, is a teaser.
    """
    page, *feed = articles
    if not feed:
        return page
    if page.free is None and _is_cut(feed[0]) and page.length <= FULLER * feed[0].length:
        page = replace(page, free=False)
    if feed[0].length > FULLER * page.length:
        return replace(
            page, blocks=feed[0].blocks, removed=feed[0].removed, title=page.title or feed[0].title
        )
    return page


def _is_cut(article: Article) -> bool:
    """Tell whether a text ends with the mark of one that goes on elsewhere."""
    return bool(article.blocks) and _CUT.search(article.blocks[-1].text) is not None
