"""A trust list for tests, with every private key at hand; the same one for the same seed.

    trust = make_trust(now=now)                       # ru-guvm, tj-molme, cis-ec, …, hub
    trust.list                                        # the TrustList, loaded and checked
    trust.keys["ru-guvm"]                             # its signing key (a Signer)
    trust.authority.status(root, participants, …)     # newer documents by the same authorities

Root 2 of 3, two secretariat officers, one status key, one log key; each participant has one signing key and one
witness key (the hub has no witness key).

Every listed key needs its enrolment. `Authority.participants` writes it for keys made by `make_key` (others are told to
it by `remember`): as a first key where the root names it (`authority.enrolled`, which holds the keys of the usual
names), else vouched for by the participant's first signing key.
"""

import contextlib
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from keys import enrolment, note, trustlist
from keys.encryption_key import EncryptionKey
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.jwk import PrivateKey, PublicKey
from keys.note_key import NoteAlgorithm
from keys.trustlist import (
    EnrolledKey,
    Participant,
    ParticipantKey,
    ParticipantRole,
    Participants,
    Role,
    Root,
    TrustList,
)
from tests.support import private_keys

ORIGIN = "mig.example/training"
PARTICIPANTS = ("ru-guvm", "tj-molme", "tj-mvd", "kz-mvd", "uz-mvd", "cis-ec", "tm-sms", "hub")
OTHERS = ("kg-migration", "uz-migration", "am-newest", "by-mvd")  # enrolled, listed by some tests
ROLES = {
    "hub": ParticipantRole.HUB,
    "cis-ec": ParticipantRole.SECRETARIAT,
    "tm-sms": ParticipantRole.OBSERVER,
}


_remembered: dict[str, PrivateKey] = {}


def make_key(seed: str, name: str) -> PrivateKey:
    """Return the Ed25519 key of this seed and name."""
    return remember(private_keys.from_seed(hashlib.sha256(f"{seed}/{name}".encode()).digest()))


def remember(key: PrivateKey) -> PrivateKey:
    """Let `Authority.participants` sign requests for enrolment with this key when it meets its public half."""
    _remembered[key.public.thumbprint] = key
    return key


@contextlib.contextmanager
def forgotten(key: PrivateKey) -> Iterator[None]:
    """Let `Authority.participants` leave the enrolment of this key as it is for a while."""
    del _remembered[key.public.thumbprint]
    try:
        yield
    finally:
        remember(key)


def make_participant(
    name: str, public: PublicKey, *, now: datetime, witness: PrivateKey | None = None, **status: object
) -> Participant:
    """Return a participant with one signing key, valid from a day before `now` for a year."""
    own = name.partition("-")[0]
    key = ParticipantKey(
        participant=name,
        public=public,
        use=KeyUse.SIGNING,
        valid_from=now - timedelta(days=1),
        valid_until=now + timedelta(days=365),
        **status,  # type: ignore[arg-type]
    )
    return Participant(
        id=name,
        state=own.upper() if len(own) == 2 else None,
        role=ROLES.get(name, ParticipantRole.MEMBER),
        keys=(key,),
        witness=note.verifier_key(f"{name}-witness", witness, NoteAlgorithm.COSIGNATURE_V1) if witness else None,
    )


@dataclass(kw_only=True)
class Authority:
    """Those who sign the trust list: changes of their fields show in the next document they publish."""

    origin: str
    council: dict[str, PrivateKey]
    officers: dict[str, PrivateKey]
    online: dict[str, PrivateKey]
    log: PrivateKey
    threshold: int = 2
    officers_threshold: int = 2
    enrolled: dict[str, str] = field(default_factory=dict)  # participant by kid

    def root(self, *, now: datetime, version: int = 1, previous: str | None = None, **changes: object) -> bytes:
        """Return a root document signed by the whole council."""
        members: dict[str, object] = {
            "hub": self.origin,
            "version": version,
            "issued_at": now,
            "expires_at": now + timedelta(days=365),
            "previous": previous,
            "council": Role(threshold=self.threshold, keys=_verifiers(self.council)),
            "participants": Role(threshold=self.officers_threshold, keys=_verifiers(self.officers)),
            "status": Role(threshold=1, keys=_verifiers(self.online)),
            "log": note.verifier_key(self.origin, self.log),
            "excluded_state": "RU",
            "enrolled": tuple(EnrolledKey(participant=name, kid=kid) for kid, name in self.enrolled.items()),
        }
        return sign_all(trustlist.make_root(Root(**{**members, **changes})), self.council)  # type: ignore[arg-type]

    def participants(
        self, listed: Sequence[Participant], *, now: datetime, version: int = 1, **changes: object
    ) -> bytes:
        """Return a participants document signed by both officers, every key with its enrolment."""
        members: dict[str, object] = {
            "hub": self.origin,
            "version": version,
            "issued_at": now,
            "expires_at": now + timedelta(days=90),
            "participants": tuple(self.enrol(each, now) for each in listed),
        }
        text = trustlist.make_participants(Participants(**{**members, **changes}))  # type: ignore[arg-type]
        return sign_all(text, self.officers)

    def enrol(self, participant: Participant, now: datetime) -> Participant:
        """Return the participant with an enrolment beside each key that has none, or one that no longer fits."""
        keys = tuple(self._enrol(key, participant, now) for key in participant.keys)
        return replace(participant, keys=keys)

    def _enrol(self, key: ParticipantKey, participant: Participant, now: datetime) -> ParticipantKey:
        claim = Claim(
            hub=self.origin,
            participant=participant.id,
            public=key.public,
            use=key.use,
            valid_from=key.valid_from,
            valid_until=key.valid_until,
            at=now,
            witness=participant.witness if key.use is KeyUse.SIGNING else None,
        )
        first = next((each.kid for each in participant.keys if each.kid in self.enrolled), "")
        signer = _remembered.get(key.kid if key.use is KeyUse.SIGNING else first)
        if key.enrolment is not None and _fits(enrolment.read(key.enrolment.statement), claim):
            return key
        if signer is None:  # left as it is: the document is refused, as it should be
            return key
        vouching = _remembered.get(first) if key.use is KeyUse.SIGNING and key.kid not in self.enrolled else None
        vouched = enrolment.request(claim, vouching) if vouching else None
        return replace(key, enrolment=Enrolment(statement=enrolment.request(claim, signer), vouched=vouched))

    def status(
        self, root: bytes, participants: bytes, *, now: datetime, version: int = 1, trust_epoch: int = 1
    ) -> bytes:
        """Return a status document for a day, signed by the hub's status key."""
        text = trustlist.make_status(
            root=root,
            participants=participants,
            version=version,
            issued_at=now,
            expires_at=now + timedelta(hours=24),
            trust_epoch=trust_epoch,
        )
        return sign_all(text, self.online)


@dataclass(kw_only=True)
class Trust:
    """A published trust list and the private keys behind it."""

    authority: Authority
    list: TrustList
    keys: dict[str, PrivateKey]
    witnesses: dict[str, PrivateKey] = field(default_factory=dict)

    @property
    def anchor(self) -> str:
        """The SHA-256 of the root's text."""
        return self.list.digests["root"]

    @property
    def documents(self) -> Mapping[str, bytes]:
        """The signed notes by kind: root, participants, status."""
        return self.list.documents

    @property
    def log(self) -> PrivateKey:
        """The key that signs checkpoints."""
        return self.authority.log


def make_authority(seed: str = "test", origin: str = ORIGIN) -> Authority:
    """Return three Council keys, two officers, a status key and a log key."""
    return Authority(
        origin=origin,
        council={f"council-{n}": make_key(seed, f"council-{n}") for n in (1, 2, 3)},
        officers={f"officer-{n}": make_key(seed, f"officer-{n}") for n in (1, 2)},
        online={"status": make_key(seed, "status")},
        log=make_key(seed, "log"),
        enrolled={make_key(seed, name).kid: name for name in (*PARTICIPANTS, *OTHERS)},
    )


def with_openers(participant: Participant, openers: Sequence[EncryptionKey], *, now: datetime) -> Participant:
    """Return the participant with these encryption keys too, each valid from an hour after the one before it."""
    keys = tuple(
        ParticipantKey(
            participant=participant.id,
            public=opener.public,
            use=KeyUse.ENCRYPTION,
            valid_from=now - timedelta(hours=len(openers) - place),
            valid_until=now + timedelta(days=300),
        )
        for place, opener in enumerate(openers)
    )
    return replace(participant, keys=(*participant.keys, *keys))


def make_trust(
    participants: Sequence[str] = PARTICIPANTS,
    *,
    now: datetime,
    seed: str = "test",
    origin: str = ORIGIN,
    openers: Mapping[str, Sequence[EncryptionKey]] | None = None,
) -> Trust:
    """Return a trust list of these participants, published at `now`; `openers` are their encryption keys, oldest first."""
    authority = make_authority(seed, origin)
    authority.enrolled |= {make_key(seed, name).kid: name for name in participants}
    keys = {name: make_key(seed, name) for name in participants}
    witnesses = {name: make_key(seed, f"{name}/witness") for name in participants if name != "hub"}
    listed = [make_participant(n, keys[n].public, now=now, witness=witnesses.get(n)) for n in participants]
    listed = [with_openers(each, (openers or {}).get(each.id, ()), now=now) for each in listed]
    root = authority.root(now=now)
    document = authority.participants(listed, now=now)
    loaded = trustlist.load(
        root=root,
        participants=document,
        status=authority.status(root, document, now=now),
        anchor=trustlist.digest(root),
        now=now,
    )
    return Trust(authority=authority, list=loaded, keys=keys, witnesses=witnesses)


def sign_all(text: bytes, keys: Mapping[str, PrivateKey]) -> bytes:
    """Return the note of the text, signed by each of the keys under its name."""
    (first, key), *others = keys.items()
    raw = note.sign(text, first, key)
    for name, other in others:
        raw = note.add_signature(raw, name, other)
    return raw


def _fits(said: Claim, claim: Claim) -> bool:
    same = (said.hub, said.participant, said.witness) == (claim.hub, claim.participant, claim.witness)
    return same and said.valid_from <= claim.valid_from and claim.valid_until <= said.valid_until


def _verifiers(keys: Mapping[str, PrivateKey]) -> tuple[note.VerifierKey, ...]:
    return tuple(note.verifier_key(name, key) for name, key in keys.items())
