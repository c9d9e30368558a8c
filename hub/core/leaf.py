"""A leaf of the audit log: ASCII JSON, made once, kept as bytes, never written anew.

    {"v":1,"hub":"mig.example/production","kind":"message","id":"0193…","from":"ru-guvm","to":["tj-mvd"],
     "sha256":"<hex of the whole envelope>","at":"2026-11-21T09:00:00.123456Z","trust":4,"agreement":["<hex>"]}

A leaf never holds personal data. Leaves of other kinds (agreements, trust lists, accesses) carry `subject` and a random
`salt` instead of addresses, so that nobody can guess what stands behind a digest.
"""

from typing import Literal

import msgspec

from hub.core.errors import LeafMalformedError

MAX_BYTES = 2**16 - 1  # an entry bundle gives a leaf's length in two bytes


class MessageLeaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The hub took responsibility for an envelope.

    `at` is when, by the database's clock under the log's lock; `trust` the trust epoch it was verified under;
    `agreement` the digests of the agreement versions it was judged by; `to` the recipients after expansion.
    """

    v: Literal[1] = 1
    hub: str
    kind: Literal["message"] = "message"
    id: str
    sender: str = msgspec.field(name="from")
    to: tuple[str, ...]
    sha256: str
    at: str
    trust: int
    agreement: tuple[str, ...]


class ActLeaf(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The hub recorded an act that is no message: an agreement's new version, a trust list, an erasure.

    `act` names it, `subject` what it concerns, `sha256` the digest of the document that states it.
    """

    v: Literal[1] = 1
    hub: str
    kind: Literal["act"] = "act"
    act: str
    subject: str
    sha256: str
    at: str
    trust: int
    salt: str


Leaf = MessageLeaf | ActLeaf

_decoders: dict[bool, msgspec.json.Decoder[MessageLeaf] | msgspec.json.Decoder[ActLeaf]] = {
    True: msgspec.json.Decoder(MessageLeaf),
    False: msgspec.json.Decoder(ActLeaf),
}
_encoder = msgspec.json.Encoder()


def format(leaf: Leaf) -> bytes:  # noqa: A001  (the pair of parse)
    """Return the bytes of a leaf."""
    return _encoder.encode(leaf)


def parse(raw: bytes) -> Leaf:
    """Read a leaf; `format(parse(raw)) == raw`, so that one leaf has one form.

    Raises:
        LeafMalformedError: it is not one.
    """
    if len(raw) > MAX_BYTES or not raw.isascii():
        raise LeafMalformedError
    try:
        leaf = _decoders[b'"kind":"message"' in raw].decode(raw)
    except (msgspec.DecodeError, RecursionError):
        raise LeafMalformedError from None
    if format(leaf) != raw:
        raise LeafMalformedError
    return leaf
