"""Identity by the own state's document, and the enquiry that a doubt opens."""

from datetime import date
from typing import Any

import pytest

from hub.core.enquiry import citizen
from hub.core.enquiry.errors import NotOwnCitizenError
from hub.core.enquiry.question import read_person
from hub.core.enquiry.verdict import Found, Judged, Verdict
from hub.core.entry_ban.standing import standing_of
from hub.core.screening.score import Scored
from hub.core.screening.score import Verdict as Match
from tests.support.hub import make_ban
from tests.unit.core.enquiry.test_question import PARTLY_BORN, ZONE

TODAY = date(2026, 11, 21)
TYPED: dict[str, Any] = {
    "names": [{"surname": "Тестов", "script": "Cyrl", "role": "primary"}],
    "birth": {"date": {"year": 1990, "month": 3, "day": 15}},
    "documents": [{"number": "40 012 3456", "issuing_state": "TJK"}],
}


def against(**changes: Any) -> list[str]:
    """Return the codes of what stands against the identity of somebody typed with these changes; None leaves out."""
    typed = {name: value for name, value in {**TYPED, **changes}.items() if value is not None}
    asked = read_person(typed, "/person", state="TJ", today=TODAY, letters={})
    return [each.code for each in citizen.check_identity(asked, typed, citizens="TJK", today=TODAY)]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"mrz": ZONE}, []),
        ({"mrz": ZONE, "names": None, "birth": None, "documents": None}, []),
        ({"mrz": ZONE, "birth": {"date": {"year": 1990}}}, []),
        ({"mrz": ZONE, "birth": {"date": {"year": 1991}}}, ["mrz-differs"]),
        ({"mrz": ZONE, "documents": [{"number": "1", "issuing_state": "TJK"}]}, ["mrz-differs"]),
        ({"mrz": [ZONE[0], ZONE[1][:-1] + "7"]}, ["mrz-check-digit"]),
        ({"mrz": PARTLY_BORN, "birth": {"date": {"year": 1985, "month": 2}}, "documents": None}, []),
        ({"documents": [{"number": "400123456"}]}, ["document-needed"]),
        ({"documents": None}, ["nothing"]),
        ({"names": None}, ["identity-incomplete"]),
        ({"birth": None}, ["identity-incomplete"]),
        ({"documents": [{"number": "1", "issuing_state": "TJK", "expires_on": "2026-11-20"}]}, ["document-expired"]),
        ({"documents": [{"number": "1", "issuing_state": "TJK", "expires_on": "2026-11-21"}]}, []),
        ({"nationalities": [{"code": "TJK"}, {"code": "RUS"}]}, []),
    ],
)
def test_identity_is_proven_by_an_own_document_that_nothing_contradicts(changes, codes):
    expected = ["document-needed"] if codes == ["nothing"] else codes
    assert against(**changes) == expected


def test_a_zone_that_says_it_expired_proves_nothing_and_one_that_does_not_say_is_taken():
    expired = ZONE[1].replace("3003149", "2003146")[:-1]
    silent = ZONE[1].replace("3003149", "<<<<<<0")[:-1]
    partly = ZONE[1].replace("3003149", "30<<<<1")[:-1]

    found = {name: [against(mrz=[ZONE[0], f"{line}{digit}"]) for digit in range(10)] for name, line in
             {"expired": expired, "silent": silent, "partly": partly}.items()}  # fmt: skip

    assert all("document-expired" in codes for codes in found["expired"])
    assert [] in found["silent"]
    assert [] in found["partly"]


def test_what_is_wrong_in_the_question_is_said_first():
    assert against(mrz=["A" * 30, "B" * 31]) == ["mrz-malformed"]


@pytest.mark.parametrize(
    "nationalities", [[{"code": "RUS"}], [{"code": "RUS"}, {"code": "TJK", "until": "2020-01-01"}]]
)
def test_who_is_no_citizen_any_more_is_not_advised(nationalities):
    with pytest.raises(NotOwnCitizenError):
        against(nationalities=nationalities)


def doubt(issuer: str, number: int) -> Found:
    """Return a ban that may be another person's."""
    ban = make_ban(number, issuer=issuer)
    scored = Scored(score=0.5, verdict=Match.DOUBT, features=())
    return Found(index=number, issuer=issuer, record=ban, standing=standing_of(ban, TODAY), scored=scored)


def test_each_list_in_doubt_has_an_enquiry_that_names_the_ban_where_there_is_one():
    asked = read_person({**TYPED, "sex": "F", "mrz": ZONE}, "/person", state="TJ", today=TODAY, letters={})
    of_issuer = {"ru-guvm": Verdict.DOUBT, "kz-mvd": Verdict.DOUBT, "by-mvd": Verdict.UNKNOWN}
    found = (doubt("ru-guvm", 1), doubt("ru-guvm", 2), doubt("kz-mvd", 3))

    records = citizen.enquiries(
        Judged(verdict=Verdict.DOUBT, of_issuer=of_issuer, found=found),
        asked,
        requesting="tj-molme",
        case="TJ-1",
        today=TODAY,
        ids=iter(("e-1", "e-2")),
    )

    assert [(each["issuer"], each["enquiry_id"], each.get("ban_id")) for each in records] == [
        ("ru-guvm", "e-1", None),
        ("kz-mvd", "e-2", "TEST-00000003"),
    ]
    assert records[0]["person"]["sex"] == "F"
    assert {each["type"] for each in records[0]["person"]["documents"]} == {"other"}
    assert (records[0]["consent"], records[0]["asked_on"]) == (True, "2026-11-21")


def test_a_document_of_no_state_is_left_out_of_the_enquiry():
    asked = read_person({**TYPED, "documents": [{"number": "1"}]}, "/person", state="TJ", today=TODAY, letters={})
    judged = Judged(verdict=Verdict.DOUBT, of_issuer={"ru-guvm": Verdict.DOUBT}, found=())

    (record,) = citizen.enquiries(judged, asked, requesting="tj-mvd", case="1", today=TODAY, ids=iter(("e",)))

    assert "documents" not in record["person"]
    assert record["person"]["sex"] == "U"


@pytest.mark.parametrize(
    ("person", "own"),
    [
        ({"nationalities": [{"code": "TJK"}]}, True),
        ({"documents": [{"number": "1", "issuing_state": "TJK"}]}, True),
        ({"nationalities": [{"code": "TJK", "until": "2020-01-01"}]}, False),
        ({"nationalities": [{"code": "RUS"}], "documents": [{"number": "1"}]}, False),
        ({}, False),
    ],
)
def test_advice_is_for_those_who_are_said_to_be_citizens(person, own):
    if own:
        citizen.require_own(person, "TJK")
        return
    with pytest.raises(NotOwnCitizenError):
        citizen.require_own(person, "TJK")
