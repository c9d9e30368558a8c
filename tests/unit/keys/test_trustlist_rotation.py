"""Rotation of keys: the sequences of TUF's conformance suite, for the root and for the roles it delegates."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from keys import note
from keys.errors import TrustListSignaturesError
from keys.trustlist import TrustList
from tests.support.trust import sign_all
from tests.unit.keys.trust_publisher import NOW, Publisher, keys, role


@dataclass(frozen=True)
class Step:
    """A version of a document: whose keys stand in the role, its threshold, and who signed."""

    keys: Sequence[int]
    threshold: int
    signers: Sequence[int]


FIVE, ONE_OTHER, FIVE_OTHERS = (0, 1, 2, 3, 4), (0, 1, 3, 4, 5), (5, 6, 7, 8, 9)
FIRST_OF_FIVE = Step(FIVE, 3, (0, 2, 4))
ROOTS = {
    "1 of 1 rotated": [Step([1], 1, [1]), Step([2], 1, [2, 1]), Step([2], 1, [2])],
    "1 of 1 rotated, strangers signed too": [
        Step([1], 1, [3, 1, 4]),
        Step([2], 1, [3, 2, 1, 4]),
        Step([2], 1, [3, 2, 4]),
    ],
    "3 of 5, other three each time": [
        FIRST_OF_FIVE,
        Step(FIVE, 3, [0, 4, 1]),
        Step(FIVE, 3, [0, 1, 3]),
        Step(FIVE, 3, [2, 3, 4]),
    ],
    "3 of 5, one key rotated": [FIRST_OF_FIVE, Step(ONE_OTHER, 3, [0, 4, 1])],
    "3 of 5, one key rotated, the new one signs at once": [
        FIRST_OF_FIVE,
        Step(ONE_OTHER, 3, [0, 2, 4, 5]),
        Step(ONE_OTHER, 3, [0, 4, 5]),
    ],
    "3 of 5, all keys rotated": [
        FIRST_OF_FIVE,
        Step(FIVE_OTHERS, 3, [0, 2, 4, 5, 6, 7]),
        Step(FIVE_OTHERS, 3, [5, 6, 7]),
    ],
    "threshold up, 1 of 3 to 2 of 3": [Step([1, 2, 3], 1, [1]), Step([1, 2, 3], 2, [1, 2])],
    "threshold down, 2 of 3 to 1 of 3": [
        Step([1, 2, 3], 2, [1, 2]),
        Step([1, 2, 3], 1, [1, 2]),
        Step([1, 2, 3], 1, [1]),
    ],
    "threshold up with a key more, 1 of 1 to 2 of 2": [Step([1], 1, [1]), Step([1, 2], 2, [1, 2])],
    "council grows, 2 of 3 to 3 of 5": [Step([1, 2, 3], 2, [1, 3]), Step([1, 2, 3, 4, 5], 3, [1, 3, 5])],
}
WRONG_ROOTS = {
    "1 of 1 rotated without the old key": [Step([1], 1, [1]), Step([2], 1, [2, 3, 4])],
    "1 of 1 rotated without the new key": [Step([1], 1, [1]), Step([2], 1, [1, 3, 4])],
    "3 of 5, one key rotated, two of the new ones": [FIRST_OF_FIVE, Step(ONE_OTHER, 3, [0, 2, 4])],
    "3 of 5, one key rotated, two of the old ones": [FIRST_OF_FIVE, Step(ONE_OTHER, 3, [0, 4, 5])],
    "threshold up, the new one not reached": [Step([1, 2, 3], 1, [1]), Step([1, 2, 3], 2, [2])],
    "threshold down, the old one not reached": [Step([1, 2, 3], 2, [1, 2]), Step([1, 2, 3], 1, [1])],
}


def follow(steps: Sequence[Step]) -> tuple[Publisher, TrustList]:
    """Publish roots of these steps, the last of which the reader is yet to take; he has the others."""
    hub = Publisher()
    first, *rest = steps
    hub.roots = []
    hub.authority.threshold = first.threshold
    raw = hub.authority.root(now=NOW, council=role(first.keys, first.threshold))
    hub.roots = [sign_all(note.parse(raw).text, keys(first.signers))]
    for step in rest:
        hub.publish_root(keys(step.signers), council=role(step.keys, step.threshold))
    hub.publish_status(2)
    before = hub.roots[:1]
    status = hub.authority.status(before[0], hub.participants, now=NOW)
    return hub, hub.load(root=before, status=status)


@pytest.mark.parametrize("steps", ROOTS.values(), ids=ROOTS.keys())
def test_a_root_is_rotated(steps):
    hub, hub.reader = follow(steps)

    assert hub.refresh().version == (len(steps), 1, 2)
    assert hub.load() == hub.reader


@pytest.mark.parametrize("steps", WRONG_ROOTS.values(), ids=WRONG_ROOTS.keys())
def test_a_root_is_not_rotated(steps):
    hub, hub.reader = follow(steps)
    before = hub.reader

    for take in (hub.refresh, hub.load):
        with pytest.raises(TrustListSignaturesError) as caught:
            take()
        assert caught.value.facts == {"document": "root"}
    assert hub.reader is before


ROLES = {
    "1 of 1 rotated": (Step([2], 1, [2]), True),
    "1 of 1, strangers signed too": (Step([1], 1, [3, 1, 4]), True),
    "1 of 1 rotated without the new key": (Step([2], 1, [1, 3, 4]), False),
    "3 of 5, one of three is not theirs": (Step(ONE_OTHER, 3, [0, 2, 4]), False),
    "3 of 5, two signed": (Step(ONE_OTHER, 3, [0, 4]), False),
    "3 of 5, first three": (Step(FIVE, 3, [0, 2, 4]), True),
    "3 of 5, second three": (Step(FIVE, 3, [0, 4, 1]), True),
    "3 of 5, third three": (Step(FIVE, 3, [0, 1, 3]), True),
    "3 of 5, fourth three": (Step(FIVE, 3, [1, 2, 3]), True),
    "3 of 5, fifth three": (Step(FIVE, 3, [2, 3, 4]), True),
}


@pytest.mark.parametrize("kind", ["participants", "status"])
@pytest.mark.parametrize(("step", "taken"), ROLES.values(), ids=ROLES.keys())
def test_the_keys_of_a_role_are_rotated(kind, step, taken):
    hub = Publisher()
    hub.publish_root(**{kind: role(step.keys, step.threshold)})
    hub.publish_participants(2)
    if kind == "participants":
        hub.participants = sign_all(note.parse(hub.participants).text, keys(step.signers))
    hub.publish_status(2)
    if kind == "status":
        hub.status = sign_all(note.parse(hub.status).text, keys(step.signers))

    if taken:
        assert hub.refresh().version == (2, 2, 2)
        assert hub.load() == hub.reader
    else:
        with pytest.raises(TrustListSignaturesError) as caught:
            hub.refresh()
        assert caught.value.facts == {"document": kind}
        assert hub.reader.version == (1, 1, 1)
