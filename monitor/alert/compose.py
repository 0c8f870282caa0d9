"""article, story and system news -> the alert that tells it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.alert.message import HEADLINE, Alert, clean_line, clean_lines, web_address
from monitor.news.model import Article, Development, DevelopmentKind, Link, Role, Verdict
from monitor.news.sentences import sentence_spans

MOST_REASONS = 6
MOST_FACTS = 12
MOST_NEWS = 8

# What a headline says of an event, in the present tense of headlines.
PREDICATES: Mapping[str, str] = {
    "opening": "opens {site}",
    "closure": "closes {site}",
    "layoffs": "lays off people at {site}",
    "relocation": "moves {site} or its people",
    "expansion": "expands {site}",
    "hiring": "hires for {site}",
    "investment": "invests in {site}",
    "partnership": "enters a partnership around {site}",
    "research-output": "publishes research from {site}",
    "scrutiny": "comes under scrutiny over {site}",
    "leadership": "changes who leads {site}",
}

# How a follow-up says what is new; '{}' is a name, a figure or a sentence.
DEVELOPMENTS: Mapping[DevelopmentKind, str] = {
    DevelopmentKind.EVENT: "Another event: {}",
    DevelopmentKind.ORGANISATION: "Another party: {}",
    DevelopmentKind.PLACE: "Another place: {}",
    DevelopmentKind.FIGURE: "A new figure: {}",
    DevelopmentKind.SOURCE: "The first primary source: {}",
    DevelopmentKind.CORRECTION: "A correction: {}",
    DevelopmentKind.DENIAL: "A denial: {}",
    DevelopmentKind.HEADLINE: "The headline now reads: {}",
}


def compose(article: Article, verdict: Verdict, link: Link, source_name: str) -> Alert:
    """Return the alert for a flagged article: every text one clean line, addresses http(s) only."""
    shown = web_address(article.canonical_url) or web_address(article.url)
    other = web_address(article.url)
    evidence = _proof(article, verdict)
    return Alert(
        kind="story",
        headline=clean_line(article.title, HEADLINE) or shown or "An article without a headline",
        topic=clean_line(verdict.topic, HEADLINE),
        outlet=clean_line(source_name or article.site_name or "", HEADLINE),
        url=shown,
        published=article.published,
        organisations=clean_lines(verdict.organisations, MOST_FACTS),
        labs=clean_lines(verdict.labs, MOST_FACTS),
        places=clean_lines(verdict.places, MOST_FACTS),
        events=clean_lines(verdict.events, MOST_FACTS),
        evidence=clean_lines((evidence,) if evidence else (), 1),
        reasons=clean_lines(verdict.reasons, MOST_REASONS),
        links=(("As found in the feed", other),) if other and other != shown else (),
        score=verdict.score,
        story=link.key,
        happened=clean_lines(happened(verdict), MOST_REASONS),
        via=_via(article, source_name),
    )


def compose_update(
    article: Article, verdict: Verdict, link: Link, source_name: str
) -> Alert | None:
    """Return what an article adds to a story that was told, None when it adds nothing."""
    news = tuple(_told(one) for one in link.developments[:MOST_NEWS])
    if not news:
        return None
    alert = compose(article, verdict, link, source_name)
    return replace(alert, kind="update", news=clean_lines(news, MOST_NEWS), reasons=())


def compose_digest(
    headline: str, items: Sequence[Alert], reasons: Sequence[str], topic: str = ""
) -> Alert:
    """Return one alert that tells many, in their order; the reasons say why they waited."""
    return Alert(
        kind="digest",
        headline=clean_line(headline, HEADLINE),
        topic=topic,
        reasons=clean_lines(reasons, MOST_REASONS),
        items=tuple(items),
    )


def system_alert(headline: str, details: Sequence[str] = ()) -> Alert:
    """Return a message of the monitor about itself, for example that a channel is broken."""
    return Alert(
        kind="system",
        headline=clean_line(headline, HEADLINE),
        happened=clean_lines(details, MOST_FACTS),
    )


def test_alert(channel: str, now: datetime) -> Alert:
    """Return an alert that shows its reader every part of a real one and says that it is a test."""
    return Alert(
        kind="test",
        headline=clean_line(f"Test alert to channel {channel}", HEADLINE),
        topic="test",
        outlet="monitor",
        url="https://example.org/a-story",
        published=now,
        organisations=("Example Corp",),
        labs=("Example AI Lab",),
        places=("Shanghai",),
        events=("opening",),
        evidence=("Example Corp said on Monday that it will open an AI lab in Shanghai.",),
        reasons=("This is a test: nothing happened, and alerts reach you.",),
        score=1.0,
        happened=("Example Corp opens Example AI Lab in Shanghai",),
    )


def happened(verdict: Verdict) -> tuple[str, ...]:
    """Return what a verdict found, a headline each: 'Amazon closes AWS Shanghai AI Lab'.

    A lab is named where the verdict knows exactly one; a place where the lab's name does not
    hold it already.
    """
    told = [(h.organisation, h.event, h.place) for h in verdict.happenings]
    if not told:
        who = verdict.organisations[0] if len(verdict.organisations) == 1 else None
        where = verdict.places[0] if len(verdict.places) == 1 else None
        told = [(who, event, where) for event in verdict.events if who is not None]
    unnamed = "a lab" if "lab" in verdict.topic else "a site"
    site = verdict.labs[0] if len(verdict.labs) == 1 else unnamed
    return tuple(dict.fromkeys(_sentence(*one, site) for one in told))


def _proof(article: Article, verdict: Verdict) -> str | None:
    """Return the sentence that shows the verdict best; one of the text where that is the headline."""
    if verdict.proof is not None and verdict.proof not in article.title:
        return verdict.proof
    spans = [
        (found.block, start, end)
        for found in verdict.evidence
        if isinstance(found.block, int) and found.role is not Role.AGAINST
        for start, end in sentence_spans(article.blocks[found.block].text)
        if start <= found.start < end
    ]
    if not spans:
        return verdict.proof or next((found.text for found in verdict.evidence), None)
    block, start, end = Counter(spans).most_common(1)[0][0]
    return article.blocks[block].text[start:end]


def _via(article: Article, source_name: str) -> str | None:
    """Return the outlet that an article credits; one that credits itself credits nobody."""
    via = clean_line(article.via or "", HEADLINE)
    return via if via and via.casefold() != source_name.casefold() else None


def _told(one: Development) -> str:
    return DEVELOPMENTS[one.kind].replace("{}", one.text)


def _sentence(organisation: str | None, event: str, place: str | None, site: str) -> str:
    predicate = PREDICATES.get(event, f"{event}: {{site}}").replace("{site}", site)
    where = f" in {place}" if place and place.casefold() not in predicate.casefold() else ""
    return f"{organisation or 'An organisation'} {predicate}{where}"
