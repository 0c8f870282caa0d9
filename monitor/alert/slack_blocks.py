"""alert -> Slack blocks that hold foreign text literally and stay within every limit.

Foreign text stands in ``plain_text`` and ``rich_text`` elements only: nothing in them is read as
markup, so ``<!channel>``, ``*bold*`` and masked links stay letters. Limits are those of Slack's
reference of blocks; the total is what chat.postMessage was seen to refuse with
``msg_blocks_too_long`` (about 13,200), with a margin.
"""

from collections.abc import Iterable
from datetime import tzinfo

from monitor.alert import Envelope
from monitor.alert.message import shorten
from monitor.alert.wording import addresses, facts, footer, origin, repeat_note, subject

Json = dict[str, object]

HEADER = 150
LINE = 2800  # of 3000 in a text object
NOTIFICATION = 1000
TOTAL = 12_000
MOST_ITEMS = 12
WEIGHTS = {"&": 5, "<": 4, ">": 4}  # Slack stores these as entities


def notification(envelope: Envelope) -> str:
    """Return the text for notifications and screen readers, mrkdwn characters escaped."""
    note = "Possible repeat: " if envelope.possible_repeat else ""
    text = cut(note + subject(envelope.alert), NOTIFICATION)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def blocks(envelope: Envelope, zone: tzinfo) -> list[Json]:
    """Return header, facts, quoted evidence, reasons, links and footer, at most 12,000 characters."""
    alert = envelope.alert
    budget = _Budget(TOTAL)
    note = repeat_note(envelope)
    parts: list[Json | None] = [
        _header(budget.take(alert.headline, HEADER)),
        _context(budget, note) if note else None,
        _context(budget, origin(alert, zone)),
        _paragraph(budget, alert.happened, bold=True),
        _facts(budget, facts(alert)),
        _quote(budget, alert.evidence),
        _reasons(budget, alert.reasons),
        _links(budget, addresses(alert)),
        _context(budget, footer(envelope)),
    ]
    return [part for part in parts if part is not None]


def plain_post(envelope: Envelope) -> str:
    """Return a message without blocks: what is sent when Slack refuses ours."""
    note = repeat_note(envelope)
    lines = [*([note] if note else []), envelope.alert.headline]
    lines += [address for _, address in addresses(envelope.alert)]
    text = "\n".join((*(cut(line, LINE) for line in lines), footer(envelope)))
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
        self._left = total

    def take(self, text: str, limit: int) -> str:
        """Return the text within the limit and what is left, empty when nothing is."""
        taken = cut(text, min(limit, self._left)) if self._left > 1 else ""
        self._left -= weigh(taken)
        return taken


def _header(text: str) -> Json:
    return {"type": "header", "text": _plain(text or "Alert")}


def _context(budget: _Budget, text: str) -> Json | None:
    taken = budget.take(text, LINE)
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


def _reasons(budget: _Budget, reasons: tuple[str, ...]) -> Json | None:
    items = [taken for line in reasons[:MOST_ITEMS] if (taken := budget.take(line, LINE))]
    if not items:
        return None
    bullets: Json = {
        "type": "rich_text_list",
        "style": "bullet",
        "elements": [_section([_text(item)]) for item in items],
    }
    return _rich([_section([_text("Why it was flagged", bold=True)]), bullets])


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
