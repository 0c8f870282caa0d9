"""Page -> other addresses of the same article: AMP, canonical, a redirect in its markup."""

import html
import re
from urllib.parse import urldefrag

from monitor.news.model import Page
from monitor.news.urls import absolute

HEAD = 50_000  # bytes in which the links of a head are looked for
LONGEST_TAG = 2_000
SOON = 5  # seconds after which a refresh is a redirect, and not a page that renews itself

_TAG = re.compile(rf"<(link|meta)\b([^<>]{{1,{LONGEST_TAG}}})>", re.IGNORECASE)
_PART = re.compile(
    r"""([a-z-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE
)
_REFRESH = re.compile(
    r"\s{0,9}(\d{1,3})\s{0,9}[;,]\s{0,9}url\s{0,9}=\s{0,9}['\"]?([^'\"]+)", re.IGNORECASE
)


def refresh_target(page: Page) -> str | None:
    """Return where a page sends its readers within seconds (``<meta http-equiv=refresh>``)."""
    if b"http-equiv" not in page.body[:HEAD].lower():
        return None
    for name, parts in _tags(page):
        if name == "meta" and parts.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(parts.get("content", ""))
            if found is not None and int(found[1]) <= SOON:
                return _other(page, found[2])
    return None


def other_versions(page: Page) -> tuple[str, ...]:
    """Return the addresses under which the page says that its article stands too, AMP first."""
    found = {"amphtml": "", "canonical": ""}
    for name, parts in _tags(page):
        for word in parts.get("rel", "").lower().split() if name == "link" else ():
            if word in found:
                found[word] = found[word] or parts.get("href", "")
    others = (_other(page, address) for address in found.values() if address)
    return tuple(dict.fromkeys(other for other in others if other is not None))


def _tags(page: Page) -> list[tuple[str, dict[str, str]]]:
    # the names and addresses in question are ASCII whatever the page's charset
    text = page.body[:HEAD].decode("latin-1")
    return [(tag[1].lower(), _parts(tag[2])) for tag in _TAG.finditer(text)]


def _parts(text: str) -> dict[str, str]:
    return {
        part[1].lower(): html.unescape(part[2] or part[3] or part[4] or "")
        for part in _PART.finditer(text)
    }


def _other(page: Page, address: str) -> str | None:
    found = absolute(page.url, address.strip())
    return None if found is None or urldefrag(found).url == urldefrag(page.url).url else found
