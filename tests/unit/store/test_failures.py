"""Which errors of the database driver mean "nobody knows, come again"."""

import asyncio
from collections.abc import AsyncIterator

import asyncpg
import pytest

from hub.store.failures import FAILURES

AUTHENTICATED = b"R\x00\x00\x00\x08\x00\x00\x00\x00"
NONSENSE = {
    "it goes away at once": b"",
    "it goes away in the middle": AUTHENTICATED,
    "it goes away in the middle of a message": AUTHENTICATED + b"S\x00\x00",
    "it sends a message that does not exist": AUTHENTICATED + b"\x01\x00\x00\x00\x04",
    "it is in another state than the driver": AUTHENTICATED + b"C\x00\x00\x00\x0dSELECT 1\x00",
    "it speaks another protocol": b"HTTP/1.1 400 Bad Request\r\n\r\n",
}


@pytest.fixture(params=NONSENSE.values(), ids=NONSENSE.keys())
async def dying_server(request: pytest.FixtureRequest) -> AsyncIterator[int]:
    """A server that says something to each caller and hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1000)
        writer.write(request.param)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def test_a_server_that_dies_while_it_is_spoken_with_is_a_failure_and_no_mistake_of_ours(dying_server):
    with pytest.raises(FAILURES):
        await asyncpg.connect(f"postgresql://nobody@127.0.0.1:{dying_server}/none?sslmode=disable", timeout=5)


@pytest.mark.parametrize("kind", [asyncpg.InternalClientError, asyncpg.InterfaceError, asyncpg.PostgresError])
def test_each_family_of_the_driver_s_errors_is_a_failure(kind):
    assert issubclass(kind, FAILURES)
