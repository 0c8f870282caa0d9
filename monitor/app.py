"""Opens what the configuration names, hands over a Cycle and an Outbox, closes in reverse."""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

import httpx

from monitor.alert import Channel
from monitor.alert.health import HealthDesk
from monitor.alert.outbox import Outbox
from monitor.alert.release import Rules
from monitor.alert.routes import Router
from monitor.alert.settings import Surroundings
from monitor.config import Config
from monitor.cycle import Cycle
from monitor.fetch.http import HttpFetcher, open_client
from monitor.news.source import Source
from monitor.store.lock import hold
from monitor.store.thread import StoreThread
from monitor.workers import opened_workers


@dataclass(frozen=True, slots=True)
class App:
    """What a command works with while it runs."""

    config: Config
    sources: dict[str, Source]
    store: StoreThread
    cycle: Cycle
    outbox: Outbox


@asynccontextmanager
async def opened(
    config: Config, clock: Callable[[], datetime], out: TextIO | None = None
) -> AsyncIterator[App]:
    """Open the database for this process alone, the one HTTP client, and the channels.

    ``out`` is where alerts are printed, standard output if not given.
    Raises ``StoreError`` when the database can't be had or another instance holds it.
    """
    async with AsyncExitStack() as stack:
        stack.enter_context(hold(config.database))
        store = await stack.enter_async_context(StoreThread.opened(config.database))
        fetcher, client = await stack.enter_async_context(opened_fetcher(config, clock))
        channels = opened_channels(config, client, clock, out)
        router = Router(channels, config.routes)
        cycle = Cycle(
            store=store,
            fetcher=fetcher,
            reader=await stack.enter_async_context(opened_workers(config.topics)),
            router=router,
            max_age=config.alerts.max_age,
            clock=clock,
            desk=HealthDesk(
                [
                    channel
                    for channel in channels
                    if config.alerts.health is None or channel.name in config.alerts.health
                ]
            ),
        )
        await store(lambda s: s.sync_sources(config.sources, clock()))
        rules = Rules(
            routes={route.name: route for route in config.routes},
            flood=config.alerts.flood,
            sizes={channel.name: channel.most_items for channel in channels},
        )
        outbox = Outbox(store=store, channels=channels, rules=rules, clock=clock)
        yield App(config, {source.name: source for source in config.sources}, store, cycle, outbox)


@asynccontextmanager
async def opened_fetcher(
    config: Config, clock: Callable[[], datetime]
) -> AsyncIterator[tuple[HttpFetcher, httpx.AsyncClient]]:
    """Open the process's one HTTP client, and the fetcher that speaks through it."""
    settings = config.fetch
    async with open_client(settings.contact) as client:
        fetcher = HttpFetcher(client, pause=settings.pause, deadline=settings.deadline, clock=clock)
        yield fetcher, client


def opened_channels(
    config: Config,
    client: httpx.AsyncClient,
    clock: Callable[[], datetime],
    out: TextIO | None = None,
) -> tuple[Channel, ...]:
    """Return the channels of the configuration, ready to send."""
    around = Surroundings(client, out or sys.stdout, clock, ZoneInfo(config.alerts.timezone))
    return tuple(settings.open(around) for settings in config.channels)
