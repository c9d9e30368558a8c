"""Records of later versions, at adapters whose forms hold what the first one says."""

import dataclasses

import pytest

from adapters._parts import versions
from hub.sdk.ports import Delivery, Part, Problem
from keys import strict_json
from schemas import catalogue
from tests.adapters.records import readmission_request

DELIVERY = Delivery(
    message_id="00000000-0000-7000-8000-000000000001",
    index=1,
    sender="kz-mvd",
    type="readmission-request",
    version="1.2",
    subject="KZ-TEST-1",
    reply_to=None,
    accepted_at="2026-11-21T09:00:00Z",
    record=readmission_request(),
)


def test_a_record_that_says_no_more_than_the_first_version_is_taken_as_one() -> None:
    found = versions.received(DELIVERY, with_parts=False)

    assert isinstance(found, Delivery)
    assert (found.version, found.record) == ("1.0", DELIVERY.record)


def test_what_the_form_has_no_place_for_is_told_with_its_place() -> None:
    more = {"family": {"civil_status": "single"}, "escorts": []}
    found = versions.received(dataclasses.replace(DELIVERY, record={**DELIVERY.record, **more}), with_parts=False)

    assert isinstance(found, Problem)
    assert (found.code, found.pointer) == ("members-not-carried", "/escorts")
    assert all(f"{DELIVERY.version}: escorts, family. " in text for text in (found.ru, found.en))


def test_what_was_sealed_comes_as_parts_or_is_told() -> None:
    part = Part(media_type="application/pdf", content=b"%PDF")
    sealed = dataclasses.replace(DELIVERY, record={**DELIVERY.record, "sealed": [{}]}, parts=(part,))
    taken = versions.received(sealed, with_parts=True)
    refused = versions.received(sealed, with_parts=False)

    assert isinstance(taken, Delivery)
    assert (taken.record, taken.parts) == (DELIVERY.record, (part,))
    assert isinstance(refused, Problem)
    assert refused.code == "parts-not-carried"


def test_another_first_number_is_another_record() -> None:
    found = versions.received(dataclasses.replace(DELIVERY, version="2.0"), with_parts=True)

    assert isinstance(found, Problem)
    assert found.code == "type-not-supported"


@pytest.mark.parametrize("name", sorted({each.name for each in catalogue.load().record_types()}))
def test_what_is_sent_with_parts_goes_in_a_version_that_has_a_place_for_them(name: str) -> None:
    assert versions.of_sending(name, with_parts=False) == "1.0"
    version = versions.of_sending(name, with_parts=True)
    schemas = {each.version: each.schema for each in catalogue.load().record_types() if each.name == name}

    assert (version is not None) == any("sealed" in strict_json.dumps(each).decode() for each in schemas.values())
