"""The audit over the network, against a hub that shows one log, and against hubs that do not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.client.answers import Problem
from hub.client.errors import RefusedError
from hub.client.log_answers import Witnessing
from hub.core import checkpoint as checkpoints
from hub.core import instant, merkle, tile
from hub.core import leaf as leaves
from hub.core.audit import Finding
from hub.core.checkpoint import Checkpoint
from hub.core.leaf import ActLeaf
from hub.core.receipt import Receipt
from hub.core.tile import WIDTH, Tile
from hub.sdk.witnessing.audit import Shown, audit_shown
from hub.sdk.witnessing.kept_log import Kept
from keys import note
from tests.support.trust import Trust, make_key, make_trust

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
TRUST = make_trust(("tj-mvd", "kz-mvd", "hub"), now=NOW)
ORIGIN = TRUST.list.hub
SIZE = 2 * WIDTH + 40


def make_leaf(number: int, **changes: Any) -> bytes:
    members = {"hub": ORIGIN, "act": "test", "subject": f"{number}", "sha256": "", "trust": 1, "salt": ""}
    at = instant.format(NOW + timedelta(seconds=number))
    return leaves.format(ActLeaf(**{**members, "at": at, **changes}))


LEAVES = [make_leaf(number) for number in range(SIZE)]


def signed(size: int, made_of: list[bytes] | None = None, trust: Trust = TRUST) -> bytes:
    """Return the checkpoint of the first leaves."""
    root = merkle.root(map(merkle.leaf_hash, (made_of or LEAVES)[:size]))
    return note.sign(checkpoints.format(Checkpoint(origin=ORIGIN, size=size, root=root)), ORIGIN, trust.log)


class Client:
    """Shows a log; a test changes what it shows."""

    def __init__(self) -> None:
        self.leaves = list(LEAVES)
        self.tiles: dict[str, bytes | None] = {}
        self.newest = signed(SIZE)
        self.shown = Witnessing(named=signed(300), witnessed=None, cosigned=())
        self.refuses = "log-entries-not-allowed"

    async def checkpoint(self) -> bytes:
        return self.newest

    async def witnessing(self) -> Witnessing:
        return self.shown

    async def tile(self, path: str, *, most: int = 0) -> bytes:
        assert most >= 0
        made = self.tiles.get(path, self._make(path))
        if made is None:
            raise RefusedError(Problem(status=403, code=self.refuses, detail="", texts={}))
        return made

    def _make(self, path: str) -> bytes | None:
        if path.startswith("entries/"):
            if self.refuses:
                return None
            place = tile.parse_path(f"0/{path.removeprefix('entries/')}")
            return tile.bundle(self.leaves[place.number * WIDTH : place.number * WIDTH + place.width])
        place = tile.parse_path(path)
        begin = place.number * WIDTH
        return b"".join(merkle.leaf_hash(leaf) for leaf in self.leaves[begin : begin + place.width])


async def audit(client: Client, **kept: Any) -> Shown:
    roots = [TRUST.documents["root"]]
    return await audit_shown(client, TRUST.list, roots, Kept(**kept), lambda _done, _size: None)  # type: ignore[arg-type]


def receipt(index: int, leaf: bytes | None = None) -> Receipt:
    return Receipt(leaf=leaf or LEAVES[index], index=index, proof=(), checkpoint=b"")


async def test_a_log_that_agrees_with_all_that_was_kept_is_sound() -> None:
    client = Client()
    client.refuses = ""
    found = await audit(client, notes={"own": signed(17)}, receipts=[receipt(5), receipt(SIZE - 1)])

    assert found.finding is None
    assert (found.size, found.counts["leaves"], found.counts["entries"]) == (SIZE, SIZE, SIZE)
    assert (found.counts["checkpoints"], found.counts["receipts"]) == (3, 2)


async def test_hashes_are_enough_where_entries_are_not_shown() -> None:
    found = await audit(Client())

    assert found.finding is None
    assert "entries" not in found.counts


OTHER = [*LEAVES[:200], make_leaf(200, act="other"), *LEAVES[201:]]
Change = Callable[[Client], object]
WRONG: dict[str, tuple[Change, dict[str, Any], str, str]] = {
    "another log": (lambda hub: setattr(hub, "leaves", OTHER), {}, "checkpoint", "root-mismatch"),
    "a checkpoint by another key": (
        lambda hub: setattr(hub, "newest", note.sign(b"x\n", ORIGIN, make_key("x", "x"))),
        {},
        "checkpoint",
        "unsigned",
    ),
    "no tile": (lambda hub: hub.tiles.update({Tile(0, 1).path(): None}), {}, "tile 0/001", "missing"),
    "a short tile": (lambda hub: hub.tiles.update({Tile(0, 1).path(): bytes(32)}), {}, "tile 0/001", "malformed"),
    "a checkpoint of another log": (bool, {"notes": {"own": signed(250, OTHER)}}, "own", "root-mismatch"),
    "a checkpoint of a longer log": (
        bool,
        {"notes": {"own": signed(SIZE + 1, [*LEAVES, make_leaf(SIZE)])}},
        "own",
        "log-longer",
    ),
    "a receipt for another leaf": (bool, {"receipts": [receipt(200, OTHER[200])]}, "own receipt 200", "hash-mismatch"),
    "a receipt beyond the end": (bool, {"receipts": [receipt(SIZE, LEAVES[0])]}, "own receipt 552", "log-longer"),
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_log_that_is_not_what_was_seen_is_named(name: str) -> None:
    change, kept, where, code = WRONG[name]
    client = Client()
    change(client)

    assert (await audit(client, **kept)).finding == Finding(where=where, code=code)


@pytest.mark.parametrize(
    ("entry", "where", "code"),
    [
        (make_leaf(3, subject="y"), "leaf 3", "hash-mismatch"),
        (None, "entries 000", "malformed"),
    ],
)
async def test_entries_must_be_those_that_the_hashes_stand_for(entry: bytes | None, where: str, code: str) -> None:
    client = Client()
    client.refuses = ""
    changed = [*LEAVES[:3], *([] if entry is None else [entry]), *LEAVES[4:WIDTH]]
    client.tiles["entries/000"] = tile.bundle(changed)

    assert (await audit(client)).finding == Finding(where=where, code=code)


@pytest.mark.parametrize(
    ("leaf", "code"),
    [
        (b"{}", "malformed"),
        (make_leaf(3, hub="mig.example/other"), "foreign"),
        (make_leaf(3, at=instant.format(NOW - timedelta(days=1))), "out-of-order"),
        (make_leaf(3, trust=0), "out-of-order"),
    ],
)
async def test_an_entry_that_the_hub_logged_wrongly_is_named(leaf: bytes, code: str) -> None:
    client = Client()
    client.refuses = ""
    client.leaves[3] = leaf
    client.newest = signed(SIZE, client.leaves)
    client.shown = replace(client.shown, named=None)

    assert (await audit(client)).finding == Finding(where="leaf 3", code=code)


async def test_a_tile_is_compared_with_the_one_above(monkeypatch: pytest.MonkeyPatch) -> None:
    """With tiles of two hashes, so that a few leaves have many levels."""
    for module in ("hub.core.tile", "hub.sdk.witnessing.audit"):
        monkeypatch.setattr(f"{module}.WIDTH", 2)
    monkeypatch.setattr("hub.core.tile.HEIGHT", 1)
    hashes = [merkle.leaf_hash(leaf) for leaf in LEAVES[:8]]
    rows = {0: hashes}
    for level in (1, 2):
        below = rows[level - 1]
        rows[level] = [tile.root_of(below[at : at + 2]) for at in range(0, len(below), 2)]
    client = Client()
    client.newest, client.shown = signed(8), replace(client.shown, named=None)
    client.tiles = {
        Tile(level, number, 2).path().removesuffix(".p/2"): b"".join(row[number * 2 : number * 2 + 2])
        for level, row in rows.items()
        for number in range(len(row) // 2)
    }
    monkeypatch.setattr(Tile, "path", lambda self: f"{self.level}/{self.number:03d}")
    assert (await audit(client)).finding is None
    client.tiles["1/001"] = rows[1][2] + bytes(32)

    assert (await audit(client)).finding == Finding(where="tile 0/003", code="hash-mismatch")
