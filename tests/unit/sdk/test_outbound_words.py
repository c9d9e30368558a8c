"""What the hub said about a message, in the words that a member's source is told."""

from hub.client import answers
from hub.sdk import ports
from hub.sdk.exchange import outbound

TEXTS = {"ru": "Показатель больше целого.", "en": "The figure is larger than its whole."}


def test_both_languages_of_a_warning_reach_the_source() -> None:
    said = {"pointer": "/record/period", "code": "odd", "message": TEXTS["ru"], "texts": TEXTS}
    accepted = answers.parse_fault(said)

    assert outbound._fault(accepted) == ports.Problem(code="odd", pointer="/period", **TEXTS)


def test_what_only_one_language_says_stands_in_both_places() -> None:
    problem = answers.parse_problem({"status": 502, "code": "bad-gateway", "detail": "Bad gateway"})

    assert outbound._problems(problem) == (
        ports.Problem(code="bad-gateway", pointer="", ru="Bad gateway", en="Bad gateway"),
    )
