"""What comes too late by the clocks of its case."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from hub.core.deadline.case_clock import Clock
from hub.core.errors import DeemedAcceptedError, Fault, SilenceError, TermOverError
from hub.core.readmission import kinds, lateness
from tests.unit.core.deadline.cases import OURS, RU, SWISS, TJ
from tests.unit.core.deadline.cases import Case as Timed


def said(kind: str, sender: str = TJ, **record: Any) -> Any:
    return SimpleNamespace(type=kind, sender=sender, record={"basis": "issued_by_requested", **record})


@pytest.fixture
def silent() -> Timed:
    """Return a case whose term for the reply was over on 2 March, and registered."""
    case = Timed()
    case.request("02-02", "02-04")
    case.add("readmission-information-request", TJ, "02-06", delivered="02-06", registered=True)
    case.add("readmission-information", RU, "02-07", delivered="02-07")
    return case


def judged(clocks: list[Clock], envelope: Any, stage: str = "submitted") -> Any:
    assert lateness.is_timed(envelope)
    return lateness.judge(envelope, stage=stage, parties=(RU, TJ), clocks=clocks)


UNDOING = [
    said(kinds.REPLY, decision="refused"),
    *(said(kind) for kind in (kinds.RETURN, kinds.INFORMATION_REQUEST, kinds.INTERVIEW_REQUEST, kinds.EXTENSION)),
]


@pytest.mark.parametrize("envelope", UNDOING, ids=lambda each: each.type)
def test_after_consent_by_silence_the_requested_side_may_neither_refuse_nor_reopen(silent: Timed, envelope: Any):
    before, after = list(silent.all_clocks("03-01")), list(silent.all_clocks("03-10"))

    assert judged(before, envelope) is None
    assert isinstance(judged(after, envelope), DeemedAcceptedError)


def test_the_requesting_side_may_ask_for_an_interview_all_the_same(silent: Timed):
    assert judged(list(silent.all_clocks("03-10")), said(kinds.INTERVIEW_REQUEST, RU)) is None


def test_who_goes_on_from_silence_needs_that_it_is_consent(silent: Timed):
    document = said(kinds.TRAVEL_DOCUMENT, RU, basis="after_silence")

    assert isinstance(judged(list(silent.all_clocks("03-01")), document), SilenceError)
    assert judged(list(silent.all_clocks("03-10")), document) is None


@pytest.mark.parametrize("envelope", [said(kinds.REPLY, decision="accepted"), said(kinds.WITHDRAWAL, RU)])
def test_an_acceptance_and_a_withdrawal_are_bound_to_no_term(envelope: Any):
    assert not lateness.is_timed(envelope)


def test_an_extension_after_a_verified_term_is_refused_and_the_day_is_named():
    case = Timed()
    case.request("02-02", "02-04")
    found = judged(list(case.all_clocks("03-10")), said(kinds.EXTENSION))

    assert isinstance(found, TermOverError)
    assert found.facts == {"day": date(2026, 3, 2).isoformat()}


def test_an_extension_after_an_unverified_term_is_a_warning():
    case = Timed()
    case.request("02-02", "02-04")
    found = judged(list(case.all_clocks("03-20", OURS)), said(kinds.EXTENSION))

    assert isinstance(found, Fault)
    assert (found.code, "2026-03-06" in found.en, "2026-03-06" in found.ru) == ("term-over-unverified", True, True)


@pytest.mark.parametrize(("day", "late"), [("06-02", False), ("06-20", True)])
def test_a_claim_to_take_back_after_its_term_is_refused(day: str, late: bool):
    case = Timed()
    case.request("02-02", "02-04")
    case.add("readmission-reply", TJ, "02-10", delivered="02-10", decision="accepted")
    case.add("handover-act", TJ, "05-06", handed_over_on="2026-05-05")
    found = judged(list(case.all_clocks(day, SWISS)), said(kinds.TAKE_BACK_CLAIM), "transferred")

    assert isinstance(found, TermOverError) == late


def test_where_no_clock_runs_nothing_is_late():
    assert judged([], said(kinds.EXTENSION)) is None
