"""Who asked, as the printed answer names him."""

from hub.core.enquiry.applicant import applicant_of

QUESTION = {"case_number": "ОБР-1", "consent": {"form": "written", "given_on": "2026-03-02"}}


def _label(name, code):
    return {"ru": f"{name}:{code}", "en": f"{name}/{code}"}


def test_a_person_is_named_as_he_was_typed_with_every_document_once():
    person = {
        "names": [{"surname": "Пробный", "given": "Тестобек"}, {"surname": "PROBNYI"}],
        "birth": {"date": {"year": 1990, "month": 5, "day": 4}},
        "documents": [{"number": "400000001"}, {"number": "400000001"}, {"number": "2"}],
    }

    found = applicant_of(QUESTION, person, "tj-mvd", _label)

    assert (found.name, found.birth, found.document) == ("Пробный Тестобек", "1990-05-04", "400000001, 2")
    assert found.authority == ("participants:tj-mvd", "participants/tj-mvd")
    assert found.consent == ("enquiry-consent-forms:written, 2026-03-02", "enquiry-consent-forms/written, 2026-03-02")
    assert found.case == "ОБР-1"


def test_what_is_not_known_of_him_is_left_empty():
    found = applicant_of(QUESTION, {}, "tj-mvd", _label)

    assert (found.name, found.birth, found.document) == ("", "", "")
