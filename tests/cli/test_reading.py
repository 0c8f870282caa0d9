"""What a person sees of one reading: whole, side by side, within the terminal."""

from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from monitor.cli.reading import taken_out
from monitor.news.model import Article, Block, BlockKind, Removal, Removed

LATIN = "The harbour office counted every ferry that left the pier before noon on Monday."
HAN = "港务局在周一中午以前清点了每一艘离开码头的渡轮并且把它们一一记录在案以备日后查考"


@pytest.mark.parametrize("width", [40, 60, 100])
@pytest.mark.parametrize("text", [LATIN, HAN], ids=["Latin", "Han"])
def test_what_was_taken_out_stands_whole_beside_its_kept_twin(width: int, text: str) -> None:
    kept = Block(BlockKind.PARAGRAPH, text)
    article = Article("", "Ferries", (kept,), removed=(Removed(text, Removal.REPEAT, 0),))
    out = StringIO()
    Console(file=out, width=width, color_system=None).print(taken_out(article))
    heading, *rows = out.getvalue().splitlines()
    assert max(map(cell_len, rows)) <= width
    second = cell_len(heading[: heading.index("kept in")])
    assert letters(_columns(rows, 0, second)) == letters(text)
    assert letters(_columns(rows, second, width)) == letters(text)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).replace("repeat", "")


def _columns(rows: list[str], first: int, end: int) -> str:
    """Return what stands between two columns of the terminal."""
    shown = ""
    for row in rows:
        at = 0
        for sign in row:
            shown += sign if first <= at < end else ""
            at += cell_len(sign)
        shown += " "
    return shown
