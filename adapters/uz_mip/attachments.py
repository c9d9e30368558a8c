"""What travels beside a document: `ilovalar`, each with its media type and its content in base64."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from adapters._parts.faults import FormError, MappingError
from adapters._parts.json_form import TEXT, Form, Member, Scalar, document
from hub.sdk.ports import Part

_MOST = 8


def _read_content(value: object) -> bytes:
    try:
        return base64.b64decode(value if isinstance(value, str) else "-", validate=True)
    except (binascii.Error, ValueError):
        raise FormError(
            "base64-invalid",
            "Содержимое приложения не в base64. Передайте его заново.",
            "The content of the attachment is not in base64. Send it again.",
        ) from None


def _write_content(content: bytes) -> str:
    return base64.b64encode(content).decode()


ATTACHMENT = Form(
    Member("turi", "media_type", TEXT, required=True),
    Member("mazmun", "content", Scalar(_read_content, _write_content), required=True),
)
_LIST = Form(Member("ilovalar", "parts", ATTACHMENT, many=True))


def parse(value: object) -> list[Part]:
    """Return the parts of the list of attachments.

    Raises:
        MappingError: it is no such list, or longer than eight.
    """
    parts = document(_LIST, {"ilovalar": value}).get("parts", [])
    if len(parts) > _MOST:
        raise MappingError([_TOO_MANY.at("/ilovalar")])
    return [Part(**part) for part in parts]


def format(parts: Sequence[Part]) -> list[dict[str, Any]]:  # noqa: A001 - the inverse of parse
    """Return the list of attachments."""
    return [ATTACHMENT.format({"media_type": part.media_type, "content": part.content}) for part in parts]


_TOO_MANY = FormError(
    "attachments-too-many",
    f"Приложений больше {_MOST}. Отправьте часть отдельным документом.",
    f"There are more than {_MOST} attachments. Send some of them with another document.",
)
