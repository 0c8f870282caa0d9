"""A web page where a feed should be -> what it is, in words for the owner."""

import html
import re
from dataclasses import dataclass

HEAD = 60_000  # characters that are looked at
FEW_LINKS = 15

_FEED_STARTS = ("<rss", "<feed", "<rdf:rdf", "<channel", "<urlset", "<sitemapindex", "<atom:feed")
_PAGE_STARTS = ("<!doctype html", "<html", "<head", "<body", "<meta ", "<script")
_TITLE = re.compile(r"<title[^<>]{0,200}>([^<]{1,300})", re.IGNORECASE)
_REFRESH = re.compile(
    r"<meta[^<>]{0,100}?http-equiv\s*=\s*[\"']?refresh[\"']?[^<>]{0,100}?url\s*=\s*[\"']?([^\"'<>\s]{1,500})",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"<input[^<>]{0,300}?type\s*=\s*[\"']?password", re.IGNORECASE)
_CONSENT_ADDRESS = re.compile(r"(?:action|href|src|url)\s*=\s*[\"']?https?://(?:consent|guce)\.", re.IGNORECASE)  # fmt: skip


def _signs(text: str) -> tuple[str, ...]:
    return tuple(sign.strip() for sign in text.split("|"))


# What the gates of the web write into their pages, in lower case.
CHALLENGES = _signs(
    """cf-challenge|cf_chl_|cdn-cgi/challenge-platform|just a moment...|captcha|turnstile.cloudflare
    |datadome|px-captcha|_incapsula_resource|incapsula incident|awswaf|aws-waf-token|ddos-guard
    |sucuri_cloudproxy|anubis_challenge|making sure you're not a bot|acw_sc__v2|aliyun_waf
    |verify you are human|verify that you are a human|are you a robot|unusual traffic|bot detection
    |checking your browser|请完成安全验证|安全验证|人机验证|访问过于频繁|滑动验证|ロボットではありません
    |로봇이 아닙니다|xác minh bạn là người|sind sie ein mensch|ich bin kein roboter|je ne suis pas un robot
    """
)
CONSENTS = _signs(
    """before you continue to|bevor sie fortfahren|avant de continuer|cookie consent|consent to cookies
    |we value your privacy|wir verwenden cookies|nous respectons votre vie privée|cookie-einwilligung
    |sp_message_container|didomi-host|onetrust-consent-sdk|usercentrics-root|同意使用cookie|쿠키 사용에 동의
    """
)
LOG_INS = _signs(
    """log in|login|sign in|sign-in|anmelden|einloggen|connexion|se connecter|登录|登入|登錄|ログイン|로그인
    |đăng nhập"""
)
REFUSALS = (
    "access denied",
    "403 forbidden",
    "forbidden",
    "request blocked",
    "error 1020",
    "拒绝访问",
)


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page is: its title, what stands in its way; ``blocked``: it keeps this program out."""

    title: str
    gate: str = ""  # a challenge, a consent, a log-in, in words; '' for none
    blocked: bool = False

    def __str__(self) -> str:
        named = f", titled {self.title!r}" if self.title else ""
        return f": {self.gate}{named}" if self.gate else named


def looks_like_html(text: str) -> bool:
    """Tell a web page from a feed by how it begins."""
    head = text[:3000].lstrip("\ufeff \t\r\n").lower()
    if any(start in head for start in _FEED_STARTS):
        return False
    return any(start in head for start in _PAGE_STARTS)


def describe(text: str) -> WebPage:
    """Return what a web page is, as far as it says so."""
    head = text[:HEAD]
    low = " ".join(head.lower().split())
    found = _TITLE.search(head)
    title = " ".join(html.unescape(found[1]).split())[:80] if found else ""
    links = text.count("<a ")  # whole sites carry banners and forms too, behind many links
    if links < FEW_LINKS and any(sign in low for sign in CHALLENGES):
        return WebPage(title, "a challenge that asks for a human", blocked=True)
    if refresh := _REFRESH.search(head):
        return WebPage(title, f"it sends on to {html.unescape(refresh[1])}")
    if links < FEW_LINKS and _asks_for_consent(head, low):
        return WebPage(title, "it asks for consent to cookies")
    if any(sign in title.lower() for sign in LOG_INS) or (
        links < FEW_LINKS and _PASSWORD.search(head)
    ):
        return WebPage(title, "it asks to log in", blocked=True)
    if any(sign in title.lower() for sign in REFUSALS):
        return WebPage(title, "it refuses access", blocked=True)
    return WebPage(title)


def _asks_for_consent(head: str, low: str) -> bool:
    return _CONSENT_ADDRESS.search(head) is not None or any(sign in low for sign in CONSENTS)
