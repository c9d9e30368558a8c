"""How `hub submit` and `hub inbox` reach the hub: by the gateway's own configuration file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hub.client.client import HubClient, open_client
from hub.clock import Clock, make_clock
from hub.sdk.assembly import address_of
from hub.sdk.settings.config import GatewayConfig, load
from hub.sdk.settings.key_files import read_key
from hub.settings import Settings
from keys.jwk import Signer


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A participant's client with the key it signs by."""

    config: GatewayConfig
    signer: Signer
    client: HubClient
    clock: Clock


@asynccontextmanager
async def connect(path: Path, settings: Settings, *, url: str | None = None) -> AsyncIterator[Connection]:
    """Give a connection for as long as the context lasts; `url` is another address than the configuration's.

    Raises:
        StartError: the configuration or the key cannot be used.
    """
    config = load(path)
    config = config if url is None else replace(config, url=url)
    signer, clock = read_key(config), make_clock(settings)
    async with open_client(replace(address_of(config), language=settings.language), signer, clock) as client:
        yield Connection(config=config, signer=signer, client=client, clock=clock)
