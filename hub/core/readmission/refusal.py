"""Which coded reasons of a refusal fit a request: by what it is, and by whom it concerns."""

from typing import Any

KIND = "readmission"
OF_NATIONALS = frozenset({"own_national", "former_national"})
OF_OTHERS = frozenset({"third_country_national", "stateless"})
_OF_CLASSES = {
    "R03": OF_NATIONALS,  # not a citizen
    "R04": OF_NATIONALS,  # citizenship ended
    "R05": OF_OTHERS,  # the condition for nationals of third states is not met
    "R06": OF_OTHERS,  # airside transit only
    "R07": OF_OTHERS,  # a visa or permit of the requesting state
}
NO_AGREEMENT = "R09"


def fits(code: str, subject_class: Any, *, in_force: bool) -> bool:
    """Say whether a reason fits a request about a person of this class.

    Where the agreement is in force, "no agreement in force" does not: it is offered beside the others only because an
    article of it may not apply yet.
    """
    if code == NO_AGREEMENT:
        return not in_force
    classes = _OF_CLASSES.get(code)
    return classes is None or subject_class in classes
