"""The topic that a command works on."""

import click

from monitor.config import Config
from monitor.news.topic import TopicDefinition


def topic_named(config: Config, name: str | None) -> TopicDefinition:
    """Return the topic of that name, the first one for None; raises ``click.BadParameter``."""
    for definition in config.topics:
        if name in {None, definition.name}:
            return definition
    known = ", ".join(definition.name for definition in config.topics)
    raise click.BadParameter(f"no topic {name!r}; the configuration has {known}")
