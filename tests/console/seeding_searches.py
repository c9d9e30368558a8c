"""Searches for missing persons and proposals of matches, as the served console of the tests has them."""

import json
from typing import Any

from schemas import files
from tests.integration.hubs import Hub

EXAMPLES = files.ROOT
ROUTING: dict[str, Any] = {"agreement": "cis-1998", "purpose": "missing-persons"}
TJ, RU, KZ = "tj-mvd", "ru-guvm", "kz-mvd"


def _example(kind: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / kind / "1.0/examples" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _remains() -> dict[str, Any]:
    name = min(path.stem for path in (EXAMPLES / "unidentified-remains/1.0/examples").glob("valid-*.json"))
    return {**_example("unidentified-remains", name), "owner": RU, "revision": 1}


async def seed_searches(hub: Hub) -> None:
    """A search of Tajikistan, one of Russia, one of Russia that Tajikistan never received, and three proposals."""
    person = _example("missing-person", "valid-construction-worker")
    await _send(hub, TJ, {**person, "case_id": "TJ-M-TEST-1"}, "missing-person", [RU])
    for number, to in ((1, TJ), (2, KZ)):
        record = {**person, "case_id": f"RU-M-TEST-{number}", "owner": RU}
        await _send(hub, RU, record, "missing-person", [to])
    for number, to in ((7, TJ), (8, KZ)):
        await _send(hub, RU, {**_remains(), "case_id": f"RU-R-TEST-{number}"}, "unidentified-remains", [to])
    await _send(hub, KZ, {**person, "case_id": "KZ-M-TEST-1", "owner": KZ}, "missing-person", [RU])
    proposal = _example("match-proposal", "valid-explained")
    for number, to in ((1, TJ), (2, TJ), (3, KZ)):
        record = {
            **proposal,
            "proposal_id": f"RU-MP-TEST-{number}",
            "revision": 1,
            "stage": "proposed",
            "am": {"owner": to, "case_id": "TJ-M-TEST-1" if to == TJ else "KZ-M-TEST-1"},
            "pm": {"owner": RU, "case_id": "RU-R-TEST-7" if to == TJ else "RU-R-TEST-8"},
            "features": [*proposal["features"], {"name": "dna", "agreement": "agrees", "weight": 20}],
        }
        await _send(hub, RU, record, "match-proposal", [to])


async def _send(hub: Hub, sender: str, record: dict[str, Any], kind: str, to: list[str]) -> None:
    subject = record.get("proposal_id", record.get("case_id"))
    await hub.submit(hub.sign(sender, record, type=kind, to=to, subject=subject, **ROUTING))
