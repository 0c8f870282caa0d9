"""Two faults in one feed hide no entry, whichever two they are: each pair, in RSS, Atom and sitemaps."""

import json
import re
from itertools import combinations

import pytest

from monitor.errors import UnreadableError
from monitor.news.feed import read_feed
from monitor.news.model import Page

TITLES = ("Alpha opens", "Beta closes", "Gamma moves")


def _rss() -> str:
    items = "\n".join(
        f'<item><title>{title}</title><link>https://g.test/{number}</link><guid isPermaLink="false">g{number}'
        f"</guid><pubDate>Tue, 24 Nov 2026 0{number}:00:00 GMT</pubDate><description>Text {number}</description></item>"
        for number, title in enumerate(TITLES, start=1)
    )
    head = "<title>Gazette</title><link>https://g.test/</link>"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>{head}\n{items}\n</channel></rss>'


def _atom() -> str:
    entries = "\n".join(
        f'<entry><title type="text">{title}</title><link rel="alternate" href="https://g.test/{number}"/>'
        f"<id>urn:{number}</id><published>2026-11-24T0{number}:00:00Z</published>"
        f'<summary type="html">Text {number}</summary></entry>'
        for number, title in enumerate(TITLES, start=1)
    )
    head = '<title>Gazette</title><link href="https://g.test/"/><id>urn:g</id>'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">{head}\n{entries}\n</feed>'


def _sitemap() -> str:
    urls = "\n".join(
        f"<url><loc>https://g.test/{number}</loc><news:news><news:publication><news:name>Gazette</news:name>"
        f"</news:publication><news:publication_date>2026-11-24T0{number}:00:00Z</news:publication_date>"
        f"<news:title>{title}</news:title></news:news></url>"
        for number, title in enumerate(TITLES, start=1)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{urls}\n</urlset>'
    )


# What is put wrong: a pattern, what stands in its place, once. A format without it stays as it is.
FAULTS = {
    "a warning of PHP before": (r"\A", "<br />\n<b>Notice</b>: x in <b>/a.php</b> on line <b>3</b>\n"),
    "a mark and blank lines before": (r"\A", "\ufeff\r\n \n"),
    "a script after": (r"\Z", "\n<!-- cached --><script>if(a<b&&c){}</script></body></html>"),
    "cut off": (r"(Text 3|Gamma moves(?=</news))[\s\S]*", r"\1"),
    "curly quotes": ('version="1.0" encoding="utf-8"', "version=”1.0” encoding=”utf-8”"),
    "a document type": (r"<(?=rss|feed|urlset)", '<!DOCTYPE x [<!ENTITY nbsp "&#160;">]><'),
    "a comment with two dashes": ("<(?=item|entry|url>)", "<!-- a -- b --><"),
    "an attribute twice": (r'<rss version="2.0"', '<rss version="2.0" version="2.0"'),
    "a prefix that is not declared": ("</(link|id|loc)>", r"</\1><dc:creator>Ann</dc:creator>"),
    "an attribute without quotes": ('="(false|text)"', r"=\1"),
    "tags in an attribute": ("<(item|entry|url)>", r'<\1 a="<b>">'),
    "an end without its last sign": (r"</(guid|id|news:name)>", r"</\1"),
    "an end in capitals": ("Beta closes</(title|news:title)>", r"Beta closes</TITLE>"),
    "no end": (r"</(item|entry|url)>", ""),
    "one end too many": (r"</(item|entry|url)>", r"</\1></\1>"),
    "HTML that is left open": ("Text 1", "<p>Text<br>1<ul><li>x"),
    "tags that cross": ("Text 2", "<b>Text <i>2</b></i>"),
    "less than": ("Text 2", "a < b and x<3"),
    "half an end of CDATA": ("Text 1", "<![CDATA[Text 1]]"),
    "a title of something else": ("<(?=description|summary|news:title)", "<media:group><media:title>No</media:title></media:group><"),
    "no namespace": (r' xmlns="[^"]*"', ""),
}  # fmt: skip
# The same, of titles: what stands instead of which one, and how it must be read.
TITLE_FAULTS = {
    "a bare ampersand": (0, "Alpha R&D opens", "Alpha R&D opens"),
    "less than in a title": (1, "Beta < closes", "Beta < closes"),
    "entities of HTML": (2, "Gamma&nbsp;moves &ndash; caf&eacute;", "Gamma moves – café"),
    "an unknown entity": (2, "Gamma &firm; moves", "Gamma &firm; moves"),
    "control characters": (1, "Be\x0bta\x01 closes", "Beta closes"),
    "escaped twice": (0, "Alpha &amp;amp; opens", "Alpha & opens"),
    "CDATA": (2, "<![CDATA[Gamma moves]]>", "Gamma moves"),
    "tags": (0, "<b>Alpha</b> opens", "Alpha opens"),
}
BOTH = (*FAULTS, *TITLE_FAULTS)


def _spoilt(text: str, names: tuple[str, ...]) -> tuple[str, list[str]]:
    titles = list(TITLES)
    for name in names:
        if name in FAULTS:
            text = re.sub(*FAULTS[name], text, count=1)
        else:
            number, spelled, meant = TITLE_FAULTS[name]
            if TITLES[number] in text:
                text, titles[number] = text.replace(TITLES[number], spelled), meant
    return text, titles


def _read(text: str) -> list[tuple[str, str | None, int | None]]:
    try:
        feed = read_feed(Page("https://g.test/feed", text.encode(), None))
    except UnreadableError as error:
        return [(str(error), None, None)]
    return [
        (" ".join(one.title.split()), one.url, one.published.hour if one.published else None)
        for one in feed.entries
    ]


@pytest.mark.parametrize("written", [_rss(), _atom(), _sitemap()], ids=["RSS", "Atom", "sitemap"])
def test_no_two_faults_hide_an_entry(written: str) -> None:
    wrong = []
    for names in (*combinations(BOTH, 1), *combinations(BOTH, 2)):
        text, titles = _spoilt(written, names)
        meant = [
            (title, f"https://g.test/{hour}", hour) for hour, title in enumerate(titles, start=1)
        ]
        if (found := _read(text)) != meant:
            wrong.append((names, found))
    assert not wrong, f"{len(wrong)}, such as {wrong[0]}"


def _json() -> str:
    items = [
        {"id": f"g{number}", "url": f"https://g.test/{number}", "title": title,
         "date_published": f"2026-11-24T0{number}:00:00Z", "content_html": f"<p>Text {number}</p>"}
        for number, title in enumerate(TITLES, start=1)
    ]  # fmt: skip
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Gazette", "items": items}
    return json.dumps(feed)


@pytest.mark.parametrize("sign", ["", '"', ",", "{", "[", "]", ":", "\\", "'"])
def test_one_wrong_sign_spoils_no_item_of_a_json_feed_but_its_own(sign: str) -> None:
    written, wrong = _json(), []
    ends = [found.end() for found in re.finditer('</p>"}', written)]
    for place in range(written.index('"g1"'), ends[-1], 3):
        found = _read(written[:place] + sign + written[place + (not sign) :])
        spoilt = sum(place >= end for end in ends)
        meant = [
            (title, f"https://g.test/{hour}", hour) for hour, title in enumerate(TITLES, start=1)
        ]
        if not set(meant[:spoilt] + meant[spoilt + 1 :]) <= set(found):
            wrong.append((written[place - 20 : place], found))
    assert not wrong, f"{len(wrong)}, such as {wrong[0]}"


@pytest.mark.parametrize("sign", ["", "<", "&", '"', "]]>", "</"])
@pytest.mark.parametrize("written", [_rss(), _atom()], ids=["RSS", "Atom"])
def test_one_wrong_sign_spoils_no_entry_but_its_own(written: str, sign: str) -> None:
    """A sign is put in, or one left out, at every fifth place from the first entry's title on."""
    ends = [found.end() for found in re.finditer("</(?:item|entry)>", written)]
    wrong = []
    begin = len(re.split("<(?:item|entry)>", written)[0]) + len("<entry>")
    for place in range(begin, ends[-1], 5):
        found = _read(written[:place] + sign + written[place + (not sign) :])
        spoilt = sum(place >= end for end in ends)
        others = {
            (title, f"https://g.test/{hour}", hour) for hour, title in enumerate(TITLES, start=1)
        }
        others -= {(TITLES[spoilt], f"https://g.test/{spoilt + 1}", spoilt + 1)}
        if len(found) != len(TITLES) or not others <= set(found):
            wrong.append((written[place - 20 : place], found))
    assert not wrong, f"{len(wrong)}, such as {wrong[0]}"
