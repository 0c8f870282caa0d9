"""Outlets of our own on loopback: each has its kind of feed and its shell of a page.

A shell holds what sites put around an article, and tells the headlines, teasers and, behind an
endless page, the text of other stories. What is said there must change no verdict.
"""

import json
import random
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from monitor.news.dates import zone_for

SHELLS = Path(__file__).with_name("shells")
FURNITURE = Path(__file__).parents[2] / "evaluation" / "articles" / "texts.toml"
SENTENCE_END = re.compile(r"(?<=[.!?]\s)(?=\S)|(?<=[。！？])(?=[^」』”])")
RELATED = 4  # other stories that a page names
PARAGRAPH = 180  # letters after which a text of one line is broken
EXCERPT = 140  # letters of a feed that gives no more


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes, in which language, how its feed and its pages look."""

    slug: str
    site: str
    language: str
    shell: str
    feed: str  # full | excerpt | titles | atom | json | sitemap | page
    suffix: str = ""  # of the feed's titles


OUTLETS = (
    Outlet("wire", "Meridian Wire", "en", "wire", "excerpt"),
    Outlet("harbour", "Harbour Post", "en", "endless", "full"),
    Outlet("asia-desk", "Asia Desk", "en", "blog", "atom"),
    Outlet("digest", "World Tech Digest", "en", "tabloid", "titles", " - Meridian Wire"),
    Outlet("mirror", "News Mirror", "en", "scraped", "excerpt", " | Meridian Wire"),
    Outlet("tin-so", "Tin Số", "vi", "express", "excerpt"),
    Outlet("kenh", "Kênh Công Nghệ", "vi", "box", "json"),
    Outlet("chaosheng", "潮声科技", "zh", "gate", "full"),
    Outlet("keji", "科技早班车", "zh", "app", "page"),
    Outlet("daodu", "科技島讀", "zh-Hant", "app", "json"),
    Outlet("mirai", "ミライ報", "ja", "hashed", "titles"),
    Outlet("digital", "디지털일보", "ko", "portal", "sitemap"),
    Outlet("blick", "Technikblick", "de", "europe", "atom"),
    Outlet("fil", "Le Fil numérique", "fr", "europe", "full"),
    Outlet("cable", "El Cable", "es", "tabloid", "page"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One article as one outlet publishes it."""

    outlet: Outlet
    name: str  # of its page
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    related: tuple["Piece", ...] = field(default=(), compare=False)

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/{self.outlet.slug}/{self.published:%Y/%m/%d}/{self.name}.html"


def paragraphs_of(text: str) -> tuple[str, ...]:
    """Break a text of one line where a newspaper would."""
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    if len(lines) != 1:
        return lines
    broken: list[str] = [""]
    for sentence in SENTENCE_END.split(lines[0]):
        if len(broken[-1]) > PARAGRAPH:
            broken.append("")
        broken[-1] += sentence
    return tuple(map(str.strip, broken))


def scraped(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Return an article as a bad scraper leaves it: inner parts first, then all, some glued."""
    inner = list(paragraphs[1:-1:2]) + list(paragraphs[-1:]) if len(paragraphs) > 2 else []
    whole: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        if number % 3 == 1:
            whole[-1] += paragraph
        else:
            whole.append(paragraph)
    return (*inner, *whole)


def page(root: str, piece: Piece) -> bytes:
    """Return the page of an article, in the charset of its shell."""
    outlet = piece.outlet
    furniture = _furniture().get(outlet.language, _furniture()["zh"])
    article = {
        **furniture,
        "site": outlet.site,
        "lang": outlet.language,
        "url": root + piece.path,
        "title": piece.title,
        "blocks": piece.paragraphs,
        "scraped": scraped(piece.paragraphs),
        "published": piece.published.astimezone(ZoneInfo(zone_for(outlet.language, None) or "UTC")),
        "related": [
            {
                "title": other.title,
                "url": root + other.path,
                "teaser": _teaser(other),
                "blocks": other.paragraphs,
            }
            for other in piece.related
        ],
    }
    html = _shells().get_template(f"{outlet.shell}.html").render(a=article)
    charset = "gb18030" if outlet.shell == "gate" else "utf-8"
    return html.encode(charset, "xmlcharrefreplace")


def listing(root: str, outlet: Outlet, pieces: Sequence[Piece]) -> tuple[bytes, str]:
    """Return what an outlet lists, the newest first, and its content type."""
    newest = sorted(pieces, key=lambda piece: piece.published, reverse=True)
    match outlet.feed:
        case "atom":
            return _atom(root, outlet, newest), "application/atom+xml"
        case "json":
            return _json(root, outlet, newest), "application/feed+json"
        case "sitemap":
            return _sitemap(root, outlet, newest), "application/xml"
        case "page":
            return _front(root, outlet, newest), "text/html; charset=utf-8"
        case _:
            return _rss(root, outlet, newest), "application/rss+xml"


def with_related(pieces: Sequence[Piece], chance: random.Random) -> Iterator[Piece]:
    """Give each piece other stories of its outlet's language to name around it."""
    for piece in pieces:
        others = [other for other in pieces if other.title != piece.title]
        alike = [other for other in others if other.outlet.language == piece.outlet.language]
        named = chance.sample(alike, min(RELATED, len(alike)))
        more = chance.sample(others, RELATED)
        yield replace(piece, related=(*named, *more)[:RELATED])


def _teaser(piece: Piece) -> str:
    text = piece.paragraphs[0]
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + "…"


def _rss(root: str, outlet: Outlet, pieces: Sequence[Piece]) -> bytes:
    items = []
    for piece in pieces:
        body = "".join(f"<p>{escape(each)}</p>" for each in piece.paragraphs)
        foot = f'<p>The post <a href="{root}{piece.path}">{escape(piece.title)}</a> appeared first on {outlet.site}.</p>'
        told = {
            "full": f"<description><![CDATA[{_teaser(piece)}]]></description>"
            f"<content:encoded><![CDATA[{body}{foot}]]></content:encoded>",
            "excerpt": f'<description><![CDATA[<a href="{root}{piece.path}"><img src="{root}/i.jpg"></a>'
            f"</br>{_teaser(piece)}]]></description>",
            "titles": "",
        }[outlet.feed]
        items.append(
            f"<item><title>{escape(piece.title + outlet.suffix)}</title>"
            f"<link>{root}{piece.path}?utm_source=rss</link>"
            f'<guid isPermaLink="false">{outlet.slug}-{piece.name}</guid>'
            f"<pubDate>{format_datetime(piece.published)}</pubDate>{told}</item>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{outlet.site}</title><link>{root}/{outlet.slug}/</link>{''.join(items)}"
        "</channel></rss>"
    ).encode()


def _atom(root: str, outlet: Outlet, pieces: Sequence[Piece]) -> bytes:
    entries = "".join(
        f"<entry><title>{escape(piece.title)}</title>"
        f'<link href="{root}{piece.path}"/><id>tag:{outlet.slug},2026:{piece.name}</id>'
        f"<published>{piece.published.isoformat()}</published>"
        f"<updated>{piece.published.isoformat()}</updated>"
        f'<summary type="html">{escape(escape(_teaser(piece)))}</summary></entry>'
        for piece in pieces
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet.language}">'
        f"<title>{outlet.site}</title>{entries}</feed>"
    ).encode()


def _json(root: str, outlet: Outlet, pieces: Sequence[Piece]) -> bytes:
    items = [
        {
            "id": piece.name,
            "url": root + piece.path,
            "title": piece.title,
            "summary": _teaser(piece),
            "date_published": piece.published.isoformat(),
        }
        for piece in pieces
    ]
    told = {"version": "https://jsonfeed.org/version/1.1", "title": outlet.site, "items": items}
    return json.dumps(told).encode()


def _sitemap(root: str, outlet: Outlet, pieces: Sequence[Piece]) -> bytes:
    urls = "".join(
        f"<url><loc>{root}{piece.path}</loc><news:news><news:publication>"
        f"<news:name>{outlet.site}</news:name><news:language>{outlet.language}</news:language>"
        f"</news:publication><news:publication_date>{piece.published.isoformat()}"
        f"</news:publication_date><news:title>{escape(piece.title)}</news:title></news:news></url>"
        for piece in pieces
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    ).encode()


def _front(root: str, outlet: Outlet, pieces: Sequence[Piece]) -> bytes:
    cards = "".join(
        f'<div class="card"><h3><a href="{root}{piece.path}">{escape(piece.title)}</a></h3>'
        f'<time datetime="{piece.published.isoformat()}">{piece.published:%Y-%m-%d %H:%M}</time>'
        f"<p>{escape(_teaser(piece))}</p></div>"
        for piece in pieces
    )
    menu = _furniture().get(outlet.language, _furniture()["zh"])["menu"]
    links = "".join(f'<li><a href="/{number}">{each}</a></li>' for number, each in enumerate(menu))
    return (
        f'<!doctype html><html lang="{outlet.language}"><head><title>{outlet.site}</title></head>'
        f'<body><nav><ul>{links}</ul></nav><main class="list">{cards}</main></body></html>'
    ).encode()


@cache
def _shells() -> Environment:
    return Environment(loader=FileSystemLoader(SHELLS), autoescape=True)


@cache
def _furniture() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(FURNITURE.read_text("utf-8"))
