"""To whom a search may go by itself: never to the state of origin of somebody who sought protection.

Why a recipient is left out is nowhere said: the record, the envelope and the answer are those of a search that was
meant for fewer from the beginning. The fact of protection is the site's own and travels in no field.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulation:
    """To whom it goes, and whom a protection officer would have to release first."""

    to: tuple[str, ...]
    withheld: tuple[str, ...]


def origins(person: Mapping[str, Any]) -> frozenset[str]:
    """Return the states of origin (alpha-3): citizenships present and former, of the birth, of documents."""
    named = [each["code"] for each in person["nationalities"]]
    named += [each["issuing_state"] for each in person.get("documents", ())]
    named += [person["birth"]["country"]] if "country" in person.get("birth", {}) else []
    return frozenset(named)


def circulate(
    person: Mapping[str, Any],
    wanted: Sequence[str],
    states: Mapping[str, str],
    *,
    is_protected: bool,
    released: Collection[str] = (),
) -> Circulation:
    """Return to whom the search of a person may go.

    Args:
        person: the person block.
        wanted: the participants it is meant for.
        states: the state of each participant, alpha-3.
        is_protected: whether he seeks or has asylum, as far as this site knows.
        released: those whom a protection officer released for this search.
    """
    barred = origins(person) if is_protected else frozenset()
    withheld = [name for name in wanted if states.get(name) in barred and name not in released]
    return Circulation(to=tuple(name for name in wanted if name not in withheld), withheld=tuple(withheld))
