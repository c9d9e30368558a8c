"""`hub keys approve` and `hub keys sign`: what a contact person does with a key of his own."""

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from hub.cli import files, protection_gate
from hub.cli.command import Exit, Text
from hub.cli.files import FileError
from hub.cli.keys import record_words
from hub.cli.statements import hand_over
from hub.client.client import HubClient, open_client
from hub.clock import Clock, make_clock
from hub.core import envelope as envelopes
from hub.core.envelope import Envelope
from hub.core.errors import HubError
from hub.sdk.assembly import address_of
from hub.sdk.settings.config import GatewayConfig, load
from hub.setting_values import bare_digest
from hub.settings import Settings, credentials_folder
from keys import approval, jws, signer
from keys.approval import Approval
from keys.errors import KeysError
from keys.jwk import Signer
from keys.signer import Places

SHORTEST = 32  # hexadecimal digits: nobody finds two payloads that begin alike so far
DIGEST = Text("SHA-256     {digest}", "SHA-256    {digest}")
SIGNED = Text(
    "подписано: {path}; отправьте командой hub submit {path} --envelope",
    "signed: {path}; hub submit {path} --envelope sends it",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A contact person's place: the participant's settings without its key, and the person's own key."""

    config: GatewayConfig
    key: Signer
    client: HubClient
    clock: Clock


@asynccontextmanager
async def _sit_down(arguments: argparse.Namespace, settings: Settings) -> AsyncIterator[Desk]:
    config, clock, key = load(arguments.config), make_clock(settings), _open_key(arguments, settings)
    async with open_client(replace(address_of(config), language=settings.language), key, clock) as client:
        yield Desk(config=config, key=key, client=client, clock=clock)


def _open_key(arguments: argparse.Namespace, settings: Settings) -> Signer:
    places = Places(credentials=credentials_folder(), module=settings.pkcs11_module)
    return signer.open(arguments.key, files.read_passphrase(arguments.passphrase_file), places)


def approve(arguments: argparse.Namespace, settings: Settings) -> int:
    """Approve a payload."""
    return asyncio.run(_approve_payload(arguments, settings))


async def _approve_payload(arguments: argparse.Namespace, settings: Settings) -> int:
    payload, envelope = _read_payload(arguments.payload)
    async with _sit_down(arguments, settings) as desk:
        _require_own(arguments.payload, envelope, desk.config)
        protection_gate.check_payload(desk.config, payload, desk.clock.now())
        _confirm(arguments, payload, envelope, settings.language, quiet=arguments.json)
        said = Approval(
            hub=desk.config.origin,
            participant=desk.config.participant,
            person=arguments.person,
            payload_sha256=approval.digest(payload),
            type=envelope.type,
            at=desk.clock.now().replace(microsecond=0),
        )
        return await hand_over(desk.client, approval.sign(said, desk.key), arguments, settings)


def _confirm(
    arguments: argparse.Namespace, payload: bytes, envelope: Envelope, language: str, *, quiet: bool = False
) -> None:
    """Show what is to be signed, and go on only if the person names the digest of what he has read.

    The whole record is shown while no digest is given; with one, the routing alone: what was read need not be printed
    again, where perhaps others look.

    Raises:
        FileError: nothing is signed: the digest is missing, too short or another's, or the record cannot be shown.
    """
    record_words.check(arguments.payload, envelope)
    digest, given = approval.digest(payload), bare_digest(arguments.digest or "")
    if not quiet:
        print(record_words.routing(envelope, language))
        if not given:
            print("\n".join(["", *record_words.describe(envelope, language), ""]))
        print(DIGEST.of(language).format(digest=digest))
    _compare(arguments.payload, given, digest)


def _compare(path: Path, given: str, digest: str) -> None:
    if len(given) < SHORTEST:
        raise FileError(
            "payload-digest-missing",
            "Ничего не подписано. Прочитайте запись и повторите с --digest и её SHA-256 (не менее 32 знаков).",
            "Nothing is signed. Read the record, then repeat with --digest and its SHA-256 (32 digits at least).",
        )
    if not digest.startswith(given):
        raise FileError(
            "payload-digest-other",
            f"{path}: дайджест другой, ничего не подписано. Повторите без --digest и прочитайте запись.",
            f"{path}: the digest is another one, nothing is signed. Repeat without --digest and read the record.",
        )


def sign(arguments: argparse.Namespace, settings: Settings) -> int:
    """Sign a payload, which makes the envelope; with the participant's settings, ask its protection register first."""
    payload, envelope = _read_payload(arguments.payload)
    if arguments.config is not None:
        config = load(arguments.config)
        _require_own(arguments.payload, envelope, config)
        protection_gate.check_payload(config, payload, make_clock(settings).now())
    _confirm(arguments, payload, envelope, settings.language)
    files.write_new(arguments.output, jws.sign(payload, _open_key(arguments, settings), envelopes.TYP))
    print(SIGNED.of(settings.language).format(path=arguments.output))
    return Exit.DONE


def _read_payload(path: Path) -> tuple[bytes, Envelope]:
    """Return the exact bytes that will be signed, and what they say.

    Raises:
        FileError: they are no payload of an envelope.
    """
    payload = files.read(path, most=envelopes.MAX_BYTES)
    try:
        return payload, envelopes.parse(payload, b"")
    except (HubError, KeysError) as error:
        raise FileError("file-no-payload", f"{path}: {error.text('ru')}", f"{path}: {error.text('en')}") from None


def _require_own(path: Path, envelope: Envelope, config: GatewayConfig) -> None:
    if (envelope.hub, envelope.sender) != (config.origin, config.participant):
        raise FileError(
            "payload-not-own",
            f"{path}: запись другого узла или участника. Одобряют записи своего участника.",
            f"{path}: a record of another hub or participant. Approve records of your own.",
        )
