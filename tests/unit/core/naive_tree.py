"""RFC 9162 §2.1 word for word: recursive, over all leaves, slow. The second opinion on `hub.core.merkle`."""

from collections.abc import Sequence
from hashlib import sha256


def make_leaves(count: int) -> list[bytes]:
    """Return so many different leaves."""
    return [b"leaf %d" % number for number in range(count)]


def leaf_hash(leaf: bytes) -> bytes:
    """MTH({d[0]}) = SHA-256(0x00 || d[0])."""
    return sha256(b"\x00" + leaf).digest()


def head(leaves: Sequence[bytes]) -> bytes:
    """MTH(D[n]) = SHA-256(0x01 || MTH(D[0:k]) || MTH(D[k:n])), §2.1.1."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = split(len(leaves))
    return sha256(b"\x01" + head(leaves[:k]) + head(leaves[k:])).digest()


def path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH(m, D[n]), §2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), head(leaves[k:])]
    return [*path(m - k, leaves[k:]), head(leaves[:k])]


def proof(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PROOF(m, D[n]) = SUBPROOF(m, D[n], true), §2.1.4.1."""
    return _subproof(m, leaves, whole=True)


def _subproof(m: int, leaves: Sequence[bytes], *, whole: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [head(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*_subproof(m, leaves[:k], whole=whole), head(leaves[k:])]
    return [*_subproof(m - k, leaves[k:], whole=False), head(leaves[:k])]


def split(n: int) -> int:
    """Return the largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k
