"""Is it the same person? All persons are made up."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.screening import entry, names, person, score
from hub.core.screening.index import Index
from hub.core.screening.score import Scored, Verdict
from tests.unit.core.screening.persons import BLIND, document, make, named


def _score(asked: dict[str, Any], known: dict[str, Any]) -> Scored:
    return score.score(person.describe(asked), person.describe(known))


def _features(scored: Scored) -> dict[str, float]:
    return {feature.name: feature.agreement for feature in scored.features}


KNOWN = make(
    named("Раҳмонов", "Пробек", "Тестович"),
    documents=[document("АВ 1234567")],
    identifiers=[{"scheme": "KZ-IIN", "value": "900101300017"}],
)
SAME_NAME = named("RAKHMONOV", "PROBEK")


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [
        (make(SAME_NAME), Verdict.HIT),
        (make(named("Probek", "Rahmonov")), Verdict.HIT),
        (make(named("Рахмонов", "Пробек", "Тестович")), Verdict.HIT),
        (make(named("Рахмонов", "Пробек Тест оглы")), Verdict.HIT),
        (make(named("Rahmonov", "Porbek")), Verdict.DOUBT),
        (make(named("Раҳмонзода", "Пробек")), Verdict.HIT),
        (make(SAME_NAME, born="1985"), Verdict.DOUBT),
        (make(SAME_NAME, born="1985-01-01"), Verdict.DOUBT),
        (make(SAME_NAME, born="1985-03-16"), Verdict.DOUBT),
        (make(named("Рахимов", "Пробек")), Verdict.DOUBT),
        (make(SAME_NAME, sex="F"), Verdict.DOUBT),
        (make(named("Рахмонов", "Пробек", "Образцович")), Verdict.DOUBT),
        (make(SAME_NAME, identifiers=[{"scheme": "KZ-IIN", "value": "900101300018"}]), Verdict.DOUBT),
        (make(SAME_NAME, born="1990-07-20"), Verdict.NO_MATCH),
        (make(named("Образцов", "Пробек")), Verdict.NO_MATCH),
        (make(named("Рахмонов", "Иной")), Verdict.NO_MATCH),
        (make(SAME_NAME, born="1985", sex="F"), Verdict.NO_MATCH),
    ],
)
def test_two_spellings_are_one_person_and_two_persons_of_one_name_are_kept_apart(
    asked: dict[str, Any], verdict: Verdict
) -> None:
    assert _score(asked, KNOWN).verdict is verdict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *((named("Пробов", "Али"), named("Пробов", "Вали")), (named("Пробов", "Халил"), named("Пробов", "Халим"))),
        *((named("Пробов", "Шариф"), named("Пробов", "Ариф")), (named("Пробов", "Сабир"), named("Пробов", "Сабит"))),
        (named("Пробов", "Абдурахим"), named("Пробов", "Абдукарим")),
        (named("Пробов", "Абдулло"), named("Пробов", "Абдусалом")),
        (named("Пробова", "Мария"), named("Пробова", "Марина")),
        (named("Пробов", "Салим"), named("Пробов", "Салима")),
        (named("Азимов", "Тест"), named("Азизов", "Тест")),
        (named("Рахмон", "Каримов"), named("Карим", "Рахмонов")),
    ],
)
def test_brothers_and_twins_of_like_names_are_never_a_hit(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert _score(make(one, sex="U"), make(other, sex="U")).verdict is not Verdict.HIT
    passports = [document("AB0000001")], [document("AB0000002")]
    asked, known = (make(name, documents=[*each], sex="U") for name, each in zip((one, other), passports, strict=True))
    assert _score(asked, known).verdict is not Verdict.HIT


@pytest.mark.parametrize(
    ("one", "other"), [("Али", "Вали"), ("Халил", "Халим"), ("Сабир", "Сабит"), ("Салим", "Салима")]
)
def test_twins_with_one_father_are_never_a_hit(one: str, other: str) -> None:
    asked, known = (make(named("Пробов", each, "Тестович"), sex="U") for each in (one, other))
    assert _score(asked, known).verdict is not Verdict.HIT


@pytest.mark.parametrize(
    ("asked", "born", "verdict"),
    [
        (named("Рахмнов", "Пробек", "Тестович"), "1985-03-15", Verdict.HIT),
        (named("RAHMANOV", "PROBEK TESTOVICH"), "1985-03-15", Verdict.HIT),
        (named("Рахмнов", "Пробек"), "1985-03-15", Verdict.DOUBT),
        (named("Рахмнов", "Пробек", "Образцович"), "1985-03-15", Verdict.DOUBT),
        (named("Рахмнов", "Пробек", "Тестович"), "1985", Verdict.DOUBT),
        (named("Рахмонов", "Проблк", "Тестович"), "1985-03-15", Verdict.DOUBT),
    ],
)
def test_a_slip_in_the_family_name_is_forgiven_where_given_name_father_and_day_are_the_same(
    asked: dict[str, Any], born: str, verdict: Verdict
) -> None:
    assert _score(make(asked, born=born), make(named("Раҳмонов", "Пробек", "Тестович"))).verdict is verdict


def test_a_slip_in_the_family_name_is_not_forgiven_on_1_january() -> None:
    one, other = (make(named(each, "Пробек", "Тестович"), born="1985-01-01") for each in ("Рахмонов", "Рахмнов"))
    assert _score(one, other).verdict is Verdict.DOUBT


def test_two_dates_of_1_january_are_a_doubt_until_a_number_agrees() -> None:
    name = named("Рахмонов", "Пробек")
    asked, known = make(SAME_NAME, born="1985-01-01"), make(name, born="1985-01-01")
    assert _score(asked, known).verdict is Verdict.DOUBT
    assert _score(make(named("Рахмонов"), born="1985-01-01"), known).verdict is Verdict.DOUBT
    numbered = {"documents": [document("AB1234567")]}
    assert _score({**asked, **numbered}, {**known, **numbered}).verdict is Verdict.HIT


def test_a_name_alone_is_never_a_hit() -> None:
    full = named("Раҳмонов", "Пробек", "Тестович")
    assert _score(make(SAME_NAME, born=None), KNOWN).verdict is Verdict.NO_MATCH
    assert _score(make(full, born=None), KNOWN).verdict is Verdict.DOUBT
    assert _score(make(named("Рахмонов")), make(named("Рахмонов"))).verdict is Verdict.DOUBT


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (named("Оганесян", "Тест"), named("HOVHANNISYAN", "TEST")),
        (named("Հովհաննիսյան", "Տեստ"), named("Оганесян", "Тест")),
        (named("Ованнисян", "Акоп"), named("HOVHANNISYAN", "HAKOB")),
        (named("Սարգսյան", "Տեստ"), named("Саркисян", "Тест")),
        (named("Пробов", "Магомед"), named("PROBOV", "MUHAMMAD")),
        (named("Магомедов", "Мамед", "Гусейнович"), named("MUHAMMADOV", "MUHAMMAD")),
        (named("Саидов", "Саид"), named("SEYIDOV", "SEYID")),
        (named("Гаджиев", "Гасан"), named("HAJIYEV", "HASAN")),
    ],
)
def test_what_languages_of_the_region_made_of_one_name_is_found_and_is_a_doubt(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    for asked, known in ((one, other), (other, one)):
        index = Index(entry.numbering(BLIND))
        index.add(entry.entry_of(7, person.describe(make(known)), BLIND))
        found = index.find(entry.query_of(person.describe(make(asked))))
        assert [each.key for each in found] == [7]
        assert _score(make(asked), make(known)).verdict is Verdict.DOUBT


def test_the_whole_name_is_a_doubt_where_the_register_has_no_date_to_tell_namesakes_apart() -> None:
    undated = make(named("Рахмонов", "Пробек", "Тестович"), born=None)
    assert _score(make(SAME_NAME), undated).verdict is Verdict.DOUBT
    assert _score(make(named("Рахмонов", "Проблек")), undated).verdict is Verdict.NO_MATCH
    assert _score(make(named("Рахмонов", "Пробек", "Иначевич")), undated).verdict is Verdict.NO_MATCH
    assert (
        _score(make(named("Рахмонов", "Пробек")), make(named("Рахмонов"), born="1985-03-15")).verdict is Verdict.DOUBT
    )


@pytest.mark.parametrize(
    ("asked", "verdict", "agreement"),
    [
        (make(SAME_NAME, born=None, documents=[document("ab1234567")]), Verdict.HIT, 1.0),
        (make(named("Другой"), documents=[document("AB1234567")]), Verdict.HIT, 1.0),
        (make(named("Другой"), born="1990-07-20", documents=[document("AB1234567")]), Verdict.DOUBT, 1.0),
        (make(SAME_NAME, born="1990-07-20", documents=[document("AB1234567")]), Verdict.DOUBT, 1.0),
        (make(born=None, documents=[document("AB1234567")]), Verdict.DOUBT, 1.0),
        (make(SAME_NAME, born="1990-07-20", documents=[document("1234567")]), Verdict.DOUBT, 0.4),
        (make(SAME_NAME, born=None, documents=[document("AB1234567", state="UZB")]), Verdict.DOUBT, 0.5),
        (make(SAME_NAME, born="1990-07-20", documents=[document("1234567", state="UZB")]), Verdict.NO_MATCH, None),
        (make(SAME_NAME, born="1990-07-20", documents=[document("7654321")]), Verdict.NO_MATCH, None),
    ],
)
def test_a_document_makes_a_hit_only_with_a_name_or_a_date(
    asked: dict[str, Any], verdict: Verdict, agreement: float | None
) -> None:
    scored = _score(asked, KNOWN)
    assert scored.verdict is verdict
    assert _features(scored).get("document") == agreement


def test_an_identifier_makes_a_hit_and_another_of_the_scheme_takes_it_back() -> None:
    same = {"scheme": "KZ-IIN", "value": "900101300017"}
    other = {"scheme": "KZ-IIN", "value": "791028302728"}
    assert _score(make(SAME_NAME, born=None, identifiers=[same]), KNOWN).verdict is Verdict.HIT
    contradicted = _score(make(SAME_NAME, identifiers=[other], documents=[document("AB1234567")]), KNOWN)
    assert contradicted.verdict is Verdict.DOUBT
    assert _features(contradicted)["identifier"] == -1.0
    assert "identifier" not in _features(_score(make(SAME_NAME, identifiers=[{**other, "scheme": "TJ-INN"}]), KNOWN))


def test_what_contradicts_lowers_the_score() -> None:
    best = _score(make(SAME_NAME), KNOWN).score
    for other in ({"born": "1990-07-20"}, {"sex": "F"}, {"nationalities": [{"code": "UZB"}]}):
        assert _score(make(SAME_NAME, **{"born": "1985-03-15", **other}), KNOWN).score < best


def test_a_son_named_after_his_grandfather_is_not_taken_for_his_father() -> None:
    father, son = named("Тестов", "Проб", "Образецович"), named("Тестов", "Образец", "Пробович")
    assert _score(make(father), make(son)).verdict is Verdict.NO_MATCH
    assert _score(make(father), make(named("TESTOV", "OBRAZETS PROB"))).verdict is Verdict.HIT  # both names are his own


def test_a_fathers_name_that_was_not_known_as_one_stands_for_no_family_name() -> None:
    known = make(named("Образцов", "Али", "Алович"), born="1983-03-03")

    assert _score(make(named("PROBNYY", "ALI ALOVICH"), born="1983-03-03"), known).verdict is Verdict.DOUBT
    assert _score(make(named("OBRAZTSOV", "ALI ALOVICH"), born="1983-03-03"), known).verdict is Verdict.HIT


def test_unknown_sex_and_citizenship_say_nothing() -> None:
    asked = make(SAME_NAME, sex="U", nationalities=[])
    assert {"sex", "state"}.isdisjoint(_features(_score(asked, KNOWN)))
    former = make(SAME_NAME, nationalities=[{"code": "TJK", "until": "2000-01-01"}])
    assert "state" not in _features(_score(former, KNOWN))


def test_the_best_of_several_names_counts() -> None:
    married = make(named("Другова", "Проба"), named("Тестова", "Проба"))
    assert _score(make(named("TESTOVA", "PROBA")), married).verdict is Verdict.HIT


def test_reasons_are_said_in_both_languages_and_repeat_no_data() -> None:
    scored = _score(KNOWN, KNOWN)
    assert {feature.name for feature in scored.features} == {
        *("name", "patronymic", "birth", "document", "identifier", "sex", "state"),
    }
    text = " ".join(feature.ru + feature.en for feature in scored.features)
    assert all(datum not in text for datum in ("Раҳмонов", "1985", "1234567", "900101300017", "TJK"))
    assert all(feature.ru and feature.en for feature in scored.features)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (named("Пробов", "Тест"), named("Тест", "Пробов"), 2),
        (named("Пробов", "Тест Образец"), named("Пробов", "Тест"), 2),
        (named("Пробов", "Тест"), named("Иначев", "Тест"), 1),
        (named("Пробов"), named("Иначев", "Другой"), 0),
    ],
)
def test_parts_find_their_counterparts_in_any_order(one: dict[str, Any], other: dict[str, Any], found: int) -> None:
    (a,), (b,) = person.describe({"names": [one]}).names, person.describe({"names": [other]}).names
    likeness = names.compare(a, b)
    assert likeness.found == names.compare(b, a).found == found
    assert 0.0 <= likeness.score <= 1.0


NAMES = st.builds(
    named,
    st.sampled_from(["Пробов", "Probova", "Тест", "Testov-Probov", "Пробек уулу", "Улы"]),
    st.sampled_from(["", "Тест", "Test Ali", "Али Тест оглы"]),
    st.sampled_from(["", "Тестович", "Testovich", "Пробек қызы"]),
)


@given(NAMES, NAMES)
def test_likeness_has_no_sides_and_a_person_is_like_himself(one: dict[str, Any], other: dict[str, Any]) -> None:
    ab, ba = _score(make(one), make(other)), _score(make(other), make(one))
    assert ab.score == pytest.approx(ba.score, abs=0.002)
    assert ab.verdict is ba.verdict
    assert 0.0 <= ab.score <= 1.0
    assert _score(make(one), make(one)).score == 1.0
