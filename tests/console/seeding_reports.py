"""Summaries of more states, with the years they are compared with; the report of 2019 is frozen."""

from typing import Any

from hub.workflows.agreements.change_agreement import change_agreement
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.summaries import Summaries
from hub.workflows.reports.consolidate_summaries import consolidate_summaries
from schemas import figures
from tests.integration.agreements import read
from tests.integration.hubs import Hub

SECRETARIAT, FROZEN = "cis-ec", "2019"
ROUTING = {"purpose": "council-statistics", "agreement": "cis-2007", "subject": None}
SENDERS = {"TJ": "tj-molme", "RU": "ru-guvm", "KG": "kg-migration", "BY": "by-mvd"}


async def seed_reports(hub: Hub) -> None:
    """Put the summaries into the hub, and freeze a report."""
    known = figures.load()
    for name in ("ru-2019", "tj-2019"):
        await submit_summary(hub, known[name])
    for area, factor in (("KG", 2), ("BY", 3)):
        await submit_summary(hub, scaled({**known["tj-2020-h1"], "area": area}, factor))
    await _follow(hub)
    report = await consolidate_summaries(hub.exchange, reader=SECRETARIAT, period=FROZEN, audience="council")
    await hub.submit(hub.sign(SECRETARIAT, report, type="situation-report", to=["@council"], **ROUTING))


def scaled(record: dict[str, Any], factor: int) -> dict[str, Any]:
    """Return a summary with other figures, compared with nothing."""
    names = {"comparison", "note", "share"}
    observations = [
        {**{name: value for name, value in each.items() if name not in names}, "value": each["value"] * factor}
        for each in record["observations"]
    ]
    return {**record, "observations": observations}


async def submit_summary(hub: Hub, record: Any) -> None:
    """Submit a summary by its state's authority."""
    sender = SENDERS[record["area"]]
    token = hub.sign(sender, record, type="situation-summary", to=["@council", SECRETARIAT], **ROUTING)
    await hub.submit(token)


async def _follow(hub: Hub) -> None:
    await release_rest(hub.exchange)
    while not (await project.follow(hub.exchange, Summaries()))[1]:
        pass


async def seed_agreements(hub: Hub) -> None:
    """Bring an agreement under negotiation to its signing: a second version, for which no consent is needed."""
    signed = {**read("ru-tj-representation"), "version": 2, "status": "signed", "signed_on": "2026-09-01"}
    await change_agreement(hub.exchange, hub.process.committer, signed)
