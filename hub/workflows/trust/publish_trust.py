"""Publish documents of the trust list: verified against those in use, logged, then in force for every process.

What comes into force together is logged as one act. The status alone is renewed many times a day by the hub's online
key and only vouches for the two others; that is not logged (see `renew_status`).

A ceremony has no status key and does not know the hub's trust epoch. So a process with that key signs the status for
what it finds in the folder itself; without the key, the folder must hold one that fits.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from hub.core import merkle
from hub.core.errors import ConflictError
from hub.settings import SettingsError
from hub.store import log, register
from hub.store.connection import Connection
from hub.store.register import TrustDocument
from hub.workflows.exchange import Exchange
from hub.workflows.log.arrange_group import Act, Entry
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.trust.read_trust import refresh_judgement, roots_from
from keys import trust_chain, trust_folder, trust_root, trustlist
from keys.jwk import Signer
from keys.trust_folder import Published
from keys.trust_root import Root
from keys.trust_writing import sign_status
from keys.trustlist import TrustList


def read_folder(folder: Path) -> Published:
    """Read the signed notes of a folder.

    Raises:
        SettingsError: one cannot be read.
        TrustListError: a root is no signed note.
    """
    try:
        return trust_folder.read(folder)
    except OSError as error:
        raise SettingsError(
            "trust-file-unreadable",
            f"Файл списка доверия {error.filename} не читается. Проверьте HUB_TRUST_DIR.",
            f"The trust list's file {error.filename} cannot be read. Check HUB_TRUST_DIR.",
        ) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Signed notes that come into force together, sorted by kind and version."""

    documents: Sequence[TrustDocument]

    def act(self) -> Act:
        """Return the act that states them."""
        digests = "".join(trustlist.digest(each.body) for each in self.documents)
        return Act(
            name="trust-list",
            subject=",".join(f"{each.kind}/{each.version}" for each in self.documents),
            sha256=sha256(digests.encode("ascii")).hexdigest(),
            salt=secrets.token_hex(16),
        )

    async def keep(self, conn: Connection, index: int) -> None:
        """Write them, stated by the leaf at `index`, and let no verdict from before count."""
        for document in self.documents:
            await register.publish_trust_document(conn, document, index)
        await register.raise_trust_epoch(conn)


async def seed_trust(
    conn: Connection, published: Published, *, anchor: str, now: datetime, empty_note: bytes, status_key: Signer | None
) -> None:
    """Keep the first documents of a new hub, and begin its log. Does nothing on a hub that has them.

    Raises:
        TrustListError: the documents do not hold from the anchor.
    """
    if await register.read_trust_documents(conn):
        return
    status = published.status or b""
    if status_key is not None:
        documents = published.documents
        status = sign_status(documents, key=status_key, version=1, now=now, trust_epoch=1)
    trust = trustlist.load(
        root=roots_from(anchor, published.roots),
        participants=published.participants,
        status=status,
        anchor=anchor,
        now=now,
    )
    await log.begin(conn, merkle.EMPTY_ROOT, empty_note)
    for document in (*_documents(trust, ("participants", "status")), *_root_documents(published.roots)):
        await register.write_trust_document(conn, document)


def newest_root(published: Published) -> Root:
    """Return the newest root of a folder, which nobody has checked.

    Raises:
        TrustListError: it is none.
    """
    return trust_root.parse(trust_chain.text_of(published.roots[-1], trust_root.KIND))


def _numbered(roots: Sequence[bytes]) -> list[tuple[int, bytes]]:
    return [(trust_root.parse(trust_chain.text_of(root, trust_root.KIND)).version, root) for root in roots]


def _root_documents(roots: Sequence[bytes]) -> list[TrustDocument]:
    return [
        TrustDocument(kind=trustlist.ROOT, root=version, version=version, body=root)
        for version, root in _numbered(roots)
    ]


def _documents(trust: TrustList, kinds: Iterable[str]) -> list[TrustDocument]:
    """Return documents of a list as they are published under its root."""
    versions = versions_of(trust)
    return [
        TrustDocument(kind=kind, root=trust.root.version, version=versions[kind], body=trust.documents[kind])
        for kind in kinds
    ]


def versions_of(trust: TrustList) -> dict[str, int]:
    """Return the version of each document."""
    root, participants, status = trust.version
    return {"root": root, "participants": participants, "status": status}


async def publish_trust(
    exchange: Exchange, committer: GroupCommitter, documents: Mapping[str, bytes], roots: Sequence[bytes] = ()
) -> list[str]:
    """Verify newer documents, log the change as one act and take it into use; return the kinds it published.

    `roots` are the successors of the root in force, in order, where they are more than the one in `documents`.

    Raises:
        TrustListError: a document is older than the one in use, or does not hold.
    """
    current = exchange.judgement.trust
    changed_root = trustlist.digest(documents["root"]) != current.digests["root"]
    successors = list(roots) or ([documents["root"]] if changed_root else [])
    trust = trustlist.update(
        current,
        roots=successors,
        participants=documents["participants"],
        status=documents["status"],
        now=exchange.clock.now(),
    )
    newer = [kind for kind in sorted(trust.digests) if trust.digests[kind] != current.digests[kind]]
    if newer:
        kept = [*_documents(trust, (kind for kind in newer if kind != trustlist.ROOT)), *_root_documents(successors)]
        change = Change(documents=sorted(kept, key=lambda each: (each.kind, each.version)))
        try:
            await committer.append(Entry(act=change.act(), apply=change.keep))
        except ConflictError:  # another process was first
            newer = []
        await refresh_judgement(exchange)
    return newer


async def publish_newer(
    exchange: Exchange, committer: GroupCommitter, folder: Path, status_key: Signer | None = None
) -> list[str]:
    """Publish what a folder holds, if its root or participants are newer than those in use.

    Raises:
        SettingsError: a file cannot be read, or the log's key changes, which needs a restart.
        TrustListError: as `publish_trust`.
    """
    published = read_folder(folder)
    judgement, documents = exchange.judgement, published.documents
    current = judgement.trust
    if all(trustlist.digest(documents[kind]) == current.digests[kind] for kind in ("root", "participants")):
        return []
    if status_key is not None:
        again = trust_chain.lost_keys(current.root.status, newest_root(published).status)  # both may start again
        documents["status"] = sign_status(
            documents,
            key=status_key,
            version=1 if again else current.status.version + 1,
            now=exchange.clock.now(),
            trust_epoch=judgement.epoch if again else max(judgement.epoch, current.trust_epoch),
        )
    if newest_root(published).log.public_key.x != exchange.log_key.public.x:
        raise SettingsError(
            "log-key-changes",
            "Новый корень называет другой ключ журнала. Задайте его в HUB_LOG_KEY_FILE и перезапустите процессы узла.",
            "The new root names another log key. Put it into HUB_LOG_KEY_FILE and restart all processes of the hub.",
        )
    roots = [root for version, root in _numbered(published.roots) if version > current.root.version]
    return await publish_trust(exchange, committer, documents, roots)
