"""Gateways as witnesses over real hubs: a quorum of cosignatures, and alarms where there is more than one log."""

import json
import shutil
from collections.abc import Callable

import pytest

from hub.client.errors import ClientError, RefusedError, RetryLaterError
from hub.core import checkpoint as checkpoints
from hub.core import witness as witnesses
from hub.core.checkpoint import Checkpoint
from hub.core.errors import IntegrityError
from hub.core.witness import MAX_NOTE
from hub.sdk.errors import (
    LogForkError,
    LogRollbackError,
    StopError,
    TrustError,
    WitnessingBehindError,
)
from hub.sdk.trust_list.log_history import COSIGNED
from hub.sdk.witnessing import witness as sdk_witness
from hub.sdk.witnessing.witness_notes import point_of
from hub.store import witness
from hub.workflows.log.witness_naming import Naming
from keys import keyfile, note
from tests.integration.sdk.worlds import COUNTING, World, fork, grow, witness_table, witnessed
from tests.support.hub import now
from tests.support.trust import make_key


async def test_a_majority_of_gateways_makes_a_checkpoint_witnessed(world: World) -> None:
    hub, url = await world.hub("witness_quorum")
    await grow(hub)
    sizes = []
    for name in (*COUNTING, "ru-guvm"):
        async with world.member(name, url).open() as gateway:
            await gateway.witness.step()
            sizes.append(gateway.witness.cosigned)
            found = await witnessed(hub)
            assert (found is not None) == (name in COUNTING[3:] or name == "ru-guvm")

    assert found is not None
    said = witnesses.check(found, world.site.trust.list)
    assert (said.by, said.enough) == (tuple(sorted((*COUNTING, "ru-guvm"))), True)
    assert set(sizes) == {said.checkpoint.size}
    assert await witnessed(hub, said.checkpoint.size + 1) is None
    assert f"hub_witnessed_size {said.checkpoint.size}".encode() not in hub.exchange.metrics.render()
    await Naming(hub.exchange).step()
    assert f"hub_witnessed_size {said.checkpoint.size}.0".encode() in hub.exchange.metrics.render()


async def test_a_checkpoint_is_named_when_the_log_has_grown_and_cosigned_once(world: World) -> None:
    hub, url = await world.hub("witness_once")
    async with world.member("tj-mvd", url).open() as gateway:
        await grow(hub)
        await gateway.witness.step()
        kept = gateway.witness._state.kept(COSIGNED)
        await Naming(hub.exchange).step()
        await gateway.witness.step()
        assert gateway.witness._state.kept(COSIGNED) == kept
        await grow(hub, 3)
        await gateway.witness.step()

        assert point_of(gateway.witness._state.kept(COSIGNED)).size == point_of(kept).size + 3
    async with hub.exchange.pool.acquire() as conn:
        assert [row[0] for row in await conn.fetch("SELECT count(*) FROM cosignature GROUP BY size")] == [1, 1]


async def test_a_cosignature_that_did_not_arrive_is_sent_again_as_it_was(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, url = await world.hub("witness_again")
    await grow(hub)
    site = world.member("tj-mvd", url)
    async with site.open() as gateway:
        monkeypatch.setattr(gateway.site.client, "cosign", lost := Losing())
        with pytest.raises(ClientError):
            await gateway.witness.step()
    async with site.open() as gateway:  # the signature was on disk before it went out
        await gateway.witness.step()
        kept = gateway.witness._state.kept(COSIGNED)

    assert lost.notes == [kept]
    async with hub.exchange.pool.acquire() as conn:
        newest = await witness.read_newest(conn)
    assert newest is not None
    assert note.parse(kept).signatures[1] in note.parse(newest.named.note).signatures


class Losing:
    """A way to the hub on which everything is lost."""

    def __init__(self) -> None:
        self.notes: list[bytes] = []

    async def __call__(self, cosigned: bytes) -> None:
        self.notes.append(cosigned)
        raise RefusedByTestError


class RefusedByTestError(ClientError):
    """The test's own failure."""


async def test_a_witness_whose_state_was_restored_remembers_what_is_shown_of_its_own_cosignatures(world: World) -> None:
    """Else it could be led to cosign another log from its old memory on."""
    hub, url = await world.hub("witness_restored")
    site = world.member("tj-mvd", url)
    async with site.open():
        pass
    shutil.copytree(site.state_dir, world.folder / "older")
    await grow(hub, 2)
    async with site.open() as gateway:
        await gateway.witness.step()
        kept = gateway.witness._state.kept(COSIGNED)
    shutil.rmtree(site.state_dir)
    shutil.copytree(world.folder / "older", site.state_dir)
    async with site.open() as gateway:
        assert gateway.witness._state.kept(COSIGNED) is None
        await gateway.witness.step()

        assert gateway.witness._state.kept(COSIGNED) == kept


@pytest.mark.parametrize("deeper", [False, True])
async def test_a_split_view_is_found_within_one_interval_by_notes_that_go_another_way(
    world: World, *, deeper: bool
) -> None:
    """Two hubs with one key, each with gateways of its own, which hear of each other by what they publish."""
    (one, url_one), (two, url_two) = await fork(world, deeper=deeper)
    published = {name: world.folder / f"{name}.note" for name in ("tj-mvd", "kz-mvd")}
    tajikistan = world.member("tj-mvd", url_one, extra=witness_table(published["tj-mvd"], published["kz-mvd"]))
    kazakhstan = world.member("kz-mvd", url_two, extra=witness_table(published["kz-mvd"], published["tj-mvd"]))
    found = []
    async with tajikistan.open() as left, kazakhstan.open() as right:
        await left.witness.step()
        for gateway in (right, left):  # one interval later at most
            with pytest.raises(StopError) as alarm:
                await gateway.witness.step()
            found.append(alarm.value)

    assert {type(each) for each in found} <= {LogForkError, LogRollbackError}
    for site, error in ((kazakhstan, found[0]), (tajikistan, found[1])):
        evidence = json.loads((site.state_dir / "fork.json").read_text())
        notes = [evidence["seen"].encode(), evidence["shown"].encode()]
        assert list(error.notes) == notes
        assert all(witnesses.check(each, world.site.trust.list) for each in notes)
    assert one.exchange.stopped, "shown what its key had signed elsewhere, the hub stops by itself"
    assert two.exchange.stopped


async def test_a_gateway_that_is_shown_the_other_log_finds_it_out_at_once(world: World) -> None:
    (_, url_one), (two, url_two) = await fork(world)
    site = world.member("tj-mvd", url_one)
    async with site.open() as gateway:
        await gateway.witness.step()
    site.write_config(url_two)
    async with site.open() as gateway:
        with pytest.raises(LogForkError):
            await gateway.witness.step()

    assert two.exchange.stopped


async def test_one_of_two_logs_has_no_quorum_where_nothing_goes_another_way(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, (_, url) = await fork(world)
    monkeypatch.setattr(sdk_witness, "BEHIND_SECONDS", -1.0)
    async with world.member("tj-mvd", url).open() as gateway:
        with pytest.raises(WitnessingBehindError):
            await gateway.witness.step()
        assert gateway.witness.cosigned > gateway.witness.witnessed


@pytest.mark.parametrize("regrown", [0, 1, 5])
async def test_a_log_restored_from_an_older_database_is_found_within_one_interval(world: World, regrown: int) -> None:
    hub, url = await world.hub("running")
    site = world.member("kz-mvd", url)
    await grow(hub, 3)
    async with site.open() as gateway:
        await gateway.witness.step()
    restored, url = await world.hub("restored")
    if regrown:
        await grow(restored, regrown, first=300)
    site.write_config(url)
    async with site.open() as gateway:
        with pytest.raises(LogForkError if regrown == 5 else LogRollbackError):
            await gateway.witness.step()

    assert restored.exchange.stopped
    with pytest.raises(IntegrityError):
        await restored.submit(restored.ban(999))


def by_another_key(raw: bytes) -> bytes:
    return note.cosign(raw, "tj-mvd-witness", make_key("another", "witness"), now())


def cosigned(raw: bytes) -> bytes:
    return note.cosign(raw, "tj-mvd-witness", make_key("test", "tj-mvd/witness"), now())


WRONG: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "nobody's cosignature": (bytes, "witness-unknown"),
    "a stranger's cosignature": (by_another_key, "witness-unknown"),
    "no note": (lambda raw: raw[:20], "note-malformed"),
    "a note too long": (lambda raw: raw + bytes(MAX_NOTE), "body-too-large"),
    "another text": (lambda raw: raw.replace(b"test\n", b"prod\n", 1), "note-signature-invalid"),
    "a wrong cosignature": (lambda raw: cosigned(raw)[:-10] + b"AAAAAAAA=\n", "note-signature-invalid"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_what_is_no_cosignature_of_the_named_checkpoint_is_refused(world: World, name: str) -> None:
    hub, url = await world.hub("witness_refused")
    await grow(hub, 2)
    make, code = WRONG[name]
    async with hub.exchange.pool.acquire() as conn:
        newest = await witness.read_newest(conn)
    assert newest is not None

    assert await refusal(world, url, make(newest.named.note)) == code
    assert not hub.exchange.stopped


async def test_a_checkpoint_that_was_not_named_is_not_cosigned(world: World) -> None:
    """A receipt's checkpoint is of the same log; named are others."""
    hub, url = await world.hub("witness_not_named")
    receipt = (await hub.submit(hub.ban())).receipt
    await grow(hub)

    assert await refusal(world, url, cosigned(receipt.checkpoint)) == "checkpoint-not-named"
    assert not hub.exchange.stopped


@pytest.mark.parametrize("size", [0, 5, 10_000])
async def test_a_hub_that_is_shown_another_log_by_its_own_key_signs_no_more(world: World, size: int) -> None:
    hub, url = await world.hub("witness_other_log")
    await grow(hub)
    other = checkpoints.format(Checkpoint(origin=hub.exchange.origin, size=size, root=bytes(32)))

    assert await refusal(world, url, note.sign(other, hub.exchange.origin, hub.trust.log)) == "integrity"
    assert hub.exchange.stopped


async def refusal(world: World, url: str, raw: bytes) -> str:
    """Return the code with which the hub answers such a note."""
    async with world.member("tj-mvd", url).open() as gateway:
        try:
            await gateway.site.client.cosign(raw)
        except RefusedError as refused:
            return refused.problem.code
        except RetryLaterError:  # 503: it stopped
            return "integrity"
    return "taken"


async def test_a_witness_key_that_is_not_listed_cosigns_nothing(world: World) -> None:
    hub, url = await world.hub("witness_key")
    await grow(hub)
    site = world.member("tj-mvd", url)
    (site.folder / "witness.pem").unlink()
    keyfile.write(site.folder / "witness.pem", make_key("another", "witness"), None)
    async with site.open() as gateway:
        with pytest.raises(TrustError):
            await gateway.witness.step()


async def test_what_others_publish_is_not_believed_unsigned(world: World) -> None:
    hub, url = await world.hub("witness_peers")
    await grow(hub)
    (world.folder / "junk.note").write_bytes(b"junk")
    extra = '[witness]\npeers = ["../junk.note", "../missing.note", "http://127.0.0.1:9/none"]\n'
    async with world.member("tj-mvd", url, extra=extra).open() as gateway:
        await gateway.witness.step()

        assert gateway.witness.passed_over == 1
        assert gateway.witness.cosigned
