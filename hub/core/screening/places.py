"""Where somebody born on a day may stand in the register, and what a name found there is worth.

Days are looked through whole. Years are looked up by name only, and of what is found there the dates must agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hub.core.screening import birth
from hub.core.screening.birth import Agreement, Birth

SAME = 1.0
_WORTH = {
    Agreement.SAME: SAME,
    Agreement.DEFAULTS: SAME,
    Agreement.PARTLY: 0.97,
    Agreement.DEFAULTED: 0.96,
    Agreement.SWAPPED: 0.94,
    Agreement.SLIP: 0.92,
    Agreement.ABSENT: 0.9,
    Agreement.DIFFERENT: 0.0,
}


@dataclass(frozen=True, slots=True)
class Place:
    """A day of the register, by its number, and what a name found under it is worth, 0 to 1."""

    code: int
    worth: float


def days(asked: Birth | None, *, thorough: bool) -> list[Place]:
    """Return the days to look at beside the asked one, the likeliest first.

    `thorough` looks also at those a slip away, and at persons without a date: they are many for a common name. Whoever
    asks without a full date looks at these in any case.
    """
    is_full = asked is not None and asked.is_full
    found = {birth.UNKNOWN: _WORTH[Agreement.ABSENT]} if thorough or not is_full else {}
    if asked is not None and is_full:
        slips = dict.fromkeys(birth.slips(asked), _WORTH[Agreement.SLIP]) if thorough else {}
        found = {**found, **slips, **_days_of(asked)}
        found.pop(birth.codes(asked)[0], None)
    return [Place(code, worth) for code, worth in sorted(found.items(), key=lambda each: -each[1])]


def _days_of(asked: Birth) -> dict[int, float]:
    return {
        **{code: worth(asked, code) for code in birth.near(asked)},
        birth.code(asked.year, 1, 1): _WORTH[Agreement.DEFAULTED],
        birth.code(asked.year, asked.month): _WORTH[Agreement.PARTLY],
        birth.code(asked.year): _WORTH[Agreement.PARTLY],
    }


def years(asked: Birth | None, present: Iterable[int], *, thorough: bool) -> list[int]:
    """Return the years to look at: those that a partial date leaves open, all where none is known.

    Args:
        asked: the date of birth.
        present: all years of the register.
        thorough: the year of a full date too, for dates with more than one mistake of the pen in them, and for
            1 January, which may stand for any day.
    """
    if asked is None:
        return [*present]
    if asked.is_full and not thorough:
        return []
    return [*range(asked.year, asked.last + 1)]


def worth(asked: Birth | None, code: int) -> float:
    """Return what a name is worth that is found under a date of the register, 0 where the dates contradict."""
    if asked is None:
        return SAME
    return _WORTH[birth.compare(asked, birth.of_code(code))]
