"""The adapter over the simulated register, well-behaved and not."""

import contextlib
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
    AdapterSettingsError,
    Part,
    Problem,
    Sent,
    SinkUnavailableError,
    SourceUnavailableError,
    Verdict,
)
from hub.sdk.testing import drain
from tests.adapters.az_ehis.running import settings
from tests.adapters.records import PERSON, ban, readmission_request
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


@pytest.mark.parametrize(
    ("type_", "asked", "reply"),
    [
        ("readmission-request", readmission_request(requested_authority="az-sms"), "readmission-reply"),
        ("citizenship-check-request", CHECK, "citizenship-check-reply"),
    ],
)
def test_a_reply_goes_to_who_asked(
    system: Simulator, adapter: XRoadAdapter, type_: str, asked: dict[str, Any], reply: str
) -> None:
    request = delivery(asked, index=1, type_=type_, sender="ru-guvm")
    adapter.sink.apply([request])
    system.put(reply, subject=request.subject, sender="ru-guvm", accepted=False)
    ((change,), _) = drain(adapter)

    assert (change.type, change.to, change.reply_to) == (reply, ("ru-guvm",), request.message_id)
    assert [reason["code"] for reason in change.record["reasons"]] == ["R03"]
    assert change.record["authority"]["participant"] == "az-sms"


def test_a_reply_nobody_asked_for_is_told_with_its_xpath(system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("readmission-reply", subject="RU-RA-9", sender="ru-guvm")

    assert drain(adapter)[0] == []
    assert (told(system)[0]["problems"], told(system)[0]["places"]) == (
        ["case-unknown"],
        ["/ReadmissiyaCavabi/IsNomresi"],
    )


@pytest.mark.parametrize("type_", ["readmission-request", "citizenship-check-request"])
def test_own_requests_go_to_whom_they_name_where_there_is_a_route(
    system: Simulator, adapter: XRoadAdapter, type_: str
) -> None:
    system.put(type_, to="ru-guvm", citizenship="RUS")
    system.put(type_, to="uz-migration", citizenship="UZB", seed=2)
    ((change,), _) = drain(adapter)

    assert (change.to, change.record["requesting_authority"]) == (("ru-guvm",), "az-sms")
    assert told(system)[0]["problems"] == ["route-missing"]


def test_figures_travel_to_the_council(system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("situation-summary")
    ((change,), _) = drain(adapter)

    assert (change.to, change.record["area"]) == (("cis-ec",), "AZ")


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


def test_outcomes_are_told_once_the_register_hears_again(system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("entry-ban")
    batch = adapter.source.changes(None, 10)
    problem = Problem(code="id-conflict", pointer="", ru="р", en="e")
    origin = batch.changes[0].origin
    outcome = Sent(origin=origin, message_id="hub-1", verdict=Verdict.REFUSED, problems=[problem])
    with system.misbehaving("error"):
        adapter.source.sent([outcome])
    assert told(system) == []
    adapter.source.changes(batch.cursor, 10)

    (said,) = told(system)
    assert (said["message_id"], said["accepted"], said["problems"]) == ("hub-1", False, ["id-conflict"])


@pytest.mark.parametrize(
    ("mode", "how"),
    [
        *((mode, {}) for mode in ("error", "html", "half", "wrong-signature", "stranger", "duplicate", "out-of-order")),
        ("expired-certificate", {}),
        ("fault", {"name": "Server.ServerProxy.ServiceFailed.HttpError"}),
        ("fault", {"name": "Server.ServerProxy.AccessDenied"}),
        ("forget", {}),
    ],
)
def test_misbehaviour_loses_and_doubles_nothing(
    system: Simulator, adapter: XRoadAdapter, mode: str, how: dict[str, str]
) -> None:
    system.put("entry-ban", count=6)
    cursor: str | None = None
    seen: list[str | None] = []
    for turn in range(8):
        if turn in {1, 3}:
            system.tell("misbehave", mode=mode, operation="getDocuments", **how)
        with contextlib.suppress(SourceUnavailableError):
            batch = adapter.source.changes(cursor, 2)
            cursor, seen = batch.cursor, seen + [change.subject for change in batch.changes]

    assert len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize("mode", ["wrong-signature", "stranger", "forget", "half"])
def test_a_delivery_whose_answer_is_not_taken_is_put_again_and_held_once(
    system: Simulator, adapter: XRoadAdapter, mode: str
) -> None:
    with system.misbehaving(mode), pytest.raises(SinkUnavailableError):
        adapter.sink.apply([delivery(ban(), index=1)])
    adapter.sink.apply([delivery(ban(), index=1)])

    assert len(system.ask("received")["records"]) == 1
    (held,) = system.ask("held")["records"]
    assert (held["ban_id"], held["surname"], held["grounds"]) == ("RU-2026-000001", "Тестов-Ҷуфт", ["RU-26-8"])


def test_a_fault_says_what_to_do_and_not_where_it_runs(system: Simulator, adapter: XRoadAdapter) -> None:
    fault = system.misbehaving("fault", name="Server.ServerProxy.AccessDenied")
    with fault, pytest.raises(SourceUnavailableError) as caught:
        adapter.source.changes(None, 10)

    assert "AccessDenied (5b1e6f10-0000-4000-8000-000000000001)" in caught.value.detail
    assert "a person has to look" in caught.value.detail
    assert "10.0.0.7" not in caught.value.detail


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


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [("client", "AZ/GOV/1/other", "AccessDenied"), ("provider", "AZ/GOV/10000002/other", "UnknownService")],
)
def test_a_wrong_party_is_told_by_the_security_server(
    system: Simulator, tmp_path: Path, name: str, value: str, error: str
) -> None:
    made = make_adapter(settings(system, tmp_path, **{name: value}))
    with contextlib.closing(made), pytest.raises(SourceUnavailableError, match=error):
        made.source.changes(None, 10)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client", "AZ/GOV/10000001"),
        ("provider", "AZ/GOV/10000002/register/exchange"),
        ("provider", "AZ/GOV/../register"),
        ("request_hash", "off"),
        ("user_id", "AZ\n1"),
        ("service_version", "v\x01"),
        ("security_server", "ftp://host"),
    ],
)
def test_wrong_settings_are_told_before_the_start(system: Simulator, tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(AdapterSettingsError) as caught:
        make_adapter(settings(system, tmp_path, **{name: value}))

    assert caught.value.setting == name
    assert value not in caught.value.ru + caught.value.en


def test_a_page_over_the_limit_is_asked_for_again_in_smaller_ones(system: Simulator, tmp_path: Path) -> None:
    system.put("entry-ban", count=12)
    made = make_adapter(settings(system, tmp_path, max_answer_bytes=15_000))
    with contextlib.closing(made):
        changes, _ = drain(made)

    assert len({change.subject for change in changes}) == len(changes) == 12


def test_the_simulated_security_server_asks_for_every_header_field(system: Simulator) -> None:
    raw = (
        b"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Header/><e:Body><x/></e:Body></e:Envelope>"
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(str(system.where["security_server"]) + "/", data=raw, timeout=5)
    fault = etree.fromstring(caught.value.read())

    assert fault.findtext(".//faultcode") == "Client.MissingHeaderField"
