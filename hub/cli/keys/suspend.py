"""`hub keys suspend` and `hub keys send`: take a key out of force at once, or submit a statement made elsewhere."""

import argparse
import asyncio
import importlib
import json
import sys
from datetime import datetime
from pathlib import Path

from hub.cli import files
from hub.cli.command import AS_JSON, FILE, Argument, Command, Exit, Text
from hub.cli.parser import UsageError
from hub.clock import make_clock
from hub.core import leaf as leaves
from hub.core.receipt import Receipt
from hub.sdk.settings import config as configs
from hub.sdk.settings.key_files import read_key
from hub.setting_values import WrongValueError, one_of, parse_key, parse_origin, parse_thumbprint
from hub.settings import Settings, credentials_folder
from keys import instant, signer, suspension
from keys.signer import Places, Signer
from keys.statement import LIMIT
from keys.suspension import Reason

SAID = {
    "logged": Text("записано: место {index} в журнале, время {at}", "logged: place {index} in the log, time {at}"),
    "written": Text(
        "заявление записано в {path}. Отправьте его: hub keys send {path} {how}",
        "the statement was written to {path}. Submit it: hub keys send {path} {how}",
    ),
    "doubt": Text(
        "hub: неизвестно, записано ли. Отправьте те же байты снова: hub keys send {path} {how}",
        "hub: in doubt. Send the same bytes again: hub keys send {path} {how}",
    ),
}
NAMED = ("participant", "origin")
WORDS = ", ".join(Reason)
UNKNOWN = "unknown"
_SINCE_WHEN = Text(
    f"эта причина значит, что ключ мог быть у посторонних: укажите --compromised-since, время или {UNKNOWN}. "
    "Всё, что ключ делегировал с того времени, теряет силу вместе с ним",
    f"by this reason others may have had the key: give --compromised-since, a time or {UNKNOWN}. "
    "All that the key has delegated since then falls with it",
)


def suspend(arguments: argparse.Namespace, settings: Settings) -> int:
    """Sign the statement, and submit it or write it down."""
    path = ("hub", "keys", "suspend")
    check(arguments, path)
    if arguments.compromised_since is None and arguments.reason in suspension.IN_OTHER_HANDS:
        raise UsageError(path, _SINCE_WHEN)
    key, hub, participant = open_signer(arguments, settings)
    token = suspension.sign(
        key,
        hub=hub,
        participant=participant,
        kid=arguments.kid,
        reason=Reason(arguments.reason),
        at=make_clock(settings).now(),
        compromised_since=None if arguments.compromised_since == UNKNOWN else arguments.compromised_since,
    )
    return hand_over(arguments, settings, token, Path(f"suspension-{arguments.kid[:8]}.jws"))


def send(arguments: argparse.Namespace, settings: Settings) -> int:
    """Submit a statement as it is."""
    if arguments.config is None and arguments.url is None:
        raise UsageError(("hub", "keys", "send"), Text("нужен --config или --url", "--config or --url is needed"))
    token = files.read(arguments.statement, most=LIMIT).strip()
    return _show(_submit(arguments, settings, token), arguments, settings, token=token, path=arguments.statement)


def hand_over(arguments: argparse.Namespace, settings: Settings, token: bytes, path: Path) -> int:
    """Write a statement to `--output`, or submit it; in doubt it is kept as `path`."""
    if arguments.output is not None:
        files.write_new(arguments.output, token)
        how = _way(arguments, settings.language)
        print(SAID["written"].of(settings.language).format(path=arguments.output, how=how))
        return Exit.DONE
    return _show(_submit(arguments, settings, token), arguments, settings, token=token, path=path)


def check(arguments: argparse.Namespace, path: tuple[str, ...]) -> None:
    """Refuse options of the command `path` that do not belong together.

    Raises:
        UsageError: one is missing.
    """
    missing = [f"--{name}" for name in NAMED if getattr(arguments, name) is None]
    if arguments.config is None and (missing or arguments.key is None):
        words = ", ".join([*missing, *(["--key"] if arguments.key is None else [])])
        raise UsageError(path, Text(f"без --config нужны {words}", f"without --config, {words} are needed"))
    if arguments.config is None and arguments.url is None and arguments.output is None:
        raise UsageError(path, Text("нужен --config, --url или --output", "--config, --url or --output is needed"))


def open_signer(arguments: argparse.Namespace, settings: Settings) -> tuple[Signer, str, str]:
    """Return the key to sign by, the hub's origin, and the participant that the statement is about.

    Raises:
        StartError, KeysError: the configuration or the key cannot be used.
    """
    config = None if arguments.config is None else configs.load(arguments.config)
    origin = arguments.origin or (config.origin if config else "")
    participant = arguments.participant or (config.participant if config else "")
    if arguments.key is None and config is not None:
        return read_key(config), origin, participant
    places = Places(credentials=credentials_folder(), module=settings.pkcs11_module)
    return signer.open(arguments.key, files.read_passphrase(arguments.passphrase_file), places), origin, participant


def _submit(arguments: argparse.Namespace, settings: Settings, token: bytes) -> Receipt | None:
    """Return the receipt; None: in doubt. Only here is the network library needed, and loaded."""
    door = importlib.import_module("hub.cli.statement_door")
    receipt: Receipt | None = asyncio.run(door.submit(arguments, settings, token))
    return receipt


def _show(
    receipt: Receipt | None, arguments: argparse.Namespace, settings: Settings, *, token: bytes, path: Path
) -> int:
    """Print where it stands; in doubt keep the bytes in a file, for only they may be sent again."""
    if receipt is None:
        if not path.exists():
            files.write(path, token)
        how = _way(arguments, settings.language)
        print(SAID["doubt"].of(settings.language).format(path=path, how=how), file=sys.stderr)
        return Exit.LATER
    at = leaves.parse(receipt.leaf).at
    shown = {"index": receipt.index, "at": at, "leaf": receipt.leaf.decode("ascii")}
    print(
        json.dumps(shown) if arguments.json else SAID["logged"].of(settings.language).format(index=receipt.index, at=at)
    )
    return Exit.DONE


def _way(arguments: argparse.Namespace, language: str) -> str:
    """Return what `hub keys send` needs to find the hub: the address if that was given, else the configuration."""
    if arguments.url is not None:
        return f"--url {arguments.url}"
    return f"--url {_URL.shown(language).split()[-1]}" if arguments.config is None else f"--config {arguments.config}"


def _parse_time(text: str) -> datetime | str:
    if text == UNKNOWN:
        return text
    try:
        return instant.parse(text)
    except ValueError:
        raise WrongValueError(
            f"нужно время вида 2026-11-21T09:00:00Z или {UNKNOWN}",
            f"a time such as 2026-11-21T09:00:00Z, or {UNKNOWN}, is needed",
        ) from None


_CONFIG = Argument(
    name="--config",
    value=FILE,
    parse=Path,
    help=Text(
        "настройки участника (TOML): его ключ, узел и имя", "the participant's settings (TOML): its key, hub and name"
    ),
)
_URL = Argument(
    name="--url", value=Text("АДРЕС", "URL"), help=Text("адрес узла, без --config", "the hub, without --config")
)
ENDS = {
    Exit.DONE: Text("записано в журнал или в файл", "logged, or written to the file"),
    Exit.REFUSED: Text("узел отказал", "the hub refused it"),
    Exit.WRONG_USE: Text("файл или ключ непригоден", "a file or the key cannot be used"),
    Exit.LATER: Text("неизвестно, записано ли; отправьте те же байты снова", "in doubt; send the same bytes again"),
}

SIGNING = (
    _CONFIG,
    Argument(
        name="--key",
        value=FILE,
        parse=parse_key,
        help=Text(
            "ключ, которым подписать: файл, credential:ИМЯ или pkcs11:…",
            "the key to sign by: a file, credential:NAME, or pkcs11:…",
        ),
    ),
    Argument(
        name="--passphrase-file", value=FILE, parse=Path, help=Text("файл с паролем к --key", "passphrase of --key")
    ),
    Argument(
        name="--participant",
        value=Text("УЧАСТНИК", "PARTICIPANT"),
        help=Text("чей это ключ; иначе из --config", "whose key it is; else as in --config"),
    ),
    Argument(
        name="--origin",
        value=Text("УЗЕЛ", "ORIGIN"),
        parse=parse_origin,
        help=Text("имя узла и контур; иначе из --config", "the hub's name and environment; else as in --config"),
    ),
    _URL,
    Argument(
        name="--output",
        value=FILE,
        parse=Path,
        help=Text("записать заявление в файл и не отправлять", "write the statement to this file, submit nothing"),
    ),
)

SUSPEND = Command(
    name="suspend",
    title=Text("приостановить ключ немедленно", "suspend a key at once"),
    about=Text(
        "Подписывает заявление ключом уполномоченного (--key) или самого участника (--config) и отправляет его. "
        "С его места в журнале ни одно сообщение этого ключа не принимается; снять приостановку может только новый "
        "список участников. С --compromised-since ещё не вручённые сообщения с того времени удерживаются, а "
        "делегированное с того времени теряет силу; при unknown теряет силу всё, что этот ключ делегировал.",
        "Signs a statement by an officer's key (--key) or the participant's own (--config), and submits it. From its "
        "place in the log no message of that key is accepted; only a newer participants document lifts it. With "
        "--compromised-since, messages since then that are not delivered yet are held, and what the key has "
        "delegated since then falls; with `unknown`, all that it ever delegated.",
    ),
    arguments=(
        Argument(
            name="kid",
            value=Text("ОТПЕЧАТОК", "THUMBPRINT"),
            parse=parse_thumbprint,
            help=Text("отпечаток ключа (hub keys show)", "the key's thumbprint (hub keys show)"),
        ),
        *SIGNING,
        Argument(
            name="--reason",
            value=Text("ПРИЧИНА", "REASON"),
            parse=one_of(*Reason),
            default=Reason.OTHER.value,
            help=Text(f"почему: {WORDS}", f"why: {WORDS}"),
        ),
        Argument(
            name="--compromised-since",
            value=Text("ВРЕМЯ", "TIME"),
            parse=_parse_time,
            help=Text(
                f"с какого времени ключ мог быть у посторонних, или {UNKNOWN}; нужно при lost, stolen, suspected",
                f"from when on others may have had the key, or {UNKNOWN}; needed with lost, stolen, suspected",
            ),
        ),
        AS_JSON,
    ),
    ends=ENDS,
    run=suspend,
)

SEND = Command(
    name="send",
    title=Text("отправить подписанное заявление", "submit a signed statement"),
    about=Text(
        "Отправляет заявление о ключах, подписанное раньше или на другой машине. Повтор ничего не меняет.",
        "Submits a statement about keys, signed before or on another machine. Again, it changes nothing.",
    ),
    arguments=(
        Argument(name="statement", value=FILE, parse=Path, help=Text("файл заявления", "the statement's file")),
        _CONFIG,
        _URL,
        AS_JSON,
    ),
    ends=ENDS,
    run=send,
)
