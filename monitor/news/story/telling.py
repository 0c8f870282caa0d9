"""A flagged article -> what linking keeps of it, and the keys under which it is looked up."""

import hashlib
import math
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from monitor.news.model import Article, Telling, Verdict
from monitor.news.story.developments import COUNTRY_AT_LARGE, letters, told_once
from monitor.news.story.figures import figures
from monitor.news.story.fingerprints import fingerprints, unpacked
from monitor.news.story.kinship import owners
from monitor.news.story.round_ups import sums_up
from monitor.news.story.terms import Counts, assumed_share, term_hash, terms
from monitor.news.urls import normalise

Keys = tuple[tuple[str, int], ...]

KEPT = 40  # terms under which an article is kept that names no organisation
RAREST = 16  # … under which it is looked up, beside those of its headline; another one is kept
WORD, OF_UNNAMED = "w:", "u:"  # kept by all; by those that name no organisation
MOST_OFTEN = 255
MOST_COMMON = 255
EMPHASIS = (
    0.0,
    *(1.0 + math.log(often) for often in range(1, MOST_OFTEN + 1)),
)  # of saying a term so often
SHORTEST_TITLE = 8  # letters; two signs of Han count as much as five letters


def tell(article: Article, verdict: Verdict, now: datetime) -> Telling:
    """Return what an article tells; ``now`` stands in for a missing date."""
    text = "\n".join(block.text for block in article.blocks)
    cities = tuple(place for place in verdict.places if place not in COUNTRY_AT_LARGE)
    subjects, sites = _happened(verdict, cities)
    counted = terms(article)
    in_title = terms(Article("", article.title, ()))
    ordered = [*in_title, *(term for term in counted if term not in in_title)]
    return Telling(
        id=identity(article),
        topic=verdict.topic,
        told_at=article.published or now,
        language=article.language,
        title=article.title,
        organisations=verdict.organisations,
        labs=verdict.labs,
        places=cities,
        events=verdict.events,
        subjects=subjects,
        sites=sites,
        figures=figures(article),
        told=told_once(article, verdict),
        terms=array("I", map(term_hash, ordered)).tobytes(),
        frequencies=bytes(min(MOST_OFTEN, counted[term]) for term in ordered),
        commonness=bytes(round(MOST_COMMON * assumed_share(term)) for term in ordered),
        title_terms=len(in_title),
        fingerprints=fingerprints(text),
        sums_up=sums_up(article.title, verdict, subjects, sites),
    )


def identity(article: Article) -> str:
    """Return the address without what does not identify it; of an article without one, its text."""
    address = article.canonical_url or article.url
    if address:
        return normalise(address)
    text = "\n".join((article.title, *(block.text for block in article.blocks)))
    return f"text:{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:16]}"


def _happened(verdict: Verdict, cities: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return to whom something happens, and in which cities.

    An article names others in passing: who closed a lab last year. Without a happening tied to
    someone, all that the verdict names may be meant.
    """
    subjects = dict.fromkeys(h.organisation for h in verdict.happenings if h.organisation)
    if not subjects:
        return verdict.organisations, cities
    sites = dict.fromkeys(h.place for h in verdict.happenings if h.place in cities)
    if not sites and len(cities) == 1:
        return tuple(subjects), cities
    return tuple(subjects), tuple(place for place in sites if place)


def story_key(topic: str, article: str) -> str:
    """Return the name of the story that an article opens."""
    digest = hashlib.sha256(f"{topic}\n{article}".encode("utf-8", "replace"))
    return f"s-{digest.hexdigest()[:12]}"


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """The terms of an article, weighed; what all others are compared with."""

    weights: Mapping[int, float]  # the heaviest first
    rarities: Mapping[int, float]
    title: frozenset[int]
    norm: float
    title_norm: float


@dataclass(frozen=True, slots=True)
class Shelved:
    """An article that was linked before, with the lengths of its vector and of its headline's."""

    telling: Telling
    norm: float
    title_norm: float


def weighed(telling: Telling, counts: Counts) -> Vector:
    """Weigh the terms of an article by how rare they are."""
    found: list[tuple[float, int]] = []
    rarities: dict[int, float] = {}
    known: dict[tuple[int, int], float] = {}  # most terms stand in as few articles
    terms = unpacked(telling.terms)
    for term, often, common in zip(terms, telling.frequencies, telling.commonness, strict=True):
        alike = (counts.holding.get(term, 0), common)
        if alike not in known:
            known[alike] = counts.rarity(alike[0], common / MOST_COMMON)
        if rarity := known[alike]:
            rarities[term] = rarity
            found.append((-EMPHASIS[often] * rarity, term))
    weights = {term: -weight for weight, term in sorted(found)}
    title = frozenset(terms[: telling.title_terms]) & rarities.keys()
    title_norm = _norm(rarities[term] for term in title)
    return Vector(weights, rarities, title, _norm(weights.values()), title_norm)


def keys(telling: Telling, vector: Vector) -> Keys:
    """Return the keys under which an article is kept, with what sharing one says."""
    title = sorted(vector.title)
    rarest = islice(vector.weights, RAREST if telling.subjects else KEPT)
    words = dict.fromkeys((*title, *rarest))
    return (
        *_facts(telling),
        *((f"{WORD}{term:x}", 1) for term in words),
        *((f"{OF_UNNAMED}{term:x}", 1) for term in (() if telling.subjects else title)),
    )


def asked(telling: Telling, vector: Vector, counts: Counts) -> Keys:
    """Return the keys under which to look for others.

    Of the words, those that others have: most of the rarest words of an article stand in no other one.
    Of two articles that name organisations, these say all that words could say.
    """
    title = sorted(vector.title)
    if telling.subjects:
        return (*_facts(telling), *((f"{OF_UNNAMED}{term:x}", 1) for term in title))
    known = (term for term in vector.weights if counts.holding.get(term, 0) > counts.itself)
    words = dict.fromkeys((*title, *islice(known, RAREST)))
    return (*_facts(telling), *((f"{WORD}{term:x}", 1) for term in words))


def _facts(telling: Telling) -> Keys:
    found: list[tuple[str, int]] = []
    if (title := letters(telling.title)) and len(title.encode()) >= SHORTEST_TITLE:
        found.append((f"t:{title[:120]}", 8))
    for name in _parties(telling.subjects):
        found += [(f"o:{name}|{event}", 4) for event in telling.events]
        found += [(f"o:{name}|{lab}", 4) for lab in telling.labs]
        found += [(f"o:{name}|{place}", 4) for place in telling.sites]
        found.append((f"o:{name}", 8))
    found += [(f"p:{place}|{event}", 3) for place in telling.sites for event in telling.events]
    return tuple(found)


def _parties(subjects: tuple[str, ...]) -> Iterable[str]:
    """Return organisations with their owners, under whose name others may tell of them."""
    return dict.fromkeys((*subjects, *(owner for name in subjects for owner in owners(name))))


def _norm(weights: Iterable[float]) -> float:
    return math.sqrt(math.fsum(weight * weight for weight in weights))
