"""The way of a statement to the hub: by a participant's configuration, or by the hub's address alone."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from typing import Any

from hub.cli.connection import connect
from hub.client.client import HubAddress, HubClient, open_client
from hub.client.errors import BadAnswerError, InDoubtError
from hub.clock import make_clock
from hub.core.receipt import Receipt
from hub.settings import Settings
from keys.jwk import PrivateKey


async def submit(arguments: argparse.Namespace, settings: Settings, token: bytes) -> Receipt | None:
    """Return the receipt; None: whatever answered, the statement may have been logged.

    Raises:
        RefusedError, RetryLaterError: the hub refused it, or was not reached.
        StartError: the configuration cannot be used.
    """
    async with _client(arguments, settings) as client:
        try:
            return await client.submit_statement(token)
        except (InDoubtError, BadAnswerError):
            return None


async def read_held(arguments: argparse.Namespace, settings: Settings) -> list[dict[str, Any]]:
    """Return the participant's own messages that are held, all of them.

    Raises:
        ClientError: the hub did not give them.
    """
    found: list[dict[str, Any]] = []
    async with connect(arguments.config, settings) as connection:
        while page := await connection.client.read_held(after=found[-1]["index"] + 1 if found else 0):
            found += [asdict(each) for each in page]
    return found


@asynccontextmanager
async def _client(arguments: argparse.Namespace, settings: Settings) -> AsyncIterator[HubClient]:
    if arguments.config is not None:
        async with connect(arguments.config, settings) as connection:
            yield connection.client
        return
    address = HubAddress(url=arguments.url, origin="", participant="", language=settings.language)
    nobody = PrivateKey.generate()  # signs nothing: a statement says itself whose it is
    async with open_client(address, nobody, make_clock(settings)) as client:
        yield client
