"""The audit's tree: leaves in stretches, hashed anew, against tiles, groups and the log's end.

    leaves ──hash──> tiles of level 0 ──root──> level 1 ──…
                └──> frontier ──root──> every group's end ──> the log's end

The tree itself keeps nothing but the frontier, the open tile of each level and the group under way.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.core import instant, merkle, tile
from hub.core import leaf as leaves
from hub.core.audit import BadEntryError, require
from hub.core.errors import LeafMalformedError
from hub.core.leaf import ActLeaf, Leaf
from hub.core.merkle import Frontier
from hub.core.tile import WIDTH, Tile, full_between
from hub.store import audit, log
from hub.store.audit import Head
from hub.store.connection import Connection

RAISING = frozenset({"trust-list", "agreement", "suspension", "delegation", "calendar", "outage", "schedule"})


@dataclass(slots=True, kw_only=True)
class Tree:
    """The tree as far as its leaves were read, from a log whose end should be `head`.

    `wanted` are sizes whose roots are asked for, found in `roots` afterwards, `times` those of the leaves before them;
    `ended` is where the last group ended.
    """

    conn: Connection
    origin: str
    head: Head
    released: int
    wanted: set[int]
    roots: dict[int, bytes] = field(default_factory=dict)
    times: dict[int, str] = field(default_factory=dict)
    frontier: Frontier = field(default_factory=Frontier.empty)
    ended: int = 0
    _raised: int = 0
    _moment: str = ""
    _last: Leaf | None = None
    _doubted: tuple[int, int] | None = None
    _rows: dict[int, list[bytes]] = field(default_factory=dict)

    async def check_strays(self) -> None:
        """Check that nothing stands outside of the log.

        Raises:
            BadEntryError: something does. So do the methods below, where what they check is not so.
        """
        for what, place in await audit.read_strays(self.conn, self.head.size):
            raise BadEntryError(f"{what} {place}", "extra")
        expected = {(each.level, each.number) for each in full_between(0, self.released)}
        kept = await audit.read_tile_places(self.conn)
        for level, number in kept:
            require((level, number) in expected, _tile(level, number), "extra")
        for level, number in sorted(expected - set(kept)):
            raise BadEntryError(_tile(level, number), "missing")

    async def read(self, begin: int) -> list[tuple[Leaf, bytes]]:
        """Return the leaves of the stretch from `begin` on, each read and in its place."""
        end = min(begin + WIDTH, self.head.size)
        rows = await log.read_leaves(self.conn, begin, end)
        found = dict(rows)
        return [self._parse(place, found.get(place)) for place in range(begin, end)]

    def _parse(self, place: int, body: bytes | None) -> tuple[Leaf, bytes]:
        where = f"leaf {place}"
        if body is None:
            raise BadEntryError(where, "missing")
        try:
            leaf = leaves.parse(body)
        except LeafMalformedError:
            raise BadEntryError(where, "malformed") from None
        require(leaf.hub == self.origin, where, "foreign")
        at, before = instant.parse(leaf.at), self._last
        require(at is not None, where, "malformed")
        require(before is None or (before.at, before.trust) <= (leaf.at, leaf.trust), where, "out-of-order")
        self._last = leaf
        return leaf, body

    async def grow(self, begin: int, stretch: Sequence[tuple[Leaf, bytes]]) -> list[int]:
        """Hash a stretch against the tile kept of it and the groups that end in it; return where these end."""
        hashes = [merkle.leaf_hash(body) for _, body in stretch]
        moments = [(place, leaf.at) for place, (leaf, _) in enumerate(stretch, start=begin)]
        await self._check_tile(0, begin // WIDTH, hashes, begin + len(stretch))
        end, ends = begin + len(stretch), []
        groups = await audit.read_groups(self.conn, begin, end)
        self._check_moments(moments, {size for size, _ in groups} | {self.ended, 0})
        place = begin
        for size, root in groups:
            self._extend(stretch[place - begin : size - begin], hashes[place - begin : size - begin])
            self._check_group(size, root)
            ends.append(size)
            place = size
        self._extend(stretch[place - begin :], hashes[place - begin :])
        return ends

    def _check_moments(self, moments: Sequence[tuple[int, str]], ends: set[int]) -> None:
        """Check that a group ended wherever the time of the leaves goes on: a group's leaves have one time."""
        for place, at in moments:
            require(at == self._moment or place in ends, f"group {place}", "missing")
            self._moment = at

    def _extend(self, stretch: Sequence[tuple[Leaf, bytes]], hashes: Sequence[bytes]) -> None:
        first = self.frontier.size
        for size in sorted(each for each in self.wanted if first < each <= first + len(hashes)):
            self.roots[size] = self.frontier.append(hashes[: size - first]).root()
            self.times[size] = stretch[size - first - 1][0].at
        self.frontier = self.frontier.append(hashes)
        self._raised += sum(isinstance(leaf, ActLeaf) and leaf.act in RAISING for leaf, _ in stretch)

    def _check_group(self, size: int, root: bytes) -> None:
        """Compare a group's root; where it is wrong, the next one tells whether it is the group's or a leaf's fault."""
        first = self._doubted[0] if self._doubted is not None else self.ended
        if root == self.frontier.root():
            if self._doubted is not None:
                raise BadEntryError(f"group {self._doubted[1]}", "root-mismatch")
        elif self._doubted is not None:
            raise BadEntryError(_leaves(first, self._doubted[1]), "hash-mismatch")
        else:
            self._doubted = (self.ended, size)
        self.ended = size

    async def _check_tile(self, level: int, number: int, hashes: Sequence[bytes], size: int) -> None:
        if len(hashes) < WIDTH or size << (8 * level) > self.released:
            return
        kept = await audit.read_tile(self.conn, level, number)
        where = _tile(level, number)
        if kept is None:
            raise BadEntryError(where, "missing")
        if kept != (tile.root_of(hashes), b"".join(hashes)):
            raise BadEntryError(_culprit(level, number, hashes, kept) or where, "hash-mismatch")
        above = self._rows.setdefault(level + 1, [])
        above.append(kept[0])
        if len(above) == WIDTH:
            self._rows[level + 1] = []
            await self._check_tile(level + 1, number // WIDTH, above, (number // WIDTH + 1) * WIDTH)

    def check_end(self) -> None:
        """Compare the log's end with the tree that its leaves gave."""
        head, frontier = self.head, self.frontier
        if self._doubted is not None:
            first, size = self._doubted
            if head.root == frontier.root():
                raise BadEntryError(f"group {size}", "root-mismatch")
            raise BadEntryError(_leaves(first, size), "hash-mismatch")
        require(self.ended == head.size, f"group {head.size}", "missing")
        require(head.root == frontier.root(), "log end", "root-mismatch")
        require(head.frontier == frontier.format(), "log end", "hash-mismatch")
        require(head.trust_epoch == self._raised, "log end", "column-mismatch")
        if self._last is not None:
            require(instant.format(head.at) == self._last.at, "log end", "out-of-order")


def _culprit(level: int, number: int, hashes: Sequence[bytes], kept: tuple[bytes, bytes]) -> str | None:
    """Return the leaf that is not the one under a tile which agrees with itself; None where the tile is at fault."""
    under = tile.split(kept[1])
    if level > 0 or len(under) != WIDTH or tile.root_of(under) != kept[0]:
        return None
    wrong = [place for place, (have, want) in enumerate(zip(hashes, under, strict=True)) if have != want]
    return _leaves(number * WIDTH + wrong[0], number * WIDTH + wrong[-1] + 1) if wrong else None


def _tile(level: int, number: int) -> str:
    return f"tile {Tile(level, number).path()}"


def _leaves(begin: int, end: int) -> str:
    return f"leaf {begin}" if end == begin + 1 else f"leaves {begin} to {end - 1}"
