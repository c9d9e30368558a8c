"""Suspensions: what they say, who may say it, and the list that comes of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from keys import keyfile, note, statement, suspension, trustlist
from keys.errors import (
    KeyRevokedError,
    KeySuspendedError,
    StatementError,
    StatementHubError,
    StatementSignerError,
    StatementTimeError,
    TokenTypeError,
    UnknownKeyError,
)
from keys.jwk import PrivateKey, PublicKey
from keys.suspension import Logged, Reason, Suspension
from keys.trustlist import KeyStatus, TrustList
from tests.support.trust import Trust, make_key, make_trust, sign_all

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SIGNED = NOW + timedelta(minutes=59)
trust = make_trust(now=NOW)
officer = trust.authority.officers["officer-1"]
kid = trust.keys["ru-guvm"].kid


def signed(key: PrivateKey = officer, **changes: object) -> bytes:
    """Return a statement that the key of ru-guvm is suspended."""
    members = {"hub": trust.list.hub, "participant": "ru-guvm", "kid": kid, "reason": Reason.STOLEN, "at": SIGNED}
    return suspension.sign(key, **{**members, **changes})  # type: ignore[arg-type]


def newer(source: Trust, *, at: datetime, status: KeyStatus = KeyStatus.ACTIVE) -> TrustList:
    """Return the list after a participants document issued at `at`."""
    listed = list(source.list.participants.values())
    if status is not KeyStatus.ACTIVE:
        (own,) = (each for each in listed if each.id == "ru-guvm")
        out = replace(own, keys=(replace(own.keys[0], status=status, status_at=at, reason="replaced"),))
        listed[listed.index(own)] = out
    document = source.authority.participants(listed, now=at, version=2)
    root = source.documents["root"]
    current = source.authority.status(root, document, now=at, version=2)
    return trustlist.update(source.list, status=current, participants=document, now=at)


def test_what_was_signed_is_read():
    since = NOW - timedelta(days=2)
    found = suspension.verify(signed(compromised_since=since), trust.list, LATER)

    assert found == Suspension(
        participant="ru-guvm",
        kid=kid,
        reason=Reason.STOLEN,
        compromised_since=since,
        at=SIGNED,
        since=LATER,
        signer=officer.kid,
        sha256=found.sha256,
        token=signed(compromised_since=since),
    )


@pytest.mark.parametrize("name", ["officer-1", "officer-2"])
def test_each_officer_may_say_it_alone(name: str):
    assert suspension.verify(signed(trust.authority.officers[name]), trust.list, LATER).compromised_since is None


def test_the_participant_may_say_it_of_its_own_key():
    assert suspension.verify(signed(trust.keys["ru-guvm"]), trust.list, LATER).signer == kid


@pytest.mark.parametrize(
    "key",
    [
        trust.keys["kz-mvd"],
        trust.keys["hub"],
        trust.witnesses["ru-guvm"],
        trust.authority.council["council-1"],
        trust.authority.online["status"],
        trust.authority.log,
        make_key("anybody", "else"),
    ],
)
def test_nobody_else_may(key: PrivateKey):
    with pytest.raises(StatementSignerError):
        suspension.verify(signed(key), trust.list, LATER)


def test_a_key_that_is_out_of_force_suspends_no_other():
    revoked = newer(trust, at=NOW + timedelta(minutes=1), status=KeyStatus.REVOKED)
    with pytest.raises(StatementSignerError):
        suspension.verify(signed(trust.keys["ru-guvm"]), revoked, LATER)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"hub": "mig.example/production"}, StatementHubError),
        ({"kid": make_key("anybody", "else").kid}, UnknownKeyError),
        ({"participant": "kz-mvd"}, StatementError),
        ({"kid": trust.keys["kz-mvd"].kid}, StatementError),
        ({"compromised_since": SIGNED + timedelta(seconds=1)}, StatementError),
        ({"at": NOW - timedelta(seconds=1)}, StatementTimeError),
    ],
)
def test_what_cannot_be_said_is_refused(changes: dict[str, object], error: type[Exception]):
    with pytest.raises(error):
        suspension.verify(signed(**changes), trust.list, LATER)


def test_another_kind_of_statement_is_refused():
    members = dict.fromkeys(suspension.MEMBERS, "x")
    with pytest.raises(TokenTypeError):
        suspension.verify(statement.sign(members, officer, "cis-approval+jws"), trust.list, LATER)


@pytest.mark.parametrize(
    "change",
    [{"reason": "because"}, {"reason": None}, {"at": "yesterday"}, {"kid": ""}, {"hub": 1}, {"more": "x"}],
)
def test_a_malformed_statement_is_refused(change: dict[str, object]):
    members = {
        "hub": trust.list.hub,
        "participant": "ru-guvm",
        "kid": kid,
        "compromised_since": None,
        "reason": "lost",
        "at": "2026-11-21T09:30:00Z",
    }
    with pytest.raises(StatementError):
        suspension.verify(statement.sign({**members, **change}, officer, suspension.TYP), trust.list, LATER)


def test_a_new_statement_is_not_signed_ahead_of_its_time():
    found = suspension.verify(signed(), trust.list, LATER)
    suspension.check_time(found, SIGNED - suspension.AHEAD)
    with pytest.raises(StatementTimeError):
        suspension.check_time(found, SIGNED - suspension.AHEAD - timedelta(seconds=1))


def test_the_key_is_out_of_force_from_its_leaf_on_and_no_other_key_is():
    now, applied = suspension.apply(trust.list, [Logged(token=signed(), since=LATER)])

    assert now.signing_key(kid, LATER - timedelta(microseconds=1)).participant == "ru-guvm"
    with pytest.raises(KeySuspendedError):
        now.signing_key(kid, LATER)
    assert now.participants["ru-guvm"].keys == (now.key(kid),)
    assert applied.keys() == {kid}
    assert [each for each in now.keys if now.keys[each] != trust.list.keys[each]] == [kid]
    assert now.digests == trust.list.digests


def test_the_first_suspension_counts_and_the_suspended_key_says_nothing_more():
    own = trust.keys["ru-guvm"]
    logged = [
        Logged(token=signed(own), since=LATER),
        Logged(token=signed(own, reason=Reason.LOST), since=LATER + timedelta(minutes=1)),
        Logged(token=signed(reason=Reason.OTHER), since=LATER + timedelta(minutes=2)),
    ]
    now, applied = suspension.apply(trust.list, logged)

    assert now.key(kid).status_at == LATER
    assert applied[kid].token == logged[0].token


def test_what_does_not_hold_changes_nothing():
    logged = [
        Logged(token=token, since=LATER) for token in (b"x", signed(trust.keys["kz-mvd"]), signed()[:-4] + b"AAAA")
    ]

    assert suspension.apply(trust.list, logged) == (trust.list, {})


def test_a_newer_participants_document_decides():
    token = Logged(token=signed(), since=LATER)
    lifted, applied = suspension.apply(newer(trust, at=SIGNED + timedelta(seconds=1)), [token])
    assert (lifted.key(kid).status, applied) == (KeyStatus.ACTIVE, {})

    same, applied = suspension.apply(newer(trust, at=SIGNED), [token])  # in the same second: the careful reading
    assert (same.key(kid).status, applied.keys()) == (KeyStatus.SUSPENDED, {kid})

    revoked, applied = suspension.apply(newer(trust, at=SIGNED, status=KeyStatus.REVOKED), [token])
    assert applied == {}
    with pytest.raises(KeyRevokedError):
        revoked.signing_key(kid, LATER)


def test_what_an_officer_said_stays_said_when_another_root_names_other_officers():
    authority = trust.authority
    first = trust.documents["root"]
    others = {"officer-3": make_key("test", "officer-3"), "officer-4": make_key("test", "officer-4")}
    verifiers = tuple(note.verifier_key(name, key) for name, key in others.items())
    second = authority.root(
        now=NOW,
        version=2,
        previous=trustlist.digest(first),
        participants=trustlist.Role(threshold=2, keys=verifiers),
    )
    text = note.parse(trust.documents["participants"]).text
    document = sign_all(text, others)
    status = authority.status(second, document, now=NOW, version=2)
    rotated = trustlist.update(trust.list, roots=[second], participants=document, status=status, now=NOW)
    logged = [Logged(token=signed(), since=LATER)]

    assert suspension.apply(rotated, logged, roots=[first, second])[1].keys() == {kid}
    assert suspension.apply(rotated, logged)[1] == {}


def test_a_key_file_signs_it_too(tmp_path):
    keyfile.write(tmp_path / "officer.pem", officer, None)

    assert signed(keyfile.read(tmp_path / "officer.pem", None)) == signed()


def test_what_was_logged_is_read_again_without_asking_who_may_say_it():
    token = signed(trust.keys["kz-mvd"])

    assert suspension.read(token, LATER).signer == trust.keys["kz-mvd"].kid


def test_the_documents_own_term_is_known():
    assert suspension.issued_at(trust.list) == NOW
    assert suspension.expires_at(trust.list) == NOW + timedelta(days=90)


def test_a_signature_is_checked_once_and_never_where_the_statement_would_change_nothing(monkeypatch):
    checked = []
    verify = PublicKey.verify
    monkeypatch.setattr(PublicKey, "verify", lambda key, *args: (checked.append(key), verify(key, *args))[1])
    outdated = [signed(at=SIGNED - timedelta(days=20, seconds=each)) for each in range(20)]
    again = [signed(at=SIGNED + timedelta(hours=1, seconds=each)) for each in range(20)]
    logged = [Logged(token=token, since=LATER + timedelta(days=1)) for token in (*outdated, *again)]
    for _ in range(3):
        assert suspension.apply(trust.list, logged)[1].keys() == {kid}

    assert len(checked) == 1
