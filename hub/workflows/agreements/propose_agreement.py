"""Put a version of an agreement before its parties, or take it back. It changes nothing by itself.

    document ──fits its schema, follows the last version by a legal move──> kept as a proposal ──> read and approved

Who decides stays the same: the parties, by consents in the log over the document's digest; whoever publishes the
version then does it by `hub agreement publish` (`change_agreement`).
"""

from typing import Any

from hub.core.console.account import Account
from hub.core.errors import ConflictError, MissingError
from hub.store import proposals
from hub.workflows.agreements.change_agreement import check_version
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange


class ProposalKnownError(ConflictError):
    """The same document was put before the parties already."""

    code = "proposal-known"
    ru = "Эта редакция уже предложена сторонам. Откройте её на странице «Соглашения»."
    en = "This version is before its parties already. Open it on the page Agreements."


async def propose_agreement(exchange: Exchange, account: Account, document: dict[str, Any]) -> int:
    """Keep a version for its parties to read; return its number.

    Raises:
        SchemaViolationError: the document is no agreement.
        AgreementVersionError: it is not the next version.
        UnprocessableError: it cannot follow the last one, or does not hold together.
        ProposalKnownError: it is proposed already.
    """
    stored, _ = check_version(document, exchange.judgement)
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        number = await proposals.write(conn, stored, at=now, account=account.id)
        if number is None:
            raise ProposalKnownError
        await note(conn, deed_of(account, "agreement-propose", object=f"{stored.id}/{stored.version}"), now)
    return number


async def withdraw_proposal(exchange: Exchange, account: Account, number: int) -> None:
    """Take a version back; consents to it stay in the log, and mean nothing until it is published.

    Raises:
        MissingError: there is none, or it was taken back already.
    """
    now = exchange.clock.now()
    async with exchange.pool.acquire() as conn, conn.transaction():
        found = await proposals.read_one(conn, number)
        if found is None or not await proposals.withdraw(conn, number, now):
            raise MissingError
        named = f"{found.document.id}/{found.document.version}"
        await note(conn, deed_of(account, "agreement-propose", object=named, outcome="withdrawn"), now)
