"""What an alert says of an article: clean, proved by a sentence, and in a follow-up what is new."""

from dataclasses import replace

import pytest

from monitor.alert.compose import compose, compose_update
from monitor.alert.message import Alert, from_json, readable, to_json
from monitor.errors import UnreadableError
from monitor.news.model import (
    Article,
    Block,
    BlockKind,
    Development,
    DevelopmentKind,
    Evidence,
    Link,
    Role,
    Verdict,
)

TITLE = "Amazon shuts its AI lab in Shanghai"
LEAD = "It was a mild week. Amazon told staff of its Shanghai lab to go. Traders shrugged."
ARTICLE = Article(
    url="https://gazette.test/lab?utm_source=feed",
    title=TITLE,
    blocks=(Block(BlockKind.PARAGRAPH, LEAD),),
    canonical_url="https://gazette.test/lab",
)
VERDICT = Verdict(
    topic="labs",
    flagged=True,
    score=0.9,
    organisations=("Amazon",),
    places=("Shanghai",),
    events=("closure",),
    evidence=(
        Evidence("title", 0, 6, "Amazon", Role.ORGANISATION),
        Evidence(0, 20, 26, "Amazon", Role.ORGANISATION),
        Evidence(0, 45, 53, "Shanghai", Role.PLACE),
        Evidence(0, 65, 72, "Traders", Role.AGAINST),
    ),
    proof=TITLE,
)
LINK = Link("s-1", joined=True, reason="the same lab")


def test_a_headline_that_proves_itself_gives_way_to_a_sentence_of_the_text() -> None:
    alert = compose(ARTICLE, VERDICT, LINK, "Gazette")
    assert alert.evidence == ("Amazon told staff of its Shanghai lab to go.",)
    assert alert.url == "https://gazette.test/lab"
    assert alert.links == (("As found in the feed", "https://gazette.test/lab?utm_source=feed"),)
    assert alert.happened == ("Amazon closes a lab in Shanghai",)


def test_a_proof_in_the_text_is_shown_as_it_is() -> None:
    proof = "Amazon told staff of its Shanghai lab to go."
    assert compose(ARTICLE, replace(VERDICT, proof=proof), LINK, "x").evidence == (proof,)


def test_where_nothing_but_the_headline_speaks_it_is_the_proof() -> None:
    bare = replace(VERDICT, evidence=VERDICT.evidence[:1])
    assert compose(ARTICLE, bare, LINK, "x").evidence == (TITLE,)


def test_an_outlet_that_credits_itself_credits_nobody() -> None:
    own = replace(ARTICLE, via="Gazette")
    assert compose(own, VERDICT, LINK, "gazette").via is None
    assert compose(own, VERDICT, LINK, "Herald").via == "Gazette"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.test", "http://", "data:x", ""])
def test_only_addresses_of_the_web_are_links(address: str) -> None:
    alert = compose(replace(ARTICLE, url=address, canonical_url=address), VERDICT, LINK, "x")
    assert (alert.url, alert.links) == (None, ())


@pytest.mark.parametrize("kind", DevelopmentKind)
def test_a_follow_up_says_what_is_new_whatever_it_is(kind: DevelopmentKind) -> None:
    link = replace(LINK, developments=(Development(kind, "Bei{jing}"),))
    update = compose_update(ARTICLE, VERDICT, link, "Gazette")
    assert update is not None
    assert update.kind == "update"
    assert update.news[0].endswith(": Bei{jing}")


def test_what_adds_nothing_has_no_follow_up() -> None:
    assert compose_update(ARTICLE, VERDICT, LINK, "Gazette") is None


def test_a_digest_comes_back_from_its_payload_whole() -> None:
    story = compose(ARTICLE, VERDICT, LINK, "Gazette")
    digest = Alert("digest", "2 stories", items=(story, replace(story, news=("A denial: no",))))
    assert from_json(to_json(digest)) == digest


@pytest.mark.parametrize("payload", ["", "[]", "{}", '{"headline": 1}', "[" * 100_000])
def test_a_damaged_payload_is_refused_and_shown_all_the_same(payload: str) -> None:
    with pytest.raises(UnreadableError):
        from_json(payload)
    assert readable(payload, "digest").kind == "digest"
