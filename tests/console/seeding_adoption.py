"""Results of conformance runs, signed as the kit signs them: Tajikistan's failed first, Kazakhstan passed."""

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
from keys.signer import Signer
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


def integrator(participant: str) -> Account:
    """Return somebody of a participant who hands results in."""
    return Account(
        id="019a0000-0000-7000-8000-0000000000c0",
        login="seed.integrator",
        participant=participant,
        name="Проба Интеграторова",
        roles=frozenset({Role.INTEGRATOR}),
        lang="ru",
        zone="UTC",
        status=AccountStatus.ACTIVE,
    )


async def seed_adoption(hub: Hub) -> None:
    """Hand in a failed result of Tajikistan, and two of Kazakhstan that passed, the older one later."""
    now = hub.exchange.clock.now()
    runs = (
        made_run("tj-mvd", now - timedelta(days=3), {"valid/several": NOT_HELD}),
        made_run("kz-mvd", now - timedelta(days=2)),
        made_run("kz-mvd", now - timedelta(days=40), {"valid/one": NOT_HELD}),
    )
    for run in runs:
        given = signed(run, hub.trust.keys[run.participant])
        await keep_conformance(hub.exchange, integrator(run.participant), KIT, given)
