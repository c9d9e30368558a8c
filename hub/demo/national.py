"""The national sides of the demonstration, seen from outside: a simulated system's control door, a gateway's health."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp
import msgspec


class NationalService:
    """A simulated national system, told what to do over its control door (`adapters/_simulator` lists the orders)."""

    def __init__(self, session: aiohttp.ClientSession, control: str) -> None:
        self._session = session
        self._control = control

    async def tell(self, order: str, **members: object) -> dict[str, Any]:
        """Give an order, such as `put`."""
        async with self._session.post(f"{self._control}/{order}", json=members) as answer:
            answer.raise_for_status()
            return dict(msgspec.json.decode(await answer.read()))

    async def enqueue(self, document: bytes) -> None:
        """Let it send a document of its own form, as a clerk's system would."""
        async with self._session.post(f"{self._control}/raw", data=document) as answer:
            answer.raise_for_status()

    async def ask(self, question: str, **query: str) -> dict[str, Any]:
        """Ask for its state, such as `own`."""
        async with self._session.get(f"{self._control}/{question}", params=query) as answer:
            answer.raise_for_status()
            return dict(msgspec.json.decode(await answer.read()))


def read_health(site: Path) -> Mapping[str, Any]:
    """Return what a gateway says of itself; nothing where it has not said anything yet."""
    try:
        return dict(json.JSONDecoder().decode((site / "state" / "health.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):
        return {}
