"""Attachments: what a descriptor says of its files, and whether it may be said.

A descriptor belongs to another record and goes to parties of that record only. Each file is ciphertext that the sender
has uploaded before, named by the digest of that ciphertext; beside it, at the same place of the list `sealed`, stands
its key, sealed to the recipients.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from hub.core.envelope import Envelope
from hub.core.errors import Fault
from hub.core.leaf import MessageLeaf
from hub.core.sealed_part import MEMBER

TYPE = "attachment"
TERM = timedelta(hours=24)
"""So long an upload waits for a message that refers to it."""
MARGIN = timedelta(hours=1)
"""An upload that has waited this much less is not referred to any more: it might go before the message is released."""


def digests(envelope: Envelope) -> tuple[str, ...]:
    """Return the digests (hex) of the files of a descriptor."""
    return tuple(each["sha256"] for each in envelope.record["files"])


def check(record: Mapping[str, Any]) -> list[Fault]:
    """Return what is wrong in a descriptor that fits its schema."""
    files, faults = record["files"], []
    if len(record[MEMBER]) != len(files):
        faults.append(
            Fault(
                pointer=f"/{MEMBER}",
                code="attachment-keys",
                ru="К каждому файлу нужен один запечатанный ключ, на том же месте. Запечатайте вложения заново.",
                en="Each file needs one sealed key, at the same place. Seal the attachments again.",
            )
        )
    if len({each["sha256"] for each in files}) != len(files):
        faults.append(
            Fault(
                pointer="/files",
                code="attachment-twice",
                ru="Один и тот же файл указан дважды. Уберите повтор.",
                en="The same file is named twice. Leave one out.",
            )
        )
    return faults


def check_parties(envelope: Envelope, leaf: MessageLeaf | None) -> list[Fault]:
    """Return whether the descriptor's record is one of its parties' and of nobody else's."""
    said = envelope.record["about"]
    if leaf is None or leaf.sha256 != said["sha256"] or envelope.sender not in (leaf.sender, *leaf.to):
        return [
            Fault(
                pointer="/record/about",
                code="record-unknown",
                ru="Такого сообщения нет, или вы не его сторона. Сверьте отправителя, идентификатор и хеш.",
                en="There is no such message, or you are no party of it. Check sender, id and digest.",
            )
        ]
    if not set(envelope.to) <= {leaf.sender, *leaf.to}:
        return [
            Fault(
                pointer="/record/about",
                code="attachment-outsider",
                ru="Вложение адресовано не только сторонам записи. Адресуйте его только им.",
                en="The attachment goes to others than the parties of the record. Address it to them only.",
            )
        ]
    return []


def check_uploads(envelope: Envelope, sizes: Mapping[str, tuple[int, datetime, bool]], now: datetime) -> list[Fault]:
    """Return the files that are not there, or not of the length stated.

    `sizes` are length, time and whether it is kept, of the sender's uploads by digest.
    """
    faults = []
    for place, each in enumerate(envelope.record["files"]):
        size, at, kept = sizes.get(each["sha256"], (None, now, False))
        if size != each["size"] or (not kept and at < now - TERM + MARGIN):
            faults.append(_missing(place))
    return faults


def _missing(place: int) -> Fault:
    return Fault(
        pointer=f"/record/files/{place}",
        code="attachment-missing",
        ru="Файл с таким хешем и размером вы не загружали или загрузили давно. Загрузите его и отправьте запись снова.",
        en="You have uploaded no file of this digest and length, or long ago. Upload it, then send the record again.",
    )


def in_groups(mark: bytes) -> str:
    """Return a mark as people read it: eight groups of four hexadecimal digits."""
    digits = mark.hex()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def read_mark(text: str) -> bytes | None:
    """Return the mark that somebody has typed, blanks and capitals as he likes; None: it is none."""
    digits = "".join(text.split()).replace("-", "").lower()
    return bytes.fromhex(digits) if len(digits) == 32 and set(digits) <= set("0123456789abcdef") else None


SIGNS: Mapping[str, Sequence[bytes]] = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/tiff": (b"II*\x00", b"MM\x00*"),
}
"""How files of the media types that may be declared begin."""
HEAD = 8


def is_of_type(media_type: str, head: bytes) -> bool:
    """Say whether a file that begins so can be of the media type that was declared."""
    return any(head.startswith(sign) for sign in SIGNS.get(media_type, ()))


def type_of(head: bytes) -> str | None:
    """Return the media type of a file that begins so; None where it is of none that may be sent."""
    return next((media_type for media_type in SIGNS if is_of_type(media_type, head)), None)
