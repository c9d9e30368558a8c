"""The three documents of the trust list: one spelling, exact members, bounds."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import (
    enrolment,
    jwk,
    note,
    strict_json,
    trust_key,
    trust_participants,
    trust_reader,
    trust_root,
    trust_status,
    trustlist,
)
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.errors import TrustListError, TrustListKindError, TrustListTooLargeError, UnknownKeyError
from keys.jwk import PrivateKey
from keys.note import NoteAlgorithm
from keys.trust_writing import sign_status
from keys.trustlist import (
    EnrolledKey,
    KeyStatus,
    Participant,
    ParticipantKey,
    ParticipantRole,
    Participants,
    Role,
    Root,
)
from tests.support.trust import make_authority, make_key, make_trust

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TRUST = make_trust(("ru-guvm", "tj-molme", "hub"), now=NOW)
TEXTS = {kind: note.parse(raw).text for kind, raw in TRUST.documents.items()}
MODULES = {"root": trust_root, "participants": trust_participants, "status": trust_status}
POOL = [make_key("pool", str(n)) for n in range(8)]
X25519 = {
    "crv": "X25519",
    "kty": "OKP",
    "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo",
    "alg": "ECDH-ES+A256KW",
    "kid": "ju3bmGmJI9SoAF2p4KVHMwmRh3ZHpS7VxF0nrUAhQg0",
}

instants = st.integers(1_577_836_800, 3_786_912_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
vkeys = st.builds(note.verifier_key, st.from_regex(r"[a-zа-я0-9/.-]{1,10}", fullmatch=True), st.sampled_from(POOL[:4]))
kids = st.from_regex(r"[A-Za-z0-9_-]{43}", fullmatch=True)
hexes = st.binary(min_size=32, max_size=32).map(bytes.hex)


@st.composite
def roles(draw):
    """A threshold and keys, none twice."""
    keys = draw(st.lists(vkeys, min_size=1, max_size=4, unique_by=lambda key: key.public_key.x))
    return Role(threshold=draw(st.integers(1, len(keys))), keys=tuple(keys))


@st.composite
def roots(draw):
    """A root whose online keys are nobody else's."""
    issued, version = draw(instants), draw(st.integers(1, 9))
    return Root(
        hub="mig.example/test",
        version=version,
        issued_at=issued,
        expires_at=issued + draw(st.timedeltas(timedelta(seconds=1), timedelta(days=366))) // timedelta(seconds=1) * timedelta(seconds=1),
        previous=draw(hexes) if version > 1 else None,
        council=draw(roles()),
        participants=draw(roles()),
        status=Role(threshold=1, keys=(note.verifier_key("status", POOL[5]),)),
        log=note.verifier_key("mig.example/test", POOL[6]),
        excluded_state=draw(st.none() | st.just("RU")),
        enrolled=tuple(draw(st.lists(st.builds(EnrolledKey, participant=st.just("kz-mvd"), kid=kids), unique=True))),
    )  # fmt: skip


@st.composite
def listed_keys(draw, participant, key):
    """A key in any state."""
    valid_from = draw(instants)
    valid_until = valid_from + timedelta(seconds=draw(st.integers(1, 10**9)))
    claim = Claim(
        hub="mig.example/test",
        participant=participant,
        public=key.public,
        use=KeyUse.SIGNING,
        valid_from=valid_from,
        valid_until=valid_until,
        at=draw(instants),
    )
    vouched = draw(st.none() | st.just(enrolment.request(claim, POOL[7])))
    state = draw(st.sampled_from(list(KeyStatus)))
    since = (
        {}
        if state is KeyStatus.ACTIVE
        else {"status_at": NOW, "reason": "проверка", "compromised_since": draw(st.none() | st.just(NOW))}
    )
    return ParticipantKey(
        participant=participant,
        public=key.public,
        use=KeyUse.SIGNING,
        valid_from=valid_from,
        valid_until=valid_until,
        enrolment=Enrolment(statement=enrolment.request(claim, key), vouched=vouched),
        status=state,
        decides=tuple(draw(st.sampled_from([(), ("0" * 64,), ("b" * 64, "a" * 64)]))),
        **since,
    )  # fmt: skip


@st.composite
def lists(draw):
    """A participants document."""
    names = draw(st.lists(st.from_regex(r"[a-z]{2}-[a-z]{1,5}", fullmatch=True), max_size=3, unique=True))
    participants = [
        Participant(
            id=name,
            state=draw(st.none() | st.just("KZ")),
            role=draw(st.sampled_from(list(ParticipantRole))),
            keys=(draw(listed_keys(name, POOL[place])),),
            witness=draw(st.none() | st.just(note.verifier_key(name, POOL[place + 3], NoteAlgorithm.COSIGNATURE_V1))),
        )
        for place, name in enumerate(names)
    ]
    return Participants(
        hub="mig.example/test",
        version=draw(st.integers(1, 9)),
        issued_at=NOW,
        expires_at=NOW + timedelta(days=draw(st.integers(1, 90))),
        participants=tuple(participants),
    )


@given(roots())
def test_a_root_that_is_written_is_read(root):
    assert trust_root.parse(trustlist.make_root(root)) == root


@given(lists())
def test_a_list_of_participants_that_is_written_is_read(content):
    assert trust_participants.parse(trustlist.make_participants(content)) == content


@pytest.mark.parametrize("kind", MODULES)
def test_what_is_read_is_written_to_the_same_bytes(kind):
    assert MODULES[kind].format(MODULES[kind].parse(TEXTS[kind])) == TEXTS[kind]


@given(st.sampled_from(list(MODULES)), st.data())
def test_any_other_spelling_or_content_is_refused_or_comes_back_the_same(kind, data):
    text = TEXTS[kind]
    place = data.draw(st.integers(0, len(text) - 1))
    wrong = text[:place] + data.draw(st.binary(max_size=2)) + text[place + data.draw(st.integers(0, 3)) :]
    try:
        written = MODULES[kind].format(MODULES[kind].parse(wrong))
    except TrustListError:
        written = wrong

    assert written == wrong


@pytest.mark.parametrize("kind", MODULES)
def test_the_text_is_for_people_and_has_no_empty_line(kind):
    assert b"\n\n" not in TEXTS[kind]
    assert TEXTS[kind].startswith(b'{\n  "kind": "')
    assert TEXTS[kind].endswith(b"}\n")


@pytest.mark.parametrize("kind", MODULES)
@pytest.mark.parametrize("other", MODULES)
def test_a_document_of_one_kind_is_not_read_as_another(kind, other):
    if kind != other:
        with pytest.raises(TrustListKindError) as caught:
            MODULES[kind].parse(TEXTS[other])
        assert caught.value.code == "trust-list-kind"


@pytest.mark.parametrize("kind", MODULES)
def test_an_over_long_document_says_so(kind):
    with pytest.raises(TrustListTooLargeError) as caught:
        MODULES[kind].parse(TEXTS[kind] + b" " * trust_reader.MAX_DOCUMENT)

    assert caught.value.code == "trust-list-too-large"


@pytest.mark.parametrize("kind", MODULES)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b'  "version"', b'  "more": 1,\n  "version"', 1),
        lambda text: text.replace(b'  "kind"', b'  "hub": "x",\n  "kind"', 1),
        lambda text: text.replace(b"\n", b"\n ", 1),
        lambda text: text[:-1],
        lambda text: b"\xef\xbb\xbf" + text,
        lambda text: b"[" * 40 + text,
        lambda text: text.replace(b'"kind": "', b'"kind": "X', 1),
        lambda text: text[:2] + text[2 : text.index(b",") + 2] + text[2:],
        lambda text: b" " * trust_reader.MAX_DOCUMENT + text,
        lambda text: json.dumps([json.loads(text)]).encode() if text else b"",
    ],
)
def test_a_document_in_any_other_form_is_refused(kind, change):
    with pytest.raises(TrustListError):
        MODULES[kind].parse(change(TEXTS[kind]))


def edited(kind: str, path: list[str | int], value: object) -> bytes:
    """Return the text of the document with one member changed, or taken away (`...`)."""
    content = json.loads(TEXTS[kind])
    place = content
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


STATUS_VKEY = json.loads(TEXTS["root"])["status"]["keys"][0]
COUNCIL = json.loads(TEXTS["root"])["keys"]
WITNESS = json.loads(TEXTS["participants"])["participants"][0]["witness"]
KEY = ["participants", 0, "keys", 0]
ENROLLED = json.loads(TEXTS["root"])["enrolled"]
SECOND_JWK = json.loads(TEXTS["participants"])["participants"][1]["keys"][0]["jwk"]


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("root", ["version"], 0),
        ("root", ["version"], True),
        ("root", ["version"], "1"),
        ("root", ["version"], 1.0),
        ("root", ["version"], 2**31 + 1),
        ("root", ["version"], 2),
        ("root", ["previous"], "a" * 64),
        ("root", ["previous"], ...),
        ("root", ["hub"], "mig.example/other"),
        ("root", ["hub"], ""),
        ("root", ["hub"], None),
        ("root", ["issued_at"], "2026-11-21T09:00:00+00:00"),
        ("root", ["issued_at"], "2026-11-21T09:00:00.0Z"),
        ("root", ["issued_at"], "2026-02-30T09:00:00Z"),
        ("root", ["issued_at"], "٢٠٢٦-11-21T09:00:00Z"),
        ("root", ["issued_at"], 1),
        ("root", ["expires_at"], "2026-11-21T09:00:00Z"),
        ("root", ["expires_at"], "2027-11-23T09:00:00Z"),
        ("root", ["threshold"], 4),
        ("root", ["threshold"], 0),
        ("root", ["keys"], []),
        ("root", ["keys"], [COUNCIL[0], COUNCIL[0], COUNCIL[1]]),
        ("root", ["keys"], [COUNCIL[0], note.verifier_key("renamed", make_key("test", "council-1")).format()]),
        ("root", ["keys"], [*COUNCIL, STATUS_VKEY]),
        ("root", ["keys"], COUNCIL * 20),
        ("root", ["keys"], "council"),
        ("root", ["keys", 0], 1),
        ("root", ["keys", 0], COUNCIL[0][:-1]),
        ("root", ["keys", 0], WITNESS),
        ("root", ["participants"], None),
        ("root", ["participants", "threshold"], 3),
        ("root", ["participants", "more"], 1),
        ("root", ["participants", "keys", 0], STATUS_VKEY),
        ("root", ["status", "keys", 0], note.verifier_key("s", make_key("test", "log")).format()),
        ("root", ["status", "keys", 0], COUNCIL[0]),
        ("root", ["log"], COUNCIL[0]),
        ("root", ["log"], None),
        ("root", ["witness_policy"], {}),
        ("root", ["witness_policy", "excluded_state"], "ru"),
        ("root", ["witness_policy", "excluded_state"], "RUS"),
        ("root", ["enrolled"], None),
        ("root", ["enrolled", 0], "x" * 43),
        ("root", ["enrolled", 0, "kid"], "x" * 42),
        ("root", ["enrolled", 0, "kid"], ENROLLED[1]["kid"]),
        ("root", ["enrolled", 0, "participant"], "RU-GUVM"),
        ("root", ["enrolled", 0, "more"], "x"),
        ("participants", ["version"], -1),
        ("participants", ["expires_at"], "2027-02-19T09:00:01Z"),
        ("participants", ["expires_at"], "2026-11-21T08:59:59Z"),
        ("participants", ["participants"], {}),
        ("participants", ["participants", 0], []),
        ("participants", ["participants", 0, "id"], "RU-GUVM"),
        ("participants", ["participants", 0, "id"], "tj-molme"),
        ("participants", ["participants", 0, "id"], "a" * 65),
        ("participants", ["participants", 0, "id"], "a--b"),
        ("participants", ["participants", 0, "id"], "a\n"),
        ("participants", ["participants", 0, "role"], "king"),
        ("participants", ["participants", 0, "state"], "R"),
        ("participants", ["participants", 0, "name"], "x"),
        ("participants", ["participants", 0, "witness"], COUNCIL[0]),
        ("participants", ["participants", 1, "witness"], WITNESS),
        ("participants", [*KEY, "jwk"], []),
        ("participants", [*KEY, "jwk"], SECOND_JWK),
        ("participants", [*KEY, "jwk"], {**SECOND_JWK, "kid": "own-name"}),
        ("participants", [*KEY, "jwk"], {**SECOND_JWK, "d": "AAAA"}),
        ("participants", [*KEY, "jwk", "kid"], SECOND_JWK["kid"]),
        ("participants", [*KEY, "jwk", "kid"], ...),
        ("participants", [*KEY, "jwk", "alg"], ...),
        ("participants", [*KEY, "jwk", "use"], "enc"),
        ("participants", [*KEY, "jwk"], X25519),
        ("participants", [*KEY, "use"], "enc"),
        ("participants", [*KEY, "use"], "both"),
        ("participants", [*KEY, "valid_from"], "2027-11-21T09:00:00Z"),
        ("participants", [*KEY, "valid_until"], None),
        ("participants", [*KEY, "status"], "revoked"),
        ("participants", [*KEY, "status"], "lost"),
        ("participants", [*KEY, "status_at"], "2026-11-21T09:00:00Z"),
        ("participants", [*KEY, "reason"], "because"),
        ("participants", [*KEY, "compromised_since"], "2026-11-21T09:00:00Z"),
        ("participants", [*KEY, "enrolment"], None),
        ("participants", [*KEY, "enrolment"], ...),
        ("participants", [*KEY, "enrolment", "statement"], None),
        ("participants", [*KEY, "enrolment", "statement"], "a.b.c"),
        ("participants", [*KEY, "enrolment", "statement"], "ключ"),
        ("participants", [*KEY, "enrolment", "vouched"], "a.b.c"),
        ("participants", [*KEY, "enrolment", "vouched"], 1),
        ("participants", [*KEY, "enrolment", "more"], None),
        ("status", ["version"], None),
        ("status", ["trust_epoch"], 0),
        ("status", ["expires_at"], "2026-11-22T09:00:01Z"),
        ("status", ["root"], "1"),
        ("status", ["root", "sha256"], "A" * 64),
        ("status", ["root", "sha256"], "a" * 63),
        ("status", ["participants", "version"], 0),
        ("status", ["participants", "name"], "x"),
    ],
)
def test_a_member_out_of_bounds_is_refused(kind, path, value):
    with pytest.raises(TrustListError) as caught:
        MODULES[kind].parse(edited(kind, path, value))

    assert caught.value.code == "trust-list-malformed"


def test_the_error_names_the_place():
    with pytest.raises(TrustListError, match=r"participants\[1\]\.keys\[0\]\.valid_from"):
        trust_participants.parse(edited("participants", ["participants", 1, "keys", 0, "valid_from"], "soon"))


@pytest.mark.parametrize("kind", MODULES)
def test_an_edit_that_changes_nothing_is_read(kind):
    assert edited(kind, ["version"], 1) == TEXTS[kind]
    assert MODULES[kind].parse(edited(kind, ["version"], 1)).version == 1


STATUS_AT = "2026-11-20T00:00:00Z"


@pytest.mark.parametrize(
    ("members", "right"),
    [
        ({"status": "suspended", "status_at": STATUS_AT}, True),
        ({"status": "revoked", "status_at": STATUS_AT, "reason": "утрата", "compromised_since": STATUS_AT}, True),
        ({"status": "revoked", "status_at": "2026-11-21T09:00:01Z"}, False),
        ({"status": "revoked", "status_at": None}, False),
        ({"status": "revoked", "status_at": STATUS_AT, "compromised_since": "2026-11-20T00:00:01Z"}, False),
        ({"status": "revoked", "status_at": STATUS_AT, "reason": ""}, False),
        ({"status": "revoked", "status_at": STATUS_AT, "reason": "x" * 257}, False),
    ],
)
def test_a_key_out_of_force_says_since_when(members, right):
    key = json.loads(TEXTS["participants"])["participants"][0]["keys"][0] | members
    text = edited("participants", KEY, key)

    if right:
        assert trust_participants.parse(text).participants[0].keys[0].status == members["status"]
    else:
        with pytest.raises(TrustListError):
            trust_participants.parse(text)


@pytest.mark.parametrize("decides", [["x"], ["A" * 64], ["0" * 64] * 2, [1], "0" * 64, None, ["0" * 64 + "\n"]])
def test_what_a_key_decides_are_digests_and_none_twice(decides: object):
    document = json.loads(TEXTS["participants"])
    document["participants"][0]["keys"][0]["decides"] = decides

    assert place_of(document) == "participants[0].keys[0].decides"


def test_a_key_decides_so_many_suspensions_and_no_more():
    document = json.loads(TEXTS["participants"])
    many = [f"{number:064x}" for number in range(trust_key.MAX_DECIDED)]
    document["participants"][0]["keys"][0]["decides"] = many
    parsed = trust_participants.parse(strict_json.dumps_lines(document))

    assert parsed.participants[0].keys[0].decides == tuple(many)
    document["participants"][0]["keys"][0]["decides"] = [*many, "f" * 64]
    assert place_of(document) == "participants[0].keys[0].decides"


def place_of(document: object) -> str:
    """Return the place that a refused participants document is wrong at."""
    with pytest.raises(TrustListError) as raised:
        trust_participants.parse(strict_json.dumps_lines(document))
    return str(raised.value.facts["place"])


def test_an_encryption_key_is_listed_as_one():
    key = json.loads(TEXTS["participants"])["participants"][0]["keys"][0]
    kid = jwk.parse({name: X25519[name] for name in ("crv", "kty", "x")}).thumbprint
    listed = edited("participants", ["participants", 0, "keys"], [{**key, "jwk": {**X25519, "kid": kid}, "use": "enc"}])

    assert trust_participants.parse(listed).participants[0].keys[0].use is KeyUse.ENCRYPTION


def test_a_document_that_would_be_refused_is_not_made():
    root = trust_root.parse(TEXTS["root"])
    content = trust_participants.parse(TEXTS["participants"])

    with pytest.raises(TrustListError):
        trustlist.make_root(replace(root, council=Role(threshold=4, keys=root.council.keys)))
    with pytest.raises(TrustListError):
        trustlist.make_participants(replace(content, participants=content.participants * 2))
    bare = replace(content.participants[0], keys=(replace(content.participants[0].keys[0], enrolment=None),))
    with pytest.raises(TrustListError):
        trustlist.make_participants(replace(content, participants=(bare,)))
    with pytest.raises(TrustListError):
        trustlist.make_status(
            root=TRUST.documents["root"],
            participants=TRUST.documents["participants"],
            version=1,
            issued_at=NOW,
            expires_at=NOW + timedelta(hours=25),
            trust_epoch=1,
        )
    with pytest.raises(TrustListError):
        trustlist.make_status(
            root=TEXTS["root"],
            participants=TRUST.documents["participants"],
            version=1,
            issued_at=NOW,
            expires_at=NOW + timedelta(hours=1),
            trust_epoch=1,
        )


def test_only_the_key_that_the_root_names_signs_a_status():
    key = TRUST.authority.online["status"]
    made = sign_status(TRUST.documents, key=key, version=7, now=NOW + timedelta(microseconds=5), trust_epoch=2)
    loaded = trustlist.load(**{**TRUST.documents, "status": made}, anchor=TRUST.anchor, now=NOW)

    assert (loaded.version, loaded.trust_epoch) == ((1, 1, 7), 2)
    with pytest.raises(UnknownKeyError):
        sign_status(TRUST.documents, key=TRUST.log, version=7, now=NOW, trust_epoch=2)


def test_a_key_of_one_participant_is_no_witness_of_another():
    content = trust_participants.parse(TEXTS["participants"])
    first, second, *rest = content.participants
    twice = note.verifier_key("w", TRUST.keys["ru-guvm"], NoteAlgorithm.COSIGNATURE_V1)

    with pytest.raises(TrustListError):
        trustlist.make_participants(replace(content, participants=(first, replace(second, witness=twice), *rest)))


@pytest.mark.parametrize("count", [98, 99, 100])
def test_no_more_witnesses_are_listed_than_can_sign_one_note(count: int):
    content = trust_participants.parse(TEXTS["participants"])
    key = TRUST.keys["ru-guvm"]
    listed = tuple(
        Participant(
            id=f"witness-{number}",
            state=None,
            role=ParticipantRole.BODY,
            keys=(),
            witness=note.verifier_key(f"w-{number}", make_key("many", str(number)), NoteAlgorithm.COSIGNATURE_V1),
        )
        for number in range(count)
    )
    text = trust_participants.format(replace(content, participants=listed))
    signed = note.sign(text, "log", key)
    for participant in listed[:99]:
        signed = note.cosign(signed, participant.witness.name, make_key("many", participant.id[8:]), NOW)

    if count <= 99:
        assert len(trust_participants.parse(text).participants) == count
        assert len(note.parse(signed).signatures) == count + 1
    else:
        with pytest.raises(TrustListError):
            trust_participants.parse(text)


def test_the_same_seed_makes_the_same_list():
    assert make_trust(("ru-guvm", "tj-molme", "hub"), now=NOW).documents == TRUST.documents
    assert make_authority("other").log.kid != TRUST.log.kid
    assert isinstance(TRUST.keys["hub"], PrivateKey)
