"""`hub verify`: check an evidence bundle offline, with no hub, no network and no database."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import AS_JSON, Argument, Command, Exit, Text
from hub.cli.parser import UsageError
from hub.cli.verify import words as verify_words
from hub.core import delivery, evidence
from hub.core import envelope as envelopes
from hub.core.errors import HubError
from hub.core.evidence import Bundle, Proven
from hub.core.verification import Step, leaf_of, verify
from hub.setting_values import WrongValueError, means_digest, parse_digest
from hub.settings import Settings
from keys import jws, trustlist
from keys.errors import KeysError


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check and explain."""
    anchor = _anchor(arguments.root)
    content = files.read(arguments.bundle, most=evidence.MAX_BYTES)
    bundle: Bundle | None = None
    try:
        bundle = evidence.parse(content)
        steps = verify(bundle, anchor)
    except (HubError, KeysError) as error:
        steps = [Step(name="bundle", title=verify_words.FILE_STEP, error=error)]
    status = _status(steps, anchor)
    facts = _facts(bundle, steps) if bundle is not None and status != Exit.REFUSED else None
    if arguments.json:
        print(_as_json(steps, status, facts, settings.language, anchored=anchor is not None))
    else:
        print("\n".join(verify_words.report(steps, status, facts, settings.language)))
    return status


def _anchor(root: str | None) -> str | None:
    """Return the digest of the root that the caller trusts.

    Raises:
        UsageError: the digest is none.
        FileError: its file cannot be read, or is no signed note.
    """
    if root is None:
        return None
    if means_digest(root):
        return _digest(root)
    path = Path(root)
    content = files.read(path)
    try:
        return trustlist.digest(content)
    except KeysError as error:
        raise files.FileError("root-wrong", f"{path}: {error.text('ru')}", f"{path}: {error.text('en')}") from None


def _digest(root: str) -> str:
    try:
        return parse_digest(root)
    except WrongValueError as error:
        raise UsageError(("hub", "verify"), Text(f"--root: {error.ru}", f"--root: {error.en}")) from None


def _status(steps: Sequence[Step], anchor: str | None) -> Exit:
    if not steps[-1].ok:
        return Exit.REFUSED
    if anchor is None:
        return Exit.NOT_ANCHORED
    return Exit.DOUBTFUL if any(step.found.doubt for step in steps) else Exit.DONE


def _facts(bundle: Bundle, steps: Sequence[Step]) -> dict[str, Any]:
    """Return what a bundle that holds is about, without its record."""
    kinds = {step.name.partition("-")[0] for step in steps}
    receipts = [_envelope(answer) | _place(answer) for answer in bundle.receipts]
    witnessed = "pending" if bundle.witnessed is None else "witnessed"
    return {
        **_envelope(bundle.message),
        **_place(bundle.message),
        "by_contact_person": "delegation" in kinds,
        "approved": "approval" in kinds,
        "witnessed": witnessed,
        "receipts": receipts,
    }


def _envelope(proven: Proven) -> dict[str, Any]:
    token = jws.read(proven.envelope, envelopes.TYP)
    found = envelopes.parse(token.payload, proven.envelope)
    said = {"status": found.record.get("status")} if found.type == delivery.TYPE else {}
    return {
        "id": found.id,
        "from": found.sender,
        "kid": token.kid,
        "type": found.type,
        "version": found.version,
        "sha256": found.sha256,
        **said,
    }


def _place(proven: Proven) -> dict[str, Any]:
    leaf, _ = leaf_of(proven)
    return {"to": list(leaf.to), "at": leaf.at, "index": proven.receipt.index, "hub": leaf.hub}


def _as_json(
    steps: Sequence[Step], status: Exit, facts: dict[str, Any] | None, language: str, *, anchored: bool
) -> str:
    taken = [
        {
            "name": step.name,
            "ok": step.ok,
            "code": None if step.error is None else step.error.code,
            "title": step.title.text(language),
            "found": [said.text(language) for said in step.found.said],
            "doubt": None if step.found.doubt is None else step.found.doubt.text(language),
        }
        for step in steps
    ]
    verdict = verify_words.VERDICTS[status].of(language)
    shown = {"steps": taken, "anchored": anchored, "ok": status == Exit.DONE, "verdict": verdict, "message": facts}
    return json.dumps(shown, ensure_ascii=False)


COMMAND = Command(
    name="verify",
    title=Text("проверить пакет доказательств без сети", "check an evidence bundle offline"),
    about=Text(
        "Проверяет пакет шаг за шагом: список доверия, журнал, подпись, делегирования, квитанции, свидетели. "
        "Ни узел, ни сеть, ни база не нужны. "
        "Корню внутри пакета не верят никогда: укажите свой, полученный другим путём.",
        "Checks a bundle step by step: trust list, log, signature, delegations, receipts, witnesses. "
        "No hub, no network, no database. "
        "A root inside the bundle is never trusted: give your own, had by another way.",
    ),
    arguments=(
        Argument(
            name="bundle", value=Text("ПАКЕТ", "BUNDLE"), parse=Path, help=Text("файл пакета", "the bundle's file")
        ),
        Argument(
            name="--root",
            value=Text("КОРЕНЬ", "ROOT"),
            help=Text(
                "корень, которому вы доверяете: файл или sha256:<64 шестнадцатеричные цифры>",
                "the root you trust: its file, or sha256:<64 hex digits>",
            ),
        ),
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("всё сходится от вашего корня", "everything holds from your root"),
        Exit.REFUSED: Text(
            "что-то не сходится; шаг и причина напечатаны", "something does not; step and reason are printed"
        ),
        Exit.WRONG_USE: Text("неверные параметры или файл не читается", "wrong arguments, or a file cannot be read"),
        Exit.NOT_ANCHORED: Text("сходится, но корень не указан (--root)", "holds, but no root was given (--root)"),
        Exit.DOUBTFUL: Text(
            "сходится, но ключ подписи мог быть в чужих руках", "holds, but a key that signed may have been stolen"
        ),
    },
    run=run,
)
