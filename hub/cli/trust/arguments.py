"""What the commands of `hub trust` take, and how their files are read and written."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from hub.cli import files
from hub.cli.command import FILE, Argument, Exit, Text
from hub.cli.files import FileError
from hub.cli.parser import UsageError
from hub.setting_values import WrongValueError, means_digest, parse_digest, parse_key
from hub.settings import Settings, credentials_folder
from keys import instant, signer, trust_chain, trust_proposal
from keys.errors import KeysError
from keys.jwk import Signer
from keys.note_key import VerifierKey
from keys.signer import Places
from keys.trust_proposal import Proposal

T = TypeVar("T")
FOLDER = Text("ПАПКА", "FOLDER")
NUMBER = Text("ЧИСЛО", "NUMBER")
KID = Text("ОТПЕЧАТОК", "KID")
NAME = Text("ИМЯ", "NAME")
KEY = Text("КЛЮЧ", "KEY")

PROPOSAL = Argument(
    name="proposal",
    value=Text("ПРЕДЛОЖЕНИЕ", "PROPOSAL"),
    parse=Path,
    help=Text("папка предложения, которая идёт из рук в руки", "the proposal's folder, which goes from hand to hand"),
)
TRUST_DIR = Argument(
    name="folder",
    value=FOLDER,
    parse=Path,
    help=Text("опубликованный список: папка, которую читает узел", "the published list: the folder that the hub reads"),
)
PASSPHRASE = Argument(
    name="--passphrase-file",
    value=FILE,
    parse=Path,
    help=Text("файл с паролем к ключу", "the file of the key's passphrase"),
)
ENDS = {
    Exit.DONE: Text("сделано", "done"),
    Exit.REFUSED: Text("документ, подпись или изменение не приняты", "a document, signature or change is refused"),
    Exit.WRONG_USE: Text("файл не читается, не пишется или уже есть", "a file is not readable, writable or is there"),
}


def key_argument(name: str, help_text: Text, *, required: bool = True) -> Argument:
    """Return an option that names a private key wherever it lives."""
    return Argument(name=name, value=KEY, parse=parse_key, required=required, help=help_text)


def parse_instant(text: str) -> datetime:
    """Return an instant of whole seconds, such as 2026-11-21T09:00:00Z."""
    try:
        return instant.parse(text)
    except ValueError:
        raise WrongValueError(
            "нужен момент UTC, например 2026-11-21T09:00:00Z", "an instant in UTC is needed, like 2026-11-21T09:00:00Z"
        ) from None


def parse_state(text: str) -> str:
    """Return a state's two capital letters."""
    if len(text) != 2 or not (text.isascii() and text.isupper()):
        raise WrongValueError("нужны две заглавные буквы, например KZ", "two capital letters are needed, such as KZ")
    return text


def open_key(spec: Path | str, passphrase_file: Path | None, settings: Settings) -> Signer:
    """Open a private key where it lives.

    Raises:
        KeyPlaceError: it cannot be had.
    """
    places = Places(credentials=credentials_folder(), module=settings.pkcs11_module)
    return signer.open(spec, files.read_passphrase(passphrase_file), places)


def read_verifier(path: Path) -> VerifierKey:
    """Read the public key of a file that `hub trust keygen` made.

    Raises:
        FileError: the file cannot be read, or holds something else.
    """
    content = files.read(path, most=files.PASSPHRASE_MOST)
    return _within(path, lambda: VerifierKey.parse(content.decode("utf-8", "replace").strip()))


def read_anchor(root: str | None) -> str | None:
    """Return the digest of the root that the caller trusts: `sha256:…`, or the file of that root.

    Raises:
        UsageError: the digest is none.
        FileError: the file cannot be read, or is no signed note.
    """
    if root is None:
        return None
    if means_digest(root):
        try:
            return parse_digest(root)
        except WrongValueError as error:
            raise UsageError(("hub", "trust", "verify"), Text(f"--root: {error.ru}", f"--root: {error.en}")) from None
    path = Path(root)
    content = files.read(path)
    return _within(path, lambda: trust_chain.digest(content))


def read_proposal(folder: Path) -> Proposal:
    """Read a proposal.

    Raises:
        FileError: there is none.
        TrustProposalError, TrustListError: it is malformed.
    """
    if not folder.is_dir():
        raise FileError(
            "proposal-missing",
            f"Папки предложения {folder} нет. Проверьте путь.",
            f"There is no proposal {folder}. Check the path.",
        )
    return trust_proposal.read(folder)


@contextlib.contextmanager
def nothing_overwritten() -> Iterator[None]:
    """Say in one line that a file is there already.

    Raises:
        FileError: it is.
    """
    try:
        yield
    except FileExistsError as error:
        raise FileError(
            "file-exists",
            f"{error.filename} уже есть и не перезаписывается. Выберите другое имя или уберите прежнее.",
            f"{error.filename} exists and is never overwritten. Choose another name, or move the old one away.",
        ) from None


def say(text: Text, settings: Settings, **facts: Any) -> None:
    """Print a sentence."""
    print(text.of(settings.language).format(**facts))


def _within(path: Path, read: Callable[[], T]) -> T:
    try:
        return read()
    except KeysError as error:
        raise FileError("file-wrong", f"{path}: {error.text('ru')}", f"{path}: {error.text('en')}") from None
