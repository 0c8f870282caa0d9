"""What hostile feeds and pages cost, and how long each holds up the event loop.

    python -m tests.benchmarks.hostile [NAME ...]

Every row goes through ``workers.Workers``, as in the daemon, while a ticker on the same event loop
notes how late it is woken.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable

from monitor.errors import UnreadableError
from monitor.news.model import Entry, Feed, Page, Reading
from monitor.workers import Workers, opened_workers

TICK = 0.001  # seconds
URL = "https://gazette.test/feed"
HEAD = "<rss version='2.0'><channel><title>Gazette</title>"
ITEM = "<item><title>A headline</title><guid>{}</guid></item>"
END = "</channel></rss>"


def feeds() -> dict[str, str]:
    """Return the hostile feeds by name."""
    one = ITEM.format(1) + END
    laughs = "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' if n else '<!ENTITY a0 "ha">' for n in range(10)
    )
    many = " ".join(f'a{n}="x"' for n in range(200_000))
    return {
        "billion laughs": f"<!DOCTYPE rss [{laughs}]>{HEAD}<item><title>&a9;</title></item>{END}",
        "quadratic entity": f'<!DOCTYPE rss [<!ENTITY a "{"x" * 100_000}">]>{HEAD}<item><title>'
        f"{'&a;' * 10_000}</title></item>{END}",
        "external entity": '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"{HEAD}<item><title>&x;</title></item>{END}",
        "external document type": f'<!DOCTYPE rss SYSTEM "http://127.0.0.1/evil.dtd">{HEAD}{one}',
        "100,000 items": HEAD + "".join(map(ITEM.format, range(100_000))) + END,
        "1,000,000 empty items": HEAD + "<item/>" * 1_000_000 + END,
        "100,000 nested tags": f"{HEAD}<item><title>T</title><description>{'<b>' * 100_000}",
        "200,000 attributes": f"<rss {many}><channel>{one}",
        "200,000 attributes on an item": f"{HEAD}<item {many}><title>T</title></item>{END}",
        "2 MB of &&&": f"{HEAD}<item><title>{'&' * 2_000_000}</title></item>{END}",
        "1 MB of <": f"{HEAD}{'<' * 1_000_000}{one}",
        "2 MB of white space": f"<rss{' ' * 2_000_000}><channel>{one}",
        "500,000 open CDATA": f"{HEAD}<item><title>{'<![CDATA[' * 500_000}",
        "500,000 document types": "<!DOCTYPE rss [" * 500_000 + HEAD + one,
        "500,000 comments": "<!--" * 500_000 + HEAD + one,
        "500,000 open titles": f"{HEAD}<item>{'<title>' * 500_000}",
        "500,000 prefixes": HEAD + "".join(f"<p{n}:x/>" for n in range(500_000)) + END,
        "2 MB of one address": f"{HEAD}<item><link>https://g.test/{'x' * 2_000_000}</link></item>{END}",
        "2 MB of one date": f"{HEAD}<item><title>T</title><pubDate>{'1 ' * 1_000_000}</pubDate></item>{END}",
        "100,000 authors": HEAD + "<item><title>T</title>" + "<author>a</author>" * 100_000,
        "2 MB of =' in HTML": f"{HEAD}<item><description><![CDATA[{'href=' * 400_000}]]></description>",
        "deep JSON": '{"items":' + "[" * 1_000_000,
        "JSON of 500,000 items": '{"items":[' + ",".join(['{"id":1}'] * 500_000) + "]}",
        "JSON of one long string": '{"items":[{"title":"' + '\\"' * 1_000_000,
        "JSON of bare quotes": '{"items":[{"title":"' + '" x' * 500_000,
        "JSON in single quotes": '{"items":[' + "{'id':'1'}" * 200_000,
        "JSON that opens 500,000 quotes": "{" + "'x \"y " * 500_000,
        "JSON of comments": "{" + "/*x" * 500_000,
        "2 MB encoded twice": f"{HEAD}<item><title>{'Ã©' * 500_000}</title></item>{END}",
        "500,000 ends of nothing": HEAD + "<item><title>T</title>" + "</p>" * 500_000,
        "10 MB of one text": f"{HEAD}<item><description>{'word ' * 2_000_000}</description></item>{END}",
    }


def pages() -> dict[str, str]:
    """Return the hostile pages by name."""
    many = " ".join(f'a{n}="x"' for n in range(40_000))
    return {
        "page: 200,000 nested div": "<div>" * 200_000 + "text",
        "page: 40,000 attributes": f"<p {many}>text</p>",
        "page: 32,000 options": "<select>" + "<option>x" * 32_000,
        "page: 3,000 nested font": "<font size=1>" * 3_000 + "<p>text" * 300,
        "page: 5 MB of tags without an end": "<p>Text." + ("<a x " + "''" * 10_000) * 250,
        "page: 500 kB of blanks in JSON-LD": "<p>Text.<script type='application/ld+json'>{"
        + " " * 490_000
        + "x</script>",
        "page: 5 MB of one paragraph": "<p>" + "One more sentence stands here. " * 160_000,
    }


async def main() -> None:
    """Run every row, or those whose names are given, and print a table."""
    wanted = sys.argv[1:]
    async with opened_workers(()) as workers:
        print(f"{'':34} {'bytes':>10} {'seconds':>8} {'loop late':>10}  outcome")
        late = await _timed(
            "the first page starts the processes", HEAD + ITEM + END, workers.read_feed
        )
        for name, text in feeds().items():
            if not wanted or name in wanted:
                late = max(late, await _timed(name, text, workers.read_feed))
        for name, text in pages().items():
            if not wanted or name in wanted:
                late = max(late, await _timed(name, text, _reader(workers)))
    print(f"the event loop was held up at most {late * 1000:.0f} ms")


def _reader(workers: Workers) -> Callable[[Page], Awaitable[Reading]]:
    entry = Entry("1", "https://gazette.test/1", "A headline", "What the feed says of it.")
    return lambda page: workers.read(page, entry, "en")


async def _timed(name: str, text: str, read: Callable[[Page], Awaitable[Feed | Reading]]) -> float:
    page, stop = Page(URL, text.encode()), asyncio.Event()
    ticker = asyncio.create_task(_ticking(stop))
    await asyncio.sleep(10 * TICK)
    begun = time.perf_counter()
    try:
        found = await read(page)
        outcome = (
            f"{len(found.entries)} entries; {'; '.join(found.repairs)}"
            if isinstance(found, Feed)
            else f"{len(found.article.blocks)} blocks"
        )
    except UnreadableError as error:
        outcome = str(error)
    took = time.perf_counter() - begun
    stop.set()
    late = await ticker
    print(f"{name:34} {len(page.body):>10} {took:>8.2f} {late * 1000:>7.0f} ms  {outcome:.110}")
    return late


async def _ticking(stop: asyncio.Event) -> float:
    """Return the longest delay of a wake-up until ``stop``."""
    latest = 0.0
    while not stop.is_set():
        begun = time.perf_counter()
        await asyncio.sleep(TICK)
        latest = max(latest, time.perf_counter() - begun - TICK)
    return latest


if __name__ == "__main__":
    asyncio.run(main())
