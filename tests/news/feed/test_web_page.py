"""A web page where a feed should be is named for what it is."""

import pytest

from monitor.errors import UnreadableError
from monitor.news.feed import read_feed
from monitor.news.model import Page


@pytest.mark.parametrize(
    ("body", "words", "blocked"),
    [
        ("<html><head><title>Just a moment...</title></head><body></body></html>", "a human", True),
        ("<html><body><div class='g-recaptcha'></div></body></html>", "a human", True),
        ("<html><head><title>安全验证</title></head></html>", "a human", True),
        ("<!doctype html><title>Login</title><form><input type='password'></form>", "log in", True),
        ("<!doctype html><title>로그인</title>", "log in", True),
        ("<html><head><title>403 Forbidden</title></head></html>", "refuses access", True),
        (
            "<html><head><meta http-equiv='refresh' content='0; url=https://g.test/rss2'></head></html>",
            "sends on to https://g.test/rss2",
            False,
        ),
        (
            "<html><body><form action='https://consent.g.test/save'></form></body></html>",
            "consent to cookies",
            False,
        ),
        (
            "<html><head><title>Gazette &amp; Co</title></head></html>",
            "titled 'Gazette & Co'",
            False,
        ),
    ],
)
def test_what_stands_in_the_way_is_said(body: str, words: str, blocked: bool) -> None:
    with pytest.raises(UnreadableError, match=f"an HTML page, not a feed.*{words}") as refused:
        read_feed(Page("https://g.test/feed", body.encode(), "text/html"))
    assert refused.value.blocked is blocked


def test_a_whole_site_with_a_captcha_in_its_footer_is_no_challenge() -> None:
    site = "<html><head><title>Gazette</title></head>" + "<a href='/a'>news</a>" * 30
    with pytest.raises(UnreadableError, match="titled 'Gazette'") as refused:
        read_feed(Page("https://g.test/", (site + "<div class=g-recaptcha>").encode()))
    assert not refused.value.blocked
