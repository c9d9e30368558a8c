"""The explanation of a clock: every day with its reason, in both languages."""

import re
from dataclasses import replace
from typing import Any

import pytest

from hub.core.deadline import explanation
from hub.core.deadline.case_clock import Clock
from hub.core.deadline.explanation import explain
from tests.unit.core.deadline.cases import CALENDARS, OURS, RU, SWISS, TJ, ZONES, Case, read

CYRILLIC = re.compile("[А-Яа-яЁё]")


def told(clock: Clock, language: str = "ru") -> str:
    return "\n".join(explain(clock, language, ZONES[clock.acting]))


def test_every_day_of_the_term_stands_there_with_its_reason() -> None:
    case = Case()
    case.request("02-27", "03-04", procedure="accelerated")
    case.add("outage", "hub", "03-04", since="2026-03-05T01:00:00Z", until="2026-03-06T01:00:00Z")
    clock = case.clocks("03-30", read("cis-bilateral-default", value=4))["reply"]
    assert told(clock).splitlines()[4:] == [
        "начало: подтверждённое вручение, 2026-03-04 10:00 +05",
        "  2026-03-04  день события, не считается",
        "  2026-03-05  срок стоит: объявленный перерыв в работе обмена",
        "  2026-03-06  1-й день",
        "  2026-03-07  выходной, не считается",
        "  2026-03-08  День матери, не считается",
        "  2026-03-09  2-й день",
        "  2026-03-10  3-й день",
        "  2026-03-11  4-й день",
        "последний день: 2026-03-11",
        "срок истёк",
        "последствие: только напоминание",
    ]


def test_the_rule_the_profile_and_the_calendar_are_named() -> None:
    case = Case()
    case.request("02-02", "02-04")
    lines = explain(case.clocks("02-10")["reply"], "en", ZONES[TJ])

    assert lines[0] == "reply to the readmission request: 25 calendar days; to act: tj-mvd"
    assert lines[1].startswith("rule: Agreement Russia-Switzerland of 21.09.2009")
    assert "profile ru-ch-2009 2009.1; calendar 2026.1; source: Agreement Russia-Switzerland" in lines[2]
    assert lines[-2:] == ["last day: 2026-03-02", "running"]
    assert "  2026-03-02  the last day is not worked, moved on" in lines


def test_an_unverified_term_says_so_and_a_verified_one_does_not() -> None:
    case = Case()
    case.request("02-02", "02-04")
    assert "срок не подтверждён" in told(case.clocks("02-10", OURS)["reply"])
    assert "срок не подтверждён" not in told(case.clocks("02-10")["reply"])


def test_what_silence_came_to_is_said_with_its_reason() -> None:
    case = Case()
    case.request("02-02", "02-04")
    assert "получение не зарегистрировано должностным лицом" in told(case.clocks("03-10")["reply"])
    case.register("02-06")
    assert "молчание считается согласием" in told(case.clocks("03-10")["reply"])
    unverified = case.clocks("03-10", replace(SWISS, verified=False))["reply"]
    assert "profile is not verified" in told(unverified, "en")


def test_a_protected_person_is_not_told_of_by_the_explanation() -> None:
    case = Case()
    case.request("02-02", "02-04")
    case.register("02-06")
    said = told(case.clocks("03-10", protected=True)["reply"]) + told(
        case.clocks("03-10", protected=True)["reply"], "en"
    )
    assert "молчание не согласие" in said
    assert not re.search("убежищ|защит|protect|asylum|refugee|minor", said)


def test_extensions_missing_proofs_and_estimated_holidays_are_told() -> None:
    case = Case()
    case.request("02-02", "02-04")
    case.add("readmission-extension", TJ, "02-20")
    case.add("readmission-extension", TJ, "02-21")
    said = told(case.clocks("02-25")["reply"])
    assert "продлён, не более 60 календарных дн. с начала" in said
    assert "просьба о продлении после срока или повторная не учтена" in said
    assert "дата которого ещё не объявлена" in said

    waiting = Case()
    waiting.request("02-02")
    assert told(waiting.clocks("02-20")["reply"]).endswith("вручение не подтверждено: уведомляются контактные лица")


def test_hours_end_at_an_instant_and_a_count_back_says_so() -> None:
    case = Case()
    case.request("02-02", "02-04")
    case.add("readmission-extension", TJ, "02-05")
    case.add("transfer-notice", RU, "03-02", planned_on="2026-03-17")
    hours = case.clocks("02-05", read("ru-ch-2009", value=48, unit="hour"))["reply"]
    assert "48 hours" in told(hours, "en")
    assert "end: 2026-02-06 10:00 +05" in told(
        case.clocks("02-04", read("ru-ch-2009", value=48, unit="hour"))["reply"], "en"
    )
    back = case.clocks("03-03", OURS)["transfer-notice"]
    assert "5 рабочих дн. до события" in told(back)
    assert "исполнено в срок, 2026-03-02 07:00 MSK" in told(back)


def test_a_clock_that_stands_still_or_has_no_calendar_says_so() -> None:
    case = Case()
    case.request("02-02", "02-04")
    short: dict[str, Any] = {**CALENDARS, TJ: replace(CALENDARS[TJ], last=CALENDARS[TJ].first)}
    assert "календарь не охватывает срок" in told(case.clocks("02-10", calendars=short)["reply"])
    case.add("readmission-return", TJ, "02-09")
    assert told(case.clocks("02-20")["reply"]).endswith("срок приостановлен")


@pytest.mark.parametrize(
    "table", [each for each in vars(explanation).values() if isinstance(each, dict) and each and "ru" not in each]
)
def test_every_text_has_both_languages(table: dict[Any, Any]) -> None:
    for ru, en in (pair for pair in table.values() if isinstance(pair, tuple)):
        assert CYRILLIC.search(ru)
        assert not CYRILLIC.search(en)


def test_what_a_page_shows_beside_rule_days_and_state_is_told_by_itself() -> None:
    case = Case()
    case.request("02-02", "02-04")
    verified, ours = (case.clocks("02-10", *profile)["reply"] for profile in ((), (OURS,)))

    assert explanation.basis(ours, "en") == "proven delivery"
    assert explanation.basis(replace(ours, basis=None), "en") == ""
    assert explanation.remarks(verified, "ru") == []
    assert explanation.remarks(ours, "ru") == ["срок не подтверждён, только напоминание"]
    for clock in (verified, ours):
        assert set(explanation.remarks(clock, "en")) <= set(explain(clock, "en", ZONES[TJ]))


def test_every_day_says_by_itself_why_it_counts_or_not() -> None:
    case = Case()
    case.request("02-27", "03-04", procedure="accelerated")
    deadline = case.clocks("03-30", read("cis-bilateral-default", value=4))["reply"].deadline
    assert deadline is not None
    assert [explanation.why(day, "en") for day in deadline.days][:3] == [
        "day of the event, not counted",
        "day 1",
        "day 2",
    ]
