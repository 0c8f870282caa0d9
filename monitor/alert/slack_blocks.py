"""alert -> Slack blocks that hold foreign text literally and stay within every limit.

Foreign text stands in ``plain_text`` and ``rich_text`` elements only: nothing in them is read as
markup, so ``<!channel>``, ``*bold*`` and masked links stay letters. Limits are those of Slack's
reference of blocks; the total is what chat.postMessage was seen to refuse with
``msg_blocks_too_long`` (about 13,200), with a margin.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo

from monitor.alert import Envelope
from monitor.alert.message import Alert, shorten
from monitor.alert.wording import (
    addresses,
    also_in,
    facts,
    footer,
    gist,
    origin,
    repeat_note,
    subject,
    told_before,
)

Json = dict[str, object]

HEADER = 150
LINE = 2800  # of 3000 in a text object
NOTIFICATION = 1000
TOTAL = 12_000
PLAIN = 35_000  # of 40,000 in a message's text
MOST_ITEMS = 12
MOST_STORIES = 25  # of a digest, a block each
LEAST_HEADLINE = 140  # characters that a long address leaves to its story
WEIGHTS = {"&": 5, "<": 4, ">": 4}  # Slack stores these as entities


def notification(envelope: Envelope) -> str:
    """Return the text for notifications and screen readers, mrkdwn characters escaped."""
    note = "Possible repeat: " if envelope.possible_repeat else ""
    text = cut(note + subject(envelope.alert), NOTIFICATION)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def blocks(envelope: Envelope, zone: tzinfo) -> list[Json]:
    """Return at most 50 blocks of at most 12,000 characters: a header, what there is to tell, a footer."""
    alert = envelope.alert
    budget = _Budget(TOTAL)
    parts: list[Json | None] = [
        _header(budget.take(alert.headline, HEADER)),
        _context(budget, repeat_note(envelope)),
        _context(budget, None if envelope.thread else told_before(envelope)),
        _context(budget, origin(alert, zone)),
        _context(budget, also_in(envelope)),
    ]
    foot = _context(budget, footer(envelope))
    if alert.items:
        parts += [
            _context(budget, "; ".join(alert.reasons)),
            *_items(budget, alert.items[:MOST_STORIES], zone),
        ]
    else:
        parts += [
            _list(budget, "What is new", alert.news),
            _paragraph(budget, alert.happened, bold=True),
            _facts(budget, facts(alert)),
            _quote(budget, alert.evidence),
            _list(budget, "Why it was flagged", alert.reasons),
            _links(budget, addresses(alert)),
        ]
    return [part for part in (*parts, foot) if part is not None]


def plain_post(envelope: Envelope) -> str:
    """Return a message without blocks: what is sent when Slack refuses ours."""
    note = repeat_note(envelope)
    lines = [*([note] if note else []), envelope.alert.headline, *envelope.alert.news]
    lines += [address for _, address in addresses(envelope.alert)]
    lines += [f"{item.headline} {item.url or ''}" for item in envelope.alert.items]
    text = "\n".join((*(cut(line, LINE) for line in lines), footer(envelope)))
    text = cut(text, PLAIN)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    """Shorten to ``limit`` as Slack may count: UTF-16 units, entities written out."""
    weight = 0
    for end, sign in enumerate(text):
        weight += _weight(sign)
        if weight > limit:
            while end > 1 and weigh(text[: end - 1]) + 1 > limit:
                end -= 1
            return shorten(text, end)
    return text


def weigh(text: str) -> int:
    """Return the length as Slack may count it, the larger of the possible ways."""
    return sum(_weight(sign) for sign in text)


def _weight(sign: str) -> int:
    return WEIGHTS.get(sign, 2 if sign > "\uffff" else 1)


class _Budget:
    """What is left of the total; takes are shortened to it."""

    def __init__(self, total: int) -> None:
        self.left = total

    def take(self, text: str, limit: int) -> str:
        """Return the text within the limit and what is left, empty when nothing is."""
        most = min(limit, self.left)
        taken = cut(text, most) if most > 1 else ""
        self.left -= weigh(taken)
        return taken


def _header(text: str) -> Json:
    return {"type": "header", "text": _plain(text or "Alert")}


def _context(budget: _Budget, text: str | None) -> Json | None:
    taken = budget.take(text or "", LINE)
    return {"type": "context", "elements": [_plain(taken)]} if taken else None


def _paragraph(budget: _Budget, lines: Iterable[str], *, bold: bool) -> Json | None:
    taken = budget.take("\n".join(lines), LINE)
    return _rich([_section([_text(taken, bold=bold)])]) if taken else None


def _facts(budget: _Budget, rows: tuple[tuple[str, str], ...]) -> Json | None:
    elements: list[Json] = []
    for label, names in rows:
        start = "\n" if elements else ""
        taken = budget.take(names, LINE)
        if taken:
            elements += [_text(f"{start}{label}: ", bold=True), _text(taken)]
    return _rich([_section(elements)]) if elements else None


def _quote(budget: _Budget, sentences: tuple[str, ...]) -> Json | None:
    taken = budget.take("\n".join(sentences), LINE)
    return _rich([{"type": "rich_text_quote", "elements": [_text(taken)]}]) if taken else None


def _list(budget: _Budget, title: str, lines: tuple[str, ...]) -> Json | None:
    items = [taken for line in lines[:MOST_ITEMS] if (taken := budget.take(line, LINE))]
    if not items:
        return None
    bullets: Json = {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [_section([_text(item)]) for item in items],
    }
    return _rich([_section([_text(title, bold=True)]), bullets])


def _items(budget: _Budget, items: Sequence[Alert], zone: tzinfo) -> Iterator[Json]:
    """Give each story of a digest an equal share of what is left: headline, origin, gist."""
    for number, item in enumerate(items):
        share = min(budget.left // (len(items) - number), LINE)
        address = item.url if item.url and weigh(item.url) <= share - LEAST_HEADLINE else None
        share -= weigh(budget.take(address or "", share))
        headline = budget.take(item.headline or "A story", min(share, HEADER))
        share -= weigh(headline)
        said = "\n".join(filter(None, (origin(item, zone), *gist(item))))
        taken = budget.take(said, share - 1)
        first = _link(address, headline) if address else _text(headline, bold=True)
        yield _rich([_section([first, *([_text(f"\n{taken}")] if taken else [])])])


def _link(address: str, text: str) -> Json:
    return {"type": "link", "url": address, "text": text, "style": {"bold": True}}


def _links(budget: _Budget, links: tuple[tuple[str, str], ...]) -> Json | None:
    elements: list[Json] = []
    for label, address in links[:MOST_ITEMS]:
        if budget.take(address, LINE) != address:
            continue  # half an address leads nowhere
        start = "\n" if elements else ""
        elements += [_text(f"{start}{label}: "), {"type": "link", "url": address}]
    return _rich([_section(elements)]) if elements else None


def _rich(elements: list[Json]) -> Json:
    return {"type": "rich_text", "elements": elements}


def _section(elements: list[Json]) -> Json:
    return {"type": "rich_text_section", "elements": elements}


def _text(text: str, *, bold: bool = False) -> Json:
    return {"type": "text", "text": text, **({"style": {"bold": True}} if bold else {})}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}
