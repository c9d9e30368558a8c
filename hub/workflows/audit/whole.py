"""Audit the whole log from its tables: everything is made anew from the leaves up, and the first bad entry is named.

    trust list, from the anchor  ─> keys
    statements                   ─> contact persons' keys
    leaves ─> tree: tiles, groups, the log's end
      ├─> messages: bytes, digests, signatures ─> inboxes, receipts, cases and bans
      ├─> acts: agreements, trust lists, statements, erasures
      └─> signed notes: the released one, those named for witnessing with cosignatures, those that others hold

Nothing is believed but the anchor and the notes that the log's key signed. Whoever has that key and all the tables can
still write another log: such a one disagrees with the notes that witnesses and members hold; give them to the audit.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.core.audit import BadEntryError, Finding, reading, require
from hub.core.checkpoint import Checkpoint
from hub.core.leaf import ActLeaf, Leaf, MessageLeaf
from hub.core.merkle import EMPTY_ROOT
from hub.core.tile import WIDTH
from hub.store import audit, log
from hub.store.audit import Document, NamedNote, Statement
from hub.store.connection import Connection
from hub.workflows.audit import acts, holds, notes, outcome
from hub.workflows.audit.accesses import check_accesses
from hub.workflows.audit.erased import Erased, Journal
from hub.workflows.audit.keys import Keys, read_keys
from hub.workflows.audit.messages import Messages
from hub.workflows.audit.tree import Tree
from hub.workflows.vault import Vault
from keys.errors import KeysError
from schemas.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What an audit stands on: whose log, from which anchor, at what time.

    `notes` are signed ones that others hold, `journal` is what the erasure journal beside the keyring says.
    """

    origin: str
    anchor: str
    now: datetime
    vault: Vault
    catalogue: Catalogue
    notes: Mapping[str, bytes] = field(default_factory=dict)
    journal: Journal = field(default_factory=dict)
    tell: Callable[[int, int], None] = lambda _done, _size: None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What an audit found: the log's size and root, counts by kind, the first bad entry if there is one.

    `pending` are keys under which messages were erased and whose end is not logged yet.
    """

    origin: str
    size: int
    root: bytes
    stopped: bool
    counts: Mapping[str, int]
    pending: Sequence[str] = ()
    finding: Finding | None = None


async def audit_log(conn: Connection, ground: Ground) -> Report:
    """Check everything that is stored, in one snapshot of it."""
    counts: dict[str, int] = {}
    async with snapshot(conn):
        head = await audit.read_head(conn)
        if head is None:
            finding = Finding(where="log end", code="missing")
            return Report(origin=ground.origin, size=0, root=EMPTY_ROOT, stopped=False, counts=counts, finding=finding)
        try:
            with reading("tables"):
                pending = await _Audit(conn=conn, ground=ground, head=head, counts=counts).run()
        except BadEntryError as bad:
            return _report(ground, head, counts, finding=bad.finding)
    return _report(ground, head, counts, pending=pending)


def snapshot(conn: Connection) -> AbstractAsyncContextManager[object]:
    """Return a transaction that sees one state of the tables and changes none; inside another one, a part of that."""
    if conn.is_in_transaction():
        return conn.transaction()
    return conn.transaction(isolation="repeatable_read", readonly=True)


def _report(ground: Ground, head: audit.Head, counts: Mapping[str, int], **found: Any) -> Report:
    return Report(origin=ground.origin, size=head.size, root=head.root, stopped=head.stopped, counts=counts, **found)


def _messages(ground: Ground, keys: Keys, statements: Sequence[Statement]) -> Messages:
    return Messages(
        origin=ground.origin,
        keys=keys,
        vault=ground.vault,
        catalogue=ground.catalogue,
        released=acts.released_by(statements),
        erased=Erased(vault=ground.vault, catalogue=ground.catalogue, journal=ground.journal, now=ground.now),
    )


@dataclass(slots=True, kw_only=True)
class _Audit:
    """One audit under way."""

    conn: Connection
    ground: Ground
    head: audit.Head
    counts: dict[str, int]
    acts: dict[int, ActLeaf] = field(default_factory=dict)
    named: list[NamedNote] = field(default_factory=list)

    async def run(self) -> Sequence[str]:
        """Check everything; return the keys whose end is not logged yet.

        Raises:
            BadEntryError: the first entry that is not as it must be.
        """
        conn, ground = self.conn, self.ground
        documents = await audit.read_trust_documents(conn)
        with reading("trust-list"):
            keys = read_keys(documents, ground.anchor, ground.origin)
        statements = await audit.read_statements(conn)
        _add_persons(statements, keys)
        released, said = await self._read_notes(keys)
        wanted = {shown.size for _, shown in said}
        tree = Tree(conn=conn, origin=ground.origin, head=self.head, released=released, wanted=wanted)
        messages = _messages(ground, keys, statements)
        await self._walk(tree, messages)
        for where, shown in said:
            notes.check_root(shown, where, tree.roots, self.head.size)
        notes.check_times(self.named, tree.times, ground.now)
        self.counts["checkpoints"] = len(said)
        await self._check_register(documents, statements, keys)
        await holds.check_holds(conn, statements, self.acts, messages.erased)
        return await self._check_outcome(messages)

    async def _check_register(self, documents: Sequence[Document], statements: Sequence[Statement], keys: Keys) -> None:
        counts = self.counts
        counts["trust list"] = acts.check_trust_list(documents, self.acts)
        counts["agreements"] = await acts.check_agreements(self.conn, self.acts)
        counts["statements"] = acts.check_statements(statements, self.acts, keys)
        await acts.check_suspensions(self.conn, self.acts)
        counts["accesses"] = await check_accesses(self.conn, self.acts, self.ground.vault)

    async def _check_outcome(self, messages: Messages) -> Sequence[str]:
        conn, counts = self.conn, self.counts
        counts["inboxes"] = await outcome.check_inboxes(conn, messages)
        counts["deliveries"] = await outcome.check_deliveries(conn, messages)
        counts["cases and bans"] = await outcome.check_heads(conn, messages)
        return await messages.erased.check_ends(conn, self.acts)

    async def _read_notes(self, keys: Keys) -> tuple[int, list[tuple[str, Checkpoint]]]:
        """Return the released size, and every signed checkpoint with what it is called."""
        origin = self.ground.origin
        with reading("released checkpoint"):
            released, signed = await log.read_release(self.conn)
        shown = notes.read_note(signed, "released checkpoint", keys.log, origin)
        require(shown.size == released <= self.head.size, "released checkpoint", "column-mismatch")
        found = [("released checkpoint", shown)]
        async for named in audit.read_named(self.conn):
            require(named.size <= released, f"named checkpoint {named.size}", "extra")
            found.append(notes.check_named(named, keys, origin))
            self.named.append(named)
        for size, name in await audit.read_loose_cosignatures(self.conn):
            raise BadEntryError(f"cosignature {size} {name}", "extra")
        found += [(name, notes.read_note(raw, name, keys.log, origin)) for name, raw in self.ground.notes.items()]
        return released, found

    async def _walk(self, tree: Tree, messages: Messages) -> None:
        await tree.check_strays()
        size = self.head.size
        for begin in range(0, size, WIDTH):
            stretch = await tree.read(begin)
            await self._check_stretch(begin, stretch, messages)
            messages.end_groups(await tree.grow(begin, stretch))
            self.counts |= {"leaves": begin + len(stretch), "erased": len(messages.erased.places)}
            self.ground.tell(begin + len(stretch), size)
        if size == 0:
            require(self.head.root == EMPTY_ROOT, "log end", "root-mismatch")
        tree.check_end()

    async def _check_stretch(self, begin: int, stretch: Sequence[tuple[Leaf, bytes]], messages: Messages) -> None:
        rows = {row.index: row for row in await audit.read_messages(self.conn, begin, begin + len(stretch))}
        for place, (leaf, _) in enumerate(stretch, start=begin):
            if isinstance(leaf, MessageLeaf):
                with reading(f"message {place}"):
                    messages.check(place, leaf, rows.pop(place, None))
                self.counts["messages"] = self.counts.get("messages", 0) + 1
            else:
                self.acts[place] = leaf
                self.counts["acts"] = self.counts.get("acts", 0) + 1
        for place in sorted(rows):
            raise BadEntryError(f"message {place}", "extra")


def _add_persons(statements: Sequence[Statement], keys: Keys) -> None:
    for kept in statements:
        if kept.kind == "delegation":
            try:
                keys.add_person(kept.body)
            except KeysError:
                raise BadEntryError(f"delegation {kept.index}", "malformed") from None
