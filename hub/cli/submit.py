"""`hub submit`: sign one record, or take one signed envelope, and submit it."""

import argparse
import asyncio
import json
from pathlib import Path
from typing import Any

from hub.cli import files, protection_gate, sending
from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.parser import UsageError
from hub.client.answers import Accepted, Fault, Refused
from hub.core import leaf as leaves
from hub.core import receipt as receipts
from hub.settings import Settings

SAID = {
    "accepted": Text(
        "принято: сообщение {id}, место {index} в журнале", "accepted: message {id}, place {index} in the log"
    ),
    "warning": Text("  предупреждение {pointer}: {message}", "  warning {pointer}: {message}"),
    "prepared": Text("записано: {path}; не подписано и не отправлено", "written: {path}; neither signed nor submitted"),
    "refused": Text("отклонено [{code}]: {detail}", "refused [{code}]: {detail}"),
}
OF_A_RECORD = ("type", "to", "purpose")
OF_THE_ROUTING = (*OF_A_RECORD, "agreement", "subject", "reply_to", "keep", "payload")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Submit and show the answer."""
    _check(arguments)
    content = files.read(arguments.file) if arguments.envelope else files.read_object(arguments.file)
    return asyncio.run(_submit(arguments, settings, content))


def _check(arguments: argparse.Namespace) -> None:
    """Refuse options that do not belong together.

    Raises:
        UsageError: one is missing, or one too many.
    """
    path = ("hub", "submit")
    given = {name for name in OF_THE_ROUTING if getattr(arguments, name)}
    missing = [f"--{name}" for name in OF_A_RECORD if name not in given]
    if not arguments.envelope and missing:
        words = ", ".join(missing)
        raise UsageError(path, Text(f"для записи нужны {words}", f"a record needs {words}"))
    if arguments.envelope and given:
        words = ", ".join(f"--{name.replace('_', '-')}" for name in OF_THE_ROUTING if name in given)
        raise UsageError(
            path,
            Text(f"конверт уже подписан, уберите {words}", f"the envelope is signed already, leave out {words}"),
        )


async def _submit(arguments: argparse.Namespace, settings: Settings, content: Any) -> int:
    async with connect(arguments.config, settings) as connection:
        _pass_gate(connection, arguments, content)
        if arguments.payload is not None:
            files.write_new(arguments.payload, _prepare(connection, arguments, content))
            written = SAID["prepared"].of(settings.language).format(path=arguments.payload)
            print(json.dumps({"file": str(arguments.payload)}) if arguments.json else written)
            return Exit.DONE
        token = content.strip() if arguments.envelope else _sign(connection, arguments, content)
        if arguments.keep is not None:
            files.write_new(arguments.keep, token)
        result = await sending.submit(connection, token)
    if result is None:
        return _doubt(arguments, settings.language, token)
    return _show(result, settings.language, as_json=arguments.json)


def _pass_gate(connection: Connection, arguments: argparse.Namespace, content: Any) -> None:
    """Let nothing be signed, or handed over signed, that the member's protection register holds back.

    Raises:
        UnprocessableError: it does.
    """
    now = connection.clock.now()
    if arguments.envelope:
        protection_gate.check_envelope(connection.config, content.strip(), now)
    else:
        subject, record = arguments.subject, content
        protection_gate.check(connection.config, arguments.type, arguments.version, (subject, record), now)


def _sign(connection: Connection, arguments: argparse.Namespace, record: dict[str, Any]) -> bytes:
    return sending.sign(connection, _prepare(connection, arguments, record))


def _prepare(connection: Connection, arguments: argparse.Namespace, record: dict[str, Any]) -> bytes:
    """Return the payload that is signed."""
    return sending.prepare(
        connection,
        record,
        type=arguments.type,
        version=arguments.version,
        to=arguments.to,
        purpose=arguments.purpose,
        agreement=arguments.agreement,
        subject=arguments.subject,
        reply_to=arguments.reply_to,
    )


def _doubt(arguments: argparse.Namespace, language: str, token: bytes) -> int:
    """Keep the bytes, for only they may be sent again, and say how."""
    path = arguments.file if arguments.envelope else arguments.keep
    if path is None:
        path = files.write_beside(arguments.file, "envelope", token)
    sending.tell_doubt(path, arguments.config, language)
    return Exit.LATER


def _show(result: Accepted | Refused, language: str, *, as_json: bool) -> int:
    if isinstance(result, Accepted):
        leaf = leaves.parse(result.receipt.leaf)
        receipt, warnings = receipts.to_json(result.receipt), [_fault(fault) for fault in result.warnings]
        shown: dict[str, Any] = {"id": getattr(leaf, "id", None), "receipt": receipt, "warnings": warnings}
        lines = [SAID["accepted"].of(language).format(id=shown["id"], index=receipt["index"])]
        lines += [SAID["warning"].of(language).format(**each) for each in warnings]
    else:
        problem, errors = result.problem, [_fault(fault) for fault in result.problem.faults]
        shown = {"status": problem.status, "code": problem.code, "detail": problem.detail, "errors": errors}
        lines = [SAID["refused"].of(language).format(**shown)]
        lines += [f"  {each['pointer']}: {each['message']} [{each['code']}]" for each in errors]
    print(json.dumps(shown, ensure_ascii=False) if as_json else "\n".join(lines))
    return Exit.DONE if isinstance(result, Accepted) else Exit.REFUSED


def _fault(fault: Fault) -> dict[str, str]:
    return {"pointer": fault.pointer, "code": fault.code, "message": fault.message}


_WORD = Text("КОД", "ID")

COMMAND = Command(
    name="submit",
    title=Text("отправить запись", "submit a record"),
    about=Text(
        "Подписывает запись (файл JSON) ключом участника и отправляет её, либо отправляет конверт, подписанный раньше "
        "(--envelope). Если исход неизвестен, те же байты остаются в файле: только их и можно отправить снова.",
        "Signs a record (a JSON file) by the participant's key and submits it, or submits an envelope signed before "
        "(--envelope). In doubt the same bytes are left in a file: they, and no others, may be sent again.",
    ),
    arguments=(
        Argument(
            name="file",
            value=FILE,
            parse=Path,
            help=Text("запись в JSON, а с --envelope конверт", "the record as JSON; with --envelope, the envelope"),
        ),
        CONFIG,
        Argument(
            name="--type",
            value=Text("ВИД", "TYPE"),
            help=Text(
                "вид записи, например entry-ban; нужен для записи", "record type, such as entry-ban; for a record"
            ),
        ),
        Argument(
            name="--to",
            value=Text("УЧАСТНИК", "PARTICIPANT"),
            many=True,
            help=Text(
                "получатель, можно несколько раз; нужен для записи", "a recipient, may be repeated; for a record"
            ),
        ),
        Argument(
            name="--purpose",
            value=Text("ЦЕЛЬ", "PURPOSE"),
            help=Text("цель обмена; нужна для записи", "purpose of the exchange; for a record"),
        ),
        Argument(name="--agreement", value=_WORD, help=Text("соглашение", "the agreement relied on")),
        Argument(
            name="--subject",
            value=_WORD,
            help=Text("дело, запрет или период, о котором запись", "the case, ban or period that the record is about"),
        ),
        Argument(
            name="--reply-to",
            value=_WORD,
            help=Text("сообщение, на которое отвечает запись", "the message that the record answers"),
        ),
        Argument(
            name="--version",
            value=Text("ВЕРСИЯ", "VERSION"),
            default="1.0",
            help=Text("версия вида записи (1.0)", "version of the record type (1.0)"),
        ),
        Argument(
            name="--keep",
            value=FILE,
            parse=Path,
            help=Text("записать конверт в файл до отправки", "write the envelope to this file before it is sent"),
        ),
        Argument(
            name="--payload",
            value=FILE,
            parse=Path,
            help=Text(
                "записать содержимое конверта для контактных лиц, не подписывая и не отправляя",
                "write the envelope's payload for contact persons; neither sign nor submit",
            ),
        ),
        Argument(name="--envelope", help=Text("файл — подписанный конверт", "the file is a signed envelope")),
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("принято", "accepted"),
        Exit.REFUSED: Text("отклонено; исправьте и отправьте заново", "refused; mend it and submit anew"),
        Exit.WRONG_USE: Text("неверные параметры, настройки или файл", "wrong arguments, settings or file"),
        Exit.LATER: Text(
            "узел недоступен или исход неизвестен; повторите позже",
            "the hub cannot be reached, or in doubt; try again later",
        ),
    },
    run=run,
)
