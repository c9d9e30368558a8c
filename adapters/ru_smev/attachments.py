"""Attachments of messages: their heads among what is signed, their content beside it.

    SenderProvidedRequestData (signed)
      MessagePrimaryContent      the document names each: <ex:Attachment><ContentId/><Sha256/></ex:Attachment>
      AttachmentHeaderList       AttachmentHeader: contentId, MimeType
    AttachmentContentList        AttachmentContent: Id, Content in base64

The content is not under the signature, so the document, which is, tells its digest: what differs is refused. A file's
own PKCS#7 signature (`SignaturePKCS7`) is the business of the member's certified tool and is not looked at.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping, Sequence

from lxml import etree

from adapters._parts.faults import Fault, MappingError
from adapters.ru_smev import names
from hub.sdk.ports import Part

_NS = {"ns": names.TYPES, "basic": names.BASIC, "ex": names.EXCHANGE}
_ATTACHMENT = f"{{{names.EXCHANGE}}}Attachment"


def read(data: etree._Element, beside: etree._Element | None) -> Mapping[str, Part]:
    """Return the attachments of a message by content id; one without content, or with none that can be read, is empty.

    Args:
        data: `SenderProvidedRequestData`.
        beside: the element that holds `AttachmentContentList`.
    """
    found = [] if beside is None else beside.findall("basic:AttachmentContentList/basic:AttachmentContent", _NS)
    contents = {each.findtext("basic:Id", "", _NS): each.findtext("basic:Content", "", _NS) for each in found}
    heads = data.findall("basic:AttachmentHeaderList/basic:AttachmentHeader", _NS)
    ids = {head.findtext("basic:contentId", "", _NS): head.findtext("basic:MimeType", "", _NS) for head in heads}
    return {id_: Part(media_type=kind, content=_decode(contents.get(id_, ""))) for id_, kind in ids.items()}


def take(document: etree._Element, found: Mapping[str, Part], place: str) -> Sequence[Part]:
    """Return the attachments that a document names, and take their names out of it.

    Raises:
        MappingError: one is missing, is named without a digest, or is another than it should be.
    """
    named = document.findall("ex:Attachment", _NS)
    parts = []
    for number, element in enumerate(named, 1):
        part = found.get(element.findtext("ex:ContentId", "", _NS))
        digest = element.findtext("ex:Sha256", "", _NS)
        if part is None or hashlib.sha256(part.content).hexdigest() != digest.lower():
            raise MappingError([_differs(f"{place}/Attachment[{number}]")])
        parts.append(part)
        document.remove(element)
    return parts


def name(document: etree._Element, parts: Sequence[Part]) -> None:
    """Name attachments in the document that goes with them."""
    for number, part in enumerate(parts, 1):
        element = etree.SubElement(document, _ATTACHMENT)
        for member, text in (("ContentId", _id(number)), ("Sha256", hashlib.sha256(part.content).hexdigest())):
            etree.SubElement(element, f"{{{names.EXCHANGE}}}{member}").text = text


def write(data: etree._Element, operation: etree._Element, parts: Sequence[Part]) -> None:
    """Append heads to `SenderProvidedRequestData`, and the content beside it."""
    if not parts:
        return
    heads = etree.SubElement(data, f"{{{names.BASIC}}}AttachmentHeaderList")
    contents = etree.SubElement(operation, f"{{{names.BASIC}}}AttachmentContentList")
    for number, part in enumerate(parts, 1):
        content = base64.b64encode(part.content).decode("ascii")
        _fill(heads, "AttachmentHeader", contentId=_id(number), MimeType=part.media_type)
        _fill(contents, "AttachmentContent", Id=_id(number), Content=content)


def _fill(parent: etree._Element, name: str, **members: str) -> None:
    element = etree.SubElement(parent, f"{{{names.BASIC}}}{name}")
    for member, text in members.items():
        etree.SubElement(element, f"{{{names.BASIC}}}{member}").text = text


def _id(number: int) -> str:
    return f"attachment-{number}"


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (ValueError, binascii.Error):
        return b""


def _differs(place: str) -> Fault:
    return Fault(
        code="attachment-invalid",
        place=place,
        ru="Вложения нет в сообщении, или его содержание не то, что указано в документе. Соберите сообщение заново.",
        en="The attachment is not in the message, or its content is not what the document says. Put it together anew.",
    )
