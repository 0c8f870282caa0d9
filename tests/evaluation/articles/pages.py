"""Pages in the manner of real sites: shells of markup filled with texts of our own in 25 languages."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

FOLDER = Path(__file__).parent
MARKS = {"## ": "heading", "- ": "list-item", "> ": "quote"}

# Which languages each shell is filled with: those in whose countries such markup is at home.
SHELLS = {
    "newsroom": "en vi de fr es ko ru ar hi th",
    "wordpress": "en vi ja de es ru hi",
    "trs": "zh zh5 zh6",
    "portal": "ko zh ja",
    "express": "vi en fr",
    "magazine": "ja zh de",
    "amp": "en ko es fr",
    "endless": "en de zh fr",
    "tables": "zh en ja vi th hi",
    "hashed": "en ko es zh th ar",
    "ticker": "de es vi",
    "forum": "en zh ja",
    "paywall": "fr de en",
    "gallery": "es ko vi",
    "channel": "zh zh5 zh6",
    "openapp": "zh zh5 zh6",
    "paged": "zh zh5 zh6",
    "boxed": "zh",
    "column": "en ja ko ru ar hi th",
    "bulletin": "zh zh2 zh3 zh5 zh6",
    "capitals": "zh zh2 zh3",
    "client": "zh zh2 zh3 zh5 zh6",
    "zoom": "zh zh2 zh3",
    "rated": "zh zh2 zh3 zh5",
    "gadgets": "zh zh2 zh3 zh5",
    "board": "zh zh2 zh3",
    "office": "zh2 zh3 zh5 zh6",
    "account": "zh zh2 zh3 zh6",
    "opinion": "zh zh3",
    "followers": "zh zh2 zh3",
    "finance": "zh2 zh3 zh5 zh6",
    "digest": "ja",
    "remainder": "ja",
    "wire": "ko",
    "local": "ko",
    "rows": "pt es en id fi uk",
    "areas": "de nl sv hu",
    "reserved": "fr it",
    "blog": "pt el en ja ko4 uk",
    "fusion": "es it pt",
    "leads": "pl cs sv de hu uk",
    "draft": "he ar",
    "spot": "tr el",
    "sapo": "vi",
    "topic": "ru cs uk fi",
    "styled": "en tr hi th ko zh4 ja4 ko4 fi",
    "theme": "el id it nl hi he hu fi",
    "clip": "en fr de id",
    "fields": "nl fr cs ar fi hu uk ja4",
    "modules": "zh zh2 zh3 zh4 zh5 zh6",
    "section": "zh zh2 zh3 zh4 zh5 zh6",
    "bullets": "zh zh2 zh3 zh4",
    "fonts": "zh zh2 zh3 zh4 zh5",
    "diary": "zh zh2 zh3 zh4",
    "halves": "ja",
    "summary": "ja",
    "stage": "ko",
    "breaks": "ko ko4",
    "offset": "de pl it fi",
    "optin": "de nl cs fi",
    "inserted": "id",
    "boxes": "vi",
    "more": "ar he",
    "preamble": "sv en fi",
    "alsoread": "hi",
    "side": "zh4",
    "hotline": "zh4 zh5 zh6",
    "consent": "de fr it pl tr el en hu",
    "stream": "en es",
}
TEASING = {"paywall": 3, "remainder": 3, "reserved": 3, "clip": 2}  # blocks that such pages show
CHARSETS = {
    ("trs", "zh"): "gb2312",
    ("tables", "ja"): "shift_jis",
    ("tables", "zh"): "gbk",
    ("channel", "zh"): "gb2312",
    ("paged", "zh"): "gbk",
    ("boxed", "zh"): "gbk",
    ("bulletin", "zh"): "gbk",
    ("zoom", "zh2"): "gb2312",
    ("board", "zh3"): "gbk",
    ("fonts", "zh"): "gb2312",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A page as bytes, and what a reader should find in it."""

    name: str
    shell: str
    language: str
    html: bytes
    text: str
    article: Mapping[str, Any]


def made_pages() -> Iterator[Made]:
    """Yield every page."""
    for shell, languages in SHELLS.items():
        for language in languages.split():
            yield made_page(shell, language)


def made_page(shell: str, language: str) -> Made:
    """Fill a shell with the text of a language."""
    article = _articles()[language]
    charset = CHARSETS.get((shell, language), "utf-8")
    html = _shells().get_template(f"{shell}.html").render(a=article, charset=charset)
    blocks = list(article["blocks"])[: TEASING.get(shell)]
    if shell == "ticker":
        blocks = [block for block in blocks if block["kind"] != "heading"]
    text = "\n".join(block["text"] for block in blocks)
    body = html.encode("gb18030" if charset == "gb2312" else charset, "xmlcharrefreplace")
    return Made(f"{shell}-{language}", shell, article["lang"], body, text, article)


@cache
def _shells() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER / "shells"), autoescape=True)


@cache
def _articles() -> dict[str, dict[str, Any]]:
    files = (FOLDER / name for name in ("texts.toml", "texts_more.toml"))
    told = {
        name: text
        for file in files
        for name, text in tomllib.loads(file.read_text("utf-8")).items()
    }
    return {
        name: {**article, "lang": name.rstrip("0123456789"), "blocks": _blocks(article["body"])}
        for name, article in told.items()
    }


def _blocks(body: str) -> list[dict[str, str]]:
    return [
        {"kind": MARKS.get(line[:3], MARKS.get(line[:2], "paragraph")), "text": _unmarked(line)}
        for line in body.strip().splitlines()
    ]


def _unmarked(line: str) -> str:
    for mark in MARKS:
        line = line.removeprefix(mark)
    return line
