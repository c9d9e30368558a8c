"""The simulated Tajik register and the adapter understand each other in a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters import tj_files
from adapters._simulator import facts
from hub.sdk.ports import Sent, Verdict
from hub.sdk.testing import drain
from tests.adapters.records import readmission_request
from tests.adapters.simulated import Simulator, delivery, simulator
from tests.adapters.tj_files.harness import ROUTES

CHECK = {"type": "citizenship-check-request", "to": ["kz-mvd"], "agreement": "cis-2000", "purpose": "readmission"}


@pytest.fixture
def register() -> Simulator:
    return simulator("adapters.tj_files.simulator")


@pytest.fixture
def adapter(register: Simulator, tmp_path: Path) -> Iterator[Any]:
    made = tj_files.make_adapter(
        {
            "folder": register.where["folder"],
            "participant": "tj-mvd",
            "state_dir": str(tmp_path),
            "routes": [*ROUTES, CHECK],
            "settle_seconds": 0.001,
        }
    )
    yield made
    made.close()


def test_every_kind_of_document_comes_from_the_register(register: Simulator, adapter: Any) -> None:
    request = readmission_request(case_id="KZ-RA-9", requested_authority="tj-mvd")
    adapter.sink.apply([delivery(request, index=1, type_="readmission-request", sender="kz-mvd")])
    for kind in ("readmission-request", "citizenship-check-request"):
        register.put(kind, to="kz-mvd")
    register.put("readmission-reply", subject="KZ-RA-9", sender="kz-mvd", accepted=False)
    register.put("situation-summary")
    changes, _ = drain(adapter)

    assert {change.type for change in changes} == {
        "citizenship-check-request",
        "readmission-request",
        "readmission-reply",
        "situation-summary",
    }
    assert register.ask("received")["records"][0]["subject"] == "KZ-RA-9"


def test_bans_that_go_out_and_come_back_are_the_same_facts(register: Simulator, adapter: Any) -> None:
    register.put("entry-ban", count=6, citizenship="UZB")
    register.tell("change", how="amend", count=2)
    changes, cursor = drain(adapter)
    adapter.source.sent([Sent(origin=change.origin, message_id="m", verdict=Verdict.ACCEPTED) for change in changes])
    own = register.ask("own")["records"]
    deliveries = [delivery(dict(change.record), index=at, sender="tj-mvd") for at, change in enumerate(changes)]
    adapter.sink.apply(deliveries)
    adapter.source.changes(cursor, 1)

    assert len(changes) == 8
    assert all(told["accepted"] for told in register.ask("told")["told"])
    assert facts.core("entry-ban", register.ask("held")["records"]) == facts.core("entry-ban", own)


def test_a_field_that_nobody_knows_is_told_to_the_register(register: Simulator, adapter: Any) -> None:
    register.put("entry-ban", unknown=True)

    assert drain(adapter)[0] == []
    assert [told["problems"] for told in register.ask("told")["told"]] == [["column-unknown"]]
