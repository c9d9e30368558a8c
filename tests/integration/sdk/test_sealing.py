"""Sealed parts travel through the hub as it is: closed there, opened at the recipient's, through a change of keys."""

from pathlib import Path
from typing import Any

import pytest

from hub.clock import SystemClock
from hub.core import envelope, evidence, sealed_part
from hub.sdk.books.inbox import Lane
from keys import jws
from keys.encryption_key import EncryptionKey
from tests.integration.sdk.sites import Site, make_change, receive, send
from tests.support.trust import Trust, make_trust

OLD, NEW = EncryptionKey.generate(), EncryptionKey.generate()
GROUNDS = "Учебные основания, только для получателя"
PARTS = [["text/plain", GROUNDS], ["application/json", '{"a": 1}']]


@pytest.fixture
def real_trust() -> Trust:
    """A trust list where the recipient is changing its encryption key."""
    return make_trust(now=SystemClock().now(), origin="hub.test/test", openers={"tj-molme": [OLD, NEW]})


def make_sealed(ban_id: str, **changes: Any) -> dict[str, Any]:
    """Return a change with parts to seal."""
    return make_change(ban_id, version="1.1", parts=PARTS, **changes)


async def test_what_is_sealed_is_opened_by_the_recipient_alone(
    tmp_path: Path, real_trust: Trust, real_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    russia = Site(tmp_path / "ru", "ru-guvm", real_trust, real_url)
    tajikistan = Site(tmp_path / "tj", "tj-molme", real_trust, real_url, openers=[NEW, OLD])
    async with russia.open() as sender, tajikistan.open() as recipient:
        with monkeypatch.context() as before:  # sealed by somebody whose list was older
            before.setattr(sealed_part, "newest_key", lambda trust, _name, _at: trust.keys[OLD.kid])
            russia.put(make_sealed("RU-OLD"))
            await send(sender)
        russia.put(make_sealed("RU-NEW"), make_sealed("RU-NOBODY", to=["tj-mvd"]), make_change("RU-CLEAR"))
        await send(sender)
        await sender.outbound.tell()
        await receive(recipient)
        await send(recipient)
        await receive(sender, Lane.ORDINARY)

        assert sender.outbox.counts() == {"ready": 0, "accepted": 3, "refused": 1, "processed": 3}
        bundle = await sender.site.client.evidence(tajikistan.read("applied")[1]["id"], sender="ru-guvm")
    applied = {line["subject"]: line for line in tajikistan.read("applied")}
    assert {name: line["parts"] for name, line in applied.items()} == {
        "RU-OLD": PARTS,
        "RU-NEW": PARTS,
        "RU-CLEAR": [],
    }
    recipients = {name: line["record"]["sealed"][0]["recipients"] for name, line in applied.items() if line["parts"]}
    assert recipients == {"RU-OLD": [OLD.kid], "RU-NEW": [NEW.kid]}
    assert GROUNDS not in str(applied["RU-NEW"]["record"])
    kept = jws.read(evidence.parse(bundle).message.envelope, envelope.TYP).payload.decode()
    assert applied["RU-NEW"]["record"]["sealed"][0]["sha256"] in kept
    assert GROUNDS not in kept
    assert [line["codes"] for line in russia.read("outcomes") if line["verdict"] == "refused"] == [
        ["encryption-key-missing"]
    ]


async def test_the_hub_refuses_what_is_not_sealed_for_exactly_the_recipients(
    tmp_path: Path, real_trust: Trust, real_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    russia = Site(tmp_path / "ru", "ru-guvm", real_trust, real_url)
    stranger = real_trust.list.keys[NEW.kid]
    monkeypatch.setattr(sealed_part, "newest_key", lambda _trust, _name, _at: stranger)
    russia.put(make_sealed("RU-1", to=["tj-mvd"]))

    async with russia.open() as sender:
        await send(sender)
        await sender.outbound.tell()

    assert [line["codes"] for line in russia.read("outcomes")] == [["sealed-recipients"] * 2]


async def test_a_part_for_a_key_that_is_not_at_hand_is_put_aside_and_said(
    tmp_path: Path, real_trust: Trust, real_url: str
) -> None:
    russia = Site(tmp_path / "ru", "ru-guvm", real_trust, real_url)
    tajikistan = Site(tmp_path / "tj", "tj-molme", real_trust, real_url, openers=[OLD])
    tajikistan.know(NEW.kid)
    russia.put(make_sealed("RU-1"), make_change("RU-2"))

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await receive(recipient)
        await send(recipient)
        await receive(sender, Lane.ORDINARY)

        assert [item.code for item in recipient.inbox.quarantined()] == ["sealed-for-others"]
        assert sender.outbox.counts() | {"ready": 0} == {
            "ready": 0,
            "accepted": 2,
            "refused": 0,
            "processed": 1,
            "rejected": 1,
        }
    assert tajikistan.subjects() == ["RU-2"]
