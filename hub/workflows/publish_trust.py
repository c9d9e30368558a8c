"""Publish documents of the trust list: verified against those in use, logged, then in force for every process.

What comes into force together is logged as one act. The status alone is renewed many times a day by the hub's online
key and only vouches for the two others; that is not logged (see `renew_status`).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from hub.core import merkle
from hub.core.errors import ConflictError
from hub.settings import SettingsError
from hub.store import log, register
from hub.store.connection import Connection
from hub.workflows.arrange_group import Act, Entry
from hub.workflows.commit_group import GroupCommitter
from hub.workflows.exchange import Exchange
from hub.workflows.read_trust import refresh_judgement
from keys import trustlist
from keys.trustlist import TrustList

FILES = {"root": "root.note", "participants": "participants.note", "status": "status.note"}


def read_documents(folder: Path) -> dict[str, bytes]:
    """Read the three signed notes of a folder.

    Raises:
        SettingsError: one cannot be read.
    """
    documents = {}
    for kind, name in FILES.items():
        try:
            documents[kind] = (folder / name).read_bytes()
        except OSError:
            raise SettingsError(
                "trust-file-unreadable",
                f"Файл списка доверия {folder / name} не читается. Проверьте HUB_TRUST_DIR.",
                f"The trust list's file {folder / name} cannot be read. Check HUB_TRUST_DIR.",
            ) from None
    return documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Signed notes that come into force together, by kind, with their versions."""

    documents: Mapping[str, tuple[int, bytes]]

    async def keep(self, conn: Connection, index: int) -> None:
        """Write them, stated by the leaf at `index`, and let no verdict from before count."""
        for kind, (version, body) in self.documents.items():
            await register.publish_trust_document(conn, kind, version, index, body)
        await register.raise_trust_epoch(conn)


async def seed_trust(
    conn: Connection, documents: Mapping[str, bytes], *, anchor: str, now: datetime, empty_note: bytes
) -> None:
    """Keep the first documents of a new hub, and begin its log. Does nothing on a hub that has them.

    Raises:
        TrustListError: the documents do not hold from the anchor.
    """
    if await register.read_trust_documents(conn):
        return
    trust = trustlist.load(**documents, anchor=anchor, now=now)
    await log.begin(conn, merkle.EMPTY_ROOT, empty_note)
    for kind, version in versions_of(trust).items():
        await register.write_trust_document(conn, kind, version, documents[kind])


def versions_of(trust: TrustList) -> dict[str, int]:
    """Return the version of each document."""
    root, participants, status = trust.version
    return {"root": root, "participants": participants, "status": status}


async def publish_trust(exchange: Exchange, committer: GroupCommitter, documents: Mapping[str, bytes]) -> list[str]:
    """Verify newer documents, log the change as one act and take it into use; return the kinds it published.

    Raises:
        TrustListError: a document is older than the one in use, or does not hold.
    """
    current = exchange.judgement.trust
    changed_root = trustlist.digest(documents["root"]) != current.digests["root"]
    trust = trustlist.update(
        current,
        roots=[documents["root"]] if changed_root else [],
        participants=documents["participants"],
        status=documents["status"],
        now=exchange.clock.now(),
    )
    before, after = versions_of(current), versions_of(trust)
    newer = {kind: (version, documents[kind]) for kind, version in after.items() if version > before[kind]}
    if newer:
        digest = sha256("".join(trust.digests[kind] for kind in sorted(newer)).encode("ascii")).hexdigest()
        subject = ",".join(f"{kind}/{version}" for kind, (version, _) in sorted(newer.items()))
        act = Act(name="trust-list", subject=subject, sha256=digest, salt=secrets.token_hex(16))
        try:
            await committer.append(Entry(act=act, apply=Change(documents=newer).keep))
        except ConflictError:  # another process was first
            newer = {}
        await refresh_judgement(exchange)
    return sorted(newer)


async def publish_newer(exchange: Exchange, committer: GroupCommitter, folder: Path) -> list[str]:
    """Publish what a folder holds, if its root or participants are newer than those in use.

    Raises:
        SettingsError: a file cannot be read.
        TrustListError: as `publish_trust`.
    """
    documents = read_documents(folder)
    digests = exchange.judgement.trust.digests
    if all(trustlist.digest(documents[kind]) == digests[kind] for kind in ("root", "participants")):
        return []
    return await publish_trust(exchange, committer, documents)
