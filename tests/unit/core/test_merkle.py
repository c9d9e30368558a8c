"""The tree against RFC 9162 read word for word, and against every small forgery."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import merkle
from hub.core.errors import ProofError
from hub.core.merkle import Frontier, Node
from tests.unit.core import naive_tree

LARGEST = 40
LEAVES = naive_tree.make_leaves(300)
ROOTS = [naive_tree.head(LEAVES[:size]) for size in range(LARGEST + 1)]
EVERY_PLACE = [(index, size) for size in range(1, LARGEST + 1) for index in range(size)]
EVERY_PAIR = [(first, second) for second in range(1, LARGEST + 1) for first in range(1, second + 1)]


def hashes(count: int, begin: int = 0) -> list[bytes]:
    return [merkle.leaf_hash(leaf) for leaf in LEAVES[begin : begin + count]]


def all_nodes(size: int) -> dict[Node, bytes]:
    return Frontier.empty().grow(hashes(size))[1]


def inclusion(index: int, size: int) -> list[bytes]:
    return merkle.make_proof(merkle.inclusion_ranges(index, size), all_nodes(size))


def consistency(first: int, second: int) -> list[bytes]:
    return merkle.make_proof(merkle.consistency_ranges(first, second), all_nodes(second))


def verify_inclusion(index: int, size: int, proof: list[bytes], root: bytes | None = None) -> None:
    hashed = merkle.leaf_hash(LEAVES[index]) if 0 <= index < len(LEAVES) else merkle.leaf_hash(b"")
    merkle.verify_inclusion(hashed=hashed, index=index, size=size, proof=proof, root=root or ROOTS[size])


def verify_consistency(first: int, second: int, proof: list[bytes], **roots: bytes) -> None:
    merkle.verify_consistency(
        **{"first_root": ROOTS[first], "second_root": ROOTS[second], **roots},
        first=first,
        second=second,
        proof=proof,
    )


@pytest.mark.parametrize("size", range(LARGEST + 1))
def test_the_root_is_that_of_the_rfc(size):
    assert merkle.root(hashes(size)) == ROOTS[size]


def test_every_inclusion_proof_of_a_small_tree_is_that_of_the_rfc_and_holds():
    for index, size in EVERY_PLACE:
        proof = inclusion(index, size)

        assert proof == naive_tree.path(index, LEAVES[:size])
        verify_inclusion(index, size, proof)


def test_proofs_that_remember_each_others_ranges_are_the_same():
    for size in range(1, LARGEST + 1):
        _, nodes = merkle.Frontier.empty().grow(hashes(size))
        folded: dict[tuple[int, int], bytes] = {}
        for index in range(size):
            ranges = merkle.inclusion_ranges(index, size)

            assert merkle.make_proof(ranges, nodes, folded) == merkle.make_proof(ranges, nodes)


def test_every_consistency_proof_of_a_small_tree_is_that_of_the_rfc_and_holds():
    for first, second in EVERY_PAIR:
        proof = consistency(first, second)

        assert proof == naive_tree.proof(first, LEAVES[:second])
        verify_consistency(first, second, proof)


def test_an_inclusion_proof_holds_for_no_other_place_and_no_other_size():
    for index, size in EVERY_PLACE:
        proof = inclusion(index, size)
        for other in range(-1, size + 1):
            if other != index:
                with pytest.raises(ProofError):
                    merkle.verify_inclusion(
                        hashed=merkle.leaf_hash(LEAVES[index]), index=other, size=size, proof=proof, root=ROOTS[size]
                    )
        with pytest.raises(ProofError):
            verify_inclusion(index, size, proof, ROOTS[size - 1])


def test_a_proof_proves_nothing_about_an_inner_node():
    """Leaves and nodes are hashed apart, so that the two halves of a tree cannot pass for one leaf."""
    inner = merkle.leaf_hash(LEAVES[0]) + merkle.leaf_hash(LEAVES[1])
    with pytest.raises(ProofError):
        merkle.verify_inclusion(hashed=merkle.leaf_hash(inner), index=0, size=1, proof=[], root=ROOTS[2])


@given(st.data())
def test_a_changed_inclusion_proof_is_refused(data):
    index, size = data.draw(st.sampled_from(EVERY_PLACE))
    proof = inclusion(index, size)
    changed = data.draw(mutations(proof))

    with pytest.raises(ProofError):
        verify_inclusion(index, size, changed)


@given(st.data())
def test_a_changed_consistency_proof_is_refused(data):
    first, second = data.draw(st.sampled_from([pair for pair in EVERY_PAIR if pair[0] < pair[1]]))
    changed = data.draw(mutations(consistency(first, second)))

    with pytest.raises(ProofError):
        verify_consistency(first, second, changed)


@st.composite
def mutations(draw: st.DrawFn, proof: list[bytes]) -> list[bytes]:
    """One more hash, one less, two in the wrong order, one flipped bit, one byte short."""
    place = draw(st.integers(0, max(0, len(proof) - 1)))
    added = [*proof[:place], draw(st.sampled_from([ROOTS[0], bytes(32), *proof])), *proof[place:]]
    if not proof:
        return added
    short = [*proof[:place], *proof[place + 1 :]]
    bit = draw(st.integers(0, 255))
    flipped = [*proof[:place], _flip(proof[place], bit), *proof[place + 1 :]]
    cut = [*proof[:place], proof[place][:-1], *proof[place + 1 :]]
    return draw(st.sampled_from([each for each in (added, short, flipped, cut, proof[::-1]) if each != proof]))


def _flip(raw: bytes, bit: int) -> bytes:
    return bytes(byte ^ (1 << bit % 8 if at == bit // 8 else 0) for at, byte in enumerate(raw))


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 5), (5, 3), (-1, -1), (-1, 4)])
def test_sizes_out_of_order_prove_nothing(first, second):
    with pytest.raises(ProofError):
        merkle.verify_consistency(
            first=first, first_root=bytes(32), second=second, second_root=bytes(32), proof=[bytes(32)]
        )


def test_equal_sizes_need_equal_roots_and_an_empty_proof():
    verify_consistency(5, 5, [])
    verify_consistency(0, 0, [], first_root=merkle.EMPTY_ROOT, second_root=merkle.EMPTY_ROOT)

    for first, proof, roots in (
        (5, [], {"second_root": ROOTS[6]}),
        (5, [ROOTS[5]], {}),
        (0, [], {"first_root": ROOTS[1], "second_root": ROOTS[1]}),
        (-1, [], {"first_root": ROOTS[1], "second_root": ROOTS[1]}),
    ):
        with pytest.raises(ProofError):
            verify_consistency(first, first, proof, **roots)


def test_a_later_tree_is_not_the_earlier_one_with_another_root():
    for first, second in ((3, 7), (4, 8), (6, 9)):
        proof = consistency(first, second)
        for roots in ({"first_root": ROOTS[first - 1]}, {"second_root": ROOTS[second - 1]}):
            with pytest.raises(ProofError):
                verify_consistency(first, second, proof, **roots)


def test_a_proof_longer_than_any_tree_is_refused_before_it_is_hashed():
    with pytest.raises(ProofError):
        verify_inclusion(0, 2, [bytes(32)] * 100)
    with pytest.raises(ProofError):
        verify_consistency(1, 2, [bytes(32)] * 100)


def test_an_empty_proof_does_not_lead_from_one_tree_to_a_larger_one():
    with pytest.raises(ProofError):
        verify_consistency(4, 5, [])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_there_is_no_proof_for_a_leaf_outside_the_tree(index, size):
    with pytest.raises(ProofError):
        merkle.inclusion_ranges(index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3), (-1, 3)])
def test_there_is_no_proof_from_an_empty_or_a_larger_tree(first, second):
    with pytest.raises(ProofError):
        merkle.consistency_ranges(first, second)


@given(st.integers(0, 200), st.integers(1, 60))
def test_the_nodes_known_while_a_group_is_appended_prove_each_of_its_leaves(before, added):
    """A receipt is made from these alone, without asking the database."""
    start = Frontier.empty().append(hashes(before))
    frontier, nodes = start.grow(hashes(added, before))

    for index in range(before, before + added):
        proof = merkle.make_proof(merkle.inclusion_ranges(index, frontier.size), nodes)
        verify_inclusion(index, frontier.size, proof, frontier.root())


@given(st.integers(0, 300), st.data())
def test_the_frontier_is_the_same_however_the_leaves_are_grouped(size, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, size), max_size=4)))
    frontier = Frontier.empty()
    for begin, end in zip([0, *cuts], [*cuts, size], strict=True):
        frontier = frontier.append(hashes(end - begin, begin))

    assert frontier == Frontier.empty().append(hashes(size))
    assert Frontier.parse(size, frontier.format()) == frontier
    assert len(frontier.hashes) == size.bit_count()


@given(st.integers(0, 1 << 40), st.integers(0, 2000))
def test_bytes_of_another_length_are_no_frontier(size, length):
    if length != merkle.HASH_SIZE * size.bit_count():
        with pytest.raises(ProofError):
            Frontier.parse(size, bytes(length))


@given(st.integers(1, 1 << 60), st.data())
def test_a_proof_of_a_huge_tree_asks_for_few_nodes(size, data):
    index = data.draw(st.integers(0, size - 1))
    ranges = merkle.inclusion_ranges(index, size)

    assert len(ranges) <= merkle.MAX_PROOF
    assert len(merkle.proof_nodes(ranges)) <= 2 * merkle.MAX_PROOF
    assert sum(end - begin for begin, end in ranges) == size - 1


@given(st.integers(1, 1 << 60), st.data())
def test_a_consistency_proof_of_a_huge_tree_covers_it_without_overlap(second, data):
    first = data.draw(st.integers(1, second))
    ranges = sorted(merkle.consistency_ranges(first, second))

    assert all(end == begin for (_, end), (begin, _) in itertools.pairwise(ranges))
    assert not ranges or ranges[-1][1] == second
