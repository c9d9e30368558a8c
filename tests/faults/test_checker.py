"""The checker sees what it is there for: each broken history is caught, and for its own reason."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256

import pytest

from hub.core import checkpoint as checkpoints
from hub.core import leaf as leaves
from hub.core import merkle, receipt
from hub.core.checkpoint import Checkpoint
from hub.core.leaf import MessageLeaf
from hub.core.merkle import Frontier
from hub.core.receipt import Receipt
from keys import note
from keys.jwk import PrivateKey
from tests.faults.checker import Verdict, judge
from tests.faults.history import Delivery, Final, History, Row, Submission
from tests.support.trust import make_key

ORIGIN = "mig.example/test"
KEY = make_key("checker", "log")
SENDER, RECIPIENT, LANE = "ru-guvm", "tj-mvd", "urgent"
COUNT, GROUP = 6, 2


@dataclass
class World:
    """A history and a final state that agree, to be broken."""

    history: History
    final: Final

    def judge(self) -> Verdict:
        return judge(self.history, self.final, note.verifier_key(ORIGIN, KEY))


def message_id(number: int) -> str:
    return f"01900000-0000-7000-8000-{number:012d}"


def make_leaf(number: int, digest: str) -> bytes:
    at = f"2026-11-21T09:00:{number:02d}.000000Z"
    return leaves.format(
        MessageLeaf(
            hub=ORIGIN,
            id=message_id(number),
            sender=SENDER,
            to=(RECIPIENT,),
            sha256=digest,
            at=at,
            trust=1,
            agreement=(),
        )
    )


def sign(size: int, root: bytes, key: PrivateKey = KEY) -> bytes:
    return note.sign(checkpoints.format(Checkpoint(origin=ORIGIN, size=size, root=root)), ORIGIN, key)


def make_receipt(log: list[bytes], index: int, size: int, key: PrivateKey = KEY) -> bytes:
    frontier, nodes = Frontier.empty().grow(merkle.leaf_hash(leaf) for leaf in log[:size])
    proof = tuple(merkle.make_proof(merkle.inclusion_ranges(index, size), nodes))
    return receipt.format(
        Receipt(leaf=log[index], index=index, proof=proof, checkpoint=sign(size, frontier.root(), key))
    )


def root_of(log: list[bytes]) -> bytes:
    return merkle.root(merkle.leaf_hash(leaf) for leaf in log)


@pytest.fixture
def world() -> World:
    digests = [sha256(b"envelope %d" % number).hexdigest() for number in range(COUNT)]
    log = [make_leaf(number, digest) for number, digest in enumerate(digests)]
    history = History()
    inbox = []
    for number, digest in enumerate(digests):
        sent = Submission(sender=SENDER, id=message_id(number), sha256=digest, to=(RECIPIENT,))
        history.submitted[sent.name] = sent
        history.acknowledge(sent.name, make_receipt(log, number, (number // GROUP + 1) * GROUP))
        inbox.append(Delivery(number=number + 1, index=number, sender=SENDER, id=sent.id, sha256=digest))
    history.deliveries[RECIPIENT, LANE] += inbox
    history.sizes["observer"] += [2, 4, 6]
    _, nodes = Frontier.empty().grow(map(merkle.leaf_hash, log))
    final = Final(
        leaves=log,
        rows=[Row(index=n, sender=SENDER, id=message_id(n), sha256=d) for n, d in enumerate(digests)],
        entries=[(RECIPIENT, LANE, number + 1, number) for number in range(COUNT)],
        checkpoint=sign(COUNT, root_of(log)),
        inboxes={(RECIPIENT, LANE): inbox},
        consistency=[
            (first, second, merkle.make_proof(merkle.consistency_ranges(first, second), nodes))
            for first, second in ((2, 4), (4, 6))
        ],
        inclusion=[(1, merkle.make_proof(merkle.inclusion_ranges(1, COUNT), nodes))],
    )
    return World(history, final)


def lose_the_end(world: World) -> None:
    """What a power loss without fsync does: the log is shorter, and agrees with itself."""
    log = list(world.final.leaves)[:4]
    world.final = replace(
        world.final,
        leaves=log,
        rows=world.final.rows[:4],
        entries=world.final.entries[:4],
        inboxes={(RECIPIENT, LANE): world.final.inboxes[RECIPIENT, LANE][:4]},
        checkpoint=sign(4, root_of(log)),
        inclusion=(),
    )


def replace_the_last_leaf(world: World) -> None:
    """What an answer before the commit does: another message takes the place that a receipt names."""
    log = [*world.final.leaves[:-1], make_leaf(9, "0" * 64)]
    world.final = replace(world.final, leaves=log, checkpoint=sign(COUNT, root_of(log)))


def lose_a_row(world: World) -> None:
    world.final = replace(world.final, rows=world.final.rows[1:])


def change_stored_bytes(world: World) -> None:
    world.final = replace(world.final, rows=[replace(world.final.rows[0], sha256="0" * 64), *world.final.rows[1:]])


def never_deliver(world: World) -> None:
    world.final = replace(world.final, inboxes={(RECIPIENT, LANE): []})


def store_twice(world: World) -> None:
    world.final = replace(world.final, rows=[*world.final.rows, replace(world.final.rows[0], index=5)])


def log_twice(world: World) -> None:
    digest = world.final.rows[0].sha256
    log = [*world.final.leaves, make_leaf(0, digest)]
    world.final = replace(world.final, leaves=log, checkpoint=sign(len(log), root_of(log)))


def deliver_twice(world: World) -> None:
    world.final = replace(world.final, entries=[*world.final.entries, (RECIPIENT, LANE, COUNT + 1, 0)])


def fork(world: World) -> None:
    world.history.notes[sign(4, root_of([*world.final.leaves[:3], b"another leaf"]))] = None


def promise_too_much(world: World) -> None:
    world.history.notes[sign(COUNT + 1, bytes(32))] = None


def go_back(world: World) -> None:
    world.history.sizes["observer"].append(4)


def answer_differently(world: World) -> None:
    world.history.acknowledge((SENDER, message_id(0)), make_receipt(list(world.final.leaves), 0, 4))


def leave_a_gap(world: World) -> None:
    entries = [(who, lane, number + (number > 3), index) for who, lane, number, index in world.final.entries]
    world.final = replace(world.final, entries=entries)


def serve_a_gap(world: World) -> None:
    inbox = [replace(each, number=each.number + 1) for each in world.final.inboxes[RECIPIENT, LANE]]
    world.final = replace(world.final, inboxes={(RECIPIENT, LANE): inbox})


def invent_a_message(world: World) -> None:
    del world.history.submitted[SENDER, message_id(2)]
    del world.history.receipts[SENDER, message_id(2)]


def swap_after_reading(world: World) -> None:
    read = world.history.deliveries[RECIPIENT, LANE]
    read[0] = replace(read[0], id=message_id(9))


def sign_with_another_key(world: World) -> None:
    forged = make_receipt(list(world.final.leaves), 0, 2, make_key("checker", "somebody else"))
    world.history.receipts[SENDER, message_id(0)] = [forged]


def prove_nothing(world: World) -> None:
    world.final = replace(world.final, inclusion=[(1, [])])


def break_the_chain(world: World) -> None:
    world.final = replace(world.final, consistency=world.final.consistency[:1])


def refuse_a_good_envelope(world: World) -> None:
    world.history.refusals.append("schema-violation")


BROKEN: list[tuple[Callable[[World], None], str]] = [
    (lose_the_end, "lost"),
    (lose_the_end, "inconsistent_checkpoints"),
    (replace_the_last_leaf, "lost"),
    (replace_the_last_leaf, "inconsistent_checkpoints"),
    (lose_a_row, "lost"),
    (change_stored_bytes, "lost"),
    (never_deliver, "lost"),
    (store_twice, "duplicate_effects"),
    (log_twice, "duplicate_effects"),
    (deliver_twice, "duplicate_effects"),
    (fork, "inconsistent_checkpoints"),
    (promise_too_much, "inconsistent_checkpoints"),
    (go_back, "inconsistent_checkpoints"),
    (answer_differently, "changed_receipts"),
    (leave_a_gap, "gaps"),
    (serve_a_gap, "gaps"),
    (invent_a_message, "phantoms"),
    (swap_after_reading, "undelivered"),
    (sign_with_another_key, "unproven"),
    (prove_nothing, "unproven"),
    (break_the_chain, "unproven"),
    (refuse_a_good_envelope, "refused"),
]


def test_a_history_without_fault_is_clean(world):
    verdict = world.judge()

    assert verdict.is_clean, verdict.examples
    assert verdict.acknowledged == COUNT


@pytest.mark.parametrize(("harm", "kind"), BROKEN, ids=lambda value: getattr(value, "__name__", value))
def test_a_broken_history_is_caught(world, harm, kind):
    harm(world)

    assert world.judge().counts[kind] > 0
