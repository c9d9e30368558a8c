"""The log's key changes: what the earlier one signed stays of the log, and witnessing goes on."""

from pathlib import Path

import pytest

from hub.client.errors import RetryLaterError
from hub.core import checkpoint as checkpoints
from hub.core import witness as witnesses
from hub.core.checkpoint import Checkpoint
from keys import note
from tests.integration.hubs import Hub
from tests.integration.sdk.worlds import COUNTING, World, grow, witnessed
from tests.integration.workflows.test_log_key_rotation import NEW, publish


async def test_after_the_log_key_was_changed_witnessing_goes_on_to_the_next_quorum(world: World) -> None:
    hub, url = await world.hub("witness_rotation")
    await grow(hub)
    sites = {name: world.member(name, url) for name in COUNTING}
    for site in sites.values():
        async with site.open() as gateway:
            await gateway.witness.step()
    before = await witnessed(hub)
    assert before is not None
    (world.folder / "rotation").mkdir()
    new, url = await world.serve("witness_rotation", **publish(hub, world.folder / "rotation"))
    new.numbers = hub.numbers
    await show_old(new, sites[COUNTING[0]].folder / "older.note", before)
    await grow(new, 2)
    for name, site in sites.items():
        site.write_config(url, extra='[witness]\npeers = ["older.note"]\n' if name == COUNTING[0] else "")
        async with site.open() as gateway:
            await gateway.witness.step()

            assert gateway.witness.passed_over == 0, "the hub still shows notes that the earlier key signed"

    after = await witnessed(new, witnesses.check(before, world.site.trust.list).checkpoint.size + 1)
    assert after is not None
    said = witnesses.check(after, new.exchange.judgement.trust)
    assert said.enough
    assert note.verifier_key(world.site.trust.list.hub, NEW) == new.exchange.judgement.trust.log_verifier


async def test_a_checkpoint_named_before_the_change_is_cosigned_after_it(world: World) -> None:
    hub, url = await world.hub("witness_rotation_named")
    await grow(hub)
    (world.folder / "rotation").mkdir()
    _, url = await world.serve("witness_rotation_named", **publish(hub, world.folder / "rotation"))
    for name in COUNTING:
        async with world.member(name, url).open() as gateway:
            await gateway.witness.step()

            assert gateway.witness.cosigned

    assert await witnessed(hub) is not None


async def show_old(hub: Hub, place: Path, raw: bytes) -> None:
    """Publish an older note as a peer that has not looked since."""
    assert witnesses.check(raw, hub.trust.list).enough
    place.write_bytes(raw)


async def test_after_the_change_the_hub_still_stops_for_another_log_by_its_earlier_key(world: World) -> None:
    hub, _ = await world.hub("witness_rotation_fork")
    await grow(hub)
    (world.folder / "rotation").mkdir()
    new, url = await world.serve("witness_rotation_fork", **publish(hub, world.folder / "rotation"))
    origin = world.site.trust.list.hub
    other = note.sign(checkpoints.format(Checkpoint(origin=origin, size=5, root=bytes(32))), origin, hub.trust.log)
    async with world.member("tj-mvd", url).open() as gateway:
        await gateway.witness.step()
        with pytest.raises(RetryLaterError):
            await gateway.site.client.cosign(other)

    assert new.exchange.stopped
