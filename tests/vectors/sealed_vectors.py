"""Makes sealed.json, from fixed seeds: `python -m tests.vectors.sealed_vectors` writes it anew.

Sealed parts for any implementation: with the private key given, `want` is "ok" and what the part holds, or the code of
the refusal. They are sealed by the steps of the RFCs alone (RFC 7516 §5.1, RFC 7518 §4.6): nothing of `keys.sealed` or
of its library. Nobody else should ever seal with a key, a vector or a nonce that is known.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

FILE = Path(__file__).parent / "sealed.json"
CONTEXT = b"\0".join((b"cis-sealed-part", b"mig.example/test", b"ru-guvm", b"019a0000-0000-7000-8000-000000000001"))
PLAIN = "Учебные сведения".encode()
HEADER = {"typ": "cis-sealed+jwe", "alg": "ECDH-ES+A256KW", "enc": "A256GCM"}
ALG = b"ECDH-ES+A256KW"


def b64(raw: bytes) -> str:
    """Encode as JOSE does."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def compact(value: object) -> str:
    """Write JSON without white space."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def seed(name: str) -> bytes:
    """Return 32 bytes that everybody knows."""
    return hashlib.sha256(f"sealed/{name}".encode()).digest()


def key(name: str) -> X25519PrivateKey:
    """Return the key of a name."""
    return X25519PrivateKey.from_private_bytes(seed(name))


def public(of: X25519PrivateKey) -> dict[str, str]:
    """Return the public members of a key."""
    return {"kty": "OKP", "crv": "X25519", "x": b64(of.public_key().public_bytes_raw())}


def thumbprint(of: X25519PrivateKey) -> str:
    """Return the name of a key (RFC 7638)."""
    members = {name: public(of)[name] for name in ("crv", "kty", "x")}
    return b64(hashlib.sha256(compact(members).encode()).digest())


def seal(
    names: Sequence[str], *, header: object = HEADER, context: bytes = CONTEXT, plain: bytes = PLAIN
) -> dict[str, Any]:
    """Seal a part to the keys of these names."""
    content_key, iv = seed("content key"), seed("iv")[:12]
    protected = b64(compact(header).encode())
    sealed = AESGCM(content_key).encrypt(iv, plain, f"{protected}.{b64(context)}".encode())
    return {
        "protected": protected,
        "aad": b64(context),
        "recipients": [_wrap(name, content_key) for name in names],
        "iv": b64(iv),
        "ciphertext": b64(sealed[:-16]),
        "tag": b64(sealed[-16:]),
    }


def _wrap(name: str, content_key: bytes) -> dict[str, Any]:
    ephemeral = key(f"ephemeral/{name}")
    shared = ephemeral.exchange(key(name).public_key())
    info = len(ALG).to_bytes(4, "big") + ALG + bytes(8) + (256).to_bytes(4, "big")
    wrapping = ConcatKDFHash(SHA256(), 32, info).derive(shared)
    wrapped = b64(aes_key_wrap(wrapping, content_key))
    return {"header": {"kid": thumbprint(key(name)), "epk": public(ephemeral)}, "encrypted_key": wrapped}


def changed(change: Callable[[dict[str, Any]], object], **how: Any) -> str:
    """Return a part after a change."""
    value = seal(["one"], **how)
    change(value)
    return compact(value)


def flip(text: str) -> str:
    """Return the text with another first letter."""
    return ("B" if text[0] == "A" else "A") + text[1:]


def first(value: dict[str, Any]) -> dict[str, Any]:
    """Return the first recipient."""
    found: dict[str, Any] = value["recipients"][0]
    return found


RIGHT = {
    "to one key": compact(seal(["one"])),
    "to two keys, ours the second": compact(seal(["two", "one"])),
    "nothing inside": compact(seal(["one"], plain=b"")),
}
WRONG: dict[str, tuple[str, str]] = {
    "to another key": (compact(seal(["two"])), "sealed-for-others"),
    "of another message": (compact(seal(["one"], context=CONTEXT[:-1] + b"2")), "sealed-not-opened"),
    "another context put in": (changed(lambda v: v.update(aad=b64(CONTEXT)), context=b"x"), "sealed-not-opened"),
    "another header than ours, though sealed with it": (
        changed(lambda _: 0, header={**HEADER, "zip": "DEF"}),
        "sealed-malformed",
    ),
    "header members in another order": (
        changed(lambda _: 0, header=dict(reversed(HEADER.items()))),
        "sealed-malformed",
    ),
    "ciphertext changed": (changed(lambda v: v.update(ciphertext=flip(v["ciphertext"]))), "sealed-not-opened"),
    "tag changed": (changed(lambda v: v.update(tag=flip(v["tag"]))), "sealed-not-opened"),
    "nonce changed": (changed(lambda v: v.update(iv=flip(v["iv"]))), "sealed-not-opened"),
    "wrapped key changed": (
        changed(lambda v: first(v).update(encrypted_key=flip(first(v)["encrypted_key"]))),
        "sealed-not-opened",
    ),
    "another ephemeral key": (changed(lambda v: first(v)["header"].update(epk=public(key("x")))), "sealed-not-opened"),
    "ephemeral key of low order": (
        changed(lambda v: first(v)["header"]["epk"].update(x=b64(bytes(32)))),
        "sealed-malformed",
    ),
    "private ephemeral key": (
        changed(lambda v: first(v)["header"]["epk"].update(d=b64(bytes(32)))),
        "sealed-malformed",
    ),
    "apu in the header": (changed(lambda v: first(v)["header"].update(apu="AAAA")), "sealed-malformed"),
    "alg in the recipient's header": (changed(lambda v: first(v)["header"].update(alg="dir")), "sealed-malformed"),
    "the same recipient twice": (changed(lambda v: v.update(recipients=[first(v)] * 2)), "sealed-malformed"),
    "no recipients": (changed(lambda v: v.update(recipients=[])), "sealed-malformed"),
    "an unprotected header": (changed(lambda v: v.update(unprotected={})), "sealed-malformed"),
    "no aad": (changed(lambda v: v.pop("aad")), "sealed-malformed"),
    "members in another order": (changed(lambda v: v.update(aad=v.pop("aad"))), "sealed-malformed"),
    "padding": (changed(lambda v: v.update(tag=v["tag"] + "==")), "sealed-malformed"),
    "white space": (json.dumps(seal(["one"])), "sealed-malformed"),
    "a line end behind": (compact(seal(["one"])) + "\n", "sealed-malformed"),
    "a member twice": (compact(seal(["one"])).replace('"iv":', '"iv":"AAAA","iv":', 1), "sealed-malformed"),
    "compact serialization": ("AAAA.AAAA.AAAA.AAAA.AAAA", "sealed-malformed"),
}


def text() -> str:
    """Return the file."""
    right = [
        {"why": why, "sealed": part, "want": "ok", "plain": b64(b"" if "nothing" in why else PLAIN)}
        for why, part in RIGHT.items()
    ]
    wrong = [{"why": why, "sealed": part, "want": code} for why, (part, code) in WRONG.items()]
    owner = {**public(key("one")), "d": b64(seed("one")), "kid": thumbprint(key("one"))}
    return (
        json.dumps({"key": owner, "context": b64(CONTEXT), "cases": right + wrong}, indent=1, ensure_ascii=False) + "\n"
    )


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
