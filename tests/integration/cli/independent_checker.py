"""An evidence checker written from docs/reference (evidence.md, trust-list.md, tokens.md) alone: nothing of the hub's code.

It is here to keep those pages honest. It checks what holds, not every refusal of a misspelt document.
"""

import base64
import json
from datetime import datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class NotProvenError(Exception):
    """A step does not hold."""


def check(raw: bytes, digest: str) -> dict:
    """Return the message's leaf if the bundle proves it from the root with this digest."""
    try:
        return _check(json.loads(raw), digest)
    except (KeyError, ValueError, TypeError, IndexError, InvalidSignature) as error:
        raise NotProvenError(type(error).__name__) from error


def _check(bundle: dict, digest: str) -> dict:
    _need(bundle["kind"] == "cis-evidence/1")
    leaf = json.loads(bundle["message"]["receipt"]["leaf"])
    root, keys = _trust(bundle["trust"], digest, leaf["at"])  # 1
    _in_log(bundle["message"]["receipt"], root)  # 2
    _envelope(bundle["message"], root, keys)  # 3
    for answer in bundle["receipts"]:  # 4
        _in_log(answer["receipt"], root)
        said = _envelope(answer, root, keys)
        about = {
            "index": bundle["message"]["receipt"]["index"],
            "id": leaf["id"],
            "sha256": sha256(bundle["message"]["envelope"].encode()).hexdigest(),
        }
        _need(said["type"] == "receipt" and about in said["record"]["messages"])
        _need(said["from"] in [*leaf["to"], "hub"])
    return leaf


def _need(holds: bool) -> None:
    if not holds:
        raise ValueError("does not hold")


def _trust(trust: dict, digest: str, at: str) -> tuple[dict, dict]:
    digests = [sha256(_text(note).encode()).hexdigest() for note in trust["roots"]]
    first, *later = trust["roots"][digests.index(digest) :]
    root = _signed(first, json.loads(_text(first)))
    before = digest
    for note in later:
        following = _signed(note, root)
        _signed(note, following)
        _need((following["version"], following["previous"]) == (root["version"] + 1, before))
        root, before = following, sha256(_text(note).encode()).hexdigest()
    status = _signed(trust["status"], root["status"])
    participants = _signed(trust["participants"], root["participants"])
    named = (status["root"]["sha256"], status["participants"]["sha256"])
    _need(named == (before, sha256(_text(trust["participants"]).encode()).hexdigest()))
    for document in (root, status, participants):
        _need(document["hub"] == root["hub"] and _time(at) < _time(document["expires_at"]))
    keys = {key["jwk"]["kid"]: (owner["id"], key) for owner in participants["participants"] for key in owner["keys"]}
    return root, keys


def _text(note: str) -> str:
    return note[: note.rindex("\n\n") + 1]


def _signed(note: str, role: dict) -> dict:
    """Return the document in a note that as many keys of the role signed as its threshold says."""
    signed = {key for key in role["keys"] if _is_by(note, key)}
    _need(len({key.split("+", 2)[2] for key in signed}) >= role["threshold"])
    return json.loads(_text(note))


def _is_by(note: str, verifier: str) -> bool:
    name, hashed, key = verifier.split("+", 2)
    for line in note[note.rindex("\n\n") + 2 :].splitlines():
        _, signer, signature = line.split(" ")
        raw = base64.b64decode(signature)
        if (signer, raw[:4].hex()) == (name, hashed):
            Ed25519PublicKey.from_public_bytes(base64.b64decode(key)[1:]).verify(raw[4:], _text(note).encode())
            return True
    return False


def _in_log(receipt: dict, root: dict) -> None:
    note = receipt["checkpoint"]
    origin, size, top, *_ = _text(note).split("\n")
    _need(_is_by(note, root["log"]) and origin == root["log"].split("+")[0] == root["hub"])
    hashed = sha256(b"\x00" + receipt["leaf"].encode()).digest()
    proof = [base64.b64decode(part) for part in receipt["proof"]]
    _need(0 <= receipt["index"] < int(size))
    _need(_fold(hashed, receipt["index"], int(size), proof) == base64.b64decode(top))


def _fold(hashed: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """Return the root that a proof leads to, by the definition of RFC 9162 §2.1.3.1 read from the top down."""
    if size == 1:
        _need(not proof)
        return hashed
    split = 1 << ((size - 1).bit_length() - 1)
    if index < split:
        return sha256(b"\x01" + _fold(hashed, index, split, proof[:-1]) + proof[-1]).digest()
    return sha256(b"\x01" + proof[-1] + _fold(hashed, index - split, size - split, proof[:-1])).digest()


def _envelope(proven: dict, root: dict, keys: dict) -> dict:
    leaf, token = json.loads(proven["receipt"]["leaf"]), proven["envelope"]
    header, payload, signature = (_base64url(part) for part in token.split("."))
    named = json.loads(header)
    _need(set(named) == {"alg", "kid", "typ"} and (named["alg"], named["typ"]) == ("Ed25519", "cis-record+jws"))
    owner, key = keys[named["kid"]]
    at = _time(leaf["at"])
    _need(key["use"] == "sig" and _time(key["valid_from"]) <= at < _time(key["valid_until"]))
    _need(key["status_at"] is None or at < _time(key["status_at"]))
    public = Ed25519PublicKey.from_public_bytes(_base64url(key["jwk"]["x"]))
    public.verify(signature, token.rpartition(".")[0].encode())
    envelope = json.loads(payload)
    _need(envelope["hub"] == leaf["hub"] == root["hub"] and envelope["id"] == leaf["id"])
    _need(envelope["from"] == leaf["from"] == owner and leaf["sha256"] == sha256(token.encode()).hexdigest())
    named_ones = {name for name in envelope["to"] if not name.startswith("@")}
    grouped = len(named_ones) < len(envelope["to"])
    _need(named_ones <= set(leaf["to"]) if grouped else named_ones == set(leaf["to"]))
    return envelope


def _base64url(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
