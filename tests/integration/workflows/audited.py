"""A filled hub for audits: messages of all kinds, receipts, cases, changed agreements and trust list, cosignatures."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hub.core.receipt import Receipt
from hub.store import log
from hub.store.connection import Connection
from hub.workflows.at_rest.erasure_journal import ErasureJournal
from hub.workflows.audit.erased import places_of
from hub.workflows.audit.whole import Ground, Report, audit_log
from hub.workflows.data_protection.log_access import Access, log_access
from hub.workflows.log.witness_collecting import take_cosignatures
from hub.workflows.log.witness_naming import Naming
from hub.workflows.submission.submit import Answer
from keys import note, strict_json
from tests.integration import suspensions
from tests.integration.agreements import agree
from tests.integration.contact_persons import approve, delegate, request_by, withdraw
from tests.integration.hubs import Hub
from tests.integration.trust_changes import documents, publish
from tests.support.hub import now

BANS = 170


async def fill(hub: Hub) -> None:
    """Fill a hub so that every table has something, and the log two full tiles and a part."""
    bans = await _submit(hub, *(hub.ban(to=["tj-mvd", "kz-mvd"] if at % 3 else ["kg-migration"]) for at in range(20)))
    await _submit(hub, hub.ban(1, record={"revision": 2, "status": "suspended"}))
    await _hear(hub, bans)
    await _argue(hub)
    await _change(hub)
    await _state(hub)
    await _look(hub)
    await _submit(hub, *(hub.ban() for _ in range(BANS)))
    await witness(hub, "ru-guvm", "tj-molme")
    await _submit(hub, *(hub.ban() for _ in range(30)))
    await witness(hub, "tj-mvd", "kz-mvd", "by-mvd", "cis-ec")
    await _submit(hub, hub.ban(), hub.ban())
    await settle(hub)


async def _submit(hub: Hub, *tokens: bytes) -> list[Receipt]:
    answers = await hub.submit_all(tokens)
    assert all(isinstance(each, Answer) for each in answers), answers
    return [each.receipt for each in answers if isinstance(each, Answer)]


async def _hear(hub: Hub, bans: list[Receipt]) -> None:
    for at, status in enumerate(("delivered", "processed", "rejected")):
        reason = {"reason": {"code": "no-match", "ru": "Нет.", "en": "No."}} if status == "rejected" else {}
        chosen = [each for place, each in enumerate(bans) if place % 3 and place % 4 == at]
        await _submit(hub, hub.said("tj-mvd", status, *chosen, **reason))
        await _submit(hub, hub.said("kz-mvd", status, *chosen[:2], **reason))
    first = [each for place, each in enumerate(bans) if place % 3 and place % 4 == 0]
    await _submit(hub, hub.said("tj-mvd", "processed", *first[:2]))


async def _look(hub: Hub) -> None:
    for case in range(2):
        said = Access(participant="tj-mvd", question="screening", purpose="entry-control", case=f"T-{case}", facts={})
        await log_access(hub.exchange, hub.process.committer, said)


async def _argue(hub: Hub) -> None:
    for case in range(6):
        (asked,) = await _submit(hub, hub.request(f"KZ-{case}"))
        if case % 2:
            asked_id = strict_json.loads(asked.leaf)
            assert isinstance(asked_id, dict)
            await _submit(hub, hub.reply(f"KZ-{case}", "accepted" if case % 3 else "refused", str(asked_id["id"])))


async def _change(hub: Hub) -> None:
    known = hub.exchange.judgement.register["kz-tj-readmission"]
    async with hub.exchange.pool.acquire() as conn:
        rows = await conn.fetch("SELECT body FROM agreement WHERE id = $1 ORDER BY version DESC", known.id)
    document: Any = strict_json.loads(rows[0]["body"])
    changed = {**document, "version": known.version + 1}
    await agree(hub, {**changed, "signed_on": document["signed_on"] or document["valid_from"]}, ("kz-mvd", "tj-mvd"))
    listed = list(hub.exchange.judgement.trust.participants.values())
    await publish(hub, documents(hub, [replace(each) for each in listed]))


async def _state(hub: Hub) -> None:
    """Log statements about keys: contact persons', and a suspension of a key that signs nothing here afterwards."""
    await delegate(hub, "liaison")
    await delegate(hub, "approver")
    await _submit(hub, request_by(hub, "liaison", "TJ-1"))
    await approve(hub, "approver", request_by(hub, "liaison", "TJ-2"))
    await withdraw(hub, "liaison", at=now() + timedelta(seconds=1))
    await suspensions.accept(hub, suspensions.statement(hub, "kg-migration"))
    await suspensions.accept(hub, suspensions.statement(hub, "tm-sms", by=hub.trust.keys["tm-sms"]))


async def witness(hub: Hub, *names: str) -> None:
    """Name the log's end for witnessing and have it cosigned."""
    await settle(hub)
    await Naming(hub.exchange).step()
    async with hub.exchange.pool.acquire() as conn:
        _, signed = await log.read_release(conn)
    for name in names:
        await take_cosignatures(hub.exchange, cosigned(hub, signed, name))


def cosigned(hub: Hub, signed: bytes, name: str) -> bytes:
    """Return a note with a witness's cosignature."""
    return note.cosign(signed, f"{name}-witness", hub.trust.witnesses[name], now())


async def settle(hub: Hub) -> None:
    """Wait until all that is committed is released."""
    async with asyncio.timeout(10), hub.exchange.pool.acquire() as conn:
        while (await log.read_release(conn))[0] < hub.exchange.own.size:
            await asyncio.sleep(0.01)


def ground_of(hub: Hub, **changes: Any) -> Ground:
    """Return what an audit of this hub stands on."""
    exchange = hub.exchange
    given: dict[str, Any] = {"origin": exchange.origin, "anchor": exchange.anchor, "now": exchange.clock.now()}
    entries, _ = ErasureJournal(hub.process.keyring.source.folder).read()
    given["journal"] = places_of([(entry.key, entry.messages) for entry in entries])
    return Ground(**{**given, "vault": exchange.vault, "catalogue": exchange.catalogue, **changes})


async def audit(conn: Connection, hub: Hub, **changes: Any) -> Report:
    """Audit a hub's tables."""
    return await audit_log(conn, ground_of(hub, **changes))
