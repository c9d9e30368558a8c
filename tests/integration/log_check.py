"""Re-verify a hub's whole log from its tables, trusting nothing that is only said."""

from collections import defaultdict
from hashlib import sha256

import asyncpg

from hub.core import leaf as leaves
from hub.core import merkle, receipt
from hub.core.leaf import MessageLeaf
from hub.core.merkle import Frontier
from hub.core.tile import WIDTH, Tile, full_between
from hub.store.messages import body_of
from hub.workflows.vault import Vault
from keys import note
from tests.support.hub import Site
from tests.support.trust import Trust


async def check_log(conn: "asyncpg.Connection[asyncpg.Record]", site: Site) -> int:
    """Assert that everything stored agrees with the leaves; return the size of the log."""
    async with conn.transaction(isolation="repeatable_read", readonly=True):
        bodies = await _check_leaves(conn)
        await _check_groups(conn, bodies)
        await _check_messages(conn, bodies, site.open_vault())
        await _check_inboxes(conn, bodies)
        await _check_release(conn, bodies, site.trust)
    return len(bodies)


async def _check_leaves(conn: "asyncpg.Connection[asyncpg.Record]") -> list[bytes]:
    rows = await conn.fetch("SELECT index, body FROM leaf ORDER BY index")
    assert [row["index"] for row in rows] == list(range(len(rows))), "the log has a gap"
    bodies = [row["body"] for row in rows]
    times = [leaves.parse(body).at for body in bodies]
    assert times == sorted(times), "time goes back"
    return bodies


async def _check_groups(conn: "asyncpg.Connection[asyncpg.Record]", bodies: list[bytes]) -> None:
    head = await conn.fetchrow("SELECT size, root, frontier FROM log_head")
    groups = {row["size"]: row["root"] for row in await conn.fetch("SELECT size, root FROM log_group")}
    frontier = Frontier.empty()
    for size, body in enumerate(bodies, start=1):
        frontier = frontier.append([merkle.leaf_hash(body)])
        assert groups.pop(size, frontier.root()) == frontier.root(), "a group ended in another tree"
    assert groups == {}, "a group ended beyond the log"
    assert head is not None
    assert (head["size"], head["root"], head["frontier"]) == (len(bodies), frontier.root(), frontier.format())


async def _check_messages(conn: "asyncpg.Connection[asyncpg.Record]", bodies: list[bytes], vault: Vault) -> None:
    rows = await conn.fetch("SELECT index, sender, id::text, sha256, key, wrapped, body FROM message ORDER BY index")
    found = {(row["index"], row["sender"], row["id"], row["sha256"].hex()) for row in rows}
    read = [(index, leaves.parse(body)) for index, body in enumerate(bodies)]
    told = {(index, leaf.sender, leaf.id, leaf.sha256) for index, leaf in read if isinstance(leaf, MessageLeaf)}
    assert found == told, "messages and leaves differ"
    kept = {row["index"]: vault.find(body_of(row)) for row in rows}
    erased = {row["index"] for row in await conn.fetch("SELECT index FROM erasure")}
    assert {index for index, raw in kept.items() if raw is None} == erased, "a message is gone that was not erased"
    assert all(sha256(kept[row["index"]]).digest() == row["sha256"] for row in rows if row["index"] not in erased)


async def _check_inboxes(conn: "asyncpg.Connection[asyncpg.Record]", bodies: list[bytes]) -> None:
    inboxes: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    again = set()  # what was held and released has a second, later number
    for row in await conn.fetch("SELECT recipient, lane, number, index, released FROM inbox_entry ORDER BY number"):
        inboxes[row["recipient"], row["lane"]].append((row["number"], row["index"]))
        again |= {(row["recipient"], row["lane"], row["number"])} if row["released"] else set()
    heads = {
        (row["recipient"], row["lane"]): row["number"]
        for row in await conn.fetch("SELECT recipient, lane, number FROM inbox_head")
    }
    assert {name: len(entries) for name, entries in inboxes.items()} == heads
    delivered = set()
    for (recipient, lane), entries in inboxes.items():
        assert [number for number, _ in entries] == list(range(1, len(entries) + 1)), "an inbox has a gap"
        first = [index for number, index in entries if (recipient, lane, number) not in again]
        assert first == sorted(set(first)), "an inbox is out of order"
        delivered |= {(recipient, index) for _, index in entries}
    read = [(index, leaves.parse(body)) for index, body in enumerate(bodies)]
    told = {(to, index) for index, leaf in read if isinstance(leaf, MessageLeaf) for to in leaf.to}
    assert delivered == told | await _copies(conn), "inboxes and leaves differ"


async def _copies(conn: "asyncpg.Connection[asyncpg.Record]") -> set[tuple[str, int]]:
    """Return whose inboxes have a copy of what his own contact persons signed."""
    rows = await conn.fetch(
        "SELECT sender, message.index FROM message WHERE kid IN (SELECT about FROM statement WHERE kind = 'delegation')"
    )
    return {(row["sender"], row["index"]) for row in rows}


async def _check_release(conn: "asyncpg.Connection[asyncpg.Record]", bodies: list[bytes], trust: Trust) -> None:
    row = await conn.fetchrow("SELECT size, note FROM log_release")
    assert row is not None
    if row["size"]:
        signed = receipt.open_checkpoint(row["note"], note.verifier_key(trust.list.hub, trust.log))
        hashes = [merkle.leaf_hash(body) for body in bodies]
        assert (signed.size, signed.root) == (row["size"], merkle.root(hashes[: row["size"]]))
    kept = {(tile["level"], tile["number"]) for tile in await conn.fetch("SELECT level, number FROM tile")}
    assert kept == {(tile.level, tile.number) for tile in full_between(0, row["size"])}, "tiles are missing"
    for tile in await conn.fetch("SELECT number, root, hashes FROM tile WHERE level = 0"):
        begin = tile["number"] * WIDTH
        assert tile["hashes"] == b"".join(map(merkle.leaf_hash, bodies[begin : begin + WIDTH]))
        assert tile["root"] == merkle.root(map(merkle.leaf_hash, bodies[begin : begin + WIDTH]))


__all__ = ["Tile", "check_log"]
