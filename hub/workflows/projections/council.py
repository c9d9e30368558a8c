"""The projection `council`: which records of the Council and of bilateral bodies there are, and who may read each.

Readers are the sender and those whom the record went to, and nobody else: a bilateral body's records went to its
parties. What the records say stays in the messages.
"""

from collections.abc import Sequence

from hub.core.council import document, publication
from hub.store import council
from hub.store.connection import Connection
from hub.store.council import CouncilRow
from hub.workflows.exchange import Exchange
from hub.workflows.projections.project import Followed

SUBJECTS = {
    **dict.fromkeys(document.TYPES, "document_id"),
    publication.MEETING: "meeting_id",
    publication.NOTICE: "notice_id",
    publication.DIRECTORY: "participant",
}
PUBLISHED = "published"


class CouncilRecords:
    """Keeps a line for each record."""

    name = "council"
    types = frozenset(SUBJECTS)
    tables = ("council_record",)

    async def apply(self, conn: Connection, _exchange: Exchange, messages: Sequence[Followed], /) -> None:
        """Take in messages, in log order."""
        await council.write(conn, [_row(each) for each in messages])

    async def forget(self, conn: Connection, indexes: Sequence[int], /) -> None:
        """Let go of erased messages."""
        await council.forget(conn, indexes)

    async def clear(self, conn: Connection, /) -> None:
        """Forget everything."""
        await council.clear(conn)


def _row(followed: Followed) -> CouncilRow:
    envelope, record = followed.envelope, followed.envelope.record
    return CouncilRow(
        index=followed.index,
        type=envelope.type,
        owner=record.get("owner", envelope.sender),
        subject=record[SUBJECTS[envelope.type]],
        sender=envelope.sender,
        body=record.get("body"),
        stage=record.get("stage", record.get("status", PUBLISHED)),
        revision=record["revision"],
        year=record.get("year"),
        at=followed.at,
        readers=tuple(dict.fromkeys((envelope.sender, *followed.to))),
    )
