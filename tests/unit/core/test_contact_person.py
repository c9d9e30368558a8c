"""What a contact person may sign, judged from the log alone: scopes, times, withdrawals, and two persons."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from hub.core import approval, contact_person, delegation, envelope, ids, instant, leaf, statement
from hub.core.contact_person import Said
from hub.core.leaf import ActLeaf
from hub.core.statement import Stated
from keys import jws
from keys import statement as tokens
from keys.approval import digest as approval_digest
from keys.delegation import EVERYTHING
from keys.errors import KeysError, StatementSignerError
from keys.trustlist import KeyStatus, TrustList
from tests.support.contact_persons import approve, delegate, person_key, withdraw
from tests.unit.core.bundles import NOW, Log

HOUR = timedelta(hours=1)


@dataclass
class Journal:
    """A log of statements, one leaf each, one hour after another unless a test says otherwise."""

    log: Log = field(default_factory=Log)
    stated: list[Stated] = field(default_factory=list)

    @property
    def trust(self) -> Any:
        return self.log.trust

    def add(self, token: bytes, act: str = "delegation", *, at: Any = NOW, **changes: Any) -> Stated:
        correct = {
            "hub": self.trust.list.hub,
            "act": act,
            "subject": "tj-mvd",
            "sha256": sha256(token).hexdigest(),
            "at": instant.format(at),
            "trust": 1,
            "salt": "0" * 32,
        }
        made = ActLeaf(**{**correct, **changes})
        index = self.log.append_leaf(leaf.format(made), token)
        self.stated.append(Stated(token=token, leaf=made, index=index))
        return self.stated[-1]

    def delegate(self, person: str, *, at: Any = NOW, **changes: Any) -> Stated:
        return self.add(delegate(self.trust, "tj-mvd", person, at=at, **changes), at=at)

    def withdraw(self, person: str, *, at: Any = NOW, **changes: Any) -> Stated:
        return self.add(withdraw(self.trust, "tj-mvd", person, at=at, **changes), at=at)

    def approve(self, person: str, payload: bytes, *, at: Any = NOW, **changes: Any) -> Stated:
        return self.add(approve(self.trust, "tj-mvd", person, payload, at=at, **changes), "approval", at=at)

    def say(self, person: str = "second", *, at: Any = NOW, payload: bytes | None = None, **changes: Any) -> "Placed":
        payload = reply(**changes) if payload is None else payload
        raw = jws.sign(payload, person_key(person), envelope.TYP)
        index = self.log.append_leaf(b"{}", raw)
        read = envelope.parse(payload, raw)
        said = Said(kid=person_key(person).kid, payload=payload, envelope=read, two_persons=False)
        return Placed(said=said, index=index, at=at)

    def check(self, placed: "Placed", trust: TrustList | None = None) -> delegation.Granted:
        trust = trust or self.trust.list
        return contact_person.check(placed.said, self.stated, trust, index=placed.index, at=placed.at)


@dataclass(frozen=True)
class Placed:
    """A message with its place in the log."""

    said: Said
    index: int
    at: Any


def reply(**changes: Any) -> bytes:
    """Return the payload of an envelope."""
    correct: dict[str, Any] = {
        "hub": "mig.example/training",
        "message_id": ids.make_message_id(NOW, b"0123456789"),
        "sender": "tj-mvd",
        "to": ["kz-mvd"],
        "sent_at": NOW,
        "type": "readmission-reply",
        "version": "1.0",
        "purpose": "readmission",
        "record": {},
    }
    return envelope.format(**{**correct, **changes})


def refused(journal: Journal, said: Placed, trust: TrustList | None = None) -> str:
    """Return the code of the refusal."""
    with pytest.raises((KeysError, delegation.HubError)) as caught:
        journal.check(said, trust)
    return str(caught.value.code)


@pytest.fixture
def journal() -> Journal:
    """A log without statements."""
    return Journal()


# ------------------------------------------------------------- delegations


def test_a_delegated_key_signs_for_its_participant(journal: Journal):
    stated = journal.delegate("second")
    granted = journal.check(journal.say())

    assert (granted.key().participant, granted.key().public) == ("tj-mvd", person_key("second").public)
    assert granted.signer == journal.trust.keys["tj-mvd"].kid
    assert granted.place.index == stated.index


def test_everything_may_be_delegated_but_receipts(journal: Journal):
    journal.delegate("second", types=EVERYTHING, purposes=EVERYTHING)
    journal.check(journal.say(type="entry-ban", purpose="entry-control"))

    assert refused(journal, journal.say(type="receipt", purpose="receipt")) == "delegation-scope"


@pytest.mark.parametrize("changes", [{"type": "entry-ban"}, {"purpose": "entry-control"}])
def test_what_is_outside_of_the_scope_is_refused(journal: Journal, changes: dict[str, str]):
    journal.delegate("second")

    assert refused(journal, journal.say(**changes)) == "delegation-scope"


def test_a_delegation_counts_from_its_leaf_on_and_not_before(journal: Journal):
    said = journal.say()
    journal.delegate("second")

    assert refused(journal, said) == "key-unknown"
    assert journal.check(journal.say())


@pytest.mark.parametrize(
    ("at", "code"), [(NOW - HOUR, "delegation-not-valid"), (NOW + timedelta(days=90), "delegation-not-valid")]
)
def test_it_counts_within_its_time_only(journal: Journal, at: Any, code: str):
    journal.delegate("second")

    assert refused(journal, journal.say(at=at)) == code
    assert journal.check(journal.say(at=NOW + timedelta(days=90, seconds=-1)))


def test_a_withdrawal_ends_it_and_a_newer_delegation_begins_it_again(journal: Journal):
    journal.delegate("second")
    before = journal.say(at=NOW + HOUR)
    journal.withdraw("second", at=NOW + HOUR)
    after = journal.say(at=NOW + HOUR)
    journal.delegate("second", at=NOW + 2 * HOUR)

    assert journal.check(before)
    assert refused(journal, after) == "delegation-withdrawn"
    assert journal.check(journal.say(at=NOW + 2 * HOUR))


def test_a_key_whose_newest_statement_does_not_hold_is_nobodys(journal: Journal):
    """Else a broken withdrawal would leave what it withdraws."""
    journal.delegate("second")
    journal.withdraw("second", key=person_key("stranger"))

    assert refused(journal, journal.say()) == "key-unknown"


def test_what_is_no_statement_is_passed_over(journal: Journal):
    journal.delegate("second")
    journal.add(b"no token")
    journal.add(journal.stated[0].token[:-4] + b"AAAA")

    assert refused(journal, journal.say()) == "key-unknown"
    assert (
        delegation.gather([Stated(token=b"no token", leaf=journal.stated[0].leaf, index=0)], journal.trust.list) == {}
    )


def test_only_the_participants_own_key_delegates(journal: Journal):
    journal.delegate("first")
    for key in (person_key("first"), journal.trust.keys["kz-mvd"]):
        stated = journal.delegate("second", key=key)
        with pytest.raises(KeysError) as caught:
            delegation.open(stated, journal.trust.list)
        assert caught.value.code in ("key-unknown", "statement-signer")

    assert refused(journal, journal.say()) == "key-unknown"


def test_nobody_signs_for_another_participant(journal: Journal):
    journal.delegate("second")

    assert refused(journal, journal.say(sender="kz-mvd")) == "sender-mismatch"


def test_a_participants_own_key_is_never_a_delegated_one(journal: Journal):
    own = journal.trust.keys["tj-mvd"]
    journal.delegate("second", public=own.public)

    placed = journal.say()

    assert refused(journal, replace(placed, said=replace(placed.said, kid=own.kid))) == "key-unknown"


@pytest.mark.parametrize(
    "changes",
    [
        {"act": "approval"},
        {"subject": "kz-mvd"},
        {"sha256": "00" * 32},
        {"hub": "mig.example/production"},
        {"said_at": "yesterday"},
    ],
)
def test_a_leaf_about_something_else_vouches_for_nothing(journal: Journal, changes: dict[str, str]):
    at = {"at": changes.pop("said_at")} if "said_at" in changes else {}
    stated = journal.add(delegate(journal.trust, "tj-mvd", "second", at=NOW), **changes)
    stated = replace(stated, leaf=msgspec.structs.replace(stated.leaf, **at))

    with pytest.raises(KeysError) as caught:
        delegation.open(stated, journal.trust.list)
    assert caught.value.code == "statement-leaf"


def test_a_messages_leaf_vouches_for_no_statement(journal: Journal):
    token = journal.log.sign("ru-guvm", {})
    message = leaf.parse(journal.log.leaves[journal.log.append(token)])
    stated = Stated(token=delegate(journal.trust, "tj-mvd", "second", at=NOW), leaf=message, index=0)

    with pytest.raises(KeysError) as caught:
        delegation.open(stated, journal.trust.list)
    assert caught.value.code == "statement-leaf"


def test_a_delegation_for_another_hub_is_none_here(journal: Journal):
    stated = journal.delegate("second", hub="mig.example/production")

    with pytest.raises(KeysError) as caught:
        delegation.open(stated, journal.trust.list)
    assert caught.value.code == "statement-hub"


def with_suspended(trust: TrustList, name: str, *, at: Any, since: Any, reason: str = "test") -> TrustList:
    """Return the list with the participant's key suspended."""
    (own,) = trust.participants[name].keys
    taken = replace(own, status=KeyStatus.SUSPENDED, status_at=at, compromised_since=since, reason=reason)
    return replace(trust, keys={**trust.keys, own.kid: taken})


@pytest.mark.parametrize(
    ("since", "code"),
    [(NOW, "delegation-compromised"), (NOW + HOUR, None), (None, None), (NOW - HOUR, "delegation-compromised")],
)
def test_it_falls_with_its_signer_only_if_made_when_others_may_have_had_the_key(
    journal: Journal, since: Any, code: str | None
):
    journal.delegate("second")
    trust = with_suspended(journal.trust.list, "tj-mvd", at=NOW + 2 * HOUR, since=since)

    assert journal.check(journal.say(at=NOW + HOUR), trust), "the message was before the suspension"
    later = journal.say(at=NOW + 3 * HOUR)
    if code is None:
        assert journal.check(later, trust)
    else:
        assert refused(journal, later, trust) == code


@pytest.mark.parametrize(
    ("reason", "since", "code"),
    [
        ("stolen", None, "delegation-compromised"),
        ("lost", None, "delegation-compromised"),
        ("suspected", None, "delegation-compromised"),
        ("replaced", None, None),
        ("stolen", NOW + HOUR, None),
    ],
)
def test_all_that_a_stolen_key_delegated_falls_where_nobody_says_since_when(
    journal: Journal, reason: str, since: Any, code: str | None
):
    journal.delegate("second")
    trust = with_suspended(journal.trust.list, "tj-mvd", at=NOW + 2 * HOUR, since=since, reason=reason)

    assert journal.check(journal.say(at=NOW + HOUR), trust), "the message was before the suspension"
    later = journal.say(at=NOW + 3 * HOUR)
    if code is None:
        assert journal.check(later, trust)
    else:
        assert refused(journal, later, trust) == code


def test_one_delegation_is_checked_with_its_receipt(journal: Journal):
    stated = journal.delegate("second")
    receipt = journal.log.proven(stated.index).receipt
    trust = journal.trust.list

    assert delegation.check(stated.token, receipt, trust, NOW).delegation.person == "second"
    with pytest.raises(KeysError) as caught:
        delegation.check(stated.token, receipt, trust, NOW + timedelta(days=91))
    assert caught.value.code == "delegation-not-valid"
    with pytest.raises((KeysError, delegation.HubError)):
        delegation.check(stated.token, replace(receipt, index=receipt.index + 1), trust, NOW)


# -------------------------------------------------------------- two persons


def by_two(placed: Placed) -> Placed:
    """Return the same where its type takes two persons."""
    return replace(placed, said=replace(placed.said, two_persons=True))


@pytest.fixture
def pair(journal: Journal) -> Journal:
    """A log with two contact persons."""
    journal.delegate("first")
    journal.delegate("second")
    return journal


def test_two_persons_are_enough_where_two_are_needed(pair: Journal):
    payload = reply()
    pair.approve("first", payload)

    assert pair.check(by_two(pair.say("second", payload=payload))).delegation.person == "second"


def test_one_person_is_not(pair: Journal):
    assert refused(pair, by_two(pair.say())) == "approval-missing"
    assert pair.check(pair.say()), "where one is enough, one is enough"


def test_the_approval_of_other_bytes_is_none(pair: Journal):
    payload = reply()
    pair.approve("first", payload + b" ")

    assert refused(pair, by_two(pair.say(payload=payload))) == "approval-missing"


def test_nobody_approves_for_himself(pair: Journal):
    payload = reply()
    pair.approve("second", payload)

    assert refused(pair, by_two(pair.say("second", payload=payload))) == "approval-same-person"


def test_two_keys_of_one_person_are_one_person(pair: Journal):
    payload = reply()
    pair.delegate("second", public=person_key("spare").public)
    pair.approve("second", payload, key=person_key("spare"))

    assert refused(pair, by_two(pair.say("second", payload=payload))) == "approval-same-person"


def test_an_approval_after_the_message_is_too_late(pair: Journal):
    payload = reply()
    said = by_two(pair.say(payload=payload))
    pair.approve("first", payload)

    assert refused(pair, said) == "approval-missing"


def test_an_approval_is_good_for_a_day(pair: Journal):
    payload = reply()
    pair.approve("first", payload)
    day = timedelta(hours=24)

    assert refused(pair, by_two(pair.say(payload=payload, at=NOW + day))) == "approval-expired"
    assert pair.check(by_two(pair.say(payload=payload, at=NOW + day - timedelta(seconds=1))))


def test_one_good_approval_among_others_is_enough(pair: Journal):
    payload = reply()
    pair.approve("second", payload)
    pair.approve("first", payload)
    pair.approve("second", payload)

    assert pair.check(by_two(pair.say("second", payload=payload)))


def test_who_may_not_sign_it_may_not_approve_it(pair: Journal):
    payload = reply()
    pair.delegate("third", purposes=("statistics",))
    pair.approve("third", payload)

    assert refused(pair, by_two(pair.say(payload=payload))) == "approval-not-valid"


def test_an_approver_whose_delegation_ended_meanwhile_vouches_no_more(pair: Journal):
    payload = reply()
    pair.approve("first", payload)
    pair.withdraw("first", at=NOW + HOUR)

    assert refused(pair, by_two(pair.say(payload=payload, at=NOW + HOUR))) == "approval-not-valid"
    short = pair.delegate("first", at=NOW + HOUR, valid_until=NOW + 2 * HOUR)
    pair.approve("first", payload, at=NOW + HOUR)
    assert short
    assert pair.check(by_two(pair.say(payload=payload, at=NOW + HOUR)))
    assert refused(pair, by_two(pair.say(payload=payload, at=NOW + 2 * HOUR))) == "approval-not-valid"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hub": "mig.example/production"}, "statement-hub"),
        ({"key": person_key("stranger")}, "key-unknown"),
        ({"key": person_key("second")}, "statement-person"),
        ({"participant_said": "kz-mvd"}, "statement-leaf"),
        ({"type": "entry-ban"}, "delegation-scope"),
    ],
)
def test_an_approval_that_does_not_hold_vouches_for_nothing(pair: Journal, changes: dict[str, Any], code: str):
    payload = reply()
    participant = changes.pop("participant_said", "tj-mvd")
    token = approve(pair.trust, participant, "first", payload, at=NOW, **changes)
    stated = pair.add(token, "approval")
    known = delegation.gather(pair.stated[:2], pair.trust.list)

    with pytest.raises(KeysError) as caught:
        approval.open(stated, known, pair.trust.list, NOW)
    assert caught.value.code == code
    assert refused(pair, by_two(pair.say(payload=payload))) == "approval-not-valid"


def test_an_approval_is_checked_with_its_receipt(pair: Journal):
    stated = pair.approve("first", reply())
    known = delegation.gather(pair.stated[:2], pair.trust.list)
    receipt = pair.log.proven(stated.index).receipt

    assert approval.check(stated.token, receipt, known, pair.trust.list, NOW).approval.person == "first"


def test_a_broken_approval_is_passed_over(pair: Journal):
    payload = reply()
    pair.add(tokens.sign({"payload_sha256": approval_digest(payload)}, person_key("first"), tokens.Kind.APPROVAL))
    assert refused(pair, by_two(pair.say(payload=payload))) == "approval-missing"
    pair.approve("first", payload)

    assert pair.check(by_two(pair.say("second", payload=payload)))


def test_another_participants_persons_vouch_for_nobody_here(pair: Journal):
    payload = reply()
    pair.add(delegate(pair.trust, "kz-mvd", "guest", at=NOW), subject="kz-mvd")
    token = approve(pair.trust, "kz-mvd", "guest", payload, at=NOW)
    pair.add(token, "approval", subject="kz-mvd")

    assert refused(pair, by_two(pair.say(payload=payload))) == "approval-not-valid"


def test_every_kind_that_is_logged_has_a_name_in_the_log():
    assert set(statement.ACTS) == set(tokens.Kind) - {tokens.Kind.ENROLMENT}


def test_an_approval_is_in_the_name_of_its_persons_own_participant():
    granted: Any = SimpleNamespace(delegation=SimpleNamespace(participant="tj-mvd", person="first"))
    given: Any = SimpleNamespace(participant="kz-mvd", person="first", type="readmission-reply")

    with pytest.raises(StatementSignerError):
        approval.require_own(given, granted)
