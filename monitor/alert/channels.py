"""The kinds of channel that there are: a new one is a file and a line here."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.alert import Channel
from monitor.alert.apprise import AppriseSettings
from monitor.alert.console import ConsoleSettings
from monitor.alert.email import EmailSettings
from monitor.alert.settings import ChannelSettings, Surroundings
from monitor.alert.slack import SlackSettings

__all__ = ["CHANNELS", "Channel", "ChannelSettings", "Kind", "Surroundings"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of channel: the model of its settings, which also opens it."""

    settings: type[ChannelSettings]


CHANNELS: Mapping[str, Kind] = {
    "apprise": Kind(AppriseSettings),
    "console": Kind(ConsoleSettings),
    "email": Kind(EmailSettings),
    "slack": Kind(SlackSettings),
}
