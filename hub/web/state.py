"""What the application carries for its handlers, under typed keys."""

from dataclasses import dataclass

from aiohttp import web

from hub.store.notifications import Bell
from hub.workflows.commit_group import GroupCommitter
from hub.workflows.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One process of the hub: its view of the exchange, its group committer, and the bell of releases."""

    exchange: Exchange
    committer: GroupCommitter
    released: Bell
    body_limit: int


SERVICE = web.AppKey("service", Service)
