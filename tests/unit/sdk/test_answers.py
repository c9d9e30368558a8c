"""The hub's answers are read within bounds; what is known has its type, what is not known is passed over."""

from typing import Any

import pytest

from hub.client import answers
from hub.client.answers import Accepted, Fault, InDoubt, Refused, Tombstone
from hub.client.errors import BadAnswerError, RefusedError, TooLongError
from hub.client.members import ShapeError

HASH = "A" * 43 + "="
RECEIPT = {"leaf": "{}", "index": 4, "proof": [HASH], "checkpoint": "text"}
PROBLEM = {"type": "t", "title": "T", "status": 403, "detail": "Нет.", "code": "no", "errors": []}
ITEM = {"number": 1, "index": 4, "envelope": "a.b.c", "leaf": "{}", "proof": [HASH]}
GRAVE = {"number": 2, "id": "m2", "sha256": "0" * 64, "tombstone": "erased"}


def make_page(**changes: Any) -> dict[str, Any]:
    """Return a page as JSON."""
    page = {"lane": "urgent", "after": 0, "next": 2, "checkpoint": "text", "messages": [ITEM, GRAVE], "newer": 1}
    return {**page, **changes}


def test_a_page_is_read_and_what_is_not_known_is_passed_over() -> None:
    page = answers.parse_page(make_page())

    assert (page.lane, page.after, page.next, page.checkpoint) == ("urgent", 0, 2, b"text")
    assert page.items[0].number == 1
    assert page.items[1] == Tombstone(number=2, message_id="m2", sha256="0" * 64, reason="erased")


@pytest.mark.parametrize(
    "changes",
    [
        {"after": -1},
        {"next": True},
        {"lane": None},
        {"checkpoint": "x" * 140_000},
        {"messages": None},
        {"messages": [ITEM] * 501},
        {"messages": [{**ITEM, "envelope": "é"}]},
        {"messages": [{**ITEM, "envelope": "x" * (1024 * 1024 + 1)}]},
        {"messages": [{**ITEM, "proof": ["short"]}]},
        {"messages": [{**ITEM, "proof": [HASH] * 65}]},
        {"messages": [{**GRAVE, "tombstone": 3}]},
        {"messages": ["text"]},
    ],
)
def test_what_is_not_a_page_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ShapeError):
        answers.parse_page(make_page(**changes))


def test_a_result_is_a_receipt_a_refusal_or_a_doubt() -> None:
    warning = {"pointer": "/record/x", "code": "odd", "message": "Странно."}
    accepted = answers.parse_result({"receipt": RECEIPT, "warnings": [warning]})
    refused = answers.parse_result({"problem": {**PROBLEM, "errors": [warning]}})

    assert isinstance(accepted, Accepted)
    assert accepted.receipt.index == 4
    assert accepted.warnings == (
        Fault(pointer="/record/x", code="odd", message="Странно.", texts={"ru": "Странно.", "en": "Странно."}),
    )
    assert isinstance(refused, Refused)
    assert refused.problem.faults == accepted.warnings
    for status in (429, 500, 503):
        assert answers.parse_result({"problem": {**PROBLEM, "status": status}}) == InDoubt()


@pytest.mark.parametrize(
    "value",
    [
        None,
        {},
        {"receipt": None},
        {"receipt": {**RECEIPT, "index": "4"}},
        {"receipt": RECEIPT, "warnings": {}},
        {"problem": None},
        {"problem": {**PROBLEM, "status": "403"}},
        {"problem": {**PROBLEM, "code": "c" * 65}},
        {"problem": {**PROBLEM, "errors": [{"pointer": ""}]}},
    ],
)
def test_what_is_neither_is_refused(value: object) -> None:
    with pytest.raises(ShapeError):
        answers.parse_result(value)


def test_a_trust_list_may_come_with_the_way_to_its_root() -> None:
    notes = {"root": "r2", "participants": "p", "status": "s"}

    assert answers.parse_trust_documents(notes).roots == ()
    assert answers.parse_trust_documents({**notes, "roots": ["r1", "r2"]}).roots == (b"r1", b"r2")
    for wrong in ({"root": "r"}, {**notes, "roots": "r1"}, {**notes, "roots": [1]}, {**notes, "status": 1}):
        with pytest.raises(ShapeError):
            answers.parse_trust_documents(wrong)


def test_errors_say_what_to_do_in_both_languages_and_nothing_of_the_record() -> None:
    refused = RefusedError(answers.parse_problem(PROBLEM))

    assert refused.text("en") == "The hub refused (no). Mend the cause; the same request will be refused again."
    assert refused.text("ru").startswith("Узел отказал (no).")
    assert isinstance(TooLongError("x"), BadAnswerError)
