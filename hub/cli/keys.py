"""`hub keys`: make a participant's signing key, and show its public half."""

import argparse
import json
from pathlib import Path

from hub.settings import Settings
from keys import keyfile
from keys.jwk import ED25519, ES256, PrivateKey


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "keys",
        help="make or show a signing key / создать или показать ключ подписи",
        description="The private key never leaves its file. `show` prints the public JWK, which is what you enrol.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    generate = actions.add_parser("generate", help="make a new key file, readable by you alone")
    generate.add_argument("file", type=Path, help="the new key file; an existing one is never overwritten")
    generate.add_argument("--alg", choices=(ED25519, ES256), default=ED25519, help="default: Ed25519")
    show = actions.add_parser("show", help="print the public key")
    show.add_argument("file", type=Path, help="the key file")
    for action in (generate, show):
        action.add_argument("--passphrase-file", type=Path, help="the file that holds the passphrase")
        action.add_argument("--json", action="store_true", help="print as JSON")
    generate.set_defaults(run=_generate)
    show.set_defaults(run=_show)


def _generate(arguments: argparse.Namespace, _settings: Settings) -> int:
    key = PrivateKey.generate(arguments.alg)
    keyfile.write(arguments.file, key, _passphrase(arguments.passphrase_file))
    _print(key, as_json=arguments.json)
    return 0


def _show(arguments: argparse.Namespace, _settings: Settings) -> int:
    _print(keyfile.read(arguments.file, _passphrase(arguments.passphrase_file)), as_json=arguments.json)
    return 0


def _passphrase(path: Path | None) -> bytes | None:
    return None if path is None else path.read_bytes().rstrip(b"\r\n")


def _print(key: PrivateKey, *, as_json: bool) -> None:
    jwk = key.public.to_jwk()
    if as_json:
        print(json.dumps(jwk))
    else:
        print(f"algorithm   {key.alg}\nthumbprint  {key.kid}\npublic JWK  {json.dumps(jwk)}")
