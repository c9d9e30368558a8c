"""Makes the vectors of this folder, from fixed seeds: `python -m tests.vectors.make_vectors` writes them anew.

They are data for any implementation: what goes in, what has to come out (`want` is "ok" or the code of the refusal), and
why. All keys are test keys, made from public seeds.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from keys import base64url, note, trustlist
from keys.jwk import PrivateKey, PublicKey
from keys.note_key import NoteAlgorithm
from keys.trustlist import KeyStatus, Participant, Participants
from tests.support.trust import Trust, make_key, make_participant, make_trust, sign_all

FOLDER = Path(__file__).parent
TYP = "cis-record+jws"
NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
ORDER = 2**252 + 27742317777372353535851937790883648493
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class FixedEs256:
    """An ES256 signer whose signatures are the same each time (RFC 6979)."""

    alg = "ES256"

    def __init__(self, seed: str) -> None:
        """Make the key of this seed."""
        self._key = ec.derive_private_key(int.from_bytes(hashlib.sha256(seed.encode()).digest()), ec.SECP256R1())
        self.public: PublicKey = PrivateKey(self._key).public
        self.kid = self.public.kid

    def sign(self, message: bytes) -> bytes:
        """Return r‖s."""
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(SHA256(), deterministic_signing=True)))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


KEYS: dict[str, Any] = {
    "ed25519": make_key("vectors", "ed25519"),
    "other": make_key("vectors", "other"),
    "es256": FixedEs256("vectors/es256"),
}
PAYLOAD = b'{"record":"test"}'


def part(value: object) -> bytes:
    """Return a part of a token: bytes as they are, other values as JSON."""
    return base64url.encode(value if isinstance(value, bytes) else json.dumps(value, separators=(",", ":")).encode())


def token(key: str, header: object, payload: bytes = PAYLOAD, signer: str | None = None) -> bytes:
    """Return a token with this header, signed properly."""
    body = part(header) + b"." + base64url.encode(payload)
    return body + b"." + base64url.encode(KEYS[signer or key].sign(body))


def good_header(key: str) -> dict[str, object]:
    """Return the header that an envelope has."""
    return {"alg": KEYS[key].alg, "kid": KEYS[key].kid, "typ": TYP}


def headers(key: str) -> Iterator[tuple[str, str, object]]:
    """Yield name, wanted code and header of tokens that are signed properly, and wrong."""
    good, alg = good_header(key), KEYS[key].alg
    for member, value in {
        "crit": ["exp"],
        "b64": False,
        "zip": "DEF",
        "jku": "https://keys.example/",
        "x5u": "https://keys.example/",
        "x5c": ["AAAA"],
        "jwk": KEYS["other"].public.to_jwk(),
        "cty": "json",
        "exp": 1,
    }.items():
        yield f"header with {member}", "token-header", {**good, member: value}
    for member in good:
        wanted = {"typ": "token-type"}.get(member, "token-header")
        yield f"header without {member}", wanted, {name: value for name, value in good.items() if name != member}
        yield f"header with {member} as a number", "token-header", {**good, member: 1}
    text = json.dumps(good, separators=(",", ":"))
    yield "member twice", "token-header", text.replace("{", f'{{"alg":"{alg}",', 1).encode()
    yield "member twice, spelled with an escape", "token-header", text.replace("{", '{"\\u0061lg":"none",', 1).encode()
    yield "byte order mark", "token-header", b"\xef\xbb\xbf" + text.encode()
    yield "header is a list", "token-header", [good]
    yield "header is a text", "token-header", "Ed25519"
    yield "header is no JSON", "token-header", text[:-1].encode()
    yield "header with NaN", "token-header", text.replace("{", '{"n":NaN,', 1).encode()
    for name in ("none", "nOnE", "HS256", "RS256", "EdDSA", "ES384", alg.lower(), f"{alg} "):
        yield f"alg is {name!r}", "algorithm-mismatch", {**good, "alg": name}
    yield (
        "alg of the other kind of key",
        "algorithm-mismatch",
        {**good, "alg": "ES256" if alg == "Ed25519" else "Ed25519"},
    )
    for name in ("cis-access+jwt", "JWT", TYP.upper(), f"application/{TYP}"):
        yield f"typ is {name!r}", "token-type", {**good, "typ": name}
    yield "kid of another key", "key-unknown", {**good, "kid": KEYS["other"].kid}
    yield "kid is a path", "key-unknown", {**good, "kid": "../../keys/root"}


def spellings(key: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, wanted code and bytes of tokens that say the right thing in the wrong form."""
    good = token(key, good_header(key))
    head, payload, signature = good.split(b".")
    last = signature[:-1] + bytes([signature[-1] + 1])
    padded = base64.urlsafe_b64encode(base64url.decode(payload))
    yield "empty", "token-malformed", b""
    yield "one part", "token-malformed", head
    yield "two parts", "token-malformed", head + b"." + payload
    yield "four parts", "token-malformed", good + b"." + signature
    yield "dot at the end", "token-malformed", good + b"."
    yield "no header", "token-malformed", b"." + payload + b"." + signature
    yield "no payload", "signature-invalid", head + b".." + signature
    yield "no signature", "signature-invalid", head + b"." + payload + b"."
    yield "unsigned and said so", "signature-invalid", part({"alg": "none"}) + b"." + payload + b"."
    yield "newline at the end", "signature-invalid", good + b"\n"
    yield "blank at the beginning", "token-malformed", b" " + good
    yield "padded payload", "token-malformed", head + b"." + padded + b"." + signature
    yield "padded signature", "signature-invalid", good + b"=="
    yield (
        "newline inside the payload",
        "token-malformed",
        head + b"." + payload[:4] + b"\n" + payload[4:] + b"." + signature,
    )
    yield "foreign byte in the payload", "token-malformed", head + b".*" + payload[1:] + b"." + signature
    yield "letter that is no ASCII", "token-malformed", head + b".\xd0\xb0" + payload[2:] + b"." + signature
    yield "stray bits in the signature", "token-malformed", head + b"." + payload + b"." + last
    yield (
        "JSON serialisation",
        "token-malformed",
        json.dumps({"payload": payload.decode(), "protected": head.decode(), "signature": signature.decode()}).encode(),
    )


def signatures(key: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield name, wanted code and bytes of tokens whose signature is wrong."""
    body, _, encoded = token(key, good_header(key)).rpartition(b".")
    right = base64url.decode(encoded)
    order = ORDER if key == "ed25519" else P256_ORDER
    byte_order = "little" if key == "ed25519" else "big"
    s = int.from_bytes(right[32:], byte_order)
    numbers = {"0": 0, "1": 1, "n-1": order - 1, "n": order, "n+1": order + 1, "2^256-1": 2**256 - 1}
    wrong = {
        "first bit flipped": bytes([right[0] ^ 0x80]) + right[1:],
        "last bit flipped": right[:-1] + bytes([right[-1] ^ 1]),
        "halves swapped": right[32:] + right[:32],
        "all zeros": bytes(64),
        "all ones": b"\xff" * 64,
        "a byte short": right[:-1],
        "a byte long": right + b"\0",
        "twice": right * 2,
        "S plus the order": right[:32] + ((s + order) % 2**256).to_bytes(32, byte_order),
        "R is the neutral point": bytes([1]) + bytes(31) + right[32:],
    }
    for r_name, r_value in numbers.items():
        for s_name, s_value in numbers.items():
            value = r_value.to_bytes(32, byte_order) + s_value.to_bytes(32, byte_order)
            wrong[f"R is {r_name}, S is {s_name}"] = value
    for name, value in wrong.items():
        yield name, "signature-invalid", body + b"." + base64url.encode(value)
    yield "of another payload", "signature-invalid", body[:-4] + b"AAAA." + encoded
    yield "of another key", "signature-invalid", token(key, good_header(key), signer="other")
    yield (
        "of another header",
        "key-unknown",
        token(key, {**good_header(key), "kid": "x"}).rpartition(b".")[0] + b"." + encoded,
    )


def make_tokens() -> dict[str, Any]:
    """Return the vectors of tokens."""
    cases = []
    for key in ("ed25519", "es256"):
        kinds = {
            "header": ((name, want, token(key, header)) for name, want, header in headers(key)),
            "spelling": spellings(key),
            "signature": signatures(key),
        }
        right = token(key, good_header(key))
        cases.append({"key": key, "class": "right", "name": "right", "want": "ok", "token": right.decode()})
        for kind, members in kinds.items():
            for name, want, raw in members:
                encoded = raw.decode("latin-1")
                cases.append({"key": key, "class": kind, "name": name, "want": want, "token": encoded})
    keys = {name: key.public.to_jwk() for name, key in KEYS.items() if name != "other"}
    what = (
        f"Open each token as typ {TYP}, knowing all `keys` by their kid. A right one has `payload`. Characters of `token`"
        " are bytes (Latin-1). Where several things are wrong, a reader may refuse for another reason than `want`."
    )
    return {"what": what, "typ": TYP, "payload": PAYLOAD.decode(), "keys": keys, "cases": cases}


def make_trust_lists() -> dict[str, Any]:
    """Return the vectors of trust lists."""
    trust = make_trust(("ru-guvm", "tj-molme", "hub"), now=NOW, seed="vectors")
    cases = [{"name": name, "want": want, **members} for name, want, members in trust_cases(trust)]
    documents = {kind: raw.decode() for kind, raw in trust.documents.items()}
    what = (
        "Load `documents`, with the members of the case in their place, trusting `anchor` (SHA-256 of the root's text)"
        " at the time `now`."
    )
    return {"what": what, "anchor": trust.anchor, "now": "2026-11-21T09:00:00Z", "documents": documents, "cases": cases}


def trust_cases(trust: Trust) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield name, wanted code and changed members of trust lists."""
    authority, documents = trust.authority, trust.documents
    members = list(trust.list.participants.values())
    stranger = make_trust(("ru-guvm",), now=NOW, seed="stranger")
    second = authority.participants(members, now=NOW, version=2)
    other_hub = make_trust(("ru-guvm",), now=NOW, seed="vectors", origin="mig.example/production")

    def signed(kind: str, *names: str) -> str:
        """Return the document with the signatures of these keys only."""
        text = note.parse(documents[kind]).text
        return sign_all(text, {name: make_key("vectors", name) for name in names}).decode()

    yield "right", "ok", {}
    yield "right, two of three of the council", "ok", {"root": signed("root", "council-1", "council-3")}
    yield "right, a stranger signed too", "ok", {"status": signed("status", "status", "stranger")}
    yield "one of three of the council", "trust-list-signatures", {"root": signed("root", "council-2")}
    yield "one of two officers", "trust-list-signatures", {"participants": signed("participants", "officer-1")}
    yield "status by a stranger", "trust-list-signatures", {"status": signed("status", "stranger")}
    yield "signed by the log's key", "trust-list-signatures", {"status": signed("status", "log")}
    for kind, raw in documents.items():
        yield (
            f"{kind} with a changed byte",
            "trust-list",
            {kind: raw.decode().replace('"version": 1', '"version": 9', 1)},
        )
        yield f"{kind} without signatures", "trust-list-malformed", {kind: note.parse(raw).text.decode()}
    yield "another root", "trust-list-not-anchored", {"root": stranger.documents["root"].decode()}
    yield "participants of another version", "trust-list-mismatch", {"participants": second.decode()}
    status = authority.status(documents["root"], second, now=NOW, version=2)
    yield "status of another version", "trust-list-mismatch", {"status": status.decode()}
    yield "status of another hub", "trust-list-mismatch", {"status": other_hub.documents["status"].decode()}
    yield "participants as status", "trust-list-signatures", {"status": documents["participants"].decode()}
    yield from enrolment_cases(trust)
    for name, later in {"last second": timedelta(hours=24, seconds=-1), "expired": timedelta(hours=24)}.items():
        moment = trustlist.trust_status.instant.format(NOW + later)
        yield name, "ok" if name == "last second" else "trust-list-expired", {"now": moment}


def enrolment_cases(trust: Trust) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield name, wanted code and documents of lists with one key more, which was let in rightly or not."""
    authority, root = trust.authority, trust.documents["root"]
    own, *others = trust.list.participants.values()
    further = replace(own.keys[0], public=make_key("vectors", "further").public, enrolment=None)
    new = make_participant("kz-mvd", make_key("vectors", "nobody-named-it").public, now=NOW)
    rotated = authority.enrol(replace(own, keys=(*own.keys, further)), NOW)
    proof = rotated.keys[1].enrolment
    assert proof is not None
    alone = replace(rotated.keys[1], enrolment=replace(proof, vouched=None))
    late = replace(own.keys[0], status=KeyStatus.REVOKED, status_at=NOW, compromised_since=NOW - timedelta(days=1))
    void = replace(alone, status=KeyStatus.REVOKED, status_at=alone.valid_from)
    evil = make_key("vectors", "evil")
    witness = note.verifier_key(f"{own.id}-witness", make_key("vectors", "evil/witness"), NoteAlgorithm.COSIGNATURE_V1)
    (strange,) = authority.enrol(replace(make_participant(own.id, evil.public, now=NOW), witness=witness), NOW).keys
    strange = replace(strange, status=KeyStatus.REVOKED, status_at=strange.valid_from)
    hour = timedelta(hours=1)
    early = authority.enrol(replace(own, keys=(*own.keys, further)), NOW - 2 * hour).keys[1]
    replaced = replace(own.keys[0], status=KeyStatus.REVOKED, status_at=NOW, reason="replaced")
    stolen = replace(replaced, compromised_since=NOW - hour)
    lists: dict[str, tuple[str, Participant]] = {
        "a void key, for which nobody need answer": ("ok", replace(own, keys=(own.keys[0], void))),
        "a further key that an older one vouches for": ("ok", rotated),
        "a further key that nobody vouches for": ("trust-list-enrolment", replace(own, keys=(own.keys[0], alone))),
        "a key vouched for by a compromised one": ("trust-list-enrolment", replace(own, keys=(late, rotated.keys[1]))),
        "a key vouched for by one compromised only later": (
            "trust-list-enrolment",
            replace(own, keys=(stolen, early), witness=None),
        ),
        "a key vouched for by one that it replaced": (
            "ok",
            replace(own, keys=(replaced, early)),
        ),
        "a witness named by a compromised key": ("trust-list-enrolment", replace(own, keys=(stolen,))),
        "a witness named by a void key": (
            "trust-list-enrolment",
            replace(own, keys=(*own.keys, strange), witness=witness),
        ),
        "a first key that the Council did not name": ("trust-list-enrolment", new),
        "a key that asks by another's request": (
            "trust-list-enrolment",
            replace(own, keys=(replace(own.keys[0], enrolment=others[0].keys[0].enrolment),)),
        ),
    }
    for name, (want, changed) in lists.items():
        listed = [each for each in trust.list.participants.values() if each.id != changed.id]
        content = Participants(
            hub=trust.list.hub,
            version=2,
            issued_at=NOW,
            expires_at=NOW + timedelta(days=90),
            participants=(*listed, authority.enrol(changed, NOW) if changed is new else changed),
        )
        participants = sign_all(trustlist.make_participants(content), authority.officers)
        status = authority.status(root, participants, now=NOW, version=2)
        yield name, want, {"participants": participants.decode(), "status": status.decode()}


JSON_CASES: dict[str, list[bytes]] = {
    "ok": [b"{}", b"[]", b'"a"', b"0", b"-0", b"true", b"null", b" [1]\r\n\t", b"9007199254740991", b"-9007199254740991",
           b"1.5e3", b"1e300", b"0e5", "\"\u0418\u043c\u044f\"".encode(), rb'"\ud83d\ude00"', rb'"\\ud800"',
           b"[" * 32 + b"]" * 32, b'{"a":{"a":1},"b":{"a":1}}', b'"\xef\xbb\xbf"', b'{"":1}'],
    "json-malformed": [b"", b"{", b"[1,]", b'{"a":1,}', b"01", b".5", b"1.", b"+1", b"'a'", b'"\t"', rb'"\x41"', b"{} {}",
                       b"nul", b"// x\n1", b'{"a" 1}', b"\x0c1", b'"a'],
    "json-duplicate-member": [b'{"a":1,"a":1}', rb'{"a":1,"\u0061":2}', b'[{"b":{"c":1,"c":1}}]'],
    "json-too-deep": [b"[" * 33 + b"]" * 33, b'{"a":' * 33 + b"1" + b"}" * 33, b"[" * 5000 + b"]" * 5000],
    "json-number": [b"NaN", b"[Infinity]", b"-Infinity", b"9007199254740992", b"-9007199254740992", b"1e400", b"1e-400",
                    b"1" + b"0" * 400, b"0." + b"1" * 100],
    "json-encoding": [b"\xef\xbb\xbf{}", b'"\xff"', b'"\xc0\xaf"', b'"\xed\xa0\x80"', b"\xff\xfe{\x00}\x00"],
    "json-character": [rb'"\ud800"', rb'"\udc00\ud800"', rb'{"\udbff":1}', rb'"\u0000"', rb'"\uffff"', b'"\xef\xb7\x90"',
                       b'"\xf0\x9f\xbf\xbe"'],
}  # fmt: skip


def make_strict_json() -> dict[str, Any]:
    """Return the vectors of strict JSON."""
    cases = [
        {"want": want, "base64": base64.b64encode(raw).decode("ascii"), "shown": raw[:60].decode("utf-8", "replace")}
        for want, members in JSON_CASES.items()
        for raw in members
    ]
    return {
        "what": "Read the bytes of `base64` as strict JSON; `shown` is their beginning, for people.",
        "cases": cases,
    }


MADE = {"strict_json": make_strict_json, "tokens": make_tokens, "trust_list": make_trust_lists}


def text_of(name: str) -> str:
    """Return the text of one file of vectors."""
    return json.dumps(MADE[name](), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for file in MADE:
        (FOLDER / f"{file}.json").write_text(text_of(file), encoding="utf-8")
