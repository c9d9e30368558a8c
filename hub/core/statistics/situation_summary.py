"""Situation summaries: figures that do not fit together ask for an explanation and are never refused.

Real figures contradict each other (41 applications considered, 90 granted and 11 denied), round or truncate. So every
check here yields a warning that travels with the answer, «требует пояснения». Only a day that no calendar has is
refused. A note beside the figure explains it, at once or in the next revision.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from hub.core.envelope import Envelope
from hub.core.errors import Fault
from hub.core.mover import Mover, by_sender, numbered
from hub.core.statistics import period as periods
from hub.core.statistics.change import last_place, stated_base
from hub.core.statistics.figure import decimal

TYPE = "situation-summary"
# Decisions are taken on applications: their sum should not exceed the applications considered.
OUTCOMES: Mapping[str, tuple[str, ...]] = {"ASY.APP": ("ASY.REC", "ASY.REJ")}
OTHER = "OTHER"
Observation = Mapping[str, Any]


def subject_of(envelope: Envelope) -> str:
    """Return the subject of a sender's summaries of one period: TJ/2020-H1."""
    return f"{envelope.record['area']}/{envelope.record['period']['value']}"


MOVERS = {TYPE: Mover(kind=TYPE, owner=by_sender, subject=subject_of, step=numbered("revision", "sent"))}


def check_area(record: Mapping[str, Any], state: str) -> list[Fault]:
    """Return an error if the summary describes another state than its sender's (alpha-2)."""
    return [] if state == record["area"] else [_AREA]


_AREA = Fault(
    pointer="/area",
    code="area-not-senders",
    ru="Обзор описывает не государство отправителя. Укажите в поле area своё государство.",
    en="The summary describes another state than its sender's. Put your own state into area.",
)


def check_days(record: Mapping[str, Any]) -> list[Fault]:
    """Return an error for every instant that is no day of the calendar."""
    named = [("/period/value", record["period"]["value"])]
    for position, figure in enumerate(record["observations"]):
        if "period" in figure:
            named.append((f"/observations/{position}/period/value", figure["period"]["value"]))
        if "comparison" in figure:
            named.append((f"/observations/{position}/comparison/base_period", figure["comparison"]["base_period"]))
    return [_no_day(pointer) for pointer, value in named if periods.parse(value) is None]


def check(record: Mapping[str, Any]) -> list[Fault]:
    """Return a warning for everything in a summary that asks for an explanation."""
    figures = [
        (f"/observations/{position}", observation) for position, observation in enumerate(record["observations"])
    ]
    totals = {_name(figure): figure for _, figure in figures if not figure["dims"]}
    return [
        *_check_outcomes(figures, totals),
        *_check_parts(figures, totals),
        *(fault for pointer, figure in figures for fault in _check_share(pointer, figure, totals)),
        *(fault for pointer, figure in figures for fault in _check_change(pointer, figure)),
        *_check_twice(figures),
        *_check_comparable(record, figures),
        *_check_mainly(record),
    ]


def _name(figure: Observation) -> tuple[str, str]:
    return figure["indicator"], str(figure.get("period", {}).get("value", ""))


def _check_outcomes(
    figures: Sequence[tuple[str, Observation]], totals: Mapping[tuple[str, str], Observation]
) -> Iterator[Fault]:
    for pointer, figure in figures:
        outcomes = OUTCOMES.get(figure["indicator"], ())
        decided = [totals[name, _name(figure)[1]]["value"] for name in outcomes if (name, _name(figure)[1]) in totals]
        if decided and not figure["dims"] and sum(decided) > figure["value"]:
            yield Fault(
                pointer=f"{pointer}/value",
                code="outcomes-exceed-applications",
                ru="Решений больше, чем рассмотренных заявлений: требует пояснения.",
                en="There are more decisions than applications considered: an explanation is asked for.",
            )


def _check_parts(
    figures: Sequence[tuple[str, Observation]], totals: Mapping[tuple[str, str], Observation]
) -> Iterator[Fault]:
    """Compare the sum of exact parts along one dimension with the total; sexes must add up, others may leave a rest."""
    parts: dict[tuple[tuple[str, str], str], list[tuple[str, Observation]]] = defaultdict(list)
    for pointer, figure in figures:
        if len(figure["dims"]) == 1 and _name(figure) in totals:
            parts[_name(figure), next(iter(figure["dims"]))].append((pointer, figure))
    for (name, dimension), members in parts.items():
        total, added = decimal(totals[name]["value"]), sum(decimal(figure["value"]) for _, figure in members)
        whole = dimension == "sex" and {figure["dims"]["sex"] for _, figure in members} >= {"M", "F"}
        if added > total or (whole and added != total and totals[name]["qualifier"] == "exact"):
            yield Fault(
                pointer=members[0][0],
                code="parts-do-not-add-up",
                ru=f"Части по разрезу «{dimension}» не дают итога показателя: требует пояснения.",
                en=f"The parts along '{dimension}' do not add up to the total: an explanation is asked for.",
            )


def _check_share(pointer: str, figure: Observation, totals: Mapping[tuple[str, str], Observation]) -> Iterator[Fault]:
    share = figure.get("share")
    if share is None:
        return
    total = totals.get((share.get("of_indicator", figure["indicator"]), _name(figure)[1]))
    if total is None or not total["value"]:
        return
    true = decimal(figure["value"]) * 100 / decimal(total["value"])
    if abs(true - decimal(share["percent"])) >= last_place(share, share["percent"]):
        yield _share_misfit(f"{pointer}/share/percent")


def _check_change(pointer: str, figure: Observation) -> Iterator[Fault]:
    comparison, base = figure.get("comparison"), stated_base(figure)
    if comparison is None or base is None or figure["qualifier"] != "exact":
        return
    change = decimal(figure["value"]) - base.value
    stated = comparison.get("absolute_change")
    if stated is not None and decimal(stated) != change:
        yield _change_misfit(f"{pointer}/comparison/absolute_change")
    percent = comparison.get("percent_change")
    if percent is None or not base.value:
        return
    if abs(change * 100 / base.value - decimal(percent)) >= last_place(comparison, percent):
        yield _change_misfit(f"{pointer}/comparison/percent_change")


def _check_twice(figures: Sequence[tuple[str, Observation]]) -> Iterator[Fault]:
    met: Counter[object] = Counter()
    for pointer, figure in figures:
        name = (*_name(figure), tuple(sorted(figure["dims"].items())))
        met[name] += 1
        if met[name] == 2:
            yield Fault(
                pointer=pointer,
                code="figure-stated-twice",
                ru="Показатель приведён дважды за один период; учитывается последнее значение: требует пояснения.",
                en="The figure is given twice for one period; the last one counts: an explanation is asked for.",
            )


def _check_comparable(record: Mapping[str, Any], figures: Sequence[tuple[str, Observation]]) -> Iterator[Fault]:
    """A figure is compared with the same period of the year before."""
    for pointer, figure in figures:
        own = periods.parse(figure.get("period", record.get("period", {})).get("value", ""))
        base = figure.get("comparison", {}).get("base_period")
        earlier = None if own is None else own.year_earlier()
        if base is not None and earlier is not None and base != earlier.value:
            yield Fault(
                pointer=f"{pointer}/comparison/base_period",
                code="periods-not-comparable",
                ru="Сравнивается не с тем же периодом годом раньше: требует пояснения.",
                en="The comparison is not with the same period a year earlier: an explanation is asked for.",
            )


def _check_mainly(record: Mapping[str, Any]) -> Iterator[Fault]:
    """What is said to be the main part is compared with the parts given."""
    for position, statement in enumerate(record.get("rank_or_trend", ())):
        if statement["kind"] != "mainly":
            continue
        dimension, codes = statement["dimension"], statement["codes"]
        parts = _parts(record, statement["indicator"], dimension)
        named = [parts[code] for code in codes if code in parts]
        if named and any(value > min(named) for code, value in parts.items() if code not in codes):
            yield Fault(
                pointer=f"/rank_or_trend/{position}/codes",
                code="statement-does-not-fit",
                ru="Среди основных не назван тот, у кого по приведённым числам больше: требует пояснения.",
                en="Named as main are some with less, by the figures given, than one not named: "
                "an explanation is asked for.",
            )


def _parts(record: Mapping[str, Any], indicator: str, dimension: str) -> dict[str, Decimal]:
    return {
        figure["dims"][dimension]: decimal(figure["value"])
        for figure in record["observations"]
        if figure["indicator"] == indicator
        and figure["dims"].keys() == {dimension}
        and figure["dims"][dimension] != OTHER
    }


def _no_day(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="date-impossible",
        ru="Такого дня нет в календаре. Исправьте дату.",
        en="The calendar has no such day. Mend the date.",
    )


def _share_misfit(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="share-does-not-fit",
        ru="Доля не сходится с приведёнными числами: требует пояснения.",
        en="The share does not fit the figures given: an explanation is asked for.",
    )


def _change_misfit(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="change-does-not-fit",
        ru="Изменение не сходится с приведёнными числами: требует пояснения.",
        en="The change does not fit the figures given: an explanation is asked for.",
    )
