"""The member's protection register: kept at the site, in blind tokens, and asked before every signature."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.core.protection import Reason, Standing
from hub.core.traits import traits
from hub.sdk.errors import DamagedStateError
from hub.sdk.sealing.protection import FILE, Gate, ProtectionRegister
from schemas import catalogue

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = date(2026, 11, 21)
REQUEST = catalogue.load().record_type("readmission-request", "1.1")
RECORD: dict[str, Any] = {
    "case_id": "C-1",
    "person": {
        "names": [{"surname": "Тестов-Защищённый", "given": "Пример"}],
        "birth": {"date": {"year": 1990, "month": 3, "day": 15}},
        "documents": [{"number": "400000177"}],
    },
}


@pytest.fixture
def register(tmp_path: Path) -> ProtectionRegister:
    return ProtectionRegister(tmp_path)


def mark(register: ProtectionRegister, subject: str | None = "C-1", record: dict[str, Any] = RECORD) -> int:
    return register.mark(traits(subject, record), Reason.ASYLUM_CLAIM, "officer-1", NOW, subject=subject)


def test_nobody_is_held_back_by_a_register_that_is_not_there(register: ProtectionRegister, tmp_path: Path) -> None:
    assert register.standing("C-1", RECORD) == Standing()
    assert not (tmp_path / FILE).exists()


def test_a_mark_holds_back_the_case_and_the_person_in_other_cases(register: ProtectionRegister) -> None:
    assert mark(register) == 1
    assert register.standing("C-1", {}).marked
    assert register.standing("C-2", RECORD).marked
    assert register.standing("C-2", {"person": {**RECORD["person"], "documents": []}}).marked
    assert not register.standing("C-2", {}).marked
    assert not register.standing(None, {}).marked
    gate = Gate(register=register)
    assert gate.blocks(REQUEST, "C-2", RECORD, TODAY)
    withdrawal = catalogue.load().record_type("readmission-withdrawal", "1.0")
    assert not gate.blocks(withdrawal, "C-1", {"case_id": "C-1"}, TODAY)


def test_an_officers_release_lets_the_case_go(register: ProtectionRegister) -> None:
    mark(register)
    assert register.markers("C-1") == {"officer-1"}
    assert register.release("C-1", "officer-2", NOW) == 1
    assert register.standing("C-1", RECORD) == Standing(marked=False, cleared=True)
    assert register.standing("C-2", RECORD) == Standing()
    assert register.markers("C-1") == frozenset()
    assert register.release("C-1", "officer-2", NOW) == 0
    (kept,) = register.marks()
    assert (kept.reason, kept.released_by, kept.released_at) == (
        Reason.ASYLUM_CLAIM,
        "officer-2",
        "2026-11-21T09:00:00Z",
    )


def test_a_person_without_a_case_is_held_back_too(register: ProtectionRegister) -> None:
    mark(register, subject=None)
    assert register.standing("C-9", RECORD).marked
    assert register.marks()[0].subject is None


def test_no_name_and_no_number_stands_in_the_register_and_only_its_owner_reads_it(
    register: ProtectionRegister, tmp_path: Path
) -> None:
    mark(register)
    content = (tmp_path / FILE).read_bytes()
    assert b"400000177" not in content
    assert "Тестов".encode() not in content
    assert b"testov" not in content.lower()
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_a_damaged_register_lets_nothing_pass(register: ProtectionRegister, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to be taken for one" * 40)
    with pytest.raises(DamagedStateError):
        Gate(register=register).blocks(REQUEST, "C-1", RECORD, TODAY)


def test_what_fails_half_way_leaves_nothing(register: ProtectionRegister, tmp_path: Path) -> None:
    mark(register)
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON trait BEGIN SELECT RAISE(ABORT, 'full'); END")
    connection.close()
    with pytest.raises(DamagedStateError):
        mark(register, subject="C-2")
    assert len(register.marks()) == 1


def test_a_mark_made_from_a_record_is_released_by_the_records_own_id_or_by_its_number(
    register: ProtectionRegister,
) -> None:
    ban = {"ban_id": "B-1", "subject": RECORD["person"]}
    mark(register, subject=None, record=ban)
    assert register.markers("B-1") == {"officer-1"}
    assert register.release("B-1", "officer-2", NOW) == 1
    assert register.standing("B-1", ban) == Standing(cleared=True)
    number = mark(register, subject=None, record={"subject": RECORD["person"]})
    assert register.release_mark(number, "officer-2", NOW) == 1
    assert register.release_mark(number, "officer-2", NOW) == 0
    assert not register.standing("B-1", ban).marked


def test_a_mark_released_by_its_number_clears_its_case(register: ProtectionRegister) -> None:
    assert register.release_mark(mark(register), "officer-2", NOW) == 1
    assert register.standing("C-1", RECORD) == Standing(cleared=True)


def test_another_person_of_the_same_name_goes_once_an_officer_has_looked(register: ProtectionRegister) -> None:
    other = {"case_id": "C-2", "person": {**RECORD["person"], "documents": []}}
    assert register.release("C-2", "officer-2", NOW) == 0
    mark(register)
    assert register.standing("C-2", other).marked, "a mark made after the review was not seen in it"
    assert register.release("C-2", "officer-1", NOW) == 0
    assert register.standing("C-2", other).marked, "whoever marked somebody does not clear him under another case"
    assert register.release("C-2", "officer-2", NOW) == 0
    assert register.standing("C-2", other) == Standing(cleared=True)
    assert register.standing("C-2", RECORD).marked, "the document is his, whatever the case"
    assert register.standing("C-3", other).marked


def test_a_record_of_many_persons_is_judged_whole(register: ProtectionRegister) -> None:
    mark(register)
    others = [{"names": [{"surname": f"Пробный{n}"}], "documents": [{"number": f"{7000000 + n}"}]} for n in range(300)]
    assert register.standing(None, {"entries": [*others, RECORD["person"]]}).marked
    assert not register.standing(None, {"entries": others}).marked


BAN: dict[str, Any] = {"ban_id": "B-1", "links": [{"ban_id": "B-9"}], "subject": RECORD["person"]}
HIT: dict[str, Any] = {"ban_id": "B-1", "place": "пункт пропуска «Образцовый»"}


def test_a_ban_that_comes_about_somebody_marked_is_held_back_where_its_number_alone_is_named(
    register: ProtectionRegister,
) -> None:
    assert register.connect(BAN, NOW) == []
    mark(register)
    assert not register.standing(None, HIT).marked

    assert register.connect(BAN, NOW) == [2]
    assert register.connect(BAN, NOW) == []
    assert register.connect({"ban_id": "B-2", "subject": {"names": [{"surname": "Образцова"}]}}, NOW) == []

    assert register.standing(None, HIT).marked
    assert not register.standing(None, {"ban_id": "B-9"}).marked
    assert [(each.number, each.subject, each.person) for each in register.marks()] == [
        (1, "C-1", "officer-1"),
        (2, "B-1", "officer-1"),
    ]


def test_the_ban_of_somebody_alike_is_let_go_and_the_persons_mark_stands(register: ProtectionRegister) -> None:
    mark(register)
    register.connect(BAN, NOW)
    assert register.release("B-1", "officer-2", NOW) == 1

    assert register.connect(BAN, NOW) == []
    assert not register.standing(None, HIT).marked
    assert register.standing("C-2", RECORD).marked


def test_nothing_is_connected_once_no_mark_stands(register: ProtectionRegister) -> None:
    mark(register)
    register.release_mark(1, "officer-2", NOW)

    assert register.connect(BAN, NOW) == []


def test_the_mark_that_knows_all_of_a_person_is_found_again(register: ProtectionRegister) -> None:
    known = traits("C-1", RECORD)
    assert register.find(known, Reason.ASYLUM_CLAIM) is None
    mark(register)

    assert register.find(known, Reason.ASYLUM_CLAIM) == 1
    assert register.find(known, Reason.REFUGEE_STATUS) is None
    assert register.find(known | traits("C-2", {}), Reason.ASYLUM_CLAIM) is None
