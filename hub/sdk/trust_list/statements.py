"""Statements that messages rest on: fetched from the hub's register, each proven to stand in the log.

Delegations are fetched once and then from where the last page ended, up to the place of the message in question; so the
hub cannot hold back a withdrawal that it has shown to others under the same checkpoint. Approvals are asked for by the
digest of the payload. They are few; nothing is kept on disk.
"""

from collections.abc import Iterable

from hub.client.client import HubClient
from hub.client.statement_answers import MAX_PAGE, LoggedStatement, StatementPage
from hub.core import leaf as leaves
from hub.core import merkle
from hub.core.checkpoint import Checkpoint
from hub.core.errors import HubError
from hub.core.statement import Stated
from hub.sdk.errors import LogBehindError, UntrustedAnswerError
from hub.sdk.trust_list.log_history import LogHistory
from keys import delegation
from keys.errors import KeysError
from keys.note import VerifierKey

DELEGATION, APPROVAL = "delegation", "approval"


class StatementKeeper:
    """Knows the delegations up to a size of the log, and asks for approvals."""

    def __init__(self, client: HubClient, history: LogHistory) -> None:
        self._client = client
        self._history = history
        self._next = 0
        self._size = 0
        self.delegations: list[Stated] = []
        self.kids: set[str] = set()

    async def reach(self, size: int, log: VerifierKey) -> None:
        """Know every delegation among the first `size` leaves of the log.

        Raises:
            UntrustedAnswerError: the register does not prove what it says.
            LogBehindError: the hub does not show its log so far.
            ClientError: the hub could not be asked.
            StopError: the hub's log is not one.
        """
        if self._size < size:
            await self.renew(log)
        if self._size < size:
            raise LogBehindError

    async def renew(self, log: VerifierKey) -> None:
        """Know every delegation that the hub shows now.

        Raises:
            UntrustedAnswerError, ClientError, StopError: as `reach`.
        """
        while True:
            page = await self._client.read_statements(DELEGATION, after=self._next)
            checkpoint, stated = await self._prove(page, log)
            self.delegations += stated
            self.kids.update(map(_kid_of, stated))
            self._next = max(self._next, page.next)
            if len(page.items) < MAX_PAGE:
                self._size = max(self._size, checkpoint.size)
                return

    async def approvals(self, digests: Iterable[str], log: VerifierKey) -> list[Stated]:
        """Return the approvals of these payloads (SHA-256 in hex).

        Raises:
            UntrustedAnswerError, ClientError, StopError: as `reach`.
        """
        found: list[Stated] = []
        for digest in digests:
            page = await self._client.read_statements(APPROVAL, about=digest)
            found += (await self._prove(page, log))[1]
        return found

    async def read_kind(self, kind: str, *, after: int, log: VerifierKey) -> tuple[list[Stated], int]:
        """Return all statements of a kind that the hub shows from a place of the log on, and where to go on.

        Raises:
            UntrustedAnswerError, ClientError, StopError: as `reach`.
        """
        found: list[Stated] = []
        while True:
            page = await self._client.read_statements(kind, after=after)
            found += (await self._prove(page, log))[1]
            after = max(after, page.next)
            if len(page.items) < MAX_PAGE:
                return found, after

    async def _prove(self, page: StatementPage, log: VerifierKey) -> tuple[Checkpoint, list[Stated]]:
        checkpoint = await self._history.admit(page.checkpoint, log, shown=True)
        return checkpoint, [_prove(item, checkpoint) for item in page.items]


def _kid_of(stated: Stated) -> str:
    """Return whose key a delegation is about; whether it holds is judged with the message that rests on it."""
    try:
        return delegation.read(stated.token)[1].kid
    except KeysError:
        return ""


def _prove(item: LoggedStatement, checkpoint: Checkpoint) -> Stated:
    try:
        hashed = merkle.leaf_hash(item.leaf)
        merkle.verify_inclusion(
            hashed=hashed, index=item.index, size=checkpoint.size, proof=item.proof, root=checkpoint.root
        )
        return Stated(token=item.token, leaf=leaves.parse(item.leaf), index=item.index)
    except HubError as error:
        raise UntrustedAnswerError(error.code) from None
