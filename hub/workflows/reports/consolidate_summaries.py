"""Consolidate what the caller may read into one report of a period; or read the newest report that was frozen.

A report is made from the summaries that its reader sent or received, so that it shows nobody more than the log has
shown him already. What is published is made for the audience `public`, without summaries whose senders do not agree.
"""

import asyncio
from typing import Any

from hub.core import instant
from hub.core.errors import MissingError, ParameterError
from hub.core.statistics import indicator, situation_report
from hub.core.statistics import period as periods
from hub.core.statistics.cells import Scope
from hub.core.statistics.period import Period
from hub.core.statistics.report import consolidate
from hub.store import log, summaries
from hub.workflows.exchange import Exchange
from hub.workflows.reports.read_summaries import open_summaries
from hub.workflows.retention.retain_messages import read_envelope
from hub.workflows.submission.listed_figures import indicators_of
from keys.trustlist import ParticipantRole
from schemas.catalogue import Catalogue


def parse_period(value: str) -> Period:
    """Return a period by its value.

    Raises:
        ParameterError: it is none.
    """
    found = periods.parse(value)
    if found is None:
        raise ParameterError(parameter="period")
    return found


async def consolidate_summaries(exchange: Exchange, *, reader: str, period: str, audience: str) -> dict[str, Any]:
    """Return the report of a period as a record, the next edition, not frozen.

    Raises:
        ParameterError: there is no such period.
    """
    wanted = parse_period(period)
    year = wanted.end.year
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
        places = await summaries.read_places(conn, reader, [year - 1, year, year + 1])
        found = await summaries.read_at(conn, [each for each in places if each < released])
        edition = await summaries.last_edition(conn, wanted.value) + 1
    known = await open_summaries(exchange, found)
    report = await asyncio.to_thread(consolidate, scope_of(exchange, wanted), known, audience=audience)
    made_at = instant.format(exchange.clock.now(), seconds=True)
    return situation_report.make(report, edition=edition, made_at=made_at, log_size=released)


async def read_frozen(exchange: Exchange, *, reader: str, period: str, audience: str) -> dict[str, Any]:
    """Return the newest frozen report of a period with what its evidence is found by.

    Raises:
        ParameterError: there is no such period.
        MissingError: none was frozen that the caller may read.
    """
    wanted = parse_period(period)
    async with exchange.pool.acquire() as conn:
        kept = await summaries.read_newest_report(conn, reader, wanted.value, audience)
    envelope = None if kept is None else read_envelope(exchange, kept)
    if kept is None or envelope is None:
        raise MissingError
    return {
        "message": {"id": envelope.id, "from": envelope.sender, "index": kept.index, "sha256": kept.sha256},
        "report": envelope.record,
    }


def scope_of(exchange: Exchange, period: Period) -> Scope:
    """Return what a report of this period is about: the states of the exchange, and who has to report."""
    catalogue: Catalogue = exchange.catalogue
    participants = exchange.judgement.trust.participants.values()
    members = {each.state for each in participants if each.role is ParticipantRole.MEMBER}
    states = {each.code: str(each.more["alpha3"]) for each in catalogue.code_list("states").entries}
    pairs = catalogue.code_list("mirror-pairs").entries
    return Scope(
        period=period,
        states=states,
        expected=tuple(state for state in states if state in members),
        indicators=indicators_of(catalogue),
        pairs=tuple(indicator.pair_from_entry(each.code, each.more) for each in pairs),
    )
