"""Situation summaries: figures that do not fit together ask for an explanation and are never refused.

Real figures contradict each other (41 applications considered, 90 granted and 11 denied), round or truncate. So every
check here yields a warning that travels with the answer, «требует пояснения».
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from hub.core.errors import Fault

TYPE = "situation-summary"
# Decisions are taken on applications: their sum should not exceed the applications considered.
OUTCOMES: Mapping[str, tuple[str, ...]] = {"ASY.APP": ("ASY.REC", "ASY.REJ")}
Observation = Mapping[str, Any]


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
        total, added = _decimal(totals[name]["value"]), sum(_decimal(figure["value"]) for _, figure in members)
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
    true = _decimal(figure["value"]) * 100 / _decimal(total["value"])
    if abs(true - _decimal(share["percent"])) >= _last_place(share, share["percent"]):
        yield _share_misfit(f"{pointer}/share/percent")


def _check_change(pointer: str, figure: Observation) -> Iterator[Fault]:
    comparison = figure.get("comparison")
    base = _base_of(figure)
    if comparison is None or base is None:
        return
    change = _decimal(figure["value"]) - base
    stated = comparison.get("absolute_change")
    if stated is not None and _decimal(stated) != change and figure["qualifier"] == "exact":
        yield _change_misfit(f"{pointer}/comparison/absolute_change")
    percent = comparison.get("percent_change")
    if percent is None or not base or figure["qualifier"] != "exact":
        return
    if abs(change * 100 / base - _decimal(percent)) >= _last_place(comparison, percent):
        yield _change_misfit(f"{pointer}/comparison/percent_change")


def _base_of(figure: Observation) -> Decimal | None:
    """Return the value compared with: as stated, or value less change."""
    comparison = figure.get("comparison", {})
    if "base_value" in comparison:
        return _decimal(comparison["base_value"])
    if "absolute_change" in comparison:
        return _decimal(figure["value"]) - _decimal(comparison["absolute_change"])
    return None


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


def _decimal(value: float) -> Decimal:
    return Decimal(str(value))


def _last_place(stated: Mapping[str, Any], percent: float) -> Decimal:
    """Return one unit of the last printed place: it covers rounding and truncation alike."""
    decimals = stated.get("decimals")
    if decimals is None:
        exponent = _decimal(percent).normalize().as_tuple().exponent
        decimals = max(0, -int(exponent))
    return Decimal(1).scaleb(-decimals)
