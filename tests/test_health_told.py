"""A newsroom in which every illness occurs, over real HTTP: each is told once, and each recovery."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from monitor.app import App, opened
from monitor.config import load
from monitor.news.source import WELL, Health
from monitor.store.records import records

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
SHORT = "The council will repaint the bridge before the summer."
ENGLISH = f"""{SHORT} An engineer told the paper that eleven men are to do the work, and that traffic
will be led over the old ford. Most of the money comes from a fund for iron. Nobody had looked at the
piers for nine years, and two of them stand deeper in the mud than the plans say."""
CHINESE = """市政府将在夏天之前重新粉刷这座桥梁，一位工程师星期一早上告诉本报记者。十一名工人将参加施工，车辆须绕行
旧渡口。大部分资金来自一个钢铁基金。九年来没有人检查过桥墩，其中两座比图纸上陷得更深。"""

Write = Callable[[datetime], str]


def feed(
    newest: datetime, count: int = 20, text: str = ENGLISH, *, hours: int = 6, dated: bool = True
) -> str:
    """List so many notes, some hours apart; one is known by the hour in which it came."""
    items = []
    for number in range(count):
        at = newest - HOUR * number * hours
        date = f"<pubDate>{format_datetime(at)}</pubDate>" if dated else ""
        items.append(
            f"<item><title>Note of {at:%d %H}</title><guid isPermaLink='false'>{at:%m%d%H}</guid>"
            f"{date}<description>{text}</description></item>"
        )
    return f'<rss version="2.0"><channel><title>Notes</title>{"".join(items)}</channel></rss>'


def with_a_date_to_come(now: datetime) -> str:
    coming = (
        f"<item><title>To come</title><pubDate>{format_datetime(now + 960 * HOUR)}</pubDate></item>"
    )
    return feed(now).replace("</channel>", f"{coming}</channel>")


CHALLENGE = "<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>"
# what each source answers while it is ill
ILL: dict[Health, Write | int] = {
    Health.GONE: 410,
    Health.FAILING: 503,
    Health.BLOCKED: lambda _: CHALLENGE,
    Health.NOT_A_FEED: lambda _: "<html><title>Welcome</title><body>Our new site</body></html>",
    Health.EMPTY: lambda now: feed(now, 0),
    Health.FROZEN: lambda _: feed(START),
    Health.UNDATED: lambda now: feed(now, dated=False),
    Health.FUTURE: with_a_date_to_come,
    Health.GAPS: lambda now: feed(now, hours=1),
    Health.SHRUNK: lambda now: feed(now, 3, hours=12),
    Health.THIN: lambda now: feed(now, text=SHORT),
    Health.LANGUAGE: lambda now: feed(now, text=CHINESE),
}


def name_of(health: Health) -> str:
    return f"The {health.name.title()} Gazette"


@pytest.fixture
def watched(newsroom: Any, office: Any) -> Any:
    """Watch a source for each illness."""
    text = office.config.read_text("utf-8")
    head, _, rest = text.partition("[[source]]")
    tables = "".join(
        f'[[source]]\nname = "{name_of(health)}"\nurl = "{newsroom.root}/{health.name}"\n'
        "allow_private = true\n"
        for health in ILL
    )
    office.config.write_text(head + tables + rest[rest.index("[[topic]]") :], encoding="utf-8")
    return office


def test_each_illness_is_told_once_and_each_recovery_once(
    newsroom: Any, watched: Any, capsys: Any
) -> None:
    now = START
    shown: list[dict[str, Health]] = []

    def well() -> None:
        for health in ILL:
            newsroom.publish(f"/{health.name}", feed(now), "application/rss+xml")

    def ill() -> None:
        for health, answer in ILL.items():
            page = newsroom.pages[f"/{health.name}"]
            if isinstance(answer, int):
                page.status = answer
            else:
                page.body = answer(now).encode()

    async def days(app: App, *changes: Callable[[], None]) -> None:
        nonlocal now
        for change in changes:
            change()
            await asyncio.gather(*map(app.cycle.run, app.sources.values()))
            await app.outbox.send_due()
            now += 24 * HOUR
        with records(watched.database) as asked:
            shown.append({row.name: row.state.health for row in asked.sources()})

    async def run() -> None:
        async with opened(load(watched.config), lambda: now) as app:
            await days(app, well, well)
            await days(app, ill, ill, ill, ill)
            await days(app, well, well)

    asyncio.run(run())
    before, meanwhile, after = shown
    said = re.sub(r"\s+", " ", capsys.readouterr().out)
    assert set(before.values()) <= WELL
    assert meanwhile == {name_of(health): health for health in ILL}
    assert set(after.values()) <= WELL
    for health in ILL:
        assert said.count(f"{name_of(health)}: {health}") == 1, health
        assert said.count(f"{name_of(health)} is well again") == 1, health
