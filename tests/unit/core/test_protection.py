"""The protection gate: what holds a record back, and that nothing says why."""

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import protection
from hub.core.protection import REVIEW, Reason, Rules, Standing
from hub.core.readmission import kinds
from hub.core.record_objects import objects
from hub.core.traits import is_alike, traits

TODAY = date(2026, 11, 21)
FAMILY = "readmission"
RULES = Rules(majority=18, refugee_codes=frozenset({"XXB", "XXC"}))
KIND = "readmission-request"
PERSON: dict[str, Any] = {
    "names": [{"surname": "Тестов-Пробный", "given": "Пример", "script": "Cyrl", "role": "primary"}],
    "birth": {"date": {"year": 1990, "month": 3, "day": 15}},
    "nationalities": [{"code": "TJK"}],
    "documents": [{"type": "foreign_passport", "number": "400 000-1", "series": "АВ", "issuing_state": "TJK"}],
    "identifiers": [{"scheme": "TJ-INN", "value": "12 345"}],
}
MARKED, CLEARED, NOTHING = Standing(marked=True), Standing(cleared=True), Standing()


def record(**changes: Any) -> dict[str, Any]:
    return {"case_id": "C-1", "person": {**PERSON, **changes}}


def blocked(content: dict[str, Any], standing: Standing = NOTHING, kind: str = KIND, family: str = FAMILY) -> bool:
    return protection.is_blocked(kind, family, content, standing, TODAY, rules=RULES)


def test_a_mark_holds_back_every_record_but_one_that_takes_back() -> None:
    assert blocked(record(), MARKED)
    assert blocked(record(), Standing(marked=True, cleared=True))
    assert blocked(record(), MARKED, "entry-ban", "entry-ban")
    assert not blocked(record(), MARKED, "readmission-withdrawal")
    assert not blocked(record())


def test_only_records_with_data_on_persons_pass_the_gate() -> None:
    assert protection.is_gated(KIND, person_data=True)
    assert not protection.is_gated("situation-summary", person_data=False)
    assert not protection.is_gated("readmission-withdrawal", person_data=True)


@pytest.mark.parametrize(
    ("born", "minor"),
    [
        ({"year": 2008, "month": 11, "day": 21}, False),
        ({"year": 2008, "month": 11, "day": 22}, True),
        ({"year": 2008, "month": 11}, True),
        ({"year": 2008}, True),
        ({"year": 2007}, False),
        ({"year": 2000, "month": 1, "qualifier": "range", "until": {"year": 2009}}, True),
        ({"year": 2007, "qualifier": "circa"}, True),
        ({}, False),
    ],
)
def test_a_minor_waits_for_an_officer(born: dict[str, Any], minor: bool) -> None:
    content = record(birth={"date": born})
    assert blocked(content) is minor
    assert not blocked(content, CLEARED)
    assert not blocked(content, kind="entry-ban", family="entry-ban")
    errors, warnings = protection.check_at_hub(KIND, FAMILY, objects(content), TODAY, rules=RULES)
    assert (errors, [each.code for each in warnings]) == ([], ["minor-concerned"] if minor else [])


@pytest.mark.parametrize("code", ["XXB", "XXC"])
def test_what_discloses_a_refugee_is_refused_by_gateway_and_hub(code: str) -> None:
    content = record(nationalities=[{"code": "TJK"}, {"code": code}])
    assert blocked(content)
    assert not blocked(content, CLEARED)
    assert protection.check_at_hub(KIND, FAMILY, objects(content), TODAY, rules=RULES) == ([REVIEW], [])
    assert protection.check_at_hub("missing-person", "missing", objects(content), TODAY, rules=RULES) == ([REVIEW], [])
    assert protection.check_at_hub("entry-ban", "entry-ban", objects(content), TODAY, rules=RULES) == ([REVIEW], [])
    assert blocked(content, kind="data-subject-request", family="data-protection")
    assert protection.check_at_hub("readmission-withdrawal", FAMILY, objects(content), TODAY, rules=RULES) == ([], [])


def test_the_refusal_says_nothing_of_why() -> None:
    said = f"{REVIEW.code} {REVIEW.ru} {REVIEW.en} {REVIEW.pointer}".lower()
    assert not re.search("asylum|refugee|minor|traffick|protect|убежищ|беженц|несоверш|торговл|защит", said)
    assert not any(reason in said for reason in Reason)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda child: (
        st.lists(child, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "names",
                    "birth",
                    "date",
                    "year",
                    "month",
                    "day",
                    "documents",
                    "identifiers",
                    "nationalities",
                    "person",
                ]
            ),
            child,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from(["person", "subject", "names", "birth"]), _JSON, max_size=3))
def test_a_record_of_any_shape_is_judged_without_a_failure(content: dict[str, Any]) -> None:
    assert isinstance(blocked(content), bool)
    found = traits("C-1", content)
    assert isinstance(is_alike(content, found), bool)


def test_whatever_takes_a_case_back_passes_the_gate():
    assert protection.PASSING >= kinds.WITHDRAWALS
    assert not any(protection.is_gated(kind, person_data=True) for kind in kinds.WITHDRAWALS)
