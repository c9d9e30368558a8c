"""Heads: the current state of one case or one ban, kept with the log and moved only by it.

A head holds no personal data: an id, a state, a version, the parties. The step functions are pure and run under the
log's lock in log order, so of two contradictory moves the first in the log wins and the other is refused.
"""

from collections.abc import Mapping

from hub.core import data_protection, entry_ban
from hub.core.council import document, publication
from hub.core.envelope import Envelope
from hub.core.missing import search
from hub.core.mover import Head, HeadKey, Mover
from hub.core.readmission import movers as readmission
from hub.core.statistics import situation_report, situation_summary

__all__ = ["MOVERS", "Head", "HeadKey", "key_of", "step"]

MOVERS: Mapping[str, Mover] = {
    **entry_ban.MOVERS,
    **readmission.MOVERS,
    **document.MOVERS,
    **publication.MOVERS,
    **search.MOVERS,
    **data_protection.MOVERS,
    **situation_summary.MOVERS,
    **situation_report.MOVERS,
}
"""How records move heads, by record type; types that are not here move none."""


def key_of(envelope: Envelope) -> HeadKey | None:
    """Return the head that this message would move; None for messages that move none."""
    mover = MOVERS.get(envelope.type)
    subject = None if mover is None else mover.subject(envelope)
    if mover is None or subject is None:
        return None
    return HeadKey(mover.kind, mover.owner(envelope), subject)


def step(key: HeadKey, head: Head | None, envelope: Envelope) -> Head:
    """Return the head after this message.

    Raises:
        ConflictError: its subclasses name why the head's state does not allow the move.
    """
    mover = MOVERS[envelope.type]
    state, version = mover.step(head, envelope)
    parties = head.parties if head else (envelope.sender, *envelope.to)
    if mover.widens and envelope.sender == key.owner:
        parties = tuple(dict.fromkeys((*parties, *envelope.to)))
    return Head(key=key, state=state, version=version, parties=parties, last=envelope.id)
