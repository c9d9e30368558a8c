"""What a ban on a list does to the person today: by its state, its first day, its action and its direction."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from hub.core.entry_ban.standing import HOLDING, Standing

REFUSE = "refuse_entry"


class Effect(StrEnum):
    """What follows for somebody who is surely meant."""

    ENTRY = "entry-closed"
    EXIT = "exit-closed"
    BOTH = "entry-and-exit-closed"
    ALERT = "alert"  # nothing is closed: his identity is checked, or the issuer is asked
    LATER = "begins-later"
    NONE = "none"  # it does not hold: suspended, or over


_OF_DIRECTION = {"entry": Effect.ENTRY, "exit": Effect.EXIT, "both": Effect.BOTH}


def effect_of(record: Mapping[str, Any], standing: Standing) -> Effect:
    """Return the effect that the ban of this record has as it stands on a day."""
    if standing.status not in HOLDING:
        return Effect.NONE
    if not standing.is_in_force:
        return Effect.LATER
    return _OF_DIRECTION[record["direction"]] if record["action"] == REFUSE else Effect.ALERT
