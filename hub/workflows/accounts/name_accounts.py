"""Name the people behind numbers of accounts, for the audit: deeds are noted by number, which never changes."""

from collections.abc import Collection, Mapping

from hub.store import accounts
from hub.workflows.exchange import Exchange


async def name_accounts(exchange: Exchange, numbers: Collection[str]) -> Mapping[str, str]:
    """Return the login of every account among these numbers; what is no number of an account is left out."""
    async with exchange.pool.acquire() as conn:
        return await accounts.read_logins(conn, numbers)
