"""Files of a record at the member's site: encrypted and uploaded before it is signed, fetched and opened after.

    file ──segments──> ciphertext file beside it ──> hub          key ──sealed to the recipients──> the record
    hub ──> ciphertext file, digest compared ──segments──> file, of the type declared, under a name of its own

A file is never held whole, and nothing is written over. The name that its sender gave it travels sealed too, and is not
used as a path.
"""

import hashlib
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hub.client.attachment_door import AttachmentDoor
from hub.core import attachment as attachments
from hub.sdk.errors import UnacceptableError
from keys import attachment, base64url, strict_json
from keys.errors import AttachmentError, KeysError, StrictJsonError

PIECE = 256 * 1024
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png", "image/tiff": "tiff"}
KEY_TYPE = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """A file that was encrypted: digest and length of its ciphertext, its media type, and what has to be sealed.

    `opening` is the digest (hex) of the mark that whoever opens the file can say.
    """

    path: Path
    sha256: str
    size: int
    media_type: str
    secret: bytes
    opening: str

    def described(self) -> dict[str, Any]:
        """Return the file's entry in the descriptor."""
        return {"sha256": self.sha256, "size": self.size, "media_type": self.media_type, "opening": self.opening}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A file that was opened: the name that its sender gave it, its key, and the mark that says it was opened."""

    name: str
    key: bytes = field(repr=False)
    mark: bytes


def seal_file(source: Path, target: Path) -> SealedFile:
    """Encrypt a file into another one, which must not be there.

    Raises:
        OSError: a file cannot be read or written, or the target is there.
        UnacceptableError: the file is of no media type that may be sent.
    """
    key, digest, content, size = attachment.make_key(), hashlib.sha256(), hashlib.sha256(), 0
    with source.open("rb") as plain, _create(target) as sealed:
        media_type = attachments.type_of(plain.read(attachments.HEAD))
        if media_type is None:
            raise UnacceptableError(
                "attachment-type",
                ru="Файл не того типа, который можно передать. Передают PDF, JPEG, PNG и TIFF.",
                en="The file is of no type that may be sent. Send PDF, JPEG, PNG or TIFF.",
            )
        plain.seek(0)
        for segment in attachment.encrypt(key, _digested(_pieces(plain), content)):
            digest.update(segment)
            size += len(segment)
            sealed.write(segment)
    secret = strict_json.dumps({"key": base64url.encode(key).decode("ascii"), "name": source.name})
    return SealedFile(
        path=target,
        sha256=digest.hexdigest(),
        size=size,
        media_type=media_type,
        secret=secret,
        opening=hashlib.sha256(attachment.mark_of(key, content.digest())).hexdigest(),
    )


async def upload(door: AttachmentDoor, sealed: SealedFile) -> None:
    """Bring the ciphertext to the hub.

    Raises:
        ClientError: the hub did not take it.
        OSError: it cannot be read.
    """
    await door.upload(sealed.sha256, _read_pieces(sealed.path), sealed.size)


async def fetch(door: AttachmentDoor, described: Mapping[str, Any], target: Path) -> None:
    """Fetch the ciphertext of a file that a verified record describes, into a file that must not be there.

    Raises:
        ClientError: the hub did not give it.
        UnacceptableError: it is not the file described.
        OSError: it cannot be written.
    """
    digest, length = hashlib.sha256(), 0
    with _create(target) as file:

        def take(piece: bytes) -> None:
            nonlocal length
            digest.update(piece)
            length += len(piece)
            file.write(piece)

        await door.download(described["sha256"], described["size"], take)
    if (digest.hexdigest(), length) != (described["sha256"], described["size"]):
        raise UnacceptableError(
            "attachment-digest",
            ru="Вложение не принято: узел выдал не тот файл, что описан в записи.",
            en="The attachment was not taken: the hub gave another file than the record describes.",
        )


def open_file(source: Path, target: Path, secret: bytes, media_type: str) -> OpenedFile:
    """Decrypt a file into one that must not be there, check its type, and return what is known of it now.

    Raises:
        UnacceptableError: it does not open, or is not of the type declared; nothing of it is left.
        OSError: a file cannot be read or written.
    """
    (key, name), content = _read_secret(secret), hashlib.sha256()
    try:
        with source.open("rb") as sealed, _create(target) as plain:
            for segment in attachment.decrypt(key, _pieces(sealed)):
                content.update(segment)
                plain.write(segment)
        with target.open("rb") as written:
            if not attachments.is_of_type(media_type, written.read(attachments.HEAD)):
                raise _other_type()
    except AttachmentError as error:
        target.unlink()
        raise UnacceptableError(error.code, ru=error.ru, en=error.en) from None
    except UnacceptableError:
        target.unlink()
        raise
    return OpenedFile(name=name, key=key, mark=attachment.mark_of(key, content.digest()))


def _read_secret(secret: bytes) -> tuple[bytes, str]:
    try:
        value = strict_json.loads(secret)
        if isinstance(value, dict) and value.keys() == {"key", "name"}:
            return base64url.decode(str(value["key"]).encode("ascii")), str(value["name"])
    except (StrictJsonError, KeysError, ValueError):
        pass
    raise UnacceptableError(
        "attachment-secret",
        ru="Вложение не принято: запечатанный ключ составлен неверно.",
        en="The attachment was not taken: its sealed key is malformed.",
    )


def _create(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb")


def _pieces(file: Any) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


def _digested(pieces: Iterator[bytes], digest: Any) -> Iterator[bytes]:
    for piece in pieces:
        digest.update(piece)
        yield piece


async def _read_pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _other_type() -> UnacceptableError:
    return UnacceptableError(
        "attachment-type",
        ru="Файл не того типа, который объявлен. Не открывайте его и сообщите отправителю.",
        en="The file is not of the type declared. Do not open it, and tell its sender.",
    )
