"""Evidence without the hub: bundles are fetched while it runs, and verified after it has stopped."""

import json
from pathlib import Path
from typing import Any

from hub.demo.theatre import KAZAKHSTAN, RUSSIA, TAJIKISTAN, Theatre


async def fetch_bundles(theatre: Theatre, sent_twice: str) -> list[Path]:
    """Fetch the evidence of three messages: a ban, a readmission request, and the one that was sent twice."""
    theatre.report.title("evidence")
    ban = (await _messages(theatre, TAJIKISTAN, "urgent"))[0]
    request = next(
        each for each in await _messages(theatre, KAZAKHSTAN, "ordinary") if each["type"] == "readmission-request"
    )
    wanted = (
        (TAJIKISTAN, ban["id"], ban["from"]),
        (KAZAKHSTAN, request["id"], RUSSIA),
        (KAZAKHSTAN, sent_twice, KAZAKHSTAN),
    )
    bundles = []
    for number, (participant, message_id, sender) in enumerate(wanted, start=1):
        file = theatre.stage.folder / f"evidence-{number}.json"
        await theatre.run(
            *("inbox", "--config", str(theatre.stage.config(participant))),
            *("--evidence", message_id, "--sender", sender, "--out", str(file)),
        )
        bundles.append(file)
    return bundles


async def verify_bundles(theatre: Theatre, bundles: list[Path]) -> None:
    """Verify each bundle with the root from the stage, then with one bit flipped."""
    root = str(theatre.stage.hub / "root.note")
    for number, file in enumerate(bundles, start=1):
        status, _ = await theatre.run("verify", str(file), "--root", root)
        theatre.report.add("evidence_bundles_verified", int(status == 0))
        theatre.report.check(
            f"evidence-{number}-verifies",
            status == 0,
            f"пакет доказательств {number} проверен без узла",
            f"evidence bundle {number} verified without the hub",
        )
        flipped = file.with_suffix(".flipped.json")
        flipped.write_bytes(_flip_bit(file.read_bytes()))
        status, _ = await theatre.run("verify", str(flipped), "--root", root)
        theatre.report.check(
            f"evidence-{number}-flipped-fails",
            status == 1,
            "после изменения одного бита не проходит",
            "after one flipped bit it fails",
        )


def _flip_bit(raw: bytes) -> bytes:
    """Flip one bit in the middle of the signed envelope."""
    begin = raw.index(b'"envelope"')
    place = begin + 400
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


async def _messages(theatre: Theatre, participant: str, lane: str) -> list[dict[str, Any]]:
    config = str(theatre.stage.config(participant))
    _, said = await theatre.run("inbox", "--lane", lane, "--config", config, "--json")
    return list(json.JSONDecoder().decode(said.decode())["messages"])
