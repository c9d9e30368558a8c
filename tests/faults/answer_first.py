"""A hub with a planted mistake, for the campaign to catch: it answers before COMMIT.

    python -m tests.faults.answer_first serve

Everything else is the hub as it is. A pause between answer and commit makes the mistake as likely to strike as a slow
disk would.
"""

import asyncio
import sys
from collections.abc import Sequence

from hub.cli import main
from hub.core.errors import HubError
from hub.store.connection import Connection
from hub.workflows.log.arrange_group import Arrangement, Entry
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.log.release_log import sign_checkpoint

PAUSE = 0.2

_write = GroupCommitter._write


async def _write_and_answer(self: GroupCommitter, conn: Connection, entries: Sequence[Entry]) -> Arrangement:
    """Write a group, then answer at once; the caller commits only afterwards."""
    arrangement = await _write(self, conn, entries)
    if arrangement.winners and len(entries) == len(self._group):
        note = sign_checkpoint(self._exchange, arrangement.frontier.size, arrangement.root)
        outcomes = arrangement.signed(note).outcomes()
        for (_, future), outcome in zip(self._group, outcomes, strict=True):
            if not isinstance(outcome, HubError) and not future.done():
                future.set_result(outcome)
        await asyncio.sleep(PAUSE)
    return arrangement


if __name__ == "__main__":
    GroupCommitter._write = _write_and_answer  # type: ignore[method-assign]
    sys.exit(main())
