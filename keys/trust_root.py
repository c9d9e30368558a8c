"""The root document: who may sign the other two, whose log it is, and what replaces this document.

Signed by `threshold` of the Council's `keys` (and, from version 2 on, by as many of the version before). It delegates:
`participants` to the secretariat's officers, `status` to a key of the hub that is online, `log` to a key that signs
checkpoints. The online keys are no others' keys: none of them can ever add a key.

`enrolled` names the keys that the Council itself has let in: each participant's first one, and what replaces a lost
one. Further keys are vouched for by those (`keys.trust_enrolment`). As it stands in the root, every change of the
Council confirms it anew, and a Council key that was taken away has no say in it any more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from keys import instant, strict_json
from keys.note_key import VerifierKey
from keys.trust_reader import KID, PARTICIPANT, SHA256, STATE, Reader, read

KIND = "root"
MAX_LIFETIME = timedelta(days=366)
MAX_KEYS = 32
MAX_ENROLLED = 4000

_MEMBERS = (
    "kind",
    "hub",
    "version",
    "issued_at",
    "expires_at",
    "previous",
    "threshold",
    "keys",
    "participants",
    "status",
    "log",
    "witness_policy",
    "enrolled",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """How many of which keys must sign a document; one key counts once."""

    threshold: int
    keys: tuple[VerifierKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolledKey:
    """A key that the Council has let in for this participant; `kid` is its thumbprint."""

    participant: str
    kid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The content of a root document; `previous` is the SHA-256 of the text before it, in hexadecimal."""

    hub: str
    version: int
    issued_at: datetime
    expires_at: datetime
    previous: str | None
    council: Role
    participants: Role
    status: Role
    log: VerifierKey
    excluded_state: str | None
    enrolled: tuple[EnrolledKey, ...] = ()


def parse(text: bytes) -> Root:
    """Read a root document; strict, so that `format(parse(text)) == text`.

    Raises:
        TrustListError: it is not one.
    """
    reader = read(text, KIND, _MEMBERS)
    policy = reader.nested("witness_policy", ("excluded_state",))
    root = Root(
        hub=reader.text("hub"),
        version=reader.number("version"),
        issued_at=reader.instant("issued_at"),
        expires_at=reader.instant("expires_at"),
        previous=reader.optional("previous", lambda name: reader.text(name, SHA256)),
        council=_role(reader),
        participants=_role(reader.nested("participants", ("threshold", "keys"))),
        status=_role(reader.nested("status", ("threshold", "keys"))),
        log=reader.verifier("log"),
        excluded_state=policy.optional("excluded_state", lambda name: policy.text(name, STATE)),
        enrolled=tuple(
            EnrolledKey(participant=item.text("participant", PARTICIPANT), kid=item.text("kid", KID))
            for item in reader.objects("enrolled", ("participant", "kid"), MAX_ENROLLED)
        ),
    )
    _check(root, reader)
    if format(root) != text:
        reader.refuse()
    return root


def format(root: Root) -> bytes:  # noqa: A001  (the pair of parse)
    """Return the text that is signed."""
    return strict_json.dumps_lines(
        {
            "kind": KIND,
            "hub": root.hub,
            "version": root.version,
            "issued_at": instant.format(root.issued_at),
            "expires_at": instant.format(root.expires_at),
            "previous": root.previous,
            **_members(root.council),
            "participants": _members(root.participants),
            "status": _members(root.status),
            "log": root.log.format(),
            "witness_policy": {"excluded_state": root.excluded_state},
            "enrolled": [{"participant": key.participant, "kid": key.kid} for key in root.enrolled],
        }
    )


def online_keys(root: Root) -> frozenset[bytes]:
    """Return the public keys that lie on machines in the net, and so may be nobody else's."""
    return frozenset({root.log.public_key.x} | {key.public_key.x for key in root.status.keys})


def _role(reader: Reader) -> Role:
    role = Role(threshold=reader.number("threshold"), keys=reader.verifiers("keys", MAX_KEYS))
    return role if role.threshold <= len(role.keys) else reader.refuse("threshold")


def _members(role: Role) -> dict[str, object]:
    return {"threshold": role.threshold, "keys": [key.format() for key in role.keys]}


def _check(root: Root, reader: Reader) -> None:
    if (root.version == 1) != (root.previous is None):
        reader.refuse("previous")
    if not timedelta(0) < root.expires_at - root.issued_at <= MAX_LIFETIME:
        reader.refuse("expires_at")
    offline = {key.public_key.x for key in (*root.council.keys, *root.participants.keys)}
    if root.log.name != root.hub or root.log.public_key.x in {key.public_key.x for key in root.status.keys}:
        reader.refuse("log")
    if not offline.isdisjoint(online_keys(root)):
        reader.refuse("keys")
    if len({key.kid for key in root.enrolled}) != len(root.enrolled):
        reader.refuse("enrolled")
