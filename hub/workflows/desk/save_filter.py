"""Filters of lists that a person gives a name, to have them again with one click."""

from collections.abc import Sequence

from hub.core.console.account import Account
from hub.store import case_notes
from hub.workflows.exchange import Exchange


async def save_filter(exchange: Exchange, account: Account, name: str, query: str) -> None:
    """Keep a filter under a name; one of that name is replaced."""
    async with exchange.pool.acquire() as conn:
        await case_notes.save_filter(conn, account.id, name, query, exchange.clock.now())


async def list_filters(exchange: Exchange, account: Account) -> Sequence[tuple[str, str]]:
    """Return the filters of an account, as (name, query)."""
    async with exchange.pool.acquire() as conn:
        return await case_notes.read_filters(conn, account.id)


async def drop_filter(exchange: Exchange, account: Account, name: str) -> None:
    """Forget a filter."""
    async with exchange.pool.acquire() as conn:
        await case_notes.drop_filter(conn, account.id, name)
