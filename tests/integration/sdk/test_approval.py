"""The waiting room: what the gateway signs only after a contact person has agreed to these very bytes."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.client.errors import ClientError
from hub.core import envelope as envelopes
from hub.core import instant, protection, traits
from hub.core import receipt as receipts
from hub.sdk.assembly import Gateway
from hub.sdk.exchange import outbound
from hub.sdk.gateway import _write_health
from hub.sdk.sealing.protection import ProtectionRegister
from keys import approval, jws
from tests.integration.sdk.fake_hub import FakeHub
from tests.integration.sdk.sites import Site, make_change, send
from tests.support import contact_persons
from tests.support.contact_persons import person_key
from tests.support.hub import from_now, now
from tests.support.trust import Trust

HOUR = timedelta(hours=1)
SCOPE: dict[str, Any] = {"types": ("entry-ban",), "purposes": ("entry-control",)}


@pytest.fixture
def russia(tmp_path: Path, trust: Trust, hub: FakeHub) -> Site:
    """A site whose entry bans wait for a contact person."""
    site = Site(tmp_path / "ru", "ru-guvm", trust, hub.url)
    site.write_config(hub.url, extra='[approval]\ntypes = ["entry-ban"]\n')
    return site


@pytest.fixture
async def sender(russia: Site, trust: Trust, hub: FakeHub) -> AsyncIterator[Gateway]:
    """Its gateway, with one delegated contact person and one ban that was pulled."""
    hub.state(contact_persons.delegate(trust, "ru-guvm", "officer", at=now() - HOUR, **SCOPE), "ru-guvm")
    async with russia.open() as gateway:
        russia.put(make_change("RU-1"))
        await send(gateway)
        await gateway.desk.step()
        yield gateway


def waiting(site: Site, ending: str = ".payload") -> Path:
    """Return the one file of this kind in the waiting room."""
    (path,) = [path for path in (site.state_dir / "approvals").iterdir() if path.suffix == ending]
    return path


def approve(site: Site, trust: Trust, person: str = "officer", **changes: Any) -> None:
    """Put a person's approval into the waiting room."""
    payload = waiting(site).read_bytes()
    said = {"at": now(), "type": "entry-ban", **changes}
    token = contact_persons.approve(trust, said.pop("participant", "ru-guvm"), person, payload, **said)
    waiting(site).with_suffix(".approval").write_bytes(token + b"\n")


async def test_what_waits_is_neither_signed_nor_sent(sender: Gateway, russia: Site):
    _write_health(sender)
    envelope = envelopes.parse(waiting(russia).read_bytes(), b"")
    health = json.loads((russia.state_dir / "health.json").read_text("utf-8"))

    assert (envelope.type, envelope.subject, envelope.sender) == ("entry-ban", "RU-1", "ru-guvm")
    assert sender.outbox.counts() == {"ready": 0, "accepted": 0, "refused": 0}
    assert health["approval"] == {"waiting": 1}
    assert waiting(russia).stat().st_mode & 0o777 == 0o600
    assert waiting(russia).parent.stat().st_mode & 0o777 == 0o700
    assert russia.read("outcomes") == []


async def test_what_is_approved_is_signed_byte_for_byte_and_sent(sender: Gateway, russia: Site, trust: Trust):
    payload = waiting(russia).read_bytes()
    approve(russia, trust)
    assert await sender.desk.step()
    (signed,) = sender.outbox.ready(10, 10**6)
    await send(sender)
    await sender.outbound.tell()
    page = await sender.site.client.read_statements("approval", about=approval.digest(payload))

    assert jws.read(signed.envelope, envelopes.TYP).payload == payload
    assert jws.read(signed.envelope, envelopes.TYP).kid == trust.keys["ru-guvm"].kid
    assert sender.outbox.counts()["accepted"] == 1
    assert [line["verdict"] for line in russia.read("outcomes")] == ["accepted"]
    assert list((russia.state_dir / "approvals").iterdir()) == []
    (logged,) = page.items
    (row,) = sender.outbox._state.connection.execute("SELECT receipt FROM outbox").fetchall()
    assert logged.index < receipts.parse(row["receipt"]).index, "who agreed is in the log before the message"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"payload_sha256": "00" * 32}, "approval-missing"),
        ({"at": timedelta(hours=-25)}, "approval-expired"),
        ({"at": HOUR}, "statement-time"),
        ({"hub": "mig.example/production"}, "statement-hub"),
        ({"person": "stranger", "key": person_key("stranger")}, "key-unknown"),
        ({"person": "somebody", "key": person_key("officer")}, "statement-person"),
        ({"participant": "tj-mvd"}, "statement-signer"),
        ({"type": "situation-summary"}, "delegation-scope"),
    ],
)
async def test_an_approval_that_does_not_hold_is_explained_and_nothing_is_signed(
    sender: Gateway, russia: Site, trust: Trust, changes: dict[str, Any], code: str
):
    given = from_now(changes)
    approve(russia, trust, given.pop("person", "officer"), **given)

    assert not await sender.desk.step()
    assert waiting(russia, ".not-approved").read_text("utf-8").startswith(f"[{code}]\n")
    assert not waiting(russia).with_suffix(".approval").exists()
    assert sender.outbox.waiting() == 0
    approve(russia, trust)
    assert await sender.desk.step(), "another one may be put there"


async def test_something_else_in_its_place_is_explained_too(sender: Gateway, russia: Site):
    waiting(russia).with_suffix(".approval").write_bytes(b"yes, please" * 10_000)
    assert not await sender.desk.step()

    assert waiting(russia, ".not-approved").read_text("utf-8").startswith("[token-too-large]\n")


async def test_whose_delegation_was_withdrawn_approves_nothing(
    hub: FakeHub, sender: Gateway, russia: Site, trust: Trust
):
    hub.state(contact_persons.withdraw(trust, "ru-guvm", "officer", at=now()), "ru-guvm")
    approve(russia, trust)
    assert not await sender.desk.step()

    assert waiting(russia, ".not-approved").read_text("utf-8").startswith("[delegation-withdrawn]\n")


async def test_what_waits_is_not_signed_any_more_once_the_person_is_protected(
    sender: Gateway, russia: Site, trust: Trust
):
    envelope = envelopes.parse(waiting(russia).read_bytes(), b"")
    found = traits.traits(envelope.subject, envelope.record)
    ProtectionRegister(russia.state_dir).mark(found, protection.Reason.TRAFFICKING_VICTIM, "officer-1", now())
    approve(russia, trust)
    assert await sender.desk.step()
    await sender.outbound.tell()

    assert sender.outbox.waiting() == 0
    assert [line["codes"] for line in russia.read("outcomes")] == [["review-required"]]


async def test_a_refusal_is_told_to_the_source(sender: Gateway, russia: Site):
    waiting(russia).with_suffix(".refused").touch()
    assert await sender.desk.step()
    await sender.outbound.tell()

    assert [line["codes"] for line in russia.read("outcomes")] == [["approval-refused"]]
    assert list((russia.state_dir / "approvals").iterdir()) == []


async def test_what_waits_too_long_is_told_to_the_source(sender: Gateway, russia: Site):
    long_ago = instant.format(now() - timedelta(days=29, hours=1))
    sender.outbox._state.connection.execute("UPDATE waiting_room SET made_at = ?", (long_ago,))
    assert await sender.desk.step()
    await sender.outbound.tell()

    assert [line["codes"] for line in russia.read("outcomes")] == [["approval-too-late"]]


async def test_without_the_hub_an_approval_waits(
    sender: Gateway, russia: Site, trust: Trust, monkeypatch: pytest.MonkeyPatch
):
    approve(russia, trust)

    async def lose(_token: bytes) -> None:
        raise ClientError("lost")

    with monkeypatch.context() as patch:
        patch.setattr(sender.site.client, "submit_statement", lose)
        with pytest.raises(ClientError):
            await sender.desk.step()
    assert waiting(russia, ".approval")
    assert await sender.desk.step()


async def test_what_waits_outlives_the_gateway_and_a_lost_file(russia: Site, sender: Gateway, trust: Trust):
    before = waiting(russia).read_bytes()
    waiting(russia).unlink()
    await sender.desk.step()

    assert waiting(russia).read_bytes() == before


async def test_other_types_do_not_wait(sender: Gateway, russia: Site):
    summary = json.loads(
        (Path(__file__).parents[3] / "schemas/situation-summary/1.0/examples")
        .glob("valid-*.json")
        .__next__()
        .read_text()
    )
    russia.put(make_change("x", type="situation-summary", record=summary, subject=None, purpose="statistics"))
    await sender.outbound.pull()

    assert sender.room.count() == 1


async def test_a_full_waiting_room_takes_no_more_from_the_source(
    sender: Gateway, russia: Site, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(outbound, "MOST_WAITING", 1)
    russia.put(make_change("RU-2"))

    assert not await sender.outbound.pull()
    assert sender.room.count() == 1
