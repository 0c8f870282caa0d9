"""A group of commands, each imported only when it is asked for."""

import importlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import click


class Lazy(NamedTuple):
    """Where a command stands, and what the help says of it."""

    module: str  # under monitor.cli
    help: str
    attribute: str = ""  # where that is not the command's name


class LazyGroup(click.Group):
    """Loads a command's module only when that command is called; the help needs none."""

    def __init__(self, *values: Any, lazy: Mapping[str, Lazy], **named: Any) -> None:
        """Take what click's own group takes, and the commands by their names."""
        super().__init__(*values, **named)
        self.lazy = lazy

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work."""
        return list(self.lazy)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in self.lazy:
            return None
        found = self.lazy[cmd_name]
        module = importlib.import_module(f"monitor.cli.{found.module}")
        command: click.Command = getattr(module, found.attribute or cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, found.help) for name, found in self.lazy.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown one gets the nearest name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.lazy, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"{error.message}{hint}", ctx) from error
