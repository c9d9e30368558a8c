"""What `hub screen` does."""

import argparse
import asyncio
import json
from collections.abc import Mapping
from typing import Any

from hub.cli.command import Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.screen import asked, enquiry, shown
from hub.client.answers import Accepted
from hub.core import leaf as leaves
from hub.core.enquiry import printed
from hub.settings import Settings

SCREEN, CITIZEN = "/v1/entry-bans/screen", "/v1/entry-bans/citizen"
WRITTEN = Text("записано: {path}", "written: {path}")
DRAFT = Text("запрос записан: {path}\n  отправить: {command}", "enquiry written: {path}\n  to submit it: {command}")
SENT = Text("запрос отправлен органу {issuer}: сообщение {id}", "enquiry sent to {issuer}: message {id}")
NOT_SENT = Text("запрос органу {issuer} не принят [{code}]", "the enquiry to {issuer} was not accepted [{code}]")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Ask, and show the answer."""
    return asyncio.run(_citizen(arguments, settings) if arguments.citizen else _screen(arguments, settings))


async def _screen(arguments: argparse.Namespace, settings: Settings) -> int:
    question = asked.question_of(arguments)
    async with connect(arguments.config, settings) as connection:
        answer: Any = await connection.client.ask(SCREEN, question)
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print("\n".join(shown.lines_of(answer, settings.language)))
    return Exit.DONE


async def _citizen(arguments: argparse.Namespace, settings: Settings) -> int:
    async with connect(arguments.config, settings) as connection:
        question = asked.citizen_question_of(arguments, connection.clock.now().date())
        answer: Any = await connection.client.ask(CITIZEN, question)
        sheets = shown.sheets_of(answer, question, connection.config.participant, arguments.reader)
        print(json.dumps(answer, ensure_ascii=False) if arguments.json else printed.as_text(sheets))
        said = []
        if arguments.sheet is not None:
            said.append(WRITTEN.of(settings.language).format(path=shown.write(arguments, sheets)))
        status, more = await _ask_issuers(connection, arguments, answer["enquiries"], settings.language)
    if not arguments.json:
        print("\n".join([*said, *more]), end="\n" if said or more else "")
    return status


async def _ask_issuers(
    connection: Connection, arguments: argparse.Namespace, enquiries: list[Mapping[str, Any]], language: str
) -> tuple[int, list[str]]:
    """Write or submit what a doubt opens; return how the command ends, and what is said of it."""
    said, status = [], int(Exit.DONE)
    if arguments.drafts is not None:
        paths = enquiry.write(arguments.drafts, enquiries)
        for path, each in zip(paths, enquiries, strict=True):
            command = enquiry.command_of(path, each, arguments.config)
            said.append(DRAFT.of(language).format(path=path, command=command))
    for each in enquiries if arguments.submit_enquiry else ():
        result = await enquiry.submit(connection, each)
        if isinstance(result, Accepted):
            leaf = leaves.parse(result.receipt.leaf)
            said.append(SENT.of(language).format(issuer=each["to"][0], id=getattr(leaf, "id", "")))
        else:
            status = Exit.LATER if result is None else Exit.REFUSED
            code = "in-doubt" if result is None else result.problem.code
            said.append(NOT_SENT.of(language).format(issuer=each["to"][0], code=code))
    return status, said
