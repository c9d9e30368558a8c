"""The worked example of `docs/reference/protocol.md`: `python -m tests.interop.worked_example` writes it anew.

Everything follows from fixed test keys, whose seeds are the SHA-256 of a text. The same bytes go into the page, between
its two marks, and into `tests/vectors/protocol.json`, with receipts that have to be refused.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from hub.core import checkpoint, envelope, ids, leaf, merkle
from hub.core.checkpoint import Checkpoint
from hub.core.leaf import ActLeaf, MessageLeaf
from hub.core.receipt import Receipt, encode_hash, to_json
from keys import access, base64url, jws, note
from keys.jwk import PrivateKey
from tests.support import private_keys

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/protocol.md"
VECTORS = ROOT / "tests/vectors/protocol.json"
BEGIN, END = "<!-- worked example -->\n", "<!-- end of the worked example -->\n"
HUB = "mig.example/training"
SENT_AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
TEXTS = {"sender": "worked example/ru-guvm", "recipient": "worked example/tj-mvd", "log": "worked example/log"}
INDEX, SIZE, EARLIER = 3, 7, 5
ACCEPTED_AT = "2026-11-21T09:00:00.{:06}Z"
EXAMPLE = "schemas/entry-ban/1.0/examples/valid-overstay-from-exit.json"


@cache
def make_keys() -> Mapping[str, PrivateKey]:
    """Return the three keys of the example."""
    return {name: private_keys.from_seed(hashlib.sha256(text.encode()).digest()) for name, text in TEXTS.items()}


def private_jwk(name: str) -> dict[str, object]:
    """Return a key as a JWK with its private member."""
    seed = hashlib.sha256(TEXTS[name].encode()).digest()
    public = make_keys()[name].public.to_jwk()
    return {"kty": "OKP", "crv": "Ed25519", "x": public["x"], "d": base64url.encode(seed).decode()}


def message_id(number: int) -> str:
    """Return a message id of the example."""
    return ids.make_message_id(SENT_AT, hashlib.sha256(f"worked example/{number}".encode()).digest()[:10])


def make_record() -> dict[str, Any]:
    """Return the record that is sent: an entry ban of the schema's own examples."""
    record: dict[str, Any] = json.loads((ROOT / EXAMPLE).read_text(encoding="utf-8"))
    return record


@cache
def make_message() -> tuple[bytes, bytes]:
    """Return payload and token of the message."""
    record = make_record()
    members: dict[str, Any] = {"type": "entry-ban", "version": "1.0", "subject": record["ban_id"]}
    members |= {"agreement": "cis-2000", "purpose": "entry-control", "record": record}
    payload = envelope.format(
        hub=HUB, message_id=message_id(1), sender="ru-guvm", to=["tj-mvd"], sent_at=SENT_AT, **members
    )
    return payload, jws.sign(payload, make_keys()["sender"], envelope.TYP)


@cache
def make_acknowledgement() -> tuple[bytes, bytes]:
    """Return payload and token of the recipient's receipt for it."""
    _, token = make_message()
    known = {"index": INDEX, "id": message_id(1), "sha256": hashlib.sha256(token).hexdigest()}
    record = {"status": "processed", "messages": [known], "sender": "ru-guvm", "at": "2026-11-21T09:00:05Z"}
    members: dict[str, Any] = {"type": "receipt", "version": "1.0", "purpose": "receipt", "record": record}
    payload = envelope.format(
        hub=HUB, message_id=message_id(2), sender="tj-mvd", to=["ru-guvm"], sent_at=SENT_AT, **members
    )
    return payload, jws.sign(payload, make_keys()["recipient"], envelope.TYP)


@cache
def make_leaves() -> tuple[bytes, ...]:
    """Return the leaves of a small log; the message has the fourth place."""
    return tuple(_message_leaf() if number == INDEX else _act(number) for number in range(SIZE))


def _message_leaf() -> bytes:
    return leaf.format(
        MessageLeaf(
            hub=HUB,
            id=message_id(1),
            sender="ru-guvm",
            to=("tj-mvd",),
            sha256=hashlib.sha256(make_message()[1]).hexdigest(),
            at=ACCEPTED_AT.format(INDEX),
            trust=1,
            agreement=(hashlib.sha256(b"worked example/cis-2000").hexdigest(),),
        )
    )


def _act(number: int) -> bytes:
    digest = hashlib.sha256(f"worked example/agreement {number}".encode()).hexdigest()
    salt = hashlib.sha256(f"worked example/salt {number}".encode()).hexdigest()[:32]
    subject, at = f"example-{number} 1", ACCEPTED_AT.format(number)
    return leaf.format(ActLeaf(hub=HUB, act="agreement", subject=subject, sha256=digest, at=at, trust=1, salt=salt))


def _proof(ranges: list[tuple[int, int]]) -> list[bytes]:
    return [merkle.root([merkle.leaf_hash(each) for each in make_leaves()[begin:end]]) for begin, end in ranges]


def _checkpoint(size: int) -> bytes:
    root = merkle.root(merkle.leaf_hash(each) for each in make_leaves()[:size])
    return checkpoint.format(Checkpoint(origin=HUB, size=size, root=root))


@cache
def make_receipt() -> Receipt:
    """Return the accepted receipt of the message."""
    signed = note.sign(_checkpoint(SIZE), HUB, make_keys()["log"])
    proof = tuple(_proof(merkle.inclusion_ranges(INDEX, SIZE)))
    return Receipt(leaf=make_leaves()[INDEX], index=INDEX, proof=proof, checkpoint=signed)


def make_access() -> bytes:
    """Return an access token of the recipient."""
    return access.sign(make_keys()["recipient"], issuer="tj-mvd", audience=HUB, now=SENT_AT, jti="example-0001")


def to_vectors() -> dict[str, Any]:
    """Return everything as it is kept in `tests/vectors/protocol.json`."""
    root = merkle.root(merkle.leaf_hash(each) for each in make_leaves())
    earlier = merkle.root(merkle.leaf_hash(each) for each in make_leaves()[:EARLIER])
    return {
        "hub": HUB,
        "keys": {name: {**private_jwk(name), "kid": make_keys()[name].kid} for name in TEXTS},
        "log": note.verifier_key(HUB, make_keys()["log"]).format(),
        "message": _token(*make_message()),
        "access": make_access().decode(),
        "leaf_hash": encode_hash(merkle.leaf_hash(make_leaves()[INDEX])),
        "root": encode_hash(root),
        "receipt": to_json(make_receipt()),
        "acknowledgement": _token(*make_acknowledgement()),
        "consistency": {
            "first": EARLIER,
            "second": SIZE,
            "first_root": encode_hash(earlier),
            "second_root": encode_hash(root),
            "proof": [encode_hash(each) for each in _proof(merkle.consistency_ranges(EARLIER, SIZE))],
        },
        "refused": list(_refused()),
    }


def _token(payload: bytes, token: bytes) -> dict[str, str]:
    return {"payload": payload.decode(), "token": token.decode(), "sha256": hashlib.sha256(token).hexdigest()}


def _refused() -> Iterator[dict[str, Any]]:
    """Receipts with one thing wrong each."""
    right = to_json(make_receipt())
    other = note.sign(_checkpoint(SIZE), HUB, make_keys()["sender"])
    unsigned = right["checkpoint"].replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n")
    foreign = "mig.example/production"
    renamed = checkpoint.format(Checkpoint(origin=foreign, size=SIZE, root=b"\0" * 32))
    changes: Mapping[str, Mapping[str, Any]] = {
        "another leaf": {"leaf": make_leaves()[INDEX + 1].decode()},
        "a leaf with one letter changed": {"leaf": right["leaf"].replace("tj-mvd", "tj-mvb")},
        "another place": {"index": INDEX - 1},
        "a place beyond the log": {"index": SIZE},
        "a hash less": {"proof": right["proof"][:-1]},
        "a hash more": {"proof": [*right["proof"], right["proof"][0]]},
        "hashes in another order": {"proof": right["proof"][::-1]},
        "a checkpoint signed by another key": {"checkpoint": other.decode()},
        "a checkpoint with another size than was signed": {"checkpoint": unsigned},
        "a checkpoint of another hub": {"checkpoint": note.sign(renamed, HUB, make_keys()["log"]).decode()},
        "a checkpoint without a signature": {"checkpoint": right["checkpoint"].partition("\n\n")[0] + "\n"},
    }
    for what, changed in changes.items():
        yield {"what": what, "receipt": {**right, **changed}}


def to_page() -> str:
    """Return the example as the page tells it, without its marks."""
    made = to_vectors()
    message, receipt, acknowledgement = made["message"], made["receipt"], made["acknowledgement"]
    header, _, signature = message["token"].split(".")
    blocks = [
        ("Keys, as JWKs; `kid` is the thumbprint (RFC 7638). Sender, recipient, log:", _lines(made["keys"].values())),
        ("The log's verifier key, as the root names it:", made["log"]),
        ("**1. The message.** Payload:", message["payload"]),
        ("Header, and its base64url:", base64url.decode(header.encode()).decode() + "\n" + header),
        ("Signature:", signature),
        ("Token, which is what is posted:", message["token"]),
        ("SHA-256 of the token:", message["sha256"]),
        ("**2. The accepted receipt.** Leaf:", receipt["leaf"]),
        (f"Leaf hash, and the root of the log of {SIZE}:", f"{made['leaf_hash']}\n{made['root']}"),
        (f"Proof for place {INDEX}, deepest first:", "\n".join(receipt["proof"])),
        ("Checkpoint:", receipt["checkpoint"].rstrip("\n")),
        ("**3. The access token** of the recipient, issued at 2026-11-21T09:00:00Z:", made["access"]),
        (
            "**4. The acknowledgement.** Payload, then token:",
            f"{acknowledgement['payload']}\n{acknowledgement['token']}",
        ),
        (
            f"**5. Consistency** of size {EARLIER} with size {SIZE}. Root at {EARLIER}, then the proof:",
            "\n".join([made["consistency"]["first_root"], *made["consistency"]["proof"]]),
        ),
    ]
    return "\n".join(f"{told}\n\n```\n{shown}\n```\n" for told, shown in blocks)


def _lines(members: Any) -> str:
    return "\n".join(json.dumps(each) for each in members)


def vectors_text() -> str:
    """Return the file of vectors."""
    return json.dumps(to_vectors(), ensure_ascii=False, indent=1) + "\n"


def with_example(page: str) -> str:
    """Return the page with the example between its marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{to_page()}\n{END}{after}"


def main() -> None:
    """Write both files."""
    VECTORS.write_text(vectors_text(), encoding="utf-8")
    PAGE.write_text(with_example(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
