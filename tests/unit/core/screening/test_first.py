"""Screening: describing, finding, scoring. All persons are test data."""

from hub.core.screening import entry, person, score
from hub.core.screening.index import Index
from keys.blind_index import BlindKey

BLIND = BlindKey(bytes(32)).token


def _person(surname: str, given: str, number: str = "АВ 1234567"):
    return {
        "names": [{"surname": surname, "given": given, "script": "Cyrl", "role": "primary"}],
        "birth": {"date": {"year": 1985, "month": 3, "day": 15}},
        "sex": "M",
        "nationalities": [{"code": "TJK"}],
        "documents": [{"type": "foreign_passport", "number": number, "issuing_state": "TJK"}],
    }


def test_two_spellings_of_one_person_are_found_and_hit() -> None:
    index = Index(entry.numbering(BLIND))
    known = person.describe(_person("Раҳмонов", "Пробный"))
    index.add(entry.entry_of(7, known, BLIND))

    asked = person.describe(_person("RAKHMONOV", "Probnyi", number="ab1234567"))
    assert index.exact(entry.exact_tokens(asked, BLIND)) == [7]
    assert [each.key for each in index.find(entry.query_of(asked))] == [7]
    assert score.score(asked, known).verdict is score.Verdict.HIT

    assert index.remove(7)
    assert not index.remove(7)
    assert index.exact(entry.exact_tokens(asked, BLIND)) == []
