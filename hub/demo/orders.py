"""What the demonstration's pages order, done by the process that leads it: start a gateway, break a cell, verify.

Orders and answers are files (`hub.workflows.training`), so that pages need no way into this process.
"""

import asyncio
import contextlib
import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.demo.exchange_parts import FIGURES
from hub.demo.theatre import RUSSIA, TAJIKISTAN, Theatre
from hub.demo.waiting import wait_until
from hub.workflows.training import ANSWER, ORDER, ORDERS, write
from keys import strict_json

PAUSE = 0.2  # seconds
GATEWAY = f"gateway-{RUSSIA}"
TABLE = "figures-2020-h1.csv"
VALUE = "Значение"
PATIENCE = 25.0
EVIDENCE = "story-evidence.json"


async def serve(theatre: Theatre, stop: asyncio.Event) -> None:
    """Do what is ordered until the demonstration is to end."""
    folder = theatre.stage.folder / ORDERS
    folder.mkdir(exist_ok=True)
    while not stop.is_set():
        for file in sorted(folder.glob(f"*{ORDER}")):
            order = strict_json.loads(file.read_bytes())
            file.unlink()
            answer = await obey(theatre, order if isinstance(order, dict) else {})
            write(folder / (file.name.removesuffix(ORDER) + ANSWER), answer)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PAUSE)


async def obey(theatre: Theatre, order: Mapping[str, Any]) -> Mapping[str, Any]:
    """Do one thing and return what came of it."""
    if order.get("order") == "restart":
        return await restart(theatre)
    if order.get("order") == "break":
        return await break_cell(theatre, str(order.get("cell", "")))
    return await verify(theatre, flip=order.get("flip") is True)


async def restart(theatre: Theatre) -> Mapping[str, Any]:
    """Start the silent gateway, wherever it does not run."""
    if GATEWAY not in theatre.processes.running:
        await theatre.start_gateway(RUSSIA)
    return {"running": True}


async def silence(theatre: Theatre) -> None:
    """Stop the gateway that the story wants silent."""
    await theatre.processes.stop(GATEWAY)


async def break_cell(theatre: Theatre, text: str) -> Mapping[str, Any]:
    """Drop a table with this text in one cell, and return the rows of what the gateway says of it."""
    folder = theatre.stage.site(TAJIKISTAN) / "exchange"
    seen = set(_reports(folder))
    name = f"figures-{len(seen)}-{abs(hash(text)) % 10**6}.csv"
    partial = folder / "out" / f"{name}.part"
    partial.write_bytes(_broken(text))
    partial.rename(folder / "out" / name)

    async def told() -> bool:
        return any(each not in seen for each in _reports(folder))

    await wait_until(told, PATIENCE)
    new = [each for each in _reports(folder) if each not in seen]
    return {"rows": _rows(new[0]) if new else []}


def _reports(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*report.csv"))


def _rows(report: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(report.read_text("utf-8-sig")), delimiter=";"))


def _broken(text: str) -> bytes:
    """Return the table of figures with a text in the first row that has a value."""
    rows = list(csv.reader(io.StringIO((FIGURES / TABLE).read_text("utf-8-sig")), delimiter=";"))
    column = rows[0].index(VALUE)
    row = next(each for each in rows[1:] if any(letter.isdigit() for letter in each[column]))
    row[column] = text
    made = io.StringIO()
    csv.writer(made, delimiter=";", lineterminator="\r\n").writerows(rows)
    return made.getvalue().encode("utf-8-sig")


async def verify(theatre: Theatre, *, flip: bool) -> Mapping[str, Any]:
    """Verify the story's evidence by the command, as it is or with one bit flipped in the signed record."""
    file = theatre.stage.folder / EVIDENCE
    if flip:
        raw = file.read_bytes()
        place = raw.index(b'"envelope"') + 400
        file = file.with_suffix(".flipped.json")
        file.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
    status, said = await theatre.run("verify", str(file), "--root", str(theatre.stage.hub / "root.note"))
    return {"status": status, "said": said.decode(errors="replace")}
