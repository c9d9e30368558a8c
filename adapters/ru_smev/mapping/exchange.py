"""Documents about the exchange itself, written for the register and never read here.

    Delivery        a record from the hub for the register: who sent it, its number in the log, and the document
    ExchangeResult  the answer to a message of the register: what became of each document in it
    EraseNotice     subjects whose records must be removed

Their namespace is `names.EXCHANGE`.
"""

from collections.abc import Sequence

from lxml import etree

from adapters._parts.spool import Verdicted
from adapters.ru_smev import names
from adapters.ru_smev.mapping.writing import make_document
from hub.sdk.ports import Delivery, Verdict


def format_delivery(delivery: Delivery, content: etree._Element) -> etree._Element:
    """Return the `Delivery` around a document."""
    root = make_document(names.EXCHANGE, "Delivery")
    root.text("HubMessageId", delivery.message_id)
    root.text("LogIndex", str(delivery.index))
    root.text("Sender", delivery.sender)
    root.text("ReplyTo", delivery.reply_to)
    root.text("AcceptedAt", delivery.accepted_at)
    root.child("Content").element.append(content)
    return root.element


def format_result(verdicts: Sequence[Verdicted]) -> etree._Element:
    """Return the `ExchangeResult` of one message."""
    root = make_document(names.EXCHANGE, "ExchangeResult")
    for verdict in verdicts:
        item = root.child("Document")
        item.text("Path", verdict.place)
        item.text("Subject", verdict.subject)
        item.text("Result", "ПРИНЯТ" if verdict.verdict is Verdict.ACCEPTED else "ОТКЛОНЕН")
        item.text("HubMessageId", verdict.message_id or None)
        for problem in verdict.problems:
            child = item.child("Problem")
            child.text("Code", problem.code)
            child.text("Place", problem.pointer or None)
            child.text("Text", problem.ru)
    return root.element


def format_erasure(subjects: Sequence[str]) -> etree._Element:
    """Return the `EraseNotice` of some subjects."""
    root = make_document(names.EXCHANGE, "EraseNotice")
    for subject in subjects:
        root.text("Subject", subject)
    return root.element
