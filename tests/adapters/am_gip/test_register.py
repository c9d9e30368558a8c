"""The adapter over the simulated register; what all X-Road states share is in `_xroad/test_registers`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters._xroad.assembly import XRoadAdapter
from adapters.am_gip import make_adapter
from hub.sdk.testing import drain
from tests.adapters.am_gip.running import settings
from tests.adapters.records import PERSON, ban
from tests.adapters.simulated import Simulator, delivery, simulator

CHECK = {
    "check_id": "RU-C-1",
    "requesting_authority": "ru-guvm",
    "requested_authority": "am-mcs",
    "requested_on": "2026-11-20",
    "authority": {"name": "Управление (учебное)", "participant": "ru-guvm"},
    "reason": "no_documents",
    "person": {
        **PERSON,
        "nationalities": [{"code": "ARM"}],
        "identifiers": [{"scheme": "AM-PSN", "value": "6507900123"}],
    },
}


@pytest.fixture
def system() -> Simulator:
    return simulator("adapters.am_gip.simulator")


@pytest.fixture
def adapter(system: Simulator, tmp_path: Path) -> Iterator[XRoadAdapter]:
    made = make_adapter(settings(system, tmp_path))
    yield made
    made.close()


def test_bans_carry_the_name_in_armenian_letters_beside_the_others(system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("entry-ban", count=3)
    changes, _ = drain(adapter)

    for change in changes:
        assert [name["script"] for name in change.record["subject"]["names"]] == ["Cyrl", "Latn", "Armn"]
        assert change.record["subject"]["names"][1]["surname"].isascii()
        assert change.record["issuer"] == "am-mcs"


def test_a_citizenship_check_comes_by_number_and_its_reply_goes_back(system: Simulator, adapter: XRoadAdapter) -> None:
    request = delivery(CHECK, index=1, type_="citizenship-check-request")
    assert adapter.sink.apply([request])[0].problem is None
    (held,) = system.ask("held", type="citizenship-check-request")["records"]
    assert (held["check_id"], held["surname"], held["citizenship"]) == ("RU-C-1", "Тестов-Ҷуфт", ["ARM"])

    system.put("citizenship-check-reply", subject="RU-C-1", sender="ru-guvm")
    ((change,), _) = drain(adapter)
    assert (change.to, change.reply_to, change.record["result"]) == (("ru-guvm",), request.message_id, "confirmed")


@pytest.mark.parametrize("type_", ["readmission-request", "citizenship-check-request", "situation-summary"])
def test_other_documents_are_sent(system: Simulator, adapter: XRoadAdapter, type_: str) -> None:
    system.put(type_, to="ru-guvm", citizenship="RUS")
    ((change,), _) = drain(adapter)

    assert change.type == type_
    assert system.ask("told")["told"] == []


def test_a_revision_that_comes_late_does_not_displace_the_later_one(system: Simulator, adapter: XRoadAdapter) -> None:
    revisions = [delivery(ban(revision=number), index=number) for number in (2, 1)]
    for each in revisions:
        adapter.sink.apply([each])
    (held,) = system.ask("held")["records"]

    assert held["revision"] == 2


def test_what_is_wrong_is_told_with_its_place_and_kept_nowhere(
    system: Simulator, adapter: XRoadAdapter, tmp_path: Path
) -> None:
    system.put("entry-ban", text="Ы" * 5000)
    assert drain(adapter)[0] == []
    told: dict[str, Any] = system.ask("told")["told"][0]

    assert (told["accepted"], told["problems"], told["places"]) == (
        False,
        ["schema-length"],
        ["/Entry_Ban/Reason/Russian"],
    )
    assert "Ы" * 10 not in "".join(path.read_text(errors="replace") for path in tmp_path.rglob("*.sqlite"))
