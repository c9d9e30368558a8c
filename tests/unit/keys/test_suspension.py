"""Suspensions: what they say, who may say it, and the list that comes of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from keys import keyfile, note, statement, suspended_list, suspension, trustlist
from keys.errors import (
    KeyRevokedError,
    KeySuspendedError,
    StatementError,
    StatementHubError,
    StatementLiftedError,
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


def newer(
    source: Trust, *, at: datetime, status: KeyStatus = KeyStatus.ACTIVE, decides: Iterable[str] = ()
) -> TrustList:
    """Return the list after a participants document issued at `at`; of the key it says this."""
    listed = list(source.list.participants.values())
    (own,) = (each for each in listed if each.id == "ru-guvm")
    key = replace(own.keys[0], decides=tuple(decides))
    if status is not KeyStatus.ACTIVE:
        key = replace(key, status=status, status_at=at, reason="replaced")
    listed[listed.index(own)] = replace(own, keys=(key,))
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


def test_a_new_statement_is_neither_signed_ahead_of_its_time_nor_long_ago():
    found = suspension.verify(signed(), trust.list, LATER)
    first, last = SIGNED - suspension.AHEAD, SIGNED + suspension.OLDEST
    for at in (first, last):
        suspension.check_time(found, at)
    for at in (first - timedelta(seconds=1), last + timedelta(seconds=1)):
        with pytest.raises(StatementTimeError):
            suspension.check_time(found, at)


def test_the_key_is_out_of_force_from_its_leaf_on_and_no_other_key_is():
    now, applied = suspended_list.apply(trust.list, [Logged(token=signed(), since=LATER)])

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
    now, applied = suspended_list.apply(trust.list, logged)

    assert now.key(kid).status_at == LATER
    assert applied[kid].token == logged[0].token


def test_what_does_not_hold_changes_nothing():
    logged = [
        Logged(token=token, since=LATER) for token in (b"x", signed(trust.keys["kz-mvd"]), signed()[:-4] + b"AAAA")
    ]

    assert suspended_list.apply(trust.list, logged) == (trust.list, {})


def digest(token: bytes) -> str:
    """Return the name by which a list speaks of a statement."""
    return suspension.read(token, LATER).sha256


@pytest.mark.parametrize("days", [0, 1, 80])
def test_a_newer_list_that_says_nothing_of_a_suspension_lifts_none(days: int):
    """However much later it was issued: its officers may not have heard of it."""
    found, applied = suspended_list.apply(
        newer(trust, at=SIGNED + timedelta(days=days)), [Logged(token=signed(), since=LATER)]
    )

    assert (found.key(kid).status, found.key(kid).status_at, applied.keys()) == (KeyStatus.SUSPENDED, LATER, {kid})


def test_a_list_that_names_a_suspension_lifts_it_and_no_other():
    first, second = signed(), signed(reason=Reason.LOST)
    logged = [Logged(token=first, since=LATER), Logged(token=second, since=LATER + timedelta(minutes=1))]
    one = newer(trust, at=LATER + timedelta(hours=1), decides=[digest(first)])
    both = newer(trust, at=LATER + timedelta(hours=1), decides=[digest(first), digest(second)])

    assert suspended_list.apply(one, logged)[1][kid].token == second
    assert suspended_list.apply(both, logged) == (both, {})
    with pytest.raises(StatementLiftedError):
        suspension.verify(first, one, LATER)


def test_a_list_that_has_the_key_out_of_force_itself_makes_the_statement_redundant():
    token = Logged(token=signed(), since=LATER)
    revoked, applied = suspended_list.apply(newer(trust, at=SIGNED, status=KeyStatus.REVOKED), [token])

    assert applied == {}
    with pytest.raises(KeyRevokedError):
        revoked.signing_key(kid, LATER)


def test_every_undecided_statement_about_a_suspended_key_stands():
    tokens = [signed(), signed(reason=Reason.LOST), signed(participant="kz-mvd", kid=trust.keys["kz-mvd"].kid), b"x"]
    logged = [Logged(token=token, since=LATER) for token in tokens]
    listed = newer(trust, at=LATER, decides=[digest(tokens[0])]).keys

    assert suspended_list.standing(trust.list.keys, logged, {kid}) == logged[:2]
    assert suspended_list.standing(listed, logged, {kid}) == logged[1:2]
    assert suspended_list.standing(trust.list.keys, logged, {}) == []


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

    assert suspended_list.apply(rotated, logged, roots=[first, second])[1].keys() == {kid}
    assert suspended_list.apply(rotated, logged)[1] == {}


def test_a_key_file_signs_it_too(tmp_path):
    keyfile.write(tmp_path / "officer.pem", officer, None)

    assert signed(keyfile.read(tmp_path / "officer.pem", None)) == signed()


def test_what_was_logged_is_read_again_without_asking_who_may_say_it():
    token = signed(trust.keys["kz-mvd"])

    assert suspension.read(token, LATER).signer == trust.keys["kz-mvd"].kid


def test_the_documents_own_term_is_known():
    assert (trust.list.listed.issued_at, trust.list.listed.expires_at) == (NOW, NOW + timedelta(days=90))


def test_a_signature_is_checked_once_and_never_where_the_statement_would_change_nothing(monkeypatch):
    decided = [signed(at=SIGNED - timedelta(days=20, seconds=each)) for each in range(20)]
    again = [signed(at=SIGNED + timedelta(hours=1, seconds=each)) for each in range(20)]
    logged = [Logged(token=token, since=LATER + timedelta(days=1)) for token in (*decided, *again)]
    listed = newer(trust, at=LATER, decides=map(digest, decided))
    checked = []
    verify = PublicKey.verify
    monkeypatch.setattr(PublicKey, "verify", lambda key, *args: (checked.append(key), verify(key, *args))[1])
    for _ in range(3):
        assert suspended_list.apply(listed, logged)[1].keys() == {kid}

    assert len(checked) == 1
