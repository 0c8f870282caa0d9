"""A source is found by its site's address and written into the owner's file."""

from typing import Any

import pytest
from click.testing import CliRunner, Result

from monitor.cli import monitor
from monitor.config import load
from monitor.news.source import SourceKind

FEED = "<rss><channel><title>{}</title><item><title>T</title><guid>1</guid></item></channel></rss>"


def add(office: Any, address: str) -> Result:
    return CliRunner().invoke(monitor, ["sources", "add", address, "--config", str(office.config)])


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        (
            '<link rel="alternate" type="application/rss+xml" href="/tech/news.xml">',
            "/tech/news.xml",
        ),
        ('<a href="/tech/rss.php">RSS</a>', "/tech/rss.php"),
        ("<p>No feed is named.</p>", "/rss.xml"),
    ],
)
def test_the_feed_of_a_site_is_found(newsroom: Any, office: Any, page: str, feed: str) -> None:
    newsroom.publish("/tech/", f"<html><body>{page}</body></html>")
    newsroom.publish(feed, FEED.format("Tech Gazette"), "application/rss+xml")
    result = add(office, newsroom.root + "/tech/")
    assert result.output == f"added: Tech Gazette {newsroom.root}{feed}\n"
    assert load(office.config).sources[-1].kind is SourceKind.FEED


@pytest.mark.parametrize(
    ("told", "language"), [("zh_CN", "zh"), ("de-AT", "de"), ("English", None), ("xx", None)]
)
def test_a_language_that_there_is_not_keeps_no_feed_out(
    newsroom: Any, office: Any, told: str, language: str | None
) -> None:
    body = FEED.format("Tech Gazette").replace("<item>", f"<language>{told}</language><item>")
    newsroom.publish("/tech.xml", body, "application/rss+xml")
    assert add(office, newsroom.root + "/tech.xml").output.startswith("added: Tech Gazette")
    assert load(office.config).sources[-1].language == language


def test_an_address_may_be_typed_without_its_scheme(newsroom: Any, office: Any) -> None:
    newsroom.publish("/tech.xml", FEED.format("Tech Gazette"), "application/rss+xml")
    address = newsroom.root.removeprefix("http://") + "/tech.xml"
    assert add(office, address).output == f"added: Tech Gazette http://{address}\n"


def test_a_site_without_a_feed_is_added_as_a_page(newsroom: Any, office: Any) -> None:
    rows = "".join(
        f'<li><a href="/n/{n}">A headline of the usual length, {n}</a></li>' for n in "123"
    )
    newsroom.publish("/news", f"<html lang=en><title>The Lab</title><ul>{rows}</ul></html>")
    add(office, newsroom.root + "/news")
    source = load(office.config).sources[-1]
    assert (source.name, source.kind, source.language) == ("The Lab", SourceKind.PAGE, "en")


def test_a_site_with_neither_is_refused_with_the_reason(newsroom: Any, office: Any) -> None:
    newsroom.publish("/news", "<html><title>Log in</title><input type=password></html>")
    result = add(office, newsroom.root + "/news")
    assert result.exit_code != 0
    assert "no feed, none named or found" in str(result.exception)
    assert "it asks to log in" in str(result.exception)
    assert len(load(office.config).sources) == 1
