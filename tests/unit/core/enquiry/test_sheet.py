"""The printed answer: every language has all facts, and what is not confirmed says so."""

import re
from typing import Any

import pytest

from hub.core.enquiry import printed, sheet, words
from hub.core.enquiry.sheet import Applicant

APPLICANT = Applicant(
    name="Тестов <Пример>",
    birth="1990-03-15",
    document="400123456",
    case="TJ-1",
    authority=("Испытательный орган", "Test authority"),
    consent=("письменное, 2026-11-20", "written, 2026-11-20"),
)
LISTED = {
    "issuer": "ru-guvm",
    "titles": {"ru": "Россия, орган", "en": "Russia, authority"},
    "as_of": "2026-11-21T09:00:00Z",
}
PERIOD = {"kind": "fixed", "duration": None, "start_event": None, "start_on": "2026-03-02", "end_on": "2029-03-01"}
REMEDY = {
    "route": {"ru": "в суд", "en": "to a court"},
    "term": "P3M",
    "starts": {"ru": "со дня решения", "en": "from the decision"},
    "basis": {"ru": "закон", "en": "the law"},
    "confirmed": False,
}
HOTLINE = {"number": "919", "name": {"ru": "линия", "en": "line"}, "confirmed": False}


def ban(**changes: Any) -> dict[str, Any]:
    """Return a ban as the hub answers it."""
    said = {"ru": "слово", "en": "word"}
    plain = {
        "issuer": "ru-guvm",
        "effect": "entry-closed",
        "severity": said,
        "status": said,
        "direction": said,
        "period": PERIOD,
    }
    return {
        **plain,
        "as_of": "2026-11-01T08:30:00Z",
        "last_known": False,
        "remedy": REMEDY,
        "hotline": HOTLINE,
        **changes,
    }


def advice(*bans: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return an answer of the hub."""
    lists = [{**LISTED, "verdict": "ban"}]
    frame = {"at": "2026-11-21T09:30:00Z", "access": 17, "verdict": "ban", "lists": lists, "enquiries": []}
    return {**frame, "bans": list(bans), **changes}


def text(answer: dict[str, Any], language: str = "en") -> str:
    """Return the sheets of an answer as text."""
    return printed.as_text(sheet.sheets(answer, APPLICANT, language))


@pytest.mark.parametrize(("language", "sheets"), [("ru", ["ru"]), ("en", ["ru", "en"]), ("tg", ["ru", "en"])])
def test_russian_comes_first_and_then_the_citizen_s_language_or_english(language, sheets):
    assert [each.language for each in sheet.sheets(advice(), APPLICANT, language)] == sheets


@pytest.mark.parametrize("language", sorted(words.NATIVE))
def test_labels_of_the_citizen_s_language_stand_beside_the_russian_ones(language):
    shown = text(advice(), language)

    assert all(
        f"{words.LABELS[name].ru} / {label}" in shown
        for name, label in words.NATIVE[language].items()
        if name != "signature"
    )
    assert f"{words.LABELS['signature'].ru} / {words.NATIVE[language]['signature']}: ___" in shown


def test_a_ban_is_told_with_dates_appeal_and_telephone_in_both_languages():
    shown = text(advice(ban()))

    for part in (
        "ВЪЕЗД ЗАКРЫТ", "ENTRY IS CLOSED", "с 02.03.2026, по 01.03.2029 включительно", "from 2026-03-02, until 2029-03-01",
        "в суд (закон)", "3 месяца со дня решения (срок не подтверждён)", "3 months from the decision (the term is not",
        "919, линия (не подтверждено)", "21.11.2026 09:30 UTC", "Россия, орган: запрет (21.11.2026 09:00 UTC)",
    ):  # fmt: skip
        assert part in shown


@pytest.mark.parametrize(
    ("effects", "said"),
    [
        (["exit-closed"], ["ВЫЕЗД ЗАКРЫТ", "EXIT IS CLOSED"]),
        (["entry-and-exit-closed"], ["ВЪЕЗД И ВЫЕЗД ЗАКРЫТЫ", "ENTRY AND EXIT ARE CLOSED"]),
        (["alert"], ["ОБРАТИТЕСЬ К ОРГАНУ", "ASK THE ISSUER"]),
        (["begins-later"], ["он вступит в силу 02.03.2026", "it begins on 2026-03-02"]),
        (["none", "exit-closed", "alert"], ["ВЫЕЗД ЗАКРЫТ", "ОБРАТИТЕСЬ К ОРГАНУ"]),
    ],
)
def test_only_a_ban_that_closes_entry_today_is_told_as_entry_closed(effects, said):
    shown = text(advice(*(ban(effect=each) for each in effects)))

    assert all(part in shown for part in said)
    assert "ВЪЕЗД ЗАКРЫТ" not in shown
    assert "ENTRY IS CLOSED" not in shown


def test_what_is_confirmed_is_told_without_a_doubt_and_what_is_not_known_says_so():
    confirmed = text(advice(ban(remedy={**REMEDY, "confirmed": True, "basis": None, "starts": None},
                                hotline={**HOTLINE, "confirmed": True})))  # fmt: skip
    unknown = text(advice(ban(remedy={**REMEDY, "term": None}, hotline=None)))
    nothing = text(advice(ban(remedy=None, hotline=None)))

    assert "подтвержд" not in confirmed
    assert "Срок обжалования: 3 месяца\n" in confirmed
    assert "Срок обжалования: не указан; уточните в органе" in unknown
    assert "Куда обжаловать: не указано; уточните в органе" in nothing
    assert "Телефон: не указан" in nothing


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"start_on": None, "end_on": None, "start_event": {"ru": "выезд", "en": "exit"}, "duration": "P5Y"},
         "начнётся: выезд; срок 5 лет; до этого считается действующим"),
        ({"start_on": None, "end_on": None, "start_event": {"ru": "выезд", "en": "exit"}},
         "начнётся: выезд; до этого считается действующим"),
        ({"end_on": None, "kind": "indefinite"}, "с 02.03.2026, бессрочно"),
        ({"end_on": None, "kind": "until_condition"}, "с 02.03.2026, до выполнения условия"),
        ({"start_on": None}, "Срок: по 01.03.2029 включительно"),
    ],
)  # fmt: skip
def test_every_kind_of_period_is_told(changes, said):
    assert said in text(advice(ban(period={**PERIOD, **changes})))


def test_a_list_that_is_out_of_date_is_dated_and_what_was_last_known_is_marked():
    lists = [{**LISTED, "verdict": "unknown"}, {**LISTED, "issuer": "kz-mvd", "verdict": "unknown", "as_of": None}]
    shown = text(advice(ban(last_known=True), verdict="unknown", lists=lists))

    assert "неизвестно (21.11.2026 09:00 UTC)" in shown
    assert "неизвестно (сведений не поступало)" in shown
    assert "слово (последние известные сведения, устарели)" in shown


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        ({"value": 12, "unit": "hour", "verified": False}, "12 ч после вручения (срок не подтверждён)"),
        ({"value": 10, "unit": "working_day", "verified": True}, "10 дн. после вручения\n"),
    ],
)
def test_the_enquiry_that_a_doubt_opened_is_told_with_its_term(clock, said):
    enquiry = {"to": ["ru-guvm"], "subject": "e-1", "clock": clock}
    shown = text(advice(verdict="doubt", enquiries=[enquiry]))

    assert "Россия, орган: вопрос № e-1" in shown
    assert words.NOTES["asked"].ru in shown
    assert words.NOTES["untold"].ru not in shown
    assert said in shown


def test_the_page_is_html_in_which_nothing_typed_is_markup():
    page = printed.as_html(sheet.sheets(advice(ban()), APPLICANT, "en"))

    assert page.startswith('<!DOCTYPE html>\n<html lang="ru">')
    assert "Тестов &lt;Пример&gt;" in page
    assert "<Пример>" not in page
    assert re.findall(r'<section lang="(\w+)">', page) == ["ru", "en"]


@pytest.mark.parametrize(
    ("duration", "ru", "en"),
    [
        ("P1Y", "1 год", "1 year"), ("P3Y", "3 года", "3 years"), ("P5Y", "5 лет", "5 years"), ("P11D", "11 дней", "11 days"),
        ("P21D", "21 день", "21 days"), ("P2M", "2 месяца", "2 months"), ("P112M", "112 месяцев", "112 months"), ("P10Y", "10 лет", "10 years"),
    ],
)  # fmt: skip
def test_durations_are_said_as_people_say_them(duration, ru, en):
    assert (words.duration(duration, "ru"), words.duration(duration, "en")) == (ru, en)
