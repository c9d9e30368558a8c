"""What `hub report` does: it asks, signs, writes and prints."""

import argparse
import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from hub.cli import files, sending
from hub.cli.command import Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.parser import UsageError
from hub.client.answers import Refused
from hub.client.errors import BadAnswerError, RefusedError
from hub.core import envelope as envelopes
from hub.core import evidence
from hub.core import leaf as leaves
from hub.core.leaf import MessageLeaf
from hub.core.statistics import situation_report
from hub.report import tables
from hub.report.labels import Labels
from hub.report.render import render
from hub.report.sheet import Frozen
from hub.settings import Settings
from keys import jws
from schemas import catalogue

SAID = {
    "written": Text("записано: {path}", "written: {path}"),
    "frozen": Text(
        "зафиксировано: сообщение {id}, место {index} в журнале", "frozen: message {id}, place {index} in the log"
    ),
    "reminded": Text("напоминание отправит узел: {names}", "the hub will remind: {names}"),
    "nobody": Text("все обзоры представлены", "every summary is there"),
}
SHOWN = ("completeness", "totals", "flags", "mirror")
Report = Mapping[str, Any]


def show(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the report."""
    report, _ = asyncio.run(_read(arguments, settings))
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False))
        return Exit.DONE
    labels = Labels(catalogue=catalogue.load(), language=settings.language)
    for table in tables.make(report, labels):
        if table.name in SHOWN:
            print(f"{table.title}\n" + "\n".join("  " + "  ".join(cell.text for cell in row) for row in table.rows))
    return Exit.DONE


def export(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write the report to a file.

    Raises:
        UsageError: neither a configuration nor a bundle is named, or both are.
    """
    if (arguments.config is None) == (arguments.bundle is None):
        raise UsageError(
            ("hub", "report", "export"), Text("нужно либо --config, либо --bundle", "needed: --config or --bundle")
        )
    report, frozen = _open(arguments) if arguments.bundle else asyncio.run(_read(arguments, settings))
    files.write(arguments.out, render(arguments.format, report, settings.language, frozen))
    print(SAID["written"].of(settings.language).format(path=arguments.out))
    return Exit.DONE


def _open(arguments: argparse.Namespace) -> tuple[Report, Frozen]:
    """Return the report that an evidence bundle holds.

    Raises:
        EvidenceMalformedError, KeysError, EnvelopeMalformedError: it is no bundle.
        UsageError: it is one of something else.
    """
    message = evidence.parse(files.read(arguments.bundle)).message
    envelope = envelopes.parse(jws.read(message.envelope, envelopes.TYP).payload, message.envelope)
    if envelope.type != situation_report.TYPE or envelope.record["period"]["value"] != arguments.period:
        raise UsageError(
            ("hub", "report", "export"),
            Text("в этом пакете другой документ", "this bundle holds another document"),
        )
    place = Frozen(id=envelope.id, sender=envelope.sender, index=message.receipt.index, sha256=envelope.sha256)
    return envelope.record, place


async def _read(arguments: argparse.Namespace, settings: Settings) -> tuple[Report, Frozen | None]:
    async with connect(arguments.config, settings) as connection:
        return await _ask(connection, arguments, state="frozen" if arguments.frozen else "current")


async def _ask(connection: Connection, arguments: argparse.Namespace, *, state: str) -> tuple[Report, Frozen | None]:
    query = {"audience": arguments.audience, "state": state}
    found = await connection.client.look(f"/v1/reports/{quote(arguments.period, safe='')}", query)
    if not isinstance(found, dict) or not isinstance(found.get("report"), dict):
        raise BadAnswerError("no report")
    if catalogue.load().validate(situation_report.TYPE, situation_report.VERSION, found["report"]):
        raise BadAnswerError("a report that does not fit its schema")
    return found["report"], None if found["message"] is None else Frozen.from_json(found["message"])


def freeze(arguments: argparse.Namespace, settings: Settings) -> int:
    """Sign the report as it is now, and send it."""
    return asyncio.run(_freeze(arguments, settings))


async def _freeze(arguments: argparse.Namespace, settings: Settings) -> int:
    async with connect(arguments.config, settings) as connection:
        report, _ = await _ask(connection, arguments, state="current")
        token = sending.sign(connection, _payload(connection, arguments, report))
        files.write_new(arguments.out, token)
        result = await sending.submit(connection, token)
    if isinstance(result, Refused):
        raise RefusedError(result.problem)
    if result is None:
        sending.tell_doubt(arguments.out, arguments.config, settings.language)
        return Exit.LATER
    leaf = leaves.parse(result.receipt.leaf)
    shown = {"id": leaf.id if isinstance(leaf, MessageLeaf) else None, "index": result.receipt.index}
    print(json.dumps(shown) if arguments.json else SAID["frozen"].of(settings.language).format(**shown))
    return Exit.DONE


def _payload(connection: Connection, arguments: argparse.Namespace, report: Report) -> bytes:
    return sending.prepare(
        connection,
        report,
        type=situation_report.TYPE,
        version=situation_report.VERSION,
        to=arguments.to or ["@council"],
        purpose=situation_report.PURPOSE,
        agreement=situation_report.AGREEMENT,
        subject=situation_report.subject(arguments.period),
    )


def remind(arguments: argparse.Namespace, settings: Settings) -> int:
    """Have the hub remind participants."""
    return asyncio.run(_remind(arguments, settings))


async def _remind(arguments: argparse.Namespace, settings: Settings) -> int:
    asked: dict[str, Any] = {"participants": arguments.participant}
    if arguments.due is not None:
        asked["due_on"] = arguments.due.isoformat()
    async with connect(arguments.config, settings) as connection:
        answer = await connection.client.ask(f"/v1/reports/{quote(arguments.period, safe='')}/reminders", asked)
    names = answer.get("reminded") if isinstance(answer, dict) else None
    if not isinstance(names, list):
        raise BadAnswerError("no list of reminders")
    said = SAID["reminded" if names else "nobody"].of(settings.language)
    print(json.dumps({"reminded": names}) if arguments.json else said.format(names=", ".join(map(str, names))))
    return Exit.DONE
