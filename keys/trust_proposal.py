"""A proposal: a folder that goes from hand to hand, on a stick or by post, until enough holders have signed.

    root.json, participants.json     the texts to be signed; a text that is not there stays as it is
    root.council-1-5e3f01aa.note     such a text with one holder's signature (name and hash of the key)
    before/                          the published folder it starts from; there is none for a first list

Holders may sign one after the other, or each his own copy of the folder: the signature files are then put together in
one. Nothing here counts before `assemble`, and what that makes is checked like every other list.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from keys import note, trust_chain, trust_folder, trust_offline, trust_participants, trust_root
from keys.errors import (
    KeysError,
    NoteUnverifiedError,
    TrustProposalError,
    TrustProposalOutdatedError,
    TrustProposalPublishedError,
    TrustSignedError,
    TrustSignerError,
    TrustUnsignedError,
)
from keys.jwk import Signer
from keys.note import Note, NoteSignature
from keys.note_key import VerifierKey
from keys.public_key import PublicKey
from keys.trust_folder import Published
from keys.trust_participants import Participants
from keys.trust_root import Role, Root

KINDS = (trust_root.KIND, trust_participants.KIND)
BEFORE = "before"
_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a folder proposes; `signed` are the signature lines found for each text, unchecked."""

    texts: Mapping[str, bytes]
    signed: Mapping[str, tuple[NoteSignature, ...]]
    before: Published | None

    @property
    def root(self) -> Root:
        """The root that will be in force."""
        return trust_root.parse(self.text(trust_root.KIND))

    @property
    def participants(self) -> Participants:
        """The participants that will be in force."""
        return trust_participants.parse(self.text(trust_participants.KIND))

    def text(self, kind: str) -> bytes:
        """Return the text that will be in force: of the proposal, or as it was before.

        Raises:
            TrustProposalError: there is none.
        """
        if kind in self.texts:
            return self.texts[kind]
        if self.before is None:
            raise TrustProposalError(file=f"{kind}.json")
        return trust_chain.text_of(self.before.documents[kind], kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A threshold that a text has to reach: whose keys, and who of them has signed. `old` is the council before."""

    kind: str
    role: Role
    old: bool
    names: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether the threshold is reached."""
        return len(self.names) >= self.role.threshold


def write(folder: Path, texts: Mapping[str, bytes], before: Published | None) -> None:
    """Write a new proposal.

    Raises:
        OSError: there is something of that name, or it cannot be written.
    """
    folder.mkdir(parents=True)
    for kind, text in texts.items():
        write_new(folder / f"{kind}.json", text)
    if before is not None:
        trust_folder.write(folder / BEFORE, before)


def read(folder: Path) -> Proposal:
    """Read a proposal; its texts have the right form.

    Raises:
        OSError: the folder cannot be read.
        TrustProposalError: a file of it is not what it should be.
        TrustListError: a text is malformed.
    """
    texts = {kind: _read(folder / f"{kind}.json") for kind in KINDS if (folder / f"{kind}.json").exists()}
    before = trust_folder.read(folder / BEFORE) if (folder / BEFORE).exists() else None
    if not texts or (before is None and len(texts) != len(KINDS)):
        raise TrustProposalError(file=f"{trust_root.KIND}.json")
    signed = {kind: tuple(_signatures(folder, kind, text)) for kind, text in texts.items()}
    proposal = Proposal(texts=texts, signed=signed, before=before)
    _check_start(proposal)
    return proposal


def needs(proposal: Proposal) -> list[Need]:
    """Return the thresholds that the texts have to reach, in the order of signing.

    Raises:
        TrustProposalError: a signature by one of the keys is wrong.
    """
    return [
        Need(kind=kind, role=role, old=old, names=_names(proposal, kind, role)) for kind, role, old in _roles(proposal)
    ]


def file_names(proposal: Proposal, key: PublicKey) -> dict[str, VerifierKey]:
    """Return the names of the files that a holder would add: one for each name that the key has in a role.

    Raises:
        TrustSignerError: the key has none.
    """
    names = {}
    for kind, role, _ in _roles(proposal):
        for verifier in role.keys:
            if verifier.public_key.x == key.x:
                slug = _SLUG.sub("-", verifier.name.lower()).strip("-")
                names[f"{kind}.{slug}-{verifier.key_hash.hex()}.note"] = verifier
    if not names:
        raise TrustSignerError(kid=key.thumbprint)
    return names


def check_signed(proposal: Proposal) -> None:
    """Return if every threshold is reached.

    Raises:
        TrustUnsignedError: one is not; it says how many are missing, and who has not signed.
        TrustProposalError: a signature is wrong.
    """
    for need in needs(proposal):
        if not need.enough:
            missing = need.role.threshold - len(need.names)
            others = ", ".join(key.name for key in need.role.keys if key.name not in need.names)
            raise TrustUnsignedError(document=need.kind, missing=missing, names=others)


def check_start(proposal: Proposal, current: Published | None) -> None:
    """Return if the published list is the one that the proposal starts from; where there is none, anything may come.

    Raises:
        TrustProposalPublishedError: it is what the proposal makes.
        TrustProposalOutdatedError: it is another.
    """
    if current is None:
        return
    there = _newest(current)
    if there == [trust_chain.digest_of_text(proposal.text(kind)) for kind in KINDS]:
        raise TrustProposalPublishedError
    if proposal.before is None or there != _newest(proposal.before):
        raise TrustProposalOutdatedError


def add(folder: Path, proposal: Proposal, key: Signer) -> list[Path]:
    """Add the signatures of a holder to the folder; return the files that are new.

    Raises:
        TrustSignerError: the key signs nothing here.
        TrustSignedError: it has signed already.
        OSError: a file cannot be written.
    """
    made = {folder / name: content for name, content in sign(proposal, key).items() if not (folder / name).exists()}
    if not made:
        raise TrustSignedError(kid=key.public.thumbprint)
    for path, content in made.items():
        write_new(path, content)
    return list(made)


def sign(proposal: Proposal, key: Signer) -> dict[str, bytes]:
    """Return the files that a holder adds, by file name.

    Raises:
        TrustSignerError: the key signs nothing here.
    """
    return {
        name: note.sign(proposal.texts[name.partition(".")[0]], verifier.name, key)
        for name, verifier in file_names(proposal, key.public).items()
    }


def assemble(proposal: Proposal) -> Published:
    """Return the folder as it will be published, every text with its signatures; whether they suffice is not asked."""
    root, participants = (_assemble(proposal, kind) for kind in KINDS)
    roots = proposal.before.roots if proposal.before else ()
    if trust_root.KIND in proposal.texts:
        roots = (*roots, root)
    return Published(roots=roots, participants=participants, status=None)


def write_new(path: Path, content: bytes) -> None:
    """Write a file that everybody may read and that was not there before.

    Raises:
        OSError: it was, or cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, trust_folder.MODE)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, trust_folder.MODE)
        file.write(content)
        file.flush()
        os.fsync(descriptor)


def _check_start(proposal: Proposal) -> None:
    """Check that the texts are of one hub, and that what they say to follow is what lies beside them.

    Raises:
        TrustProposalError: they are not, or it is not.
        TrustListError: what lies beside them is no list that holds.
    """
    if proposal.root.hub != proposal.participants.hub:
        raise TrustProposalError(file=f"{trust_participants.KIND}.json")
    if proposal.before is None:
        return
    trust_offline.read(proposal.before, trust_chain.digest(proposal.before.roots[0]))
    if trust_root.KIND in proposal.texts and proposal.root.previous != trust_chain.digest(proposal.before.roots[-1]):
        raise TrustProposalError(file=f"{trust_root.KIND}.json")


def _roles(proposal: Proposal) -> Iterator[tuple[str, Role, bool]]:
    if trust_root.KIND in proposal.texts:
        if proposal.before is not None:
            before = trust_root.parse(trust_chain.text_of(proposal.before.roots[-1], trust_root.KIND))
            yield trust_root.KIND, before.council, True
        yield trust_root.KIND, proposal.root.council, False
    if trust_participants.KIND in proposal.texts:
        yield trust_participants.KIND, proposal.root.participants, False


def _names(proposal: Proposal, kind: str, role: Role) -> tuple[str, ...]:
    """Return who of the role has signed the text, each key once."""
    if not proposal.signed[kind]:
        return ()
    raw = note.format(Note(text=proposal.texts[kind], signatures=proposal.signed[kind]))
    try:
        signers = {found.key.public_key.x: found.key.name for found in note.open(raw, role.keys).signatures}
    except NoteUnverifiedError:
        return ()
    except KeysError:
        raise TrustProposalError(file=f"{kind}.*.note") from None
    return tuple(signers.values())


def _newest(published: Published) -> list[str]:
    return [trust_chain.digest(published.documents[kind]) for kind in KINDS]


def _assemble(proposal: Proposal, kind: str) -> bytes:
    if kind not in proposal.texts and proposal.before is not None:
        return proposal.before.documents[kind]
    return note.format(Note(text=proposal.texts[kind], signatures=proposal.signed[kind]))


def _signatures(folder: Path, kind: str, text: bytes) -> Iterator[NoteSignature]:
    seen = set()
    for path in sorted(folder.glob(f"{kind}.*.note")):
        try:
            found = note.parse(_read(path))
        except KeysError:
            raise TrustProposalError(file=path.name) from None
        if found.text != text:
            raise TrustProposalError(file=path.name)
        for signature in found.signatures:
            if signature not in seen:
                seen.add(signature)
                yield signature


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(note.MAX_NOTE + 1)
