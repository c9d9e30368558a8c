"""What leaves a site: without consent, found alive is as if the search went on, byte for byte."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.errors import CaseMoveError
from hub.core.missing import disclosure, finding
from hub.core.missing.disclosure import Asked
from hub.core.missing.finding import Consent, Event, Finding, State
from keys import strict_json
from schemas import catalogue
from tests.support.records import wrap
from tests.unit.core.council.test_document import codes

ASKED = Asked(owner="tj-mvd", case_id="TJ-M-2026-0001", on=date(2026, 3, 5))
NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
EVERY = catalogue.load().code_list("search-outcomes").entry("nothing_to_report").more["every_days"]
CONSENT = Consent(
    given_on=date(2026, 5, 2),
    form="written",
    scope=("alive", "contact"),
    disclosed_to=("tj-mvd",),
    reference="RU-CONSENT-0001",
)
TOLD = {"contact": "через консульский отдел", "location": "Пробный город"}
UNTOLD = (
    [Event.CANDIDATE],
    [Event.CANDIDATE, Event.NOT_HE],
    [Event.CANDIDATE, Event.FOUND_ALIVE],
    [Event.CANDIDATE, Event.FOUND_ALIVE, Event.REFUSED],
)


def known(events, consent=None):
    """Return what a site knows after these events."""
    now = Finding()
    for event in events:
        now = finding.learn(now, event, consent=consent if event is Event.CONSENTED else None)
    return now


def leaving(found, *, until=NOW):
    """Return all that leaves the site about a search, as bytes, with its time and recipients."""
    updates = list(disclosure.rhythm(ASKED, sent=0, now=until, every_days=EVERY))
    beside = disclosure.tell(ASKED, found, told=TOLD, sent=len(updates), now=until)
    return [(each.at, each.to, strict_json.dumps(each.record)) for each in (*updates, *([beside] if beside else []))]


@pytest.mark.parametrize("events", UNTOLD)
def test_without_consent_nothing_that_leaves_differs_from_a_search_that_goes_on(events):
    assert leaving(known(events)) == leaving(Finding())


@given(st.lists(st.sampled_from(Event), max_size=8), st.integers(min_value=0, max_value=400))
def test_whatever_was_found_only_a_consent_or_a_match_in_force_changes_what_leaves(events, days):
    now = Finding()
    for event in events:
        consent = CONSENT if event is Event.CONSENTED else None
        match = ("ru-guvm", "RU-MP-1") if event is Event.IDENTIFIED else None
        if event in finding.MOVES[now.state]:
            now = finding.learn(now, event, consent=consent, match=match)

    until = NOW + timedelta(days=days)

    is_told = now.state in {State.AGREED, State.DECEASED}
    assert (leaving(now, until=until) != leaving(Finding(), until=until)) == is_told


def test_a_consent_taken_back_is_as_if_there_was_none():
    agreed = known([Event.CANDIDATE, Event.FOUND_ALIVE, Event.CONSENTED], CONSENT)

    assert leaving(finding.learn(agreed, Event.TAKEN_BACK)) == leaving(Finding())


def test_the_rhythm_depends_on_the_day_of_asking_alone():
    updates = list(disclosure.rhythm(ASKED, sent=0, now=NOW, every_days=30))

    assert [each.at.date() for each in updates] == [ASKED.on + timedelta(days=30 * n) for n in range(1, 5)]
    assert {each.at.timetz() for each in updates} == {disclosure.HOUR}
    assert [each.record["sequence"] for each in updates] == [1, 2, 3, 4]
    assert len({len(strict_json.dumps(each.record)) for each in updates}) == 1


def test_what_was_sent_is_not_sent_again_and_what_is_not_due_waits():
    assert len(list(disclosure.rhythm(ASKED, sent=3, now=NOW, every_days=30))) == 1
    early = datetime(2026, 4, 4, 8, 59, tzinfo=UTC)
    assert list(disclosure.rhythm(ASKED, sent=0, now=early, every_days=30)) == []


def test_the_rhythm_ends_with_the_owner_s_closing():
    closed = Asked(owner=ASKED.owner, case_id=ASKED.case_id, on=ASKED.on, closed_on=date(2026, 5, 4))

    assert len(list(disclosure.rhythm(closed, sent=0, now=NOW, every_days=30))) == 1


def test_with_consent_only_what_was_allowed_is_told_and_only_to_whom_it_was():
    agreed = known([Event.CANDIDATE, Event.FOUND_ALIVE, Event.CONSENTED], CONSENT)

    told = disclosure.tell(ASKED, agreed, told=TOLD, sent=2, now=NOW)

    assert told is not None
    assert told.to == ("tj-mvd",)
    assert told.record["told"] == {"contact": TOLD["contact"]}
    assert told.record["consent"]["disclosed_to"] == ["tj-mvd"]
    assert told.record["sequence"] == 3
    assert catalogue.load().validate("search-update", "1.0", dict(told.record)) == []
    assert codes(wrap("search-update", dict(told.record), sender="ru-guvm", to=told.to), "case_id") == set()


def test_whoever_allows_only_that_he_is_alive_is_told_of_as_alive_and_no_more():
    alive = Consent(
        given_on=date(2026, 5, 2), form="recorded", scope=("alive",), disclosed_to=("tj-mvd",), reference="R-1"
    )
    agreed = known([Event.CANDIDATE, Event.FOUND_ALIVE, Event.CONSENTED], alive)

    told = disclosure.tell(ASKED, agreed, told=TOLD, sent=0, now=NOW)

    assert told is not None
    assert "told" not in told.record


def test_identified_remains_are_told_to_the_owner_with_the_proposal():
    found = finding.learn(Finding(), Event.IDENTIFIED, match=("ru-guvm", "RU-MP-1"))

    told = disclosure.tell(ASKED, found, told={}, sent=0, now=NOW)

    assert told is not None
    assert told.to == ("tj-mvd",)
    assert told.record["match"] == {"owner": "ru-guvm", "proposal_id": "RU-MP-1"}
    assert catalogue.load().validate("search-update", "1.0", dict(told.record)) == []


def test_an_update_of_the_rhythm_is_a_right_record():
    (update, *_) = disclosure.rhythm(ASKED, sent=0, now=NOW, every_days=EVERY)

    assert catalogue.load().validate("search-update", "1.0", dict(update.record)) == []
    assert codes(wrap("search-update", dict(update.record), sender="ru-guvm", to=update.to), "case_id") == set()


@pytest.mark.parametrize(
    ("before", "event", "more"),
    [
        ([], Event.CONSENTED, {"consent": CONSENT}),
        ([], Event.FOUND_ALIVE, {}),
        ([Event.CANDIDATE, Event.FOUND_ALIVE], Event.CONSENTED, {}),
        ([Event.CANDIDATE, Event.FOUND_ALIVE], Event.REFUSED, {"consent": CONSENT}),
        ([], Event.IDENTIFIED, {}),
        ([], Event.CANDIDATE, {"match": ("ru-guvm", "RU-MP-1")}),
    ],
)
def test_what_cannot_follow_or_lacks_its_proof_is_refused(before, event, more):
    with pytest.raises(CaseMoveError):
        finding.learn(known(before), event, **more)


def test_who_refused_may_consent_after_all():
    silent = known([Event.CANDIDATE, Event.FOUND_ALIVE, Event.REFUSED])

    assert finding.learn(silent, Event.CONSENTED, consent=CONSENT).state is State.AGREED
