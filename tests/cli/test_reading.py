"""What a person sees of one reading: whole, side by side, within the terminal."""

from io import StringIO

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from monitor.cli import monitor
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


PAGE = """<html lang="en"><head><title>Ferries wait</title><meta name="author" content="Ana Bell">
<meta property="article:published_time" content="2026-03-04T10:00:00Z"></head><body><article>
<h1>Ferries wait</h1><p>The harbour office counted every ferry that left the pier before noon on Monday.</p>
<h2>What was counted</h2><ul><li>Ferries that left before noon, whatever their size</li>
<li>Ferries that waited for the fog to go away</li></ul>
<blockquote><p>We count them all, one by one, and write it down.</p></blockquote>
<p>The harbour office counted every ferry that left the pier before noon on Monday.</p>
<p>The second line of the log says that the ferries were late again because of the fog.</p>
</article></body></html>"""


def test_an_article_is_shown_as_its_owner_wants_to_read_it() -> None:
    shown = CliRunner().invoke(monitor, ["explain", "-"], input=PAGE).output
    title, facts, *rest = shown.splitlines()
    assert title == "Ferries wait"
    assert facts == "Ana Bell · 2026-03-04T10:00:00+00:00 · en"
    lines = [line.rstrip() for line in rest if line.strip()]
    assert lines[:6] == [
        "The harbour office counted every ferry that left the pier before noon on Monday.",
        "What was counted",
        "• Ferries that left before noon, whatever their size",
        "• Ferries that waited for the fog to go away",
        "“ We count them all, one by one, and write it down.",
        "The second line of the log says that the ferries were late again because of the fog.",
    ]
    assert "--removed shows them" in shown
    assert "foreign-ai-labs-in-china: not flagged" in shown
    assert "- Not flagged: no place in the country is named." in shown
    assert "missing: a place in China; an organisation from outside" in shown


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
