"""Bans over HTTP: how they stand, how lists compare, what an act comes to, and what waits for an answer."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import Listed
from hub.core.errors import UnavailableError, UnprocessableError
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.log.arrange_group import Entry
from hub.workflows.log.candidate import Candidate
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.bans import Bans
from hub.workflows.projections.follow_messages import MessageFollower
from hub.workflows.projections.project import Projector
from hub.workflows.submission.heed_subjects import heed_subjects
from hub.workflows.submission.submit import check_all
from tests.integration.api.callers import Api
from tests.integration.hubs import Hub

ISSUER = "kg-migration"
CALM = {"agreement": "cis-2000", "purpose": "entry-control"}


async def follow(node: Hub) -> None:
    """Let the projection reach the end of the log."""
    await release_rest(node.exchange)
    async with node.exchange.pool.acquire() as conn:
        size = await conn.fetchval("SELECT size FROM log_release")
    projector = Projector(node.exchange, [Bans()])
    while (await project.read_positions(node.exchange, [Bans()]))["bans"] < size:
        await projector.step()


async def publish(node: Hub, ban_id: str, *, to: tuple[str, ...] = ("tj-mvd",), **changes: Any) -> str:
    """Publish a ban or a revision; return its message's id."""
    return str(await sent(node, revise(node, ban_id, to=to, **changes)))


def revise(node: Hub, ban_id: str, *, to: tuple[str, ...] = ("tj-mvd",), **changes: Any) -> bytes:
    """Return the signed envelope of a ban or a revision."""
    record = {"ban_id": ban_id, "grounds": ["OVERSTAY"], **changes}
    return node.ban(sender=ISSUER, to=list(to), record=record, version="1.2", subject=ban_id)


async def sent(node: Hub, token: bytes) -> str:
    """Submit an envelope and return its id."""
    answer = await node.submit(token)
    return str(answer.receipt.leaf.decode().split('"id":"')[1].split('"')[0])


async def say(node: Hub, sender: str, kind: str, to: str, record: Mapping[str, Any], **members: Any) -> str:
    """Send a record about a ban; return its message's id."""
    routing = {"type": kind, "to": [to], "version": "1.0", **CALM, **members}
    return await sent(node, node.sign(sender, record, **routing))


async def read(api: Api, path: str, by: str) -> Any:
    """Return what the door says."""
    answer = await api.get(path, by)
    assert answer.status == 200, answer
    return answer.json


EXPIRED = {"kind": "fixed", "start_on": "2020-01-01", "end_on": "2020-12-31"}
PENDING = {"kind": "duration", "duration": "P3Y", "start_event": "exit"}


async def test_a_ban_stands_as_its_newest_revision_and_the_day_say(api: Api, shared_node: Hub):
    await publish(shared_node, "S-1", status="pending_start", period=PENDING)
    begun = {**PENDING, "start_on": "2026-03-02"}
    change = {"cause": "start_event", "on": "2026-03-02"}
    await publish(shared_node, "S-1", revision=2, status="active", period=begun, change=change)
    await publish(shared_node, "S-2", period=EXPIRED)
    await follow(shared_node)

    one = await read(api, f"/v1/entry-bans/{ISSUER}/S-1?on=2029-03-01", ISSUER)
    assert (one["status"], one["in_force"], one["starts_on"], one["ends_on"], one["revision"]) == (
        *("active", True, "2026-03-02", "2029-03-01", 2),
    )
    assert one["warnings"] == ["review-due"]
    over = await read(api, f"/v1/entry-bans/{ISSUER}/S-1?on=2029-03-02", "tj-mvd")
    assert (over["status"], over["stated"], over["listed"], over["warnings"]) == ("expired", "active", False, [])
    assert (await read(api, f"/v1/entry-bans/{ISSUER}/S-2", ISSUER))["warnings"] == ["expired-unsaid"]
    for path, by in ((f"/v1/entry-bans/{ISSUER}/S-1", "kz-mvd"), (f"/v1/entry-bans/{ISSUER}/S-9", ISSUER)):
        assert (await api.get(path, by)).status == 404, "not yours looks like unknown"


async def test_a_page_of_bans_goes_on_where_the_last_one_ended(api: Api, shared_node: Hub):
    for number in range(5):
        await publish(shared_node, f"P-{number}")
    await follow(shared_node)

    found, after = [], "P-"
    while after is not None:
        page = await read(api, f"/v1/entry-bans?issuer={ISSUER}&after={after}&limit=2", "tj-mvd")
        found += [each["ban_id"] for each in page["bans"]]
        after = page["next"]

    assert found[:5] == [f"P-{number}" for number in range(5)]


async def test_the_issuer_sees_a_second_ban_on_the_same_person_and_nobody_else_does(api: Api, shared_node: Hub):
    for number in (1, 2):
        record = {"ban_id": f"C-{number}", "grounds": ["OVERSTAY"]}
        await shared_node.submit(shared_node.ban(77_001, sender=ISSUER, record=record, subject=f"C-{number}"))
    await follow(shared_node)
    follower = MessageFollower(shared_node.exchange)
    while await follower.step():
        pass

    path = f"/v1/entry-bans/{ISSUER}/C-1"

    assert (await read(api, path, ISSUER))["clashes"] == [{"issuer": ISSUER, "ban_id": "C-2", "clash": "second-ban"}]
    assert (await read(api, path, "tj-mvd"))["clashes"] == []


async def test_two_holders_find_the_bans_in_which_they_differ(api: Api, shared_node: Hub):
    for number in range(6):
        await publish(shared_node, f"L-{number}", to=("by-mvd",))
    await publish(shared_node, "L-2", to=("by-mvd",), revision=2, status="lifted")
    await publish(shared_node, "L-6", to=("tj-mvd",))
    await follow(shared_node)
    today = legal_day(shared_node.exchange.judgement.trust, ISSUER, shared_node.exchange.clock.now())
    holding = [Listed(f"L-{number}", 1, "active") for number in (0, 1, 3, 4, 5)]
    equal = listing.state_of(holding)

    delivered = await read(api, f"/v1/ban-lists/{ISSUER}", "by-mvd")
    assert (delivered["count"], delivered["digest"], delivered["on"]) == (5, equal.digest, today.isoformat())
    deep = await read(api, f"/v1/ban-lists/{ISSUER}?depth=3", "by-mvd")
    assert deep["buckets"] == list(listing.state_of(holding, 3).buckets)
    number = listing.bucket_of("L-3", 3)
    bucket = await read(api, f"/v1/ban-lists/{ISSUER}/buckets/{number}?depth=3", "by-mvd")
    assert {"ban_id": "L-3", "revision": 1, "status": "active"} in bucket["entries"]
    assert (await api.get(f"/v1/ban-lists/{ISSUER}/comparison", "by-mvd")).status == 404, "no state was sent yet"

    await say(shared_node, ISSUER, "ban-list-state", "by-mvd", stated(equal, today), subject=None)
    await publish(shared_node, "L-7", to=("by-mvd",))
    await follow(shared_node)
    same = await read(api, f"/v1/ban-lists/{ISSUER}/comparison", "by-mvd")
    assert (same["equal"], same["differing"]) == (True, []), "what came later is no difference"

    wrong = listing.state_of([*holding[1:], Listed("L-7", 1, "active"), Listed("L-8", 1, "active")])
    await say(shared_node, ISSUER, "ban-list-state", "by-mvd", stated(wrong, today), subject=None)
    await follow(shared_node)
    other = await read(api, f"/v1/ban-lists/{ISSUER}/comparison", "by-mvd")
    assert not other["equal"]
    assert {entry["ban_id"] for part in other["differing"] for entry in part["entries"]} >= {"L-0", "L-7"}


def stated(state: listing.ListState, on: date) -> dict[str, Any]:
    """Return the record that states a list."""
    return {
        "issuer": ISSUER,
        "holder": ISSUER,
        "scheme": listing.SCHEME,
        "on": on.isoformat(),
        "as_of": f"{on.isoformat()}T00:00:00Z",
        "count": state.count,
        "digest": state.digest,
        "buckets": list(state.buckets),
    }


ACT: Mapping[str, Any] = {
    "act_id": "KG-A-1",
    "revision": 1,
    "issuer": ISSUER,
    "status": "in_force",
    "act": {
        "number": "У-1",
        "date": "2026-03-20",
        "authority": {"name": "Испытательный орган"},
        "legal_basis": {"law": "Учебный закон", "article": "1"},
    },
    "window": {"from": "2020-01-01"},
    "beneficiaries": ["TJK"],
    "eligible_grounds": ["OVERSTAY"],
    "excluded_grounds": [],
    "excluded_if": ["court_ordered"],
    "effect": {"kind": "lift"},
    "as_of": "2026-03-20T09:00:00Z",
}


async def test_an_act_is_evaluated_by_its_issuer_alone_and_changes_nothing(api: Api, shared_node: Hub):
    kept = await publish(shared_node, "A-1")
    await publish(shared_node, "A-2", grounds=["CONVICTION"])
    await say(shared_node, ISSUER, "amnesty-act", "tj-mvd", ACT, subject="KG-A-1")
    await follow(shared_node)

    path = "/v1/amnesties/KG-A-1/evaluation"
    page = await read(api, f"{path}?after=A-&limit=2", ISSUER)

    first, second = page["proposals"]
    assert (first["ban_id"], first["message"], first["verdict"], first["reason"]) == (
        "A-1",
        kept,
        "eligible",
        "covered",
    )
    assert (first["changes"]["status"], first["changes"]["revision"]) == ("lifted", 2)
    assert (second["verdict"], second["reason"], second["changes"]) == ("ineligible", "ground-not-covered", None)
    assert second["texts"]["ru"]
    assert "Тестов" not in str(page)
    assert (await api.get(path, "tj-mvd")).status == 404
    assert (await read(api, f"/v1/entry-bans/{ISSUER}/A-1", ISSUER))["status"] == "active"


async def cases(api: Api, by: str, subject: str, *, waiting: str = "false") -> list[Any]:
    """Return what a participant sees of a review or an enquiry."""
    found = (await read(api, f"/v1/ban-cases?waiting={waiting}", by))["cases"]
    return [each for each in found if each["subject"] == subject]


async def test_what_was_asked_is_shown_to_both_sides_with_the_clock_of_its_answer(api: Api, shared_node: Hub):
    await publish(shared_node, "Q-1", to=("tj-molme",))
    ban = {"issuer": ISSUER, "ban_id": "Q-1"}
    review = {"review_id": "TJ-R-1", "ban": ban, "requesting_authority": "tj-molme"}
    request = {
        **review,
        "applicant": "person",
        "causes": ["force_majeure"],
        "consent": True,
        "requested_on": "2026-11-21",
    }
    asked = await say(shared_node, "tj-molme", "ban-review-request", ISSUER, request, subject="TJ-R-1")
    await follow(shared_node)

    for by in ("tj-molme", ISSUER):
        (waiting,) = await cases(api, by, "TJ-R-1", waiting="true")
        assert (waiting["kind"], waiting["owner"], waiting["ban_id"]) == ("ban-review", "tj-molme", "Q-1")
        assert [(clock["acting"], clock["verified"]) for clock in waiting["clocks"]] == [(ISSUER, False)]
    assert await cases(api, "kz-mvd", "TJ-R-1") == []

    decision = {
        **review,
        "outcome": "upheld",
        "reasons": ["grounds_remain"],
        "decided_on": "2026-11-22",
        "authority": {"name": "Испытательный орган"},
    }
    decided = {"subject": "TJ-R-1", "reply_to": asked}
    await say(shared_node, ISSUER, "ban-review-decision", "tj-molme", decision, **decided)
    await follow(shared_node)
    (one,) = await cases(api, "tj-molme", "TJ-R-1")
    assert one["outcome"] == "upheld"
    assert await cases(api, ISSUER, "TJ-R-1", waiting="true") == []


async def kept(node: Hub) -> dict[str, list[Any]]:
    """Return every row that the projection keeps."""
    async with node.exchange.pool.acquire() as conn:
        return {name: sorted(map(repr, await conn.fetch(f"SELECT * FROM {name}"))) for name in Bans.tables}


async def test_what_is_kept_of_bans_is_made_anew_from_the_log(shared_node: Hub):
    enquiry = {"enquiry_id": "TJ-E-1", "requesting_authority": "tj-mvd", "issuer": ISSUER, "ban_id": "R-1"}
    asked = {"questions": ["in_force"], "case_number": "17", "asked_on": "2026-11-21"}
    hit = {"hit_id": "TJ-H-1", "ban": {"issuer": ISSUER, "ban_id": "R-1"}, "reporting_authority": "tj-mvd"}
    met = {"at": "2026-11-21T09:00:00Z", "occasion": "inland_check", "matched_by": ["mrz"], "outcome": "admitted"}
    await publish(shared_node, "R-1")
    await say(shared_node, "tj-mvd", "ban-status-enquiry", ISSUER, {**enquiry, **asked}, subject="TJ-E-1")
    await say(shared_node, "tj-mvd", "ban-hit-report", ISSUER, {**hit, **met}, subject="TJ-H-1")
    await say(shared_node, ISSUER, "amnesty-act", "tj-mvd", {**ACT, "act_id": "KG-A-9"}, subject="KG-A-9")
    await say(
        shared_node, ISSUER, "ban-list-state", "tj-mvd", stated(listing.state_of([]), date(2026, 11, 21)), subject=None
    )
    await follow(shared_node)
    before = await kept(shared_node)

    await project.rebuild(shared_node.exchange, Bans())

    assert await kept(shared_node) == before
    assert all(before.values())


async def test_what_is_erased_is_kept_no_longer(shared_node: Hub):
    await publish(shared_node, "F-1")
    await follow(shared_node)
    async with shared_node.exchange.pool.acquire() as conn:
        places = [row["index"] for row in await conn.fetch("SELECT index FROM ban_revision")]
        undone = conn.transaction()
        await undone.start()
        await Bans().forget(conn, places)
        left = await conn.fetchval("SELECT count(*) FROM ban_revision")
        await undone.rollback()

    assert (len(places) > 0, left) == (True, 0)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/entry-bans",
        "/v1/entry-bans?issuer=ru-guvm&on=2026-02-30",
        "/v1/entry-bans?issuer=ru-guvm&limit=0",
        "/v1/ban-lists/ru-guvm?depth=13",
        "/v1/ban-lists/ru-guvm/buckets/2?depth=1",
        "/v1/ban-lists/ru-guvm/buckets/0",
        "/v1/ban-cases?waiting=yes",
    ],
)
async def test_a_question_out_of_bounds_is_refused(api: Api, path: str):
    answer = await api.get(path, "ru-guvm")

    assert (answer.status, answer.code) == (400, "parameter-invalid")


HIT = {
    "at": "2026-11-21T09:00:00Z",
    "occasion": "inland_check",
    "matched_by": ["mrz"],
    "outcome": "admitted",
}
REVIEW = {"applicant": "person", "causes": ["force_majeure"], "consent": True, "requested_on": "2026-11-21"}


@pytest.mark.parametrize(("sender", "other"), [("kz-mvd", ""), ("tj-mvd", "-9")])
async def test_who_never_got_a_ban_reports_no_hit_on_it_and_asks_for_no_review(shared_node: Hub, sender, other):
    await publish(shared_node, f"H-{sender}")
    ban = {"issuer": ISSUER, "ban_id": f"H-{sender}{other}"}
    hit = {"hit_id": "H-H-1", "ban": ban, "reporting_authority": sender, **HIT}
    review = {"review_id": "H-R-1", "ban": ban, "requesting_authority": sender, **REVIEW}

    for kind, record, subject in (("ban-hit-report", hit, "H-H-1"), ("ban-review-request", review, "H-R-1")):
        with pytest.raises(UnprocessableError) as refused:
            await say(shared_node, sender, kind, ISSUER, record, subject=subject)
        assert [(each.pointer, each.code) for each in refused.value.faults] == [("/record/ban", "record-unknown")]


async def test_who_got_a_later_revision_only_may_report_a_hit(shared_node: Hub):
    await publish(shared_node, "H-2", to=("tj-mvd",))
    change = {"cause": "other", "on": "2026-11-21"}
    await publish(shared_node, "H-2", to=("tj-molme",), revision=2, change=change)
    hit = {"ban": {"issuer": ISSUER, "ban_id": "H-2"}, **HIT}

    for sender in ("tj-mvd", "tj-molme"):
        record = {**hit, "hit_id": f"H-2-{sender}", "reporting_authority": sender}
        assert await say(shared_node, sender, "ban-hit-report", ISSUER, record, subject=f"H-2-{sender}")


async def test_a_reduced_ban_does_not_end_later_than_before(shared_node: Hub):
    await publish(
        shared_node, "LENGTHENED-1", period={"kind": "fixed", "start_on": "2026-03-02", "end_on": "2029-03-01"}
    )
    later = {"kind": "fixed", "start_on": "2026-03-02", "end_on": "2056-03-01"}
    change = {"cause": "amnesty", "on": "2026-11-21"}

    with pytest.raises(UnprocessableError) as refused:
        await publish(shared_node, "LENGTHENED-1", revision=2, status="reduced", period=later, change=change)

    assert [each.code for each in refused.value.faults] == ["reduced-lengthened"]
    sooner = {**later, "end_on": "2027-03-01"}
    assert await publish(shared_node, "LENGTHENED-1", revision=2, status="reduced", period=sooner, change=change)


async def test_two_reductions_at_once_are_held_against_each_other(shared_node: Hub):
    period = {"kind": "fixed", "start_on": "2026-03-02", "end_on": "2029-03-01"}
    change = {"cause": "amnesty", "on": "2026-11-21"}
    await publish(shared_node, "LENGTHENED-2", period=period)
    sooner, later = ({**period, "end_on": day} for day in ("2027-03-01", "2028-03-01"))
    tokens = [
        revise(shared_node, "LENGTHENED-2", revision=number, status="reduced", period=each, change=change)
        for number, each in enumerate((sooner, later), start=2)
    ]

    first, second = await shared_node.submit_all(tokens)

    assert not isinstance(first, Exception)
    assert isinstance(second, UnprocessableError)
    assert [each.code for each in second.faults] == ["reduced-lengthened"]


async def test_a_reduction_that_was_held_against_an_older_revision_is_sent_again(shared_node: Hub):
    """Between the check and the log's lock another process has logged a revision."""
    period = {"kind": "fixed", "start_on": "2026-03-02", "end_on": "2029-03-01"}
    change = {"cause": "amnesty", "on": "2026-11-21"}
    await publish(shared_node, "LENGTHENED-3", period=period)
    token = revise(shared_node, "LENGTHENED-3", revision=3, status="reduced", period=period, change=change)
    (held,) = await heed_subjects(shared_node.exchange, await check_all(shared_node.exchange, [token]))
    assert isinstance(held, Candidate)
    sooner = {**period, "end_on": "2027-03-01"}
    await publish(shared_node, "LENGTHENED-3", revision=2, status="reduced", period=sooner, change=change)

    (late,) = await shared_node.process.committer.append_all([Entry(candidate=held)])
    (again,) = await shared_node.submit_all([token])

    assert isinstance(late, UnavailableError)
    assert isinstance(again, UnprocessableError)


async def test_a_ban_does_not_rest_on_the_law_of_another_state(shared_node: Hub):
    with pytest.raises(UnprocessableError) as refused:
        await publish(shared_node, "G-1", grounds=["OVERSTAY", "RU-27-12"])

    assert [(each.pointer, each.code) for each in refused.value.faults] == [
        ("/record/grounds/1", "ground-of-another-state")
    ]
