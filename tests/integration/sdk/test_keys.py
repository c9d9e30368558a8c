"""Keys in the life of a gateway: one that we do not know, one that is suspended, and what is held because of it."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from structlog.testing import capture_logs

from hub.clock import SystemClock
from hub.core import envelope as envelopes
from hub.core import instant
from hub.core.notice import Notice
from hub.sdk.books.inbox import Lane
from hub.sdk.errors import OwnKeyUnknownError
from keys import jws, suspension
from keys.jwk import PrivateKey
from keys.suspension import Reason
from keys.trustlist import Participant
from tests.integration.sdk.fake_hub import FakeHub, alter
from tests.integration.sdk.sites import Site, make_change, receive, send
from tests.support.trust import Trust, make_key, make_participant

OTHER = make_key("second", "tj-molme")


def list_another_key(hub: FakeHub, trust: Trust, key: PrivateKey) -> None:
    """Have the officers list one more key of tj-molme."""
    at = SystemClock().now().replace(microsecond=0)

    def more(own: Participant) -> Participant:
        return replace(own, keys=(*own.keys, *make_participant(own.id, key.public, now=at).keys))

    listed = [more(each) if each.id == "tj-molme" else each for each in trust.list.participants.values()]
    serve(hub, trust, listed)


def serve(hub: FakeHub, trust: Trust, listed: list[Participant], version: int = 2) -> None:
    """Serve a newer list with these participants."""
    at = SystemClock().now().replace(microsecond=0)
    authority, root = trust.authority, trust.documents["root"]
    document = authority.participants(listed, now=at, version=version)
    status = authority.status(root, document, now=at, version=version)
    hub.documents = {"root": root, "participants": document, "status": status}


async def test_a_key_in_our_name_that_we_do_not_know_stops_sending_and_not_receiving(
    hub: FakeHub, trust: Trust, russia: Site, tajikistan: Site
):
    russia.put(make_change("RU-1"))
    async with russia.open() as sender, tajikistan.open() as gateway:
        await send(sender)
        list_another_key(hub, trust, OTHER)
        await gateway.site.trust.refresh()
        with pytest.raises(OwnKeyUnknownError) as alarm:
            await gateway.outbound.pull()
        assert OTHER.kid in alarm.value.text("ru")
        assert OTHER.kid in alarm.value.text("en")
        await receive(gateway)
        with pytest.raises(OwnKeyUnknownError):
            await gateway.outbound.push()

        assert tajikistan.subjects() == ["RU-1"]
        assert gateway.site.trust.unknown == (OTHER.kid,)
    tajikistan.know(OTHER.kid)
    async with tajikistan.open() as gateway:
        await send(gateway)

        assert gateway.outbox.counts()["ready"] == 0  # the receipt that waited is gone


async def test_the_alarm_ends_when_the_list_does_not_hold_the_key_any_more(
    hub: FakeHub, trust: Trust, tajikistan: Site
):
    async with tajikistan.open() as gateway:
        gateway.site.trust.check_own_keys()
        list_another_key(hub, trust, OTHER)
        await gateway.site.trust.refresh()
        with pytest.raises(OwnKeyUnknownError):
            gateway.site.trust.check_own_keys()


def served(trust: Trust, *, by: PrivateKey | None = None, since: str | None = None):
    """Return how a hub serves the suspension of ru-guvm's key."""
    token = served_token(trust, by=by)
    told = {"suspensions": [token.decode()], "suspended_at": [since or instant.format(SystemClock().now())]}
    return alter(lambda list_: list_.update(told))


def served_token(trust: Trust, *, by: PrivateKey | None = None) -> bytes:
    """Return the statement that ru-guvm's key is suspended."""
    return suspension.sign(
        by or trust.authority.officers["officer-1"],
        hub=trust.list.hub,
        participant="ru-guvm",
        kid=trust.keys["ru-guvm"].kid,
        reason=Reason.STOLEN,
        at=SystemClock().now(),
    )


async def test_a_suspension_judges_before_any_newer_list_and_is_not_lost_again(
    hub: FakeHub, trust: Trust, tajikistan: Site
):
    kid, now = trust.keys["ru-guvm"].kid, SystemClock().now()
    async with tajikistan.open() as gateway:
        hub.wrong["GET", "/v1/trust-list"].append(served(trust))
        await gateway.site.trust.refresh()
        assert gateway.site.trust.current().key(kid).status == "suspended"
        await gateway.site.trust.refresh()  # the hub keeps it back now
        assert gateway.site.trust.current().key(kid).status == "suspended"
    async with tajikistan.open() as gateway:  # opened anew, from the disk and from a hub that keeps it back
        key = gateway.site.trust.current().key(kid)

    assert key.status == "suspended"
    assert key.status_at is not None
    assert abs((key.status_at - now).total_seconds()) < 60


async def test_a_newer_list_lifts_a_suspension_only_by_naming_it(hub: FakeHub, trust: Trust, tajikistan: Site):
    kid, token = trust.keys["ru-guvm"].kid, served_token(trust)
    found = []
    async with tajikistan.open() as gateway:
        told = {"suspensions": [token.decode()], "suspended_at": [instant.format(SystemClock().now())]}
        hub.wrong["GET", "/v1/trust-list"].append(alter(lambda list_: list_.update(told)))
        await gateway.site.trust.refresh()
        for version, named in ((2, ()), (3, (sha256(token).hexdigest(),))):
            decide(hub, trust, named, version)
            await gateway.site.trust.refresh()
            found.append(gateway.site.trust.current().key(kid).status)

    assert found == ["suspended", "active"]


def decide(hub: FakeHub, trust: Trust, named: tuple[str, ...], version: int) -> None:
    """Serve a newer list, in which ru-guvm's key is active and names these suspensions."""
    listed = dict(trust.list.participants)
    (key,) = listed["ru-guvm"].keys
    listed["ru-guvm"] = replace(listed["ru-guvm"], keys=(replace(key, decides=named),))
    serve(hub, trust, list(listed.values()), version)


@pytest.mark.parametrize("case", ["another participant's key", "a time long before"])
async def test_a_suspension_is_believed_as_far_as_it_proves_itself(
    hub: FakeHub, trust: Trust, tajikistan: Site, case: str
):
    kid, now = trust.keys["ru-guvm"].kid, SystemClock().now()
    forged = (
        served(trust, by=trust.keys["kz-mvd"])
        if case.startswith("another")
        else served(trust, since="2026-01-01T00:00:00Z")
    )
    async with tajikistan.open() as gateway:
        hub.wrong["GET", "/v1/trust-list"].append(forged)
        await gateway.site.trust.refresh()
        key = gateway.site.trust.current().key(kid)

    if case.startswith("another"):
        assert key.status == "active"
    else:
        assert key.status_at is not None
        assert key.status_at >= now.replace(microsecond=0)


async def test_a_held_message_moves_the_cursor_and_is_applied_once_when_it_is_released(
    hub: FakeHub, trust: Trust, russia: Site, tajikistan: Site
):
    russia.put(make_change("RU-1"), make_change("RU-2"))
    async with russia.open() as sender, tajikistan.open() as gateway:
        await send(sender)
        entries = hub.inboxes["tj-molme", "urgent"]
        entries[0].tombstone = "held"
        await receive(gateway)
        assert (tajikistan.subjects(), gateway.inbox.cursor(Lane.URGENT)) == (["RU-2"], 2)

        for _ in range(2):  # released: a new number; and once more, which changes nothing
            entries.append(replace(entries[0], tombstone=None))
        await receive(gateway)
        await receive(gateway)

        assert (tajikistan.subjects(), gateway.inbox.cursor(Lane.URGENT)) == (["RU-2", "RU-1"], 4)


async def test_what_the_hub_says_of_itself_is_kept_for_people_and_not_for_the_national_system(
    hub: FakeHub, trust: Trust, tajikistan: Site
):
    record = {
        "kind": "key-suspended",
        "participant": "ru-guvm",
        "kid": trust.keys["ru-guvm"].kid,
        "reason": "stolen",
        "suspension": 7,
    }
    said = Notice(name="suspension/7/own", to="tj-molme", at=SystemClock().now(), record=record)
    hub.put(
        jws.sign(said.payload(trust.list.hub), trust.keys["hub"], envelopes.TYP), recipient="tj-molme", lane="urgent"
    )
    async with tajikistan.open() as gateway:
        with capture_logs() as lines:
            await receive(gateway)
        await send(gateway)

        assert gateway.inbox.notices() == {"key-suspended": 1}
        assert gateway.inbox.quarantined() == []
    assert [line["kind"] for line in lines if line["event"] == "notice_received"] == ["key-suspended"]
    assert tajikistan.subjects() == []
    assert [each["status"] for each in hub.records("receipt")] == ["processed"]


async def test_a_hub_that_dates_a_suspension_into_the_future_is_not_believed(
    hub: FakeHub, trust: Trust, tajikistan: Site
):
    """First it says 2099; then the truth, and later again a time after that: the earliest counts."""
    kid, now = trust.keys["ru-guvm"].kid, SystemClock().now()
    answer = served(trust, since="2099-01-01T00:00:00Z")
    async with tajikistan.open() as gateway:
        hub.wrong["GET", "/v1/trust-list"].append(answer)
        await gateway.site.trust.refresh()
        first = gateway.site.trust.current().key(kid).status_at
        await gateway.site.trust.refresh()
        kept = gateway.site.trust.current().key(kid).status_at

    assert first is not None
    assert abs((first - now).total_seconds()) < 60
    assert kept == first


async def test_the_earliest_time_that_was_told_of_a_suspension_counts(hub: FakeHub, trust: Trust, tajikistan: Site):
    kid, now = trust.keys["ru-guvm"].kid, SystemClock().now()
    token = served_token(trust)
    times = [now + timedelta(seconds=each) for each in (90, 5, 60)]
    found = []
    async with tajikistan.open() as gateway:
        for at in times:
            told = {"suspensions": [token.decode()], "suspended_at": [instant.format(at)]}
            hub.wrong["GET", "/v1/trust-list"].append(alter(lambda list_, told=told: list_.update(told)))
            await gateway.site.trust.refresh()
            found.append(gateway.site.trust.current().key(kid).status_at)

    assert found == [instant.parse(instant.format(at)) for at in (times[0], times[1], times[1])]
