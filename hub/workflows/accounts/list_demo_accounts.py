"""The accounts that the sign-in page of a training environment lists, where one click signs in."""

from collections.abc import Sequence

from hub.core.console.account import Account, AccountStatus
from hub.store import accounts
from hub.workflows.accounts.sign_in import is_demo
from hub.workflows.exchange import Exchange

MOST = 500


async def list_demo_accounts(exchange: Exchange) -> Sequence[Account]:
    """Return the accounts of the demo, by login; none outside training environments."""
    if not is_demo(exchange):
        return ()
    async with exchange.pool.acquire() as conn:
        found = await accounts.read_demo(conn, limit=MOST)
    return [each for each in found if each.status is AccountStatus.ACTIVE]
