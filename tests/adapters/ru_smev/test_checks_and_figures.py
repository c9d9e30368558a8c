"""Citizenship checks, summaries and attachments through the queue."""

import base64
import hashlib
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from adapters._parts.faults import MappingError
from adapters._parts.xml_document import parse
from adapters.ru_smev import SmevAdapter, attachments, names
from adapters.ru_smev.mapping import citizenship_check
from hub.sdk.ports import Part
from hub.sdk.testing import drain
from schemas import catalogue
from tests.adapters.records import PERSON
from tests.adapters.simulated import Simulator, delivery

PHOTO = Part(media_type="image/jpeg", content=b"\xff\xd8\xff")
CHECK: dict[str, Any] = {
    "check_id": "KZ-C-1",
    "requesting_authority": "kz-mvd",
    "requested_authority": "ru-guvm",
    "requested_on": "2026-11-20",
    "authority": {"name": "МВД (учебное)", "participant": "kz-mvd"},
    "reason": "readmission",
    "person": dict(PERSON),
}
ASKED = delivery(CHECK, index=9, type_="citizenship-check-request", sender="kz-mvd")


def test_checks_and_figures_go_out_with_their_routes(service: Simulator, adapter: SmevAdapter) -> None:
    service.put("citizenship-check-request", to="kz-mvd", count=2)
    service.put("situation-summary", period="2025")
    changes, _ = drain(adapter)

    assert [(change.type, list(change.to)) for change in changes] == [
        *(2 * [("citizenship-check-request", ["kz-mvd"])]),
        ("situation-summary", ["cis-ec"]),
    ]
    for change in changes:
        assert not catalogue.load().validate(change.type, "1.0", dict(change.record))
    assert changes[0].record["authority"]["participant"] == "ru-guvm"
    assert (
        changes[2].record["observations"][0]["value"]
        == service.ask("own", type="situation-summary")["records"][0]["observations"][0][1]
    )


def test_the_reply_to_a_foreign_check_finds_its_request(service: Simulator, adapter: SmevAdapter) -> None:
    assert adapter.sink.apply([ASKED])[0].problem is None
    service.put("citizenship-check-reply", subject="KZ-C-1", sender="kz-mvd", accepted=False)
    service.put("citizenship-check-reply", subject="KZ-C-2", sender="kz-mvd")
    changes, _ = drain(adapter)

    assert [(change.reply_to, change.record["result"]) for change in changes] == [(ASKED.message_id, "not_confirmed")]
    assert "case-unknown" in service.ask("told")["told"][0]["description"]
    [held] = service.ask("held", type="citizenship-check-request")["records"]
    assert (held["check_id"], held["surname_latin"]) == ("KZ-C-1", "TESTOV-JUFT")


def test_attachments_reach_the_register_with_their_digests(service: Simulator, adapter: SmevAdapter) -> None:
    sealed = {**CHECK, "sealed": [{"jwe": {}}]}
    assert adapter.sink.apply([replace(ASKED, record=sealed, parts=(PHOTO, PHOTO))])[0].problem is None
    [received] = service.ask("received")["records"]

    assert received["attachments"] == [["image/jpeg", hashlib.sha256(PHOTO.content).hexdigest()]] * 2


def message(content: bytes = PHOTO.content, digest: str | None = None) -> tuple[etree._Element, etree._Element]:
    """A document that names an attachment, and the message around it."""
    document = citizenship_check.format_request(CHECK)
    attachments.name(document, [replace(PHOTO, content=content)])
    if digest is not None:
        document.find(f".//{{{names.EXCHANGE}}}Sha256").text = digest  # type: ignore[union-attr]
    operation = etree.Element("operation")
    data = etree.SubElement(operation, "data")
    attachments.write(data, operation, [PHOTO])
    return parse(etree.tostring(document), 10_000), operation


def test_an_attachment_is_taken_with_the_document_that_names_it() -> None:
    document, operation = message()
    [part] = attachments.take(document, attachments.read(operation[0], operation), "/x")

    assert part == PHOTO
    assert citizenship_check.parse_request(document, document, "kz-mvd") == CHECK


@pytest.mark.parametrize("how", ["other-content", "no-digest", "no-content", "no-base64", "no-list"])
def test_an_attachment_that_is_not_what_the_document_says_is_refused(how: str) -> None:
    document, operation = message(
        b"other" if how == "other-content" else PHOTO.content, "" if how == "no-digest" else None
    )
    content = operation.find(f".//{{{names.BASIC}}}Content")
    assert content is not None
    if how == "no-base64":
        content.text = "§"
    if how == "no-content":
        content.text = base64.b64encode(b"").decode()
    found = {} if how == "no-list" else attachments.read(operation[0], operation)
    with pytest.raises(MappingError) as caught:
        attachments.take(document, found, "/x")

    [fault] = caught.value.faults
    assert (fault.code, fault.place) == ("attachment-invalid", "/x/Attachment[1]")
