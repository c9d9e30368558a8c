"""Tell those whom a suspension concerns: the participant whose key it is, and the recipients of what it makes doubtful.

The worker looks for suspensions that nobody was told of. Each recipient gets, for every thousand messages of the key
since `compromised_since`, one notice with those that went to it, delivered or held. Receipts stand among them: nobody
receipts a receipt, so one that the recipient has read counts as held too.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from hub.core import instant
from hub.core import leaf as leaves
from hub.core.leaf import MessageLeaf
from hub.core.notice import Notice
from hub.store import suspensions
from hub.store.suspensions import SignedMessage, Untold
from hub.workflows.notices.send_notice import Herald
from keys import suspension
from keys.suspension import Suspension

AT_A_TIME = 1000  # messages that one notice may name


async def tell_suspensions(herald: Herald) -> int:
    """Send the notices of all suspensions that nobody was told of; return how many suspensions were told.

    Raises:
        UnavailableError: in doubt; those not finished are told again, which changes nothing for who was told.
    """
    async with herald.exchange.pool.acquire() as conn:
        waiting = await suspensions.read_untold(conn)
    told = 0
    for each in waiting:
        said = [await herald.say(*notices) async for notices in _make_notices(herald, each)]
        if all(said):
            await herald.tell(f"suspension/{each.index}")
            told += 1
    return told


async def _make_notices(herald: Herald, untold: Untold) -> AsyncIterator[Sequence[Notice]]:
    said = suspension.read(untold.logged.token, untold.logged.since)
    facts = _facts(said, untold.index)
    name = f"suspension/{untold.index}"
    own = {**facts, "kind": "key-suspended"}
    yield [Notice(name=f"{name}/own", to=said.participant, at=said.since, record=own)]
    begin = untold.index if untold.first is None else untold.first
    while True:
        async with herald.exchange.pool.acquire() as conn:
            found = await suspensions.read_signed(conn, said.kid, begin, untold.index, limit=AT_A_TIME)
        if not found:
            return
        doubtful = {**facts, "kind": "messages-doubtful"}
        yield [
            Notice(name=f"{name}/{begin}", to=recipient, at=said.since, record={**doubtful, "messages": messages})
            for recipient, messages in sorted(_by_recipient(found).items())
        ]
        begin = found[-1].index + 1


def _facts(said: Suspension, index: int) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "participant": said.participant,
        "kid": said.kid,
        "reason": said.reason.value,
        "suspension": index,
    }
    if said.compromised_since is not None:
        facts["compromised_since"] = instant.format(said.compromised_since, seconds=True)
    return facts


def _by_recipient(found: Sequence[SignedMessage]) -> Mapping[str, list[dict[str, Any]]]:
    """Return what went to each recipient, in the order of the log."""
    named: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in found:
        leaf = leaves.parse(each.leaf)
        for recipient in leaf.to if isinstance(leaf, MessageLeaf) else ():
            state = "delivered" if recipient in each.had else "held"
            item = {"index": each.index, "id": each.id, "sha256": each.sha256, "sender": each.sender, "state": state}
            named[recipient].append(item)
    return named
