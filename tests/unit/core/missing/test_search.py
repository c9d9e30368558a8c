"""Searches in the exchange: heads that tell nobody what he is not to know, and rules of the records."""

import pytest

from hub.core import head, retention
from hub.core.errors import CaseMoveError, DocumentRevisionError
from hub.core.missing import search
from hub.core.retention import Term
from tests.support.records import example, wrap
from tests.unit.core.council.test_document import codes, live, refused

OWNER, SITE, OTHER = "tj-mvd", "ru-guvm", "kz-mvd"
TERM = Term(name="missing", months=60, starts="end_of_case")


def person(revision=1, *, to=(SITE, OTHER), **changes):
    record = example("missing-person", "construction-worker", revision=revision, **changes)
    return wrap(search.PERSON, record, sender=OWNER, to=to)


def update(name, sender=SITE, to=(OWNER,), **changes):
    return wrap(search.UPDATE, example("search-update", name, **changes), sender=sender, to=to)


def match(name, sender=SITE, revision=1, to=(OWNER,), **changes):
    record = example("match-proposal", name, revision=revision, proposal_id="RU-MP-1", **changes)
    return wrap(search.MATCH, record, sender=sender, to=to)


def test_a_search_is_open_until_its_owner_ends_it():
    steps = (person(), update("nothing-to-report"), person(2))

    assert (live(*steps).state, live(*steps).version) == ("open", 2)
    assert live(*steps, update("family-informed", OWNER, (SITE,))).state == "open"
    assert live(*steps, update("withdrawn", OWNER, (SITE, OTHER))).state == "closed"
    assert live(*steps, update("closed", OWNER, (SITE, OTHER))).state == "closed"


def test_the_head_is_the_same_whatever_was_told():
    """Whoever is not told would see it in how his own next update is answered."""
    quiet = live(person(), update("nothing-to-report"))

    for told in ("found-alive-with-consent", "identified"):
        loud = live(person(), update(told))
        assert (loud.key, loud.state, loud.version, loud.parties) == (
            quiet.key,
            quiet.state,
            quiet.version,
            quiet.parties,
        )
        assert live(person(), update(told), update("nothing-to-report", OTHER)) == live(
            person(), update("nothing-to-report"), update("nothing-to-report", OTHER)
        )


@pytest.mark.parametrize("late", [person(2), update("nothing-to-report"), update("found-alive-with-consent")])
def test_nothing_comes_after_the_end(late):
    refused(CaseMoveError, person(), update("closed", OWNER, (SITE, OTHER)), late)


def test_whoever_was_not_asked_answers_no_search():
    no_search = refused(CaseMoveError, update("nothing-to-report"))
    not_asked = refused(CaseMoveError, person(to=(SITE,)), update("nothing-to-report", OTHER))

    assert no_search.facts == not_asked.facts


def test_a_search_may_be_widened_by_its_owner():
    now = live(person(to=(SITE,)), person(2, to=(OTHER,)), update("nothing-to-report", OTHER))

    assert now.parties == (OWNER, SITE, OTHER)


def test_a_revision_follows_the_last():
    refused(DocumentRevisionError, person(), person(3))
    refused(DocumentRevisionError, person(2))


def test_remains_are_a_case_of_their_own_until_closed():
    record = example("unidentified-remains", "found-without-documents")
    found = wrap(search.REMAINS, record, sender=SITE, to=(OWNER,))
    closed = wrap(search.REMAINS, {**record, "revision": 2, "status": "closed"}, sender=SITE, to=(OWNER,))

    assert live(found).key == ("remains", SITE, "RU-R-2026-0007")
    assert live(found, closed).state == "closed"
    refused(CaseMoveError, found, closed, closed)


def test_a_proposal_is_verified_and_decided_by_either_side():
    explained = match("explained", OWNER, 2, (SITE,))

    assert live(match("stature-contradicts"), explained, match("excluded", OWNER, 3, (SITE,))).state == "excluded"
    assert live(match("stature-contradicts"), match("confirmed-by-dna", SITE, 2)).state == "confirmed"


def test_a_decided_proposal_is_not_decided_again():
    decided = (match("stature-contradicts"), match("excluded", OWNER, 2, (SITE,)))

    assert refused(CaseMoveError, *decided, match("confirmed-by-dna", SITE, 3)).facts["state"] == "excluded"


def test_a_proposal_begins_as_one_and_goes_on_by_revisions():
    refused(CaseMoveError, match("explained"))
    refused(CaseMoveError, match("stature-contradicts", OWNER))
    refused(DocumentRevisionError, match("stature-contradicts"), match("explained", SITE, 3))


def test_a_stranger_to_a_proposal_is_not_told_its_stage():
    error = refused(CaseMoveError, match("stature-contradicts"), match("explained", OTHER, 2))

    assert error.facts["state"] == "none"


@pytest.mark.parametrize(
    ("envelope", "subject"),
    [
        (person(), "case_id"),
        (update("nothing-to-report"), "case_id"),
        (update("found-alive-with-consent"), "case_id"),
        (update("identified"), "case_id"),
        (update("family-informed", OWNER, (SITE,)), "case_id"),
        (update("closed", OWNER, (SITE, OTHER)), "case_id"),
        (match("stature-contradicts"), "proposal_id"),
        (match("confirmed-by-dna", SITE, 3), "proposal_id"),
        (match("excluded", OWNER, 2, (SITE,)), "proposal_id"),
        (
            wrap(search.REMAINS, example("unidentified-remains", "skeletal"), sender=SITE, to=(OWNER,)),
            "case_id",
        ),
    ],
)
def test_a_right_record_has_no_fault(envelope, subject):
    assert codes(envelope, subject) == set()


def test_a_search_is_sent_by_who_keeps_it_with_the_applicant_s_consent():
    record = example("missing-person", "construction-worker")
    record["applicant"]["consents"] = ["red_cross"]
    record["description"]["stature"] = {"low": 180, "high": 170}

    assert codes(wrap(search.PERSON, record, sender=SITE, to=(OWNER,)), "case_id") == {
        ("/record/owner", "authority-mismatch"),
        ("/record/applicant/consents", "applicant-consent-missing"),
        ("/record/description/stature/high", "span-reversed"),
    }


def test_spans_of_remains_are_in_order():
    record = example("unidentified-remains", "found-without-documents")
    record["estimates"] |= {"age": {"low": 50, "high": 40}, "death": {"low": "2026-02-01", "high": "2026-01-01"}}

    assert codes(wrap(search.REMAINS, record, sender=SITE, to=(OWNER,)), "case_id") == {
        ("/record/estimates/age/high", "span-reversed"),
        ("/record/estimates/death/high", "span-reversed"),
    }


def test_every_contradiction_is_shown():
    hidden = match("stature-contradicts", contradictions=[])

    assert codes(hidden, "proposal_id") == {("/record/contradictions", "contradiction-not-shown")}


@pytest.mark.parametrize("basis", [[], ["dental"], None])
def test_secondary_features_never_identify(basis):
    decision = {"decided_by": SITE, "decided_on": "2026-05-20", **({} if basis is None else {"basis": basis})}

    assert codes(match("confirmed-by-dna", decision=decision), "proposal_id") == {
        ("/record/decision/basis", "secondary-never-identifies")
    }


def test_a_confirmed_match_explains_each_contradiction():
    features = [
        {"name": "dna", "agreement": "agrees", "weight": 50},
        {"name": "stature", "agreement": "contradicts", "weight": 4},
    ]
    silent = match("confirmed-by-dna", features=features, contradictions=[{"name": "stature"}])
    told = match(
        "confirmed-by-dna",
        features=features,
        contradictions=[{"name": "stature", "explanation": {"ru": "Указан по памяти."}}],
    )

    assert codes(silent, "proposal_id") == {("/record/contradictions/0/explanation", "contradiction-unexplained")}
    assert codes(told, "proposal_id") == set()


def test_a_decision_is_the_sender_s_own():
    assert codes(match("excluded", SITE, 2), "proposal_id") == {("/record/decision/decided_by", "authority-mismatch")}


@pytest.mark.parametrize(
    ("envelope", "fault"),
    [
        (update("nothing-to-report", to=(OWNER, OTHER)), ("/record/owner", "owner-only")),
        (update("nothing-to-report", to=(OTHER,)), ("/record/owner", "owner-only")),
        (update("identified", to=(OWNER, OTHER)), ("/record/owner", "owner-only")),
        (update("nothing-to-report", OWNER, (SITE,)), ("/record/outcome", "outcome-not-yours")),
        (update("closed", SITE), ("/record/outcome", "outcome-not-yours")),
        (update("family-informed", OWNER, (SITE, OTHER)), ("/record/outcome", "finder-only")),
        (
            update("found-alive-with-consent", to=(OWNER, OTHER)),
            ("/record/consent/disclosed_to", "consent-not-covering"),
        ),
        (
            update("found-alive-with-consent", told={"location": "Пробный город"}),
            ("/record/told/location", "consent-not-covering"),
        ),
    ],
)
def test_an_update_tells_no_more_and_nobody_else_than_it_may(envelope, fault):
    assert fault in codes(envelope, "case_id")


def test_a_search_is_kept_until_five_years_after_its_end():
    def end(envelope):
        return retention.end_of(TERM, envelope.type, envelope.record, accepted=24_000, now=24_000)

    remains = example("unidentified-remains", "skeletal")
    assert [end(each) for each in (person(), update("nothing-to-report"), update("found-alive-with-consent"))] == [
        None,
        None,
        None,
    ]
    assert end(wrap(search.REMAINS, remains, sender=SITE, to=(OWNER,))) is None
    assert end(match("stature-contradicts")) is None
    assert end(update("closed", OWNER)) == 24_060
    assert end(match("excluded")) == 24_060
    assert end(wrap(search.REMAINS, {**remains, "status": "closed"}, sender=SITE, to=(OWNER,))) == 24_060


def test_each_record_of_a_search_belongs_to_one_head():
    assert head.key_of(person()) == head.key_of(update("nothing-to-report")) == ("search", OWNER, "TJ-M-2026-0001")
