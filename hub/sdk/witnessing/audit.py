"""Audit the log as the hub shows it, with nothing but the trust anchor and what was kept: for a member, or an auditor.

    tiles of level 0 ──> level 1 ──> … ──> root = the checkpoint's
        ├─ own receipts: each leaf stands where its receipt said
        ├─ own checkpoints, witnesses' notes: each is this tree at its size
        └─ entries (the secretariat only): each leaf gives its hash; time and trust epoch never go back

Hashes tell nothing of who wrote to whom, so every participant reads them all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from hub.client.client import HubClient
from hub.client.errors import RefusedError
from hub.core import checkpoint as checkpoints
from hub.core import leaf as leaves
from hub.core import merkle, tile
from hub.core.audit import BadEntryError, Finding, require
from hub.core.checkpoint import Checkpoint
from hub.core.errors import CheckpointMalformedError, LeafMalformedError, ProofError
from hub.core.merkle import EMPTY_ROOT, Frontier
from hub.core.tile import WIDTH, Tile, tile_at
from hub.sdk.witnessing.kept_log import Kept
from keys import note, trust_chain, trust_root
from keys.errors import NoteError
from keys.note import VerifierKey
from keys.trustlist import TrustList

ENTRIES_REFUSED = "log-entries-not-allowed"
MOST_ENTRIES = WIDTH * (2**16 + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the log that the hub shows came to, and the first bad entry if there is one."""

    origin: str
    size: int
    root: bytes
    counts: Mapping[str, int]
    finding: Finding | None


async def audit_shown(
    client: HubClient, trust: TrustList, roots: Sequence[bytes], kept: Kept, tell: Callable[[int, int], None]
) -> Shown:
    """Read the whole log as it is shown, and check it against everything kept.

    Raises:
        ClientError: the hub did not show it.
    """
    audit = _Audit(client=client, origin=trust.hub, keys=_log_keys(trust, roots), kept=kept, tell=tell)
    finding = None
    try:
        await audit.run()
    except BadEntryError as bad:
        finding = bad.finding
    newest = audit.newest
    return Shown(origin=trust.hub, size=newest.size, root=newest.root, counts=audit.counts, finding=finding)


def _log_keys(trust: TrustList, roots: Sequence[bytes]) -> tuple[VerifierKey, ...]:
    chain = [trust_root.parse(trust_chain.text_of(root, trust_root.KIND)).log for root in roots]
    return tuple(dict.fromkeys([trust.log_verifier, *reversed(chain)]))


@dataclass(slots=True, kw_only=True)
class _Audit:
    client: HubClient
    origin: str
    keys: tuple[VerifierKey, ...]
    kept: Kept
    tell: Callable[[int, int], None]
    newest: Checkpoint = field(default_factory=lambda: Checkpoint(origin="", size=0, root=EMPTY_ROOT))
    counts: dict[str, int] = field(default_factory=lambda: {"leaves": 0, "tiles": 0})
    _frontier: Frontier = field(default_factory=Frontier.empty)
    _roots: dict[int, bytes] = field(default_factory=dict)
    _rows: dict[int, list[bytes]] = field(default_factory=dict)
    _reads_entries: bool = True
    _before: tuple[str, int] = ("", 0)

    async def run(self) -> None:
        """Read and check everything.

        Raises:
            BadEntryError: the first entry that is not as it must be.
        """
        witnessing = await self.client.witnessing()
        shown = [each for each in (witnessing.named, witnessing.witnessed, *witnessing.cosigned) if each is not None]
        signed = await self.client.checkpoint()
        self.newest = self._open("checkpoint", signed)
        notes = {f"witnessed note {at}": raw for at, raw in enumerate(dict.fromkeys(shown))}
        found = [(name, self._open(name, raw)) for name, raw in {**notes, **self.kept.notes}.items()]
        wanted = {checkpoint.size for _, checkpoint in found}
        owned = {receipt.index: merkle.leaf_hash(receipt.leaf) for receipt in self.kept.receipts}
        for begin in range(0, self.newest.size, WIDTH):
            await self._read_stretch(begin, wanted, owned)
        require(self._frontier.root() == self.newest.root, "checkpoint", "root-mismatch")
        for name, checkpoint in found:
            require(checkpoint.size <= self.newest.size, name, "log-longer")
            root = EMPTY_ROOT if checkpoint.size == 0 else self._roots.get(checkpoint.size)
            require(checkpoint.root == root, name, "root-mismatch")
        for index in sorted(owned):
            require(index < self.newest.size, f"own receipt {index}", "log-longer")
        self.counts |= {"checkpoints": len(found) + 1, "receipts": len(owned)}

    def _open(self, name: str, raw: bytes) -> Checkpoint:
        for key in self.keys:
            try:
                checkpoint = checkpoints.parse(note.open(raw, [key]).text)
            except (NoteError, CheckpointMalformedError):
                continue
            require(checkpoint.origin == self.origin, name, "foreign")
            return checkpoint
        raise BadEntryError(name, "unsigned")

    async def _read_stretch(self, begin: int, wanted: set[int], owned: Mapping[int, bytes]) -> None:
        number = begin // WIDTH
        hashes = await self._read_tile(0, number)
        for index in range(begin, begin + len(hashes)):
            require(
                owned.get(index, hashes[index - begin]) == hashes[index - begin],
                f"own receipt {index}",
                "hash-mismatch",
            )
        await self._read_entries(number, hashes)
        for size in sorted(each for each in wanted if begin < each <= begin + len(hashes)):
            self._roots[size] = self._frontier.append(hashes[: size - begin]).root()
        self._frontier = self._frontier.append(hashes)
        if len(hashes) == WIDTH:
            await self._climb(0, number, tile.root_of(hashes))
        self.counts["leaves"] = begin + len(hashes)
        self.tell(begin + len(hashes), self.newest.size)

    async def _climb(self, level: int, number: int, root: bytes) -> None:
        """Take a full tile's root into the row above; check the tile there when it is full."""
        row = self._rows.setdefault(level + 1, [])
        row.append(root)
        if len(row) == WIDTH:
            above = await self._read_tile(level + 1, number // WIDTH)
            for place, (have, want) in enumerate(zip(above, row, strict=True)):
                require(have == want, f"tile {Tile(level, number - WIDTH + 1 + place).path()}", "hash-mismatch")
            self._rows[level + 1] = []
            await self._climb(level + 1, number // WIDTH, tile.root_of(row))

    async def _read_tile(self, level: int, number: int) -> list[bytes]:
        wanted = tile_at(level, number, self.newest.size)
        if wanted is None:
            raise BadEntryError(f"tile {Tile(level, number).path()}", "missing")
        where = f"tile {wanted.path()}"
        try:
            raw = await self.client.tile(wanted.path())
        except RefusedError:
            raise BadEntryError(where, "missing") from None
        require(len(raw) == wanted.width * merkle.HASH_SIZE, where, "malformed")
        self.counts["tiles"] += 1
        return tile.split(raw)

    async def _read_entries(self, number: int, hashes: Sequence[bytes]) -> None:
        """Read the leaves themselves, where the hub shows them to us."""
        if not self._reads_entries:
            return
        path = Tile(0, number, len(hashes)).path().removeprefix("0/")
        try:
            raw = await self.client.tile(f"entries/{path}", most=MOST_ENTRIES)
        except RefusedError as refused:
            require(refused.problem.code == ENTRIES_REFUSED, f"entries {path}", "missing")
            self._reads_entries = False
            return
        try:
            entries = tile.unbundle(raw, len(hashes))
        except ProofError:
            raise BadEntryError(f"entries {path}", "malformed") from None
        for place, entry in enumerate(entries, start=number * WIDTH):
            self._check_entry(place, entry, hashes[place % WIDTH])
        self.counts["entries"] = number * WIDTH + len(entries)

    def _check_entry(self, place: int, entry: bytes, hashed: bytes) -> None:
        where = f"leaf {place}"
        require(merkle.leaf_hash(entry) == hashed, where, "hash-mismatch")
        try:
            leaf = leaves.parse(entry)
        except LeafMalformedError:
            raise BadEntryError(where, "malformed") from None
        require(leaf.hub == self.origin, where, "foreign")
        require(self._before <= (leaf.at, leaf.trust) and self._before[1] <= leaf.trust, where, "out-of-order")
        self._before = (leaf.at, leaf.trust)
