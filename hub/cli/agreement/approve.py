"""`hub agreement approve`: a party's participant approves one version, byte for byte, by its own key."""

import argparse
import asyncio
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.agreement.words import label
from hub.cli.command import Text
from hub.cli.connection import connect
from hub.cli.files import FileError
from hub.cli.statements import hand_over
from hub.setting_values import bare_digest
from hub.settings import Settings
from keys import consent, strict_json
from keys.consent import Consent
from schemas import agreements

SHORTEST = 32  # hexadecimal digits, as for payloads
ROWS = {
    "id": Text("соглашение", "agreement"),
    "version": Text("версия", "version"),
    "title": Text("название", "title"),
    "parties": Text("стороны", "parties"),
    "status": Text("состояние", "status"),
    "valid_from": Text("действует с", "in force from"),
    "effective_from": Text("применяется с", "effective from"),
    "deadline_profile": Text("профиль сроков", "deadline profile"),
}
CARRIES = Text(
    "разрешает: {types}; {senders} -> {recipients}; цели: {purposes}",
    "allows: {types}; {senders} -> {recipients}; purposes: {purposes}",
)
DIGEST = Text("SHA-256: {digest}", "SHA-256: {digest}")


def approve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Show the version, and sign the consent where its digest is named."""
    document = files.read_object(arguments.file)
    _check(arguments.file, document)
    digest = sha256(strict_json.dumps(document)).hexdigest()
    if not arguments.json:
        print("\n".join([*_describe(document, settings.language), DIGEST.of(settings.language).format(digest=digest)]))
    _compare(arguments.file, bare_digest(arguments.digest or ""), digest)
    return asyncio.run(_sign(arguments, settings, document, digest))


async def _sign(arguments: argparse.Namespace, settings: Settings, document: Mapping[str, Any], digest: str) -> int:
    async with connect(arguments.config, settings) as connection:
        said = Consent(
            hub=connection.config.origin,
            participant=connection.config.participant,
            agreement=document["id"],
            version=document["version"],
            document_sha256=digest,
            at=connection.clock.now().replace(microsecond=0),
        )
        return await hand_over(connection.client, consent.sign(said, connection.signer), arguments, settings)


def _check(path: Path, document: dict[str, Any]) -> None:
    violations = agreements.check(document)
    if violations:
        first = violations[0]
        raise FileError(
            "file-no-agreement",
            f"{path}: {first.pointer} {first.ru}",
            f"{path}: {first.pointer} {first.en}",
        )


def _describe(document: Mapping[str, Any], language: str) -> Iterator[str]:
    shown = {
        **document,
        "title": document["titles"][language],
        "parties": ", ".join(document["parties"]),
        "status": label("agreement-statuses", document["status"], language),
    }
    for name, title in ROWS.items():
        yield f"{title.of(language):24} {shown.get(name) or '—'}"
    for clause in document["allows"]:
        yield CARRIES.of(language).format(**{name: ", ".join(value) for name, value in clause.items()})


def _compare(path: Path, given: str, digest: str) -> None:
    if len(given) < SHORTEST:
        raise FileError(
            "consent-digest-missing",
            "Ничего не подписано. Прочитайте документ и повторите с --digest и его SHA-256 (не менее 32 знаков).",
            "Nothing is signed. Read the document, then repeat with --digest and its SHA-256 (32 digits at least).",
        )
    if not digest.startswith(given):
        raise FileError(
            "consent-digest-other",
            f"{path}: дайджест другой, ничего не подписано. Повторите без --digest и прочитайте документ.",
            f"{path}: the digest is another one, nothing is signed. Repeat without --digest and read the document.",
        )
