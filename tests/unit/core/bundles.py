"""A log in memory, and evidence bundles from it, for tests of their verification.

log = Log()
ban = log.append(log.sign("ru-guvm", BAN))          # a message, accepted at log.now
log.now += timedelta(days=3)
said = log.answer(ban, "tj-mvd")                    # the recipient's receipt for it
log.bundle(ban, said)                               # the evidence, by the trust list that log.publish made last
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from hub.core import checkpoint, envelope, evidence, ids, instant, leaf, merkle
from hub.core.checkpoint import Checkpoint
from hub.core.evidence import Bundle, Cosigned, Proven, Stated, TrustChain
from hub.core.leaf import ActLeaf, Leaf, MessageLeaf
from hub.core.merkle import Frontier
from hub.core.receipt import Receipt
from keys import approval, delegation, jws, note, suspension, trust_enrolment, trustlist
from keys.approval import Approval
from keys.delegation import Delegation
from keys.jwk import PrivateKey
from keys.suspension import Reason
from keys.trustlist import Participant
from tests.support.trust import ORIGIN, Trust, make_authority, make_key, make_participant, sign_all

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
NAMES = ("ru-guvm", "tj-mvd", "tj-molme", "kz-mvd", "hub")
BAN = {"ban_id": "T-1", "subject": {"names": [{"surname": "Тестов-Пробный"}]}}


def make_strict_trust() -> Trust:
    """Return a trust list whose every signature is needed: root 3 of 3, participants 2 of 2, status 1 of 1."""
    authority = make_authority("bundle")
    authority.threshold = 3
    authority.enrolled = {kid: name for kid, name in authority.enrolled.items() if name in NAMES}
    keys = {name: make_key("bundle", name) for name in NAMES}
    witnesses = {name: make_key("bundle", f"{name}/witness") for name in NAMES if name != "hub"}
    listed = [make_participant(n, key.public, now=NOW, witness=witnesses.get(n)) for n, key in keys.items()]
    root, participants = authority.root(now=NOW), authority.participants(listed, now=NOW)
    status = authority.status(root, participants, now=NOW)
    anchor = trustlist.digest(root)
    loaded = trustlist.load(root=root, participants=participants, status=status, anchor=anchor, now=NOW)
    return Trust(authority=authority, list=loaded, keys=keys, witnesses=witnesses)


@dataclass(kw_only=True)
class Log:
    """Leaves and the tokens behind them, accepted at `now`; every checkpoint covers all leaves so far."""

    trust: Trust = field(default_factory=make_strict_trust)
    leaves: list[bytes] = field(default_factory=list)
    tokens: list[bytes] = field(default_factory=list)
    now: datetime = NOW
    chain: TrustChain = field(init=False)

    def __post_init__(self) -> None:
        """Begin with the trust list as it was made."""
        documents = self.trust.documents
        self.chain = TrustChain(
            roots=(documents["root"],), participants=documents["participants"], status=documents["status"]
        )

    # ------------------------------------------------------------------ messages

    def sign(self, sender: str, record: Mapping[str, Any], *, to: Sequence[str] = ("tj-mvd",), **members: Any) -> bytes:
        """Return an envelope; `key` is or names whose key signs it, `typ` its kind."""
        key, typ = members.pop("key", sender), members.pop("typ", envelope.TYP)
        signer = self.trust.keys[key] if isinstance(key, str) else key
        return jws.sign(self.payload(sender, record, to=to, **members), signer, typ)

    def payload(
        self, sender: str, record: Mapping[str, Any], *, to: Sequence[str] = ("tj-mvd",), **members: Any
    ) -> bytes:
        """Return the payload of an envelope."""
        defaults: dict[str, Any] = {
            "hub": ORIGIN,
            "message_id": ids.make_message_id(NOW, len(self.leaves).to_bytes(10, "big")),
            "sent_at": self.now,
            "type": "entry-ban",
            "version": "1.0",
            "purpose": "entry-control",
        }
        return envelope.format(**{**defaults, "sender": sender, "to": to, "record": record, **members})

    def append(self, token: bytes, **members: Any) -> int:
        """Put an envelope into the log, its leaf as a correct hub makes it unless `members` say otherwise."""
        read = envelope.parse(jws.read(token, envelope.TYP).payload, token)
        correct = MessageLeaf(
            hub=read.hub,
            id=read.id,
            sender=read.sender,
            to=read.to,
            sha256=read.sha256,
            at=instant.format(self.now),
            trust=1,
            agreement=(),
        )
        return self.append_leaf(leaf.format(_changed(correct, members)), token)

    def append_leaf(self, raw: bytes, token: bytes) -> int:
        """Put any leaf into the log."""
        self.leaves.append(raw)
        self.tokens.append(token)
        return len(self.leaves) - 1

    def append_act(self, token: bytes, act: str = "agreement", subject: str = "x/1", **members: Any) -> int:
        """Put the leaf of an act into the log, beside the token that states it."""
        digest = members.pop("sha256", sha256(token).hexdigest())
        stated = {"hub": ORIGIN, "at": instant.format(self.now), "trust": 1, "salt": "00", **members}
        return self.append_leaf(leaf.format(ActLeaf(act=act, subject=subject, sha256=digest, **stated)), token)

    def answer(self, place: int, by: str, **changes: Any) -> int:
        """Put a recipient's receipt for the message at `place` into the log; `changes` change what it says."""
        token = self.tokens[place]
        named = {"index": place, "id": message_id(token), "sha256": sha256(token).hexdigest()}
        record = {
            "status": changes.pop("status", "expired" if by == "hub" else "processed"),
            "messages": [{**named, **changes}],
            "sender": "ru-guvm",
            "at": "-",
        }
        return self.append(self.sign(by, record, to=("ru-guvm",), type="receipt"))

    # ---------------------------------------------------------------- statements

    def delegate(self, key: PrivateKey, person: str, participant: str = "ru-guvm", **changes: Any) -> int:
        """Put a delegation into the log; `by` is whose key signs it, `leaf` changes its leaf."""
        by, stated = changes.pop("by", participant), changes.pop("leaf", {})
        members: dict[str, Any] = {
            "hub": ORIGIN,
            "id": ids.make_message_id(NOW, len(self.leaves).to_bytes(10, "big")),
            "participant": participant,
            "person": person,
            "public": key.public,
            "types": ("entry-ban",),
            "purposes": delegation.EVERYTHING,
            "valid_from": self.now,
            "valid_until": self.now + timedelta(days=90),
            "issued_at": self.now,
        }
        token = delegation.sign(Delegation(**{**members, **changes}), self.trust.keys[by])
        return self.append_act(token, **{"act": "delegation", "subject": participant, **stated})

    def withdraw(self, key: PrivateKey, person: str, participant: str = "ru-guvm") -> int:
        """Put the withdrawal of a delegation into the log."""
        nothing: dict[str, Any] = dict.fromkeys(("types", "purposes"), ())
        instants = dict.fromkeys(("valid_from", "valid_until", "issued_at"), self.now)
        return self.delegate(key, person, participant, **nothing, **instants)

    def approve(self, payload: bytes, key: PrivateKey, person: str, **changes: Any) -> int:
        """Put an approval of these bytes into the log."""
        stated = changes.pop("leaf", {})
        members: dict[str, Any] = {
            "hub": ORIGIN,
            "participant": "ru-guvm",
            "person": person,
            "payload_sha256": approval.digest(payload),
            "type": "entry-ban",
            "at": self.now,
        }
        token = approval.sign(Approval(**{**members, **changes}), key)
        return self.append_act(token, **{"act": "approval", "subject": "ru-guvm", **stated})

    def suspend(self, participant: str, *, by: PrivateKey, since: datetime | None = None, **changes: Any) -> int:
        """Put the suspension of a participant's key into the log."""
        stated, kid = changes.pop("leaf", {}), changes.pop("kid", self.trust.keys[participant].kid)
        said: dict[str, Any] = {"hub": ORIGIN, "participant": participant, "kid": kid, "reason": Reason.STOLEN}
        token = suspension.sign(by, **{**said, "at": self.now, "compromised_since": since, **changes})
        return self.append_act(token, **{"act": "suspension", "subject": participant, **stated})

    # ---------------------------------------------------------------- trust list

    def publish(self, listed: Sequence[Participant] | None = None, *, root: bytes | None = None) -> None:
        """Put newer documents in force at `now`: these participants, after this root."""
        authority, version = self.trust.authority, 1 + int((self.now - NOW).total_seconds()) // 60
        roots = self.chain.roots if root is None else (*self.chain.roots, root)
        kept = [replace(each, keys=each.keys) for each in self.trust.list.participants.values()]
        participants = authority.participants(kept if listed is None else listed, now=self.now, version=version)
        status = authority.status(roots[-1], participants, now=self.now, version=version)
        self.chain = TrustChain(roots=roots, participants=participants, status=status)

    def rotate(self, *, council: Mapping[str, PrivateKey] | None = None, log: PrivateKey | None = None) -> None:
        """Put the next root in force, and all documents below it."""
        self.publish(root=self.next_root(council=council, log=log))

    def next_root(self, *, council: Mapping[str, PrivateKey] | None = None, log: PrivateKey | None = None) -> bytes:
        """Return the next root, signed by the council before and the one after."""
        authority = self.trust.authority
        before, last = dict(authority.council), self.chain.roots[-1]
        authority.council = dict(council or before)
        authority.log = log or authority.log
        root = authority.root(now=self.now, version=len(self.chain.roots) + 1, previous=trustlist.digest(last))
        return sign_all(note.parse(root).text, before | authority.council)

    def change(self, participant: str, **status: Any) -> list[Participant]:
        """Return the participants with one's key changed; void, or in doubt, it names no witness any more."""
        listed = {**self.trust.list.participants}
        (key,) = listed[participant].keys
        changed = replace(key, **status)
        without = (
            {"witness": None} if trust_enrolment.may_be_shared(changed) or trust_enrolment.is_void(changed) else {}
        )
        listed[participant] = replace(listed[participant], keys=(changed,), **without)
        return list(listed.values())

    # ------------------------------------------------------------------- bundles

    def receipt(self, index: int, *, size: int | None = None, key: PrivateKey | None = None) -> Receipt:
        """Return the accepted receipt of a leaf, under the checkpoint of this size."""
        frontier, nodes = Frontier.empty().grow(map(merkle.leaf_hash, self.leaves[:size]))
        proof = merkle.make_proof(merkle.inclusion_ranges(index, frontier.size), nodes)
        text = checkpoint.format(Checkpoint(origin=ORIGIN, size=frontier.size, root=frontier.root()))
        signed = note.sign(text, ORIGIN, key or self.trust.log)
        return Receipt(leaf=self.leaves[index], index=index, proof=tuple(proof), checkpoint=signed)

    def proven(self, index: int, **changes: Any) -> Proven:
        """Return an envelope with its receipt."""
        return Proven(envelope=self.tokens[index], receipt=self.receipt(index, **changes))

    def stated(self, index: int, **changes: Any) -> Stated:
        """Return a statement with its receipt."""
        return Stated(statement=self.tokens[index], receipt=self.receipt(index, **changes))

    def cosigned(self, index: int, *by: str, key: PrivateKey | None = None) -> Cosigned:
        """Return the newest checkpoint, cosigned by these witnesses, with the proof of a leaf under it."""
        made = self.receipt(index, key=key)
        raw = made.checkpoint
        for name in by:
            raw = note.cosign(raw, f"{name}-witness", self.trust.witnesses[name], self.now)
        return Cosigned(checkpoint=raw, proof=made.proof)

    def bundle(
        self,
        message: int,
        *answers: int,
        statements: Sequence[int] = (),
        suspensions: Sequence[int] = (),
        witnessed: Cosigned | None = None,
    ) -> Bundle:
        """Return the evidence for a message with these answers and statements."""
        return Bundle(
            message=self.proven(message),
            receipts=tuple(self.proven(answer) for answer in answers),
            statements=tuple(self.stated(index) for index in statements),
            trust=replace(self.chain, suspensions=tuple(self.stated(index) for index in suspensions)),
            witnessed=witnessed,
        )


def message_id(token: bytes) -> str:
    """Return the id that an envelope says."""
    return envelope.parse(jws.read(token, envelope.TYP).payload, token).id


def write(bundle: Bundle) -> bytes:
    """Return the file of a bundle."""
    return evidence.format(bundle)


def _changed(made: MessageLeaf, members: Mapping[str, Any]) -> Leaf:
    return MessageLeaf(**{name: members.get(name, getattr(made, name)) for name in made.__struct_fields__})


def with_message(bundle: Bundle, **changes: Any) -> Bundle:
    """Return the bundle with another envelope, or with its receipt changed."""
    token = changes.pop("envelope", bundle.message.envelope)
    return replace(bundle, message=Proven(envelope=token, receipt=replace(bundle.message.receipt, **changes)))
