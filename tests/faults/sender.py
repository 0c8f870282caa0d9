"""The outbox alone, as a process that ``kill.py`` kills: ``sender.py CONFIG``."""

import asyncio
import signal
import sys
from pathlib import Path

from monitor.alert.outbox import Outbox
from monitor.alert.release import Rules
from monitor.app import opened_channels, opened_fetcher
from monitor.cli.clock import utc_now
from monitor.config import load
from monitor.store.lock import hold
from monitor.store.thread import StoreThread

PAUSE = 0.05  # seconds between two looks


async def send(file: Path) -> None:
    config, ended = load(file), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    with hold(config.database):
        async with (
            StoreThread.opened(config.database) as store,
            opened_fetcher(config, utc_now) as (_, client),
        ):
            channels = opened_channels(config, client, utc_now)
            rules = Rules({route.name: route for route in config.routes}, config.alerts.flood)
            outbox = Outbox(store=store, channels=channels, rules=rules, clock=utc_now)
            print("watching", flush=True)
            while not ended.is_set():
                await outbox.send_due()
                await asyncio.sleep(PAUSE)


if __name__ == "__main__":
    asyncio.run(send(Path(sys.argv[1])))
