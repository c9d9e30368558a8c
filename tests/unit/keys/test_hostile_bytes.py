"""Whatever bytes come, each parser of this package returns or refuses: in its own words, within bounds, at once."""

import datetime
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keys import (
    access,
    approval,
    base64url,
    delegation,
    enrolment,
    jwk,
    jws,
    keyfile,
    note,
    note_key,
    pkcs11_uri,
    release,
    sealed,
    statement,
    strict_json,
    suspension,
    trust_participants,
    trust_root,
    trust_status,
    trustlist,
)
from keys.errors import KeysError
from keys.jwk import PrivateKey
from tests.support.kinds import OPENER, PERSON, make_kinds
from tests.support.trust import make_trust

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
TRUST = make_trust(now=NOW)
KINDS = make_kinds(TRUST, now=NOW)
TEXTS = {name: note.parse(KINDS[name]).text for name in ("root", "participants", "status")}
VERIFIER = note.verifier_key("mig.example/training", TRUST.log)


def lookup(kid: str):
    """Find a key of the trust list."""
    return TRUST.list.signing_key(kid, NOW).public


def load(document: str) -> Callable[[bytes], object]:
    """Return what loads the trust list with this document replaced."""

    def parse(raw: bytes) -> object:
        documents = {**TRUST.documents, document: raw}
        return trustlist.load(**documents, anchor=TRUST.anchor, now=NOW)

    return parse


def text(raw: bytes) -> str:
    """Return the bytes as a text, whatever they are."""
    return raw.decode("latin-1")


# parser -> what it does with bytes, and something that it takes
PARSERS: dict[str, tuple[Callable[[bytes], object], bytes]] = {
    "strict JSON": (strict_json.loads, KINDS["public key"]),
    "public key": (lambda raw: jwk.parse(_object(raw)), KINDS["public key"]),
    "token": (lambda raw: jws.verify(raw, TRUST.keys["ru-guvm"].public), KINDS["envelope"]),
    "token of a kind": (lambda raw: jws.open(raw, lookup, "cis-record+jws"), KINDS["envelope"]),
    "access token": (
        lambda raw: access.verify(raw, lookup, audience=TRUST.list.hub, now=NOW),
        KINDS["access token"],
    ),
    "kind of statement": (statement.kind_of, KINDS["delegation"]),
    "delegation": (delegation.read, KINDS["delegation"]),
    "approval": (approval.read, KINDS["approval"]),
    "suspension": (lambda raw: suspension.verify(raw, TRUST.list, NOW), KINDS["suspension"]),
    "release": (lambda raw: release.verify(raw, TRUST.list, NOW), KINDS["release"]),
    "enrolment": (enrolment.read, KINDS["enrolment"]),
    "note": (note.parse, KINDS["cosigned checkpoint"]),
    "signed note": (lambda raw: note.open(raw, [VERIFIER]), KINDS["cosigned checkpoint"]),
    "verifier key": (lambda raw: note_key.VerifierKey.parse(text(raw)), VERIFIER.format().encode()),
    "root": (trust_root.parse, TEXTS["root"]),
    "participants": (trust_participants.parse, TEXTS["participants"]),
    "status": (trust_status.parse, TEXTS["status"]),
    **{f"trust list by its {name}": (load(name), KINDS[name]) for name in TEXTS},
    "key file": (lambda raw: keyfile.parse(raw, None, PrivateKey, place="-"), KINDS["key file"]),
    "PKCS#11 URI": (lambda raw: pkcs11_uri.parse(text(raw)), b"pkcs11:token=a;object=b?pin-source=/c"),
    "sealed part": (sealed.read, KINDS["sealed part"]),
    "sealed part opened": (
        lambda raw: sealed.open(raw, [OPENER], context=sealed.read(KINDS["sealed part"]).context),
        KINDS["sealed part"],
    ),
}


def _object(raw: bytes):
    value = strict_json.loads(raw)
    if not isinstance(value, dict):
        raise KeysError
    return value


def is_refused(parse: Callable[[bytes], object], raw: bytes) -> bool:
    """Tell whether the bytes are refused; anything but an error of ours fails the test."""
    try:
        parse(raw)
    except KeysError as error:
        return bool(error.code) and error.ru != error.en
    return False


@pytest.mark.parametrize("name", PARSERS)
def test_the_sample_is_taken(name):
    parse, sample = PARSERS[name]

    assert not is_refused(parse, sample)


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.data())
@settings(max_examples=60)
def test_changed_bytes_are_refused_or_read(name, data):
    """Cut, flipped, doubled, with strange bytes put in."""
    parse, sample = PARSERS[name]
    changed = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(changed) - 1)))
        match data.draw(st.sampled_from(["flip", "cut", "double", "put", "drop"])):
            case "flip" if changed:
                changed[place] ^= 1 << data.draw(st.integers(0, 7))
            case "cut":
                del changed[place:]
            case "double":
                changed[place:place] = changed[place : place + 40]
            case "put":
                changed[place:place] = data.draw(st.binary(max_size=6))
            case _:
                del changed[place : place + data.draw(st.integers(1, 9))]

    is_refused(parse, bytes(changed))


@pytest.mark.parametrize("name", PARSERS)
@given(raw=st.binary(max_size=400))
@settings(max_examples=40)
def test_any_bytes_are_refused_or_read(name, raw):
    is_refused(PARSERS[name][0], raw)


DEEP = 200_000
MASSES = {
    "nothing": b"",
    "brackets": b"[" * DEEP,
    "objects": b'{"a":' * DEEP,
    "digits": b"9" * DEEP,
    "an exponent": b"1e" + b"9" * DEEP,
    "zeros": bytes(DEEP),
    "dots": b"." * DEEP,
    "lines": b"\n" * DEEP,
    "letters": b"A" * DEEP,
    "spaces": b" " * DEEP,
    "escapes": b'"' + b"\\ud800" * DEEP + b'"',
    "signatures": b"text\n\n" + "— name AAAAAA==\n".encode() * (DEEP // 20),
    "members": b"{" + b",".join(b'"%d":0' % number for number in range(DEEP // 10)) + b"}",
    "a deep token": base64url.encode(b"[" * DEEP) + b"." + base64url.encode(b"[" * DEEP) + b"." + b"A" * 86,
    "a long header": base64url.encode(b'{"alg":"Ed25519","kid":"' + b"k" * DEEP + b'"}') + b".e30." + b"A" * 86,
    "a long PEM": b"-----BEGIN PRIVATE KEY-----\n" + b"A" * DEEP + b"\n-----END PRIVATE KEY-----\n",
    "many attributes": b"pkcs11:" + b"token=a;" * (DEEP // 8),
    "sixteen megabytes": b"x" * (16 * 1024 * 1024),
}


@pytest.mark.parametrize("mass", MASSES)
def test_masses_and_depths_are_refused_at_once(mass):
    slow = {}
    for name, (parse, _) in PARSERS.items():
        begin = time.process_time()
        refused = is_refused(parse, MASSES[mass])
        seconds = time.process_time() - begin
        if seconds > 3:
            slow[name] = seconds
        assert refused or name == "strict JSON", name

    assert slow == {}


@pytest.mark.parametrize(
    "wrapped", [b"[" * 5000, b'{"a":' * 5000, b"9" * 5000, b"\xff", b'{"a":1,"a":2}', b"null", b"[]"]
)
def test_a_strange_payload_under_a_right_signature_is_refused(wrapped):
    """What is signed is not yet what it should be: an insider can sign anything."""
    key = TRUST.keys["ru-guvm"]
    found = {
        "access token": is_refused(PARSERS["access token"][0], jws.sign(wrapped, key, "cis-access+jwt")),
        **{
            name: is_refused(PARSERS[name][0], jws.sign(wrapped, PERSON, f"cis-{name}+jws"))
            for name in ("delegation", "approval", "suspension", "release", "enrolment")
        },
    }

    assert set(found.values()) == {True}, found
