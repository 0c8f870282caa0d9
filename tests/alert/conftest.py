"""Slack and mail servers on loopback, certificates, an alert worth sending, and a clock."""

import io
import socket
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import trustme

from monitor.alert import Envelope
from monitor.alert.message import Alert
from monitor.alert.settings import Surroundings
from monitor.fetch.http import open_client

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def _beside(name: str) -> ModuleType:
    """Load a server that lies beside this file: tests are no package."""
    spec = spec_from_file_location(f"loopback_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


slack_server = _beside("slack_server")
smtp_server = _beside("smtp_server")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass(slots=True)
class Clock:
    """Stands still until a test moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def around(clock: Clock) -> AsyncIterator[Surroundings]:
    """What a channel is opened with: the program's own client, a stream, the clock."""
    async with open_client("desk@gazette.test") as client:
        yield Surroundings(client, io.StringIO(), clock)


@pytest.fixture
def slack() -> Iterator[Any]:
    """A Slack that serves at ``slack.root``."""
    with slack_server.running(slack_server.Slack(clock=NOW.timestamp)) as served:
        yield served


@pytest.fixture
async def mail_server() -> AsyncIterator[Callable[..., Any]]:
    """Start a mailbox: ``await mail_server(password=..., tls=..., starttls=...)``."""
    async with AsyncExitStack() as stack:

        async def start(
            *,
            password: str | None = None,
            tls: ssl.SSLContext | None = None,
            starttls: ssl.SSLContext | None = None,
        ) -> Any:
            mailbox = smtp_server.Mailbox(password=password)
            served = smtp_server.running(mailbox, tls=tls, starttls=starttls)
            return await stack.enter_async_context(served)

        yield start


@dataclass(frozen=True, slots=True)
class Authority:
    """Signs certificates; ``file`` is what a client has to trust."""

    ca: trustme.CA
    file: Path

    def server(self, *names: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(*names).configure_cert(context)
        return context


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    ca = trustme.CA()
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    ca.cert_pem.write_to_path(str(file))
    return Authority(ca, file)


@pytest.fixture
def alert() -> Alert:
    return Alert(
        kind="story",
        headline="Amazon shuts its AI lab in Shanghai",
        topic="foreign-ai-labs-in-china",
        outlet="The Gazette",
        url="https://gazette.test/2026/amazon-lab",
        published=NOW - timedelta(hours=2),
        organisations=("Amazon",),
        labs=("AWS Shanghai AI Lab",),
        places=("Shanghai",),
        events=("closure",),
        evidence=("Amazon is closing its lab in Shanghai, people who know the plan said.",),
        reasons=("Amazon, 'AI lab' and Shanghai stand in one sentence.", "'closing' is an event."),
        links=(("As found in the feed", "https://feed.gazette.test/1"),),
        score=0.97,
        story="s-1",
        happened=("Amazon closes AWS Shanghai AI Lab",),
        via="Financial Daily",
    )


@pytest.fixture
def envelope(alert: Alert) -> Envelope:
    return Envelope(
        delivery_id=17,
        dedup_key="desk:someone:s-1:story",
        recipient="analyst@example.org",
        alert=alert,
        first_attempt_at=NOW,
    )


@pytest.fixture
def unused_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
