"""Results of conformance runs, signed as the kit signs them, and a version of an agreement that waits for a party.

Tajikistan's run failed, Kazakhstan's passed; Tajikistan has consented to the version, Kazakhstan not yet.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hub.conform import protocol
from hub.conform.kit import read_kit
from hub.conform.protocol import PROTOCOL, SIGNATURE, Protocol, Result
from hub.conform.scenario import Said, read_packs
from hub.core import instant
from hub.core.console.account import Account, AccountStatus, Role
from hub.workflows.adoption.keep_conformance import Given, keep_conformance
from hub.workflows.agreements.propose_agreement import propose_agreement
from keys.signer import Signer
from tests.integration.agreements import approve, read
from tests.integration.hubs import Hub

KIT = read_kit()
NOT_HELD = Said(ru="Без квитанции осталось сообщений: 1 из 25.", en="Messages without a receipt: 1 of 25.")


def made_run(participant: str, end: datetime, failed: Mapping[str, Said] | None = None, **changes: Any) -> Protocol:
    """Return a protocol of the whole kit, in which these scenarios did not hold."""
    packs = read_packs()
    results = [
        Result(
            pack=pack.name,
            name=each.name,
            title=each.title,
            sent=each.sent,
            expected=each.expected,
            asks=each.asks,
            seconds=1.5,
            found=(failed or {}).get(f"{pack.name}/{each.name}"),
        )
        for pack in packs
        for each in pack.scenarios
    ]
    whole = Protocol(
        subject="gateway",
        about="adapters.tj_files",
        participant=participant,
        version=KIT.version,
        started_at=instant.format(end - timedelta(minutes=5), seconds=True),
        ended_at=instant.format(end, seconds=True),
        titles={pack.name: pack.title for pack in packs},
        results=results,
        record_type=("entry-ban", "1.0"),
    )
    return replace(whole, **changes)


def signed(made: Protocol, key: Signer) -> Given:
    """Return both files of a protocol, as the kit writes them."""
    with TemporaryDirectory() as folder:
        protocol.write(Path(folder), made, key)
        return Given(content=(Path(folder) / PROTOCOL).read_bytes(), signature=(Path(folder) / SIGNATURE).read_bytes())


def proposed() -> dict[str, Any]:
    """Return the version of an agreement that waits for a party."""
    return {**read("kz-tj-readmission"), "version": 2, "valid_until": "2031-12-31"}


def integrator(participant: str, role: Role = Role.INTEGRATOR) -> Account:
    """Return somebody of a participant who hands results in, or has another role."""
    return Account(
        id="019a0000-0000-7000-8000-0000000000c0",
        login="seed.person",
        participant=participant,
        name="Проба Интеграторова",
        roles=frozenset({role}),
        lang="ru",
        zone="UTC",
        status=AccountStatus.ACTIVE,
    )


async def seed_adoption(hub: Hub) -> None:
    """Hand in a failed result of Tajikistan, and two of Kazakhstan of which the newer passed; propose a version."""
    now = hub.exchange.clock.now()
    runs = (
        made_run("tj-mvd", now - timedelta(days=3), {"valid/several": NOT_HELD}),
        made_run("kz-mvd", now - timedelta(days=2)),
        made_run("kz-mvd", now - timedelta(days=40), {"valid/one": NOT_HELD}),
    )
    for run in runs:
        given = signed(run, hub.trust.keys[run.participant])
        await keep_conformance(hub.exchange, integrator(run.participant), KIT, given)
    await propose_agreement(hub.exchange, integrator("cis-ec", Role.SECRETARIAT_OFFICER), proposed())
    await approve(hub, proposed(), ["tj-mvd"])
