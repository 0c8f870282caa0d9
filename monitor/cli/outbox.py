"""monitor outbox: what waits, what was given up, and a person's word on it."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import click

from monitor.cli.clock import utc_now
from monitor.cli.options import config_option, json_option
from monitor.cli.screen import print_json, table
from monitor.config import load
from monitor.store.orders import Orders, OutboxRow, orders

FAILED = 1
LONGEST_NUMBER = 18  # digits
STATES = ("held", "pending", "sending", "sent", "dead", "gathered", "silenced", "cancelled", "all")


def _numbers(_: click.Context, __: click.Parameter, found: tuple[str, ...]) -> tuple[int, ...]:
    """Read numbers such as 17 or, as alerts show them, d-17."""
    digits = [one.removeprefix("d-") for one in found]
    for one, given in zip(digits, found, strict=True):
        if not one.isascii() or not one.isdigit() or len(one) > LONGEST_NUMBER:
            raise click.BadParameter(f"{given!r} is no message; an alert shows its own: d-17")
    return tuple(map(int, digits))


@click.group(invoke_without_command=True)
@config_option
@json_option
@click.option("--state", type=click.Choice(STATES), help="Only these; default: not sent yet.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True)
@click.pass_context
def outbox(
    ctx: click.Context, config_file: Path | None, as_json: bool, state: str | None, limit: int
) -> None:
    """List the messages that wait or were given up; retry or cancel one.

    Works beside a running daemon, which finds what was ordered within a second.
    """
    if ctx.invoked_subcommand is not None:
        return
    with orders(load(config_file).database) as asked:
        rows = asked.listed(state, limit)
    if as_json:
        print_json(rows)
    elif rows:
        _show(rows)
    else:
        click.echo("Nothing waits; --state all shows what was sent.")


@outbox.command()
@click.argument("numbers", nargs=-1, required=True, callback=_numbers, metavar="ID...")
@config_option
def retry(numbers: tuple[int, ...], config_file: Path | None) -> None:
    """Send messages now: dead, held, silenced or cancelled ones too."""
    _order(numbers, config_file, Orders.retry, "will be sent")


@outbox.command()
@click.argument("numbers", nargs=-1, required=True, callback=_numbers, metavar="ID...")
@config_option
def cancel(numbers: tuple[int, ...], config_file: Path | None) -> None:
    """Never send messages that wait; `retry` takes it back."""
    _order(numbers, config_file, Orders.cancel, "cancelled")


def _order(
    numbers: tuple[int, ...],
    config_file: Path | None,
    order: Callable[[Orders, int, datetime], str | None],
    done: str,
) -> None:
    """Give one order for each message; the exit status is 1 when one can't be followed."""
    refused = False
    with orders(load(config_file).database) as asked:
        for number in numbers:
            reason = order(asked, number, utc_now())
            refused = refused or reason is not None
            click.echo(f"d-{number}: {done if reason is None else reason}", err=reason is not None)
    sys.exit(FAILED if refused else 0)


def _show(rows: list[OutboxRow]) -> None:
    table(
        ("id", "state", "kind", "channel", "recipient", "headline", "promised", "tries", "why"),
        (
            (
                f"d-{row.id}",
                row.state,
                row.kind,
                row.channel,
                row.recipient,
                row.headline,
                row.promised_at,
                row.attempts,
                row.reason or (f"in digest d-{row.digest}" if row.digest else ""),
            )
            for row in rows
        ),
    )
