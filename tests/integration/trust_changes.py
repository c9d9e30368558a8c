"""Newer documents of a hub's trust list, as its officers publish them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from hub.workflows.trust.publish_trust import publish_trust
from keys.trustlist import KeyStatus, Participant
from tests.integration.hubs import Hub
from tests.support.hub import now


def documents(hub: Hub, listed: list[Participant]) -> Mapping[str, bytes]:
    """Return the next documents with these participants, signed by the officers and the status key."""
    authority, at = hub.trust.authority, now()
    current = hub.exchange.judgement.trust
    root = current.documents["root"]
    _, version, status_version = current.version
    participants = authority.participants(listed, now=at, version=version + 1)
    status = authority.status(root, participants, now=at, version=status_version + 1, trust_epoch=current.trust_epoch)
    return {"root": root, "participants": participants, "status": status}


def suspend(hub: Hub, name: str, status: KeyStatus = KeyStatus.SUSPENDED) -> Mapping[str, bytes]:
    """Return the documents with a participant's key taken out of force a moment ago."""
    listed = dict(hub.exchange.judgement.trust.participants)
    own = listed[name]
    taken = [replace(key, status=status, status_at=now() - timedelta(seconds=1), reason="test") for key in own.keys]
    listed[name] = replace(own, keys=tuple(taken))
    return documents(hub, list(listed.values()))


async def publish(hub: Hub, newer: Mapping[str, bytes]) -> list[str]:
    """Publish documents through this hub's process."""
    return await publish_trust(hub.exchange, hub.process.committer, newer)
