"""Answers of the screening as JSON; what of a ban is shown is for `hub.core.enquiry.shown` to say."""

from collections.abc import Sequence
from typing import Any

from hub.core.enquiry import shown
from hub.core.errors import Fault
from hub.web import problems
from hub.workflows.screening.answer_citizen import Advice
from hub.workflows.screening.screen import Answer
from hub.workflows.screening.show_advice import frame, labels, list_states, show_advice
from schemas.catalogue import Catalogue


def of_authority(answer: Answer, catalogue: Catalogue, language: str) -> dict[str, Any]:
    """Return the answer to an authority."""
    label, purpose = labels(catalogue), answer.purpose
    return {
        **frame(answer.at, answer.size, answer.access, purpose.code),
        "lists": list_states(answer.lists, label),
        "persons": [
            {
                **shown.of_judged(judged, label, home=purpose.own_citizens_only),
                "hit_report": shown.hit_report(judged, allowed=purpose.hit_report),
                "findings": _findings(odd, language),
            }
            for judged, odd in answer.persons
        ],
    }


def of_citizen(advice: Advice, catalogue: Catalogue, language: str) -> dict[str, Any]:
    """Return the answer to a citizen, with the enquiries that wait to be signed."""
    said = show_advice(advice, catalogue)
    enquiries = said.pop("enquiries")
    return {**said, "findings": _findings(advice.odd, language), "enquiries": enquiries}


def _findings(odd: Sequence[Fault], language: str) -> list[dict[str, Any]]:
    return [problems.faults_to_json(each, language) for each in odd]
