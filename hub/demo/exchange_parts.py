"""The parts of the scenario in which national systems exchange: bans, figures, readmission."""

import asyncio
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.clock import advance
from hub.demo.lists import are_equal, count_rows
from hub.demo.members import SECRETARIAT
from hub.demo.national import read_health
from hub.demo.theatre import KAZAKHSTAN, RUSSIA, TAJIKISTAN, Theatre
from hub.demo.waiting import wait_until

BANS = 2000
STATED = 1  # the list of bans, by the schedule (`schedule_part`)
DAY = 24 * 3600
PATIENCE = 120.0
REQUEST, REPLY = "readmission-request", "readmission-reply"
FILES_OF_FIGURES = 2
FIGURES = Path(__file__).parents[2] / "adapters" / "tj_files" / "golden"


async def exchange_bans(theatre: Theatre) -> None:
    """Russia publishes; Tajikistan's folder must come to hold exactly Russia's active list."""
    report = theatre.report
    report.title("bans")
    await theatre.russia.tell("put", type="entry-ban", count=BANS, seed=2026)
    report.say(f"служба России поставила в очередь {BANS} запретов", f"the Russian service queued {BANS} bans")
    truth = (await theatre.russia.ask("own"))["records"]
    same = await wait_until(lambda: _is_held(theatre, truth), PATIENCE)
    report.check(
        "bans-published-lists-equal",
        same,
        f"список в папке Таджикистана равен действующему списку России ({BANS})",
        f"the list in Tajikistan's folder equals Russia's active list ({BANS})",
    )


async def change_bans(theatre: Theatre) -> None:
    """A day later some are amended, lifted and corrected; the lists must be equal again."""
    report = theatre.report
    report.title("changes")
    advance(theatre.stage.clock, DAY)
    report.say("виртуальные часы: +1 сутки", "virtual clock: one day later")
    changed = 0
    for order, count, seed in (("amend", 60, 1), ("lift", 40, 2), ("correct", 25, 3)):
        answer = await theatre.russia.tell("change", how=order, count=count, seed=seed)
        changed += len(answer["subjects"])
    report.say(f"изменено, снято, исправлено: {changed}", f"amended, lifted, corrected: {changed}")
    truth = (await theatre.russia.ask("own"))["records"]
    same = await wait_until(lambda: _is_held(theatre, truth), PATIENCE)
    active = len(truth)
    report.check(
        "bans-changed-lists-equal",
        same and active < BANS,
        f"списки снова равны, действующих {active}",
        f"the lists are equal again, {active} active",
    )
    await _check_receipts(theatre, BANS + changed + STATED)


async def _check_receipts(theatre: Theatre, expected: int) -> None:
    """Every ban, and the list that was due, must have come back as processed, by Tajikistan's signed receipts."""

    async def all_processed() -> bool:
        done = int(read_health(theatre.stage.site(RUSSIA)).get("outbox", {}).get("processed", 0))
        theatre.report.progress(f"квитанций: {done} из {expected}", f"receipts: {done} of {expected}")
        return done >= expected

    held = await wait_until(all_processed, PATIENCE)
    outbox = read_health(theatre.stage.site(RUSSIA)).get("outbox", {})
    processed = int(outbox.get("processed", 0))
    theatre.report.add("records_submitted", expected)
    theatre.report.add("records_applied", processed)
    theatre.report.add("receipts_verified", processed)
    theatre.report.check(
        "bans-receipts",
        held,
        f"подписанных квитанций Таджикистана об обработке: {processed} из {expected}",
        f"Tajikistan's signed receipts, processed: {processed} of {expected}",
    )


async def _is_held(theatre: Theatre, truth: Sequence[Mapping[str, Any]]) -> bool:
    """Compare the lists, once they are of one length."""
    folder = theatre.stage.site(TAJIKISTAN) / "exchange"
    rows = await count_rows(folder)
    theatre.report.progress(
        f"запретов в папке Таджикистана: {rows} из {len(truth)}", f"bans in Tajikistan's folder: {rows} of {len(truth)}"
    )
    return rows == len(truth) and are_equal(truth, (await theatre.nationals[TAJIKISTAN].ask("held"))["records"])


async def send_figures(theatre: Theatre) -> None:
    """Tajikistan sends its real figures; the secretariat must get them, the contradiction with a warning."""
    report = theatre.report
    report.title("figures")
    out = theatre.stage.site(TAJIKISTAN) / "exchange" / "out"
    for file in await asyncio.to_thread(_drop_figures, out):
        report.say(f"в папку положен файл {file.name}", f"the file {file.name} was dropped into the folder")

    async def told() -> bool:
        return len((await theatre.nationals[TAJIKISTAN].ask("told"))["told"]) == FILES_OF_FIGURES

    await wait_until(told, PATIENCE)
    summaries = await read_inbox(theatre, SECRETARIAT, "situation-summary")
    values = {
        observation["value"]
        for message in summaries
        for observation in message["record"]["observations"]
        if not observation["dims"]
    }
    report.add("records_submitted", len(summaries))
    report.check(
        "figures-arrived",
        {530883, 129807, 41, 90, 11} <= values,
        "секретариат получил обзоры 2019 года и первого полугодия 2020 года",
        "the secretariat received the summaries of 2019 and of the first half of 2020",
    )
    warned = any(
        "outcomes-exceed-applications" in path.read_text("utf-8-sig") for path in out.parent.rglob("*report.csv")
    )
    report.check(
        "figures-warning",
        warned,
        "противоречие 41 / 90 + 11 принято с предупреждением «требует пояснения»",
        "the contradiction 41 / 90 + 11 was accepted with a warning",
    )


async def have_receipts_of_figures(theatre: Theatre) -> bool:
    """Say whether Tajikistan counts the receipts of its figures: the secretariat's gateway signs them once it runs."""
    outbox = read_health(theatre.stage.site(TAJIKISTAN)).get("outbox", {})
    return int(outbox.get("processed", 0)) >= FILES_OF_FIGURES


def _drop_figures(out: Path) -> list[Path]:
    """Drop the files as a careful program does: written beside, then renamed."""
    files = sorted(FIGURES.glob("figures-*"))
    for file in files:
        partial = out / f"{file.name}.part"
        shutil.copy(file, partial)
        partial.rename(out / file.name)
    return files


async def exchange_readmission(theatre: Theatre) -> None:
    """Kazakhstan answers Russia's request; the one to Tajikistan is refused, as that agreement is not in force."""
    report = theatre.report
    report.title("readmission")
    await theatre.russia.tell("put", type=REQUEST, to=KAZAKHSTAN, seed=7, citizenship="KAZ")
    await theatre.russia.tell("put", type=REQUEST, to=TAJIKISTAN, seed=8)

    kazakhstan = theatre.nationals[KAZAKHSTAN]

    async def requested() -> bool:
        return int((await kazakhstan.ask("held", type=REQUEST))["count"]) > 0

    await wait_until(requested, PATIENCE)
    requests = (await kazakhstan.ask("held", type=REQUEST))["records"]
    report.check(
        "readmission-request-arrived",
        len(requests) == 1,
        "запрос о реадмиссии дошёл до национальной системы Казахстана",
        "the readmission request reached the Kazakh national system",
    )
    for request in requests:
        await _answer(theatre, request["case_id"])
    await _check_refusal(theatre)


async def _answer(theatre: Theatre, case: str) -> None:
    await theatre.nationals[KAZAKHSTAN].tell("put", type=REPLY, subject=case, sender=RUSSIA, accepted=True)

    async def received() -> bool:
        replies = (await theatre.russia.ask("held", type=REPLY))["records"]
        return any((reply["case_id"], reply["decision"]) == (case, "accepted") for reply in replies)

    arrived = await wait_until(received, PATIENCE)
    theatre.report.add("records_submitted", 2)
    theatre.report.add("records_applied", int(arrived))
    theatre.report.check(
        "readmission-reply-applied",
        arrived,
        "ответ Казахстана дошёл до национальной службы России",
        "Kazakhstan's reply reached the Russian national service",
    )


async def _check_refusal(theatre: Theatre) -> None:
    async def refused() -> bool:
        return "agreement-not-in-force" in json.dumps((await theatre.russia.ask("told"))["told"])

    held = await wait_until(refused, PATIENCE)
    theatre.report.add("refused_as_expected", int(held))
    theatre.report.check(
        "readmission-tj-refused",
        held,
        "запрос в Таджикистан отклонён: соглашение на стадии согласования",
        "the request to Tajikistan was refused: that agreement is being negotiated",
    )


async def read_inbox(theatre: Theatre, participant: str, kind: str) -> list[dict[str, Any]]:
    """Return the messages of one type in a participant's inbox, as its contact person sees them."""
    status, said = await theatre.run("inbox", "--config", str(theatre.stage.config(participant)), "--json")
    messages = json.JSONDecoder().decode(said.decode())["messages"] if status == 0 else []
    return [message for message in messages if message["type"] == kind]
