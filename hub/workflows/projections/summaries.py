"""The projection `summaries`: which state's summary for which period stands where in the log, and which reports.

The figures themselves stay in the messages, which whoever reads opens.
"""

from collections.abc import Sequence

from hub.core.statistics import situation_report, situation_summary
from hub.store import summaries
from hub.store.connection import Connection
from hub.store.summaries import SummaryRow
from hub.workflows.exchange import Exchange
from hub.workflows.projections.project import Followed


class Summaries:
    """Keeps a line for each summary and each frozen report."""

    name = "summaries"
    types = frozenset({situation_summary.TYPE, situation_report.TYPE})
    tables = ("summary", "situation_report")

    async def apply(self, conn: Connection, _exchange: Exchange, messages: Sequence[Followed], /) -> None:
        """Take in messages, in log order."""
        await summaries.write(conn, [_row(each) for each in messages])

    async def forget(self, conn: Connection, indexes: Sequence[int], /) -> None:
        """Let go of erased messages."""
        await summaries.forget(conn, indexes)

    async def clear(self, conn: Connection, /) -> None:
        """Forget everything."""
        await summaries.clear(conn)


def _row(followed: Followed) -> SummaryRow:
    envelope = followed.envelope
    record, is_report = envelope.record, envelope.type == situation_report.TYPE
    return SummaryRow(
        index=followed.index,
        at=followed.at,
        sender=envelope.sender,
        period=record["period"]["value"],
        number=record["edition"] if is_report else record["revision"],
        area=None if is_report else record["area"],
        audience=record["audience"] if is_report else None,
    )
