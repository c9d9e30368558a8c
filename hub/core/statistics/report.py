"""The consolidated report of one period: what all states said, side by side, with what has to be known to read it.

    completeness   which states reported, by which summaries         figures   stated, or derived by difference
    totals         over the states, and over how many                changes   as stated, and as the figures give them
    flags          what asks for an explanation, and the explanation  mirror    A's "to B" beside B's "from A"
    statements     ranks, trends, "mainly from", narratives           footnotes

It is made from the summaries alone, so that made again from the same ones it is the same. Numbers are shown as they
were said; nothing is corrected, and what does not fit stays and says so.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hub.core.statistics import cells as cellular
from hub.core.statistics import flags as flagged
from hub.core.statistics import footnotes as notes
from hub.core.statistics import mirror, shown, suppression
from hub.core.statistics.cells import Cell, Scope
from hub.core.statistics.figure import Amount, Figure, Key, Summary, figures, newest, number
from hub.core.statistics.flags import Flag
from hub.core.statistics.footnotes import Footnotes

PUBLIC, COUNCIL = "public", "council"


def consolidate(scope: Scope, summaries: Sequence[Summary], *, audience: str = COUNCIL) -> dict[str, Any]:
    """Return the report as a record holds it, but for when it was made and its edition.

    Args:
        scope: the period, the states and what indicators mean.
        summaries: all that are known, of all periods, and revisions that were replaced.
        audience: `council`, or `public`: then summaries are left out whose senders do not agree to publication.
    """
    every = [each for each in summaries if each.area in scope.states]
    refused = {_name(each) for each in newest(every) if audience == PUBLIC and not each.may_be_published}
    known = [each for each in every if _name(each) not in refused]
    withheld = frozenset(each.area for each in every if _name(each) in refused and cellular.is_for(scope.period, each))
    said = figures(known, cellular.mattering(scope, known))
    sources = [each for each in newest(known) if cellular.is_for(scope.period, each)]
    cells, negative = cellular.collect(scope, said)
    footnotes = Footnotes()
    flags = _flags(scope, cells, negative, sources)
    return {
        "period": scope.period.to_json(),
        "audience": audience,
        "completeness": _completeness(scope, sources, cells, withheld),
        "sources": [_source(each) for each in _sources(cells, sources)],
        "figures": shown.figures(scope, cells, flags, footnotes),
        "residuals": shown.residuals(cells),
        "totals": _totals(scope, cells, footnotes),
        "restated": _restated(scope, said),
        "statements": _statements(sources, flags),
        "narratives": _narratives(sources),
        "flags": [each.to_json() for each in flags],
        "mirror": _mirror(scope, cells),
        "footnotes": footnotes.to_json(),
    }


def _name(summary: Summary) -> tuple[str, str, str]:
    return summary.sender, summary.area, summary.period.value


def _flags(scope: Scope, cells: Sequence[Cell], negative: Sequence[Key], sources: Iterable[Summary]) -> list[Flag]:
    own = (flag for each in sources for flag in flagged.of_summary(scope, each))
    return [*own, *flagged.of_cells(cells), *flagged.of_negative(negative)]


def _completeness(
    scope: Scope, sources: Sequence[Summary], cells: Sequence[Cell], withheld: frozenset[str]
) -> list[dict[str, Any]]:
    derived = {cell.key.area for cell in cells}
    found = []
    for area in scope.states:
        own = [each.id for each in sources if each.area == area]
        if area not in {*scope.expected, *derived, *withheld} and not own:
            continue
        status = "received" if own else "withheld" if area in withheld else "derived" if area in derived else "missing"
        found.append({"area": area, "expected": area in scope.expected, "status": status, "summaries": own})
    return found


def _sources(cells: Iterable[Cell], sources: Iterable[Summary]) -> list[Summary]:
    """Return the summaries of the period, and those that figures were derived from or compared with."""
    behind = [figure for cell in cells for found in (cell.found, cell.earlier) if found for figure in found.figures]
    every = {each.index: each for each in (*sources, *(figure.summary for figure in behind))}
    return [every[index] for index in sorted(every)]


def _source(summary: Summary) -> dict[str, Any]:
    return {
        "area": summary.area,
        "sender": summary.sender,
        "id": summary.id,
        "index": summary.index,
        "sha256": summary.sha256,
        "period": summary.period.value,
        "revision": summary.revision,
        "sent_at": summary.sent_at,
        "publication_consent": summary.may_be_published,
    }


def _totals(scope: Scope, cells: Sequence[Cell], footnotes: Footnotes) -> list[dict[str, Any]]:
    found = []
    for code, indicator in scope.indicators.items():
        whole = [cell for cell in cells if cell.key.indicator == code and not cell.key.dims]
        of_it = [cell for cell in whole if cell.key.area in scope.expected]
        seen = [(cell.key.area, cell.shown) for cell in of_it if cell.figure.observation["unit"] == indicator.unit]
        given = [(area, amount) for area, amount in seen if amount is not None]
        if len(given) < 2:
            continue
        total = sum((amount for _, amount in given[1:]), start=given[0][1])
        numbers = [footnotes.add(notes.of_areas(len(given), len(scope.expected)))]
        if len(given) < len(of_it):
            numbers.append(footnotes.add(notes.HIDDEN_LEFT_OUT))
        found.append(
            {
                "indicator": code,
                "unit": indicator.unit,
                **_amount(total),
                "areas": [area for area, _ in given],
                "footnotes": numbers,
            }
        )
    return found


def _amount(amount: Amount) -> dict[str, Any]:
    return {"value": number(amount.value), "qualifier": amount.qualifier}


def _restated(scope: Scope, said: Mapping[Key, Figure]) -> list[dict[str, Any]]:
    found = []
    for figure in cellular.restated(scope, said):
        indicator = scope.indicators[figure.key.indicator]
        line = {
            "area": figure.key.area,
            "indicator": figure.key.indicator,
            "dims": dict(figure.key.dims),
            "period": figure.period.value,
            **_amount(suppression.blur(figure.amount, indicator)),
        }
        if figure.before is not None and not suppression.is_small(figure.before, indicator):
            line["before"] = _amount(figure.before)
        found.append(line)
    return found


def _statements(sources: Iterable[Summary], flags: Iterable[Flag]) -> list[dict[str, Any]]:
    asked = {flag.statement for flag in flags if flag.statement is not None}
    return [
        {
            "area": each.area,
            "indicator": said["indicator"],
            "kind": said["kind"],
            "text": dict(said["statement"]),
            "questioned": (each.index, position) in asked,
        }
        for each in sources
        for position, said in enumerate(each.record.get("rank_or_trend", ()))
    ]


def _narratives(sources: Iterable[Summary]) -> list[dict[str, Any]]:
    return [
        {"area": each.area, "text": dict(each.record["narrative"])} for each in sources if "narrative" in each.record
    ]


def _mirror(scope: Scope, cells: Iterable[Cell]) -> list[dict[str, Any]]:
    amounts = {(cell.key.area, cell.key.indicator, cell.key.dims): cell.shown for cell in cells}
    differences = mirror.compare(scope.pairs, scope.states, lambda *name: amounts.get(name))
    return [_difference(each) for each in differences]


def _difference(each: mirror.Difference) -> dict[str, Any]:
    line = {
        "pair": each.pair,
        "left_area": each.left_area,
        "right_area": each.right_area,
        "left": _amount(each.left),
        "right": _amount(each.right),
        "difference": number(each.absolute),
    }
    return line if each.percent is None else {**line, "percent": number(each.percent)}
