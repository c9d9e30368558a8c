"""The digest of a list: differing entries are found by the digests alone and the entries of differing buckets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import envelope
from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import Listed
from keys import strict_json

LARGEST_REST = 67 * (1 << listing.DEEPEST) + 4000  # all bucket digests that there may be, and the envelope around
IDS = st.from_regex(r"[A-Z0-9]{1,3}-[0-9]{1,4}", fullmatch=True)
LISTS = st.dictionaries(
    IDS, st.tuples(st.integers(1, 5), st.sampled_from(["active", "pending_start", "suspended"])), max_size=60
).map(lambda found: [Listed(ban_id, *rest) for ban_id, rest in found.items()])


def reconcile(mine, theirs):
    """Find the differences as two holders do: by digests, then by the entries of differing buckets alone."""
    sent = listing.state_of(theirs)
    numbers = listing.differing(listing.state_of(mine, sent.depth), sent)
    shown, here = (listing.in_buckets(each, numbers, sent.depth) for each in (theirs, mine))
    found = listing.differences(
        [entry for part in here.values() for entry in part], [entry for part in shown.values() for entry in part]
    )
    return found, sum(map(len, shown.values()))


@given(LISTS, LISTS)
def test_two_lists_differ_in_what_the_digests_lead_to_and_in_nothing_else(mine, theirs):
    found, _ = reconcile(mine, theirs)
    here, there = ({entry.ban_id: entry for entry in each} for each in (mine, theirs))

    assert {entry.ban_id for entry in found.missing} == there.keys() - here.keys()
    assert {entry.ban_id for entry in found.extra} == here.keys() - there.keys()
    assert {(one, other) for one, other in found.changed} == {
        (here[ban_id], there[ban_id]) for ban_id in here.keys() & there.keys() if here[ban_id] != there[ban_id]
    }
    assert bool(found) == (set(mine) != set(theirs))


@given(LISTS, st.randoms())
def test_a_list_has_one_digest_in_whatever_order_it_is_held(entries, random):
    other = list(entries)
    random.shuffle(other)

    assert listing.state_of(entries) == listing.state_of(other)


def test_few_differences_in_a_long_list_cost_few_entries():
    mine = [Listed(f"RU-{number:06d}", 1, "active") for number in range(20_000)]
    theirs = [*mine[:-1], Listed("RU-000007", 2, "suspended")]
    theirs.remove(mine[7])

    found, shown = reconcile(mine, theirs)

    assert [entry.ban_id for entry in found.extra] == ["RU-019999"]
    assert found.changed == ((mine[7], Listed("RU-000007", 2, "suspended")),)
    assert found.missing == ()
    assert shown < 200


@pytest.mark.parametrize(("count", "depth"), [(0, 0), (64, 0), (65, 1), (128, 1), (20_000, 9), (10**9, 12)])
def test_buckets_grow_with_the_list_and_stay_bounded(count, depth):
    assert listing.depth_for(count) == depth


ONE = (Listed("T-1", 1, "active"),)


def record(entries=ONE, **changes):
    state = listing.state_of(entries)
    made = {"holder": "tj-mvd", "count": state.count, "digest": state.digest, "buckets": list(state.buckets)}
    return {**made, **changes}


def shown(bucket, *entries):
    return {"detail": [{"bucket": bucket, "entries": [entry._asdict() for entry in entries]}]}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, []),
        ({"holder": "ru-guvm"}, [("/holder", "holder-mismatch")]),
        ({"buckets": ["00" * 32] * 3}, [("/buckets", "buckets-uneven")]),
        ({"digest": "00" * 32}, [("/digest", "digest-mismatch")]),
        (shown(0, Listed("T-1", 1, "active")), []),
        (shown(0, Listed("T-1", 2, "active")), [("/detail/0", "bucket-mismatch")]),
        (shown(1), [("/detail/0", "bucket-mismatch")]),
    ],
)
def test_a_state_must_come_out_of_its_own_parts(changes, found):
    faults = listing.check(record(**changes), sender="tj-mvd")

    assert [(fault.pointer, fault.code) for fault in faults] == found


def test_an_entry_shown_in_a_bucket_that_is_not_its_own_is_refused():
    entries = [Listed(f"T-{number}", 1, "active") for number in range(100)]
    state = listing.state_of(entries)
    wrong = next(entry for entry in entries if listing.bucket_of(entry.ban_id, state.depth) == 1)

    (fault,) = listing.check(record(entries, **shown(0, wrong)), sender="tj-mvd")

    assert fault.code == "bucket-mismatch"


@given(LISTS, LISTS)
def test_an_answer_shows_what_the_other_holder_needs_to_find_the_differences(mine, theirs):
    stated = listing.state_of(theirs)

    answer = {"holder": "tj-mvd", **listing.answer_to(stated, mine)}

    assert listing.check(answer, sender="tj-mvd") == []
    shown = listing.read_detail(answer)
    here = listing.in_buckets(theirs, shown, stated.depth)
    found = listing.differences(
        [entry for part in here.values() for entry in part], [entry for part in shown.values() for entry in part]
    )
    assert bool(found) == (set(mine) != set(theirs)) == ("answers" in answer)
    assert {entry.ban_id for entry in found.missing} == {e.ban_id for e in mine} - {e.ban_id for e in theirs}


def test_an_answer_shows_no_more_than_a_record_may_hold():
    mine = [Listed(f"RU-{number}", 1, "active") for number in range(30_000)]
    stated = listing.state_of([Listed(entry.ban_id, 2, "active") for entry in mine[:10]], 12)

    assert len(listing.answer_to(stated, mine)["detail"]) == listing.MOST_SHOWN < len(stated.buckets)


@pytest.mark.parametrize("count", [11_000, 30_000])
def test_an_answer_fits_into_an_envelope_however_much_differs(count):
    mine = [Listed(f"RU-{number:061}", 1, "pending_start") for number in range(count)]
    stated = listing.state_of([Listed(entry.ban_id, 2, "active") for entry in mine])
    answer = listing.answer_to(stated, mine)

    assert 30 < len(answer["detail"]) < listing.MOST_SHOWN
    assert (len(strict_json.dumps(answer)) + LARGEST_REST) * 4 / 3 < envelope.MAX_BYTES
    assert listing.check({"holder": "tj-mvd", **answer}, sender="tj-mvd") == []


def test_where_nothing_can_be_shown_the_answer_still_says_that_the_lists_differ():
    """Who states an empty list has one bucket; thousands of entries in it are more than a record may show."""
    mine = [Listed(f"RU-{number}", 1, "active") for number in range(listing.MOST_ENTRIES + 1)]
    answer = listing.answer_to(listing.state_of([]), mine)

    assert (answer["count"], answer["answers"]) == (len(mine), listing.state_of([]).digest)
    assert "detail" not in answer


def test_a_record_is_read_as_it_was_made():
    entry = Listed("T-1", 1, "active")
    made = record((entry,), **shown(0, entry))

    assert listing.read_state(made) == listing.state_of([entry])
    assert listing.read_detail(made) == {0: [entry]}
    assert listing.read_detail(record()) == {}


def test_buckets_that_were_digested_elsewhere_give_the_same_state():
    entries = [Listed(ban_id=f"B-{number}", revision=1, status="active") for number in range(50)]
    state = listing.state_of(entries, 3)
    parts = listing.in_buckets(entries, range(8), 3)
    found = {number: (len(held), bytes.fromhex(state.buckets[number])) for number, held in parts.items() if held}

    assert listing.state_of_buckets(found, 3) == state
    assert listing.state_of_buckets({}, 2) == listing.state_of([], 2)
