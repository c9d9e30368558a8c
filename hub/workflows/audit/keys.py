"""The audit's keys: the trust list in all its versions, verified from the anchor, and the keys of contact persons."""

import itertools
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from hub.core.audit import BadEntryError, require
from hub.store.audit import Document
from keys import delegation, trust_chain, trust_participants, trust_root, trust_status, trustlist
from keys.errors import KeysError
from keys.jwk import PublicKey
from keys.note import VerifierKey
from keys.trust_chain import SignedRoot
from keys.trust_participants import Participants
from keys.trust_root import Root


@dataclass(slots=True, kw_only=True)
class Keys:
    """Every key that the trust list has ever named: of the log, of witnesses, of participants by kid with the owner."""

    roots: Sequence[Root]
    log: tuple[VerifierKey, ...]
    witnesses: Mapping[str, frozenset[VerifierKey]]
    participants: dict[str, tuple[PublicKey, str]]
    officers: Mapping[str, PublicKey]
    lists: Sequence[Participants]
    persons: dict[str, tuple[PublicKey, str]] = field(default_factory=dict)

    def find(self, kid: str) -> tuple[PublicKey, str] | None:
        """Return a key of a participant or of its contact person, and whose it is."""
        return self.participants.get(kid) or self.persons.get(kid)

    def is_quorum(self, by: AbstractSet[bytes]) -> bool:
        """Say whether the witnesses with these keys were a quorum by any version of the trust list."""
        return any(
            len(counting & by) > len(counting) // 2
            for root in self.roots
            for counting in (_counting(content, root) for content in self.lists)
        )

    def add_person(self, token: bytes) -> None:
        """Take in the key of a delegation.

        Raises:
            KeysError: it is none.
        """
        _, granted = delegation.read(token)
        self.persons[granted.kid] = (granted.public, granted.participant)


def read_keys(documents: Sequence[Document], anchor: str, origin: str) -> Keys:
    """Verify every document of the trust list and return the keys in them.

    Raises:
        BadEntryError: one does not hold, or is missing.
    """
    for kind in (trustlist.ROOT, trustlist.PARTICIPANTS, trustlist.STATUS):
        _check_versions(kind, [each for each in documents if each.name == kind])
    roots = _follow([each for each in documents if each.name == trustlist.ROOT], anchor)
    listed = [_read_participants(each, roots, origin) for each in documents if each.name == trustlist.PARTICIPANTS]
    for each in documents:
        if each.name == trustlist.STATUS:
            _check_status(each, roots, documents)
        require(each.name in {"root", "participants", "status"}, f"trust-list {each.name}/{each.version}", "extra")
    return Keys(
        roots=roots,
        log=tuple(dict.fromkeys(root.log for root in reversed(roots))),
        witnesses=_witnesses(listed),
        lists=listed,
        participants={
            key.kid: (key.public, key.participant)
            for content in listed
            for participant in content.participants
            for key in participant.keys
        },
        officers={key.public_key.thumbprint: key.public_key for root in roots for key in root.participants.keys},
    )


def _check_versions(kind: str, kept: Sequence[Document]) -> None:
    require(kept, f"trust-list {kind}", "missing")
    for before, each in itertools.pairwise(kept):
        # signers may pass over versions, and under a new root start again; the hub renews the status step by step
        free = kind != trustlist.ROOT and (kind == trustlist.PARTICIPANTS or each.index is not None)
        require(free or each.version == before.version + 1, f"trust-list {kind}/{before.version + 1}", "missing")


def _follow(documents: Sequence[Document], anchor: str) -> list[Root]:
    """Return the roots from the anchor on, each signed by the one before."""
    digests = []
    for each in documents:
        try:
            digests.append(trustlist.digest(each.body))
        except KeysError:
            raise BadEntryError(f"trust-list root/{each.version}", "malformed") from None
    require(anchor in digests, f"trust-list root/{documents[0].version}", "digest-mismatch")
    trusted: SignedRoot | None = None
    roots = []
    for each in documents[digests.index(anchor) :]:
        where = f"trust-list root/{each.version}"
        try:
            trusted = (
                trust_chain.start([each.body], anchor)[0]
                if trusted is None
                else trust_chain.follow(trusted, [each.body])
            )
        except KeysError:
            raise BadEntryError(where, "unsigned") from None
        require(trusted.content.version == each.version, where, "column-mismatch")
        roots.append(trusted.content)
    return roots


def _read_participants(document: Document, roots: Sequence[Root], origin: str) -> Participants:
    where = f"trust-list {document.name}/{document.version}"
    text = _signed(document, [root.participants for root in _roots_of(document, roots)], where)
    try:
        content = trust_participants.parse(text)
    except KeysError:
        raise BadEntryError(where, "malformed") from None
    require(content.version == document.version, where, "column-mismatch")
    require(content.hub == origin, where, "foreign")
    return content


def _check_status(document: Document, roots: Sequence[Root], documents: Sequence[Document]) -> None:
    where = f"trust-list {document.name}/{document.version}"
    text = _signed(document, [root.status for root in _roots_of(document, roots)], where)
    try:
        content = trust_status.parse(text)
    except KeysError:
        raise BadEntryError(where, "malformed") from None
    require(content.version == document.version, where, "column-mismatch")
    require(document.root in (0, content.root.version), where, "column-mismatch")
    for kind, named in ((trustlist.ROOT, content.root), (trustlist.PARTICIPANTS, content.participants)):
        place = f"trust-list {kind}/{named.version}"
        found = {
            trustlist.digest(each.body) for each in documents if (each.name, each.version) == (kind, named.version)
        }
        require(found, place, "missing")
        require(named.sha256 in found, place, "digest-mismatch")


def _roots_of(document: Document, roots: Sequence[Root]) -> list[Root]:
    """Return the root that a document was published under; all of them where that is not known."""
    return [root for root in roots if document.root in (0, root.version)]


def _signed(document: Document, roles: Sequence[trust_root.Role], where: str) -> bytes:
    for role in reversed(roles):
        try:
            return trust_chain.check_signed(document.body, document.name, role)
        except KeysError:
            continue
    raise BadEntryError(where, "unsigned")


def _counting(content: Participants, root: Root) -> set[bytes]:
    """Return the keys of witnesses that count: not those of the state that the root excludes."""
    return {
        each.witness.public_key.x
        for each in content.participants
        if each.witness is not None and (each.state is None or each.state != root.excluded_state)
    }


def _witnesses(listed: Sequence[Participants]) -> Mapping[str, frozenset[VerifierKey]]:
    found: dict[str, set[VerifierKey]] = {}
    for content in listed:
        for participant in content.participants:
            if participant.witness is not None:
                found.setdefault(participant.id, set()).add(participant.witness)
    return {name: frozenset(keys) for name, keys in found.items()}
