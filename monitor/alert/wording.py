"""alert -> the words that every channel shows, each in its own dress."""

from datetime import tzinfo

from monitor.alert import Envelope
from monitor.alert.message import Alert, clean_line

SUBJECT = 200  # characters
MOST_OUTLETS = 12  # named, the rest is counted


def subject(alert: Alert) -> str:
    """Return one clean line of at most 200 characters: who, what and where, then the headline."""
    tags = {"system": "[monitor]", "test": "[test]", "digest": "[digest]"}
    parts = (*alert.organisations[:2], *alert.events[:1], *alert.places[:1])
    tag = tags.get(alert.kind) or (f"[{' · '.join(parts)}]" if parts else "")
    return clean_line(f"{tag} {alert.headline}", SUBJECT)


def thread_subject(envelope: Envelope) -> str:
    """Return the subject that all messages of a thread share: that of its first message."""
    if envelope.root is None:
        return subject(envelope.alert)
    return clean_line(f"Re: {subject(envelope.root)}", SUBJECT)


def told_before(envelope: Envelope) -> str | None:
    """Return the headline that a follow-up belongs to, for whoever reads it outside its thread."""
    if envelope.alert.kind != "update" or envelope.root is None:
        return None
    return f"New in the story: {envelope.root.headline}"


def also_in(envelope: Envelope) -> str | None:
    """Return which outlets told the story too: 'Also in 6 outlets: A, B, …'."""
    outlets = [name for name in envelope.outlets if name != envelope.alert.outlet]
    if not outlets:
        return None
    named = ", ".join(outlets[:MOST_OUTLETS])
    more = len(outlets) - MOST_OUTLETS
    counted = "1 outlet" if len(outlets) == 1 else f"{len(outlets)} outlets"
    return f"Also in {counted}: {named}{f' and {more} more' if more > 0 else ''}"


def gist(alert: Alert) -> tuple[str, ...]:
    """Return what a digest says of one of its stories, beside headline and origin."""
    if alert.news:
        return tuple(f"New: {line}" for line in alert.news)
    return alert.happened or alert.evidence[:1]


def origin(alert: Alert, zone: tzinfo) -> str:
    """Return outlet, time and credited outlet: 'The Register · 2026-11-22 14:05 UTC'."""
    parts = [alert.outlet] if alert.outlet else []
    if alert.published is not None:
        parts.append(alert.published.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z"))
    if alert.via:
        parts.append(f"via {alert.via}")
    return " · ".join(parts)


def facts(alert: Alert) -> tuple[tuple[str, str], ...]:
    """Return (label, names) for what is known: organisation, lab, place, event."""
    known = (
        ("Organisation", alert.organisations),
        ("Lab", alert.labs),
        ("Place", alert.places),
        ("Event", alert.events),
    )
    return tuple((label, ", ".join(names)) for label, names in known if names)


def addresses(alert: Alert) -> tuple[tuple[str, str], ...]:
    """Return (label, address) of every link, the article first."""
    first = (("Read the article", alert.url),) if alert.url else ()
    return (*first, *alert.links)


def repeat_note(envelope: Envelope) -> str | None:
    """Say that an earlier attempt may have arrived; None for a message that is surely the first."""
    if not envelope.possible_repeat:
        return None
    return (
        "Possible repeat: an earlier attempt may have reached you "
        f"(delivery d-{envelope.delivery_id}, attempt {envelope.attempt})."
    )


def footer(envelope: Envelope) -> str:
    """Return what names this message: topic, score, story, delivery."""
    alert = envelope.alert
    parts = [f"topic {alert.topic}"] if alert.topic else []
    if alert.score is not None:
        parts.append(f"score {alert.score:.2f}")
    if alert.story:
        parts.append(f"story {alert.story}")
    parts.append(f"delivery d-{envelope.delivery_id}")
    return " · ".join(parts)


def plain_text(envelope: Envelope, zone: tzinfo) -> str:
    """Return the whole alert as plain text, paragraphs parted by empty lines."""
    alert = envelope.alert
    sections = (
        _some(repeat_note(envelope)),
        _some(told_before(envelope)),
        [alert.headline, *_some(origin(alert, zone))],
        _listed("What is new", alert.news),
        _listed("What happened", alert.happened),
        [f"{label}: {names}" for label, names in facts(alert)],
        ["In the article's words", *(f"> {line}" for line in alert.evidence)]
        if alert.evidence
        else [],
        _listed("Why it was held back" if alert.items else "Why it was flagged", alert.reasons),
        *(_item(number, item, zone) for number, item in enumerate(alert.items, 1)),
        [f"{label}: {address}" for label, address in addresses(alert)],
        _some(also_in(envelope)),
        [footer(envelope)],
    )
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def _some(line: str | None) -> list[str]:
    return [line] if line else []


def _listed(title: str, lines: tuple[str, ...]) -> list[str]:
    if len(lines) < 2:
        return [title, *lines] if lines else []
    return [title, *(f"* {line}" for line in lines)]


def _item(number: int, item: Alert, zone: tzinfo) -> list[str]:
    lines = (*_some(origin(item, zone)), *gist(item), *_some(item.url))
    return [f"{number}. {item.headline}", *(f"   {line}" for line in lines)]
