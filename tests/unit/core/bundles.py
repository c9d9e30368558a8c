"""A log in memory, and evidence bundles from it, for tests of their verification."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from hub.core import checkpoint, envelope, evidence, ids, instant, leaf, merkle
from hub.core.checkpoint import Checkpoint
from hub.core.evidence import Bundle, Proven, TrustChain
from hub.core.leaf import ActLeaf, Leaf, MessageLeaf
from hub.core.merkle import Frontier
from hub.core.receipt import Receipt
from keys import jws, note, strict_json, trustlist
from tests.support.trust import ORIGIN, Trust, make_authority, make_key, make_participant

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
NAMES = ("ru-guvm", "tj-mvd", "tj-molme", "kz-mvd", "hub")


def make_strict_trust() -> Trust:
    """Return a trust list whose every signature is needed: root 3 of 3, participants 2 of 2, status 1 of 1."""
    authority = make_authority("bundle")
    authority.threshold = 3
    keys = {name: make_key("bundle", name) for name in NAMES}
    listed = [make_participant(name, key.public, now=NOW) for name, key in keys.items()]
    root, participants = authority.root(now=NOW), authority.participants(listed, now=NOW)
    status = authority.status(root, participants, now=NOW)
    anchor = trustlist.digest(root)
    loaded = trustlist.load(root=root, participants=participants, status=status, anchor=anchor, now=NOW)
    return Trust(authority=authority, list=loaded, keys=keys)


@dataclass(kw_only=True)
class Log:
    """Leaves and the tokens behind them; every checkpoint covers all leaves so far."""

    trust: Trust = field(default_factory=make_strict_trust)
    leaves: list[bytes] = field(default_factory=list)
    tokens: list[bytes] = field(default_factory=list)

    def sign(self, sender: str, record: Mapping[str, Any], *, to: Sequence[str] = ("tj-mvd",), **members: Any) -> bytes:
        """Return an envelope; `key` names whose key signs it, `typ` its kind."""
        key = self.trust.keys[members.pop("key", sender)]
        typ = members.pop("typ", envelope.TYP)
        defaults: dict[str, Any] = {
            "hub": ORIGIN,
            "message_id": ids.make_message_id(NOW, len(self.leaves).to_bytes(10, "big")),
            "sent_at": NOW,
            "type": "entry-ban",
            "version": "1.0",
            "purpose": "entry-control",
        }
        payload = envelope.format(**{**defaults, "sender": sender, "to": to, "record": record, **members})
        return jws.sign(payload, key, typ)

    def append(self, token: bytes, **members: Any) -> int:
        """Put an envelope into the log, its leaf as a correct hub makes it unless `members` say otherwise."""
        read = envelope.parse(jws.read(token, envelope.TYP).payload, token)
        correct = MessageLeaf(
            hub=read.hub,
            id=read.id,
            sender=read.sender,
            to=read.to,
            sha256=read.sha256,
            at=instant.format(NOW),
            trust=1,
            agreement=(),
        )
        return self.append_leaf(leaf.format(_changed(correct, members)), token)

    def append_leaf(self, raw: bytes, token: bytes) -> int:
        """Put any leaf into the log."""
        self.leaves.append(raw)
        self.tokens.append(token)
        return len(self.leaves) - 1

    def append_act(self, token: bytes) -> int:
        """Put the leaf of an act into the log, beside a token that has nothing to do with it."""
        act = ActLeaf(hub=ORIGIN, act="agreement", subject="x/1", sha256="", at=instant.format(NOW), trust=1, salt="")
        return self.append_leaf(leaf.format(act), token)

    def proven(self, index: int) -> Proven:
        """Return a token with its receipt."""
        frontier, nodes = Frontier.empty().grow(map(merkle.leaf_hash, self.leaves))
        proof = merkle.make_proof(merkle.inclusion_ranges(index, frontier.size), nodes)
        text = checkpoint.format(Checkpoint(origin=ORIGIN, size=frontier.size, root=frontier.root()))
        signed = note.sign(text, ORIGIN, self.trust.log)
        made = Receipt(leaf=self.leaves[index], index=index, proof=tuple(proof), checkpoint=signed)
        return Proven(envelope=self.tokens[index], receipt=made)

    def answer(self, place: int, by: str, **changes: Any) -> int:
        """Put a recipient's receipt for the message at `place` into the log; `changes` change what it says."""
        token = self.tokens[place]
        named = {"index": place, "id": message_id(token), "sha256": sha256(token).hexdigest()}
        record = {"status": "processed", "messages": [{**named, **changes}], "sender": "ru-guvm", "at": "-"}
        return self.append(self.sign(by, record, to=("ru-guvm",), type="receipt"))

    def bundle(self, message: int, *answers: int) -> Bundle:
        """Return the evidence for a message with these answers."""
        documents = self.trust.documents
        return Bundle(
            message=self.proven(message),
            receipts=tuple(self.proven(answer) for answer in answers),
            trust=TrustChain(
                roots=(documents["root"],), participants=documents["participants"], status=documents["status"]
            ),
        )


def message_id(token: bytes) -> str:
    """Return the id that an envelope says."""
    return envelope.parse(jws.read(token, envelope.TYP).payload, token).id


def write(bundle: Bundle) -> bytes:
    """Return the file of a bundle."""
    return strict_json.dumps(evidence.to_json(bundle))


def _changed(made: MessageLeaf, members: Mapping[str, Any]) -> Leaf:
    return MessageLeaf(**{name: members.get(name, getattr(made, name)) for name in made.__struct_fields__})


def with_message(bundle: Bundle, **changes: Any) -> Bundle:
    """Return the bundle with another envelope, or with its receipt changed."""
    token = changes.pop("envelope", bundle.message.envelope)
    return replace(bundle, message=Proven(envelope=token, receipt=replace(bundle.message.receipt, **changes)))
