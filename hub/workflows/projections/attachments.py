"""The projection `attachments`: which message refers to which file, so that its parties may read it; to which record.

A file that a released message refers to is kept, and goes with the last message that does.
"""

from collections.abc import Sequence

from hub.core import attachment
from hub.store import attachments
from hub.store.connection import Connection
from hub.workflows.exchange import Exchange
from hub.workflows.projections.project import Followed


class Attachments:
    """Keeps a line for each file of each message, and one for the record that they belong to."""

    name = "attachments"
    types = frozenset({attachment.TYPE})
    tables = ("attachment_about", "attachment_use")

    async def apply(self, conn: Connection, _exchange: Exchange, messages: Sequence[Followed], /) -> None:
        """Take in messages, in log order."""
        for each in messages:
            await attachments.write_use(conn, each.index, each.envelope.sender, attachment.digests(each.envelope))
            about = each.envelope.record["about"]
            await attachments.write_about(conn, each.index, about["sender"], about["id"])

    async def forget(self, conn: Connection, indexes: Sequence[int], /) -> None:
        """Let go of erased messages, and of the files that only they had."""
        await attachments.forget(conn, indexes)

    async def clear(self, conn: Connection, /) -> None:
        """Forget who refers to what; the files stay."""
        await attachments.clear(conn)
