"""Who asked, as the printed answer names him: as he was typed, or as the machine-readable zone of his document says."""

from collections.abc import Mapping
from typing import Any

from hub.core.enquiry.sheet import Applicant
from hub.core.enquiry.shown import Label

_NAME = ("surname", "given", "patronymic")


def applicant_of(question: Mapping[str, Any], person: Mapping[str, Any], participant: str, label: Label) -> Applicant:
    """Return who asked.

    Args:
        question: the question, which fits its schema.
        person: the person of the question, his machine-readable zone read.
        participant: the authority that answers.
        label: gives the label of a code in both languages.
    """
    consent = question["consent"]
    form, authority = label("enquiry-consent-forms", consent["form"]), label("participants", participant)
    name: Mapping[str, str] = next(iter(person.get("names", ())), {})
    return Applicant(
        name=" ".join(name[part] for part in _NAME if part in name),
        birth="-".join(f"{part:02}" for part in person.get("birth", {}).get("date", {}).values()),
        document=", ".join(dict.fromkeys(each["number"] for each in person.get("documents", ()))),
        case=question["case_number"],
        authority=(authority["ru"], authority["en"]),
        consent=(f"{form['ru']}, {consent['given_on']}", f"{form['en']}, {consent['given_on']}"),
    )
