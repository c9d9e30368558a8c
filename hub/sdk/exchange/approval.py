"""Approval at the gateway: a contact person at the member's site agrees to what the gateway is about to sign.

    approvals/<id>.payload        what waits, byte for byte, written by the gateway
    approvals/<id>.approval       the person's statement (hub keys approve … --output), put there by the person
    approvals/<id>.refused        any file of this name: the person says no, and the source is told
    approvals/<id>.not-approved   why an approval does not hold; another may be put there

An approval holds if it is of exactly these bytes, not older than 24 hours, and by a key that this participant has
delegated for such a record. It is logged at the hub before the gateway signs, so that it can be proven later.
"""

import contextlib
import os
from datetime import datetime, timedelta
from pathlib import Path

from hub.client.errors import RefusedError
from hub.core import approval as approvals
from hub.core import delegation as delegations
from hub.core import envelope as envelopes
from hub.core.delegation import Delegations
from hub.core.errors import HubError
from hub.sdk.books.outbox import Declined, Outbox
from hub.sdk.books.waiting_room import Held, WaitingRoom
from hub.sdk.ports import Problem
from hub.sdk.sealing.seal import REVIEW
from hub.sdk.site import Site
from keys import approval
from keys.errors import (
    ApprovalExpiredError,
    ApprovalMissingError,
    ApprovalNotValidError,
    KeysError,
    StatementHubError,
    StatementTimeError,
)
from keys.statement import LIMIT
from keys.trustlist import TrustList

AHEAD = timedelta(seconds=120)
PATIENCE = timedelta(days=29)  # the hub takes no record that was made more than 30 days ago
PAYLOAD, APPROVAL, REFUSED, WHY = ".payload", ".approval", ".refused", ".not-approved"


def check(token: bytes, held: Held, delegated: Delegations, trust: TrustList, now: datetime) -> None:
    """Check that an approval lets this payload be signed now.

    Raises:
        KeysError, HubError: it does not; the code says why.
    """
    unread, said = approval.read(token)
    if said.hub != trust.hub:
        raise StatementHubError
    if said.payload_sha256 != approval.digest(held.payload):
        raise ApprovalMissingError
    if said.expires_at <= now:
        raise ApprovalExpiredError
    if said.at > now + AHEAD:
        raise StatementTimeError
    envelope = envelopes.parse(held.payload, held.payload)
    granted = delegations.find(unread.kid, delegated, trust, now)
    approvals.require_own(said, granted)
    delegations.require_scope(granted, envelope.type, envelope.purpose)
    if (said.participant, said.type) != (envelope.sender, envelope.type):
        raise ApprovalNotValidError
    unread.verify(granted.delegation.public)


class ApprovalDesk:
    """Lays out what waits, and takes what persons say about it."""

    def __init__(self, site: Site, room: WaitingRoom, outbox: Outbox, folder: Path) -> None:
        self._site = site
        self._room = room
        self._outbox = outbox
        self._folder = folder
        self._do = site.disk.do

    async def step(self) -> bool:
        """Take every approval and refusal that has come; returns whether something left the waiting room.

        Raises:
            TryLaterError, ClientError: the hub or the trust list cannot be used now; what waits, waits.
            StopError: the hub's log is not one.
        """
        held = await self._do(self._room.held)
        await self._do(self._lay_out, [each for each, _ in held])
        left = [await self._look(each, since) for each, since in held]
        return any(left)

    async def _look(self, held: Held, since: datetime) -> bool:
        if await self._do(self._path(held, REFUSED).exists):
            return await self._decline(held, _REFUSED)
        if self._site.clock.now() - since > PATIENCE:
            return await self._decline(held, _TOO_OLD)
        token = await self._do(self._take, held)
        return token is not None and await self._judge(held, token)

    async def _judge(self, held: Held, token: bytes) -> bool:
        trust = self._site.trust.current()
        self._site.trust.check_own_key(self._site.kid, self._site.participant)
        await self._site.statements.renew(trust.log_verifier)
        delegated = delegations.gather(self._site.statements.delegations, trust)
        try:
            check(token, held, delegated, trust, self._site.clock.now())
            if await self._do(self._site.sealer.blocks, held):
                return await self._decline(held, REVIEW)
            await self._site.client.submit_statement(token)
        except (KeysError, HubError) as error:
            await self._do(self._explain, held, f"[{error.code}]\n{error.text('ru')}\n{error.text('en')}\n")
        except RefusedError as error:
            await self._do(self._explain, held, f"[{error.problem.code}]\n{error.problem.detail}\n")
        else:
            signed = self._site.sealer.sign_held(held)
            await self._do(self._outbox.settle_held, held.message_id, signed, self._site.clock.now())
            await self._do(self._clear, held)
            return True
        return False

    async def _decline(self, held: Held, problem: Problem) -> bool:
        declined = Declined(
            message_id=held.message_id, recipients=held.recipients, origin=held.origin, problems=[problem]
        )
        await self._do(self._outbox.settle_held, held.message_id, declined, self._site.clock.now())
        await self._do(self._clear, held)
        return True

    def _path(self, held: Held, ending: str) -> Path:
        return self._folder / f"{held.message_id}{ending}"

    def _lay_out(self, waiting: list[Held]) -> None:
        """Write the payloads that wait, each whole or not at all; they hold records in clear, for the owner alone."""
        if waiting:
            self._folder.mkdir(mode=0o700, exist_ok=True)
        for held in waiting:
            path = self._path(held, PAYLOAD)
            if not path.exists():
                _write(path, held.payload)

    def _take(self, held: Held) -> bytes | None:
        """Return the approval that was put there; one that is too long is cut, and will not hold."""
        try:
            with self._path(held, APPROVAL).open("rb") as file:
                return file.read(LIMIT + 2).strip()
        except FileNotFoundError:
            return None

    def _explain(self, held: Held, why: str) -> None:
        _write(self._path(held, WHY), why.encode())
        self._path(held, APPROVAL).unlink(missing_ok=True)

    def _clear(self, held: Held) -> None:
        for ending in (PAYLOAD, APPROVAL, REFUSED, WHY):
            self._path(held, ending).unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.new")
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    temporary.replace(path)


_REFUSED = Problem(
    code="approval-refused",
    pointer="",
    ru="Контактное лицо отказалось одобрить запись. Исправьте её в своей системе или отзовите.",
    en="A contact person refused to approve the record. Mend it in your own system, or withdraw it.",
)
_TOO_OLD = Problem(
    code="approval-too-late",
    pointer="",
    ru="Запись 29 дней ждала одобрения и не подписана. Передайте её заново, если она ещё нужна.",
    en="The record waited 29 days for an approval and was not signed. Hand it over anew if it is still needed.",
)
