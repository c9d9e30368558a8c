"""What every register behind X-Road does alike, over REST (Kyrgyzstan) and over SOAP (Azerbaijan)."""

import contextlib
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from adapters._xroad.assembly import XRoadAdapter
from hub.sdk.ports import (
    AdapterSettingsError,
    Problem,
    Sent,
    SinkUnavailableError,
    SourceUnavailableError,
    Verdict,
)
from hub.sdk.testing import drain
from tests.adapters.records import PERSON, ban, readmission_request
from tests.adapters.simulated import Simulator, delivery, simulator


@dataclass(frozen=True, kw_only=True)
class Wire:
    """A state's adapter over one of the two forms of X-Road."""

    name: str
    own: str
    other: str
    citizens: str
    feed: str
    case_place: str
    fault: str
    log_number: str
    parties: Mapping[str, tuple[str, str]]
    wrong: tuple[tuple[str, str], ...] = field(default=())

    def settings(self, system: Simulator, folder: Path, **changed: Any) -> dict[str, Any]:
        running = importlib.import_module(f"tests.adapters.{self.name}.running")
        return dict(running.settings(system, folder, **changed))

    def make(self, system: Simulator, folder: Path, **changed: Any) -> Any:
        return importlib.import_module(f"adapters.{self.name}").make_adapter(self.settings(system, folder, **changed))


KG = Wire(
    name="kg_tunduk",
    own="kg-migration",
    other="kz-mvd",
    citizens="KAZ",
    feed="documents",
    case_place="/readmissionReply/caseNumber",
    fault="Server.ServerProxy.NetworkError",
    log_number="3c4d0f08-440f-417f-b935-bc801e103d51",
    parties={
        "AccessDenied": ("client", "central-server/GOV/1/other"),
        "UnknownService": ("service", "central-server/GOV/99999901/mig-register/other"),
    },
    wrong=(
        ("client", "central-server/GOV/99999901"),
        ("client", "central-server/GOV/99999901/mig-gateway/more"),
        ("client", "central-server/GOV/../mig"),
        ("service", "central-server/GOV/9/mig%2Fregister/x"),
        ("user_id", "KG1\r\nX-Road-Client: other"),
        ("user_id", "Үлгү"),
    ),
)
AZ = Wire(
    name="az_ehis",
    own="az-sms",
    other="ru-guvm",
    citizens="RUS",
    feed="getDocuments",
    case_place="/ReadmissiyaCavabi/IsNomresi",
    fault="Server.ServerProxy.ServiceFailed.HttpError",
    log_number="5b1e6f10-0000-4000-8000-000000000001",
    parties={"AccessDenied": ("client", "AZ/GOV/1/other"), "UnknownService": ("provider", "AZ/GOV/10000002/other")},
    wrong=(
        ("client", "AZ/GOV/10000001"),
        ("provider", "AZ/GOV/10000002/register/exchange"),
        ("provider", "AZ/GOV/../register"),
        ("user_id", "AZ\n1"),
        ("service_version", "v\x01"),
    ),
)
WRONG = [(wire, *pair) for wire in (KG, AZ) for pair in (*wire.wrong, ("request_hash", "off"))]
WRONG += [(wire, "security_server", "ftp://host") for wire in (KG, AZ)]
NOTHING: Mapping[str, str] = {}
MODES = [
    *((mode, NOTHING) for mode in ("error", "half", "wrong-signature", "stranger", "duplicate", "out-of-order")),
    *((mode, NOTHING) for mode in ("html", "expired-certificate", "forget")),
    ("fault", {"name": ""}),
    ("fault", {"name": "Server.ServerProxy.AccessDenied"}),
]


@pytest.fixture(params=[KG, AZ], ids=lambda wire: wire.name)
def wire(request: pytest.FixtureRequest) -> Wire:
    found: Wire = request.param
    return found


@pytest.fixture
def system(wire: Wire) -> Simulator:
    return simulator(f"adapters.{wire.name}.simulator")


@pytest.fixture
def adapter(wire: Wire, system: Simulator, tmp_path: Path) -> Iterator[XRoadAdapter]:
    made = wire.make(system, tmp_path)
    yield made
    made.close()


def told(system: Simulator) -> list[dict[str, Any]]:
    return list(system.ask("told")["told"])


def check_of(wire: Wire) -> dict[str, Any]:
    return {
        "check_id": "XX-C-1",
        "requesting_authority": wire.other,
        "requested_authority": wire.own,
        "requested_on": "2026-11-20",
        "authority": {"name": "Орган (учебный)", "participant": wire.other},
        "reason": "readmission",
        "person": {**PERSON, "nationalities": [{"code": "TJK"}]},
    }


@pytest.mark.parametrize("kind", ["readmission", "citizenship-check"])
def test_a_reply_goes_to_who_asked(wire: Wire, system: Simulator, adapter: XRoadAdapter, kind: str) -> None:
    record = readmission_request(requested_authority=wire.own) if kind == "readmission" else check_of(wire)
    request = delivery(record, index=1, type_=f"{kind}-request", sender=wire.other)
    adapter.sink.apply([request])
    system.put(f"{kind}-reply", subject=request.subject, sender=wire.other, accepted=False)
    ((change,), _) = drain(adapter)

    assert (change.type, change.to, change.reply_to) == (f"{kind}-reply", (wire.other,), request.message_id)
    assert [reason["code"] for reason in change.record["reasons"]] == ["R03"]
    assert change.record["authority"]["participant"] == wire.own


def test_a_reply_nobody_asked_for_is_told_with_its_place(wire: Wire, system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("readmission-reply", subject="XX-RA-9", sender=wire.other)

    assert drain(adapter)[0] == []
    assert (told(system)[0]["problems"], told(system)[0]["places"]) == (["case-unknown"], [wire.case_place])


@pytest.mark.parametrize("type_", ["readmission-request", "citizenship-check-request"])
def test_own_requests_go_to_whom_they_name_where_there_is_a_route(
    wire: Wire, system: Simulator, adapter: XRoadAdapter, type_: str
) -> None:
    system.put(type_, to=wire.other, citizenship=wire.citizens)
    system.put(type_, to="uz-migration", citizenship="UZB", seed=2)
    ((change,), _) = drain(adapter)

    assert (change.to, change.record["requesting_authority"]) == ((wire.other,), wire.own)
    assert told(system)[0]["problems"] == ["route-missing"]


def test_figures_travel_to_the_council(wire: Wire, system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("situation-summary")
    ((change,), _) = drain(adapter)

    assert (change.to, change.purpose) == (("cis-ec",), "council-statistics")
    assert change.record["area"] == wire.own[:2].upper()


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


@pytest.mark.parametrize(("mode", "how"), MODES)
def test_misbehaviour_loses_and_doubles_nothing(
    wire: Wire, system: Simulator, adapter: XRoadAdapter, mode: str, how: dict[str, str]
) -> None:
    named = {name: value or wire.fault for name, value in how.items()}
    system.put("entry-ban", count=6)
    cursor: str | None = None
    seen: list[str | None] = []
    for turn in range(8):
        if turn in {1, 3}:
            system.tell("misbehave", mode=mode, operation=wire.feed, **named)
        with contextlib.suppress(SourceUnavailableError):
            batch = adapter.source.changes(cursor, 2)
            cursor, seen = batch.cursor, seen + [change.subject for change in batch.changes]

    assert len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize("mode", ["wrong-signature", "stranger", "forget"])
def test_a_delivery_whose_answer_is_not_taken_is_put_again_and_held_once(
    system: Simulator, adapter: XRoadAdapter, mode: str
) -> None:
    with system.misbehaving(mode), pytest.raises(SinkUnavailableError):
        adapter.sink.apply([delivery(ban(), index=1)])
    adapter.sink.apply([delivery(ban(), index=1)])

    assert len(system.ask("received")["records"]) == 1
    (held,) = system.ask("held")["records"]
    assert (held["ban_id"], held["surname"], held["grounds"]) == ("RU-2026-000001", "Тестов-Ҷуфт", ["RU-26-8"])


@pytest.mark.parametrize("mode", ["wrong-signature", "stranger"])
def test_a_page_that_belongs_to_another_request_is_not_taken(
    system: Simulator, adapter: XRoadAdapter, mode: str
) -> None:
    with system.misbehaving(mode), pytest.raises(SourceUnavailableError):
        adapter.source.changes(None, 10)


def test_an_error_of_x_road_says_what_to_do_and_not_where_it_runs(
    wire: Wire, system: Simulator, adapter: XRoadAdapter
) -> None:
    fault = system.misbehaving("fault", name="Server.ServerProxy.AccessDenied")
    with fault, pytest.raises(SourceUnavailableError) as caught:
        adapter.source.changes(None, 10)

    assert f"AccessDenied ({wire.log_number})" in caught.value.detail
    assert "a person has to look" in caught.value.detail
    assert "10.0.0.7" not in caught.value.detail


@pytest.mark.parametrize("error", ["AccessDenied", "UnknownService"])
def test_a_wrong_party_is_told_by_the_security_server(
    wire: Wire, system: Simulator, tmp_path: Path, error: str
) -> None:
    name, value = wire.parties[error]
    made = wire.make(system, tmp_path, **{name: value})
    with contextlib.closing(made), pytest.raises(SourceUnavailableError, match=error):
        made.source.changes(None, 10)


@pytest.mark.parametrize(("wire", "name", "value"), WRONG, ids=[f"{wire.name}-{name}" for wire, name, _ in WRONG])
def test_wrong_settings_are_told_before_the_start(wire: Wire, tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(AdapterSettingsError) as caught:
        wire.make(simulator(f"adapters.{wire.name}.simulator"), tmp_path, **{name: value})

    assert caught.value.setting == name
    assert value not in caught.value.ru + caught.value.en


def test_documents_that_do_not_fit_one_answer_come_in_smaller_pages(
    wire: Wire, system: Simulator, tmp_path: Path
) -> None:
    system.put("entry-ban", count=12)
    with contextlib.closing(wire.make(system, tmp_path, max_answer_bytes=15_000)) as made:
        changes, _ = drain(made)

    assert len({change.subject for change in changes}) == len(changes) == 12
