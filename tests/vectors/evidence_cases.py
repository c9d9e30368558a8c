"""Evidence bundles, right and wrong, from fixed seeds: what any checker has to say of each (docs/reference/evidence.md).

`python -m tests.vectors.evidence_cases` writes them into evidence.json: for each case what differs from the first one.
"""

import base64
import difflib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hub.core import checkpoint, evidence, instant, leaf, merkle
from hub.core.checkpoint import Checkpoint
from hub.core.evidence import Bundle, Cosigned, Proven
from hub.core.receipt import Receipt
from keys import enrolment, jwk, note, trustlist
from keys.enrolment import Enrolment
from keys.note_key import NoteAlgorithm
from keys.suspension import Reason
from keys.trustlist import KeyStatus, KeyUse
from tests.support.trust import ORIGIN, Trust, forgotten, make_key, make_participant, remember
from tests.unit.core.bundles import BAN, NOW, Log, make_strict_trust, message_id, with_message
from tests.vectors.make_vectors import FixedEs256

FILE = Path(__file__).parent / "evidence.json"
PROVEN, NOT_PROVEN, NOT_ANCHORED, DOUBTFUL = 0, 1, 3, 5
DAY = timedelta(days=1)
YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A bundle, the root it is checked from (SHA-256 in hex, None: no root), and what has to come out.

    `status` is the exit status; `step` the step that does not hold, or in doubt.
    """

    name: str
    raw: bytes
    root: str | None
    status: int
    step: str | None = None


Made = tuple[Bundle, str | None]


def story() -> Log:
    """Return a log: a ban at 0, another at 1, receipts of its recipients at 2 and 3, of somebody else at 4."""
    log = Log()
    log.append(log.sign("ru-guvm", BAN, to=("tj-mvd", "tj-molme")))
    log.append(log.sign("ru-guvm", BAN))
    log.now += timedelta(minutes=5)
    log.answer(0, "tj-mvd")
    log.answer(0, "tj-molme", status="delivered")
    log.answer(0, "kz-mvd")
    return log


LOG = story()
ANCHOR = LOG.trust.anchor
WHOLE = LOG.bundle(0, 2, 3)
PERSON, OTHER = make_key("bundle", "duty-1"), make_key("bundle", "duty-2")


def delegated(*, withdrawn: bool = False, **changes: Any) -> tuple[Log, int, list[int]]:
    """Return a log with a message signed by a contact person, its place, and the places of the delegations."""
    log = Log()
    given = [log.delegate(PERSON, "duty-1", **changes)]
    if withdrawn:
        log.now += timedelta(minutes=1)
        given.append(log.withdraw(PERSON, "duty-1"))
    log.now += timedelta(minutes=1)
    return log, log.append(log.sign("ru-guvm", BAN, key=PERSON)), given


def by_person(**changes: Any) -> Bundle:
    """Return the evidence for a message signed by a contact person."""
    log, message, given = delegated(**changes)
    return log.bundle(message, statements=given)


def two_persons(*, person: str = "duty-2", key: Any = OTHER, after: timedelta = timedelta(), **changes: Any) -> Bundle:
    """Return the evidence for a message that one contact person approved and another one signed."""
    log = Log()
    given = [log.delegate(PERSON, "duty-1"), log.delegate(key, person, **changes.pop("second", {}))]
    payload = changes.pop("payload", None) or log.payload("ru-guvm", BAN)
    approved = log.approve(payload, key, changes.pop("called", person), **changes)
    log.now += after
    token = log.sign("ru-guvm", BAN, key=PERSON, message_id=_id_of(payload), sent_at=NOW)
    return log.bundle(log.append(token), statements=[*given, approved])


def suspended(days: int, *, since: int | None = None, by: str = "officer-1", **changes: Any) -> Bundle:
    """Return the evidence for a message whose signer was suspended by a statement so many days later."""
    log = Log()
    first = [log.suspend("ru-guvm", by=_signer(log, by), **changes)] if days < 0 else []
    log.now += DAY
    message = log.append(log.sign("ru-guvm", BAN))
    log.now += days * DAY
    doubted = None if since is None else NOW + DAY + since * DAY
    later = [log.suspend("ru-guvm", by=_signer(log, by), since=doubted, **changes)] if days >= 0 else []
    status = log.trust.authority.status
    log.chain = replace(log.chain, status=status(log.chain.roots[-1], log.chain.participants, now=NOW + DAY, version=2))
    return log.bundle(message, suspensions=[*first, *later])


def relisted(*, lifted: bool, told: bool = True) -> Bundle:
    """Return the evidence for a message of a key that was suspended, and is active in a list of a day later.

    `lifted` says that the list names the suspension, `told` that the bundle has it.
    """
    log = Log()
    place = log.suspend("ru-guvm", by=_signer(log, "officer-1"))
    said = leaf.parse(log.leaves[place])
    log.now += DAY
    log.publish(log.change("ru-guvm", decides=(said.sha256,) if lifted else ()))
    log.now += timedelta(minutes=1)
    message = log.append(log.sign("ru-guvm", BAN))
    return log.bundle(message, suspensions=[place] if told else [])


def delegator_suspended(days: int, reason: Reason) -> Bundle:
    """Return the evidence for a contact person's message; so many days later the key that delegated is suspended."""
    log, message, given = delegated()
    if days >= 0:
        log.now += days * DAY
        return log.bundle(
            message, statements=given, suspensions=[log.suspend("ru-guvm", by=_signer(log, "officer-1"), reason=reason)]
        )
    before = log.suspend("ru-guvm", by=_signer(log, "officer-1"), reason=reason)
    log.now += timedelta(minutes=1)
    message = log.append(log.sign("ru-guvm", BAN, key=PERSON))
    return log.bundle(message, statements=given, suspensions=[before])


def listed_as(status: KeyStatus, days: int, *, since: int | None = None, of: str = "ru-guvm") -> Bundle:
    """Return the evidence for a message whose signer the list of ten days later calls suspended or revoked."""
    log = story()
    log.now = NOW + 10 * DAY
    doubted = None if since is None else NOW + since * DAY
    at = NOW + days * DAY
    log.publish(log.change(of, status=status, status_at=at, reason="test", compromised_since=doubted))
    return log.bundle(0, 2)


def witnessed(*by: str, **changes: Any) -> Bundle:
    """Return the evidence for a message under a checkpoint that these witnesses cosigned."""
    log = story()
    return log.bundle(0, 2, witnessed=log.cosigned(0, *by, **changes))


def rotated(*, remade: bool = True, after: timedelta = -DAY, key: str | None = None) -> tuple[Log, Bundle]:
    """Return a log whose key was replaced 30 days later, and the evidence for a message so long after that."""
    log = Log()
    old = log.trust.log
    log.now += 30 * DAY + after
    log.append(log.sign("ru-guvm", BAN))
    cosigned = log.cosigned(0, "kz-mvd", "tj-mvd")
    log.now = NOW + 30 * DAY
    log.rotate(log=make_key("bundle", "second log"))
    if after > timedelta():
        log.now += after
        log.publish()
    made = log.bundle(0, witnessed=cosigned)
    return log, made if remade else replace(made, message=log.proven(0, key=old))


def many_roots() -> Log:
    """Return a log whose root was replaced three times, with another council each time."""
    log = story()
    for number in (2, 3, 4):
        log.now += 100 * DAY
        council = {f"council-{number}{n}": make_key("bundle", f"council-{number}{n}") for n in (1, 2, 3)}
        log.rotate(council=council, log=make_key("bundle", f"log-{number}"))
    return log


def three_years() -> Log:
    """Return a log three years later: a new root each year, every document of the first day long expired."""
    log = story()
    for _ in range(3):
        log.now += YEAR - DAY
        log.rotate()
    return log


def _signer(log: Log, by: str) -> Any:
    return log.trust.authority.officers.get(by) or log.trust.keys[by]


def _id_of(payload: bytes) -> str:
    return str(json.JSONDecoder().decode(payload.decode())["id"])


def _group() -> Bundle:
    log = Log()
    log.append(log.sign("ru-guvm", BAN, to=("@council", "kz-mvd")), to=("kz-mvd", "tj-mvd"))
    return log.bundle(0)


def _expired() -> Bundle:
    log = story()
    return log.bundle(0, log.answer(0, "hub"))


def _renewed() -> Bundle:
    log, _, given = delegated(types=("situation-summary",))
    log.now += timedelta(minutes=1)
    given.append(log.delegate(PERSON, "duty-1"))
    return log.bundle(log.append(log.sign("ru-guvm", BAN, key=PERSON)), statements=given)


def _withdrawn_later() -> Bundle:
    log, message, given = delegated()
    log.now += timedelta(minutes=1)
    given.append(log.withdraw(PERSON, "duty-1"))
    return log.bundle(message, statements=given)


def _delegator(days: int, since: int) -> Bundle:
    """A contact person's message; the key that delegated is said, days later, to have been stolen before."""
    log, message, given = delegated()
    log.now = NOW + 10 * DAY
    key = {"status_at": NOW + days * DAY, "compromised_since": NOW + since * DAY, "reason": "test"}
    log.publish(log.change("ru-guvm", status=KeyStatus.REVOKED, **key))
    return log.bundle(message, statements=given)


def _surplus() -> Bundle:
    made = witnessed("kz-mvd", "tj-mvd")
    assert made.witnessed is not None
    stranger = note.cosign(made.witnessed.checkpoint, "stranger", make_key("bundle", "stranger"), NOW)
    return replace(made, witnessed=replace(made.witnessed, checkpoint=stranger))


def _void() -> Bundle:
    """A key that nobody let in is listed as revoked before it was ever valid."""
    log = _listing_stranger(status=KeyStatus.REVOKED, status_at=NOW - DAY, reason="void")
    return log.bundle(0)


def _listing_stranger(**status: Any) -> Log:
    """The officers list a key that neither the root names nor an older key vouches for."""
    log = Log()
    stranger = make_key("bundle", "stranger")
    del log.trust.authority.enrolled[log.trust.keys["tj-molme"].kid]
    log.now += DAY
    listed = log.change("tj-molme", public=stranger.public, enrolment=None, **status)
    log.publish(listed, root=log.next_root())
    log.append(log.sign("ru-guvm", BAN))
    return log


def _void_witness() -> Bundle:
    """Two officers list a void key of their own, which names a witness of theirs in place of the participant's."""
    log = Log()
    own, evil = log.trust.list.participants["kz-mvd"], make_key("bundle", "evil")
    witness = note.verifier_key("kz-mvd-witness", make_key("bundle", "evil/witness"), NoteAlgorithm.COSIGNATURE_V1)
    (more,) = make_participant("kz-mvd", evil.public, now=NOW).keys
    (void,) = log.trust.authority.enrol(replace(own, keys=(more,), witness=witness), NOW).keys
    void = replace(void, status=KeyStatus.REVOKED, status_at=void.valid_from, reason="void")
    others = [each for each in log.trust.list.participants.values() if each.id != "kz-mvd"]
    log.now += DAY
    with forgotten(log.trust.keys["kz-mvd"]):
        log.publish([replace(own, keys=(*own.keys, void), witness=witness), *others])
    log.append(log.sign("ru-guvm", BAN))
    return log.bundle(0)


def _forged_witness() -> Bundle:
    """Two officers put a request of their own making, which names a witness of theirs, beside the participant's key."""
    log = Log()
    own, evil = log.trust.list.participants["kz-mvd"], make_key("bundle", "evil")
    witness = note.verifier_key("kz-mvd-witness", make_key("bundle", "evil/witness"), NoteAlgorithm.COSIGNATURE_V1)
    (key,) = own.keys
    assert key.enrolment is not None
    claim = replace(enrolment.read(key.enrolment.statement), witness=witness)
    forged = replace(key, enrolment=Enrolment(statement=enrolment.request(claim, evil)))
    others = [each for each in log.trust.list.participants.values() if each.id != "kz-mvd"]
    log.now += DAY
    log.publish([replace(own, keys=(forged,), witness=witness), *others])
    log.append(log.sign("ru-guvm", BAN))
    return log.bundle(0)


def _vouched_by_lost() -> Bundle:
    lost = {"status": KeyStatus.REVOKED, "status_at": NOW + 9 * DAY, "reason": "lost"}
    return _second_keys(asked=DAY, **lost)


def _second_keys(*, asked: timedelta = 10 * DAY, **first: Any) -> Bundle:
    """A message by a participant's second key, an ES256 one; its first key vouches for that and for one of X25519."""
    log = Log()
    second: Any = FixedEs256("bundle/es256")
    remember(second)
    own = log.trust.list.participants["ru-guvm"]
    (key,), (more,) = own.keys, make_participant("ru-guvm", second.public, now=NOW).keys
    point = base64.urlsafe_b64encode(bytes([9]) + bytes(31)).rstrip(b"=").decode()
    public = jwk.parse({"kty": "OKP", "crv": "X25519", "x": point, "use": "enc"})
    sealing = replace(more, public=public, use=KeyUse.ENCRYPTION)
    others = [each for each in log.trust.list.participants.values() if each.id != "ru-guvm"]
    log.now += 10 * DAY
    without = {"witness": None} if first.get("compromised_since") or first.get("reason") == "lost" else {}
    own = log.trust.authority.enrol(replace(own, keys=(key, more, sealing), **without), NOW + asked)
    log.publish([replace(own, keys=(replace(own.keys[0], **first), *own.keys[1:])), *others])
    log.append(log.sign("ru-guvm", BAN, key=second))
    return log.bundle(0)


def _vouched_before_end() -> Bundle:
    ended = {"status": KeyStatus.REVOKED, "status_at": NOW + 9 * DAY, "reason": "replaced"}
    return _second_keys(asked=DAY, **ended)


GOOD: dict[str, Callable[[], Bundle]] = {
    "a message": lambda: LOG.bundle(0),
    "a message with its recipients' receipts": lambda: WHOLE,
    "a message to a group and to one more": _group,
    "a message that the hub says has expired": _expired,
    "a message of a contact person": by_person,
    "a message of a contact person whose delegation was renewed": _renewed,
    "a message of a contact person whose delegation was withdrawn later": _withdrawn_later,
    "a message of two persons": two_persons,
    "a key revoked later": lambda: listed_as(KeyStatus.REVOKED, 1),
    "a key suspended later, in the list": lambda: listed_as(KeyStatus.SUSPENDED, 1),
    "a key in other hands only after the message": lambda: listed_as(KeyStatus.REVOKED, 3, since=2),
    "a key suspended later, by an officer": lambda: suspended(1),
    "a key suspended later, by a statement older than the list": lambda: suspended(1, at=NOW - DAY),
    "a key whose suspension the list has lifted": lambda: relisted(lifted=True, told=False),
    "a key suspended later, by itself": lambda: suspended(1, by="ru-guvm"),
    "a key suspended later, in other hands only after the message": lambda: suspended(3, since=1),
    "a key that nobody let in and that is listed as void": _void,
    "a second key, ES256, that the first one vouches for": _second_keys,
    "a second key that the first one vouches for and that replaced it": _vouched_before_end,
    "a contact person whose delegator's key was replaced before": lambda: delegator_suspended(-1, Reason.REPLACED),
    "a checkpoint cosigned by a majority": lambda: witnessed("kz-mvd", "tj-mvd"),
    "a checkpoint cosigned by all, the host's state included": lambda: witnessed(*LOG.trust.witnesses),
    "a checkpoint cosigned by a majority and a stranger": _surplus,
    "a log key replaced later, the receipt of before": lambda: rotated(remade=False)[1],
    "a log key replaced later, the receipt made again": lambda: rotated()[1],
    "a log key replaced, then a message": lambda: replace(rotated(after=DAY)[1], witnessed=None),
}
DOUBTS: dict[str, tuple[str, Callable[[], Bundle]]] = {
    "a key revoked later, in other hands before": ("envelope", lambda: listed_as(KeyStatus.REVOKED, 1, since=-1)),
    "a key suspended later, in other hands at that moment": (
        "envelope",
        lambda: listed_as(KeyStatus.SUSPENDED, 1, since=0),
    ),
    "a key suspended by an officer, in other hands before": ("envelope", lambda: suspended(1, since=-1)),
    "a recipient's key revoked later, in other hands before": (
        "receipt-1",
        lambda: listed_as(KeyStatus.REVOKED, 1, since=-1, of="tj-mvd"),
    ),
    "a delegation by a key in other hands, known only later": ("delegation-1", lambda: _delegator(1, 0)),
    "a delegation by a key stolen nobody knows when, known only later": (
        "delegation-1",
        lambda: delegator_suspended(1, Reason.STOLEN),
    ),
}


def _trust(**changes: Any) -> Bundle:
    return replace(WHOLE, trust=replace(WHOLE.trust, **changes))


def _less(raw: bytes) -> bytes:
    """Take away the last signature."""
    signed = note.parse(raw)
    return note.format(replace(signed, signatures=signed.signatures[:-1]))


def _other_hub() -> Bundle:
    """The second root, signed by both councils, is that of another hub."""
    log = story()
    log.now += DAY
    last = trustlist.digest(log.chain.roots[-1])
    origin = "mig.example/production"
    verifier = note.verifier_key(origin, log.trust.log)
    log.publish(root=log.trust.authority.root(now=log.now, version=2, previous=last, hub=origin, log=verifier))
    return log.bundle(0)


def _resigned(raw: bytes, changes: dict[str, Any], keys: dict[str, Any]) -> bytes:
    """Change a document and let the right keys sign what it says now."""
    value = {**json.JSONDecoder().decode(note.parse(raw).text.decode()), **changes}
    text = (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
    return _sign(text, keys)


def _sign(text: bytes, keys: dict[str, Any]) -> bytes:
    (first, key), *rest = keys.items()
    raw = note.sign(text, first, key)
    for name, other in rest:
        raw = note.add_signature(raw, name, other)
    return raw


def _gap() -> Bundle:
    log = many_roots()
    whole = log.bundle(0)
    return replace(whole, trust=replace(whole.trust, roots=(whole.trust.roots[0], *whole.trust.roots[2:])))


def _fork() -> Bundle:
    """The second root names another one before it; both councils have signed it."""
    log = story()
    log.now += DAY
    root = log.trust.authority.root(now=log.now, version=2, previous="00" * 32)
    log.publish(root=root)
    return log.bundle(0)


def _vouched_by_stolen() -> Bundle:
    stolen = {"status": KeyStatus.REVOKED, "status_at": NOW + 10 * DAY, "reason": "test"}
    return _second_keys(**stolen, compromised_since=NOW + DAY)


def _vouched_before_theft() -> Bundle:
    """The date in the request is the signer's: it proves nothing once the key may have been in other hands."""
    stolen = {"status": KeyStatus.REVOKED, "status_at": NOW + 9 * DAY, "reason": "test"}
    return _second_keys(asked=DAY, **stolen, compromised_since=NOW + 8 * DAY)


def _by_retired_log() -> Bundle:
    log, made = rotated(after=DAY)
    return replace(made, witnessed=None, message=log.proven(0, key=make_key("bundle", "log")))


def _cosigned_by_retired_log() -> Bundle:
    log, made = rotated(after=DAY)
    return replace(made, witnessed=log.cosigned(0, "kz-mvd", "tj-mvd", key=make_key("bundle", "log")))


def _answered(**said: Any) -> Bundle:
    log = story()
    return log.bundle(0, log.answer(0, "tj-mvd", **said))


def _answer_of_other_log() -> Bundle:
    other = Log()
    other.append(LOG.tokens[0])
    other.answer(0, "tj-mvd")
    return replace(WHOLE, receipts=(other.proven(1, key=make_key("other", "log")),))


def _answer_by_person() -> Bundle:
    log = story()
    given = log.delegate(PERSON, "duty-1", "tj-mvd", types=("*",))
    token = log.tokens[0]
    named = {"index": 0, "id": message_id(token), "sha256": _digest(token)}
    record = {"status": "processed", "messages": [named], "sender": "ru-guvm", "at": "-"}
    answer = log.append(log.sign("tj-mvd", record, to=("ru-guvm",), type="receipt", key=PERSON))
    return log.bundle(0, answer, statements=[given])


def _digest(raw: bytes) -> str:
    return evidence.receipts.merkle.sha256(raw).hexdigest()


def _logged(*, leaf: dict[str, Any] | None = None, **members: Any) -> Bundle:
    log = Log()
    log.append(log.sign("ru-guvm", BAN, **members), **(leaf or {}))
    return log.bundle(0)


def _by_nobody() -> Bundle:
    log = Log()
    log.append(log.sign("ru-guvm", BAN, key=make_key("bundle", "nobody")))
    return log.bundle(0)


def _by_key_not_valid(days: int) -> Bundle:
    """The signer's key, by the newest list, began later, or ended before."""
    log = story()
    log.now = NOW + 10 * DAY
    span = {"valid_from": NOW + DAY} if days > 0 else {"valid_until": NOW}
    log.publish(log.change("ru-guvm", **span))
    return log.bundle(0)


def _checkpoint(key: Any, *, size: int = 5, origin: str = ORIGIN, signed_as: str = ORIGIN) -> bytes:
    """Sign a checkpoint over the story's log, or one that says something else."""
    frontier = merkle.Frontier.empty().append(map(merkle.leaf_hash, LOG.leaves))
    return note.sign(checkpoint.format(Checkpoint(origin=origin, size=size, root=frontier.root())), signed_as, key)


def _wide(cosigned: Cosigned | None, **changes: Any) -> Cosigned:
    assert cosigned is not None
    return replace(cosigned, **changes)


def _seen(**changes: Any) -> Bundle:
    made = witnessed("kz-mvd", "tj-mvd")
    return replace(made, witnessed=_wide(made.witnessed, **changes))


def _forged_cosignature() -> Bundle:
    """A cosignature in a witness's name and under its key's hash that another key made."""
    made = witnessed("kz-mvd", "tj-mvd")
    assert made.witnessed is not None
    signed = note.parse(made.witnessed.checkpoint)
    last = signed.signatures[-1]
    wrong = replace(last, signature=last.signature[:8] + bytes(64))
    raw = note.format(replace(signed, signatures=(*signed.signatures[:-1], wrong)))
    return replace(made, witnessed=replace(made.witnessed, checkpoint=raw))


def _swapped(bundle: Bundle) -> Bundle:
    """Give the message the receipt of another leaf of the same log."""
    return replace(bundle, message=Proven(envelope=bundle.message.envelope, receipt=bundle.receipts[0].receipt))


def _receipt(**changes: Any) -> Receipt:
    return replace(WHOLE.message.receipt, **changes)


def _unlogged(bundle: Bundle, which: str = "statements") -> Bundle:
    """Put the receipt of the message behind the first statement."""
    if which == "statements":
        first, *rest = bundle.statements
        return replace(bundle, statements=(replace(first, receipt=bundle.message.receipt), *rest))
    first, *rest = bundle.trust.suspensions
    changed = (replace(first, receipt=bundle.message.receipt), *rest)
    return replace(bundle, trust=replace(bundle.trust, suspensions=changed))


def _without_second_delegation() -> Bundle:
    made = two_persons()
    return replace(made, statements=(made.statements[0], made.statements[2]))


def _approved_late() -> Bundle:
    log = Log()
    given = [log.delegate(PERSON, "duty-1"), log.delegate(OTHER, "duty-2")]
    payload = log.payload("ru-guvm", BAN)
    message = log.append(log.sign("ru-guvm", BAN, key=PERSON))
    return log.bundle(message, statements=[*given, log.approve(payload, OTHER, "duty-2")])


def _approved_own() -> Bundle:
    log = Log()
    given = log.delegate(OTHER, "duty-2")
    payload = log.payload("ru-guvm", BAN)
    approved = log.approve(payload, OTHER, "duty-2")
    token = log.sign("ru-guvm", BAN, message_id=_id_of(payload))
    return log.bundle(log.append(token), statements=[given, approved])


def _suspension_as_statement() -> Bundle:
    made = suspended(1)
    return replace(made, statements=made.trust.suspensions)


def _other_list() -> bytes:
    authority, root = LOG.trust.authority, LOG.trust.documents["root"]
    return authority.status(root, authority.participants([], now=NOW, version=2), now=NOW)


BAD: dict[str, tuple[str, Callable[[], Bundle]]] = {
    # ---- trust list
    "a root without one of its signatures": ("trust-list", lambda: _trust(roots=(_less(WHOLE.trust.roots[0]),))),
    "participants signed by one officer": ("trust-list", lambda: _trust(participants=_less(WHOLE.trust.participants))),
    "status signed by the log": (
        "trust-list",
        lambda: _trust(status=_sign(note.parse(WHOLE.trust.status).text, {"status": LOG.trust.log})),
    ),
    "status naming other participants": ("trust-list", lambda: _trust(status=_other_list())),
    "status in the place of participants": ("trust-list", lambda: _trust(participants=WHOLE.trust.status)),
    "participants rolled back to the version before": (
        "trust-list",
        lambda: replace(
            WHOLE, trust=replace(listed_as(KeyStatus.REVOKED, -1).trust, participants=WHOLE.trust.participants)
        ),
    ),
    "a root missing in the row": ("trust-list", _gap),
    "a root that names another one before it": ("trust-list", _fork),
    "a second root of another hub": ("trust-list", _other_hub),
    "a key that nobody let in": ("trust-list", lambda: _listing_stranger().bundle(0)),
    "a second key that a stolen one vouches for": ("trust-list", _vouched_by_stolen),
    "a second key that a key vouches for which was stolen later": ("trust-list", _vouched_before_theft),
    "a second key that a key vouches for which was lost, nobody knows when": ("trust-list", _vouched_by_lost),
    "a witness named by a void key": ("trust-list", _void_witness),
    "a witness named in a request that another key signed": ("trust-list", _forged_witness),
    "a leaf after the status expired": ("trust-list", lambda: _logged(leaf={"at": instant.format(NOW + DAY)})),
    "a participants document with a member more": (
        "trust-list",
        lambda: _trust(participants=_resigned(WHOLE.trust.participants, {"more": 1}, LOG.trust.authority.officers)),
    ),
    "a leaf with no time": ("trust-list", lambda: _logged(leaf={"at": "yesterday"})),
    "a leaf that is none": ("trust-list", lambda: with_message(WHOLE, leaf=b"{}")),
    # ---- inclusion
    "a leaf with another time": (
        "inclusion",
        lambda: with_message(WHOLE, leaf=LOG.leaves[0].replace(b":00.000000Z", b":00.000001Z")),
    ),
    "a leaf at another place": ("inclusion", lambda: with_message(WHOLE, index=1)),
    "a leaf beyond the end": ("inclusion", lambda: with_message(WHOLE, index=5)),
    "a leaf before the beginning": ("inclusion", lambda: with_message(WHOLE, index=-1)),
    "the proof of another leaf": ("inclusion", lambda: with_message(WHOLE, proof=LOG.proven(1).receipt.proof)),
    "the proof of another size": ("inclusion", lambda: with_message(WHOLE, proof=LOG.receipt(0, size=4).proof)),
    "a proof with a hash too many": (
        "inclusion",
        lambda: with_message(WHOLE, proof=(*WHOLE.message.receipt.proof, bytes(32))),
    ),
    "a proof without its last hash": (
        "inclusion",
        lambda: with_message(WHOLE, proof=WHOLE.message.receipt.proof[:-1]),
    ),
    "a checkpoint by another key": (
        "inclusion",
        lambda: with_message(WHOLE, checkpoint=_checkpoint(make_key("other", "log"))),
    ),
    "a checkpoint by the status key": (
        "inclusion",
        lambda: with_message(WHOLE, checkpoint=_checkpoint(LOG.trust.authority.online["status"])),
    ),
    "a checkpoint of another log": (
        "inclusion",
        lambda: with_message(WHOLE, checkpoint=_checkpoint(LOG.trust.log, origin="mig.example/production")),
    ),
    "a checkpoint of another size": (
        "inclusion",
        lambda: with_message(WHOLE, checkpoint=_checkpoint(LOG.trust.log, size=9)),
    ),
    "a checkpoint by a log key that had been replaced": ("inclusion", _by_retired_log),
    # ---- suspensions and delegations
    "a suspension by another participant": ("suspension-1", lambda: suspended(1, by="kz-mvd")),
    "a suspension that the list names as lifted": ("suspension-1", lambda: relisted(lifted=True)),
    "a suspension that a newer list does not name": ("envelope", lambda: relisted(lifted=False)),
    "a suspension of a key that is nobody's": ("suspension-1", lambda: suspended(1, kid="x" * 43)),
    "a suspension of another hub": ("suspension-1", lambda: suspended(1, hub="mig.example/production")),
    "a suspension behind the leaf of the message": ("suspension-1", lambda: _unlogged(suspended(1), "suspensions")),
    "a suspension logged as a delegation": ("suspension-1", lambda: suspended(1, leaf={"act": "delegation"})),
    "a delegation by another participant": ("delegation-1", lambda: by_person(by="kz-mvd")),
    "a delegation of another hub": ("delegation-1", lambda: by_person(hub="mig.example/production")),
    "a delegation behind the leaf of the message": ("delegation-1", lambda: _unlogged(by_person())),
    "a delegation logged for another participant": ("delegation-1", lambda: by_person(leaf={"subject": "kz-mvd"})),
    "a delegation whose leaf has another digest": ("delegation-1", lambda: by_person(leaf={"sha256": "00" * 32})),
    # ---- the message
    "a contact person whose delegator's key was stolen, nobody knows when": (
        "envelope",
        lambda: delegator_suspended(-1, Reason.STOLEN),
    ),
    "a message by a key suspended before": ("envelope", lambda: suspended(-1)),
    "a message by a key revoked before": ("envelope", lambda: listed_as(KeyStatus.REVOKED, -1)),
    "a message by a key revoked at that moment": ("envelope", lambda: listed_as(KeyStatus.REVOKED, 0)),
    "a message by a key not valid yet": ("envelope", lambda: _by_key_not_valid(1)),
    "a message by a key valid no more": ("envelope", lambda: _by_key_not_valid(-1)),
    "a message by a stranger": ("envelope", _by_nobody),
    "a message in another's name": ("envelope", lambda: _logged(key="kz-mvd")),
    "another message of the same sender": ("envelope", lambda: with_message(WHOLE, envelope=LOG.tokens[1])),
    "a message with the receipt of another": ("envelope", lambda: _swapped(WHOLE)),
    "a token of another kind": (
        "envelope",
        lambda: with_message(WHOLE, envelope=LOG.sign("ru-guvm", BAN, typ="cis-access+jwt")),
    ),
    "no token": ("envelope", lambda: with_message(WHOLE, envelope=b"a.b.c")),
    "a leaf naming another sender": ("envelope", lambda: _logged(leaf={"sender": "kz-mvd"})),
    "a leaf naming another id": ("envelope", lambda: _logged(leaf={"id": message_id(LOG.tokens[1])})),
    "a leaf naming another digest": ("envelope", lambda: _logged(leaf={"sha256": "00" * 32})),
    "a leaf of another hub": ("envelope", lambda: _logged(leaf={"hub": "mig.example/production"})),
    "a leaf and a message of another hub": ("envelope", lambda: _logged(hub="mig.example/production")),
    "a leaf with a recipient more": ("envelope", lambda: _logged(leaf={"to": ("tj-mvd", "kz-mvd")})),
    "a leaf without the recipient": ("envelope", lambda: _logged(leaf={"to": ()})),
    "a leaf of a group without who was named beside it": (
        "envelope",
        lambda: _logged(to=("@council", "kz-mvd"), leaf={"to": ("tj-mvd",)}),
    ),
    "a contact person without delegation": ("envelope", lambda: replace(by_person(), statements=())),
    "a contact person after withdrawal": ("envelope", lambda: by_person(withdrawn=True)),
    "a contact person beyond the record types": ("envelope", lambda: by_person(types=("situation-summary",))),
    "a contact person beyond the purposes": ("envelope", lambda: by_person(purposes=("statistics",))),
    "a contact person before the delegation begins": (
        "envelope",
        lambda: by_person(valid_from=NOW + timedelta(minutes=2)),
    ),
    "a contact person after the delegation ended": (
        "envelope",
        lambda: by_person(valid_until=NOW + timedelta(seconds=30)),
    ),
    "a contact person of another participant": (
        "envelope",
        lambda: by_person(participant="kz-mvd", by="kz-mvd"),
    ),
    # ---- approvals
    "an approval by the person who signed": ("approval-1", lambda: two_persons(person="duty-1")),
    "an approval in another's name": ("approval-1", lambda: two_persons(called="duty-3")),
    "an approval of other bytes": (
        "approval-1",
        lambda: two_persons(payload_sha256="00" * 32),
    ),
    "an approval beyond the approver's record types": (
        "approval-1",
        lambda: two_persons(second={"types": ("situation-summary",)}),
    ),
    "an approval after the message": ("approval-1", _approved_late),
    "an approval of a message that no contact person signed": ("approval-1", _approved_own),
    "an approval of another hub": ("approval-1", lambda: two_persons(hub="mig.example/production")),
    "an approval in force no more": ("approval-1", lambda: two_persons(at=NOW - DAY)),
    "an approval without the approver's delegation": (
        "approval-1",
        _without_second_delegation,
    ),
    "a suspension among the statements": (
        "approval-1",
        _suspension_as_statement,
    ),
    # ---- recipients' receipts
    "an answer out of another log": ("receipt-1", _answer_of_other_log),
    "an answer about another message": ("receipt-1", lambda: _answered(index=1)),
    "an answer with another digest": ("receipt-1", lambda: _answered(sha256="00" * 32)),
    "an answer with another id": ("receipt-1", lambda: _answered(id=message_id(LOG.tokens[1]))),
    "an answer by somebody who did not get the message": ("receipt-1", lambda: LOG.bundle(0, 4)),
    "an answer that is no receipt": ("receipt-1", lambda: LOG.bundle(0, 1)),
    "an answer that says expired and is not the hub's": ("receipt-1", lambda: _answered(status="expired")),
    "an answer with an unknown status": ("receipt-1", lambda: _answered(status="seen")),
    "an answer by a contact person": ("receipt-1", _answer_by_person),
    "a second answer that is none": ("receipt-2", lambda: LOG.bundle(0, 2, 1)),
    # ---- witnesses
    "a checkpoint cosigned by one witness of three": ("witnessed", lambda: witnessed("kz-mvd")),
    "a checkpoint cosigned by one witness and the host's": ("witnessed", lambda: witnessed("kz-mvd", "ru-guvm")),
    "a checkpoint cosigned by nobody": ("witnessed", witnessed),
    "a forged cosignature": ("witnessed", _forged_cosignature),
    "a cosigned checkpoint with another proof": ("witnessed", lambda: _seen(proof=LOG.proven(1).receipt.proof)),
    "a cosigned checkpoint that the log did not sign": (
        "witnessed",
        lambda: witnessed("kz-mvd", "tj-mvd", key=make_key("other", "log")),
    ),
    "a cosigned checkpoint by a log key that had been replaced": ("witnessed", _cosigned_by_retired_log),
}


TEXT = evidence.format(WHOLE)


def _edited(change: Callable[[dict[str, Any]], None]) -> bytes:
    """Return the first bundle with its JSON changed."""
    value = json.JSONDecoder().decode(TEXT.decode())
    change(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _empty(member: str, value: Any) -> bytes:
    """Return a bundle of a message alone, in which a list is something else that is empty."""
    alone = evidence.format(LOG.bundle(0))
    return alone.replace(f'"{member}":[]'.encode(), f'"{member}":{json.dumps(value)}'.encode(), 1)


def _signed_also(*lines: str) -> bytes:
    """Return the first bundle with signature lines put under its checkpoint by whoever likes to."""
    return _edited(lambda value: value["message"]["receipt"].update(checkpoint=_also(value, lines)))


def _also(value: dict[str, Any], lines: Sequence[str]) -> str:
    return str(value["message"]["receipt"]["checkpoint"]) + "".join(f"{line}\n" for line in lines)


def _root_signed_also(line: str) -> bytes:
    return _edited(lambda value: value["trust"].update(roots=[value["trust"]["roots"][0] + f"{line}\n"]))


NOTES: dict[str, tuple[str, bytes]] = {
    "a line that holds no signature": ("inclusion", _signed_also("— x AAAAAA==")),
    "120 lines of strangers": (
        "inclusion",
        _signed_also(*(f"— x{n} {base64.b64encode(bytes([n] * 8)).decode()}" for n in range(120))),
    ),
    "a line of a name of 300 characters": ("inclusion", _signed_also(f"— {'x' * 300} AAAAAAA=")),
    "a line of a name with a no-break space": ("inclusion", _signed_also("— a\u00a0b AAAAAAA=")),
    "a line that holds no signature, under the root": ("trust-list", _root_signed_also("— x AAAAAA==")),
}
EDITS: dict[str, bytes] = {
    "a noncharacter": _signed_also("— \ufffe AAAAAAA="),
    "a lone surrogate": _signed_also("— surrogate AAAAAAA=").replace(b"surrogate", b"\\ud800", 1),
    "a null character": _signed_also("— null AAAAAAA=").replace(b"null A", b"\\u0000 A", 1),
    "an index written 1e-400": TEXT.replace(b'"index":0', b'"index":1e-400', 1),
    "an index of a hundred digits": TEXT.replace(b'"index":0', b'"index":0.' + b"0" * 100, 1),
    "receipts as an object": _empty("receipts", {}),
    "receipts as a text": _empty("receipts", ""),
    "statements as an object": _empty("statements", {}),
    "statements as a text": _empty("statements", ""),
    "suspensions as a text": _empty("suspensions", ""),
    "roots as an object": _edited(lambda value: value["trust"].update(roots={value["trust"]["roots"][0]: 1})),
    "a message as a list of pairs": _edited(lambda value: value.update(message=[*map(list, value["message"].items())])),
    "a text in UTF-16": TEXT.decode().encode("utf-16"),
    "nothing": b"",
    "no JSON": b"not json",
    "no bundle": b"{}",
    "a list": b"[]",
    "null": b"null",
    "a bundle without anything": b'{"kind":"cis-evidence/1"}',
    "another kind": TEXT.replace(b"cis-evidence/1", b"cis-evidence/2", 1),
    "bytes that are no UTF-8": TEXT.replace(b"mig.example", b"mig\xff.example", 1),
    "a byte order mark": b"\xef\xbb\xbf" + TEXT,
    "half of it": TEXT[: len(TEXT) // 2],
    "all but the last byte": TEXT[:-1],
    "a second value": TEXT + b"{}",
    "a member too many": TEXT.replace(b'{"kind"', b'{"more":1,"kind"', 1),
    "a member too many in a receipt": TEXT.replace(b'"index":', b'"more":1,"index":', 1),
    "a member twice": TEXT.replace(b'{"kind"', b'{"kind":"cis-evidence/1","kind"', 1),
    "a member twice, the second one escaped": TEXT.replace(b'"index":0', b'"index":0,"\\u0069ndex":0', 1),
    "an index with a fraction": TEXT.replace(b'"index":0', b'"index":0.5', 1),
    "an index that is true": TEXT.replace(b'"index":0', b'"index":false', 1),
    "NaN": TEXT.replace(b'"index":0', b'"index":NaN', 1),
    "a proof in other base64": TEXT.replace(b'="]', b'"]', 1),
    "no roots": evidence.format(_trust(roots=())),
    "no place for witnesses": TEXT.replace(b',"witnessed":null', b"", 1),
}


def cases() -> list[Case]:
    """Return every case, right ones first."""
    good = [Case(name=name, raw=evidence.format(make()), root=ANCHOR, status=PROVEN) for name, make in GOOD.items()]
    doubts = [
        Case(name=name, raw=evidence.format(make()), root=ANCHOR, status=DOUBTFUL, step=step)
        for name, (step, make) in DOUBTS.items()
    ]
    bad = [
        Case(name=name, raw=evidence.format(make()), root=ANCHOR, status=NOT_PROVEN, step=step)
        for name, (step, make) in BAD.items()
    ]
    edits = [
        Case(name=f"the file: {name}", raw=raw, root=ANCHOR, status=NOT_PROVEN, step="bundle")
        for name, raw in EDITS.items()
    ]
    notes = [
        Case(name=f"the file: {name}", raw=raw, root=ANCHOR, status=NOT_PROVEN, step=step)
        for name, (step, raw) in NOTES.items()
    ]
    return [*good, *_roots(), *doubts, *bad, *notes, *edits]


def _roots() -> list[Case]:
    """Return the cases in which the auditor's root is another one."""
    long = many_roots()
    raw, digests = evidence.format(long.bundle(0, 2, 3)), [trustlist.digest(root) for root in long.chain.roots]
    old = three_years()
    years = evidence.format(old.bundle(0, 2, 3))
    return [
        *(
            Case(name=f"the auditor's root is number {number} of 4", raw=raw, root=root, status=PROVEN)
            for number, root in enumerate(digests, start=1)
        ),
        Case(name="three years later, from the first root", raw=years, root=ANCHOR, status=PROVEN),
        Case(
            name="three years later, from the last root",
            raw=years,
            root=trustlist.digest(old.chain.roots[-1]),
            status=PROVEN,
        ),
        Case(
            name="an index written 0.0, which is 0",
            raw=TEXT.replace(b'"index":0', b'"index":0.0', 1),
            root=ANCHOR,
            status=PROVEN,
        ),
        Case(name="no root of the auditor's", raw=TEXT, root=None, status=NOT_ANCHORED),
        Case(name="a doubt and no root", raw=evidence.format(suspended(1, since=-1)), root=None, status=NOT_ANCHORED),
        _other_hub_before(),
        Case(
            name="a root missing in the row before the auditor's",
            raw=evidence.format(_gap()),
            root=digests[-1],
            status=NOT_PROVEN,
            step="trust-list",
        ),
        Case(name="a root of somebody else", raw=TEXT, root="0" * 64, status=NOT_PROVEN, step="trust-list"),
        Case(
            name="a bundle with a list of its own",
            raw=evidence.format(_own()),
            root=ANCHOR,
            status=NOT_PROVEN,
            step="trust-list",
        ),
    ]


def _other_hub_before() -> Case:
    """The auditor holds the second root; the one that it names before it is another hub's."""
    log = story()
    log.now += DAY
    last = trustlist.digest(log.chain.roots[-1])
    log.trust.authority.origin = "mig.example/production"
    root = log.trust.authority.root(now=log.now, version=2, previous=last)
    log.publish(root=root)
    raw = evidence.format(log.bundle(0))
    return Case(
        name="a root of another hub before the auditor's",
        raw=raw,
        root=trustlist.digest(root),
        status=NOT_PROVEN,
        step="trust-list",
    )


def _own() -> Bundle:
    """The same content by somebody with a council of his own."""
    forger: Trust = make_strict_trust()
    forger.authority.council = {name: make_key("forger", name) for name in forger.authority.council}
    log = Log(trust=forger)
    log.append(log.sign("ru-guvm", BAN))
    log.chain = replace(log.chain, roots=())
    log.publish(root=forger.authority.root(now=NOW))
    return log.bundle(0)


def render() -> str:
    """Return the file: what differs from the first case is enough for every other one."""
    first, *rest = cases()
    told = [{"name": first.name, "root": first.root, "status": first.status, "step": None, "text": first.raw.decode()}]
    told += [
        {
            "name": each.name,
            "root": each.root,
            "status": each.status,
            "step": each.step,
            **_written(each.raw, first.raw),
        }
        for each in rest
    ]
    about = "Evidence bundles: root the auditor holds, exit status, step that does not hold. See docs/reference/evidence.md."
    return json.dumps({"about": about, "cases": told}, ensure_ascii=False, indent=1) + "\n"


def _written(raw: bytes, first: bytes) -> dict[str, Any]:
    """Return how a file differs from the first one: parts of that (where, how many characters), and texts between."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(raw).decode()}
    before, after = (re.split(r"([\",])", each) for each in (first.decode(), text))
    parts: list[Sequence[int] | str] = []
    for kind, begin, end, start, stop in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = "".join(before[begin:end])
        if kind == "equal" and len(same) > 20:
            parts.append([len("".join(before[:begin])), len(same)])
        elif parts and isinstance(parts[-1], str):
            parts[-1] += "".join(after[start:stop])
        else:
            parts.append("".join(after[start:stop]))
    return {"parts": [part for part in parts if part]}


def read(text: str) -> list[Case]:
    """Return the cases of a file that `render` wrote."""
    told = json.JSONDecoder().decode(text)["cases"]
    first = told[0]["text"]
    return [
        Case(name=each["name"], raw=_raw(each, first), root=each["root"], status=each["status"], step=each["step"])
        for each in told
    ]


def _raw(each: dict[str, Any], first: str) -> bytes:
    if "base64" in each:
        return base64.b64decode(each["base64"])
    if "text" in each:
        return str(each["text"]).encode()
    parts = (part if isinstance(part, str) else first[part[0] : part[0] + part[1]] for part in each["parts"])
    return "".join(parts).encode()


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
