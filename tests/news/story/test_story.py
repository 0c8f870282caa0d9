"""Articles that tell one story join it; others open their own."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.news.model import Article, Block, BlockKind, Story, Verdict
from monitor.news.story import extend, link
from monitor.news.story.likeness import likeness, sketch

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


def test_weeks_between_need_more_in_common() -> None:
    late = replace(OTHER, published=NOW + timedelta(days=20))
    assert link(late, verdict(), (FIRST,), NOW).joined
    assert not link(late, verdict(place=""), (FIRST,), NOW).joined


def test_months_between_are_another_story() -> None:
    late = replace(OTHER, published=NOW + timedelta(days=60))
    assert not link(late, verdict(), (FIRST,), NOW).joined


def test_an_opening_never_joins_a_closure() -> None:
    assert not link(OTHER, verdict(event="opening"), (FIRST,), NOW).joined


def test_layoffs_join_the_closure_they_come_from() -> None:
    assert link(OTHER, verdict(event="layoffs"), (FIRST,), NOW).joined


def test_a_figure_in_common_stands_for_a_missing_city() -> None:
    told = replace(OTHER, blocks=(Block(BlockKind.PARAGRAPH, "公司裁员1,640人。"),))
    first = extend(None, "s", replace(told, title="裁员1640人"), verdict(place=""), NOW)
    late = replace(told, published=NOW + timedelta(days=20))
    assert "1640" in first.figures
    assert link(late, verdict(place=""), (first,), NOW).joined


def test_a_copied_text_joins_whatever_its_headline_and_verdict() -> None:
    text = " ".join(f"Sentence {n} tells something of its own about it." for n in range(30))
    body = (Block(BlockKind.PARAGRAPH, text),)
    first = story_of(replace(article(), blocks=body), verdict())
    copied = replace(OTHER, blocks=(*body, Block(BlockKind.PARAGRAPH, "Edited by the desk.")))
    found = link(copied, verdict(place="", event=""), (first,), NOW)
    assert found.joined
    assert "a copy" in found.reason


def test_two_texts_of_one_length_are_no_copies() -> None:
    one = Block(BlockKind.PARAGRAPH, "".join(f"Amazon closes lab {n}. " for n in range(40)))
    two = Block(BlockKind.PARAGRAPH, "".join(f"IBM opens centre {n * 7}. " for n in range(40)))
    sketches = [sketch(replace(OTHER, blocks=(block,))) for block in (one, two)]
    assert likeness(*sketches) < 0.2


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
