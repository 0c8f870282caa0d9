"""Articles that tell one story join it; others open their own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.news.model import Article, Story, Verdict
from monitor.news.story import extend, link

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def article(
    title: str = "Amazon closes its Shanghai lab", url: str = "https://a.example/1"
) -> Article:
    return Article(url=url, title=title, blocks=(), published=NOW)


def verdict(
    organisation: str = "Amazon", place: str = "Shanghai", event: str = "closure"
) -> Verdict:
    return Verdict(
        topic="labs",
        flagged=True,
        score=0.9,
        organisations=(organisation,),
        places=(place,) if place else (),
        events=(event,) if event else (),
    )


def story_of(told: Article, judged: Verdict) -> Story:
    return extend(None, link(told, judged, (), NOW).key, told, judged, NOW)


FIRST = story_of(article(), verdict())
OTHER = article("亚马逊关闭上海实验室", "https://b.example/2")


def test_the_same_event_in_another_language_joins() -> None:
    joined = link(OTHER, verdict(), (FIRST,), NOW)
    assert (joined.key, joined.joined) == (FIRST.key, True)
    assert "Amazon" in joined.reason


def test_another_organisation_opens_its_own_story() -> None:
    assert not link(OTHER, verdict("IBM"), (FIRST,), NOW).joined


def test_another_event_at_the_same_lab_is_another_story() -> None:
    assert not link(OTHER, verdict(event="hiring"), (FIRST,), NOW).joined


def test_another_city_is_another_story() -> None:
    assert not link(OTHER, verdict(place="Shenzhen"), (FIRST,), NOW).joined


def test_the_country_at_large_agrees_with_any_city() -> None:
    assert link(OTHER, verdict(place="China"), (FIRST,), NOW).joined


def test_an_article_weeks_later_is_another_story() -> None:
    late = replace(OTHER, published=NOW + timedelta(days=20))
    assert not link(late, verdict(), (FIRST,), NOW).joined


def test_another_topic_never_joins() -> None:
    assert not link(OTHER, replace(verdict(), topic="chips"), (FIRST,), NOW).joined


def test_linking_twice_gives_the_same_key() -> None:
    again = article(url="https://a.example/1?utm_source=feed#top")
    assert link(again, verdict(), (), NOW).key == FIRST.key


def test_a_story_grows_by_what_its_articles_add() -> None:
    grown = extend(FIRST, FIRST.key, OTHER, verdict(place="Beijing", event="layoffs"), NOW)
    assert grown.places == ("Shanghai", "Beijing")
    assert grown.events == ("closure", "layoffs")
    assert grown.title == FIRST.title
    assert len(grown.titles) == 2


def test_the_order_of_candidates_does_not_matter() -> None:
    near = story_of(article("x", "https://c.example/3"), verdict(place=""))
    forwards = link(OTHER, verdict(), (FIRST, near), NOW)
    backwards = link(OTHER, verdict(), (near, FIRST), NOW)
    assert forwards == backwards
    assert forwards.key == FIRST.key
