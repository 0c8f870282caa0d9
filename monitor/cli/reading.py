"""A reading as an owner wants to see it: the article, the verdict, what was taken out."""

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.cli.lacking import lacking
from monitor.cli.screen import console, counted
from monitor.news.model import Article, Block, BlockKind, Evidence, Reading, Verdict
from monitor.news.topic import Topic

MARKS = {
    BlockKind.LIST_ITEM: "• ",
    BlockKind.QUOTE: "“ ",
    BlockKind.CAPTION: "[picture] ",
    BlockKind.TABLE_ROW: "| ",
}


def show(reading: Reading, topics: Sequence[Topic], *, removed: bool) -> None:
    """Print one reading."""
    screen = console()
    _article(screen, reading.article)
    if removed:
        screen.print()
        screen.print(taken_out(reading.article))
    elif reading.article.removed:
        pieces = counted(len(reading.article.removed), "piece")
        screen.print(f"\n{pieces} taken out; --removed shows them")
    judges = {topic.name: topic for topic in topics}
    for verdict in reading.verdicts:
        _verdict(screen, verdict)
        if not verdict.flagged:
            for line in lacking(reading.article, judges[verdict.topic]):
                screen.print(Padding(Text(line), (0, 0, 0, 2)))


def _article(screen: Console, article: Article) -> None:
    screen.print(Text(article.title or "(no title)", style="bold"))
    facts = [article.byline, article.published and article.published.isoformat(), article.language]
    facts += [f"via {article.via}" if article.via else None, article.url]
    screen.print(Text(" · ".join(fact for fact in facts if fact), style="dim"))
    for block in article.blocks:
        screen.print()
        screen.print(_block(block))


def _block(block: Block) -> Text:
    if block.kind is BlockKind.HEADING:
        return Text(block.text, style="bold")
    return Text(MARKS.get(block.kind, "") + block.text)


def taken_out(article: Article) -> RenderableType:
    """Return what was taken out, why, and beside it the whole block that kept its text."""
    if not article.removed:
        return "Nothing was taken out."
    beside = Table(box=None, pad_edge=False, expand=True)
    for heading in ("taken out", "why", "kept in"):
        beside.add_column(heading, overflow="fold", no_wrap=heading == "why")
    for gone in article.removed:
        kept = "" if gone.kept_in is None else article.blocks[gone.kept_in].text
        beside.add_row(Text(gone.text), gone.reason.value, Text(kept))
    return beside


def _verdict(screen: Console, verdict: Verdict) -> None:
    word = "FLAGGED" if verdict.flagged else "not flagged"
    style = "bold green" if verdict.flagged else "bold"
    screen.print()
    screen.print(Text(f"{verdict.topic}: {word}, score {verdict.score:.2f}", style=style))
    for name, values in (
        ("organisation", verdict.organisations),
        ("lab", verdict.labs),
        ("place", verdict.places),
        ("event", verdict.events),
    ):
        if values:
            screen.print(Padding(Text(f"{name}: {', '.join(values)}"), (0, 0, 0, 2)))
    if verdict.proof:
        screen.print(Padding(Text(f"“{verdict.proof}”", style="italic"), (0, 0, 0, 2)))
    for reason in verdict.reasons:
        screen.print(Padding(Text(f"- {reason}"), (0, 0, 0, 2)))
    for evidence in verdict.evidence:
        screen.print(Padding(_evidence(evidence), (0, 0, 0, 4)))


def _evidence(evidence: Evidence) -> Text:
    where = "title" if evidence.block == "title" else f"block {evidence.block}"
    return Text(f"{evidence.role.value:<13}{where:<10}{evidence.text}", style="dim")
