"""Tables fit the terminal, in any script, and what is there to be copied is never broken."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from monitor.cli.screen import ago, laid_out, table

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
HEADINGS = ("key", "when", "who", "headline", "told by")
KEY, WHEN = "s-b45e76ffd154", "2026-11-25 02:48"
ROWS = [
    (KEY, WHEN, "Amazon", "Amazon closes the AI research lab it ran in Shanghai", "潮声科技; zh"),
    (KEY, WHEN, "AstraZeneca", "阿斯利康北京研发中心启用，内设人工智能实验室", ""),
]


def shown(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    out = StringIO()
    console = Console(file=out, width=width, highlight=False, color_system=None)
    console.print(laid_out(headings, rows, width))
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_keys_and_times_are_whole_at_every_width(width: int) -> None:
    lines = shown(HEADINGS, ROWS, width).splitlines()
    assert max(map(cell_len, lines)) <= width
    text = "\n".join(lines)
    assert (text.count(KEY), text.count(WHEN), text.count("AstraZeneca")) == (2, 2, 1)


def test_a_narrow_terminal_gets_a_paragraph_for_each_row() -> None:
    assert shown(HEADINGS, ROWS[1:], 70).splitlines() == [
        f"{KEY} · when {WHEN} · who AstraZeneca",
        "  headline: 阿斯利康北京研发中心启用，内设人工智能实验室",
    ]
    assert shown(HEADINGS, ROWS[1:], 120).startswith("key ")


def test_what_is_piped_is_a_line_a_row_and_moves_no_cursor(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table(("one", "two"), [("x\x1b[31m\n\ty", ("a", "b")), (None, NOW)])
    assert capsys.readouterr().out == "one\ttwo\nx [31m  y\ta, b\n\t2026-03-01 08:00\n"


@pytest.mark.parametrize(
    ("minutes", "told"), [(0, "now"), (5, "in 5 min"), (-5, "5 min ago"), (-3000, "2 d ago")]
)
def test_how_long_ago_or_ahead(minutes: int, told: str) -> None:
    assert ago(NOW + timedelta(minutes=minutes), NOW) == told
    assert ago(None, NOW) == "never"


@given(
    st.lists(st.tuples(*[st.text("ab 潮声é", max_size=60)] * 3), max_size=4), st.integers(20, 100)
)
def test_no_row_is_wider_than_the_terminal(rows: list[tuple[str, ...]], width: int) -> None:
    lines = shown(("one", "two", "three"), rows, width).splitlines()
    assert all(cell_len(line) <= width for line in lines)
