"""Tiles: 256 neighbouring hashes of one level of the tree, as C2SP tlog-tiles cuts them.

A tile of level L holds the roots of perfect subtrees of height 8L, 256 of them when full; a partial tile holds the
first W. A full tile never changes, so whoever has it may keep it forever.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hub.core.errors import ParameterError, ProofError
from hub.core.merkle import HASH_SIZE, Node, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """The place of one tile: its level, its number from the left, and how many hashes it holds (1 to 256)."""

    level: int
    number: int
    width: int = WIDTH

    def path(self) -> str:
        """Return its path below `/log/tile/`: `0/x001/234.p/17` (C2SP tlog-tiles)."""
        groups = [f"{self.number % 1000:03d}"]
        rest = self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"{self.level}/{'/'.join(groups)}{partial}"


def parse_path(path: str) -> Tile:
    """Read what `Tile.path` writes, and nothing else.

    Raises:
        ParameterError: it is not the path of a tile.
    """
    level, _, rest = path.partition("/")
    rest, partial, width = rest.partition(".p/")
    width = width if partial else str(WIDTH)
    digits = rest.replace("/x", "").replace("/", "").removeprefix("x")
    if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in (level, digits, width)):
        raise ParameterError(parameter="tile")
    tile = Tile(int(level), int(digits), int(width))
    if tile.level > 7 or not 1 <= tile.width <= WIDTH or tile.path() != path:
        raise ParameterError(parameter="tile")
    return tile


def tile_at(level: int, number: int, size: int) -> Tile | None:
    """Return the tile as it stands in a log of `size` leaves; None if it has nothing yet."""
    have = (size >> (HEIGHT * level)) - number * WIDTH
    return Tile(level, number, min(have, WIDTH)) if have > 0 else None


def full_between(before: int, after: int) -> list[Tile]:
    """Return the tiles that became full while the log grew from `before` to `after` leaves, lowest level first."""
    tiles, level = [], 0
    while after >> (HEIGHT * (level + 1)):
        first, last = (size >> (HEIGHT * (level + 1)) for size in (before, after))
        tiles += [Tile(level, number) for number in range(first, last)]
        level += 1
    return tiles


def tiles_for(nodes: Iterable[Node], size: int) -> set[Tile]:
    """Return the tiles of a log of `size` leaves that hold what these nodes are made of."""
    return {_home(node, size)[0] for node in nodes}


def read_nodes(nodes: Iterable[Node], size: int, tiles: Mapping[Tile, Sequence[bytes]]) -> dict[Node, bytes]:
    """Return the hash of each node, folded from the hashes of the tiles that `tiles_for` named."""
    result = {}
    for node in nodes:
        tile, first, count = _home(node, size)
        result[node] = root_of(tiles[tile][first : first + count])
    return result


def _home(node: Node, size: int) -> tuple[Tile, int, int]:
    """Return the tile that a node lies in, its first hash there and how many it spans."""
    level, above = divmod(node.level, HEIGHT)
    first = node.place << above
    number, offset = divmod(first, WIDTH)
    tile = tile_at(level, number, size)
    if tile is None or offset + (1 << above) > tile.width:
        raise ParameterError(parameter="size")
    return tile, offset, 1 << above


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over a power of two of neighbouring hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
    return row[0]


def split(raw: bytes) -> list[bytes]:
    """Return the hashes of a tile's bytes."""
    return [raw[at : at + HASH_SIZE] for at in range(0, len(raw), HASH_SIZE)]


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return leaves as an entry bundle: each after its length in two bytes (C2SP tlog-tiles)."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundle(raw: bytes, width: int) -> list[bytes]:
    """Read what `bundle` made of `width` leaves.

    Raises:
        ProofError: it is not that.
    """
    entries: list[bytes] = []
    at = 0
    while at < len(raw) and len(entries) < width:
        begin = at + 2
        at = begin + int.from_bytes(raw[at:begin], "big")
        entries.append(raw[begin:at])
    if at != len(raw) or len(entries) != width:
        raise ProofError
    return entries
