"""The commands: parse, call, print. Each is imported only when it is asked for."""

import sys
from typing import Any

import click

from monitor import __version__
from monitor.cli.lazy import Lazy, LazyGroup
from monitor.errors import ConfigError, MonitorError, StoreError

# exit statuses, beside click's own 2 for usage
FAILED = 1
BAD_CONFIG = 2
BAD_STORE = 5

COMMANDS = {
    "run": Lazy("run", "Watch: poll, read, judge and alert until stopped."),
    "once": Lazy("run", "Poll every due source once, send what is promised, exit."),
    "demo": Lazy("demo", "Show it all offline on a bundled newsroom."),
    "explain": Lazy("explain", "Show what is made of one document, and why."),
    "why": Lazy("why", "Tell everything that was decided about an address."),
    "stories": Lazy("stories", "List the flagged stories."),
    "story": Lazy("story", "Part a story, or join two, by hand."),
    "search": Lazy("stories", "Search everything stored, flagged or not."),
    "sources": Lazy("sources", "Show the health of each source; read one by hand."),
    "status": Lazy("status", "Show how the monitor is, on one screen."),
    "check": Lazy("check", "Validate the configuration; nothing is started."),
    "alert": Lazy("alert", "Send a test alert to a channel."),
    "outbox": Lazy("outbox", "List what waits to be sent; retry or cancel it."),
    "silence": Lazy("silence", "Keep quiet about an organisation, topic or story for a while."),
    "label": Lazy("label", "Say whether an article is of the topic."),
    "replay": Lazy("replay", "Judge what is stored again: gained and lost."),
    "evaluate": Lazy("evaluate", "Score a topic on labelled stories."),
    "backup": Lazy("backup", "Copy the database, beside a running monitor, and check it."),
    "prune": Lazy("prune", "Take old texts out of the database, forgetting nothing that was told."),
    "service": Lazy("service", "Print a systemd unit that keeps the monitor running."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
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
