"""The part in which everybody exchanges: eight members and the observer, each with its own adapter and system.

Each member's register decides some bans; every other register has to hold exactly these. Each sends a summary to the
secretariat, and the observer gets the Work Plan of the Council and nothing about persons.
"""

import asyncio
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hub.demo.exchange_parts import have_receipts_of_figures, read_inbox
from hub.demo.members import BANNING, MEMBERS, RUSSIAN, SECRETARIAT, TAJIK, Member, to_all, to_russia, to_secretariat
from hub.demo.national import NationalService, read_health
from hub.demo.theatre import KAZAKHSTAN, Theatre, start_member
from hub.demo.waiting import wait_until
from keys import strict_json
from schemas import files

BANS = 8
PATIENCE = 120.0
PLAN, OBSERVER = "work-plan", "tm-sms"
PERIOD = "2024"  # of the summaries
FOREIGN = "TKM"  # nationality of the persons banned: of no member here, so that no route narrows
COMPARED = (
    *("ban_id", "revision", "status", "issuer", "surname_latin", "given_latin", "birth_date", "sex", "citizenship"),
    *("document_number", "grounds", "start_on", "end_on", "decision_number", "decision_date"),
)
"""Members of the facts that every national system holds, whatever its language."""

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The bans of one member as its own register tells them, by number, and its receipts before them."""

    participant: str
    state: str
    bans: Mapping[str, Facts]
    receipts_before: int


async def exchange_everywhere(theatre: Theatre) -> None:
    """Let everybody publish, and compare everybody's lists."""
    theatre.report.title("everybody")
    await wait_until(lambda: have_receipts_of_figures(theatre), PATIENCE)  # or they are counted with those of the bans
    everybody = await _publish(theatre)
    await wait_until(lambda: _is_done(theatre, everybody), PATIENCE)
    held = {each.participant: await _read(theatre, each.participant, "held") for each in everybody}
    theatre.report.say(
        "по каждому: послано запретов; у кого списки равны; подписанных квитанций; принято чужих",
        "of each: bans sent; whose lists are equal; signed receipts; bans of others applied",
    )
    for each in everybody:
        _show(theatre, each, everybody, held)
    await _summarise(theatre)
    await _send_plan(theatre)


async def join(theatre: Theatre) -> None:
    """Start the other members' systems and gateways, all at once."""
    await asyncio.gather(*(_join(theatre, member) for member in MEMBERS))
    names = ", ".join(member.state for member in MEMBERS)
    theatre.report.say(f"системы и шлюзы запущены: {names}", f"systems and gateways run: {names}")


async def _join(theatre: Theatre, member: Member) -> None:
    routes = [*([to_all(member.participant)] if member.bans else []), to_secretariat()]
    if member.participant == KAZAKHSTAN:
        routes.append(to_russia())
    where = await start_member(theatre.processes, theatre.stage, member, url=theatre.url, routes=routes)
    theatre.nationals[member.participant] = NationalService(theatre.session, where["control"])


async def _publish(theatre: Theatre) -> Sequence[Published]:
    """Let every register decide some bans."""
    everybody = await asyncio.gather(*(_decide(theatre, member.participant, member.state) for member in BANNING))
    total = sum(len(each.bans) for each in everybody)
    theatre.report.add("records_submitted", total)
    theatre.report.say(
        f"{len(everybody)} учётов вынесли по {BANS} запретов для всех остальных: {total}",
        f"{len(everybody)} registers decided {BANS} bans each, for all others: {total}",
    )
    return everybody


async def _decide(theatre: Theatre, name: str, state: str) -> Published:
    before = _receipts(theatre, name)
    order = {"type": "entry-ban", "count": BANS, "seed": 2027, "citizenship": FOREIGN}
    subjects = (await theatre.nationals[name].tell("put", **order))["subjects"]
    own = await _read(theatre, name, "own")
    bans = {subject: own[subject] for subject in subjects}
    return Published(participant=name, state=state, bans=bans, receipts_before=before)


async def _read(theatre: Theatre, name: str, which: str) -> dict[str, Facts]:
    """Return the bans that a register tells or holds, reduced to what every form can say, by number."""
    records = (await theatre.nationals[name].ask(which, type="entry-ban"))["records"]
    return {each["ban_id"]: {member: each.get(member) for member in COMPARED} for each in records}


def _receipts(theatre: Theatre, name: str) -> int:
    return int(read_health(theatre.stage.site(name)).get("outbox", {}).get("processed", 0))


def _count_equal(held: Mapping[str, Facts], others: Sequence[Published]) -> int:
    return sum(held.get(subject) == facts for each in others for subject, facts in each.bans.items())


async def _is_done(theatre: Theatre, everybody: Sequence[Published]) -> bool:
    """Compare all lists, once there are receipts of all: reading lists costs more than reading how many receipts."""
    receipts = sum(_receipts(theatre, each.participant) - each.receipts_before for each in everybody)
    total = BANS * len(everybody) * (len(everybody) - 1)
    theatre.report.progress(f"квитанций: {receipts} из {total}", f"receipts: {receipts} of {total}")
    if receipts < total:
        return False
    applied = 0
    for each in everybody:
        others = [other for other in everybody if other is not each]
        applied += _count_equal(await _read(theatre, each.participant, "held"), others)
    return applied == total


def _show(
    theatre: Theatre, who: Published, everybody: Sequence[Published], held: Mapping[str, Mapping[str, Facts]]
) -> None:
    """Say what a member sent, who holds it equal, and what it applied of others: one check."""
    others = [each for each in everybody if each is not who]
    equal = [each.state for each in others if _count_equal(held[each.participant], [who]) == len(who.bans)]
    applied, wanted = _count_equal(held[who.participant], others), sum(len(each.bans) for each in others)
    receipts = _receipts(theatre, who.participant) - who.receipts_before
    theatre.report.add("records_applied", applied)
    theatre.report.add("receipts_verified", receipts)
    sent, listed = len(who.bans), " ".join(equal)
    theatre.report.check(
        f"everybody-{who.state.lower()}-reconciled",
        len(equal) == len(others) and applied == wanted and receipts == sent * len(others),
        f"{who.state}: послано {sent}; равны {listed}; квитанций {receipts}; принято {applied}",
        f"{who.state}: sent {sent}; equal at {listed}; receipts {receipts}; applied {applied}",
    )


async def _summarise(theatre: Theatre) -> None:
    """Let everybody send a summary to the secretariat; the observer, who has no bans, does the same."""
    senders = [RUSSIAN, TAJIK, *MEMBERS]
    await asyncio.gather(*(put_summary(theatre, each.participant, PERIOD) for each in senders))
    wanted = {each.participant for each in senders}
    found: set[str] = set()

    async def arrived() -> bool:
        found.update(each["from"] for each in await read_inbox(theatre, SECRETARIAT, "situation-summary"))
        return wanted <= found

    held = await wait_until(arrived, PATIENCE)
    theatre.report.add("records_submitted", len(senders))
    listed = " ".join(each.state for each in senders if each.participant in found)
    theatre.report.check(
        "everybody-summaries",
        held,
        f"секретариат получил обзоры: {listed}",
        f"the secretariat received summaries of {listed}",
    )


async def put_summary(theatre: Theatre, participant: str, period: str) -> bool:
    """Let a member's system send a summary; return whether it was told in time what became of it."""
    system = theatre.nationals[participant]
    before = len((await system.ask("told"))["told"])
    seed = zlib.crc32(f"{participant} {period}".encode())  # figures of its own, the same in every demonstration
    await system.tell("put", type="situation-summary", period=period, seed=seed)

    async def told() -> bool:
        return len((await system.ask("told"))["told"]) > before

    return await wait_until(told, PATIENCE)


async def _send_plan(theatre: Theatre) -> None:
    """The secretariat sends the Council's Work Plan to the observer, whose registry has to hold it."""
    file = files.ROOT / PLAN / "1.0" / "examples" / "valid-draft-2021.json"
    plan = strict_json.loads(file.read_bytes())
    subject = str(plan["document_id"]) if isinstance(plan, dict) else ""
    status, _ = await theatre.run(
        *("submit", str(file), "--config", str(theatre.stage.config(SECRETARIAT)), "--type", PLAN, "--to", OBSERVER),
        *("--agreement", "cis-2007", "--purpose", "council-work", "--subject", subject),
    )

    async def holds() -> bool:
        return int((await theatre.nationals[OBSERVER].ask("held", type=PLAN))["count"]) == 1

    held = status == 0 and await wait_until(holds, PATIENCE)
    theatre.report.add("records_submitted")
    theatre.report.check(
        "everybody-tm-holds-plan",
        held,
        "TM (наблюдатель) получил план работы Совета и ничего о людях",
        "TM (observer) holds the Council's Work Plan, and nothing about persons",
    )
