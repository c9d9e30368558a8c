"""Documents that lie about a person: impossible dates, letters that only look right; each system is told, none is sent.

Adapters over services read them from their simulated systems, over the real wire, between two that are right. What files
hold is in `test_hostile_files`, Russian words in `ru_smev/test_mapping`.
"""

import contextlib
import importlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from hub.sdk.testing import drain
from tests.adapters.simulated import Simulator, simulator

ROOT = Path(__file__).parents[2] / "adapters"
NUMBER, ALIKE, MIXED = "400000001", "\u0410\u04120000001", "ЖQ0000001"
"""A passport; Cyrillic letters that look like Latin ones; letters of two scripts that look like no others."""


def line(raw: bytes) -> bytes:
    return json.dumps(json.loads(raw), ensure_ascii=False).encode()


def same(raw: bytes) -> bytes:
    return raw


def submitted(raw: bytes) -> bytes:
    return b'<cm:submission xmlns:cm="urn:cis-migration:kz-shep:1">' + raw.partition(b"?>")[2] + b"</cm:submission>"


SYSTEMS: Mapping[str, tuple[str, Callable[[bytes], bytes], tuple[str, str], str]] = {
    "am_gip": ("entry-ban.document.json", line, ("12/03/2026", "31/02/2026"), "AM-2026-00000"),
    "az_ehis": ("entry-ban.xml", same, ("12.03.2026", "31.02.2026"), "AZ-2026-00000"),
    "kg_tunduk": ("entry-ban.document.json", line, ("12.03.2026", "30.02.2026"), "KG-2026-00000"),
    "kz_shep": ("entry-ban.xml", submitted, ("2026-03-12", "2026-02-30"), "KZ-2026-00000"),
    "uz_mip": ("entry-ban.national.json", line, ("2026-03-12", "2026-02-30"), "UZ-2026-00000"),
}
"""Golden file, how it is offered, a day and one that there is not, the reference up to its last digit."""


def system_of(name: str) -> Simulator:
    running = importlib.import_module(f"tests.adapters.{name}.running")
    start = getattr(running, "running", None) or getattr(running, "register", None)
    return start() if start else simulator(f"adapters.{name}.simulator")


@pytest.mark.parametrize("name", SYSTEMS)
def test_what_cannot_be_is_told_to_the_system_and_the_right_ones_beside_it_go_out(name: str, tmp_path: Path) -> None:
    golden, offered, (day, no_day), reference = SYSTEMS[name]
    good = (ROOT / name / "golden" / golden).read_text("utf-8")
    wrong = [(day, no_day), (NUMBER, MIXED), (NUMBER, ALIKE), ("TESTOV", "ТЕSТОV")]
    system = system_of(name)
    for place, (found, instead) in enumerate([("", ""), *wrong, ("", "")], start=1):
        text = good.replace(f"{reference}1", f"{reference}{place}")
        assert found in text
        document = text.replace(found, instead, 1) if found else text
        system.raw(offered(document.encode()), kind="entry-ban", type="entry-ban")
    values = importlib.import_module(f"tests.adapters.{name}.running").settings(system, tmp_path)
    with contextlib.closing(importlib.import_module(f"adapters.{name}").make_adapter(values)) as adapter:
        changes, _ = drain(adapter)
    numbers = {str(each.subject): each.record["subject"]["documents"][0]["number"] for each in changes}
    told = [each for each in system.ask("told")["told"] if not each["accepted"]]

    assert numbers == {f"{reference}1": NUMBER, f"{reference}4": "AB0000001", f"{reference}6": NUMBER}
    assert [each["problems"] for each in told] == [["date-invalid"], ["letters-mixed"], ["script-other"]]
    assert all(place for each in told for place in each.get("places") or ["-"])
