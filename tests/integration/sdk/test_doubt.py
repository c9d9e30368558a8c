"""The hub is slow, busy, unreachable, or its answers are lost: every record arrives once, whatever was in doubt."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from hub.client.errors import BadAnswerError, ClientError, InDoubtError, RetryLaterError
from hub.sdk.books.inbox import Lane
from tests.integration.sdk.fake_hub import (
    FakeHub,
    Misbehaviour,
    alter,
    break_off,
    do_but_doubt,
    lose_the_answer,
    refuse,
    say,
)
from tests.integration.sdk.sites import Site, insist, make_change, receive, send
from tests.support.clock import MovedClock

GZIP = {"Content-Encoding": "gzip"}


def doubt_the_first(content: dict) -> None:
    """Make the first of several results one that is in doubt."""
    content["results"][0] = {"problem": {"status": 503, "code": "in-doubt", "detail": "", "errors": []}}


@pytest.mark.parametrize(
    "ways",
    [
        [do_but_doubt()],
        [refuse(503), refuse(429, "rate-limited"), refuse(500, "internal")],
        [lose_the_answer(), lose_the_answer()],
        [break_off()],
        [say(b"<html>welcome</html>"), say(b"{}", "application/json", 202), say(b"not json", "application/json", 202)],
        [say(b"", status=302, Location="/elsewhere"), say(b"<h1>no</h1>", status=403), say(b"", status=502)],
        [say(b"x" * 3_000_000), say(b"\x1f\x8b", "application/json", 202, **GZIP)],
        [alter(doubt_the_first)],
        [alter(lambda content: content["results"].pop())],
    ],
    ids=["503-done", "busy", "lost", "broken", "garbage", "proxy", "huge", "one-in-doubt", "one-missing"],
)
async def test_a_submission_in_doubt_is_sent_again_with_the_same_bytes_and_has_one_effect(
    hub: FakeHub, russia: Site, tajikistan: Site, ways: Sequence[Misbehaviour]
) -> None:
    russia.put(*(make_change(f"RU-{number}") for number in range(3)))
    hub.misbehave("POST", "/v1/messages", *ways)

    async with russia.open() as sender:
        while await sender.outbound.pull():
            pass
        await insist(lambda: send(sender))

        assert sender.outbox.counts()["accepted"] == 3
    bodies = {line for body in hub.bodies for line in body.split(b"\n") if line}
    assert len(bodies) == 3
    assert len(hub.inboxes["tj-molme", "urgent"]) == 3


async def test_retry_after_is_passed_on(hub: FakeHub, russia: Site) -> None:
    russia.put(make_change("RU-1"))
    hub.misbehave("POST", "/v1/messages", refuse(429, "rate-limited", 17))
    hub.misbehave("GET", "/v1/inbox/urgent", refuse(503, "in-doubt", 19))

    async with russia.open() as sender:
        await sender.outbound.pull()
        with pytest.raises(InDoubtError) as submission:
            await sender.outbound.push()
        with pytest.raises(RetryLaterError) as reading:
            await sender.inbound.read(Lane.URGENT, 0)

    assert (submission.value.after, reading.value.after) == (17.0, 19.0)


@pytest.mark.parametrize("code", ["key-unknown", "key-not-valid", "key-suspended", "sent-at-out-of-range"])
async def test_a_refusal_that_is_about_key_or_clock_is_not_final_for_the_message(
    hub: FakeHub, russia: Site, code: str
) -> None:
    """Once the key is listed again, or the clock is right, the same bytes are accepted."""
    russia.put(make_change("RU-1"))
    hub.misbehave("POST", "/v1/messages", refuse(403, code))

    async with russia.open() as sender:
        await sender.outbound.pull()
        with pytest.raises(ClientError, match=code):
            await sender.outbound.push()
        await sender.outbound.push()

        assert sender.outbox.counts()["accepted"] == 1


async def test_a_message_that_waited_for_too_long_is_refused_for_good(hub: FakeHub, russia: Site) -> None:
    russia.put(make_change("RU-1"))
    hub.misbehave("POST", "/v1/messages", refuse(403, "sent-at-out-of-range"))
    clock = MovedClock(timedelta(days=-2))

    async with russia.open() as sender:
        sender.site.sealer._clock = clock
        await sender.outbound.pull()
        await sender.outbound.push()

        assert sender.outbox.counts()["refused"] == 1


async def test_a_page_whose_answer_is_lost_is_read_again(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    russia.put(make_change("RU-1"), make_change("RU-2"))
    ways = [break_off(), lose_the_answer(), refuse(503), say(b"<html>"), say(b"[]", "application/json")]
    hub.misbehave("GET", "/v1/inbox/urgent", *ways)

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await insist(lambda: receive(recipient))

    assert tajikistan.subjects() == ["RU-1", "RU-2"]


async def test_a_page_that_is_too_long_is_asked_for_in_smaller_parts(
    hub: FakeHub, russia: Site, tajikistan: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    russia.put(*(make_change(f"RU-{number}") for number in range(20)))
    monkeypatch.setattr("hub.client.client.MAX_PAGE_BYTES", 24_000)

    async with russia.open() as sender, tajikistan.open() as recipient:
        monkeypatch.setattr("hub.sdk.exchange.outbound.LINES", 1)
        await send(sender)
        await receive(recipient)

    assert tajikistan.subjects() == [f"RU-{number}" for number in range(20)]


async def test_an_unreachable_hub_is_not_an_answer(hub: FakeHub, russia: Site) -> None:
    russia.put(make_change("RU-1"))

    async with russia.open() as sender:
        await sender.outbound.pull()
        sender.site.client._transport._base_url = "http://127.0.0.1:9"
        with pytest.raises(RetryLaterError):
            await sender.outbound.push()

        assert sender.outbox.counts()["ready"] == 1


async def test_a_redirect_is_not_followed(hub: FakeHub, russia: Site) -> None:
    """Whoever may answer for the hub is said by its address alone."""
    async with russia.open() as sender:
        hub.misbehave("GET", "/v1/trust-list", say(b"", status=302, Location="/v1/trust-list"))
        with pytest.raises(BadAnswerError, match="redirect"):
            await sender.site.trust.refresh()


async def test_a_page_that_was_not_asked_for_is_not_used(hub: FakeHub, tajikistan: Site) -> None:
    hub.misbehave("GET", "/v1/inbox/urgent", alter(lambda page: page.update(after=5)))

    async with tajikistan.open() as recipient:
        with pytest.raises(BadAnswerError):
            await recipient.inbound.read(Lane.URGENT, 0)


async def test_evidence_comes_as_it_is(hub: FakeHub, russia: Site) -> None:
    async with russia.open() as sender:
        bundle = await sender.site.client.evidence("0193-x", sender="ru-guvm")

    assert b'"cis-evidence/1"' in bundle
