"""What stands around the documents in the `data` of a message.

    submission   from the register: one document, and its attachments
    outcome      what became of a submission, told to the register
    delivery     to the register: one document, who sent it, its number in the hub's log, its attachments
    erasure      to the register: subjects whose records it must remove
    result       the register's answer to a delivery or erasure: `accepted` or `refused`

Attachments hold what is sealed on its way between the members: `mediaType`, and `content` in base64.
"""

import base64
import binascii
from collections.abc import Sequence

from lxml import etree

from adapters._parts import xml_tree
from adapters._parts.faults import Fault, MappingError
from adapters._parts.spool import Verdicted
from adapters.kz_shep.mapping import NAMESPACE, PREFIX, unknown
from hub.sdk.ports import Delivery, Part, Verdict

ACCEPTED, REFUSED = "accepted", "refused"
_NS = {"cm": NAMESPACE}
_ATTACHMENT = f"{{{NAMESPACE}}}attachment"
_MOST_PROBLEMS = 20


def parse_submission(data: etree._Element | None) -> tuple[etree._Element, Sequence[Part]]:
    """Return document and attachments of a submission.

    Raises:
        MappingError: it is none, or an attachment cannot be read.
    """
    if data is None or data.tag != f"{{{NAMESPACE}}}submission" or not len(data) or data[0].tag == _ATTACHMENT:
        raise MappingError([unknown()])
    document, *attachments = data
    if any(child.tag != _ATTACHMENT for child in attachments):
        raise MappingError([_beside()])
    return document, [_parse_attachment(child, number) for number, child in enumerate(attachments, 1)]


def format_outcome(verdict: Verdicted) -> etree._Element:
    """Return the `outcome` of one submission."""
    problems = [
        {"code": each.code, **({"place": each.pointer} if each.pointer else {}), "ru": each.ru, "en": each.en}
        for each in verdict.problems[:_MOST_PROBLEMS]
    ]
    members = {
        "subject": verdict.subject,
        "verdict": ACCEPTED if verdict.verdict is Verdict.ACCEPTED else REFUSED,
        "hubMessageId": verdict.message_id or None,
        "problem": problems,
    }
    told = {name: value for name, value in members.items() if value is not None}
    return xml_tree.document("outcome", told, NAMESPACE, PREFIX)


def format_delivery(delivery: Delivery, content: etree._Element) -> etree._Element:
    """Return the `delivery` around a document."""
    members = {
        "messageId": delivery.message_id,
        "sender": delivery.sender,
        "logIndex": str(delivery.index),
        "acceptedAt": delivery.accepted_at,
        **({} if delivery.reply_to is None else {"replyTo": delivery.reply_to}),
    }
    root = xml_tree.document("delivery", members, NAMESPACE, PREFIX)
    root.append(content)
    attachments = [
        {"mediaType": part.media_type, "content": base64.b64encode(part.content).decode("ascii")}
        for part in delivery.parts
    ]
    return xml_tree.fill(root, {"attachment": attachments}, NAMESPACE)


def format_erasure(subjects: Sequence[str]) -> etree._Element:
    """Return the `erasure` of some subjects."""
    return xml_tree.document("erasure", {"subject": list(subjects)}, NAMESPACE, PREFIX)


def parse_result(data: etree._Element) -> str | None:
    """Return what the register says of a delivery or erasure; None when it says nothing that is known."""
    verdict = data.findtext("cm:verdict", None, _NS) if data.tag == f"{{{NAMESPACE}}}result" else None
    return verdict if verdict in {ACCEPTED, REFUSED} else None


def _parse_attachment(element: etree._Element, number: int) -> Part:
    media_type = (element.findtext("cm:mediaType", None, _NS) or "").strip()
    content = element.findtext("cm:content", None, _NS)
    try:
        raw = base64.b64decode("".join((content or "").split()), validate=True)
    except (ValueError, binascii.Error):
        raw = b""
    if not media_type or not raw or len(element) != 2:
        raise MappingError([_attachment_invalid(number)])
    return Part(media_type=media_type, content=raw)


def _attachment_invalid(number: int) -> Fault:
    return Fault(
        code="attachment-invalid",
        place=f"/submission/attachment[{number}]",
        ru="Приложение записано неверно: нужны mediaType и content в base64.",
        en="An attachment is written wrongly: it needs mediaType, and content in base64.",
    )


def _beside() -> Fault:
    return Fault(
        code="element-unknown",
        place="/submission",
        ru="Рядом с документом стоит неизвестный элемент. В сообщении допустимы один документ и его приложения.",
        en="An unknown element stands beside the document. A message may hold one document and its attachments.",
    )
