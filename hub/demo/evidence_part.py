"""Evidence without the hub: bundles are fetched while it runs, and verified after it has stopped."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.demo.theatre import KAZAKHSTAN, RUSSIA, TAJIKISTAN, Theatre


async def fetch_bundles(theatre: Theatre, sent_twice: str) -> list[Path]:
    """Fetch the evidence of three messages: a ban, a readmission request, and the one that was sent twice."""
    theatre.report.title("evidence")
    sent = (await theatre.russia.ask("told"))["told"]
    wanted = (
        (TAJIKISTAN, _accepted(sent, "RU-2026-"), RUSSIA),
        (KAZAKHSTAN, _accepted(sent, "RU-RA-"), RUSSIA),
        (KAZAKHSTAN, sent_twice, KAZAKHSTAN),
    )
    fetched = (_fetch(theatre, number, *each) for number, each in enumerate(wanted, start=1))
    return list(await asyncio.gather(*fetched))


async def _fetch(theatre: Theatre, number: int, participant: str, message_id: str, sender: str) -> Path:
    file = theatre.stage.folder / f"evidence-{number}.json"
    await theatre.run(
        *("inbox", "--config", str(theatre.stage.config(participant))),
        *("--evidence", message_id, "--sender", sender, "--out", str(file)),
    )
    return file


async def verify_bundles(theatre: Theatre, bundles: list[Path]) -> None:
    """Verify each bundle with the root from the stage, then with one bit flipped."""
    root = str(theatre.stage.hub / "root.note")
    verdicts = await asyncio.gather(*(_verify(theatre, file, root) for file in bundles))
    for number, (whole, flipped) in enumerate(verdicts, start=1):
        theatre.report.add("evidence_bundles_verified", int(whole == 0))
        theatre.report.check(
            f"evidence-{number}-verifies",
            whole == 0,
            f"пакет доказательств {number} проверен без узла",
            f"evidence bundle {number} verified without the hub",
        )
        theatre.report.check(
            f"evidence-{number}-flipped-fails",
            flipped == 1,
            "после изменения одного бита не проходит",
            "after one flipped bit it fails",
        )


async def _verify(theatre: Theatre, file: Path, root: str) -> tuple[int, int]:
    """Return the exit statuses of `hub verify` for the bundle and for it with one bit flipped."""
    altered = await asyncio.to_thread(_alter, file)
    whole, _ = await theatre.run("verify", str(file), "--root", root)
    flipped, _ = await theatre.run("verify", str(altered), "--root", root)
    return whole, flipped


def _alter(file: Path) -> Path:
    altered = file.with_suffix(".flipped.json")
    altered.write_bytes(_flip_bit(file.read_bytes()))
    return altered


def _flip_bit(raw: bytes) -> bytes:
    """Flip one bit in the middle of the signed envelope."""
    begin = raw.index(b'"envelope"')
    place = begin + 400
    return raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]


def _accepted(told: Sequence[Mapping[str, Any]], prefix: str) -> str:
    """Return the id of the first accepted message about a subject that begins so, as Russia's register was told it."""
    documents = (document for each in told for document in each["documents"])
    accepted = (each for each in documents if each["accepted"] and (each["subject"] or "").startswith(prefix))
    return str(next(accepted)["hub_message_id"])
