"""National identifiers in records of every type: errors of the issuer's own, warnings of anybody else's."""

from typing import Any

import pytest

from hub.core import record_rules
from hub.core.identity.national_identifier import Finding
from hub.core.record_objects import objects
from tests.unit.core.test_record_rules import make

RIGHT, WRONG = "850315300128", "850315300120"


def judged(sender: str, value: str, **person: Any) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    record = {"missing": [{"identifiers": [{"scheme": "KZ-IIN", "value": value}], **person}]}
    found = record_rules.check(
        make("unknown", record, sender=sender),
        objects(record),
        subject_member=None,
        is_reply=False,
        state=sender[:2].upper(),
    )
    errors, warnings = ([(fault.pointer, fault.code) for fault in faults] for faults in found)
    return errors, warnings


PLACE = "/missing/0/identifiers/0/value"


def test_a_wrong_check_digit_of_the_senders_own_state_is_an_error():
    assert judged("kz-mvd", WRONG) == ([(f"/record{PLACE}", Finding.CHECK_DIGIT)], [])
    assert judged("kz-mvd", "85-03") == ([(f"/record{PLACE}", Finding.FORM)], [])


def test_one_of_another_state_is_a_warning():
    assert judged("ru-guvm", WRONG) == ([], [(PLACE, Finding.CHECK_DIGIT)])


@pytest.mark.parametrize("sender", ["kz-mvd", "ru-guvm"])
def test_another_birth_date_or_sex_is_a_warning_for_everybody(sender):
    birth = {"date": {"year": 1985, "month": 3, "day": 16}}
    found = [(PLACE, Finding.BIRTH_DATE), (PLACE, Finding.SEX)]
    assert judged(sender, RIGHT, sex="F", birth=birth) == ([], found)


@pytest.mark.parametrize("date", [{"year": 1990}, {"year": 1985, "month": 2, "day": 30}])
def test_a_date_that_is_not_whole_is_not_compared(date):
    errors, warnings = judged("kz-mvd", RIGHT, sex="M", birth={"date": date})
    assert [code for _, code in (*errors, *warnings) if code.startswith("identifier")] == []


def test_a_number_that_is_right_says_nothing():
    assert judged("kz-mvd", RIGHT) == ([], [])


def test_what_is_no_person_is_left_alone():
    record = {"identifiers": "none", "more": {"identifiers": []}}
    assert record_rules.check(
        make("unknown", record), objects(record), subject_member=None, is_reply=False, state="RU"
    ) == ([], [])
