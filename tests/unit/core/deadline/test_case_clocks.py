"""The clocks of a case: when they start, stand still, are extended and end, and when silence is consent."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.deadline.case_clock import ClockState, NoConsent
from hub.core.deadline.case_clocks import clocks
from hub.core.deadline.case_event import CaseEvent
from hub.core.deadline.profile import Expiry
from tests.unit.core.deadline.cases import CALENDARS, OURS, RU, SWISS, TJ, ZONES, Case, at, read


@pytest.fixture
def case() -> Case:
    return Case()


def test_nothing_happened_and_no_clock_runs() -> None:
    assert clocks([], SWISS, CALENDARS, ZONES, at("03-01")) == []


def test_the_reply_is_due_after_the_proven_delivery_not_after_acceptance(case: Case) -> None:
    case.request("02-02", "02-04")
    clock = case.clocks("02-10")["reply"]

    assert (clock.state, clock.acting, clock.basis) == (ClockState.RUNNING, TJ, "delivered")
    assert clock.deadline is not None
    assert clock.deadline.on == date(2026, 3, 2)  # the 25th day is a Sunday
    assert clock.calendar == CALENDARS[TJ].version
    assert clock.verified


def test_a_delivery_that_came_later_was_not_known_before(case: Case) -> None:
    case.request("02-02", "02-10")
    assert case.clocks("02-03")["reply"].state is ClockState.WAITING


def test_a_missing_delivery_waits_and_is_told_to_people_after_a_while(case: Case) -> None:
    case.request("02-02")
    early, late = case.clocks("02-03")["reply"], case.clocks("02-06")["reply"]

    assert (early.state, early.escalate) == (ClockState.WAITING, False)
    assert (late.state, late.escalate, late.deadline) == (ClockState.WAITING, True, None)
    silent = replace(SWISS, parameters=tuple(replace(each, escalate=None) for each in SWISS.parameters))
    assert not case.clocks("02-20", silent)["reply"].escalate


def test_a_reply_before_any_proof_of_delivery_meets_the_term(case: Case) -> None:
    case.request("02-02")
    case.add("readmission-reply", TJ, "02-09", decision="refused")
    assert case.clocks("02-20")["reply"].state is ClockState.MET


def test_a_withdrawal_before_any_proof_of_delivery_ends_the_clock(case: Case) -> None:
    case.request("02-02")
    case.add("readmission-withdrawal", RU, "02-09")
    assert case.clocks("02-20")["reply"].state is ClockState.CANCELLED


def with_fallback() -> Any:
    return read("ru-ch-2009", fallback={"value": 10, "unit": "calendar_day", "enabled": True})


def test_the_fallback_is_off_unless_the_profile_says_otherwise(case: Case) -> None:
    case.request("02-02")
    assert case.clocks("04-01")["reply"].state is ClockState.WAITING
    assert case.clocks("02-05", with_fallback())["reply"].state is ClockState.WAITING
    clock = case.clocks("03-01", with_fallback())["reply"]
    assert (clock.state, clock.basis, clock.since) == (ClockState.RUNNING, "fallback", at("02-13", 0))


@pytest.mark.parametrize(("delivered", "basis"), [("02-05", "delivered"), ("03-05", "fallback")])
def test_a_proof_that_comes_after_the_fallback_moves_no_clock(case: Case, delivered: str, basis: str) -> None:
    case.request("02-02", delivered)
    assert case.clocks("03-10", with_fallback())["reply"].basis == basis


def test_the_fallback_stands_in_for_deliveries_only(case: Case) -> None:
    case.request("02-02", "02-02", subject_class="stateless", knowledge_on="2026-01-10")
    assert case.clocks("03-10", with_fallback())["submit"].basis == "fact"


def test_a_reply_in_time_meets_the_term_and_a_later_one_is_late(case: Case) -> None:
    case.request("02-02", "02-04")
    in_time = case.add("readmission-reply", TJ, "02-20", delivered="02-20", decision="accepted")
    clock = case.clocks("06-01")["reply"]
    assert (clock.state, clock.ended_at, clock.effect) == (ClockState.MET, in_time.at, None)

    late = Case()
    late.request("02-02", "02-04")
    late.add("readmission-reply", TJ, "03-20", delivered="03-20", decision="accepted")
    clock = late.clocks("06-01")["reply"]
    assert (clock.state, clock.effect) == (ClockState.LATE, Expiry.OVERDUE)


def test_silence_is_consent_after_a_human_registered_the_case(case: Case) -> None:
    case.request("02-02", "02-04")
    case.register("02-06")
    found = case.clocks("03-10")

    assert (found["reply"].state, found["reply"].effect) == (ClockState.EXPIRED, Expiry.DEEMED_ACCEPTED)
    assert found["transfer"].state is ClockState.RUNNING
    assert found["transfer"].since == at("03-03", 0)


def test_silence_is_no_consent_when_only_a_machine_took_the_request(case: Case) -> None:
    case.request("02-02", "02-04")
    found = case.clocks("03-10")

    assert (found["reply"].effect, found["reply"].no_consent) == (Expiry.OVERDUE, NoConsent.NOT_REGISTERED)
    assert "transfer" not in found


def test_a_registration_after_the_term_is_over_makes_no_consent(case: Case) -> None:
    case.request("02-02", "02-04")
    case.register("03-05")
    assert case.clocks("03-10")["reply"].no_consent is NoConsent.NOT_REGISTERED


def test_the_requesting_side_cannot_register_for_the_other(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-information", RU, "02-06", delivered="02-06", registered=True)
    assert case.clocks("03-10")["reply"].no_consent is NoConsent.NOT_REGISTERED


def test_silence_is_never_consent_for_a_protected_person(case: Case) -> None:
    case.request("02-02", "02-04")
    case.register("02-06")
    clock = case.clocks("03-10", protected=True)["reply"]
    assert (clock.effect, clock.no_consent) == (Expiry.OVERDUE, NoConsent.PROTECTED)


def test_an_unverified_term_only_reminds(case: Case) -> None:
    case.request("02-02", "02-04")
    case.register("02-06")
    unverified = read("ru-ch-2009", verified=False)
    clock = case.clocks("03-10", unverified)["reply"]
    assert (clock.effect, clock.no_consent) == (Expiry.REMIND, NoConsent.UNVERIFIED)
    assert case.clocks("06-01", OURS)["reply"].state is ClockState.STOPPED  # nobody has given the information yet
    case.add("readmission-information", RU, "06-02", delivered="06-03")
    ours = case.clocks("09-01", OURS)["reply"]
    assert (ours.effect, ours.no_consent) == (Expiry.REMIND, None)


def test_a_profile_not_verified_as_a_whole_only_reminds(case: Case) -> None:
    """A verified term in it brings about nothing either: no consent, nothing overdue, no right lost."""
    case.request("02-02", "02-04")
    case.register("02-06")
    clock = case.clocks("03-10", replace(SWISS, verified=False))["reply"]
    assert (clock.effect, clock.no_consent, clock.verified) == (Expiry.REMIND, NoConsent.UNVERIFIED, False)

    answered = Case()
    answered.request("02-02", "02-04")
    answered.add("readmission-reply", TJ, "02-10", delivered="02-10", decision="accepted")
    found = answered.clocks("12-01", read("eu-template"))
    assert found["transfer"].parameter.term.verified
    assert {found[name].effect for name in ("transfer", "travel-document")} == {Expiry.REMIND}


def test_a_withdrawal_ends_the_clocks_and_a_consent_before_it_stays(case: Case) -> None:
    case.request("02-02", "02-04")
    case.register("02-06")
    case.add("readmission-withdrawal", RU, "02-10")
    clock = case.clocks("06-01")["reply"]
    assert (clock.state, clock.effect) == (ClockState.CANCELLED, None)

    late = Case()
    late.request("02-02", "02-04")
    late.register("02-06")
    late.add("readmission-withdrawal", RU, "05-10")
    clock = late.clocks("06-01")["reply"]
    assert (clock.state, clock.effect) == (ClockState.EXPIRED, Expiry.DEEMED_ACCEPTED)


def test_a_request_returned_for_defects_stops_the_clock_until_it_comes_again(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-return", TJ, "02-09", delivered="02-09")
    stopped = case.clocks("02-20")["reply"]
    assert (stopped.state, stopped.deadline and stopped.deadline.on) == (ClockState.STOPPED, None)

    case.request("02-16", "02-18")
    (clock,) = [each for each in case.all_clocks("02-20") if each.parameter.name == "reply"]
    assert clock.state is ClockState.RUNNING
    assert clock.deadline is not None
    assert clock.deadline.on == date(2026, 3, 10)  # nine days stood still: of 1 March became 10 March
    assert [each.reason for each in clock.pauses] == ["returned"]


def test_mended_but_not_delivered_again_the_clock_still_stands(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-return", TJ, "02-09")
    case.request("02-16")
    assert case.clocks("02-20")["reply"].state is ClockState.STOPPED


def test_a_renewed_request_after_a_refusal_has_a_clock_of_its_own(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-reply", TJ, "02-10", delivered="02-10", decision="refused")
    case.request("03-02", "03-03")
    states = [each.state for each in case.all_clocks("03-10") if each.parameter.name == "reply"]
    assert states == [ClockState.MET, ClockState.RUNNING]


def outage(since: str, until: str | None) -> dict[str, Any]:
    return {"since": since} | ({} if until is None else {"until": until})


def test_an_announced_outage_stops_the_clock(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("outage", "hub", "02-09", **outage("2026-02-10T00:00:00Z", "2026-02-15T00:00:00Z"))
    clock = case.clocks("02-20")["reply"]
    assert clock.deadline is not None
    assert clock.deadline.on == date(2026, 3, 6)


def test_an_outage_without_an_end_stands_and_overlapping_stops_count_once(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-return", TJ, "02-09", delivered="02-09")
    case.add("outage", "hub", "02-09", **outage("2026-02-12T00:00:00Z", "2026-02-14T00:00:00Z"))
    case.request("02-15", "02-16")
    case.add("outage", "hub", "02-16", **outage("2026-02-15T00:00:00Z", "2026-02-20T04:00:00Z"))
    clock = case.clocks("02-24")["reply"]
    assert clock.deadline is not None
    assert [each.reason for each in clock.pauses] == ["returned", "outage"]
    assert clock.deadline.on == date(2026, 3, 12)  # eleven days stood still
    case.add("outage", "hub", "02-25", since="of old")
    assert case.clocks("02-26")["reply"].state is ClockState.STOPPED
    case.add("outage", "hub", "02-26", **outage("2026-02-26T00:00:00Z", "2026-02-27T04:00:00Z"))
    assert case.clocks("03-06")["reply"].state is ClockState.STOPPED


def test_an_outage_before_the_case_opens_nothing_and_stops_nothing() -> None:
    case = Case()
    case.add("outage", "cis-ec", "01-10", **outage("2026-01-10T00:00:00Z", "2026-01-11T00:00:00Z"))
    assert case.clocks("01-20") == {}
    case.request("02-02", "02-04")
    clock = case.clocks("02-10")["reply"]
    assert (clock.pauses, clock.acting) == ((), TJ)
    case.request("02-16")
    fallback = case.clocks("03-05", with_fallback())["reply"]
    assert fallback.pauses == ()


def test_an_outage_counts_for_a_clock_that_runs_by_its_fallback() -> None:
    case = Case()
    case.add("outage", "cis-ec", "01-10", **outage("2026-02-20T00:00:00Z", "2026-02-21T00:00:00Z"))
    case.request("02-02")
    clock = case.clocks("03-05", with_fallback())["reply"]
    assert (clock.basis, len(clock.pauses)) == ("fallback", 1)


def test_an_obstacle_stops_the_transfer_and_a_plain_answer_does_not(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-reply", TJ, "02-10", delivered="02-10", decision="accepted")
    case.add("transfer-response", TJ, "03-02")
    assert case.clocks("03-10")["transfer"].state is ClockState.RUNNING
    case.add("transfer-response", TJ, "03-12", obstacle=True)
    assert case.clocks("03-20")["transfer"].state is ClockState.STOPPED


def test_an_extension_in_time_lengthens_the_term_once(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-extension", TJ, "02-20")
    clock = case.clocks("02-25")["reply"]
    assert (clock.extended, clock.deadline and clock.deadline.on) == (True, date(2026, 4, 6))
    case.add("readmission-extension", TJ, "03-20")
    again = case.clocks("03-25")["reply"]
    assert (again.refused_extension, again.deadline and again.deadline.on) == (True, date(2026, 4, 6))


def test_an_extension_may_ask_for_less_than_the_most_and_never_for_more(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-extension", TJ, "02-20", until="2026-03-20")
    clock = case.clocks("02-25")["reply"]
    assert clock.deadline is not None
    assert (clock.deadline.on, clock.deadline.at) == (date(2026, 3, 20), at("03-21", 0))

    greedy = Case()
    greedy.request("02-02", "02-04")
    greedy.add("readmission-extension", TJ, "02-20", until="2026-09-01")
    clock = greedy.clocks("02-25")["reply"]
    assert clock.deadline is not None
    assert clock.deadline.on == date(2026, 4, 6)


def test_an_extension_to_a_day_before_the_start_leaves_the_term_as_it_was(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-extension", TJ, "02-20", until="2026-01-01")
    clock = case.clocks("02-25")["reply"]
    assert clock.deadline is not None
    assert clock.deadline.on == date(2026, 4, 6)


@pytest.mark.parametrize(("sender", "day"), [(TJ, "03-05"), (RU, "02-20")])
def test_an_extension_too_late_or_by_the_other_side_changes_nothing(case: Case, sender: str, day: str) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-extension", sender, day)
    clock = case.clocks("03-10")["reply"]
    assert (clock.extended, clock.state) == (False, ClockState.EXPIRED)
    assert clock.refused_extension is (sender == TJ)


def test_an_extension_of_a_clock_that_stands_still_is_taken(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-return", TJ, "02-09")
    case.add("readmission-extension", TJ, "02-10")
    clock = case.clocks("02-20")["reply"]
    assert (clock.extended, clock.state) == (True, ClockState.STOPPED)


def test_a_request_too_long_after_the_stay_was_known_is_out_of_time(case: Case) -> None:
    case.request("02-02", "02-04", subject_class="stateless", knowledge_on="2025-07-01")
    clock = case.clocks("02-10")["submit"]
    assert (clock.state, clock.effect, clock.acting) == (ClockState.LATE, Expiry.OUT_OF_TIME, RU)

    prompt = Case()
    prompt.request("02-02", "02-04", subject_class="stateless", knowledge_on="2026-01-20")
    assert prompt.clocks("02-10")["submit"].state is ClockState.MET


def test_terms_are_those_of_the_procedure_and_the_class(case: Case) -> None:
    case.request("02-02", "02-04", procedure="accelerated", knowledge_on="2026-02-01")
    assert case.clocks("02-05") == {}
    found = case.clocks("02-05", OURS)
    assert {"submit", "reply"} <= found.keys()
    assert found["reply"].deadline is not None
    assert found["reply"].deadline.on == date(2026, 2, 6)  # two working days


def test_a_request_without_the_date_starts_no_clock_from_it(case: Case) -> None:
    case.request("02-02", "02-04", subject_class="stateless")
    assert "submit" not in case.clocks("02-05")


def test_a_transfer_has_to_be_notified_so_many_working_days_before(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("transfer-notice", RU, "03-02", planned_on="2026-03-17")
    clock = case.clocks("03-03", OURS)["transfer-notice"]
    assert clock.deadline is not None
    assert clock.state is ClockState.MET
    assert clock.deadline.on == date(2026, 3, 10)

    late = Case()
    late.request("02-02", "02-04")
    late.add("transfer-notice", RU, "03-11", planned_on="2026-03-17")
    assert late.clocks("03-12", OURS)["transfer-notice"].state is ClockState.LATE


def test_a_term_of_one_state_binds_its_authority_alone(case: Case) -> None:
    case.request("02-02", "02-04")
    assert "domestic-inquiry" not in case.clocks("02-10", OURS)
    other = Case()
    other.add("readmission-request", TJ, "02-02", delivered="02-03", requested_authority=RU, procedure="ordinary")
    clock = other.clocks("02-10", OURS)["domestic-inquiry"]
    assert (clock.acting, clock.state, clock.effect) == (RU, ClockState.RUNNING, None)
    assert other.clocks("02-20", OURS)["domestic-inquiry"].effect is Expiry.REMIND


def test_the_right_to_transfer_lapses(case: Case) -> None:
    case.request("02-02", "02-04")
    case.add("readmission-reply", TJ, "02-10", delivered="02-11", decision="accepted")
    clock = case.clocks("07-01")["transfer"]
    assert (clock.state, clock.effect) == (ClockState.EXPIRED, Expiry.LAPSED)
    assert clock.deadline is not None
    assert clock.deadline.on == date(2026, 5, 12)


def test_where_the_calendar_ends_the_day_is_unknown(case: Case) -> None:
    case.request("02-02", "02-04")
    short = {**CALENDARS, TJ: replace(CALENDARS[TJ], last=date(2026, 2, 20))}
    assert case.clocks("02-10", calendars=short)["reply"].state is ClockState.UNKNOWN


def test_a_participant_without_a_calendar_has_no_clock(case: Case) -> None:
    case.request("02-02", "02-04")
    assert case.clocks("02-10", calendars={RU: CALENDARS[RU]}) == {}


def test_a_term_in_hours_is_counted_by_the_clock_and_extended_by_it(case: Case) -> None:
    hours = read("ru-ch-2009", value=48, unit="hour", rolls=False)
    hours = replace(
        hours,
        parameters=tuple(
            replace(each, extended=each.extended and replace(each.extended, unit=each.term.unit))
            for each in hours.parameters
        ),
    )
    case.request("02-02", "02-04")
    clock = case.clocks("02-05", hours)["reply"]
    assert clock.deadline is not None
    assert clock.deadline.at == at("02-06", 10)
    case.add("readmission-extension", TJ, "02-05", until="2026-02-05")
    clock = case.clocks("02-05", hours)["reply"]
    assert (clock.extended, clock.deadline and clock.deadline.at) == (True, at("02-06", 22))


_KINDS = st.sampled_from(
    [
        ("readmission-request", RU, {"requested_authority": TJ, "procedure": "ordinary"}),
        ("readmission-return", TJ, {}),
        ("readmission-information-request", TJ, {"registered": True}),
        ("readmission-information", RU, {}),
        ("readmission-extension", TJ, {}),
        ("readmission-reply", TJ, {"decision": "accepted"}),
        ("readmission-reply", TJ, {"decision": "refused"}),
        ("transfer-notice", RU, {"planned_on": "2026-05-05"}),
        ("handover-act", RU, {"handed_over_on": "2026-05-05"}),
        ("readmission-withdrawal", RU, {}),
        ("outage", "hub", {"since": "2026-03-01T00:00:00Z", "until": "2026-03-04T00:00:00Z"}),
    ]
)
_EVENTS = st.lists(st.tuples(_KINDS, st.integers(0, 20), st.none() | st.integers(0, 9)), max_size=12)


def made(drawn: list[Any]) -> list[CaseEvent]:
    opening = CaseEvent(
        type="readmission-request",
        sender=RU,
        index=0,
        at=at("01-12"),
        delivered_at=at("01-13"),
        facts={"requested_authority": TJ, "procedure": "ordinary", "subject_class": "own_national"},
    )
    events, moment = [opening], at("01-12")
    for place, ((kind, sender, facts), days, delivered) in enumerate(drawn, start=1):
        moment += timedelta(days=days)
        came = None if delivered is None else moment + timedelta(days=delivered, hours=1)
        events.append(CaseEvent(type=kind, sender=sender, index=place, at=moment, delivered_at=came, facts=facts))
    return events


@given(_EVENTS, st.integers(0, 330), st.sampled_from([SWISS, OURS]))
def test_what_comes_later_changes_no_answer_about_today(drawn: list[Any], day: int, profile: Any) -> None:
    events, now = made(drawn), at("01-14") + timedelta(days=day)
    known = [
        replace(each, delivered_at=None if each.delivered_at and each.delivered_at > now else each.delivered_at)
        for each in events
        if each.at <= now
    ]
    assert clocks(events, profile, CALENDARS, ZONES, now) == clocks(known, profile, CALENDARS, ZONES, now)


@given(_EVENTS, st.integers(0, 330), st.sampled_from([SWISS, OURS]))
def test_silence_is_consent_only_in_a_verified_profile_after_registration(
    drawn: list[Any], day: int, profile: Any
) -> None:
    events = made(drawn)
    now = at("01-14") + timedelta(days=day)
    for clock in clocks(events, profile, CALENDARS, ZONES, now):
        if clock.effect is Expiry.DEEMED_ACCEPTED:
            assert profile is SWISS
            assert any(each.facts.get("registered") and each.sender == TJ for each in events)
            assert clock.state in (ClockState.EXPIRED, ClockState.LATE)
        assert (clock.effect is not None) == (clock.state in (ClockState.EXPIRED, ClockState.LATE))
    for clock in clocks(events, profile, CALENDARS, ZONES, now, protected=True):
        assert clock.effect is not Expiry.DEEMED_ACCEPTED


@given(_EVENTS, st.integers(0, 200), st.integers(1, 130), st.sampled_from([SWISS, OURS]))
def test_what_a_term_brought_about_never_ceases(drawn: list[Any], day: int, later: int, profile: Any) -> None:
    """But for an outage that is announced after it had stopped the clock."""
    events = [each for each in made(drawn) if each.type != "outage"]
    events += [replace(each, at=at("02-28")) for each in made(drawn) if each.type == "outage"][:1]
    first = at("01-14") + timedelta(days=day)
    first = max(first, at("03-01"))
    before = clocks(events, profile, CALENDARS, ZONES, first)
    after = {
        (each.parameter.name, each.index): each
        for each in clocks(events, profile, CALENDARS, ZONES, first + timedelta(later))
    }
    for clock in before:
        if clock.effect is not None and clock.basis != "fallback":
            same = after.get((clock.parameter.name, clock.index))
            assert same is not None
            assert (same.effect, same.deadline) == (clock.effect, clock.deadline)


@given(_EVENTS, st.integers(1, 60))
def test_the_order_in_which_events_are_handed_in_does_not_matter(drawn: list[Any], seed: int) -> None:
    events = made(drawn)
    turned = events[seed % len(events) :] + events[: seed % len(events)]
    now = at("11-01")
    assert clocks(turned, OURS, CALENDARS, ZONES, now) == clocks(events, OURS, CALENDARS, ZONES, now)
