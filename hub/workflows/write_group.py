"""Write one arranged group: its columns, in the order of the query that takes it whole."""

from collections.abc import Sequence
from typing import Any

from hub.store import log
from hub.store.connection import Connection
from hub.store.log import GroupState
from hub.workflows.arrange_group import Arrangement


async def write_group(conn: Connection, arrangement: Arrangement, state: GroupState) -> None:
    """Write leaves, messages, inbox entries, heads and deliveries in one statement, then what belongs to acts."""
    await log.write_group(conn, _columns_of(arrangement, state))
    for place, entry in arrangement.winners:
        if entry.apply is not None:
            await entry.apply(conn, place)


def _columns_of(arrangement: Arrangement, state: GroupState) -> list[object]:
    """Return the parameters of the query `write_group`, in its order."""
    messages = [(place, entry.candidate) for place, entry in arrangement.winners if entry.candidate is not None]
    heads = list(arrangement.heads.values())
    spoken = list(arrangement.deliveries.items())
    return [
        state.frontier.size,
        list(arrangement.leaves),
        arrangement.frontier.size,
        [place for place, _ in messages],
        [candidate.envelope.sender for _, candidate in messages],
        [candidate.envelope.id for _, candidate in messages],
        [bytes.fromhex(candidate.envelope.sha256) for _, candidate in messages],
        [candidate.envelope.type for _, candidate in messages],
        [candidate.envelope.raw for _, candidate in messages],
        *(list(column) for column in _columns(arrangement.entries, 4)),
        arrangement.root,
        arrangement.frontier.format(),
        arrangement.at,
        *(list(column) for column in _columns([(*inbox, number) for inbox, number in arrangement.inboxes.items()], 3)),
        [head.key.kind for head in heads],
        [head.key.owner for head in heads],
        [head.key.subject for head in heads],
        [head.state for head in heads],
        [head.version for head in heads],
        [",".join(head.parties) for head in heads],
        [head.last for head in heads],
        [index for (index, _), _ in spoken],
        [recipient for (_, recipient), _ in spoken],
        [status for _, (status, _) in spoken],
        [place for _, (_, place) in spoken],
    ]


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[tuple[Any, ...]]:
    return list(zip(*rows, strict=True)) if rows else [()] * count
