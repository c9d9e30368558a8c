"""A Work Plan with what was reported of it, a meeting with a draft agenda and comments, a decision: of 2021."""

from typing import Any

from tests.integration.hubs import Hub
from tests.support.records import example

SECRETARIAT = "cis-ec"
SUBJECTS = {"meeting": "meeting_id"}


async def seed_council(hub: Hub) -> None:
    """Put the records into the hub, as the secretariat and members send them."""
    for kind, name in (("work-plan", "draft-2021"), ("work-plan", "adopted-2021"), ("meeting", "council-26-planned")):
        await submit_council(hub, kind, example(kind, name))
    await submit_council(hub, "work-plan", example("work-plan", "progress-2021"), "tj-molme", (SECRETARIAT, "kz-mvd"))
    await submit_council(hub, "agenda", example("agenda", "meeting-26-draft"))
    await submit_council(hub, "agenda", example("agenda", "meeting-26-comments"), "tj-molme", (SECRETARIAT,))
    decided = example("decision", "meeting-25-adopted")
    drafted = {name: value for name, value in decided.items() if name != "adopted"}
    await submit_council(hub, "decision", {**drafted, "stage": "draft"})
    await submit_council(hub, "decision", decided)


async def submit_council(
    hub: Hub, kind: str, record: dict[str, Any], sender: str = SECRETARIAT, to: tuple[str, ...] = ("@council",)
) -> None:
    """Submit a record of the Council."""
    subject = record[SUBJECTS.get(kind, "document_id")]
    routing = {"agreement": "cis-2007", "purpose": "council-work", "subject": subject}
    await hub.submit(hub.sign(sender, record, type=kind, to=list(to), **routing))
