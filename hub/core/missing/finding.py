r"""What a site knows of a search that it was asked to make, and keeps for itself.

searching --candidate--> candidate --not he--> searching
              candidate --found alive--> alive --refused--> silent --consents after all--> agreed
                                          alive --consents--> agreed --takes it back--> silent
searching, candidate --remains identified--> deceased

Nothing of this is sent. What leaves the site is for `hub.core.missing.disclosure` to say, and that takes no state but
`agreed` and `deceased` into account.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from hub.core.errors import CaseMoveError


class State(StrEnum):
    """How far the site is with a search."""

    SEARCHING = "searching"
    CANDIDATE = "candidate"
    ALIVE = "alive"
    SILENT = "silent"
    AGREED = "agreed"
    DECEASED = "deceased"


class Event(StrEnum):
    """What the site finds out."""

    CANDIDATE = "candidate"
    NOT_HE = "not-he"
    FOUND_ALIVE = "found-alive"
    REFUSED = "refused"
    CONSENTED = "consented"
    TAKEN_BACK = "taken-back"
    IDENTIFIED = "identified"


MOVES: Mapping[State, Mapping[Event, State]] = {
    State.SEARCHING: {Event.CANDIDATE: State.CANDIDATE, Event.IDENTIFIED: State.DECEASED},
    State.CANDIDATE: {
        Event.NOT_HE: State.SEARCHING,
        Event.FOUND_ALIVE: State.ALIVE,
        Event.IDENTIFIED: State.DECEASED,
    },
    State.ALIVE: {Event.REFUSED: State.SILENT, Event.CONSENTED: State.AGREED},
    State.SILENT: {Event.CONSENTED: State.AGREED},
    State.AGREED: {Event.TAKEN_BACK: State.SILENT},
    State.DECEASED: {},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a person found alive allows: what may be told (`scope`) and to whom; `reference` is the signed paper."""

    given_on: date
    form: str
    scope: tuple[str, ...]
    disclosed_to: tuple[str, ...]
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is known at the site: a consent in the state `agreed` only, a match (owner, proposal) in `deceased` only."""

    state: State = State.SEARCHING
    consent: Consent | None = None
    match: tuple[str, str] | None = None


def learn(
    finding: Finding, event: Event, *, consent: Consent | None = None, match: tuple[str, str] | None = None
) -> Finding:
    """Return what is known after an event.

    Raises:
        CaseMoveError: it cannot follow, or lacks the consent or the match that makes it what it is.
    """
    after = MOVES[finding.state].get(event)
    complete = (consent is not None) == (event is Event.CONSENTED) and (match is not None) == (
        event is Event.IDENTIFIED
    )
    if after is None or not complete:
        allowed = ", ".join(sorted(MOVES[finding.state])) or "-"
        raise CaseMoveError(state=finding.state, move=event, allowed=allowed)
    return replace(finding, state=after, consent=consent, match=match)
