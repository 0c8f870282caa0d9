"""alert -> the words that every channel shows, each in its own dress."""

from datetime import tzinfo

from monitor.alert import Envelope
from monitor.alert.message import Alert, clean_line

SUBJECT = 200  # characters


def subject(alert: Alert) -> str:
    """Return one clean line of at most 200 characters: who, what and where, then the headline."""
    tags = {"system": "[monitor]", "test": "[test]"}
    parts = (*alert.organisations[:2], *alert.events[:1], *alert.places[:1])
    tag = tags.get(alert.kind) or (f"[{' · '.join(parts)}]" if parts else "")
    return clean_line(f"{tag} {alert.headline}", SUBJECT)


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
    happened = [f"* {line}" for line in alert.happened] if len(alert.happened) > 1 else None
    sections = (
        [note] if (note := repeat_note(envelope)) else [],
        [alert.headline, *filter(None, [origin(alert, zone)])],
        ["What happened", *(happened or alert.happened)] if alert.happened else [],
        [f"{label}: {names}" for label, names in facts(alert)],
        ["In the article's words", *(f"> {line}" for line in alert.evidence)]
        if alert.evidence
        else [],
        ["Why it was flagged", *(f"* {line}" for line in alert.reasons)] if alert.reasons else [],
        [f"{label}: {address}" for label, address in addresses(alert)],
        [footer(envelope)],
    )
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"
