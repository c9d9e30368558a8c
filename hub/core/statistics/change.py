"""Changes and shares: as stated, and as the figures give them; less than one last place apart, they agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hub.core.statistics.figure import Amount, Qualifier, decimal

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From one amount to another; `percent` to one decimal place, None where there was nothing before."""

    base: Amount
    absolute: Decimal
    percent: Decimal | None


def change(amount: Amount, base: Amount) -> Change:
    """Return the change since `base`."""
    absolute = amount.value - base.value
    percent = percent_of(absolute, base.value) if base.value else None
    return Change(base=base, absolute=absolute, percent=percent)


def percent_of(part: Decimal, whole: Decimal) -> Decimal:
    """Return a part in per cent of a whole (not zero), rounded half up to one decimal place."""
    return (part * 100 / whole).quantize(TENTH, rounding=ROUND_HALF_UP)


def stated_base(observation: Mapping[str, Any]) -> Amount | None:
    """Return the value compared with: as stated, or value less change."""
    comparison = observation.get("comparison", {})
    if "base_value" in comparison:
        return Amount(value=decimal(comparison["base_value"]))
    if "absolute_change" not in comparison:
        return None
    base = decimal(observation["value"]) - decimal(comparison["absolute_change"])
    return Amount(value=base, qualifier=Qualifier(observation["qualifier"]))


def last_place(stated: Mapping[str, Any], percent: float) -> Decimal:
    """Return one unit of the last printed place: it covers rounding and truncation alike."""
    decimals = stated.get("decimals")
    if decimals is None:
        exponent = decimal(percent).normalize().as_tuple().exponent
        decimals = max(0, -int(exponent))
    return Decimal(1).scaleb(-decimals)
