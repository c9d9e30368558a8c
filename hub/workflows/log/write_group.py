"""Write one arranged group: its rows, table by table, in one statement; then what belongs to acts."""

from collections.abc import Mapping

from hub.core.errors import IntegrityError
from hub.core.head import Head
from hub.core.merkle import Node
from hub.store import log
from hub.store.connection import Connection
from hub.store.log import Group, GroupState
from hub.workflows.log.arrange_group import Arrangement, Entry
from hub.workflows.log.candidate import Candidate
from keys.at_rest import Ciphertext


async def write_group(conn: Connection, arrangement: Arrangement, state: GroupState) -> None:
    """Write leaves, messages, inbox entries, heads and deliveries, then what belongs to acts.

    Raises:
        IntegrityError: a leaf was not stored as it was written.
    """
    stored = await log.write_group(conn, _group_of(arrangement, state))
    if stored != b"".join(arrangement.nodes[Node(0, place)] for place, _ in arrangement.winners):
        raise IntegrityError
    for place, entry in arrangement.winners:
        if entry.apply is not None:
            await entry.apply(conn, place)


def _group_of(arrangement: Arrangement, state: GroupState) -> Group:
    messages = [
        (place, entry.candidate, _stored(entry)) for place, entry in arrangement.winners if entry.candidate is not None
    ]
    return Group(
        first=state.frontier.size,
        leaves=arrangement.leaves,
        size=arrangement.frontier.size,
        root=arrangement.root,
        frontier=arrangement.frontier.format(),
        at=arrangement.at,
        messages=[_message(place, candidate, stored.key) for place, candidate, stored in messages],
        bodies=[stored.body for _, _, stored in messages],
        wrapped=[stored.wrapped for _, _, stored in messages],
        entries=[
            {"recipient": recipient, "lane": lane, "number": number, "index": place}
            for recipient, lane, number, place in arrangement.entries
        ],
        numbers=[
            {"recipient": recipient, "lane": lane, "number": number}
            for (recipient, lane), number in arrangement.inboxes.items()
        ],
        heads=[_head(head) for head in arrangement.heads.values()],
        deliveries=[
            {"index": index, "recipient": recipient, "status": status, "receipt": place}
            for (index, recipient), (status, place) in arrangement.deliveries.items()
        ],
    )


def _stored(entry: Entry) -> Ciphertext:
    """Return the envelope as it is stored; nothing is ever written in plain."""
    if entry.stored is None:
        raise ValueError("an envelope was not encrypted before its group")
    return entry.stored


def _head(head: Head) -> Mapping[str, object]:
    said = {"state": head.state, "version": head.version, "parties": head.parties, "last": head.last}
    return {**head.key._asdict(), **said}


def _message(place: int, candidate: Candidate, key: str) -> Mapping[str, object]:
    each = candidate.envelope
    return {
        "index": place,
        "sender": each.sender,
        "id": each.id,
        "sha256": each.sha256,
        "type": each.type,
        "kid": candidate.kid,
        "key": key,
    }
