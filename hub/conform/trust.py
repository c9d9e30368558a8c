"""The trust list of a throw-away hub: who takes part in a conformance run, with every private key at hand.

The client under test gets a key made for the run; its own signs nothing here. Its peer has four keys: one that is
valid, one that has ended, one that was revoked, and one that the list does not name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from keys import enrolment, keyfile, keyring, master_key, note, trustlist
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.jwk import PrivateKey, Signer
from keys.master_key import MasterKey
from keys.note_key import NoteAlgorithm, VerifierKey
from keys.trustlist import (
    EnrolledKey,
    KeyStatus,
    Participant,
    ParticipantKey,
    ParticipantRole,
    Participants,
    Role,
    Root,
    TrustList,
)
from schemas import catalogue

ORIGIN = "conform.example/test"
YEAR, DAY = timedelta(days=365), timedelta(days=1)
LONG_AGO, AGES = timedelta(days=60), timedelta(days=20 * 365)


class PeerKey(StrEnum):
    """The keys by which the peer signs."""

    GOOD = "good"
    ENDED = "ended"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustSite:
    """The hub's folder, the anchor of its trust list, and the keys of those who speak in a run."""

    folder: Path
    anchor: str
    own: PrivateKey
    witness: PrivateKey
    peer: str
    keys: Mapping[PeerKey, PrivateKey]

    def settings(self, dsn: str) -> dict[str, str]:
        """Return the settings of the hub."""
        return {
            "HUB_ORIGIN": ORIGIN,
            "HUB_DATABASE_URL": dsn,
            "HUB_UNSAFE_DATABASE": "true",
            "HUB_LISTEN": "127.0.0.1:0",
            "HUB_ROLES": "api,worker",
            "HUB_TRUST_DIR": str(self.folder),
            "HUB_TRUST_ANCHOR": self.anchor,
            "HUB_LOG_KEY_FILE": str(self.folder / "log.pem"),
            "HUB_STATUS_KEY_FILE": str(self.folder / "status.pem"),
            "HUB_KEYRING_DIR": str(self.folder / "keyring"),
            "HUB_MASTER_KEY_FILE": str(self.folder / "master.key"),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """The three signed documents of a trust list, and the private keys that a hub keeps."""

    notes: Mapping[str, bytes]
    status: PrivateKey
    log: PrivateKey

    @property
    def anchor(self) -> str:
        """The digest of the root."""
        return trustlist.digest(self.notes["root"])


def make_trust(folder: Path, participant: str, peer: str, now: datetime) -> TrustSite:
    """Write the folder of a hub whose trust list names these two, and everybody else with keys nobody has."""
    now = now.replace(microsecond=0)
    own, witness = PrivateKey.generate(), PrivateKey.generate()
    keys = {kind: PrivateKey.generate() for kind in PeerKey}
    known = {participant: (own,), peer: tuple(keys[kind] for kind in PeerKey if kind is not PeerKey.UNKNOWN)}
    everybody = list_participants(ORIGIN, known, now - LONG_AGO, now, witness={participant: witness})
    everybody = tuple(_end_keys(each, now) if each.id == peer else each for each in everybody)
    made = make_documents(ORIGIN, everybody, now)
    _write(folder, made)
    return TrustSite(folder=folder, anchor=made.anchor, own=own, witness=witness, peer=peer, keys=keys)


def make_list(participant: str, origin: str, key: Signer, now: datetime) -> TrustList:
    """Return the trust list of a hub that has enrolled this key of a participant, long ago."""
    now = now.replace(microsecond=0)
    made = make_documents(origin, list_participants(origin, {participant: (key,)}, now - AGES, now), now)
    return trustlist.load(**made.notes, anchor=made.anchor, now=now)


def list_participants(
    origin: str,
    known: Mapping[str, Sequence[Signer]],
    since: datetime,
    now: datetime,
    *,
    witness: Mapping[str, PrivateKey] | None = None,
) -> tuple[Participant, ...]:
    """Return everybody of the code list, enrolled with the known keys, else with keys nobody has."""
    return tuple(
        _participant(origin, name, known.get(name) or (PrivateKey.generate(),), (witness or {}).get(name), (since, now))
        for name in catalogue.load().code_list("participants").index
    )


def make_documents(origin: str, everybody: Sequence[Participant], now: datetime) -> Documents:
    """Return the documents, signed by councils and officers whose keys are forgotten at once."""
    council = {f"council-{number}": PrivateKey.generate() for number in (1, 2, 3)}
    officers = {f"officer-{number}": PrivateKey.generate() for number in (1, 2)}
    status, log = PrivateKey.generate(), PrivateKey.generate()
    content = Root(
        hub=origin,
        version=1,
        issued_at=now,
        expires_at=now + YEAR,
        previous=None,
        council=_role(2, council),
        participants=_role(2, officers),
        status=_role(1, {"status": status}),
        log=note.verifier_key(origin, log),
        excluded_state=None,
        enrolled=tuple(
            EnrolledKey(participant=key.participant, kid=key.kid) for each in everybody for key in each.keys
        ),
    )
    root = _sign(trustlist.make_root(content), council)
    listed = Participants(
        hub=origin, version=1, issued_at=now, expires_at=now + 90 * DAY, participants=tuple(everybody)
    )
    participants = _sign(trustlist.make_participants(listed), officers)
    vouched = trustlist.make_status(
        root=root, participants=participants, version=1, issued_at=now, expires_at=now + DAY, trust_epoch=1
    )
    notes = {"root": root, "participants": participants, "status": note.sign(vouched, "status", status)}
    return Documents(notes=notes, status=status, log=log)


def _write(folder: Path, made: Documents) -> None:
    folder.mkdir(parents=True)
    for kind, document in made.notes.items():
        (folder / f"{kind}.note").write_bytes(document)
    keyfile.write(folder / "log.pem", made.log, None)
    keyfile.write(folder / "status.pem", made.status, None)
    master_key.write(folder / "master.key", [MasterKey.generate()])
    keyring.create(folder / "keyring", origin=ORIGIN)


def _role(threshold: int, keys: Mapping[str, PrivateKey]) -> Role:
    return Role(threshold=threshold, keys=tuple(note.verifier_key(name, key) for name, key in keys.items()))


def _sign(text: bytes, keys: Mapping[str, PrivateKey]) -> bytes:
    (first, key), *others = keys.items()
    signed = note.sign(text, first, key)
    for name, other in others:
        signed = note.add_signature(signed, name, other)
    return signed


def _participant(
    origin: str, name: str, keys: Sequence[Signer], witness: PrivateKey | None, span: tuple[datetime, datetime]
) -> Participant:
    entry = catalogue.load().code_list("participants").index[name]
    cosigning = None
    if witness is not None:
        cosigning = note.verifier_key(f"{name}-witness", witness, NoteAlgorithm.COSIGNATURE_V1)
    return Participant(
        id=name,
        state=entry.more.get("state"),
        role=ParticipantRole(entry.more["role"]),
        keys=tuple(_enrol(origin, name, key, cosigning, span) for key in keys),
        witness=cosigning,
    )


def _enrol(
    origin: str, participant: str, key: Signer, witness: VerifierKey | None, span: tuple[datetime, datetime]
) -> ParticipantKey:
    since, now = span
    claim = Claim(
        hub=origin,
        participant=participant,
        public=key.public,
        use=KeyUse.SIGNING,
        valid_from=since,
        valid_until=now + YEAR,
        at=since,
        witness=witness,
    )
    return ParticipantKey(
        participant=participant,
        public=claim.public,
        use=claim.use,
        valid_from=claim.valid_from,
        valid_until=claim.valid_until,
        enrolment=Enrolment(statement=enrolment.request(claim, key)),
    )


def _end_keys(peer: Participant, now: datetime) -> Participant:
    """Let the peer's second key have ended, and its third be revoked."""
    good, ended, revoked = peer.keys
    stopped = replace(
        revoked, status=KeyStatus.REVOKED, status_at=now - DAY, reason="compromised", compromised_since=now - DAY
    )
    return replace(peer, keys=(good, replace(ended, valid_until=now - DAY), stopped))
