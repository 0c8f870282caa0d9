"""Labelled page -> the same page with what publishers write around and into articles, or cut by a wall.

Where the article begins, goes on and ends is marked in the tree first. The furniture is written into
those places once the page has its final script, in one of the languages that stand for that script.
"""

import random
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.news.article.blocks import collapse
from tests.benchmarks.alignment import article_marks

PLACES = ("consent", "top", "middle", "end", "wall")
CONSENT = 0.15  # of the pages ask for it first
LONG = 40  # characters of a block beside which furniture is put
FEWEST = 5  # such blocks of an article that can be cut
# Pages that are not rewritten into another script stand for all that part words by blanks.
LANGUAGES = {"latin": "en de fr es pt ru ko", "han": "zh zh zh ja", "thai": "th"}

_PLACE = re.compile(rf"<x-({'|'.join(PLACES)})></x-\1>")
_BOXES = {
    "consent": "message notice cookie-banner cmp overlay",
    "top": "info meta article-info source bar tools",
    "middle": "related inline-box ad more read-more",
    "end": "editor copyright share related tags statement article-bottom",
    "wall": "paywall offer subscribe-box piano register regwall abo fade-wall",
}


def places_marked(markup: str, truth: str, rng: random.Random, *, cut: bool) -> str | None:
    """Mark where furniture goes, or cut the article and mark there; None where that is nowhere."""
    tree = LexborHTMLParser(markup)
    nodes = tree.css("p,h2,h3,h4,li")
    texts = [collapse(node.text(deep=True)) for node in nodes]
    marks = article_marks(texts, truth)
    own = [at for at, mark in enumerate(marks) if mark and len(texts[at]) >= LONG]
    if len(own) < (FEWEST if cut else 2):
        return None
    _put(nodes[own[0]], "top", before=True)
    if tree.body is not None and tree.body.child is not None and rng.random() < CONSENT:
        _put(tree.body.child, "consent", before=True)
    if cut:
        last = own[rng.randint(0, min(5, len(own) // 2 - 1))]
        _remove([nodes[at] for at in range(last + 1, len(nodes)) if marks[at]])
        # the wall stands below the text, or below the element that holds it
        below = nodes[last].parent if rng.random() < 0.3 else None
        _put(below or nodes[last], "wall")
    else:
        _put(nodes[own[-1]], "end")
        if len(own) > 3:
            _put(nodes[rng.choice(own[1:-1])], "middle")
    return (tree.body.html or "") if tree.body is not None else None


def furnished(markup: str, script: str, rng: random.Random) -> str:
    """Write furniture of a language of that script into the marked places."""
    told = _furniture()[rng.choice(LANGUAGES[script].split())]
    named = rng.random() < 0.4
    return _PLACE.sub(lambda found: _written(found[1], told, rng, named=named), markup)


def _written(
    place: str, told: Mapping[str, Sequence[str]], rng: random.Random, *, named: bool
) -> str:
    known = _lines_for(place, told)
    most = {"consent": 4, "top": 3, "middle": 2, "end": 7, "wall": 6}[place]
    lines = rng.sample(known, rng.randint(1, min(most, len(known))))
    if place == "middle" and rng.random() < 0.3:
        listed = "".join(_line(line, "li", told["titles"], rng) for line in lines)
        return f"<ul><li><a href='/x'>{escape(rng.choice(told['titles']))}</a></li>{listed}</ul>"
    tag = rng.choice(["p", "p", "div", "br"])
    parts = [_line(line, tag, told["titles"], rng) for line in lines]
    if place == "end" and rng.random() < 0.5:
        links = "".join(f"<li><a href='/x'>{escape(title)}</a></li>" for title in told["titles"])
        parts.append(f"<ul>{links}</ul>")
    html = "".join(parts)
    name = f' class="{rng.choice(_BOXES[place].split())}"' if named else ""
    return f"<div{name}>{html}</div>" if named or rng.random() < 0.3 else html


def _lines_for(place: str, told: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if place == "top":
        return [*told["top"], told["wall"][0]]
    return [*told[place], *told["signup"]] if place in {"middle", "end"} else told[place]


def _line(line: str, tag: str, titles: Sequence[str], rng: random.Random) -> str:
    title = f"<a href='/x'>{escape(rng.choice(titles))}</a>" if rng.random() < 0.8 else titles[0]
    text = escape(line).replace("%T", title)
    return f"{text}<br><br>" if tag == "br" else f"<{tag}>{text}</{tag}>"


def _put(node: LexborNode, place: str, *, before: bool = False) -> None:
    made = LexborHTMLParser(f"<x-{place}></x-{place}>").css_first(f"x-{place}")
    assert made is not None
    (node.insert_before if before else node.insert_after)(made)


def _remove(nodes: Sequence[LexborNode]) -> None:
    """Take nodes out of their tree; those inside one of the others go with it."""
    every = {node.mem_id for node in nodes}
    for node in [node for node in nodes if not _stands_in(node, every)]:
        node.decompose()


def _stands_in(node: LexborNode, others: Collection[int]) -> bool:
    over = node.parent
    while over is not None and over.mem_id not in others:
        over = over.parent
    return over is not None


@cache
def _furniture() -> dict[str, dict[str, list[str]]]:
    file = Path(__file__).with_name("furniture.toml")
    return tomllib.loads(file.read_text("utf-8"))
