"""What an indicator is, as the code list `indicators` says, and which two of them are mirrors of each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator: a flow over a period, or a stock at its end.

    `small_below`: smaller amounts could point to persons and are not shown; None: all may be shown.
    """

    code: str
    is_stock: bool
    unit: str
    dims: frozenset[str]
    small_below: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorSide:
    """How one state counts the other: the indicator, the dimension that names the other state, further dimensions."""

    indicator: str
    dimension: str
    dims: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorPair:
    """The same people counted by two states, each from its side (code list `mirror-pairs`)."""

    code: str
    left: MirrorSide
    right: MirrorSide


def from_entry(code: str, more: Mapping[str, Any]) -> Indicator:
    """Return the indicator of an entry of the code list."""
    return Indicator(
        code=code,
        is_stock=more["kind"] == "stock",
        unit=more["unit"],
        dims=frozenset(more["dims"]),
        small_below=more.get("small_below"),
    )


def pair_from_entry(code: str, more: Mapping[str, Any]) -> MirrorPair:
    """Return the pair of an entry of the code list."""
    left, right = (
        MirrorSide(indicator=side["indicator"], dimension=side["dimension"], dims=side["dims"])
        for side in (more["left"], more["right"])
    )
    return MirrorPair(code=code, left=left, right=right)
