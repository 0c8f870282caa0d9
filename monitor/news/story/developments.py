"""Article against its story: what it says that the story did not say before.

A retelling in other words adds nothing. An event, a party, a city, a figure of the headline or of
the sentence that proves the verdict, the first word of a primary source, a correction or a denial
does.
"""

import re
from urllib.parse import urlsplit

from monitor.news.model import Article, Development, DevelopmentKind, Story, Verdict
from monitor.news.sentences import sentence_spans
from monitor.news.story.figures import figures_in

# Places that say no more than that it is the country at large agree with any city in it.
COUNTRY_AT_LARGE = frozenset({"China"})

LEAD = 3  # blocks in which a correction or a denial is looked for, beside the headline
LONGEST = 300  # characters of a sentence that is passed on

_CORRECTION = re.compile(
    r"\b(?:correct(?:ion|s|ed)(?: to| that)?\s*[:\[(]|an earlier version of th|đính chính|"
    r"cải chính|berichtigung|korrektur\b|richtigstellung|in einer früheren (?:version|fassung)|"
    r"rectificatif|erratum|une version précédente)|更正|勘误|訂正|정정",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied)\b|refutes?\b|rejects? (?:the )?(?:report|claim)|phủ nhận|bác bỏ|bác tin|"
    r"dementier|bestreite[tn]\b|weis(?:t|en)\b[^.]{0,60}\bzurück|dément|nie(?:nt)?\b(?= (?:les?|la|l'|l’|vouloir|avoir)))"
    r"|否认|否認|辟谣|闢謠|不实|否定|부인|사실무근",
    re.IGNORECASE,
)
_OFFICIAL = re.compile(r"(?:^|\.)(?:gov|gouv|go|mil|bund)(?:\.[a-z]{2,3})?$")


def developments(
    article: Article, verdict: Verdict, story: Story, *, copy: bool
) -> tuple[Development, ...]:
    """Return what an article adds to a story that it joins, the weightiest first.

    A copy adds nothing but a correction.
    """
    notes = _notes(article, verdict, story)
    if copy:
        return tuple(note for note in notes if note.kind is DevelopmentKind.CORRECTION)
    cities = tuple(place for place in verdict.places if place not in COUNTRY_AT_LARGE)
    return (
        *notes,
        *_new(DevelopmentKind.EVENT, verdict.events, story.events),
        *_new(DevelopmentKind.ORGANISATION, verdict.organisations, story.organisations),
        *_new(DevelopmentKind.PLACE, cities, story.places),
        *_figures(article, verdict, story),
    )


def revised(
    article: Article, verdict: Verdict, story: Story, before: str
) -> tuple[Development, ...]:
    """Return what an article of the story says since it was changed; ``before``: its old headline.

    A headline that gained or lost the name of the outlet is the same.
    """
    found = developments(article, verdict, story, copy=False)
    mine, old = letters(article.title), letters(before)
    if mine in old or old in mine:
        return found
    return (*found, Development(DevelopmentKind.HEADLINE, article.title))


def letters(title: str) -> str:
    """Return what two spellings of one headline have in common."""
    return "".join(sign for sign in title.casefold() if sign.isalnum())


def told_once(article: Article, verdict: Verdict) -> tuple[str, ...]:
    """Return the kinds of development that a story with this article tells no second time."""
    return tuple(kind.value for kind, text in _signs(article, verdict) if text)


def _notes(article: Article, verdict: Verdict, story: Story) -> tuple[Development, ...]:
    return tuple(
        Development(kind, text)
        for kind, text in _signs(article, verdict)
        if text and kind.value not in story.told
    )


def _signs(article: Article, verdict: Verdict) -> tuple[tuple[DevelopmentKind, str | None], ...]:
    return (
        (DevelopmentKind.CORRECTION, _sentence(article, _CORRECTION)),
        (DevelopmentKind.DENIAL, _sentence(article, _DENIAL)),
        (DevelopmentKind.SOURCE, primary_source(article, verdict)),
    )


def _new(
    kind: DevelopmentKind, mine: tuple[str, ...], theirs: tuple[str, ...]
) -> tuple[Development, ...]:
    return tuple(Development(kind, name) for name in mine if name not in theirs)


def _sentence(article: Article, sign: re.Pattern[str]) -> str | None:
    """Return the first sentence of headline and lead that bears the sign."""
    for text in (article.title, *(block.text for block in article.blocks[:LEAD])):
        for start, end in sentence_spans(text):
            if sign.search(text, start, end):
                return text[start:end].strip()[:LONGEST]
    return None


def primary_source(article: Article, verdict: Verdict) -> str | None:
    """Return the name of an organisation or office that speaks for itself, None for a reporter."""
    try:
        host = (urlsplit(article.canonical_url or article.url).hostname or "").lower()
    except ValueError:
        return None
    if not host:
        return None
    if _OFFICIAL.search(host):
        return article.site_name or host
    labels = re.split(r"[.\-]", host)
    for name in verdict.organisations:
        letters = "".join(sign for sign in name.casefold() if sign.isascii() and sign.isalnum())
        if letters and any(_bears(label, letters) for label in labels):
            return name
    return None


def _bears(label: str, letters: str) -> bool:
    return letters == label or (len(letters) >= 5 and letters in label)


def _figures(article: Article, verdict: Verdict, story: Story) -> tuple[Development, ...]:
    found = figures_in(f"{article.title}\n{verdict.proof or ''}")
    return tuple(
        Development(DevelopmentKind.FIGURE, shown)
        for digits, shown in found.items()
        if digits not in story.figures
    )
