"""Situation summaries, as the served console of the tests has them: the published figures of 2020, of two senders."""

import json
from typing import Any

from schemas import files
from tests.integration.hubs import Hub

FILE = files.ROOT / "situation-summary/1.0/examples/valid-tajikistan-2020-h1.json"
ROUTING: dict[str, Any] = {
    "type": "situation-summary",
    "to": ["cis-ec"],
    "agreement": "cis-2007",
    "purpose": "council-statistics",
    "subject": None,
}


async def seed_summaries(hub: Hub) -> None:
    """One summary of Tajikistan and one of Kazakhstan, both to the secretariat alone."""
    record = json.loads(FILE.read_text(encoding="utf-8"))
    await hub.submit(hub.sign("tj-mvd", record, **ROUTING))
    await hub.submit(hub.sign("kz-mvd", {**record, "area": "KZ"}, **ROUTING))


async def seed_legislation(hub: Hub) -> None:
    """A notice of Tajikistan to the members and the secretariat, in two revisions; another to Russia alone."""
    folder = files.ROOT / "legislation-notice/1.0/examples"
    routing = {"type": "legislation-notice", "agreement": "cis-2007", "purpose": "council-work"}
    for name, notice, to in (
        ("valid-tj-law-1699", "TJ-LEG-TEST-1", ["kz-mvd", "cis-ec"]),
        ("valid-tj-resolution-103", "TJ-LEG-TEST-2", ["ru-guvm"]),
    ):
        record = {**json.loads((folder / f"{name}.json").read_text(encoding="utf-8")), "notice_id": notice}
        await hub.submit(hub.sign("tj-mvd", {**record, "revision": 1}, to=to, subject=notice, **routing))
