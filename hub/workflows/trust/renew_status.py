"""Renew the trust list's status before it expires: the hub's online key vouches for the root and participants in force.

It can add no key and change no participant. It runs at start as well, so that a hub that was down for days comes back.
"""

from datetime import datetime, timedelta

from hub.store import log, register
from hub.store.connection import Pool
from hub.store.register import TrustDocument
from keys import trust_chain, trust_root, trust_status
from keys.jwk import Signer
from keys.trust_writing import sign_status

LIFETIME = timedelta(hours=24)


def is_due(expires_at: datetime, now: datetime) -> bool:
    """Say whether a status is past half of its life."""
    return expires_at - now <= LIFETIME / 2


async def is_named(pool: Pool, key: Signer) -> bool:
    """Say whether the root in force names this key for the status; a new one comes into force with its root."""
    async with pool.acquire() as conn:
        documents = await register.read_trust_documents(conn)
    root = trust_root.parse(trust_chain.text_of(documents["root"], trust_root.KIND))
    return key.public.x in {verifier.public_key.x for verifier in root.status.keys}


async def renew_status(pool: Pool, *, key: Signer, now: datetime) -> bool:
    """Sign and keep a new status if the kept one is past half of its life; say whether it was.

    Raises:
        TrustListError: the documents kept are not what was published.
        UnknownKeyError: the root does not name this key for the status.
    """
    async with pool.acquire() as conn:
        documents = await register.read_trust_documents(conn)
        status = trust_status.parse(trust_chain.text_of(documents["status"], trust_status.KIND))
        if not is_due(status.expires_at, now):
            return False
        epoch = await log.read_trust_epoch(conn)
        signed = sign_status(
            documents, key=key, version=status.version + 1, now=now, trust_epoch=max(epoch, status.trust_epoch)
        )
        kept = TrustDocument(kind="status", root=status.root.version, version=status.version + 1, body=signed)
        await register.write_trust_document(conn, kept)
        await register.tell_judgement(conn)
    return True
