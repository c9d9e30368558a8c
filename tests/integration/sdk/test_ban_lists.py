"""A gateway states its list by the schedule, and holds the lists that others state against its own."""

import json
from typing import Any

import pytest

from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import Listed
from hub.sdk import gateway as gateways
from hub.sdk.assembly import Gateway
from keys.sync_run import Count
from tests.integration.sdk.fake_hub import FakeHub
from tests.integration.sdk.sites import Site, make_ban, make_change, receive, send
from tests.integration.sdk.test_syncs import EXTRA, TJ, agree, opened, plan, reports, run

STATED = {"type": listing.TYPE, "sync": "ru-tj-list"}


def amended(ban_id: str, **members: Any) -> dict[str, Any]:
    """Return a later revision of a ban."""
    return make_change(ban_id, record={**make_ban(ban_id), "revision": 2, **members})


def stated(hub: FakeHub) -> list[dict[str, Any]]:
    return hub.records(listing.TYPE)


def facts(gateway: Gateway) -> list[tuple[str, str]]:
    return [(each["holder"], each["result"]) for each in gateway.list_notes.facts()]


async def told(recipient: Gateway) -> None:
    """Let a recipient read all, and judge the lists stated to it."""
    await receive(recipient)
    await recipient.lists.step()
    await send(recipient)


async def test_a_list_is_stated_after_all_its_bans_and_found_equal(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    agree(hub, plan(hub, **STATED))
    ended = make_ban("RU-3") | {"period": {"kind": "fixed", "start_on": "2020-01-01", "end_on": "2021-01-01"}}
    russia.put(
        make_change("RU-1"),
        make_change("RU-2"),
        make_change("RU-3", record=ended),
        amended("RU-2", status="lifted"),
        make_change("RU-4", to=["kz-mvd"]),
    )
    async with opened(russia, hub) as sender, tajikistan.open() as recipient:
        await run(sender)
        await run(sender)
        (record,) = stated(hub)
        (report,) = reports(hub)
        await told(recipient)
        assert facts(recipient) == [("ru-guvm", "equal")]
        assert recipient.inbox.quarantined() == []

    expected = listing.state_of([Listed("RU-1", 1, "active")])
    assert (record["count"], record["digest"], record["holder"]) == (1, expected.digest, "ru-guvm")
    assert (report.sync, report.sent, report.refused) == ("ru-tj-list", 1, 0)
    assert len(stated(hub)) == 1, "equal lists are not answered"
    assert sorted(tajikistan.subjects()) == ["RU-1", "RU-2", "RU-2", "RU-3"], "the national system sees bans alone"


async def test_what_the_recipient_does_not_have_is_shown_to_the_issuer(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    agree(hub, plan(hub, **STATED))
    russia.put(make_change("RU-1"), make_change("RU-REFUSED"), make_change("RU-UNWANTED"))
    async with opened(russia, hub) as sender, tajikistan.open() as recipient:
        await run(sender)
        await told(recipient)
        await receive(sender)
        await sender.lists.step()
        assert facts(recipient) == [("ru-guvm", "different")]
        assert facts(sender) == [("tj-molme", "answered")]
        await told(recipient)

    first, answer = stated(hub)
    assert (first["count"], answer["count"], answer["holder"], answer["answers"]) == (3, 1, TJ, first["digest"])
    assert listing.check(answer, sender=TJ) == []
    shown = [entry["ban_id"] for part in answer["detail"] for entry in part["entries"]]
    assert shown == ["RU-1"]


async def test_a_difference_that_cannot_be_shown_is_still_told(
    hub: FakeHub, russia: Site, tajikistan: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_ENTRIES", 0)
    agree(hub, plan(hub, **STATED))
    russia.put(make_change("RU-1"), make_change("RU-REFUSED"))
    async with opened(russia, hub) as sender, tajikistan.open() as recipient:
        await run(sender)
        await told(recipient)
        await receive(sender)
        await sender.lists.step()
        assert facts(recipient) == [("ru-guvm", "different")]
        assert facts(sender) == [("tj-molme", "answered")]

    assert "detail" not in stated(hub)[-1]


async def test_later_bans_are_no_difference(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    agree(hub, plan(hub, **STATED))
    russia.put(make_change("RU-1"))
    async with opened(russia, hub) as sender, tajikistan.open() as recipient:
        await run(sender)
        russia.put(amended("RU-1", status="lifted"), make_change("RU-2"))
        await send(sender)
        await told(recipient)
        assert facts(recipient) == [("ru-guvm", "equal")]


async def test_a_gateway_that_has_not_seen_the_list_from_its_beginning_says_so(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    agree(hub, plan(hub, **STATED))
    russia.put(make_change("RU-1"))
    async with opened(russia, hub) as sender, tajikistan.open() as recipient:
        for gateway in (sender, recipient):
            gateway.bans._state.connection.execute("DELETE FROM kept WHERE name = 'ban-book'")
        await run(sender)
        await sender.outbound.tell()
        await told(recipient)

    (report,) = reports(hub)
    assert (report.sent, report.problems) == (0, (Count(code="list-not-known", count=1),))
    assert stated(hub) == []
    assert [line["verdict"] for line in russia.read("outcomes")] == ["accepted"]


async def test_a_list_of_somebody_else_is_not_taken_for_the_senders(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    state = listing.state_of([Listed("KZ-1", 1, "active")])
    about = {"issuer": "kz-mvd", "holder": "ru-guvm", "scheme": listing.SCHEME, "on": "2026-11-21"}
    members = {"as_of": "2026-11-21T00:00:00Z", "count": 1, "digest": state.digest, "buckets": list(state.buckets)}
    record = {**about, **members}
    russia.put({**make_change("X"), "type": listing.TYPE, "subject": None, "record": record})
    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await told(recipient)
        assert facts(recipient) == [("ru-guvm", "unusable")]
    assert len(stated(hub)) == 1


async def test_the_lists_stand_in_the_health_file_and_are_forgotten_in_time(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    agree(hub, plan(hub, **STATED))
    over = make_ban("RU-3") | {"period": {"kind": "fixed", "start_on": "2020-01-01", "end_on": "2021-01-01"}}
    russia.put(
        make_change("RU-1"), make_change("RU-2"), amended("RU-2", status="lifted"), make_change("RU-3", record=over)
    )
    async with opened(russia, hub, EXTRA) as sender, tajikistan.open() as recipient:
        await run(sender)
        await told(recipient)
        gateways._write_health(recipient)
        health = json.loads((tajikistan.state_dir / "health.json").read_text("utf-8"))
        rows = recipient.bans._state.connection
        before = recipient.site.clock.now()
        recipient.bans.forget(before)
        left = {row["ban_id"] for row in rows.execute("SELECT ban_id FROM ban")}
    assert [(each["issuer"], each["result"]) for each in health["ban-lists"]] == [("ru-guvm", "equal")]
    assert left == {"RU-1"}
