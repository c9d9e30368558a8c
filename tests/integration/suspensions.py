"""Suspensions for tests: signed by an officer, or by any key."""

from datetime import datetime, timedelta

from hub.core.receipt import Receipt
from hub.workflows.trust.suspend_key import accept_suspension
from keys import suspension
from keys.jwk import PrivateKey
from keys.suspension import Reason
from tests.integration.hubs import Hub
from tests.support.hub import now


def statement(
    hub: Hub,
    participant: str = "ru-guvm",
    *,
    by: PrivateKey | None = None,
    kid: str | None = None,
    since: datetime | None = None,
    at: datetime | None = None,
    origin: str | None = None,
    reason: Reason = Reason.OTHER,
) -> bytes:
    """Return a statement that a participant's key is suspended, by its first officer unless another signs."""
    return suspension.sign(
        by or hub.trust.authority.officers["officer-1"],
        hub=origin or hub.trust.list.hub,
        participant=participant,
        kid=kid or hub.trust.keys[participant].kid,
        reason=reason,
        at=at or now() + timedelta(seconds=1),
        compromised_since=since,
    )


async def accept(hub: Hub, token: bytes) -> Receipt:
    """Have this hub's process accept a suspension."""
    return await accept_suspension(hub.exchange, hub.process.committer, token)
