"""`hub submit`: sign one record, or take one signed envelope, and submit it."""

import argparse
import asyncio
import json
import secrets
import sys
from pathlib import Path
from typing import Any

from hub.cli.connection import Connection, add_config, connect
from hub.client.answers import Accepted, Refused, Result
from hub.client.errors import ClientError
from hub.core import envelope as envelopes
from hub.core import ids
from hub.core import receipt as receipts
from hub.core.errors import MalformedError
from hub.settings import Settings
from keys import jws, strict_json

IN_DOUBT = 75  # EX_TEMPFAIL of sysexits.h: try again


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "submit",
        help="submit a record / отправить запись",
        description=(
            "Sign a record (a JSON file) and submit it, or submit an envelope signed before (--envelope). The envelope "
            "that was sent is kept with --keep, so that in doubt (exit status 75) the same bytes can be sent again. "
            "Exit status: 0 accepted, 1 refused."
        ),
    )
    parser.add_argument("file", type=Path, help="the record as JSON, or the envelope with --envelope")
    parser.add_argument("--envelope", action="store_true", help="the file is a signed envelope")
    parser.add_argument("--type", help="record type, such as readmission-reply")
    parser.add_argument("--version", default="1.0", help="version of the record type (default 1.0)")
    parser.add_argument("--to", action="append", default=[], help="a recipient; may be repeated")
    parser.add_argument("--agreement", help="the agreement relied on")
    parser.add_argument("--purpose", help="the purpose of the exchange")
    parser.add_argument("--subject", help="the case, ban or period that the record is about")
    parser.add_argument("--reply-to", help="the message id that the record answers")
    parser.add_argument("--keep", type=Path, help="write the signed envelope to this file before it is sent")
    add_config(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Submit and show the answer."""
    if not arguments.envelope and not (arguments.type and arguments.to and arguments.purpose):
        print("hub submit: --type, --to and --purpose are needed for a record", file=sys.stderr)
        return 2
    try:
        return asyncio.run(_submit(arguments, settings))
    except OSError as error:
        print(f"hub submit: {arguments.file}: {error.strerror}", file=sys.stderr)
        return 2
    except ClientError as error:
        print(f"hub: {error.text(arguments.language or settings.language)} [{error.code}]", file=sys.stderr)
        return IN_DOUBT


async def _submit(arguments: argparse.Namespace, settings: Settings) -> int:
    async with connect(arguments.config, settings, arguments.language or settings.language) as connection:
        content = arguments.file.read_bytes()
        token = content.strip() if arguments.envelope else _sign(connection, arguments, content)
        if arguments.keep is not None:
            arguments.keep.write_bytes(token)
        return _show(await connection.client.submit_one(token), as_json=arguments.json)


def _sign(connection: Connection, arguments: argparse.Namespace, content: bytes) -> bytes:
    record: Any = strict_json.loads(content)
    if not isinstance(record, dict):
        raise MalformedError
    now = connection.clock.now()
    payload = envelopes.format(
        hub=connection.config.origin,
        message_id=ids.make_message_id(now, secrets.token_bytes(10)),
        sender=connection.config.participant,
        to=arguments.to,
        sent_at=now,
        type=arguments.type,
        version=arguments.version,
        record=record,
        purpose=arguments.purpose,
        agreement=arguments.agreement,
        subject=arguments.subject,
        reply_to=arguments.reply_to,
    )
    return jws.sign(payload, connection.signer, envelopes.TYP)


def _show(result: Result, *, as_json: bool) -> int:
    shown: dict[str, Any]
    if isinstance(result, Accepted):
        shown = {"receipt": receipts.to_json(result.receipt), "warnings": [_fault(fault) for fault in result.warnings]}
        print(json.dumps(shown, ensure_ascii=False) if as_json else _accepted(shown))
        return 0
    if isinstance(result, Refused):
        problem = result.problem
        errors = [_fault(fault) for fault in problem.faults]
        shown = {"status": problem.status, "code": problem.code, "detail": problem.detail, "errors": errors}
        print(json.dumps(shown, ensure_ascii=False) if as_json else _refused(shown))
        return 1
    print("in doubt: send the same bytes again / исход неизвестен: отправьте те же байты снова", file=sys.stderr)
    return IN_DOUBT


def _fault(fault: Any) -> dict[str, str]:
    return {"pointer": fault.pointer, "code": fault.code, "message": fault.message}


def _accepted(shown: dict[str, Any]) -> str:
    lines = [f"accepted: place {shown['receipt']['index']} in the log"]
    return "\n".join(lines + [f"  warning {each['pointer']}: {each['message']}" for each in shown["warnings"]])


def _refused(shown: dict[str, Any]) -> str:
    lines = [f"refused [{shown['code']}]: {shown['detail']}"]
    return "\n".join(lines + [f"  {each['pointer']}: {each['message']}" for each in shown["errors"]])
