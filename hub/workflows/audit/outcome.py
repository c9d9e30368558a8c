"""The audit's second half: what is kept beside the messages is what the messages say, no more and no less."""

from array import array

from hub.core.audit import BadEntryError, require
from hub.store import audit
from hub.store.connection import Connection
from hub.workflows.audit.messages import Messages


async def check_inboxes(conn: Connection, messages: Messages) -> int:
    """Check every inbox: numbers without gaps, each for the message that the log gave it; return how many there are.

    Raises:
        BadEntryError: one is not as it must be. So do the functions below.
    """
    kept = await audit.read_inboxes(conn)
    for name in sorted(kept.keys() | messages.inboxes.keys()):
        await _check_inbox(conn, name, messages, kept.get(name))
    return len(kept)


async def _check_inbox(conn: Connection, name: tuple[str, str], messages: Messages, last: int | None) -> None:
    expected = messages.inboxes.get(name, array("q"))
    where = f"inbox {name[0]}/{name[1]}"
    number, taken, seen = 0, 0, set[int]()
    async for entry in audit.read_inbox(conn, *name):
        number += 1
        if entry.number != number:
            raise BadEntryError(f"{where} {number}", "missing")
        if entry.released:  # a held message that was let through after all has a second number
            held = entry.index in messages.again and entry.index in expected[:taken]
            require(held and entry.index not in seen, f"{where} {number}", "extra")
            seen.add(entry.index)
            continue
        require(taken < len(expected), f"{where} {number}", "extra")
        require(entry.index == expected[taken], f"{where} {number}", "column-mismatch")
        require(entry.tombstone is None, f"{where} {number}", "column-mismatch")
        taken += 1
    require(taken == len(expected), f"{where} {number + 1}", "missing")
    require(last == number or (last is None and number == 0), where, "column-mismatch")


async def check_deliveries(conn: Connection, messages: Messages) -> int:
    """Check what recipients said against their receipts; return how many there are."""
    left = dict(messages.said)
    count, erased = 0, set(messages.erased.places)
    async for index, recipient, status, receipt, first in audit.read_deliveries(conn):
        where, count = f"delivery {index} {recipient}", count + 1
        if receipt in erased or first in erased:
            left.pop((index, recipient), None)
            continue
        said = left.pop((index, recipient), None)
        require(said is not None, where, "extra")
        require(said == (status, receipt, first), where, "column-mismatch")
    for index, recipient in sorted(left):
        raise BadEntryError(f"delivery {index} {recipient}", "missing")
    return count


async def check_heads(conn: Connection, messages: Messages) -> int:
    """Check the state of every case and ban against the messages that moved it; return how many there are."""
    left = {key: head for key, head in messages.heads.items() if key[:2] not in messages.unsure}
    count = 0
    async for key, kept in audit.read_heads(conn):
        count += 1
        if key[:2] in messages.unsure:
            continue
        where = f"state {key.kind} {key.owner}/{key.subject}"
        head = left.pop(key, None)
        if head is None:
            raise BadEntryError(where, "extra")
        require(kept == (head.state, head.version, head.parties, head.last), where, "column-mismatch")
    for missing in sorted(left):
        raise BadEntryError(f"state {missing.kind} {missing.owner}/{missing.subject}", "missing")
    return count
