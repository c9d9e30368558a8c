"""The log as C2SP tlog-tiles shows it: entries for the secretariat, and what witnesses compare."""

import pytest

from hub.core import checkpoint as checkpoints
from hub.core import merkle, tile
from hub.workflows.log.witness_naming import Naming
from keys import note
from tests.integration.api.callers import Api
from tests.integration.hubs import Hub


async def released(api: Api, hub: Hub) -> int:
    """Submit a message; return the released size after it."""
    index = (await hub.submit(hub.ban())).receipt.index
    while True:
        raw = (await api.get("/log/checkpoint", "tj-mvd")).body
        size = checkpoints.parse(note.parse(raw).text).size
        if size > index:
            return size


async def test_the_secretariat_reads_the_leaves_that_the_hashes_stand_for(api: Api, shared_node: Hub) -> None:
    size = await released(api, shared_node)
    number, width = divmod(size, tile.WIDTH)
    place = f"{number:03d}.p/{width}"
    entries = await api.get(f"/log/tile/entries/{place}", "cis-ec")
    hashes = await api.get(f"/log/tile/0/{place}", "tj-mvd")

    leaves = tile.unbundle(entries.body, width)
    assert b"".join(merkle.leaf_hash(leaf) for leaf in leaves) == hashes.body
    assert (entries.status, entries.headers["Content-Type"]) == (200, "application/octet-stream")
    assert entries.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("by", "path", "code"),
    [
        ("tj-mvd", "000.p/1", "log-entries-not-allowed"),
        ("ru-guvm", "000.p/1", "log-entries-not-allowed"),
        ("tm-sms", "000.p/1", "log-entries-not-allowed"),
        ("hub", "000.p/1", "log-entries-not-allowed"),
        ("cis-ec", "000.p/256", "parameter-invalid"),
        ("cis-ec", "0", "parameter-invalid"),
        ("cis-ec", "x001/000", "not-found"),
        ("cis-ec", "entries/000", "not-found"),
    ],
)
async def test_entries_are_for_the_secretariat_and_up_to_what_is_released(
    api: Api, shared_node: Hub, by: str, path: str, code: str
) -> None:
    await released(api, shared_node)

    assert (await api.get(f"/log/tile/entries/{path}", by)).code == code


async def test_what_witnesses_compare_is_shown_to_participants_only(api: Api, shared_node: Hub) -> None:
    size = await released(api, shared_node)
    await Naming(shared_node.exchange).step()
    answer = await api.get("/log/witnessing", "tm-sms")

    assert answer.json.keys() == {"named", "witnessed", "cosigned"}
    assert checkpoints.parse(note.parse(answer.json["named"].encode()).text).size >= size
    assert (await api.get("/log/witnessing")).code == "unauthenticated"
    nobody = await api.call("POST", "/log/cosignatures", data=b"x", headers={"Content-Type": "text/plain"})
    assert nobody.code == "unauthenticated"
    headers = {"Authorization": f"Bearer {api.token('tj-mvd')}", "Content-Type": "application/jose"}
    assert (await api.call("POST", "/log/cosignatures", data=b"x", headers=headers)).code == "media-type-unsupported"
