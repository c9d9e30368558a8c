"""The projection `searches`: searches for missing persons, remains, proposals and updates by reference.

Whom they are about stays in the messages, which whoever reads opens.
"""

from collections.abc import Sequence

from hub.core.missing.search import MATCH, PERSON, REMAINS, UPDATE
from hub.store import searches
from hub.store.connection import Connection
from hub.store.searches import SearchRow
from hub.workflows.exchange import Exchange
from hub.workflows.projections.project import Followed

_SUBJECT = {MATCH: "proposal_id"}
_REVISION = {UPDATE: "sequence"}
_STAGE = {MATCH: "stage", UPDATE: "outcome"}


class Searches:
    """Keeps a line for each record of a search."""

    name = "searches"
    types = frozenset({PERSON, REMAINS, MATCH, UPDATE})
    tables = ("search_record",)

    async def apply(self, conn: Connection, _exchange: Exchange, messages: Sequence[Followed], /) -> None:
        """Take in messages, in log order."""
        await searches.write(conn, [_row(each) for each in messages])

    async def forget(self, conn: Connection, indexes: Sequence[int], /) -> None:
        """Let go of erased messages."""
        await searches.forget(conn, indexes)

    async def clear(self, conn: Connection, /) -> None:
        """Forget everything."""
        await searches.clear(conn)


def _row(followed: Followed) -> SearchRow:
    envelope = followed.envelope
    record = envelope.record
    return SearchRow(
        index=followed.index,
        at=followed.at,
        type=envelope.type,
        owner=record["owner"],
        subject=record[_SUBJECT.get(envelope.type, "case_id")],
        revision=record[_REVISION.get(envelope.type, "revision")],
        stage=record.get(_STAGE.get(envelope.type, ""), ""),
        sender=envelope.sender,
        readers=tuple(dict.fromkeys([envelope.sender, *followed.to])),
    )
