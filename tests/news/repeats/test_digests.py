"""Boxes that quote the article go; what they quote stays in its place, also where it is a paragraph."""

import pytest

from monitor.news.model import Block, BlockKind
from monitor.news.repeats import weave

LEAD = "The town of Marn will let its river back into the old bed, forty years after it was moved."
STARTED = "Three diggers started on Monday below the paper mill."
LASTS = "The work is to last until the first frost of autumn."
ENGINEER = "“Water remembers where it was,” said Ida Holm, the engineer who drew the plans."
FEAR = "Farmers downstream fear for their meadows in the wet months."
GATE = "They were promised a gate that can be shut from the mill."
OTTERS = "Whether otters will come is another matter, for nobody in Marn has seen one since 1961."
STORY = (LEAD, f"{STARTED} {LASTS}", ENGINEER, f"{FEAR} {GATE}", OTTERS)


def kept(*texts: str) -> list[str]:
    return [
        block.text for block in weave([Block(BlockKind.PARAGRAPH, text) for text in texts]).blocks
    ]


@pytest.mark.parametrize(
    "digest",
    [
        (LASTS, ENGINEER),
        (ENGINEER, LASTS, GATE),
        (GATE, ENGINEER, OTTERS),
        (f"{LASTS} {ENGINEER} {GATE}",),
        (f"{STARTED} {GATE}",),
    ],
)
def test_a_digest_goes_wherever_it_stands(digest: tuple[str, ...]) -> None:
    assert kept(*digest, *STORY) == list(STORY)
    assert kept(*STORY, *digest) == list(STORY)
    assert kept(LEAD, *digest, *STORY[1:]) == list(STORY)


def test_a_digest_that_quotes_the_paragraph_beside_it_goes() -> None:
    assert kept(LASTS, LEAD, *STORY) == list(STORY)
    assert kept(*STORY, LASTS, OTTERS) == list(STORY)


def test_a_digest_that_ends_in_an_invitation_goes_with_it() -> None:
    assert kept(LASTS, f"{ENGINEER} Read more", *STORY) == list(STORY)


def test_a_sentence_that_ends_like_another_is_no_quote_of_it() -> None:
    seen = "河水回到了旧河床，镇上的人都来看。"
    dry = "所以磨坊下面的草地在开闸之前一直是干的。"
    texts = [
        f"{seen}孩子们在桥上数鱼。",
        f"{seen}{dry}",
        f"农民们很担心，不过冬天闸门关着，{dry}",
        "水獭会不会回来是另一回事。",
    ]
    assert kept(*texts) == texts


def test_lines_of_a_table_of_contents_stay_where_they_stand() -> None:
    lines = ["What the old bed of the river looks like", "What the farmers downstream now ask for"]
    texts = [*lines, LEAD, f"{lines[0]}: {ENGINEER}", OTTERS, f"{lines[1]}: {FEAR}"]
    assert kept(*texts) == texts
