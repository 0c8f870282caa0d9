"""Articles that tell one story join it; others open their own."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.news.model import Article, Block, BlockKind, Happening, Link, Verdict
from monitor.news.story import StoryBook

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


FIRST = article()
OTHER = article("亚马逊关闭上海实验室", "https://b.example/2")


def second(
    told: Article, judged: Verdict, first: Article = FIRST, of_first: Verdict | None = None
) -> Link:
    """Return the link of an article that comes after the first."""
    book = StoryBook()
    book.place(first, of_first or verdict(), NOW)
    return book.place(told, judged, NOW)


def test_the_same_event_in_another_language_joins() -> None:
    joined = second(OTHER, verdict())
    assert joined.joined
    assert "Amazon" in joined.reason


def test_another_organisation_opens_its_own_story() -> None:
    assert not second(OTHER, verdict("IBM")).joined


def test_owner_and_owned_are_one_party_and_two_that_one_owns_are_not() -> None:
    assert second(OTHER, verdict("Nokia"), of_first=verdict("Bell Labs")).joined
    assert second(OTHER, verdict("LinkedIn"), of_first=verdict("Microsoft")).joined
    assert not second(OTHER, verdict("LinkedIn"), of_first=verdict("GitHub")).joined


def test_a_name_written_in_another_script_has_to_be_made_up_for_by_a_figure() -> None:
    counted = (Block(BlockKind.PARAGRAPH, "40 engineers"),)
    first, told = replace(FIRST, blocks=counted), replace(OTHER, blocks=counted)
    assert second(told, verdict("峡智"), first, verdict("Fjordwise")).joined
    assert not second(OTHER, verdict("峡智"), first, verdict("Fjordwise")).joined
    assert not second(told, verdict("峡智"), first, verdict("Microsoft")).joined


def test_a_province_agrees_with_its_cities_and_with_no_other() -> None:
    later = replace(OTHER, published=NOW + timedelta(days=2))
    assert second(later, verdict(place="Suzhou"), of_first=verdict(place="Jiangsu")).joined
    assert not second(later, verdict(place="Suzhou"), of_first=verdict(place="Zhejiang")).joined


def test_another_event_at_the_same_lab_is_another_story_that_names_the_first() -> None:
    later = replace(OTHER, published=NOW + timedelta(days=50))
    found = second(later, verdict(event="hiring"))
    first = StoryBook().place(FIRST, verdict(), NOW)
    assert (found.joined, found.earlier) == (False, first.key)
    assert first.key in found.reason


def test_another_city_is_another_story() -> None:
    assert not second(OTHER, verdict(place="Shenzhen")).joined


def test_the_country_at_large_agrees_with_any_city() -> None:
    assert second(OTHER, verdict(place="China")).joined


def test_weeks_between_need_more_in_common() -> None:
    late = replace(OTHER, published=NOW + timedelta(days=12))
    assert second(late, verdict()).joined
    assert not second(late, verdict(place="")).joined


def test_a_date_without_a_day_is_near_the_whole_month() -> None:
    open_date = replace(OTHER, published=datetime(2026, 11, 1, tzinfo=UTC))
    assert second(open_date, verdict()).joined
    known = replace(OTHER, published=datetime(2026, 11, 1, 9, 30, tzinfo=UTC))
    assert not second(known, verdict()).joined


def test_a_month_between_needs_the_same_lab() -> None:
    late = replace(OTHER, published=NOW + timedelta(days=30))
    known = replace(verdict(), labs=("AWS Shanghai AI Lab",))
    assert not second(late, verdict()).joined
    assert second(late, known, of_first=known).joined


def test_what_is_named_in_passing_makes_no_story_one() -> None:
    """Amazon closes, and the article recalls IBM's closure; IBM's own article recalls Amazon's."""
    both = replace(verdict(), organisations=("Amazon", "IBM"), places=("Shanghai", "Beijing"))
    of_amazon = replace(both, happenings=(Happening("closure", "Amazon", "Shanghai"),))
    of_ibm = replace(both, happenings=(Happening("closure", "IBM", "Beijing"),))
    assert not second(OTHER, of_ibm, of_first=of_amazon).joined
    assert second(OTHER, verdict(), of_first=of_amazon).joined


def test_months_between_are_another_story() -> None:
    assert not second(replace(OTHER, published=NOW + timedelta(days=60)), verdict()).joined


def test_an_opening_never_joins_a_closure() -> None:
    assert not second(OTHER, verdict(event="opening")).joined


def test_layoffs_join_the_closure_they_come_from() -> None:
    assert second(OTHER, verdict(event="layoffs")).joined


def test_a_figure_in_common_stands_for_a_missing_city() -> None:
    told = replace(OTHER, blocks=(Block(BlockKind.PARAGRAPH, "公司裁员1,640人。"),))
    first = replace(told, title="裁员1640人", url="https://c.example/3")
    late = replace(told, published=NOW + timedelta(days=12))
    assert second(late, verdict(place=""), first, verdict(place="")).joined


def test_another_topic_never_joins() -> None:
    assert not second(OTHER, replace(verdict(), topic="chips")).joined


def test_placing_twice_changes_nothing() -> None:
    again = article(url="https://a.example/1?utm_source=feed#top")
    found = second(again, verdict())
    assert (found.joined, found.key) == (True, StoryBook().place(FIRST, verdict(), NOW).key)
    assert found.developments == ()


def test_articles_without_an_address_are_told_apart_by_their_text() -> None:
    blocks = (Block(BlockKind.PARAGRAPH, "IBM opens a lab in Dalian."),)
    found = second(replace(FIRST, url="", blocks=blocks), verdict("IBM"), replace(FIRST, url=""))
    assert not found.joined


def test_two_short_texts_that_share_one_word_are_two_stories() -> None:
    """Told on the first day, when no word is known to be common."""
    book, said = StoryBook(), Verdict("any", True, 1.0)
    texts = ("qwx zzrk blorf", "blorf nnp tvvk")
    links = [
        book.place(article(text, f"https://{n}.example"), said, NOW) for n, text in enumerate(texts)
    ]
    assert not links[1].joined


@pytest.mark.parametrize(
    "title",
    [
        "Why foreign AI labs are leaving China",
        "外资研发中心扎堆撤离上海",
        "Làn sóng rút phòng thí nghiệm AI khỏi Thượng Hải",
        "Westliche Konzerne ziehen ihre Forscher ab",
    ],
)
def test_a_comment_on_a_trend_joins_none_of_the_stories_it_names(title: str) -> None:
    assert not second(replace(OTHER, title=title), verdict()).joined
    named = f"Amazon: {title}"
    assert second(replace(OTHER, title=named), verdict()).joined


def test_a_topic_without_organisations_knows_no_comments_on_a_trend() -> None:
    words = "xe điện khuyến mãi đại lý khách hàng Hải Phòng trợ giá pin thuê lãi suất phí trước bạ".split()
    told = [
        replace(
            FIRST,
            url=f"https://{seed}.example",
            title=title,
            blocks=(Block(BlockKind.PARAGRAPH, " ".join(random.Random(seed).sample(words, 19))),),
        )
        for seed, title in enumerate(("Các hãng xe giảm giá", "Giảm giá xe điện"))
    ]
    said = Verdict("any", True, 1.0)
    assert second(told[1], said, told[0], said).joined


def test_a_headline_of_many_names_and_cities_makes_a_round_up() -> None:
    names, cities = ("Amazon", "Microsoft", "Google"), ("Shanghai", "Beijing")
    of_first_only = (Happening("closure", "Amazon", "Shanghai"),)
    several = replace(verdict(), organisations=names, places=cities, happenings=of_first_only)
    assert not second(replace(OTHER, title="Amazon, Microsoft, Google: who leaves"), several).joined
    assert second(replace(OTHER, title="Amazon closes as others did"), several).joined


@pytest.mark.parametrize(
    "title",
    [
        "Week in tech: Amazon and others leave Shanghai",
        "一周回顾：亚马逊关闭上海实验室",
        "Điểm tin: Amazon rời Thượng Hải",
        "Wochenrückblick: Amazon verlässt Schanghai",
    ],
)
def test_a_round_up_joins_none_of_the_stories_it_sums_up(title: str) -> None:
    assert not second(replace(OTHER, title=title), verdict()).joined


@pytest.mark.parametrize(
    "title", ["Amazon to close its Shanghai lab this week", "亚马逊一周内关闭上海实验室"]
)
def test_a_week_in_a_headline_makes_no_round_up(title: str) -> None:
    assert second(replace(OTHER, title=title), verdict()).joined


def test_tellers_who_name_one_city_each_of_several_join_by_a_figure() -> None:
    several = replace(verdict("IBM", "Beijing"), places=("Beijing", "Shanghai"))
    of_beijing = replace(several, happenings=(Happening("closure", "IBM", "Beijing"),))
    of_shanghai = replace(several, happenings=(Happening("closure", "IBM", "Shanghai"),))
    counted = replace(OTHER, blocks=(Block(BlockKind.PARAGRAPH, "1,000 people go."),))
    first = replace(counted, url="https://c.example/3")
    assert second(counted, of_shanghai, first, of_beijing).joined


def test_two_long_figures_make_up_for_a_mistaken_event() -> None:
    asked = (Block(BlockKind.PARAGRAPH, "Some 700 to 800 engineers were asked to move."),)
    told, first = replace(OTHER, blocks=asked), replace(FIRST, blocks=asked)
    assert second(told, verdict(event="hiring"), first, verdict(event="closure")).joined
    late = replace(told, published=NOW + timedelta(days=5))
    assert not second(late, verdict(event="hiring"), first, verdict(event="closure")).joined


def test_one_figure_makes_up_for_a_mistaken_event_at_the_same_site() -> None:
    counted = (Block(BlockKind.PARAGRAPH, "110 people work there."),)
    told, first = replace(OTHER, blocks=counted), replace(FIRST, blocks=counted)
    assert second(told, verdict(event="opening"), first).joined
    elsewhere = verdict(event="opening", place="Beijing")
    assert not second(told, elsewhere, first).joined


def test_a_figure_makes_up_for_an_organisation_that_is_not_known() -> None:
    unknown = replace(verdict(), organisations=())
    counted = replace(OTHER, blocks=(Block(BlockKind.PARAGRAPH, "1,640 people go."),))
    first = replace(counted, title="1,640 desks", url="https://c.example/3")
    assert second(counted, unknown, first).joined
    assert not second(OTHER, unknown).joined
