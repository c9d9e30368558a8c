"""Proofs of the released log, at any size, from tiles. Full tiles never change, so they are remembered."""

from collections.abc import Iterable, Sequence

from hub.core import merkle, tile
from hub.core.errors import IntegrityError, ParameterError, ProofError
from hub.core.merkle import Node
from hub.core.receipt import Receipt
from hub.core.tile import WIDTH, Tile
from hub.store import log, tiles
from hub.store.connection import Connection
from hub.workflows.exchange import Exchange
from hub.workflows.log.own_log import extend
from hub.workflows.log.release_log import sign_checkpoint

REMEMBERED_TILES = 1024
REMEMBERED_ROOTS = 4096


async def read_nodes(exchange: Exchange, conn: Connection, nodes: Iterable[Node], size: int) -> dict[Node, bytes]:
    """Return the hashes of these perfect subtrees of the log of `size` leaves."""
    wanted = list(nodes)
    shown = {each: await read_tile(exchange, conn, each) for each in tile.tiles_for(wanted, size)}
    return tile.read_nodes(wanted, size, shown)


async def read_tile(exchange: Exchange, conn: Connection, wanted: Tile) -> Sequence[bytes]:
    """Return the hashes of a tile.

    Raises:
        IntegrityError: the log does not hold what it must.
    """
    known = exchange.tiles.get(wanted)
    if known is not None:
        return known
    hashes = await tiles.read_tile(conn, wanted)
    if len(hashes) != wanted.width:
        raise IntegrityError
    if wanted.width == WIDTH:
        if len(exchange.tiles) >= REMEMBERED_TILES:
            exchange.tiles.pop(next(iter(exchange.tiles)))
        exchange.tiles[wanted] = hashes
    return hashes


async def prove_inclusions(
    exchange: Exchange, conn: Connection, indexes: Sequence[int], size: int
) -> list[list[bytes]]:
    """Return the inclusion proof of each leaf in the tree of `size`.

    Raises:
        ParameterError: a leaf is not in that tree.
    """
    if any(not 0 <= index < size for index in indexes):
        raise ParameterError(parameter="index")
    ranges = [merkle.inclusion_ranges(index, size) for index in indexes]
    nodes = await read_nodes(exchange, conn, {node for each in ranges for node in merkle.proof_nodes(each)}, size)
    folded: dict[tuple[int, int], bytes] = {}
    return [merkle.make_proof(each, nodes, folded) for each in ranges]


async def prove_consistency(exchange: Exchange, conn: Connection, first: int, second: int) -> list[bytes]:
    """Return the proof that the tree of `second` leaves continues that of `first`.

    Raises:
        ParameterError: the sizes are not in that order, or the first is empty.
    """
    if not 0 < first <= second:
        raise ParameterError(parameter="first")
    ranges = merkle.consistency_ranges(first, second)
    return merkle.make_proof(ranges, await read_nodes(exchange, conn, merkle.proof_nodes(ranges), second))


async def require_own(exchange: Exchange, conn: Connection, size: int, root: bytes) -> None:
    """Check that the tree of `size` leaves (1 or more) with this root is how our own log began, before it is signed.

    Raises:
        IntegrityError: it is not.
    """
    if exchange.proven.get(size) == root:
        return
    own = exchange.own if size <= exchange.own.size else await extend(conn, exchange.own, await log.read_end(conn))
    try:
        proof = await prove_consistency(exchange, conn, size, own.size)
        merkle.verify_consistency(first=size, first_root=root, second=own.size, second_root=own.root(), proof=proof)
    except (ParameterError, ProofError):
        raise IntegrityError from None
    if len(exchange.proven) >= REMEMBERED_ROOTS:
        exchange.proven.pop(next(iter(exchange.proven)))
    exchange.proven[size] = root


async def make_receipt(exchange: Exchange, conn: Connection, *, index: int, group_size: int, leaf: bytes) -> Receipt:
    """Make the accepted receipt again, byte for byte, from the leaf's place and its group's end.

    Raises:
        IntegrityError: no group ended there, or the leaf is not in the tree that was signed.
    """
    root = await log.read_group_root(conn, group_size)
    if root is None:
        raise IntegrityError
    (proof,) = await prove_inclusions(exchange, conn, [index], group_size)
    await require_own(exchange, conn, group_size, root)
    try:
        hashed = merkle.leaf_hash(leaf)
        merkle.verify_inclusion(hashed=hashed, index=index, size=group_size, proof=proof, root=root)
    except ProofError:
        raise IntegrityError from None
    note = sign_checkpoint(exchange, group_size, root)
    return Receipt(leaf=leaf, index=index, proof=tuple(proof), checkpoint=note)
