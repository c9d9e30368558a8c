"""A hub that lets somebody sign who may not: recipients put it aside, and the gateway of those named raises the alarm."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hub.clock import SystemClock
from hub.sdk.assembly import Gateway
from hub.sdk.books.inbox import Lane
from hub.sdk.errors import LogBehindError, UntrustedAnswerError
from hub.sdk.gateway import _write_health
from keys.delegation import EVERYTHING
from tests.integration.sdk.fake_hub import FakeHub, alter
from tests.integration.sdk.sites import Site, receive, send
from tests.integration.sdk.test_distrust import make_token
from tests.support.contact_persons import delegate, person_key, withdraw
from tests.support.trust import Trust

HOUR = timedelta(hours=1)


def let(hub: FakeHub, person: str, **changes: Any) -> None:
    """Log a delegation of everything to the person, by Russia."""
    scope: dict[str, Any] = {"types": EVERYTHING, "purposes": EVERYTHING, "at": SystemClock().now() - HOUR, **changes}
    hub.state(delegate(hub.trust, "ru-guvm", person, **scope), "ru-guvm")


def put(hub: FakeHub, person: str, **changes: Any) -> None:
    """Put what the person signed into the recipient's inbox and a copy into the sender's, unchecked."""
    token = make_token(person_key(person), **changes)
    hub.put(token, recipient="tj-molme", lane="urgent")
    hub.put(token, recipient="ru-guvm", lane="urgent", leaf_changes={"to": ("tj-molme",)})


def codes(gateway: Gateway) -> list[str]:
    """Return why messages were put aside."""
    return [each.code for each in gateway.inbox.quarantined()]


async def test_what_the_log_lets_somebody_sign_is_taken(hub: FakeHub, tajikistan: Site, russia: Site):
    let(hub, "liaison")
    put(hub, "liaison")
    async with tajikistan.open() as recipient, russia.open() as sender:
        for gateway in (recipient, sender):
            await receive(gateway, Lane.URGENT)

            assert codes(gateway) == []
        assert (recipient.inbound.copies, sender.inbound.copies, sender.inbound.alarm) == (0, 1, None)
    assert tajikistan.subjects() == ["RU-9"]
    assert russia.subjects() == []


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda _hub: None, "key-unknown"),
        (lambda hub: let(hub, "somebody-else"), "key-unknown"),
        (lambda hub: let(hub, "liaison", types=("situation-summary",)), "delegation-scope"),
        (
            lambda hub: let(hub, "liaison", valid_until=SystemClock().now() - timedelta(minutes=1)),
            "delegation-not-valid",
        ),
        (lambda hub: let(hub, "liaison", key=person_key("thief")), "key-unknown"),
        (
            lambda hub: (
                let(hub, "liaison"),
                hub.state(withdraw(hub.trust, "ru-guvm", "liaison", at=SystemClock().now()), "ru-guvm"),
            ),
            "delegation-withdrawn",
        ),
    ],
)
async def test_what_it_does_not_is_put_aside_by_both_and_an_alarm_for_those_who_are_named(
    hub: FakeHub, tajikistan: Site, russia: Site, prepare: Callable[[FakeHub], object], code: str
):
    prepare(hub)
    put(hub, "liaison")
    async with tajikistan.open() as recipient, russia.open() as sender:
        await receive(recipient, Lane.URGENT)
        await send(recipient)
        await receive(sender, Lane.URGENT)
        _write_health(sender)

        assert codes(recipient) == codes(sender) == [code]
        assert recipient.inbound.alarm is None
        assert sender.inbound.alarm is not None
        assert sender.outbox.waiting() == 0, "nobody is answered about a copy"
    health = json.loads((russia.state_dir / "health.json").read_text("utf-8"))
    assert health["status"] == "troubled"
    assert health["steps"]["own-messages"]["problem"]["code"] == "own-message-foreign-signer"
    assert code in health["steps"]["own-messages"]["problem"]["ru"]
    assert tajikistan.subjects() == russia.subjects() == []
    assert [each["reason"]["code"] for each in hub.records("receipt")] == [code]


async def test_a_message_signed_before_its_delegation_is_put_aside(hub: FakeHub, tajikistan: Site):
    put(hub, "liaison")
    let(hub, "liaison")
    async with tajikistan.open() as recipient:
        await receive(recipient, Lane.URGENT)

        assert codes(recipient) == ["key-unknown"]


def of_first(**members: Any) -> Callable[[dict[str, Any]], None]:
    """Change the first statement of a page."""
    return lambda page: page["statements"][0].update(members)


@pytest.mark.parametrize(
    "change",
    [
        of_first(proof=[]),
        of_first(index=1),
        of_first(leaf="{}"),
        lambda page: page.update(checkpoint=page["checkpoint"].split("\n\n")[0] + "\n\n"),
    ],
)
async def test_a_register_that_does_not_prove_what_it_says_is_not_used(
    hub: FakeHub, tajikistan: Site, change: Callable[[dict[str, Any]], None]
):
    let(hub, "liaison")
    put(hub, "liaison")
    hub.misbehave("GET", "/v1/statements", alter(change))
    async with tajikistan.open() as recipient:
        page = await recipient.inbound.read(Lane.URGENT, 0)
        with pytest.raises(UntrustedAnswerError):
            await recipient.inbound.handle(Lane.URGENT, page)
        assert recipient.inbox.cursor(Lane.URGENT) == 0
        await receive(recipient, Lane.URGENT)

    assert tajikistan.subjects() == ["RU-9"]


async def test_a_register_that_is_older_than_the_message_is_asked_again(hub: FakeHub, tajikistan: Site):
    """Else a withdrawal in between could be passed over."""
    let(hub, "liaison")
    put(hub, "liaison")
    older = hub.checkpoint(1).decode()

    def roll_back(page: dict[str, Any]) -> None:
        page["checkpoint"] = older
        page["statements"][0]["proof"] = []

    hub.misbehave("GET", "/v1/statements", alter(roll_back))
    async with tajikistan.open() as recipient:
        page = await recipient.inbound.read(Lane.URGENT, 0)
        with pytest.raises(LogBehindError):
            await recipient.inbound.handle(Lane.URGENT, page)
        await receive(recipient, Lane.URGENT)

    assert tajikistan.subjects() == ["RU-9"]


async def test_a_statement_altered_on_its_way_counts_for_nothing(hub: FakeHub, tajikistan: Site, trust: Trust):
    let(hub, "liaison")
    put(hub, "liaison")
    forged = delegate(trust, "ru-guvm", "liaison", at=SystemClock().now(), key=person_key("thief")).decode()
    hub.misbehave("GET", "/v1/statements", alter(of_first(statement=forged)))
    async with tajikistan.open() as recipient:
        await receive(recipient, Lane.URGENT)

        assert codes(recipient) == ["key-unknown"]
