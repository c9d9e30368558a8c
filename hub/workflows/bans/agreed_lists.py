"""Which lists may be relied on: an issuer's statement counts once its digest is that of what was delivered.

    ban-list-state followed  ->  claimed  ->  compared with the delivered list before it  ->  agreed, with its `as_of`

A first ban of a million says nothing of the rest; nor does a statement of a list of which some bans were refused. Until
a new statement agrees, the last one that did stands, with its own date.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.core.errors import MissingError
from hub.workflows.bans.read_bans import followed_size
from hub.workflows.bans.reconcile_bans import compare
from hub.workflows.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """An issuer said of which moment its list is, by the message at this place."""

    index: int
    as_of: datetime


class AgreedLists:
    """One process's knowledge of lists, by issuer and recipient. Only lists of those who ask are compared."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._claimed: dict[tuple[str, str], Stated] = {}
        self._agreed: dict[tuple[str, str], Stated] = {}
        self._judged: dict[tuple[str, str], int] = {}
        self._askers: set[str] = set()

    def claim(self, issuer: str, recipient: str, said: Stated) -> None:
        """Remember what an issuer said to a recipient, unless it said something newer before."""
        known = self._claimed.get((issuer, recipient))
        if known is None or said.as_of >= known.as_of:
            self._claimed[issuer, recipient] = said

    async def of(self, recipient: str) -> Mapping[str, Stated]:
        """Return the last statement of each issuer to this participant that agrees with what was delivered."""
        self._askers.add(recipient)
        await self._compare_for(recipient)
        return {issuer: said for (issuer, to), said in self._agreed.items() if to == recipient}

    async def follow(self) -> None:
        """Compare what is new for those who have asked before, so that they need not wait."""
        for recipient in sorted(self._askers):
            await self._compare_for(recipient)

    async def _compare_for(self, recipient: str) -> None:
        new = [
            (issuer, said)
            for (issuer, to), said in self._claimed.items()
            if to == recipient and self._judged.get((issuer, to)) != said.index
        ]
        if not new:
            return
        async with self._exchange.pool.acquire() as conn:
            followed = await followed_size(conn)
        for issuer, said in new:
            if said.index < followed:
                await self._compare(issuer, recipient, said)

    async def _compare(self, issuer: str, recipient: str, said: Stated) -> None:
        try:
            found = await compare(self._exchange, reader=recipient, issuer=issuer)
        except MissingError:  # it was erased or held meanwhile
            return
        if found.index == said.index:
            self._judged[issuer, recipient] = said.index
            if found.stated == found.delivered:
                self._agreed[issuer, recipient] = said
