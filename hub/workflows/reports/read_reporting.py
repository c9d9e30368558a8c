"""Read who has reported: the periods of a year beside the states, with what was frozen and who was reminded.

Columns are the periods of which a summary is there, and those for which the Council asks every year (half a year, nine
months, the year). A reader sees as reported what he sent or received.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hub.core.statistics import period as periods
from hub.core.statistics.period import Period
from hub.store import reporting
from hub.store.reporting import Edition, Reminded, Reported
from hub.workflows.exchange import Exchange
from hub.workflows.reports.consolidate_summaries import scope_of
from keys.trustlist import ParticipantRole

USUAL = ("-H1", "-9M", "")  # what the Council asks of every year


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One state: its summaries and the reminders of its authorities, by period; `expected`: it has to report."""

    area: str
    expected: bool
    reported: Mapping[str, Reported]
    reminded: Mapping[str, Sequence[Reminded]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The year as a table; `years` are those of which there is something, newest first.

    `is_whole`: the reader is the secretariat, whom every summary reaches.
    """

    year: int
    years: Sequence[int]
    periods: Sequence[Period]
    rows: Sequence[Row]
    editions: Mapping[str, Sequence[Edition]]
    is_whole: bool

    def missing(self, period: Period) -> int:
        """Return how many states have to report and have not."""
        return sum(each.expected and period.value not in each.reported for each in self.rows)

    def given(self, period: Period) -> int:
        """Return how many of those that have to report have done so."""
        return sum(each.expected and period.value in each.reported for each in self.rows)

    def is_over(self, period: Period, today: date) -> bool:
        """Tell whether the period has ended, so that its summary can be there."""
        return period.end < today


async def read_reporting(exchange: Exchange, *, reader: str, year: int) -> Year:
    """Return who has reported on a year."""
    async with exchange.pool.acquire() as conn:
        years = await reporting.read_years(conn)
        reported = await reporting.read_reported(conn, reader, year)
        editions = await reporting.read_editions(conn, reader, year)
        reminded = await reporting.read_reminded(conn, year)
    found = _periods(year, [*(each.period for each in reported), *(each.period for each in editions)])
    by_period: dict[str, list[Edition]] = {}
    for each in editions:
        by_period.setdefault(each.period, []).append(each)
    return Year(
        year=year,
        years=sorted({*years, exchange.clock.now().year, year}, reverse=True),
        periods=found,
        rows=_rows(exchange, found, reported, _visible(exchange, reader, reminded)),
        editions=by_period,
        is_whole=_is_secretariat(exchange, reader),
    )


def _periods(year: int, known: Iterable[str]) -> list[Period]:
    values = {*known, *(f"{year:04}{suffix}" for suffix in USUAL)}
    found = [each for value in values if (each := periods.parse(value)) is not None]
    return sorted(found, key=lambda each: (each.end, each.value))


def _visible(exchange: Exchange, reader: str, reminded: Sequence[Reminded]) -> Sequence[Reminded]:
    """Return the reminders that the reader may know of: the secretariat all, others their own."""
    if _is_secretariat(exchange, reader):
        return reminded
    return [each for each in reminded if each.participant == reader]


def _is_secretariat(exchange: Exchange, reader: str) -> bool:
    listed = exchange.judgement.trust.participants.get(reader)
    return listed is not None and listed.role is ParticipantRole.SECRETARIAT


def _rows(
    exchange: Exchange, found: Sequence[Period], reported: Sequence[Reported], reminded: Sequence[Reminded]
) -> list[Row]:
    scope, states = scope_of(exchange, found[0]), _states(exchange)
    areas = [area for area in scope.states if area in scope.expected or any(each.area == area for each in reported)]
    return [
        Row(
            area=area,
            expected=area in scope.expected,
            reported={each.period: each for each in reported if each.area == area},
            reminded={
                period.value: [
                    each for each in reminded if each.period == period.value and states.get(each.participant) == area
                ]
                for period in found
            },
        )
        for area in areas
    ]


def _states(exchange: Exchange) -> Mapping[str, str | None]:
    return {name: each.state for name, each in exchange.judgement.trust.participants.items()}


def authorities_of(exchange: Exchange, areas: Iterable[str]) -> list[str]:
    """Return the members that report for these states, in the order of their names."""
    wanted = set(areas)
    return sorted(
        name
        for name, each in exchange.judgement.trust.participants.items()
        if each.role is ParticipantRole.MEMBER and each.state in wanted
    )
