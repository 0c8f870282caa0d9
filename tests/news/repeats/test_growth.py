"""What repeats cost grows with the length of the text, and no faster."""

import time

import pytest

from monitor.news.model import Block, BlockKind
from monitor.news.repeats import weave

LATIN = "The ferry left the pier of Marn before noon, and nobody who stood there waved at it."
HAN = "码头上的渡轮在中午以前离开了马恩镇，站在那里的人谁也没有向它挥手。"
FIVE_MEGABYTES = 5_000_000
PATIENCE = 6  # seconds of the processor, some four times what it takes


@pytest.mark.parametrize(
    ("line", "between"),
    [(LATIN, None), (LATIN, ""), (HAN, " ")],
    ids=["lines", "glued", "joined"],
)
def test_five_megabytes_of_one_line_are_one_line_in_seconds(line: str, between: str | None) -> None:
    lines = [line] * (FIVE_MEGABYTES // len(line.encode()))
    texts = lines if between is None else [between.join(lines)]
    started = time.process_time()
    woven = weave([Block(BlockKind.PARAGRAPH, text) for text in texts])
    assert time.process_time() - started < PATIENCE
    assert [block.text for block in woven.blocks] == [line]
