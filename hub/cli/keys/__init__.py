"""`hub keys`: make a key, show its public half, delegate signing to contact persons, approve as one of them."""

import argparse
import json
from pathlib import Path

from hub.cli import files
from hub.cli.command import AS_JSON, FILE, Argument, Command, Exit, Text
from hub.cli.keys import actions, release, suspend
from hub.setting_values import one_of, parse_key
from hub.settings import Settings, credentials_folder
from keys import keyfile, signer
from keys.encryption_key import EncryptionKey
from keys.errors import KeyFileMalformedError
from keys.jwk import ED25519, ES256, PrivateKey
from keys.signer import Places, Signer

X25519 = "X25519"

SHOWN = Text(
    "алгоритм       {alg}\nотпечаток      {kid}\nоткрытый ключ  {jwk}",
    "algorithm   {alg}\nthumbprint  {kid}\npublic key  {jwk}",
)


def _generate(arguments: argparse.Namespace, settings: Settings) -> int:
    passphrase = files.read_passphrase(arguments.passphrase_file)
    key = EncryptionKey.generate() if arguments.alg == X25519 else PrivateKey.generate(arguments.alg)
    keyfile.write(arguments.file, key, passphrase)
    _print(key, settings, as_json=arguments.json)
    return 0


def _show(arguments: argparse.Namespace, settings: Settings) -> int:
    passphrase = files.read_passphrase(arguments.passphrase_file)
    _print(_open(arguments.file, passphrase, settings), settings, as_json=arguments.json)
    return 0


def _open(spec: Path | str, passphrase: bytes | None, settings: Settings) -> Signer | EncryptionKey:
    places = Places(credentials=credentials_folder(), module=settings.pkcs11_module)
    try:
        return signer.open(spec, passphrase, places)
    except KeyFileMalformedError:  # perhaps an encryption key; else this says what was looked for
        return signer.open_encryption(spec, passphrase, places)


def _print(key: Signer | EncryptionKey, settings: Settings, *, as_json: bool) -> None:
    jwk = json.dumps(key.public.to_jwk())
    print(jwk if as_json else SHOWN.of(settings.language).format(alg=key.alg, kid=key.kid, jwk=jwk))


_PASSPHRASE = Argument(
    name="--passphrase-file",
    value=FILE,
    parse=Path,
    help=Text(
        "файл с паролем к ключу; без него файл ключа не шифруется", "the passphrase's file; without it, no encryption"
    ),
)
_ENDS = {
    Exit.DONE: Text("открытый ключ напечатан", "the public key was printed"),
    Exit.WRONG_USE: Text("файл не читается, не пишется или небезопасен", "a file is not readable, writable or safe"),
}

COMMAND = Command(
    name="keys",
    title=Text("ключи участника и контактных лиц", "keys of a participant and of contact persons"),
    about=Text(
        "Закрытый ключ остаётся в своём файле у участника; в секретариат передают только открытый (JWK).",
        "The private key stays in its file at the member's site; only the public one (JWK) goes to the secretariat.",
    ),
    actions=(
        Command(
            name="generate",
            title=Text("создать новый файл ключа", "make a new key file"),
            about=Text(
                "Создаёт файл, доступный только владельцу (0600), и печатает открытый ключ. Прежний файл не затирает.",
                "Makes a file for its owner alone (0600) and prints the public key. Never overwrites a file.",
            ),
            arguments=(
                Argument(name="file", value=FILE, parse=Path, help=Text("новый файл ключа", "the new key file")),
                Argument(
                    name="--alg",
                    value=Text("АЛГОРИТМ", "ALGORITHM"),
                    parse=one_of(ED25519, ES256, X25519),
                    default=ED25519,
                    help=Text(
                        f"{ED25519} (по умолчанию) или {ES256} для подписи, {X25519} для запечатанных частей",
                        f"{ED25519} (the default) or {ES256} to sign, {X25519} for sealed parts",
                    ),
                ),
                _PASSPHRASE,
                AS_JSON,
            ),
            ends=_ENDS,
            run=_generate,
        ),
        Command(
            name="show",
            title=Text("показать открытый ключ", "print the public key"),
            about=Text(
                "Печатает открытый ключ и его отпечаток (RFC 7638), по которому ключ узнают.",
                "Prints the public key and its thumbprint (RFC 7638), by which the key is known.",
            ),
            arguments=(
                Argument(
                    name="file",
                    value=FILE,
                    parse=parse_key,
                    help=Text("файл ключа, credential:ИМЯ или pkcs11:…", "the key file, credential:NAME, or pkcs11:…"),
                ),
                _PASSPHRASE,
                AS_JSON,
            ),
            ends=_ENDS,
            run=_show,
        ),
        *actions.PERSON_ACTIONS,
        *actions.APPROVAL_ACTIONS,
        suspend.SUSPEND,
        suspend.SEND,
        release.HELD_COMMAND,
        release.RELEASE,
    ),
)
