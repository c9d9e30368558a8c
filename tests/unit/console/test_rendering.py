"""Dates, times, numbers and names as visitors of both languages see them; nothing gets out of its place."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from jinja2 import UndefinedError

from hub.console import rendering
from schemas import catalogue

AT = datetime(2026, 11, 21, 20, 30, tzinfo=UTC)  # the day after in Bishkek
HARD = ("<script>1</script>", '"><b>Тестов', "\u202eТестов", "Ә" * 4000, "Те\u200dстов", "T\u0435st")


@dataclass(frozen=True)
class Visit:
    """What filters ask of a visit."""

    lang: str
    zone: str = "Asia/Bishkek"


def shown(source, lang="ru", zone="Asia/Bishkek", **values):
    return rendering.environment(lang).from_string(source).render(visit=Visit(lang, zone), **values)


@pytest.mark.parametrize(("lang", "text"), [("ru", "22 ноября 2026\u202fг."), ("en", "22 November 2026")])
def test_an_instant_is_a_day_of_the_visitor_s_city(lang, text):
    assert shown("{{ at | date }}", lang, at=AT).replace("\xa0", "\u202f") == text
    assert shown("{{ at | date }}", lang, at=date(2026, 11, 22)).replace("\xa0", "\u202f") == text


def test_a_time_names_the_city_and_has_utc_on_demand():
    text = shown("{{ at | time }}", at=AT)

    assert "02:30" in text
    assert "Бишкек" in text
    assert 'title="2026-11-21 20:30 UTC"' in text
    assert "UTC" in shown("{{ at | time }}", zone="UTC", at=AT)


def test_a_term_runs_to_the_end_of_its_last_day_or_to_an_hour():
    assert ">to the end of that day, Bishkek<" in shown(
        "{{ at | until }}", "en", at=datetime(2026, 11, 21, 18, tzinfo=UTC)
    )
    hour = shown("{{ at | until }}", at=AT)
    assert hour.startswith("до <time")
    assert "02:30, Бишкек" in hour


def test_a_weekday_is_short():
    assert (shown("{{ day | weekday }}", day=date(2026, 11, 22)), shown("{{ day | weekday }}", "en", day=AT)) == (
        "вс",
        "Sat",
    )


@pytest.mark.parametrize("source", ["{{ none | date }}", "{{ none | time }}"])
def test_what_has_no_time_yet_is_a_dash(source):
    assert shown(source) == "—"


def test_per_cent_are_written_as_the_language_does():
    assert shown("{{ 23.5 | percent }}") == "23,5\N{NO-BREAK SPACE}%"
    assert shown("{{ 23.5 | percent }}", "en") == "23.5%"


def test_numbers_are_written_as_the_language_does():
    assert shown("{{ 1234567.5 | number }}").replace("\xa0", " ") == "1 234 567,5"
    assert shown("{{ 1234567.5 | number }}", "en") == "1,234,567.5"


@pytest.mark.parametrize(
    ("code", "ru", "en"), [("KG", "Кыргызстан", "Kyrgyzstan"), ("TJ", "Таджикистан", "Tajikistan")]
)
def test_states_are_called_as_they_call_themselves(code, ru, en):
    assert (shown("{{ code | state }}", code=code), shown("{{ code | state }}", "en", code=code)) == (ru, en)


def test_a_country_outside_is_in_the_other_list_and_an_unknown_code_stays():
    assert shown("{{ 'AFG' | state }}", "en") == "Afghanistan"
    assert shown("{{ 'ZZ9' | state }}") == "ZZ9"


def test_names_in_lists_are_masked():
    assert shown("{{ 'Тестов' | masked('Иван') }}") == "И. Тес***"


def test_a_misspelled_value_is_an_error_and_no_empty_place():
    with pytest.raises(UndefinedError):
        shown("{{ nmae }}")


@pytest.mark.parametrize("name", HARD)
def test_a_hard_name_stays_text(name):
    text = shown('<bdi title="{{ name }}">{{ name }}</bdi>', name=name)
    assert text.count("<") == 2
    assert text.count('"') == 2
    assert text.count(">") == 2


@pytest.mark.parametrize(
    ("source", "ru", "en"),
    [
        ("{{ 'tj-mvd' | party }}", "Таджикистан, МВД", "Tajikistan, MIA"),
        ("{{ 'entry-ban' | type_title }}", "Запрет на въезд", "Entry ban"),
        ("{{ 'Europe/Minsk' | city }}", "Минск", "Minsk"),
        ("{{ ('читать' if visit.lang == 'ru' else 'read') | capital }}", "Читать", "Read"),
    ],
)
def test_pages_say_words_where_the_exchange_has_codes(source, ru, en):
    assert (shown(source), shown(source, "en")) == (ru, en)


@pytest.mark.parametrize("name", ["party", "type_title", "agreement_title"])
def test_a_code_that_nobody_knows_stays_as_it_is(name):
    assert shown(f"{{{{ 'nobody-knows' | {name} }}}}") == "nobody-knows"


def test_an_agreement_is_called_by_its_title():
    assert shown("{{ 'kz-tj-readmission' | agreement_title }}", "en") == (
        "Readmission agreement between Kazakhstan and Tajikistan"
    )


def test_every_participant_has_a_short_name_of_its_own():
    for lang in ("ru", "en"):
        names = [each.more["short"][lang] for each in catalogue.load().code_list("participants").entries]
        assert len(set(names)) == len(names)
        assert max(map(len, names)) <= 24
