"""A hub that shows two logs cannot hide it by keeping proofs back, nor by what it names; nonsense stops no witness."""

import json
import math
import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from hub.sdk.errors import LogBehindError, LogForkError, LogUnprovenError, StopError, UntrustedAnswerError
from hub.sdk.trust_list import log_history
from hub.sdk.witnessing.witness import Witness
from hub.sdk.witnessing.witness_notes import point_of, split
from keys import note
from tests.support.trust import make_key
from tests.unit.sdk.logs import DOWN, LEAVES, NOW, ORIGIN, OTHER, OWN, REFUSED, TRUST, ShownHub, signed, watching

INTERVAL = 10.0


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that have passed; nothing is slept through."""
    passed = [0.0]
    monkeypatch.setattr(log_history, "time", SimpleNamespace(monotonic=lambda: passed[0]))
    monkeypatch.setattr("hub.sdk.witnessing.witness.BEHIND_SECONDS", math.inf)
    monkeypatch.setattr(log_history, "PAUSES", ())
    monkeypatch.setattr("hub.sdk.witnessing.witness.PAUSES", (0.0, 0.0))
    return passed


async def look(witness: Witness, clock: list[float], most: float = 60.0) -> StopError:
    """Return the alarm that comes within so many seconds."""
    end = clock[0] + most
    while clock[0] <= end:
        try:
            await witness.step()
        except LogBehindError:
            clock[0] += INTERVAL
        except StopError as alarm:
            return alarm
    pytest.fail("no alarm")


@pytest.mark.parametrize("error", [REFUSED, DOWN], ids=["refused", "unavailable"])
async def test_a_forked_hub_that_keeps_every_proof_back_is_found_within_a_minute(
    tmp_path: Path, clock: list[float], error: Exception
) -> None:
    hub = ShownHub()
    hub.show(LEAVES[:12])
    published = tmp_path / "published"
    async with watching(tmp_path / "state", hub, publish_file=published) as witness:
        await witness.step()
        hub.show(OTHER[:13])
        hub.keeps_back = lambda _first, _second: error
        alarm = await look(witness, clock)

    assert isinstance(alarm, LogUnprovenError)
    assert [point_of(each).size for each in alarm.notes] == [12, 13]
    evidence = json.loads((tmp_path / "state" / "fork.json").read_text())
    assert [evidence["seen"].encode(), evidence["shown"].encode()] == list(alarm.notes)
    assert split(published.read_bytes()) == list(alarm.notes)
    assert set(alarm.notes) <= set(hub.taken)
    assert max(point_of(each).size for each in hub.taken[:1]) == 12, "nothing of the other log was cosigned"


async def test_a_fork_that_grows_while_it_keeps_proofs_back_is_found_as_soon(
    tmp_path: Path, clock: list[float]
) -> None:
    hub = ShownHub()
    hub.show(LEAVES[:12])
    async with watching(tmp_path, hub) as witness:
        await witness.step()
        hub.keeps_back = lambda _first, _second: REFUSED
        for size in range(13, 20):
            hub.show(OTHER[:size])
            try:
                await witness.step()
            except LogBehindError:
                clock[0] += INTERVAL
            except LogUnprovenError:
                break

    assert clock[0] <= 60.0


async def test_a_peer_that_was_shown_another_log_is_heard_though_the_hub_keeps_that_one_proof_back(
    tmp_path: Path, clock: list[float]
) -> None:
    hub, peer = ShownHub(), tmp_path / "peer"
    hub.show(LEAVES[:12])
    async with watching(tmp_path / "state", hub, peers=(str(peer),)) as witness:
        await witness.step()
        peer.write_bytes(signed(OTHER[:9]))
        hub.show(LEAVES[:20])
        hub.keeps_back = lambda first, _second: REFUSED if first == 9 else None
        alarm = await look(witness, clock)

    assert isinstance(alarm, LogUnprovenError)
    assert signed(OTHER[:9]) in alarm.notes
    assert (tmp_path / "state" / "fork.json").exists()
    assert {point_of(each).size for each in hub.taken if OWN.encode() in each} == {12}, "not while it is unproven"


async def test_a_hub_that_is_down_is_no_fork(tmp_path: Path, clock: list[float]) -> None:
    hub = ShownHub()
    hub.show(LEAVES[:12])
    async with watching(tmp_path, hub) as witness:
        await witness.step()
        hub.show(LEAVES[:13])
        hub.keeps_back = lambda _first, _second: REFUSED
        with pytest.raises(LogBehindError):
            await witness.step()
        hub.down = True
        for _ in range(100):
            clock[0] += INTERVAL
            with pytest.raises(type(DOWN)):
                await witness.step()
        hub.down = False
        with pytest.raises(LogBehindError):
            await witness.step()
        hub.keeps_back = lambda _first, _second: None
        await witness.step()

        assert witness.cosigned == 13
        assert not witness._site.history.unproven


@pytest.mark.parametrize("size", [8, 10, 12, 15])
async def test_a_named_checkpoint_of_another_log_is_an_alarm_whatever_its_size(tmp_path: Path, size: int) -> None:
    hub = ShownHub()
    hub.show(LEAVES[:10])
    async with watching(tmp_path, hub) as witness:
        await witness.step()
        hub.newest, hub.named = signed(LEAVES[:12]), signed(OTHER[:size])
        with pytest.raises(LogForkError):
            await witness.step()


@pytest.mark.parametrize("again", [False, True], ids=["running", "started-again"])
async def test_two_roots_of_one_size_are_an_alarm_without_any_proof(tmp_path: Path, *, again: bool) -> None:
    hub = ShownHub()
    hub.show(LEAVES[:10])
    async with watching(tmp_path, hub) as witness:
        await witness.step()
        if not again:
            hub.named, hub.keeps_back = signed(OTHER[:10]), lambda _first, _second: REFUSED
            with pytest.raises(LogForkError):
                await witness.step()
    if again:
        hub.newest, hub.named = signed(LEAVES[:12]), None
        async with watching(tmp_path, hub) as witness:
            await witness.step()
        hub.named, hub.keeps_back = signed(OTHER[:10]), lambda _first, _second: REFUSED
        async with watching(tmp_path, hub) as witness:
            with pytest.raises(LogForkError) as alarm:
                await witness.step()
        assert [point_of(each).size for each in alarm.value.notes] == [10, 10]


NONSENSE = {
    "junk": b"junk",
    "empty": b"",
    "another key": signed(OTHER[:9], make_key("stranger", "log")),
    "wrong cosignature": note.cosign(signed(LEAVES[:9]), f"{OWN}-witness", TRUST.witnesses[OWN], NOW)[:-9]
    + b"AAAAAAA=\n",
}


@pytest.mark.parametrize("name", NONSENSE)
async def test_nonsense_of_a_peer_is_told_and_passed_over(tmp_path: Path, name: str) -> None:
    hub, peer = ShownHub(), tmp_path / "peer"
    peer.write_bytes(NONSENSE[name])
    hub.show(LEAVES[:10])
    async with watching(tmp_path / "state", hub, peers=(str(peer),)) as witness:
        await witness.step()

        assert (witness.cosigned, witness.passed_over) == (10, 1)


async def test_a_bad_cosignature_does_not_keep_a_checkpoint_of_another_log_from_being_heard(tmp_path: Path) -> None:
    hub, peer = ShownHub(), tmp_path / "peer"
    hub.show(LEAVES[:10])
    peer.write_bytes(
        note.cosign(signed(OTHER[:9]), "kz-mvd-witness", TRUST.witnesses["kz-mvd"], NOW)[:-9] + b"AAAAAAA=\n"
    )
    async with watching(tmp_path / "state", hub, peers=(str(peer),)) as witness:
        with pytest.raises(LogForkError):
            await witness.step()


async def test_a_hub_that_names_nonsense_is_told_of_and_not_cosigned(tmp_path: Path) -> None:
    hub = ShownHub(named=b"junk", newest=signed(LEAVES[:10]))
    async with watching(tmp_path, hub) as witness:
        with pytest.raises(UntrustedAnswerError):
            await witness.step()

    assert not hub.taken


async def test_a_note_by_an_earlier_log_key_is_judged_by_that_key(tmp_path: Path) -> None:
    hub, new = ShownHub(), make_key("rotated", "log")
    hub.show(LEAVES[:10])
    async with watching(tmp_path / "state", hub, peers=(str(tmp_path / "peer"),)) as witness:
        await witness.step()
        witness._site.trust.log_keys = (note.verifier_key(ORIGIN, new), TRUST.list.log_verifier)  # type: ignore[misc]
        hub.cosigned = (hub.taken[-1],)
        hub.show(LEAVES[:14], new)
        await witness.step()
        assert (witness.cosigned, witness.passed_over) == (14, 0)
        (tmp_path / "peer").write_bytes(signed(OTHER[:9]))
        with pytest.raises(LogForkError):
            await witness.step()


@pytest.mark.parametrize("way", ["hub", "peer", "published"])
async def test_a_restored_witness_cosigns_nothing_that_does_not_continue_what_is_shown_of_its_own(
    tmp_path: Path, clock: list[float], way: str
) -> None:
    hub, files = ShownHub(), {"peers": (str(tmp_path / "peer"),), "publish_file": tmp_path / "published"}
    hub.show(LEAVES[:4])
    async with watching(tmp_path / "state", hub, **files) as witness:
        await witness.step()
    shutil.copytree(tmp_path / "state", tmp_path / "older")
    (tmp_path / "older" / "lock").unlink()
    hub.show(LEAVES[:10])
    async with watching(tmp_path / "state", hub, **files) as witness:
        await witness.step()
    newest = hub.taken[-1]
    hub.cosigned = (newest,) if way == "hub" else ()
    if way != "published":
        (tmp_path / "published").unlink()
    if way == "peer":
        (tmp_path / "peer").write_bytes(newest)
    hub.taken.clear()
    hub.leaves = OTHER
    hub.show(OTHER[:12])
    async with watching(tmp_path / "older", hub, **files) as witness:
        alarm = await look(witness, clock)

    assert newest in alarm.notes or point_of(newest) in [point_of(each) for each in alarm.notes]
    assert all(point_of(each).size != 12 or OWN.encode() not in each for each in hub.taken)


def test_a_published_file_holds_one_note_or_several() -> None:
    one, two = signed(LEAVES[:3]), signed(OTHER[:7])

    assert split(one) == [one]
    assert split(b"\n".join([one, two])) == [one, two]
    assert split(b"junk") == [b"junk"]
    assert len(split(b"\n".join([one] * 9))) == 4
