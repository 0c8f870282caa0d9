"""monitor sources: the health of each source, and the commands on them."""

from pathlib import Path

import click

from monitor.cli.lazy import Lazy, LazyGroup
from monitor.cli.options import config_option, json_option

COMMANDS = {
    "add": Lazy("subscriptions", "Find the feed of a site and append it to the configuration."),
    "check": Lazy("trial", "Try sources live, without storing anything."),
    "export": Lazy("subscriptions", "Print the sources of the configuration as OPML."),
    "import": Lazy("subscriptions", "Append the feeds of an OPML file.", "import_"),
    "read": Lazy("feeds", "Print what a feed says, as it would be stored."),
}


@click.group(cls=LazyGroup, lazy=COMMANDS, invoke_without_command=True)
@config_option
@json_option
@click.pass_context
def sources(context: click.Context, config_file: Path | None, as_json: bool) -> None:
    """Show how well each source is, since when and why, the worst first."""
    if context.invoked_subcommand is not None:
        return
    from monitor.cli.clock import utc_now
    from monitor.cli.health import show_sources
    from monitor.cli.screen import print_json
    from monitor.config import load
    from monitor.store.records import records

    with records(load(config_file).database) as asked:
        rows = asked.sources()
    if as_json:
        print_json(rows)
    else:
        show_sources(rows, utc_now())
