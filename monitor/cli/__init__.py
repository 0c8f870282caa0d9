"""The commands: parse, call, print. Each is imported only when it is asked for."""

import importlib
import sys
from typing import Any

import click

from monitor import __version__
from monitor.errors import ConfigError, MonitorError, StoreError

# exit statuses, beside click's own 2 for usage
FAILED = 1
BAD_CONFIG = 2
BAD_STORE = 5

# command -> (module under monitor.cli, its one line of help)
COMMANDS = {
    "run": ("run", "Watch: poll, read, judge and alert until stopped."),
    "once": ("run", "Poll every due source once, send what is promised, exit."),
    "demo": ("demo", "Show it all offline on a bundled newsroom."),
    "explain": ("explain", "Show what is made of one document, and why."),
    "why": ("why", "Tell everything that was decided about an address."),
    "stories": ("stories", "List the flagged stories."),
    "story": ("story", "Part a story, or join two, by hand."),
    "search": ("stories", "Search everything stored, flagged or not."),
    "sources": ("sources", "Show the health of each source; read one by hand."),
    "status": ("status", "Show how the monitor is, on one screen."),
    "check": ("check", "Validate the configuration; nothing is started."),
    "alert": ("alert", "Send a test alert to a channel."),
    "outbox": ("outbox", "List what waits to be sent; retry or cancel it."),
    "silence": ("silence", "Keep quiet about an organisation, topic or story for a while."),
    "label": ("label", "Say whether an article is of the topic."),
    "replay": ("replay", "Judge what is stored again: gained and lost."),
    "evaluate": ("evaluate", "Score a topic on labelled stories."),
    "backup": ("backup", "Copy the database, beside a running monitor, and check it."),
    "prune": ("prune", "Take old texts out of the database, forgetting nothing that was told."),
    "service": ("service", "Print a systemd unit that keeps the monitor running."),
}


class LazyGroup(click.Group):
    """Loads a command's module only when that command is called; the help needs none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"monitor.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one gets the nearest name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"{error.message}{hint}", ctx) from error


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="monitor")
def monitor() -> None:
    """Watch tech-news feeds for a topic and alert once for each story."""


def main(arguments: list[str] | None = None) -> Any:
    """Run a command; what the outside did wrong ends in one message and an exit status."""
    try:
        return monitor(args=arguments, prog_name="monitor")
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(BAD_CONFIG)
    except StoreError as error:
        click.echo(f"monitor: {error}", err=True)
        sys.exit(BAD_STORE)
    except MonitorError as error:
        click.echo(f"monitor: {error}", err=True)
        sys.exit(FAILED)
    except OSError as error:
        # mostly what stands behind `>` or a pipe: the rooms translate their own
        where = f"{error.filename}: " if error.filename else "standard output: "
        click.echo(f"monitor: {where}{error.strerror}", err=True)
        sys.exit(FAILED)
