"""Publish documents of the trust list: verified against those in use, logged, then in force for every process.

Root and participants are logged as acts. A status is renewed many times a day by the hub's online key and only vouches
for the two others, so it is kept but not logged.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from hub.core import merkle
from hub.store import log, register
from hub.store.connection import Connection
from hub.workflows.arrange_group import Act, Entry
from hub.workflows.commit_group import GroupCommitter
from hub.workflows.exchange import Exchange
from hub.workflows.read_trust import refresh_judgement
from keys import trustlist


async def seed_trust(
    conn: Connection, documents: Mapping[str, bytes], *, anchor: str, now: datetime, empty_note: bytes
) -> None:
    """Keep the first documents of a new hub, and begin its log. Does nothing on a hub that has them.

    Raises:
        TrustListError: the documents do not hold from the anchor.
    """
    if await register.read_trust_documents(conn):
        return
    trust = trustlist.load(
        root=documents["root"],
        participants=documents["participants"],
        status=documents["status"],
        anchor=anchor,
        now=now,
    )
    await log.begin(conn, merkle.EMPTY_ROOT, empty_note)
    for kind, version in versions_of(trust).items():
        await register.write_trust_document(conn, kind, version, None, documents[kind])
    await register.write_trust_epoch(conn, trust.trust_epoch)


def versions_of(trust: trustlist.TrustList) -> dict[str, int]:
    """Return the version of each document."""
    root, participants, status = trust.version
    return {"root": root, "participants": participants, "status": status}


async def publish_trust(exchange: Exchange, committer: GroupCommitter, documents: Mapping[str, bytes]) -> list[str]:
    """Verify newer documents, log them and take them into use; return the kinds that were new.

    Raises:
        TrustListError: a document is older than the one in use, or does not hold.
    """
    now = exchange.clock.now()
    current = exchange.judgement.trust
    trust = trustlist.update(
        current,
        root=[documents["root"]],
        participants=documents["participants"],
        status=documents["status"],
        now=now,
    )
    before, after = versions_of(current), versions_of(trust)
    newer = [kind for kind in after if after[kind] > before[kind]]
    for kind in newer:
        await _publish(exchange, committer, kind, after[kind], documents[kind], trust.trust_epoch)
    if newer:
        await refresh_judgement(exchange)
    return newer


async def _publish(
    exchange: Exchange, committer: GroupCommitter, kind: str, version: int, document: bytes, epoch: int
) -> None:
    async def apply(conn: Connection, index: int | None) -> None:
        await register.write_trust_document(conn, kind, version, index, document)
        await register.write_trust_epoch(conn, epoch)

    if kind == "status":
        async with exchange.pool.acquire() as conn, conn.transaction():
            await log.lock(conn)
            await apply(conn, None)
        return
    act = Act(
        name=f"trust-{kind}",
        subject=f"{kind}/{version}",
        sha256=sha256(document).hexdigest(),
        salt=secrets.token_hex(16),
    )
    await committer.append(Entry(act=act, apply=apply))
