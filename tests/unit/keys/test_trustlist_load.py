"""Loading a trust list from nothing but an anchor: signatures, thresholds, expiry, one set of documents."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from keys import jwk, note, trustlist
from keys.errors import (
    KeyNotValidError,
    KeyRevokedError,
    KeySuspendedError,
    KeyUseError,
    TrustListAnchorError,
    TrustListError,
    TrustListExpiredError,
    TrustListMismatchError,
    TrustListRollbackError,
    TrustListSignaturesError,
    UnknownKeyError,
)
from keys.jwk import PrivateKey
from keys.trustlist import KeyStatus, KeyUse, Participant, ParticipantKey, ParticipantRole, Role
from tests.support.trust import ORIGIN, make_authority, make_key, make_participant, make_trust, sign_all

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
NAMES = ("ru-guvm", "tj-molme", "hub")
TRUST = make_trust(NAMES, now=NOW)
DOCUMENTS = dict(TRUST.documents)
SECOND = timedelta(seconds=1)
X25519 = {"kty": "OKP", "crv": "X25519", "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}


def load(now=NOW, **changes):
    """Load the documents with some of them changed."""
    return trustlist.load(**{**DOCUMENTS, "anchor": TRUST.anchor, "now": now, **changes})


def signed_by(kind: str, **keys: PrivateKey) -> bytes:
    """Return the document with exactly these signatures."""
    return sign_all(note.parse(DOCUMENTS[kind]).text, {name.replace("_", "-"): key for name, key in keys.items()})


def test_a_whole_list_is_loaded():
    loaded = load()

    assert loaded.hub == ORIGIN
    assert set(loaded.participants) == set(NAMES)
    assert loaded.participants["ru-guvm"].state == "RU"
    assert loaded.participants["hub"].role is ParticipantRole.HUB
    assert loaded.version == (1, 1, 1)
    assert loaded.trust_epoch == 1
    assert loaded.expires_at == NOW + timedelta(hours=24)
    assert loaded.documents == DOCUMENTS
    assert loaded.digests == {kind: trustlist.digest(raw) for kind, raw in DOCUMENTS.items()}
    assert loaded.log_verifier == note.verifier_key(ORIGIN, TRUST.log)
    assert {name: key.name for name, key in loaded.witnesses.items()} == {
        "ru-guvm": "ru-guvm-witness",
        "tj-molme": "tj-molme-witness",
    }


@pytest.mark.parametrize(("name", "state"), [("ru-guvm", "RU"), ("hub", ""), ("xx-nobody", "")])
def test_a_participants_state_is_said_and_nothing_where_there_is_none(name, state):
    assert load().state_of(name) == state


def test_the_list_cannot_be_changed():
    with pytest.raises(TypeError):
        load().participants["xx"] = None


@pytest.mark.parametrize("anchor", [TRUST.anchor, f"sha256:{TRUST.anchor}", DOCUMENTS["root"]])
def test_the_anchor_is_a_digest_or_the_root_itself(anchor):
    assert load(anchor=anchor).version == (1, 1, 1)


def test_other_signatures_on_the_same_root_do_not_move_the_anchor():
    two = signed_by("root", council_1=make_key("test", "council-1"), council_3=make_key("test", "council-3"))

    assert load(root=two).digests["root"] == TRUST.anchor
    assert load(root=two, anchor=DOCUMENTS["root"]).digests["root"] == TRUST.anchor


@pytest.mark.parametrize(
    "anchor", ["", "0" * 64, "sha256:", TRUST.anchor.upper(), TRUST.anchor[:-1], f"md5:{TRUST.anchor}"]
)
def test_a_root_that_is_not_the_anchored_one_is_refused(anchor):
    with pytest.raises(TrustListAnchorError):
        load(anchor=anchor)


def test_no_root_at_all_is_refused():
    with pytest.raises(TrustListAnchorError):
        load(root=[])


def test_a_list_of_a_stranger_is_refused_though_it_is_whole():
    stranger = make_trust(NAMES, now=NOW, seed="stranger")

    with pytest.raises(TrustListAnchorError):
        load(**stranger.documents)
    with pytest.raises(TrustListSignaturesError):
        load(**stranger.documents, anchor=DOCUMENTS["root"])


@pytest.mark.parametrize("kind", ["root", "participants", "status"])
def test_a_document_without_its_threshold_is_refused(kind):
    signers = {"root": "council-1", "participants": "officer-1", "status": "stranger"}[kind]
    raw = sign_all(note.parse(DOCUMENTS[kind]).text, {signers: make_key("test", signers)})

    with pytest.raises(TrustListSignaturesError) as caught:
        load(**{kind: raw})

    assert caught.value.facts == {"document": kind}


def test_one_key_counts_once_however_often_it_signs():
    key = make_key("test", "council-1")
    raw = signed_by("root", council_1=key)
    for name in ("council-1", "council-2", "council-3"):
        raw = note.add_signature(raw, name, key)

    with pytest.raises(TrustListSignaturesError):
        load(root=raw)


def test_a_wrong_signature_of_a_delegate_is_refused_even_beside_enough_right_ones():
    text = note.parse(DOCUMENTS["root"]).text
    forged = note.parse(note.sign(b"other\n", "council-3", make_key("test", "council-3"))).signatures
    right = note.parse(DOCUMENTS["root"]).signatures[:2]

    with pytest.raises(TrustListSignaturesError):
        load(root=note.format(note.Note(text=text, signatures=right + forged)))


def test_a_signature_of_a_stranger_beside_enough_right_ones_does_no_harm():
    assert load(status=note.add_signature(DOCUMENTS["status"], "stranger", PrivateKey.generate())).version == (1, 1, 1)


@pytest.mark.parametrize("kind", ["root", "participants", "status"])
def test_a_changed_document_is_refused(kind):
    raw = DOCUMENTS[kind].replace(b'"version": 1', b'"version": 2', 1)

    with pytest.raises(TrustListError):
        load(**{kind: raw})


@pytest.mark.parametrize("kind", ["root", "participants", "status"])
@pytest.mark.parametrize("raw", [b"", b"{}", b"\xff", b"x" * 1_000_001])
def test_what_is_no_document_is_refused(kind, raw):
    with pytest.raises(TrustListError):
        load(**{kind: raw})


def test_documents_do_not_stand_in_for_each_other():
    for kind in DOCUMENTS:
        for other, raw in DOCUMENTS.items():
            if kind != other:
                with pytest.raises(TrustListError):
                    load(**{kind: raw})


def test_the_list_serves_until_the_first_document_expires():
    assert load(now=NOW + timedelta(hours=24) - SECOND).version == (1, 1, 1)
    with pytest.raises(TrustListExpiredError) as caught:
        load(now=NOW + timedelta(hours=24))

    assert caught.value.facts == {"document": "status"}


@pytest.mark.parametrize(("kind", "days"), [("participants", 90), ("root", 365)])
def test_each_document_expires_by_itself(kind, days):
    later = NOW + timedelta(days=days)
    root = DOCUMENTS["root"]
    status = TRUST.authority.status(root, DOCUMENTS["participants"], now=later - SECOND)

    if kind == "participants":
        assert load(status=status, now=later - SECOND).version == (1, 1, 1)
    with pytest.raises(TrustListExpiredError) as caught:
        load(status=status, now=later)

    assert caught.value.facts == {"document": kind}


def test_documents_of_different_versions_are_not_mixed():
    newer = TRUST.authority.participants(list(TRUST.list.participants.values()), now=NOW, version=2)

    with pytest.raises(TrustListMismatchError):
        load(participants=newer)
    with pytest.raises(TrustListMismatchError):
        load(status=TRUST.authority.status(DOCUMENTS["root"], newer, now=NOW, version=2))


def test_a_participants_document_of_the_same_version_with_another_text_is_refused():
    fewer = TRUST.authority.participants([TRUST.list.participants["hub"]], now=NOW)

    with pytest.raises(TrustListMismatchError):
        load(participants=fewer)


def test_a_status_that_names_another_root_is_refused():
    other = TRUST.authority.root(now=NOW, excluded_state="KZ")

    with pytest.raises(TrustListMismatchError):
        load(status=TRUST.authority.status(other, DOCUMENTS["participants"], now=NOW))


def test_documents_of_another_hub_by_the_same_keys_are_refused():
    production = make_trust(NAMES, now=NOW, origin="mig.example/production")

    with pytest.raises(TrustListMismatchError):
        load(status=production.documents["status"])
    own = trustlist.trust_status.parse(note.parse(DOCUMENTS["status"]).text)
    renamed = trustlist.trust_status.format(replace(own, hub="mig.example/production"))
    with pytest.raises(TrustListMismatchError):
        load(status=sign_all(renamed, TRUST.authority.online))
    listed = TRUST.authority.participants([], now=NOW, hub="mig.example/production")
    with pytest.raises(TrustListMismatchError):
        load(participants=listed, status=TRUST.authority.status(DOCUMENTS["root"], listed, now=NOW))


@pytest.mark.parametrize("online", ["status", "log"])
@pytest.mark.parametrize("as_witness", [True, False])
def test_an_online_key_is_no_participants_key(online, as_witness):
    key = make_key("test", online)
    keys = {"public": make_key("x", "x").public, "witness": key} if as_witness else {"public": key.public}
    listed = TRUST.authority.participants([make_participant("kz-mvd", now=NOW, **keys)], now=NOW)

    with pytest.raises(TrustListMismatchError):
        load(participants=listed, status=TRUST.authority.status(DOCUMENTS["root"], listed, now=NOW))


def test_no_online_key_can_add_a_key():
    listed = [
        *TRUST.list.participants.values(),
        make_participant("xx-evil", make_key("stranger", "xx").public, now=NOW),
    ]
    text = note.parse(TRUST.authority.participants(listed, now=NOW, version=2)).text
    forged = sign_all(text, {"officer-1": make_key("test", "status"), "officer-2": make_key("test", "log")})

    with pytest.raises(TrustListSignaturesError):
        load(participants=forged, status=TRUST.authority.status(DOCUMENTS["root"], forged, now=NOW, version=2))


@pytest.mark.parametrize(("threshold", "count"), [(1, 1), (1, 2), (2, 2), (2, 3), (3, 5)])
def test_a_threshold_is_met_by_enough_keys_and_no_fewer(threshold, count):
    authority = make_authority("thresholds")
    authority.council = {f"c-{n}": make_key("thresholds", f"c-{n}") for n in range(count)}
    authority.threshold = threshold
    root = authority.root(now=NOW)
    listed = authority.participants([], now=NOW)
    text = note.parse(root).text
    documents = {"participants": listed, "status": authority.status(root, listed, now=NOW), "now": NOW}
    members = list(authority.council.items())

    for signers in range(1, count + 1):
        raw = sign_all(text, dict(members[count - signers :]))
        if signers >= threshold:
            assert trustlist.load(root=raw, anchor=trustlist.digest(root), **documents).version == (1, 1, 1)
        else:
            with pytest.raises(TrustListSignaturesError):
                trustlist.load(root=raw, anchor=trustlist.digest(root), **documents)


# ------------------------------------------------------------ roots in a row


def successors(count: int, **changes) -> list[bytes]:
    """Return roots of versions 2.. that follow the first."""
    roots = [DOCUMENTS["root"]]
    for version in range(2, count + 2):
        members = {"now": NOW, "version": version, "previous": trustlist.digest(roots[-1])}
        roots.append(TRUST.authority.root(**{**members, **changes}))
    return roots[1:]


def status_for(root: bytes, now=NOW) -> bytes:
    """Return a status that names this root."""
    return TRUST.authority.status(root, DOCUMENTS["participants"], now=now, version=2)


def test_roots_are_followed_from_the_anchor():
    roots = successors(3)

    for anchor, given in ((TRUST.anchor, [DOCUMENTS["root"], *roots]), (DOCUMENTS["root"], roots)):
        assert load(root=given, anchor=anchor, status=status_for(roots[-1])).version == (4, 1, 2)


def test_roots_on_the_way_may_have_expired():
    roots = successors(1, expires_at=NOW + timedelta(days=1))
    last = TRUST.authority.root(now=NOW + timedelta(days=2), version=3, previous=trustlist.digest(roots[0]))
    later = NOW + timedelta(days=3)

    loaded = load(root=[DOCUMENTS["root"], *roots, last], status=status_for(last, later), now=later)

    assert loaded.version == (3, 1, 2)


def test_a_version_of_the_root_cannot_be_skipped():
    roots = successors(3)

    with pytest.raises(TrustListRollbackError):
        load(root=[DOCUMENTS["root"], *roots[1:]], status=status_for(roots[-1]))


def test_a_root_that_follows_another_history_is_refused():
    other = TRUST.authority.root(now=NOW, version=2, previous="a" * 64)

    with pytest.raises(TrustListRollbackError):
        load(root=[DOCUMENTS["root"], other], status=status_for(other))


def test_a_root_of_another_hub_does_not_follow():
    (foreign,) = successors(1, hub="mig.example/x", log=note.verifier_key("mig.example/x", TRUST.log))

    listed = TRUST.authority.participants([], now=NOW, hub="mig.example/x")
    status = TRUST.authority.status(foreign, listed, now=NOW)

    with pytest.raises(TrustListMismatchError) as caught:
        load(root=[DOCUMENTS["root"], foreign], participants=listed, status=status)
    assert caught.value.facts == {"document": "root"}


def test_too_many_roots_are_refused():
    with pytest.raises(TrustListError):
        load(root=[DOCUMENTS["root"]] + [b""] * 300)


# -------------------------------------------------------------------- keys


def with_key(**changes):
    """Return a loaded list whose first participant's key has these members."""
    members = {
        "participant": "kz-mvd",
        "public": make_key("test", "kz-mvd").public,
        "use": KeyUse.SIGNING,
        "valid_from": NOW - timedelta(days=1),
        "valid_until": NOW + timedelta(days=1),
    }
    key = ParticipantKey(**{**members, **changes})
    listed = TRUST.authority.participants(
        [Participant(id="kz-mvd", state="KZ", role=ParticipantRole.MEMBER, keys=(key,))], now=NOW
    )
    return key.kid, load(participants=listed, status=TRUST.authority.status(DOCUMENTS["root"], listed, now=NOW))


def test_a_key_is_found_by_its_name():
    kid, loaded = with_key()

    assert loaded.key(kid).participant == "kz-mvd"
    assert loaded.signing_key(kid, NOW).public.kid == kid


@pytest.mark.parametrize("kid", ["", "unknown", "../x", "k" * 1_000_000])
def test_an_unknown_key_is_said_to_be_so(kid):
    for ask in (TRUST.list.key, lambda name: TRUST.list.signing_key(name, NOW)):
        with pytest.raises(UnknownKeyError) as caught:
            ask(kid)
        assert caught.value.code == "key-unknown"


def test_a_key_signs_from_the_beginning_and_before_the_end_of_its_time():
    kid, loaded = with_key()

    for at in (NOW - timedelta(days=1), NOW + timedelta(days=1) - SECOND):
        assert loaded.signing_key(kid, at).kid == kid
    for at in (NOW - timedelta(days=1) - SECOND, NOW + timedelta(days=1)):
        with pytest.raises(KeyNotValidError) as caught:
            loaded.signing_key(kid, at)
        assert caught.value.code == "key-not-valid"


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [(KeyStatus.SUSPENDED, KeySuspendedError, "key-suspended"), (KeyStatus.REVOKED, KeyRevokedError, "key-revoked")],
)
def test_a_key_out_of_force_signs_no_more_but_what_it_signed_before_stays(status, error, code):
    since = NOW - timedelta(hours=1)
    kid, loaded = with_key(status=status, status_at=since, compromised_since=since - timedelta(hours=1))

    for at in (since, NOW, NOW + timedelta(days=400)):
        with pytest.raises(error) as caught:
            loaded.signing_key(kid, at)
        assert caught.value.code == code
    assert loaded.signing_key(kid, since - SECOND).status is status
    assert loaded.key(kid).compromised_since == since - timedelta(hours=1)


def with_encryption_key():
    """Return a loaded list whose one participant has a signing key and an encryption key."""
    own = make_participant("kz-mvd", make_key("test", "kz-mvd").public, now=NOW)
    sealed = replace(own.keys[0], public=jwk.parse(X25519), use=KeyUse.ENCRYPTION)
    listed = TRUST.authority.participants([replace(own, keys=(own.keys[0], sealed))], now=NOW)
    return load(participants=listed, status=TRUST.authority.status(DOCUMENTS["root"], listed, now=NOW))


def test_an_encryption_key_signs_nothing():
    loaded = with_encryption_key()
    kid = jwk.parse(X25519).kid

    assert loaded.key(kid).use is KeyUse.ENCRYPTION
    with pytest.raises(KeyUseError):
        loaded.signing_key(kid, NOW)


def test_roles_have_thresholds_of_their_own():
    authority = make_authority("roles")
    authority.officers_threshold = 1
    root = authority.root(
        now=NOW, status=Role(threshold=1, keys=(note.verifier_key("s", make_key("roles", "status")),))
    )
    listed = authority.participants([], now=NOW)
    single = sign_all(note.parse(listed).text, {"officer-2": make_key("roles", "officer-2")})
    status = sign_all(note.parse(authority.status(root, single, now=NOW)).text, {"s": make_key("roles", "status")})

    loaded = trustlist.load(root=root, participants=single, status=status, anchor=trustlist.digest(root), now=NOW)

    assert loaded.participants == {}


def test_a_list_of_hundreds_of_keys_that_were_replaced_is_read():
    """Keys are never removed, so a list of some years is longer than a million bytes."""
    authority = make_authority()
    listed = []
    for name in (f"body-{number}" for number in range(17)):
        first = make_key("full", name)
        authority.enrolled[first.kid] = name
        own = make_participant(name, first.public, now=NOW)
        further = [replace(own.keys[0], public=make_key("full", f"{name}/{number}").public) for number in range(31)]
        listed.append(replace(own, state=None, keys=(*own.keys, *further)))
    root, participants = authority.root(now=NOW), authority.participants(listed, now=NOW)
    status = authority.status(root, participants, now=NOW)
    documents = {"root": root, "participants": participants, "status": status}
    loaded = trustlist.load(**documents, anchor=trustlist.digest(root), now=NOW)

    assert len(participants) > 1_000_000
    assert len(loaded.keys) == 17 * 32
