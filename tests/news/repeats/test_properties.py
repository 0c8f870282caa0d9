"""What holds of repeats whatever the blocks are."""

from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.news.model import Block, BlockKind
from monitor.news.repeats import weave
from monitor.news.repeats.letters import letters

_SENTENCES = (
    "The bridge over the Lethe was closed for the second winter in a row.",
    "Nobody had asked the miller.",
    "Cầu treo bắc qua sông Lê đã đóng cửa mùa đông thứ hai liên tiếp vì thiếu tiền sửa.",
    "河上的吊桥已经连续第二个冬天关闭，因为镇里拿不出修理的钱。",
    "„Wir warten seit acht Jahren auf diese Brücke“, sagte die Müllerin am Dienstag.",
    "What it costs",
    "Yes",
    "The bridge over the Lethe was closed …",
    "Read more",
    "Les planches, dit-elle, viennent d'une scierie qui n'existe plus.",
)
sentence = st.sampled_from(_SENTENCES) | st.text(max_size=12)
joint = st.sampled_from(["", " ", "\n", "  "])
text = st.lists(st.tuples(sentence, joint), min_size=1, max_size=4).map(
    lambda parts: "".join(piece for part in parts for piece in part)
)
block = st.builds(Block, st.sampled_from(list(BlockKind)), text)
blocks = st.lists(block, max_size=12).map(tuple)


def _letters(some: tuple[Block, ...]) -> str:
    return letters(" ".join(block.text for block in some))


@given(blocks)
@settings(max_examples=150)
def test_kept_and_removed_text_together_lose_nothing(given_blocks: tuple[Block, ...]) -> None:
    woven = weave(given_blocks)
    removed = letters(" ".join(removed.text for removed in woven.removed))
    assert Counter(_letters(woven.blocks) + removed) == Counter(_letters(given_blocks))


# what leaves the last block brings its beginning before its whole
BARED = tuple(
    Block(BlockKind.HEADING, text)
    for text in (
        _SENTENCES[0],
        _SENTENCES[2] + _SENTENCES[1] + _SENTENCES[0],
        _SENTENCES[7] + _SENTENCES[2] + _SENTENCES[0],
    )
)


@given(blocks)
@example(BARED)
@settings(max_examples=150)
def test_a_second_time_changes_nothing(given_blocks: tuple[Block, ...]) -> None:
    once = weave(given_blocks)
    twice = weave(once.blocks)
    assert twice.blocks == once.blocks
    assert twice.removed == ()


@given(blocks)
def test_what_is_removed_names_a_block_that_was_kept(given_blocks: tuple[Block, ...]) -> None:
    woven = weave(given_blocks)
    for removed in woven.removed:
        assert removed.kept_in is not None
        assert 0 <= removed.kept_in < len(woven.blocks)


@given(blocks)
def test_without_removals_the_very_blocks_come_back(given_blocks: tuple[Block, ...]) -> None:
    woven = weave(given_blocks)
    if not woven.removed:
        assert woven.blocks is given_blocks


_long = st.lists(
    st.sampled_from([*_SENTENCES[:1], *_SENTENCES[2:5], _SENTENCES[9]]),
    unique=True,
    min_size=3,
).map(tuple)


@given(_long, st.sampled_from([" ", "\n", ""]))
def test_an_article_and_its_joined_copy_are_one(texts: tuple[str, ...], between: str) -> None:
    parted = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    joined = Block(BlockKind.PARAGRAPH, between.join(texts))
    assert _letters(weave((*parted, joined)).blocks) == _letters(parted)
    assert _letters(weave((joined, *parted)).blocks) == _letters(parted)
