"""One table of everything that keys refuses: what it takes to be refused so, and with which code of its own."""

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from keys import (
    access,
    approval,
    base64url,
    certificate,
    delegation,
    errors,
    jwk,
    jws,
    keyfile,
    note,
    note_key,
    sealed,
    secret_file,
    signer,
    statement,
    strict_json,
    suspension,
    trustlist,
)
from keys.encryption_key import EncryptionKey
from keys.errors import KeysError
from keys.jwk import PrivateKey
from keys.suspension import Reason
from keys.trust_participants import KeyStatus
from tests.support.kinds import OPENER, PERSON, Maker, make_kinds
from tests.support.trust import make_participant, make_trust, remember, sign_all

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
TRUST = make_trust(now=NOW)
KINDS = make_kinds(TRUST, now=NOW)
MAKE = Maker(trust=TRUST, now=NOW)
KEY = TRUST.keys["ru-guvm"]
PUBLIC = KEY.public.to_jwk()
HUB = TRUST.list.hub
LOG = note.verifier_key(HUB, TRUST.log)
TESTS = Path(__file__).parents[2]


def token(payload: bytes = b"{}", key: PrivateKey = KEY, **header: Any) -> bytes:
    """Return a token with any header, rightly signed."""
    members = {"alg": key.alg, "kid": key.kid, "typ": "cis-record+jws", **header}
    signed = base64url.encode(strict_json.dumps(members)) + b"." + base64url.encode(payload)
    return signed + b"." + base64url.encode(key.sign(signed))


def read_access(raw: bytes, *, audience: str = HUB, at: datetime.datetime = NOW) -> object:
    """Verify an access token."""
    return access.verify(raw, lambda kid: TRUST.list.signing_key(kid, NOW).public, audience=audience, now=at)


def load(at: datetime.datetime = NOW, anchor: str | None = None, **documents: bytes) -> object:
    """Load the trust list with other documents."""
    return trustlist.load(**{**TRUST.documents, **documents}, anchor=anchor or TRUST.anchor, now=at)


def listed(**status: Any) -> Any:
    """Return the trust list with the sender's key in another state."""
    return replace(TRUST.list, keys={**TRUST.list.keys, KEY.kid: replace(TRUST.list.keys[KEY.kid], **status)})


def suspend(by: PrivateKey = KEY, **members: Any) -> bytes:
    """Return a suspension of the sender's key."""
    given = {"hub": HUB, "participant": "ru-guvm", "kid": KEY.kid, "reason": Reason.LOST, "at": NOW}
    return suspension.sign(by, **{**given, **members})


def update_with_an_older_status() -> object:
    """Offer a list the status before the one it has."""
    root, participants = TRUST.documents["root"], TRUST.documents["participants"]
    newer = TRUST.authority.status(root, participants, now=NOW, version=2)
    current = trustlist.update(TRUST.list, status=newer, now=NOW)
    return trustlist.update(current, status=TRUST.documents["status"], now=NOW)


def load_with_a_stranger() -> object:
    """Load a list that names a key nobody enrolled."""
    root = TRUST.documents["root"]
    others = [make_participant("kz-mvd", remember(PrivateKey.generate()).public, now=NOW)]
    listed_anew = TRUST.authority.participants(others, now=NOW)
    status = TRUST.authority.status(root, listed_anew, now=NOW)
    return load(participants=listed_anew, status=status)


def other_participants() -> bytes:
    """Return a participants document that the status does not name."""
    return TRUST.authority.participants(tuple(TRUST.list.participants.values()), now=NOW, version=2)


def write_twice(folder: Path) -> None:
    """Write a key file where there is one."""
    for _ in range(2):
        keyfile.write(folder / "key.pem", KEY, None)


def open_exposed(folder: Path) -> object:
    """Open a key file that all may read."""
    keyfile.write(folder / "key.pem", KEY, None)
    (folder / "key.pem").chmod(0o644)
    return signer.open(folder / "key.pem", None)


def write_word(folder: Path, content: bytes, *, mode: int = 0o600) -> Path:
    """Write a passphrase."""
    path = folder / "word"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def open_file(folder: Path, content: bytes, passphrase: bytes | None = None) -> object:
    """Open a key file of this content."""
    (folder / "key.pem").write_bytes(content)
    (folder / "key.pem").chmod(0o600)
    return signer.open(folder / "key.pem", passphrase)


Case = Callable[[Path], object]
CASES: dict[str, list[Case]] = {
    # strict JSON
    "json-malformed": [lambda _: strict_json.loads(b"{"), lambda _: strict_json.loads(b"1 2")],
    "json-too-large": [lambda _: strict_json.loads(b"[1,2]", limit=3)],
    "json-encoding": [lambda _: strict_json.loads(b'"\xff"'), lambda _: strict_json.loads(b"\xef\xbb\xbf{}")],
    "json-duplicate-member": [lambda _: strict_json.loads(b'{"a":1,"\\u0061":2}')],
    "json-too-deep": [lambda _: strict_json.loads(b"[" * 33 + b"]" * 33), lambda _: strict_json.loads(b"[" * 10**5)],
    "json-number": [lambda _: strict_json.loads(b"9007199254740993"), lambda _: strict_json.loads(b"NaN")],
    "json-character": [lambda _: strict_json.loads(b'"\\ud800"'), lambda _: strict_json.loads(b'"\\u0000"')],
    # keys
    "key-malformed": [
        lambda _: jwk.parse({**PUBLIC, "x": "AAAA"}),
        lambda _: jwk.parse({**PUBLIC, "unknown": 1}),
        lambda _: jwk.parse({**PUBLIC, "kid": "k" * 129}),
    ],
    "key-unsupported": [
        lambda _: jwk.parse({"kty": "RSA", "crv": "P-256"}),
        lambda _: jwk.parse({**PUBLIC, "alg": "EdDSA"}),
        lambda _: PrivateKey.generate("RS256"),
    ],
    "certificate-unusable": [lambda _: certificate.parse(b""), lambda _: certificate.from_der(b"0")],
    "key-weak": [lambda _: jwk.parse({**PUBLIC, "x": "A" * 43}), lambda _: jwk.parse({**PUBLIC, "x": "AQ" + "A" * 41})],
    "key-private": [lambda _: jwk.parse({**PUBLIC, "d": "A" * 43}), lambda _: jwk.parse({"kty": "oct", "k": "AAAA"})],
    # tokens
    "token-malformed": [lambda _: jws.verify(b"", KEY.public), lambda _: jws.verify(b"a.b.c.d", KEY.public)],
    "token-too-large": [
        lambda _: jws.verify(b"A" * (jws.MAX_TOKEN + 1), KEY.public),
        lambda _: statement.kind_of(b"A" * (statement.LIMIT + 1)),
    ],
    "token-header": [
        lambda _: jws.verify(token(crit=["b64"]), KEY.public),
        lambda _: jws.verify(token(kid=7), KEY.public),
        lambda _: jws.verify(token(kid=None), KEY.public),
    ],
    "token-type": [lambda _: jws.read(KINDS["access token"], "cis-record+jws")],
    "algorithm-mismatch": [
        lambda _: jws.verify(token(alg="none"), KEY.public),
        lambda _: jws.verify(token(alg="ES256"), KEY.public),
    ],
    "key-id-mismatch": [lambda _: jws.verify(token(kid="another"), KEY.public)],
    "key-use": [
        lambda _: jws.verify(token(), jwk.parse({**PUBLIC, "use": "enc"})),
        lambda _: OPENER.public.verify(bytes(64), b""),
    ],
    "signature-invalid": [
        lambda _: jws.verify(token()[:-4] + b"AAAA", KEY.public),
        lambda _: jws.verify(token()[:-4], KEY.public),
        lambda _: jws.verify(token(), PERSON.public) if KEY.kid == PERSON.kid else PERSON.public.verify(bytes(64), b""),
    ],
    # access tokens
    "access-malformed": [lambda _: read_access(jws.sign(b"{}", KEY, "cis-access+jwt"))],
    "access-audience": [lambda _: read_access(KINDS["access token"], audience="mig.example/production")],
    "access-expired": [
        lambda _: read_access(KINDS["access token"], at=NOW + DAY),
        lambda _: read_access(KINDS["access token"], at=NOW - DAY),
    ],
    # statements
    "statement-malformed": [
        lambda _: delegation.read(jws.sign(b"[]", KEY, "cis-delegation+jws")),
        lambda _: approval.read(jws.sign(b"[" * 9999, KEY, "cis-approval+jws")),
    ],
    "statement-foreign-key": [lambda _: suspension.verify(suspend(kid=TRUST.keys["kz-mvd"].kid), TRUST.list, NOW)],
    "statement-signer-out": [
        lambda _: suspension.verify(suspend(), listed(status=KeyStatus.SUSPENDED, status_at=NOW), NOW),
        lambda _: suspension.verify(suspend(), TRUST.list, NOW + DAY * 999),
    ],
    "statement-kind": [lambda _: statement.kind_of(KINDS["envelope"])],
    "statement-hub": [lambda _: suspension.verify(suspend(hub="mig.example/production"), TRUST.list, NOW)],
    "statement-signer": [
        lambda _: suspension.verify(suspend(TRUST.keys["kz-mvd"]), TRUST.list, NOW),
        lambda _: suspension.verify(suspend(PERSON), TRUST.list, NOW),
    ],
    "statement-time": [
        lambda _: suspension.check_time(suspension.read(suspend(at=NOW + DAY), NOW), NOW),
        lambda _: suspension.check_time(suspension.read(suspend(at=NOW - DAY * 31), NOW), NOW),
    ],
    "statement-lifted": [
        lambda _: suspension.verify(suspend(), listed(decides=(suspension.read(suspend(), NOW).sha256,)), NOW)
    ],
    # notes
    "note-malformed": [
        lambda _: note.parse(b"text\n"),
        lambda _: note.parse(b"\xff\n\n"),
        lambda _: note.sign(b"no end", "a", KEY),
    ],
    "note-key-malformed": [
        lambda _: note_key.VerifierKey.parse("name+00000000+AAAA"),
        lambda _: note.verifier_key("two words", KEY),
        lambda _: note.verifier_key("a", PrivateKey.generate("ES256")),
    ],
    "note-unverified": [lambda _: note.open(KINDS["checkpoint"], [note.verifier_key("a", KEY)])],
    "note-signature-invalid": [lambda _: note.open(KINDS["checkpoint"].replace(b"\n0\n", b"\n1\n"), [LOG])],
    "note-key-ambiguous": [lambda _: note.open(KINDS["checkpoint"], [LOG, LOG])],
    # trust list
    "trust-list-malformed": [lambda _: load(status=sign_all(b'{"kind":"status"}\n', TRUST.authority.online))],
    "trust-list-too-large": [lambda _: load(participants=b"x" * (64 * 1024 * 1024))],
    "trust-list-kind": [
        lambda _: load(status=sign_all(note.parse(TRUST.documents["root"]).text, TRUST.authority.online))
    ],
    "trust-list-enrolment": [lambda _: load_with_a_stranger()],
    "trust-list-not-anchored": [lambda _: load(anchor="00" * 32)],
    "trust-list-signatures": [
        lambda _: load(status=sign_all(note.parse(TRUST.documents["status"]).text, {"status": KEY}))
    ],
    "trust-list-rollback": [lambda _: update_with_an_older_status()],
    "trust-list-mismatch": [lambda _: load(participants=other_participants())],
    "trust-list-expired": [lambda _: load(at=NOW + 2 * DAY), lambda _: load(at=NOW + 4000 * DAY)],
    "key-unknown": [lambda _: TRUST.list.signing_key("nobody's", NOW), lambda _: TRUST.list.key("")],
    "key-not-valid": [
        lambda _: TRUST.list.signing_key(KEY.kid, NOW + 999 * DAY),
        lambda _: TRUST.list.signing_key(KEY.kid, NOW - 9 * DAY),
    ],
    "key-suspended": [lambda _: listed(status=KeyStatus.SUSPENDED, status_at=NOW).signing_key(KEY.kid, NOW)],
    "key-revoked": [lambda _: listed(status=KeyStatus.REVOKED, status_at=NOW).signing_key(KEY.kid, NOW)],
    # where keys live
    "key-spec": [lambda _: signer.open("pkcs11:token=a", None), lambda _: signer.open("credential:../a", None)],
    "key-credential": [lambda _: signer.open("credential:a", None)],
    "key-device-module": [lambda _: signer.open("pkcs11:token=a;object=b?module-path=/none.so", b"1")],
    "key-device-pin": [lambda _: signer.open("pkcs11:token=a;object=b?module-path=/none.so", None)],
    "key-file": [
        lambda folder: signer.open(folder / "none", None),
        lambda folder: keyfile.write(folder / "none" / "a", KEY, None),
    ],
    "key-file-exists": [write_twice],
    "key-file-exposed": [open_exposed, lambda folder: signer.open(folder, None)],
    "key-file-malformed": [
        lambda folder: open_file(folder, b"x"),
        lambda folder: open_file(folder, OPENER.to_pkcs8(None)),
        lambda folder: open_file(folder, b"x" * 99_999),
    ],
    "key-file-passphrase": [
        lambda folder: open_file(folder, KEY.to_pkcs8(None), b"word"),
        lambda folder: keyfile.write(folder / "b", KEY, b""),
    ],
    "passphrase-file": [
        lambda folder: secret_file.read_passphrase(folder / "none"),
        lambda folder: secret_file.read_passphrase(write_word(folder, b"x" * 4097)),
    ],
    "passphrase-exposed": [lambda folder: secret_file.read_passphrase(write_word(folder, b"x", mode=0o640))],
    # sealed parts
    "sealed-malformed": [
        lambda _: sealed.read(b"{}"),
        lambda _: sealed.read(KINDS["sealed part"].replace(b"X25519", b"X448")),
    ],
    "sealed-too-large": [
        lambda _: sealed.read(b"x" * 10**6),
        lambda _: sealed.seal(bytes(10**6), [OPENER.public], context=b"x"),
    ],
    "sealed-keys": [
        lambda _: sealed.seal(b"", [], context=b"x"),
        lambda _: sealed.seal(b"", [KEY.public], context=b"x"),
    ],
    "sealed-for-others": [
        lambda _: sealed.open(
            KINDS["sealed part"], [EncryptionKey.generate()], context=sealed.read(KINDS["sealed part"]).context
        )
    ],
    "sealed-not-opened": [lambda _: sealed.open(KINDS["sealed part"], [OPENER], context=b"another message")],
}

# What takes more than a line to bring about: which test brings it about.
ELSEWHERE = {
    "key-device": "unit/keys/test_pkcs11_signer.py",
    "key-device-missing": "unit/keys/test_pkcs11_signer.py",
}
FAMILIES = {"keys", "key-refused", "key-not-trusted", "key-place"}  # of which only the members are raised


def classes() -> dict[str, type[KeysError]]:
    """Return every refusal by its code."""
    kinds = [item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, KeysError)]
    return {kind.code: kind for kind in kinds}


@pytest.mark.parametrize("code", CASES)
def test_each_fault_is_refused_with_its_own_code_and_says_what_to_do(code, tmp_path):
    for number, case in enumerate(CASES[code]):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(KeysError) as caught:
            case(folder)

        assert caught.value.code == code, number
        assert "{" not in caught.value.ru + caught.value.en


def test_no_refusal_is_left_without_a_case():
    proven = {code: (TESTS / path).read_text(encoding="utf-8") for code, path in ELSEWHERE.items()}
    mentioned = _mentioned()

    assert [code for code, text in proven.items() if classes()[code].__name__ not in text] == []
    assert classes().keys() - CASES.keys() - ELSEWHERE.keys() - FAMILIES - mentioned == set()
    assert CASES.keys() <= classes().keys()


def _mentioned() -> set[str]:
    """Return the codes that tests of other rooms bring about: delegations, approvals, ceremony, records at rest."""
    texts = "".join(path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__))
    return {code for code, kind in classes().items() if code in texts or kind.__name__ in texts}
