"""Prints each alert in full on standard output: the channel that needs nothing."""

import asyncio
from dataclasses import dataclass
from datetime import tzinfo
from typing import Literal, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from monitor.alert import Channel, Envelope, Receipt
from monitor.alert.settings import ChannelSettings, Surroundings
from monitor.alert.wording import (
    addresses,
    also_in,
    facts,
    footer,
    gist,
    origin,
    repeat_note,
    told_before,
)
from monitor.errors import DeliveryError, DeliveryFault

PIPED_WIDTH = 100
LABEL = 14  # columns
MOST_ITEMS = 200


class ConsoleSettings(ChannelSettings):
    """A console needs no keys of its own."""

    kind: Literal["console"]

    def open(self, around: Surroundings) -> Channel:
        """Return a channel that prints."""
        return ConsoleChannel(self.name, around.out, around.zone)


@dataclass(frozen=True, slots=True)
class ConsoleChannel:
    """Writes to one text stream: wrapped to its width, in colour on a terminal alone."""

    name: str
    out: TextIO
    zone: tzinfo

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whoever looks at the terminal."""
        return ("stdout",)

    @property
    def most_items(self) -> int:
        """How many stories a digest of one message can show."""
        return MOST_ITEMS

    async def send(self, envelope: Envelope) -> Receipt:
        """Print it; a stream that is closed or full is a fault of the channel."""
        try:
            await asyncio.to_thread(self._print, envelope)
        except (OSError, ValueError) as error:
            reason = f"standard output can't be written: {type(error).__name__}"
            raise DeliveryError(self.name, reason, DeliveryFault.CHANNEL) from None
        return Receipt()

    async def find(self, envelope: Envelope) -> Receipt | None:
        """What a terminal showed can't be known."""
        del envelope
        return None

    def _print(self, envelope: Envelope) -> None:
        self.out.write(rendered(envelope, self.zone, self.out))
        self.out.flush()


def rendered(envelope: Envelope, zone: tzinfo, out: TextIO) -> str:
    """Return the alert as the stream can show it: its width, colours and character set."""
    terminal = out.isatty()
    console = Console(
        file=out,
        width=None if terminal else PIPED_WIDTH,
        color_system="auto" if terminal else None,
        force_terminal=None if terminal else False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    with console.capture() as captured:
        _show(console, envelope, zone)
    encoding = out.encoding or "utf-8"
    return captured.get().encode(encoding, "replace").decode(encoding)


def _show(console: Console, envelope: Envelope, zone: tzinfo) -> None:
    alert = envelope.alert
    console.print(Rule(Text(f" {alert.kind} alert "), style="red", align="left"))
    if note := repeat_note(envelope):
        console.print(Text(note, style="yellow"))
    if root := told_before(envelope):
        console.print(Text(root, style="dim"))
    console.print(Text(alert.headline, style="bold"))
    if told := origin(alert, zone):
        console.print(Text(told, style="dim"))
    console.print()
    _rows(console, "What is new", alert.news)
    _rows(console, "What happened", alert.happened)
    for label, names in facts(alert):
        _rows(console, label, (names,))
    _rows(console, "Evidence", tuple(f"“{line}”" for line in alert.evidence))
    _rows(console, "Held back" if alert.items else "Why flagged", alert.reasons)
    for number, item in enumerate(alert.items, 1):
        lines = (item.headline, origin(item, zone), *gist(item), item.url or "")
        _rows(console, f"{number}.", tuple(filter(None, lines)))
    for label, address in addresses(alert):
        _rows(console, "Article" if address == alert.url else label, (address,))
    if others := also_in(envelope):
        console.print(Text(others, style="dim"))
    console.print(Text(footer(envelope), style="dim"))
    console.print()


def _rows(console: Console, label: str, lines: tuple[str, ...]) -> None:
    for number, line in enumerate(lines):
        heading = label if number == 0 else ""
        if len(heading) > LABEL or console.width < LABEL * 3:
            console.print(Text(label, style="cyan"))
            console.print(Padding(Text(line, overflow="fold"), (0, 0, 0, 2)))
            continue
        text = Text(line, overflow="fold")
        wrapped = text.wrap(console, console.width - LABEL - 1)
        for row, part in enumerate(wrapped):
            head = heading if row == 0 else ""
            console.print(Text.assemble((head.ljust(LABEL + 1), "cyan"), part), soft_wrap=True)
