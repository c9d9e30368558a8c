"""Tiles: where a hash is kept, and that what is read from them is the tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import merkle, tile
from hub.core.errors import ParameterError, ProofError
from hub.core.merkle import Frontier
from hub.core.tile import WIDTH, Tile
from tests.unit.core import naive_tree

LEAVES = [merkle.leaf_hash(leaf) for leaf in naive_tree.make_leaves(3 * WIDTH + 17)]


def kept_tiles(size: int) -> dict[Tile, list[bytes]]:
    """Return every tile of a log of `size` leaves as it stands, made level by level."""
    tiles: dict[Tile, list[bytes]] = {}
    level, row = 0, LEAVES[:size]
    while row:
        for number in range((len(row) + WIDTH - 1) // WIDTH):
            hashes = row[number * WIDTH : (number + 1) * WIDTH]
            tiles[Tile(level, number, len(hashes))] = hashes
        row = [tile.root_of(row[at : at + WIDTH]) for at in range(0, len(row) - WIDTH + 1, WIDTH)]
        level += 1
    return tiles


@given(st.integers(0, 7), st.integers(0, 10**18 - 1), st.integers(1, WIDTH))
def test_a_path_is_read_back_as_the_tile_it_was_made_of(level, number, width):
    made = Tile(level, number, width)

    assert tile.parse_path(made.path()) == made


@pytest.mark.parametrize(
    ("made", "path"),
    [
        (Tile(0, 0), "0/000"),
        (Tile(0, 0, 17), "0/000.p/17"),
        (Tile(1, 999), "1/999"),
        (Tile(0, 1234067), "0/x001/x234/067"),
        (Tile(2, 1000, 1), "2/x001/000.p/1"),
    ],
)
def test_paths_are_those_of_c2sp(made, path):
    assert made.path() == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0",
        "0/",
        "/000",
        "0/0",
        "0/1000",
        "0/x000/001",
        "0/001/x002",
        "0/000.p/",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/017",
        "0/000.p/17.p/17",
        "8/000",
        "00/000",
        "-1/000",
        "0/٠٠٠",
        "٠/000",
        "0/" + "x999/" * 20 + "999",
        "0/x1/000",
        "0//000",
        "0/000/",
        " 0/000",
    ],
)
def test_what_no_tile_has_as_its_path_is_refused(path):
    with pytest.raises(ParameterError):
        tile.parse_path(path)


@given(st.text(alphabet="0123456789x/.p", max_size=20))
def test_a_path_is_refused_or_is_the_only_one_of_its_tile(path):
    try:
        found = tile.parse_path(path)
    except ParameterError:
        return

    assert found.path() == path


def test_a_tile_has_what_the_log_has_so_far():
    assert tile.tile_at(0, 0, 0) is None
    assert tile.tile_at(0, 0, 1) == Tile(0, 0, 1)
    assert tile.tile_at(0, 0, WIDTH) == Tile(0, 0)
    assert tile.tile_at(0, 1, WIDTH) is None
    assert tile.tile_at(1, 0, WIDTH - 1) is None
    assert tile.tile_at(1, 0, WIDTH) == Tile(1, 0, 1)
    assert tile.tile_at(2, 0, WIDTH**2) == Tile(2, 0, 1)


@given(st.integers(0, 1 << 20), st.integers(0, 1 << 20))
def test_the_tiles_that_became_full_are_those_full_now_and_not_before(one, other):
    before, after = sorted((one, other))

    def full(size: int) -> set[Tile]:
        levels = range(4)
        return {Tile(level, number) for level in levels for number in range(size >> 8 * (level + 1))}

    became = tile.full_between(before, after)

    assert set(became) == full(after) - full(before)
    assert [each.level for each in became] == sorted(each.level for each in became)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 300, 511, 512, 600, 785])
def test_every_node_of_a_proof_is_read_from_tiles_as_the_tree_has_it(size):
    tiles = kept_tiles(size)
    _, known = Frontier.empty().grow(LEAVES[:size])
    for index in {0, 1, size // 2, size - 1} - {size}:
        nodes = merkle.proof_nodes(merkle.inclusion_ranges(index, size))
        named = tile.tiles_for(nodes, size)

        assert named <= tiles.keys()
        assert tile.read_nodes(nodes, size, tiles) == {node: known[node] for node in nodes}


@given(st.integers(2, 785), st.data())
def test_a_consistency_proof_is_read_from_tiles(second, data):
    first = data.draw(st.integers(1, second))
    ranges = merkle.consistency_ranges(first, second)
    nodes = tile.read_nodes(merkle.proof_nodes(ranges), second, kept_tiles(second))

    merkle.verify_consistency(
        first=first,
        first_root=merkle.root(LEAVES[:first]),
        second=second,
        second_root=merkle.root(LEAVES[:second]),
        proof=merkle.make_proof(ranges, nodes),
    )


@pytest.mark.parametrize("node", [merkle.Node(0, 300), merkle.Node(3, 37), merkle.Node(8, 1), merkle.Node(16, 0)])
def test_a_node_that_the_log_does_not_reach_is_refused(node):
    with pytest.raises(ParameterError):
        tile.tiles_for([node], 300)


def test_the_bytes_of_a_tile_are_its_hashes_one_after_the_other():
    assert tile.split(b"".join(LEAVES[:5])) == LEAVES[:5]


@given(st.lists(st.binary(max_size=400), max_size=WIDTH))
def test_a_bundle_gives_back_the_leaves_it_was_made_of(entries):
    assert tile.unbundle(tile.bundle(entries), len(entries)) == entries


def test_a_bundle_is_as_c2sp_writes_it():
    assert tile.bundle([b"ab", b"", b"c" * 258]) == b"\x00\x02ab" + b"\x00\x00" + b"\x01\x02" + b"c" * 258


@pytest.mark.parametrize(
    ("raw", "width"),
    [
        (b"", 1),
        (b"\x00", 1),
        (b"\x00\x02a", 1),
        (b"\x00\x01a", 2),
        (b"\x00\x01a\x00\x01b", 1),
        (b"\x00\x01a\x00", 1),
    ],
)
def test_what_is_no_bundle_of_so_many_leaves_is_refused(raw, width):
    with pytest.raises(ProofError):
        tile.unbundle(raw, width)
