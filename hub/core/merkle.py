r"""Merkle trees of RFC 9162: hashing, the growing frontier, proofs and their verification.

A tree over n leaves is never kept whole. What grows is the *frontier*: the roots of the perfect subtrees that n is made
of, largest first. Seven leaves, for example, are a subtree of four, one of two and one of one:

              root(7)
             /       \
          [0,4)      (4,7)
          /  \       /   \
        ..    ..   [4,6)  [6,7)

Everything here is pure. Proofs at any past size need hashes of perfect subtrees ("nodes"); the caller fetches them,
from tiles, and hands them in as a mapping from `Node`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from hub.core.errors import ProofError

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()
MAX_PROOF = 64


class Node(NamedTuple):
    """A perfect subtree: the leaves from `place << level` on, `1 << level` of them."""

    level: int
    place: int


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one leaf (RFC 9162 §2.1.1)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node (RFC 9162 §2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frontier:
    """The perfect subtrees that a log of `size` leaves is made of, largest first.

    `hashes` has one entry for each bit set in `size`.
    """

    size: int
    hashes: tuple[bytes, ...]

    @classmethod
    def empty(cls) -> "Frontier":
        """Return the frontier of a log without leaves."""
        return cls(size=0, hashes=())

    @classmethod
    def parse(cls, size: int, raw: bytes) -> "Frontier":
        """Read what `format` wrote.

        Raises:
            ProofError: the bytes are not a frontier of that size.
        """
        if len(raw) != HASH_SIZE * size.bit_count():
            raise ProofError
        hashes = tuple(raw[at : at + HASH_SIZE] for at in range(0, len(raw), HASH_SIZE))
        return cls(size=size, hashes=hashes)

    def format(self) -> bytes:
        """Return the hashes in one string of bytes."""
        return b"".join(self.hashes)

    def root(self) -> bytes:
        """Return the root of the whole tree; of an empty one, the hash of nothing (RFC 9162 §2.1.1)."""
        return _fold(self.hashes)

    def append(self, hashes: Iterable[bytes]) -> "Frontier":
        """Return the frontier after these leaf hashes."""
        return self.grow(hashes)[0]

    def grow(self, hashes: Iterable[bytes]) -> tuple["Frontier", dict[Node, bytes]]:
        """Return the frontier after these leaf hashes, and every perfect subtree known on the way.

        Those nodes are enough to prove that each new leaf is in the new tree.
        """
        size, stack = self.size, list(self.hashes)
        nodes = dict(zip(frontier_nodes(size), self.hashes, strict=True))
        for hashed in hashes:
            node, place, level = hashed, size, 0
            nodes[Node(0, place)] = node
            while place & 1:
                node = node_hash(stack.pop(), node)
                place, level = place >> 1, level + 1
                nodes[Node(level, place)] = node
            stack.append(node)
            size += 1
        return Frontier(size=size, hashes=tuple(stack)), nodes


def _fold(hashes: Sequence[bytes]) -> bytes:
    """Join perfect subtrees, largest first, into the root over all of them."""
    if not hashes:
        return EMPTY_ROOT
    result = hashes[-1]
    for hashed in reversed(hashes[:-1]):
        result = node_hash(hashed, result)
    return result


def root(hashes: Iterable[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    return Frontier.empty().append(hashes).root()


def frontier_nodes(size: int) -> list[Node]:
    """Return the perfect subtrees that a log of `size` leaves is made of, largest first."""
    return list(nodes_of(0, size))


def nodes_of(begin: int, end: int) -> Iterator[Node]:
    """Yield the perfect subtrees that the leaves from `begin` up to, not including, `end` are made of, left to right.

    `begin` must be where a subtree of that width can begin: true for every range of a proof.
    """
    while begin < end:
        level = (end - begin).bit_length() - 1
        yield Node(level, begin >> level)
        begin += 1 << level


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """Return the ranges whose roots prove that leaf `index` is in the tree of `size`, deepest first (§2.1.3.1)."""
    if not 0 <= index < size:
        raise ProofError
    ranges, begin, end = [], 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    return ranges[::-1]


def consistency_ranges(first: int, second: int) -> list[tuple[int, int]]:
    """Return the ranges whose roots prove that the tree of `second` leaves continues that of `first` (§2.1.4.1)."""
    if not 0 < first <= second:
        raise ProofError
    ranges, begin, end = [], 0, second
    while first != end:
        middle = begin + _split(end - begin)
        if first <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((begin, middle))
            begin = middle
    if begin > 0:
        ranges.append((begin, end))
    return ranges[::-1]


def _split(width: int) -> int:
    """Return the largest power of two smaller than `width`."""
    return 1 << ((width - 1).bit_length() - 1)


def proof_nodes(ranges: Iterable[tuple[int, int]]) -> set[Node]:
    """Return the nodes that `make_proof` will ask for."""
    return {node for begin, end in ranges for node in nodes_of(begin, end)}


def make_proof(
    ranges: Iterable[tuple[int, int]], nodes: Mapping[Node, bytes], folded: dict[tuple[int, int], bytes] | None = None
) -> list[bytes]:
    """Return one hash per range, folded from the nodes it is made of.

    `folded` remembers ranges between proofs in the same tree: neighbours share most of theirs.
    """
    known = {} if folded is None else folded
    proof = []
    for span in ranges:
        if span not in known:
            known[span] = _fold([nodes[node] for node in nodes_of(*span)])
        proof.append(known[span])
    return proof


def verify_inclusion(*, hashed: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that the leaf with hash `hashed` stands at `index` in the tree of `size` with `root` (RFC 9162 §2.1.3.2).

    Raises:
        ProofError: it does not, or the proof is not one.
    """
    _check_hashes(hashed, root, *proof)
    if not 0 <= index < size:
        raise ProofError
    position, last, result = index, size - 1, hashed
    for sibling in proof:
        if last == 0:
            raise ProofError
        if position & 1 or position == last:
            result = node_hash(sibling, result)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        position, last = position >> 1, last >> 1
    if last or result != root:
        raise ProofError


def verify_consistency(
    *, first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree of `second` leaves begins with the tree of `first` leaves (RFC 9162 §2.1.4.2).

    Raises:
        ProofError: it does not, or the proof is not one. An empty first tree proves nothing and is refused,
            unless both are empty.
    """
    _check_hashes(*proof)
    if first == second:
        if proof or first < 0 or first_root != second_root or (first == 0 and first_root != EMPTY_ROOT):
            raise ProofError
        return
    if not 0 < first < second or not proof:
        raise ProofError
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if _walk(path, first, second) != (first_root, second_root):
        raise ProofError


def _walk(path: Sequence[bytes], first: int, second: int) -> tuple[bytes, bytes]:
    """Return both roots as the path of a consistency proof gives them."""
    position, last = first - 1, second - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise ProofError
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofError
    return old, new


def _check_hashes(*hashes: bytes) -> None:
    if len(hashes) > MAX_PROOF or any(len(hashed) != HASH_SIZE for hashed in hashes):
        raise ProofError
