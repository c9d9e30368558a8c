"""The extract of the passport register beside a request from abroad."""

import contextlib
import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from adapters._xroad.errors import XRoadUnavailableError
from adapters.kg_tunduk import make_adapter
from adapters.kg_tunduk.passport_service import NAMESPACE, PassportService
from hub.sdk.ports import AdapterSettingsError
from tests.adapters.kg_tunduk.running import register, settings
from tests.adapters.records import PERSON, ban, readmission_request
from tests.adapters.simulated import Simulator, delivery

PROVIDER = "central-server/GOV/99999902/passport-register"
KNOWN, UNKNOWN = "21203198500122", "21203198500123"


@pytest.fixture
def system() -> Simulator:
    return register()


def asked(pin: str | None) -> dict[str, Any]:
    numbers = {"identifiers": [{"scheme": "KG-PIN", "value": pin}]} if pin else {}
    person = {**PERSON, "nationalities": [{"code": "KGZ"}], **numbers}
    return readmission_request(requested_authority="kg-migration", person=person)


def extract(system: Simulator, folder: Path, record: dict[str, Any], type_: str = "readmission-request") -> Any:
    """What the register holds beside a record."""
    with contextlib.closing(make_adapter(settings(system, folder, passport_provider=PROVIDER))) as adapter:
        (outcome,) = adapter.sink.apply([delivery(record, index=1, type_=type_, sender="kz-mvd")])
    assert outcome.problem is None
    return system.ask("held", type=type_)["records"][0].get("passport_extract")


def test_a_request_about_a_pin_gets_the_card_of_the_passport_register(system: Simulator, tmp_path: Path) -> None:
    found = extract(system, tmp_path, asked(KNOWN))

    assert (found["status"], found["surname"], found["passportNumber"]) == ("found", "Тестов-Өрүк", "0000001")
    assert "nationality" not in found


def test_a_pin_without_a_card_is_said_so(system: Simulator, tmp_path: Path) -> None:
    assert extract(system, tmp_path, asked(UNKNOWN)) == {"status": "notFound"}


@pytest.mark.parametrize(("record", "type_"), [(asked(None), "readmission-request"), (ban(), "entry-ban")])
def test_without_a_request_about_a_pin_nobody_is_asked(
    system: Simulator, tmp_path: Path, record: dict[str, Any], type_: str
) -> None:
    assert extract(system, tmp_path, record, type_) is None


@pytest.mark.parametrize("mode", ["error", "html", "reset", "half", "fault", "wrong-signature", "stranger"])
def test_a_passport_register_that_fails_holds_no_request_up(system: Simulator, tmp_path: Path, mode: str) -> None:
    with system.misbehaving(mode, operation="passportDataByPSN", name="Server.ServerProxy.AccessDenied"):
        assert extract(system, tmp_path, asked(KNOWN)) == {"status": "unavailable"}


class Client:
    """A client that answers what it was given, and counts."""

    def __init__(self, answer: str | None) -> None:
        self.answer, self.calls = answer, 0

    def call(self, _content: etree._Element, _issue: str = "") -> etree._Element:
        self.calls += 1
        if self.answer is None:
            raise XRoadUnavailableError("silent")
        return etree.fromstring(f'<a xmlns="{NAMESPACE}">{self.answer}</a>')


def test_a_silent_passport_register_is_left_alone_for_a_minute() -> None:
    moments = [datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)]
    client: Any = Client(None)
    service = PassportService(client, now=lambda: moments[0])
    for _ in range(5):
        assert service.extract(KNOWN, "") == {"status": "unavailable"}
    assert client.calls == 1
    moments[0] += datetime.timedelta(seconds=61)
    service.extract(KNOWN, "")

    assert client.calls == 2


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("", "notFound"),
        ("<response/>", "notFound"),
        (f"<response><pin>{UNKNOWN}</pin><surname>Пробный</surname></response>", "unavailable"),
        (f"<pin>{KNOWN}</pin><surname>Пробный</surname>", "found"),
        (f"<response><pin>{KNOWN}</pin><surname>{'Ы' * 900}</surname></response>", "found"),
    ],
)
def test_a_card_is_taken_only_if_it_is_that_of_the_pin(answer: str, status: str) -> None:
    client: Any = Client(answer)
    found = PassportService(client).extract(KNOWN, "")

    assert found["status"] == status
    assert all(len(value) <= 300 for value in found.values())


def test_a_wrong_identifier_of_the_passport_register_is_told_before_the_start(
    system: Simulator, tmp_path: Path
) -> None:
    with pytest.raises(AdapterSettingsError) as caught:
        make_adapter(settings(system, tmp_path, passport_provider="passport-register"))

    assert caught.value.setting == "passport_provider"
