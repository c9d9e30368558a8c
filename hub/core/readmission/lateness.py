"""What comes too late by the clocks of its case, or goes on from a silence that is no consent.

    a travel document after silence             ->  refused, unless silence is consent by now
    a refusal, a return, a question, an
    extension of the requested side             ->  refused after silence counted as consent
    an extension, a claim to take back          ->  refused after its term; where that is not verified, a warning

A reply that accepts is never late, and a withdrawal neither.
"""

from collections.abc import Mapping, Sequence

from hub.core.deadline.case_clock import Clock
from hub.core.envelope import Envelope
from hub.core.errors import DeemedAcceptedError, Fault, HubError, SilenceError, TermOverError
from hub.core.readmission import kinds, standing
from hub.core.readmission.standing import Standing

TERMS: Mapping[str, str] = {kinds.EXTENSION: "reply", kinds.TAKE_BACK_CLAIM: "take-back-claim"}
_REOPENING = frozenset({kinds.RETURN, kinds.INFORMATION_REQUEST, kinds.INTERVIEW_REQUEST, kinds.EXTENSION})


def is_timed(envelope: Envelope) -> bool:
    """Say whether a record may come too late at all, or too early."""
    return standing.claims_silence(envelope) or _would_undo(envelope) or envelope.type in TERMS


def judge(
    envelope: Envelope, *, stage: str, parties: Sequence[str], clocks: Sequence[Clock]
) -> HubError | Fault | None:
    """Return why a party's record comes at the wrong time: an error, a warning, or None where nothing is wrong.

    Args:
        envelope: the record with its sender.
        stage: the stage of its case.
        parties: the parties of the case; the first one asked.
        clocks: the clocks of the case.
    """
    deemed = standing.find(stage, clocks) is Standing.DEEMED_ACCEPTED
    if standing.claims_silence(envelope):
        return None if deemed else SilenceError()
    if deemed and _would_undo(envelope) and envelope.sender != parties[0]:
        return DeemedAcceptedError()
    named = [clock for clock in clocks if clock.parameter.name == TERMS.get(envelope.type)]
    return _judge_term(named[-1]) if named else None


def _would_undo(envelope: Envelope) -> bool:
    """Say whether a record of the requested side would take back the consent that its silence was."""
    return standing.refuses(envelope) or envelope.type in _REOPENING


def _judge_term(clock: Clock) -> HubError | Fault | None:
    day = None if clock.deadline is None else clock.deadline.on
    if clock.effect is None or day is None:
        return None
    if clock.verified:
        return TermOverError(day=day.isoformat())
    return Fault(
        pointer="",
        code="term-over-unverified",
        ru=f"Неподтверждённый срок истёк {day.isoformat()}. Проверьте его по соглашению.",
        en=f"The term, which is not verified, was over on {day.isoformat()}. Check it in the agreement.",
    )
