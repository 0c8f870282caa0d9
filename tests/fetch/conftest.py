"""Servers on loopback that behave as told, and a fetcher that reaches them."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

import pytest

from tests.conftest import Listen

Answer = Callable[[str, Mapping[str, str]], bytes | AsyncIterator[bytes]]
Serve = Callable[..., Awaitable[int]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def serve(listen: Listen) -> Serve:
    """Start a server: what it answers to a path and its headers; returns its port.

    Bytes are sent and the connection stays open; chunks are sent as they come, then it closes.
    """

    async def start(answer: Answer, tls: ssl.SSLContext | None = None) -> int:
        return await listen(lambda reader, writer: _talk(answer, reader, writer), tls)

    return start


async def _talk(answer: Answer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        request, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        await reader.readexactly(int(headers.get("content-length", "0")))
        said = answer(request.split(" ")[1], headers)
        if not isinstance(said, bytes):
            async for chunk in said:
                writer.write(chunk)
                await writer.drain()
            return
        writer.write(said)
        await writer.drain()
