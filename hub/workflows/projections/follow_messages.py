"""Follow the released log and keep what is found in its records: blind tokens, and how long each subject is kept.

A projection with a cursor of its own: it can be begun again at any time, and is, once a year, under a new blind key;
when that one has caught up, the tokens of earlier years go, and then their key. After a burst of submissions, what is
searched for is found a little later (see `pace`).
"""

import time
from collections.abc import Iterator, Mapping
from typing import Any

from hub.core.envelope import Envelope
from hub.store import log, projections
from hub.store import retention as stored
from hub.store.connection import Connection
from hub.workflows.exchange import Exchange
from hub.workflows.projections.pace import Pace
from hub.workflows.retention.retain_messages import read_envelope, settle, subject_tokens
from keys import blind_index
from keys.blind_index import BlindKey, Kind

BATCH = 50
PERSONS = ("subject", "person")  # members of records that hold a person block


class MessageFollower:
    """One process's share of the following; the cursor's row lets one process follow at a time."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._pace = Pace(exchange)

    async def step(self) -> int:
        """Follow for a share of a second, one batch at least; return how many messages were followed."""
        current = self._exchange.clock.now().year
        if current not in self._exchange.vault.keyring.blind:  # it is being made
            return 0
        begun, followed = time.monotonic(), 0
        while count := await self._follow(current):
            followed += count
            if time.monotonic() - begun >= await self._pace.share():
                return followed
        await self._pace.rest()
        await self._forget_older(current)
        return followed

    async def _follow(self, year: int) -> int:
        exchange, name = self._exchange, _name(year)
        async with exchange.pool.acquire() as conn, conn.transaction():
            released, _ = await log.read_release(conn)
            position = await projections.read_position(conn, name)
            found = await stored.read_followed(conn, position, released, BATCH)
            read = [(each.index, read_envelope(exchange, each)) for each in found]
            envelopes = [(index, envelope) for index, envelope in read if envelope is not None]
            key = exchange.vault.keyring.blind[year]
            tokens = [(token, index) for index, envelope in envelopes for token in tokens_of(envelope, key)]
            await stored.write_tokens(conn, tokens, year)
            await settle(conn, exchange, [envelope for _, envelope in envelopes])
            await projections.move_position(conn, name, found[-1].index + 1 if found else released)
        return len(found)

    async def _forget_older(self, year: int) -> None:
        async with self._exchange.pool.acquire() as conn:
            await stored.delete_old_tokens(conn, year, 1000)


async def followed_to(conn: Connection, exchange: Exchange) -> int:
    """Return how far the log was followed, under this year's key or the last one's."""
    year = exchange.clock.now().year
    return max([await projections.read_position(conn, _name(each)) for each in (year - 1, year)])


def _name(year: int) -> str:
    return f"persons/{year}"


def tokens_of(envelope: Envelope, key: BlindKey) -> set[bytes]:
    """Return the tokens of the persons in a record, and of the ban or case that it is about."""
    return {key.token(kind, value) for kind, value in _values_of(envelope)} | subject_tokens([envelope], [key])


def _values_of(envelope: Envelope) -> Iterator[tuple[Kind, str]]:
    for member in PERSONS:
        person = envelope.record.get(member)
        if isinstance(person, Mapping):
            yield from _values_of_person(person)


def _values_of_person(person: Mapping[str, Any]) -> Iterator[tuple[Kind, str]]:
    for document in person.get("documents", ()):
        yield Kind.DOCUMENT, document_value(document["number"], document.get("series", ""))
    for identifier in person.get("identifiers", ()):
        yield Kind.IDENTIFIER, identifier_value(identifier["scheme"], identifier["value"])
    for name in person.get("names", ()):
        for member in ("surname", "given", "patronymic"):
            yield from ((Kind.NAME, part) for part in map(blind_index.normalise, name.get(member, "").split()) if part)


def document_value(number: str, series: str = "") -> str:
    """Return what the token of a document stands for: series and number, whoever issued it."""
    return blind_index.normalise(series + number)


def identifier_value(scheme: str, value: str) -> str:
    """Return what the token of a national identifier stands for."""
    return f"{scheme}:{blind_index.normalise(value)}"


async def find_by_document(exchange: Exchange, number: str, series: str = "") -> list[int]:
    """Return the places of the messages about somebody with a document of exactly this number."""
    return await _find(exchange, Kind.DOCUMENT, document_value(number, series))


async def find_by_identifier(exchange: Exchange, scheme: str, value: str) -> list[int]:
    """Return the places of the messages about somebody with this national identifier."""
    return await _find(exchange, Kind.IDENTIFIER, identifier_value(scheme, value))


async def _find(exchange: Exchange, kind: Kind, value: str) -> list[int]:
    tokens = [key.token(kind, value) for key in exchange.vault.keyring.blind.values()]
    async with exchange.pool.acquire() as conn:
        return await stored.find_tokens(conn, tokens)
