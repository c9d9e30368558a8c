"""Verifying evidence: what is right holds, and each forgery falls at the step that is there for it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.core import evidence, instant, verification
from hub.core.errors import HubError
from hub.core.evidence import Bundle, Proven
from keys import note, trustlist
from keys.errors import KeysError
from keys.trustlist import KeyStatus
from tests.support.trust import make_key, make_participant
from tests.unit.core.bundles import BAN, NOW, Log, make_strict_trust, message_id, with_message, write


def make_log() -> Log:
    """A ban for two recipients at 0, another at 1, the answers of both recipients at 2 and 3, a third party's at 4."""
    log = Log()
    log.append(log.sign("ru-guvm", BAN, to=("tj-mvd", "tj-molme")))
    log.append(log.sign("ru-guvm", BAN))
    log.answer(0, "tj-mvd")
    log.answer(0, "tj-molme")
    log.answer(0, "kz-mvd")
    return log


LOG = make_log()
WHOLE = LOG.bundle(0, 2, 3)
RAW = write(WHOLE)


def failed(bundle: Bundle, anchor: str | None = LOG.trust.anchor) -> tuple[str, str] | None:
    """Return name and code of the step that does not hold; None where all do."""
    steps = verification.verify(bundle, anchor)
    wrong = [(step.name, step.error.code) for step in steps if step.error is not None]
    assert wrong in ([], [(steps[-1].name, wrong[-1][1] if wrong else "")])
    return wrong[0] if wrong else None


def test_a_whole_bundle_holds_and_every_step_is_told_in_both_languages():
    steps = verification.verify(WHOLE, LOG.trust.anchor)

    assert [(step.name, step.ok) for step in steps] == [
        (name, True) for name in ("trust-list", "inclusion", "envelope", "receipt-1", "receipt-2")
    ]
    said = [said for step in steps for said in (step.title, *step.found.said)]
    assert len(said) > 2 * len(steps)
    assert all(each.text("ru") == each.ru != each.en == each.text("en") for each in said)


def test_without_a_root_of_ones_own_the_bundle_can_only_agree_with_itself():
    assert failed(WHOLE, anchor=None) is None


def test_a_bundle_that_brings_its_own_root_is_not_believed():
    """The same content, put together by somebody with a trust list of his own."""
    forger = Log(trust=make_strict_trust())
    forger.trust.authority.council = {name: make_key("forger", name) for name in forger.trust.authority.council}
    root = forger.trust.authority.root(now=NOW)
    participants = WHOLE.trust.participants
    status = forger.trust.authority.status(root, participants, now=NOW)
    forged = replace(WHOLE, trust=replace(WHOLE.trust, roots=(root,), status=status))

    assert failed(forged, anchor=None) is None
    assert failed(forged) == ("trust-list", "trust-list-not-anchored")


def test_the_way_from_an_old_root_to_the_one_in_force_is_followed():
    authority, documents = LOG.trust.authority, LOG.trust.documents
    later = authority.root(now=NOW, version=2, previous=LOG.trust.anchor)
    status = authority.status(later, documents["participants"], now=NOW, version=2)
    chain = replace(WHOLE.trust, roots=(documents["root"], later), status=status)

    assert failed(replace(WHOLE, trust=chain)) is None
    assert failed(replace(WHOLE, trust=chain), anchor=trustlist.digest(later)) is None
    assert failed(replace(WHOLE, trust=replace(chain, roots=(later,)))) == ("trust-list", "trust-list-not-anchored")


def test_a_group_in_the_leaf_is_what_the_hub_made_of_it():
    assert failed(_logged(to=("@council",), leaf={"to": ("kz-mvd", "tj-mvd")})) is None
    assert failed(_logged(to=("@council", "kz-mvd"), leaf={"to": ("kz-mvd", "tj-mvd")})) is None


@pytest.mark.parametrize(
    ("status", "hours", "code"),
    [
        (KeyStatus.SUSPENDED, -1, "key-suspended"),
        (KeyStatus.REVOKED, -1, "key-revoked"),
        (KeyStatus.SUSPENDED, 0, "key-suspended"),
        (KeyStatus.REVOKED, 1, None),
    ],
)
def test_a_key_is_judged_at_the_time_of_the_leaf(status, hours, code):
    """What a key signed before it was taken out of force stays evidence."""
    log = make_log()
    authority, keys = log.trust.authority, log.trust.keys
    listed = [make_participant(name, key.public, now=NOW) for name, key in keys.items() if name != "ru-guvm"]
    taken = {"status": status, "status_at": NOW + timedelta(hours=hours), "reason": "test"}
    listed.append(make_participant("ru-guvm", keys["ru-guvm"].public, now=NOW, **taken))
    published = NOW + timedelta(hours=2)
    participants = authority.participants(listed, now=published, version=2)
    documents = authority.status(log.trust.documents["root"], participants, now=published, version=2)
    bundle = log.bundle(0, 2)
    chain = replace(bundle.trust, participants=participants, status=documents)

    assert failed(replace(bundle, trust=chain)) == (None if code is None else ("envelope", code))


def test_the_hub_says_of_any_recipient_that_the_message_expired_and_nothing_else():
    log = make_log()
    expired, delivered = log.answer(0, "hub"), log.answer(0, "hub", status="delivered")
    ours = log.answer(0, "tj-mvd", status="expired")

    assert failed(log.bundle(0, expired)) is None
    assert failed(log.bundle(0, delivered)) == ("receipt-1", "evidence-mismatch")
    assert failed(log.bundle(0, ours)) == ("receipt-1", "evidence-mismatch")


@settings(max_examples=300)
@given(st.integers(0, len(RAW) - 1), st.integers(0, 7))
def test_one_flipped_bit_anywhere_never_verifies(at, bit):
    """Where no signature is to spare: one more than a threshold asks for proves nothing and is not needed."""
    changed = bytearray(RAW)
    changed[at] ^= 1 << bit
    try:
        bundle = evidence.parse(bytes(changed))
    except (HubError, KeysError):
        return

    assert failed(bundle) is not None


def _logged(*, leaf: dict[str, object] | None = None, at: str | None = None, **members: object) -> Bundle:
    """Return a bundle from a log of one message, with its leaf changed."""
    log = Log()
    log.append(log.sign("ru-guvm", BAN, **members), **(leaf or {}), **({} if at is None else {"at": at}))
    return log.bundle(0)


def _answered(**said: object) -> Bundle:
    log = make_log()
    return log.bundle(0, log.answer(0, "tj-mvd", **said))


def _answer_elsewhere() -> Proven:
    log = Log()
    log.append(LOG.tokens[0])
    log.answer(0, "tj-mvd")
    log.trust.authority.log = make_key("other", "log")
    return log.proven(1)


def _act() -> Bundle:
    log = Log()
    log.append_act(LOG.tokens[0])
    return log.bundle(0)


def _signed_by_nobody() -> Bundle:
    log = Log()
    log.trust.keys["nobody"] = make_key("bundle", "nobody")
    log.append(log.sign("ru-guvm", BAN, key="nobody"))
    return log.bundle(0)


def _signed_by_a_stranger() -> bytes:
    text = note.parse(WHOLE.message.receipt.checkpoint).text
    return note.sign(text, LOG.trust.list.hub, make_key("other", "log"))


def _other_kind() -> bytes:
    return LOG.sign("ru-guvm", BAN, typ="cis-access+jwt")


def _other_status() -> bytes:
    participants = LOG.trust.authority.participants([], now=NOW, version=2)
    return LOG.trust.authority.status(LOG.trust.documents["root"], participants, now=NOW)


def _without_last_signature(log: Log, kind: str) -> bytes:
    signed = note.parse(log.trust.documents[kind])
    return note.format(replace(signed, signatures=signed.signatures[:-1]))


def _digest(token: bytes) -> str:
    return sha256(token).hexdigest()


FORGERIES: dict[str, tuple[str, Callable[[], Bundle]]] = {
    "participants signed by one officer only": (
        "trust-list",
        lambda: replace(WHOLE, trust=replace(WHOLE.trust, participants=_without_last_signature(LOG, "participants"))),
    ),
    "status of another list": (
        "trust-list",
        lambda: replace(WHOLE, trust=replace(WHOLE.trust, status=_other_status())),
    ),
    "leaf that is none": ("trust-list", lambda: with_message(WHOLE, leaf=b"{}")),
    "leaf after the trust list expired": (
        "trust-list",
        lambda: _logged(at=instant.format(NOW + timedelta(hours=25))),
    ),
    "leaf with no time": ("trust-list", lambda: _logged(at="yesterday")),
    "leaf of an act": ("trust-list", _act),
    "leaf with another time": (
        "inclusion",
        lambda: with_message(WHOLE, leaf=LOG.leaves[0].replace(b":00.000000Z", b":00.000001Z")),
    ),
    "leaf at another place": ("inclusion", lambda: with_message(WHOLE, index=1)),
    "proof of another leaf": ("inclusion", lambda: with_message(WHOLE, proof=LOG.proven(1).receipt.proof)),
    "checkpoint by another key": ("inclusion", lambda: with_message(WHOLE, checkpoint=_signed_by_a_stranger())),
    "another message of the same sender": ("envelope", lambda: with_message(WHOLE, envelope=LOG.tokens[1])),
    "message in another's name": ("envelope", lambda: _logged(key="kz-mvd")),
    "message signed by a stranger": ("envelope", _signed_by_nobody),
    "token of another kind": ("envelope", lambda: with_message(WHOLE, envelope=_other_kind())),
    "no token": ("envelope", lambda: with_message(WHOLE, envelope=b"a.b.c")),
    "leaf naming another sender": ("envelope", lambda: _logged(leaf={"sender": "kz-mvd"})),
    "leaf naming another id": ("envelope", lambda: _logged(leaf={"id": message_id(LOG.tokens[1])})),
    "leaf naming another digest": ("envelope", lambda: _logged(leaf={"sha256": "00" * 32})),
    "leaf of another hub": ("envelope", lambda: _logged(leaf={"hub": "mig.example/production"})),
    "leaf and message of another hub": ("envelope", lambda: _logged(hub="mig.example/production")),
    "leaf with a recipient more than the sender named": (
        "envelope",
        lambda: _logged(leaf={"to": ("tj-mvd", "kz-mvd")}),
    ),
    "leaf with a recipient less than the sender named": ("envelope", lambda: _logged(leaf={"to": ()})),
    "leaf of a group without a recipient named beside it": (
        "envelope",
        lambda: _logged(to=("@council", "kz-mvd"), leaf={"to": ("tj-mvd",)}),
    ),
    "answer out of another log": ("receipt-1", lambda: replace(WHOLE, receipts=(_answer_elsewhere(),))),
    "answer about another message": ("receipt-1", lambda: _answered(index=1)),
    "answer with another digest": ("receipt-1", lambda: _answered(sha256="00" * 32)),
    "answer with another id": ("receipt-1", lambda: _answered(id=message_id(LOG.tokens[1]))),
    "answer by somebody who did not get the message": ("receipt-1", lambda: LOG.bundle(0, 4)),
    "answer that is no receipt": ("receipt-1", lambda: LOG.bundle(0, 1)),
    "second answer that is none": ("receipt-2", lambda: LOG.bundle(0, 2, 1)),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_falls_at_its_step(forgery):
    step, make = FORGERIES[forgery]
    found = failed(make())

    assert found is not None
    assert found[0] == step
