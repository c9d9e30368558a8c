"""What of a ban is shown to whom."""

from datetime import date
from typing import Any

import pytest

from hub.core.enquiry import shown
from hub.core.enquiry.verdict import Found, Judged, Verdict
from hub.core.entry_ban.standing import standing_of
from hub.core.screening.score import Feature, Scored
from hub.core.screening.score import Verdict as Match
from tests.support.hub import make_ban

FEATURE = Feature(name="birth", agreement=1.0, weight=3.0, ru="совпадает", en="is the same")


def label(name: str, code: str) -> dict[str, str]:
    """Return the label of a code, made up."""
    return {"ru": f"{name} {code} ру", "en": f"{name} {code} en"}


def found(match: Match = Match.HIT, **record: Any) -> Found:
    """Return a ban that was found."""
    ban = {**make_ban(7), **record}
    scored = Scored(score=0.87654, verdict=match, features=(FEATURE,))
    return Found(index=3, issuer="ru-guvm", record=ban, standing=standing_of(ban, date(2026, 11, 21)), scored=scored)


def judged(*bans: Found, verdict: Verdict = Verdict.BAN) -> Judged:
    """Return what such bans come to."""
    return Judged(verdict=verdict, of_issuer={"ru-guvm": verdict}, found=bans)


def test_an_authority_sees_grounds_decision_dates_and_why_it_fits():
    ban = shown.for_authority(found(), label)

    assert (ban["match"], ban["score"], ban["features"][0]["ru"]) == ("hit", 0.877, "совпадает")
    assert (ban["grounds"][0]["code"], ban["decision"]["number"]) == ("RU-27-12", "T-7")
    assert (ban["period"]["start_on"], ban["period"]["end_on"]) == ("2026-03-02", "2029-03-01")
    assert "subject" not in ban


def test_of_a_restricted_ban_neither_ground_nor_decision_nor_condition_is_shown():
    period = {"kind": "until_condition", "condition": {"ru": "тайное условие"}}
    ban = shown.for_authority(found(severity="restricted", grounds=["RU-27-12"], period=period), label)

    assert [each["code"] for each in ban["grounds"]] == ["RESTRICTED"]
    assert "decision" not in ban
    assert ban["period"]["condition"] is None
    assert "тайное" not in str(ban)


def test_a_condition_that_is_not_restricted_is_shown():
    period = {"kind": "until_condition", "condition": {"ru": "уплата штрафа"}}
    assert shown.for_citizen(found(period=period), label)["period"]["condition"] == {"ru": "уплата штрафа"}


def test_a_period_that_waits_for_its_start_names_the_event():
    period = {"kind": "duration", "duration": "P5Y", "start_event": "exit"}
    said = shown.for_citizen(found(period=period, status="pending_start"), label)["period"]

    assert (said["start_on"], said["end_on"], said["duration"]) == (None, None, "P5Y")
    assert said["start_event"]["code"] == "exit"


@pytest.mark.parametrize(
    ("record", "effect", "report"),
    [
        ({}, "entry-closed", "expected"),
        ({"direction": "exit"}, "exit-closed", "expected"),
        ({"direction": "both"}, "entry-and-exit-closed", "expected"),
        ({"action": "contact_issuer"}, "alert", "expected"),
        ({"action": "check_identity", "direction": "exit"}, "alert", "expected"),
        ({"period": {"kind": "indefinite", "start_on": "2027-06-01"}}, "begins-later", "none"),
        ({"status": "suspended"}, "none", "none"),
    ],
)
def test_direction_action_and_first_day_say_what_a_ban_does_to_the_person(record, effect, report):
    ban = found(**record)

    assert shown.for_citizen(ban, label)["effect"] == shown.for_authority(ban, label)["effect"] == effect
    assert shown.hit_report(judged(ban), allowed=True) == report


def test_a_citizen_sees_neither_number_nor_decision_nor_grounds():
    ban = shown.for_citizen(found(), label)

    assert ban.keys() == {"issuer", "effect", "severity", "status", "period", "appeal", "direction", "as_of"}


def test_a_home_authority_is_shown_of_a_doubt_only_why_it_is_one():
    doubt = found(Match.DOUBT)
    home = shown.of_judged(judged(doubt, found()), label, home=True)["bans"]
    abroad = shown.of_judged(judged(doubt), label, home=False)["bans"]

    assert sorted(ban.get("ban_id", "-") for ban in home) == ["-", "TEST-00000007"]
    assert next(ban for ban in home if "ban_id" not in ban).keys() == {"match", "score", "issuer", "features"}
    assert abroad[0]["ban_id"] == "TEST-00000007"


@pytest.mark.parametrize(
    ("verdict", "allowed", "expected"),
    [(Verdict.BAN, True, "expected"), (Verdict.BAN, False, "none"), (Verdict.UNKNOWN, True, "none")],
)
def test_a_hit_report_is_expected_after_a_hit_where_the_purpose_allows_one(verdict, allowed, expected):
    assert shown.hit_report(judged(found(), verdict=verdict), allowed=allowed) == expected


def test_what_the_issuer_says_of_the_appeal_is_taken_as_it_is():
    authority = {"name": "Испытательный суд"}
    plain = shown.remedy({"remedy": {"authority": authority}})
    worded = shown.remedy({"remedy": {"authority": authority, "term": "P3M", "text": {"en": "Appeal."}}})

    assert shown.remedy({}) is None
    assert plain is not None
    assert worded is not None
    assert (plain["route"], plain["term"]) == ({"ru": "Испытательный суд", "en": "Испытательный суд"}, None)
    assert (worded["route"]["en"], worded["term"]) == ("Испытательный суд. Appeal.", "P3M")
