"""`hub verify`: check an evidence bundle offline, with no hub, no network and no database."""

import argparse
import json
import re
import sys
from pathlib import Path

from hub.core import evidence
from hub.core.errors import HubError
from hub.core.verification import Step, verify
from hub.settings import Settings
from keys import trustlist
from keys.errors import KeysError

NOT_ANCHORED = 3
WORDS = {
    "ok": {"ru": "сходится", "en": "holds"},
    "failed": {"ru": "НЕ СХОДИТСЯ", "en": "DOES NOT HOLD"},
    "proven": {"ru": "Доказано.", "en": "Proven."},
    "refuted": {"ru": "Не доказано.", "en": "Not proven."},
    "loose": {
        "ru": "Не привязано: пакет согласован внутри себя, но корень доверия не указан. Укажите --root.",
        "en": "Not anchored: the bundle agrees with itself, but no root was given. Give one with --root.",
    },
}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "verify",
        help="check an evidence bundle offline / проверить пакет доказательств без сети",
        description=(
            "Check an evidence bundle step by step. Exit status: 0 everything holds from your root, 1 something does "
            "not, 3 not anchored (no --root), 2 wrong use. A root inside the bundle is never trusted."
        ),
    )
    parser.add_argument("bundle", type=Path, help="the bundle's file")
    parser.add_argument("--root", help="the root you trust: its file, or sha256:<64 hex digits>")
    parser.add_argument("--json", action="store_true", help="print the steps as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check and explain."""
    language = arguments.language or settings.language
    anchor, wrong = _anchor(arguments.root)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    try:
        steps = verify(evidence.parse(arguments.bundle.read_bytes()), anchor)
    except OSError as error:
        print(f"{arguments.bundle}: {error.strerror}", file=sys.stderr)
        return 2
    except (HubError, KeysError) as error:
        steps = [Step(name="bundle", ru="Файл пакета", en="The bundle's file", error=error)]
    status = 1 if not steps[-1].ok else NOT_ANCHORED if anchor is None else 0
    _show(steps, status, language, as_json=arguments.json)
    return status


def _anchor(root: str | None) -> tuple[str | None, str | None]:
    """Return the trusted root's digest, or why there is none."""
    if root is None:
        return None, None
    if re.fullmatch(r"sha256:[0-9a-f]{64}", root):
        return root.removeprefix("sha256:"), None
    try:
        return trustlist.digest(Path(root).read_bytes()), None
    except OSError as error:
        return None, f"--root {root}: {error.strerror}"
    except KeysError as error:
        return None, f"--root {root}: {error.en}"


def _show(steps: list[Step], status: int, language: str, *, as_json: bool) -> None:
    verdict = WORDS[{0: "proven", 1: "refuted", NOT_ANCHORED: "loose"}[status]][language]
    if as_json:
        shown = [
            {"name": step.name, "ok": step.ok, "code": None if step.error is None else step.error.code}
            for step in steps
        ]
        print(json.dumps({"steps": shown, "anchored": status != NOT_ANCHORED, "ok": status == 0, "verdict": verdict}))
        return
    for number, step in enumerate(steps, start=1):
        print(f"{number}. {step.text(language)}: {WORDS['ok' if step.ok else 'failed'][language]}")
        if step.error is not None:
            print(f"   {step.error.text(language)} [{step.error.code}]")
    print(verdict)
