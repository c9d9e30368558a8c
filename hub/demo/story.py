"""The middle of a story, in which the demonstration's pages begin: what people find when they go through a door.

    a ban that Russia's register hands over as XML, in Tajikistan's table and in the log: all its forms side by side
    three requests of Kazakhstan to Tajikistan: one due tomorrow, one about a minor, one whose reply is held unsigned
    a gateway that has been silent since, and the summary that waits behind it

`story.json` in the demonstration's folder tells the pages what is what.
"""

import asyncio
import csv
import io
import json
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.clock import advance
from hub.core import envelope as envelopes
from hub.core import ids
from hub.demo.everybody_part import put_summary
from hub.demo.lists import LIST
from hub.demo.orders import EVIDENCE, silence
from hub.demo.theatre import KAZAKHSTAN, RUSSIA, TAJIKISTAN, Theatre
from hub.demo.waiting import wait_until
from hub.settings import inherited_environment
from hub.workflows.training import STORY, write
from keys import jws, strict_json
from schemas import files

XML = Path(__file__).parents[2] / "adapters" / "ru_smev" / "golden" / "entry-ban.xml"
BAN, CASE, MINOR, HELD = "RU-2026-900001", "KZ-2026-0101", "KZ-2026-0102", "KZ-2026-0103"
DAY = 24 * 3600
PATIENCE = 60.0
LATE = "2025"  # the year on which one state has not reported
CITIZEN = {
    "surname": "Учебный",
    "given": "Проба",
    "patronymic": "Пробович",
    "birth": "04.05.1990",
    "document": "400900001",
}
CHANGES = (
    ("RU-2026-000001", BAN),
    ("<eb:Revision>2<", "<eb:Revision>1<"),
    ("Тестов-Ҷуфт", CITIZEN["surname"]),
    ("TESTOV-JUFT", "UCHEBNYI"),
    ("около 1985 г.р.", CITIZEN["birth"]),
    ("А 12345678", CITIZEN["document"]),
)


async def set_story(theatre: Theatre) -> None:
    """Bring everything to where the story begins, and tell the pages."""
    theatre.report.title("story")
    ban = await _ban(theatre)
    theatre.report.check(
        "story-ban",
        bool(ban),
        "запрет из XML России стоит строкой в таблице Таджикистана",
        "a ban of Russia's XML stands as a row in Tajikistan's table",
    )
    sent = [await _request(theatre, case, born=born) for case, born in ((CASE, 1990), (MINOR, 2015), (HELD, 1987))]
    theatre.report.add("records_submitted", len(sent))
    await silence(theatre)
    theatre.report.check(
        "story-summaries",
        await _report_all_but_russia(theatre),
        f"обзоры за {LATE} год представили все, кроме России: её шлюз молчит",
        f"all but Russia have reported on {LATE}: its gateway is silent",
    )
    due = all(sent) and await _wait_for_the_eve(theatre)
    theatre.report.check(
        "story-case-due",
        due,
        "срок по делу Казахстана истекает завтра; шлюз России молчит",
        "the case of Kazakhstan is due tomorrow; the gateway of Russia is silent",
    )
    theatre.report.check(
        "story-case-held",
        bool(await _beside(theatre, "story_hold", HELD)),
        "проект ответа Таджикистана остановлен до подписания, без указания причины",
        "a draft reply of Tajikistan is held before it is signed, and no reason is written down",
    )
    path = f"/readmission/{KAZAKHSTAN}"
    links = {"case": f"{path}/{CASE}", "blocked": f"{path}/{MINOR}", "held": f"{path}/{HELD}"}
    story = {**links, "citizen": CITIZEN, "ban": ban or None, "late": LATE}
    write(theatre.stage.folder / STORY, story)


async def _report_all_but_russia(theatre: Theatre) -> bool:
    """Let everybody send a summary; Russia's waits in its system until its gateway runs again."""
    await theatre.russia.tell("put", type="situation-summary", period=LATE)
    others = [name for name in theatre.nationals if name != RUSSIA]
    theatre.report.add("records_submitted", len(others))
    return all(await asyncio.gather(*(put_summary(theatre, name, LATE) for name in others)))


async def _ban(theatre: Theatre) -> dict[str, Any]:
    """Let Russia's register hand over a ban; return its forms once it is in Tajikistan's table."""
    xml = _xml()
    await theatre.russia.enqueue(xml.encode())
    folder = theatre.stage.site(TAJIKISTAN) / "exchange" / "in"

    async def written() -> bool:
        return bool(await asyncio.to_thread(_row, folder / LIST))

    found = await _facts(theatre, "ban", BAN)
    if not (await wait_until(written, PATIENCE) and found):
        return {}
    await theatre.run(
        *("inbox", "--config", str(theatre.stage.config(TAJIKISTAN)), "--evidence", found["message"]),
        *("--sender", RUSSIA, "--out", str(theatre.stage.folder / EVIDENCE)),
    )
    record = json.dumps(found["record"], ensure_ascii=False, indent=2)
    return {"xml": xml, "record": record, "row": _row(folder / LIST), "kid": found["kid"], "message": found["message"]}


def _xml() -> str:
    text = XML.read_text(encoding="utf-8")
    for old, new in CHANGES:
        text = text.replace(old, new)
    return text


def _row(table: Path) -> list[list[str]]:
    """Return the ban's row as pairs of heading and cell, the empty ones left out."""
    try:
        rows = csv.reader(io.StringIO(table.read_text("utf-8-sig")), delimiter=";")
    except FileNotFoundError:
        return []
    headings = next(rows, [])
    found = next((row for row in rows if row and row[0] == BAN), [])
    return [[name, cell] for name, cell in zip(headings, found, strict=False) if cell]


async def _request(theatre: Theatre, case: str, *, born: int) -> bool:
    """Send a request of Kazakhstan to Tajikistan."""
    now = theatre.clock.now()
    example = files.ROOT / "readmission-request" / "1.0" / "examples" / "valid-own-national.json"
    record: dict[str, Any] = strict_json.loads(example.read_bytes())  # type: ignore[assignment]
    day = now.date().isoformat()
    record |= {"case_id": case, "requested_on": day}
    record["person"]["birth"]["date"]["year"] = born
    record["legal_ground"] |= {"decided_on": day}
    routing: dict[str, Any] = {
        "hub": theatre.stage.settings()["HUB_ORIGIN"],
        "message_id": ids.make_message_id(now, secrets.token_bytes(10)),
        "sender": KAZAKHSTAN,
        "to": [TAJIKISTAN],
        "sent_at": now,
        "type": "readmission-request",
        "version": "1.0",
        "subject": case,
        "agreement": "kz-tj-readmission",
        "purpose": "readmission",
        "record": record,
    }
    token = jws.sign(envelopes.format(**routing), theatre.key(KAZAKHSTAN), envelopes.TYP)
    headers = {"Content-Type": "application/jose"}
    async with theatre.session.post(f"{theatre.url}/v1/messages", data=token, headers=headers) as answer:
        return answer.status == 202


async def _wait_for_the_eve(theatre: Theatre) -> bool:
    """Move the clock to the eve of the case's last day."""
    found = await _facts(theatre, "case", CASE)
    if not found:
        return False
    left = int(found["days"])
    await theatre.processes.stop("hub")  # else a reading that the silent gateway left waiting would count as of then
    advance(theatre.stage.clock, max(0, left - 1) * DAY)
    await theatre.restart_hub()
    return int((await _facts(theatre, "case", CASE)).get("days", 0)) == 1


async def _facts(theatre: Theatre, kind: str, name: str) -> Mapping[str, Any]:
    return await _beside(theatre, "story_facts", kind, name)


async def _beside(theatre: Theatre, program: str, *arguments: str) -> Mapping[str, Any]:
    """Run a program beside the hub, and return what it says; {} where it fails."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"hub.demo.{program}", *arguments),
        env={**inherited_environment(), **theatre.hub},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    said, _ = await process.communicate()
    found = strict_json.loads(said) if said and not process.returncode else {}
    return found if isinstance(found, dict) else {}
