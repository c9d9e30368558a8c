"""The adapter over the simulated register; what all X-Road states share is in `_xroad/test_registers`."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from adapters._xroad.assembly import XRoadAdapter
from adapters.az_ehis import SERVICES, make_adapter
from adapters.az_ehis.mapping import NAMESPACE
from hub.sdk.ports import (
    Part,
)
from hub.sdk.testing import drain
from tests.adapters.az_ehis.running import settings
from tests.adapters.records import PERSON, ban
from tests.adapters.simulated import Simulator, delivery, simulator

CHECK = {
    "check_id": "RU-C-1",
    "requesting_authority": "ru-guvm",
    "requested_authority": "az-sms",
    "requested_on": "2026-11-20",
    "authority": {"name": "Управление (учебное)", "participant": "ru-guvm"},
    "reason": "readmission",
    "person": {
        **PERSON,
        "nationalities": [{"code": "AZE"}],
        "identifiers": [{"scheme": "AZ-FIN", "value": "A9RJ7DM"}],
    },
}


@pytest.fixture
def system() -> Simulator:
    return simulator("adapters.az_ehis.simulator")


@pytest.fixture
def adapter(system: Simulator, tmp_path: Path) -> Iterator[XRoadAdapter]:
    made = make_adapter(settings(system, tmp_path))
    yield made
    made.close()


def told(system: Simulator) -> list[dict[str, Any]]:
    return list(system.ask("told")["told"])


def test_the_states_own_spelling_travels_beside_those_of_the_passport(system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("entry-ban", count=3)
    changes, _ = drain(adapter)

    for change in changes:
        cyrillic, latin, native = change.record["subject"]["names"]
        assert (cyrillic["script"], latin["script"], native["lang"]) == ("Cyrl", "Latn", "az")
        assert latin["surname"].isascii()
        assert not native["surname"].isupper()
        assert (change.to, change.purpose, change.record["issuer"]) == (("ru-guvm",), "entry-control", "az-sms")


def test_what_was_sealed_travels_beside_the_document_both_ways(system: Simulator, adapter: XRoadAdapter) -> None:
    part = Part(media_type="application/pdf", content=b"copy")
    sealed = {**CHECK, "sealed": [{"ciphertext": "x"}]}
    request = delivery(sealed, index=1, type_="citizenship-check-request")
    adapter.sink.apply([replace(request, parts=(part,))])
    assert system.ask("received")["records"][0]["attachments"] == ["copy"]

    system.raw(entry(golden("citizenship-check-request"), "<s:mediaType>application/pdf</s:mediaType>", "Y29weQ=="))
    ((change,), _) = drain(adapter)
    assert list(change.parts) == [part]


def golden(name: str) -> str:
    path = Path(__file__).parents[3] / "adapters" / "az_ehis" / "golden" / f"{name}.xml"
    text = path.read_text(encoding="utf-8").partition("?>")[2]
    return text.replace(">tj-mvd<", ">ru-guvm<")


def entry(document: str, media_type: str = "", content: str = "") -> bytes:
    attachment = f"<s:attachment>{media_type}<s:content>{content}</s:content></s:attachment>" if content else ""
    return f"<s:entry xmlns:s='{SERVICES}'><s:document>{document}</s:document>{attachment}</s:entry>".encode()


@pytest.mark.parametrize(
    ("raw", "problem", "place"),
    [
        (f"<Vergi xmlns='{NAMESPACE}'/>".encode(), "document-unknown", "/entry/document"),
        (b"<Qadaga xmlns='urn:other'/>", "document-unknown", "/entry/document"),
        (b"<Qadaga", "document-unknown", "/entry/document"),
        (f"<s:entry xmlns:s='{SERVICES}'/>".encode(), "document-unknown", "/entry/document"),
        (entry("<a/><b/>"), "document-unknown", "/entry/document"),
        (entry(golden("citizenship-check-request"), "", "Y29weQ=="), "attachment-invalid", "/entry/attachment"),
        (
            entry(golden("citizenship-check-request"), "<s:mediaType>x/y</s:mediaType>", "%%"),
            "attachment-invalid",
            "/entry/attachment",
        ),
        (f"<Qadaga xmlns='{NAMESPACE}'>text</Qadaga>".encode(), "member-missing", "/Qadaga/QadagaNomresi"),
        (
            entry(golden("entry-ban")).replace(b"</s:entry>", b"<s:withdrawn>true</s:withdrawn></s:entry>"),
            "element-unknown",
            "/entry/withdrawn",
        ),
    ],
)
def test_a_bad_document_is_told_alone_and_stops_none(
    system: Simulator, adapter: XRoadAdapter, raw: bytes, problem: str, place: str
) -> None:
    system.put("entry-ban")
    system.raw(raw)
    system.put("entry-ban", seed=2)

    assert len(drain(adapter)[0]) == 2
    (refused,) = told(system)
    assert (refused["accepted"], refused["problems"][0]) == (False, problem)
    assert place in refused["places"][0]


def test_a_document_the_register_cannot_read_is_refused_alone(system: Simulator, adapter: XRoadAdapter) -> None:
    # A state that is in no list: the form writes the code as it is, and the register cannot read it.
    unreadable = delivery(ban(subject={**PERSON, "nationalities": [{"code": "ZZZ"}]}), index=1)
    control = delivery(ban(reason_text={"ru": "\x01"}), index=2)
    stranger = delivery({"x": 1}, index=3, type_="work-plan")
    later = replace(delivery(ban(superseded_by="RU-3"), index=4), version="1.3")
    outcomes = adapter.sink.apply([unreadable, control, stranger, later, delivery(ban(), index=5)])

    assert [outcome.problem and outcome.problem.code for outcome in outcomes] == [
        "refused-by-national-system",
        "not-expressible",
        "type-not-supported",
        "not-expressible",
        None,
    ]


def test_the_simulated_security_server_asks_for_every_header_field(system: Simulator) -> None:
    raw = (
        b"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header/><e:Body><x/></e:Body></e:Envelope>"
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(str(system.where["security_server"]) + "/", data=raw, timeout=5)
    fault = etree.fromstring(caught.value.read())

    assert fault.findtext(".//faultcode") == "Client.MissingHeaderField"
