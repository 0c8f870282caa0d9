"""Feeds that are damaged as a whole are read as they were meant."""

import html

import pytest

from monitor.errors import UnreadableError
from tests.news.feed.test_read_feed import only, read, rss


def test_a_feed_that_was_escaped_whole_is_read_and_a_page_about_feeds_is_none() -> None:
    inside = html.escape(rss("<item><title>Tom &amp;amp; Bo</title></item>"))
    feed = read(f"<html><body><pre>{inside}</pre></body></html>")
    assert only(feed).title == "Tom & Bo"
    assert "markup that was escaped" in feed.repairs
    with pytest.raises(UnreadableError, match="HTML page"):
        read(f"<html><body>{'<p>How to write a feed.</p>' * 20}<pre>{inside}</pre></body></html>")


def test_a_bare_list_of_items_is_a_feed_and_a_list_of_other_things_is_none() -> None:
    feed = read('[{"url": "/1", "title": "Lab"}, {"id": "2", "title": "Hub"}]')
    assert [entry.title for entry in feed.entries] == ["Lab", "Hub"]
    assert feed.entries[0].url == "https://gazette.test/1"
    with pytest.raises(UnreadableError, match="no items"):
        read('[{"code": 1, "error": "no such feed"}]')


def test_a_section_that_lacks_the_last_sign_of_its_end_swallows_nothing() -> None:
    first = "<item><title><![CDATA[Lab]]</title><description><![CDATA[x[y[0]]</b>]]></description></item>"
    feed = read(rss(f"{first}<item><title><![CDATA[Hub]]></title></item>"))
    assert [entry.title for entry in feed.entries] == ["Lab", "Hub"]
    assert feed.entries[0].summary == "x[y[0]]</b>"


def test_a_feed_inside_an_object_and_one_that_was_escaped_are_read() -> None:
    feed = '{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/1", "title": "R&amp;D"}]}'
    assert only(read(f'{{"feed": {feed}}}')).title == "R&D"
    assert only(read(html.escape(feed))).title == "R&D"


def test_items_of_json_that_is_broken_are_read_by_themselves_and_that_is_said() -> None:
    item = '{"id": "1", "title": "Lab", "authors": [{"name": "Ann"}], "attachments": [{"url": "/a.mp3"}]}'
    head = '{"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": [{"id": [[ }, '
    feed = read(f"{head}{item}]]}}")
    assert (feed.title, only(feed).title, only(feed).author) == ("Gazette", "Lab", "Ann")
    assert feed.repairs == ("JSON of which items alone can be read",)


def test_a_link_that_stands_in_html_leads_where_it_says() -> None:
    link = '<![CDATA[<a href="https://gazette.test/1">https://gazette.test/1</a>]]>'
    assert only(read(rss(f"<item><link>{link}</link></item>"))).url == "https://gazette.test/1"


def test_ampersands_outlive_a_fault_before_them() -> None:
    feed = read(rss("<!-- a -- b --><item><title>R&amp;D &lt;3 <![CDATA[&amp;]]></title></item>"))
    assert only(feed).title == "R&D <3 &"


def test_what_an_atom_link_leaves_open_holds_nothing() -> None:
    entry = '<entry><title>Lab</title><link href="/1"><id>n1</id<published>2026-03-03</published></entry>'
    feed = read(f"<feed>{entry}{entry.replace('1', '2')}</feed>")
    assert [(one.id, one.url) for one in feed.entries] == [
        ("n1", "https://gazette.test/1"),
        ("n2", "https://gazette.test/2"),
    ]


def test_a_declared_entity_may_hold_xmls_own_and_no_other() -> None:
    declared = '<!DOCTYPE rss [<!ENTITY firm "Bo &amp; Co"><!ENTITY many "&firm;&firm;">]>'
    feed = read(declared + rss("<item><title>&firm; x&many;</title></item>"))
    assert only(feed).title == "Bo & Co x&many;"


def test_what_can_only_be_recovered_keeps_its_ampersands() -> None:
    warning = "<script>var a='<rss>';</script>\n<?xml version='1.0'?>\n"
    assert only(read(warning + rss("<item><title>Tom &amp; Bo</title></item>"))).title == "Tom & Bo"


def test_a_comment_that_is_never_ended_swallows_nothing() -> None:
    damaged = "<!-- of the editor <item><title>New</title><guid>1</guid></item>"
    assert [entry.title for entry in read(rss(damaged)).entries] == ["New"]
