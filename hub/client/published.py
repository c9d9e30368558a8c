"""Cosigned notes that other participants publish, on a web server or a shared folder: another way than the hub's."""

import asyncio
from pathlib import Path

from hub.client.errors import ClientError
from hub.client.transport import LostError, Request, Transport
from hub.core.witness import MAX_NOTE

SECONDS = 5.0


async def read_published(place: str) -> bytes | None:
    """Return what is published at an address or a path; None where it cannot be had now."""
    if not place.startswith(("http://", "https://")):
        return await asyncio.to_thread(_read_file, Path(place))
    transport = Transport(place)
    try:
        answer = await transport.send(Request(method="GET", path="", most=MAX_NOTE, seconds=SECONDS))
    except (ClientError, LostError):
        return None
    finally:
        await transport.close()
    return answer.body if answer.status == 200 else None


def _read_file(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_NOTE)
    except OSError:
        return None
