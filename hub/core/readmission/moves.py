"""Which moves a readmission case allows, to which side, and where each leads.

    (none) --request--> submitted --reply--> accepted --travel document--> documented | refused --request--> submitted
    submitted --return--> returned --request--> submitted
    submitted --information request--> information_requested --information--> submitted
    submitted --interview request--> interview_pending --minutes--> submitted
    documented --notice--> transfer_planned --confirmed--> transfer_agreed | --counter-proposal--> transfer_countered
    transfer_agreed --act of one side--> handover_signed --countersigned--> transferred
    transfer_agreed --not carried out--> documented
    transferred --claim--> take_back_requested --answer--> taken_back | claim_rejected
    any before transferred, a refused one too --withdrawal--> withdrawn

A reply that says the person holds a document leads to `documented` at once. The term for the reply is extended at most
once per request. What a clock brings about (overdue, deemed accepted, lapsed) is computed from the log when it is asked
for, and moves nothing by itself (`hub.core.readmission.standing`): after silence that is consent, the requesting side
goes on from the review by a travel document on that basis.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, HandoverError, ReplyToError
from hub.core.mover import Head
from hub.core.readmission import case_state, kinds, standing
from hub.core.readmission.case_state import CaseState, Side, Stage
from hub.core.readmission.parties import require_party

Moves = Mapping[str, frozenset[Side]]

_REQUESTING, _REQUESTED, _BOTH = frozenset({Side.REQUESTING}), frozenset({Side.REQUESTED}), frozenset(Side)
_WITHDRAW: Moves = {kinds.WITHDRAWAL: _REQUESTING}
_REVIEW: Moves = {kinds.REPLY: _REQUESTED, kinds.EXTENSION: _REQUESTED, **_WITHDRAW}
_PLAN: Moves = {kinds.TRANSFER_NOTICE: _REQUESTING, **_WITHDRAW}
_NONE: Moves = {}

MOVES: Mapping[Stage | None, Moves] = {
    None: {kinds.REQUEST: _REQUESTING},
    Stage.SUBMITTED: {
        **_REVIEW,
        kinds.RETURN: _REQUESTED,
        kinds.INFORMATION_REQUEST: _REQUESTED,
        kinds.INTERVIEW_REQUEST: _BOTH,
        kinds.INTERVIEW_MINUTES: _REQUESTED,  # the request itself may have asked for the interview
    },
    Stage.RETURNED: {kinds.REQUEST: _REQUESTING, **_WITHDRAW},
    Stage.INFORMATION_REQUESTED: {**_REVIEW, kinds.INFORMATION: _REQUESTING},
    Stage.INTERVIEW_PENDING: {**_REVIEW, kinds.INTERVIEW_MINUTES: _REQUESTED},
    Stage.REFUSED: {kinds.REQUEST: _REQUESTING, **_WITHDRAW},  # so that what was sent about the person is erased
    Stage.ACCEPTED: {kinds.TRAVEL_DOCUMENT: _BOTH, **_WITHDRAW},
    Stage.DOCUMENTED: {kinds.TRAVEL_DOCUMENT: _BOTH, **_PLAN},
    Stage.TRANSFER_PLANNED: {kinds.TRANSFER_RESPONSE: _REQUESTED, **_PLAN},
    Stage.TRANSFER_COUNTERED: {kinds.TRANSFER_RESPONSE: _REQUESTING, **_PLAN},
    Stage.TRANSFER_AGREED: {kinds.TRANSFER_RESPONSE: _BOTH, kinds.HANDOVER_ACT: _BOTH, **_PLAN},
    Stage.HANDOVER_SIGNED: {kinds.TRANSFER_RESPONSE: _BOTH, kinds.HANDOVER_ACT: _BOTH, **_WITHDRAW},
    Stage.TRANSFERRED: {kinds.TAKE_BACK_CLAIM: _REQUESTED},
    Stage.TAKE_BACK_REQUESTED: {kinds.TAKE_BACK_ANSWER: _REQUESTING},
    Stage.TAKEN_BACK: _NONE,
    Stage.CLAIM_REJECTED: _NONE,
    Stage.WITHDRAWN: _NONE,
}

_ANSWERS: Mapping[Stage, Mapping[str, Stage]] = {
    Stage.TRANSFER_PLANNED: {"confirmed": Stage.TRANSFER_AGREED, "counter_proposal": Stage.TRANSFER_COUNTERED},
    Stage.TRANSFER_COUNTERED: {"confirmed": Stage.TRANSFER_AGREED},
    Stage.TRANSFER_AGREED: {"not_carried_out": Stage.DOCUMENTED},
    Stage.HANDOVER_SIGNED: {"not_carried_out": Stage.DOCUMENTED},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    """A move that its stage and its sender allow; `last` is the id of the move before it."""

    state: CaseState
    envelope: Envelope
    side: Side
    last: str

    def require_reply_to(self, *allowed: str | None) -> None:
        if self.envelope.reply_to not in allowed:
            raise ReplyToError


def allowed(state: CaseState | None) -> Moves:
    """Return the moves that a case in this state allows, each with the sides that may make it."""
    moves = MOVES[None if state is None else state.stage]
    if state is not None and state.extended:
        return {kind: sides for kind, sides in moves.items() if kind != kinds.EXTENSION}
    return moves


def step(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    """Return state and version of a case after this message.

    Raises:
        CaseMoveError: the state does not allow the move, or not to this side; the allowed moves are named.
        CasePartiesError: it is sent to somebody else than the other party.
        ReplyToError: it answers another message than the one to be answered.
        HandoverError: the act is not the one that the other side signed.
    """
    side = require_party(head, envelope, kinds.REQUEST)
    state = None if head is None else case_state.parse(head.state)
    if side not in _allowed_to(state, envelope):
        raise _refusal(state, envelope.type)
    if head is None or state is None:
        return case_state.format(CaseState(stage=Stage.SUBMITTED)), 1
    move = _Move(state=state, envelope=envelope, side=side, last=head.last)
    return case_state.format(_AFTER[envelope.type](move)), head.version + 1


def _allowed_to(state: CaseState | None, envelope: Envelope) -> frozenset[Side]:
    """Return the sides that may make the move; going on from silence is the requesting side's, while it is reviewed.

    Whether silence is consent, and the term over, is checked before: a clock is nothing that a step could look at.
    """
    if standing.claims_silence(envelope):
        return _REQUESTING if state is not None and state.stage in case_state.UNDER_REVIEW else frozenset()
    return allowed(state).get(envelope.type, frozenset())


def _refusal(state: CaseState | None, move: str) -> CaseMoveError:
    named = ", ".join(sorted(allowed(state))) or "-"
    return CaseMoveError(state="none" if state is None else state.stage, move=move, allowed=named)


def _submit(_move: _Move) -> CaseState:
    return CaseState(stage=Stage.SUBMITTED)


def _return(_move: _Move) -> CaseState:
    return CaseState(stage=Stage.RETURNED)


def _ask(stage: Stage) -> Callable[[_Move], CaseState]:
    def after(move: _Move) -> CaseState:
        return replace(move.state, stage=stage, request=_request_of(move), asked=move.envelope.id)

    return after


def _request_of(move: _Move) -> str:
    """Return the id of the request under review: the last move, unless others followed it."""
    return move.state.request or move.last


def _answer_question(move: _Move) -> CaseState:
    move.require_reply_to(move.state.asked or _request_of(move))
    return replace(move.state, stage=Stage.SUBMITTED, request=_request_of(move), asked=None)


def _extend(move: _Move) -> CaseState:
    return replace(move.state, extended=True, request=_request_of(move))


def _decide(move: _Move) -> CaseState:
    move.require_reply_to(_request_of(move))
    record = move.envelope.record
    if record["decision"] != "accepted":
        return CaseState(stage=Stage.REFUSED)
    has_document = record.get("travel_document", {}).get("status") in {"held", "issued"}
    return CaseState(stage=Stage.DOCUMENTED if has_document else Stage.ACCEPTED)


def _document(move: _Move) -> CaseState:
    """A travel document is issued by the requested side; the other may only fall back to the standard one."""
    own = {"standard_document", standing.AFTER_SILENCE}
    if move.side is Side.REQUESTING and move.envelope.record["basis"] not in own:
        raise _refusal(move.state, f"{kinds.TRAVEL_DOCUMENT} ({move.envelope.record['basis']})")
    return CaseState(stage=Stage.DOCUMENTED)


def _plan(move: _Move) -> CaseState:
    return CaseState(stage=Stage.TRANSFER_PLANNED, asked=move.envelope.id)


def _respond(move: _Move) -> CaseState:
    answer = move.envelope.record["answer"]
    stage = _ANSWERS[move.state.stage].get(answer)
    if stage is None:
        raise _refusal(move.state, f"{kinds.TRANSFER_RESPONSE} ({answer})")
    move.require_reply_to(move.state.asked, *([move.last] if stage is Stage.DOCUMENTED else []))
    asked = {Stage.TRANSFER_COUNTERED: move.envelope.id, Stage.TRANSFER_AGREED: move.state.asked}
    return CaseState(stage=stage, asked=asked.get(stage))


def _sign(move: _Move) -> CaseState:
    """The first act, or a better one of the same side, waits for the other side to countersign that very message."""
    seen = move.envelope.record.get("countersigns")
    is_first = move.state.by in {None, move.side}
    if is_first != (seen is None):
        raise HandoverError
    if seen is None:
        return replace(move.state, stage=Stage.HANDOVER_SIGNED, by=move.side, act=move.envelope.sha256)
    if (seen["id"], seen["sha256"]) != (move.last, move.state.act):
        raise HandoverError
    return CaseState(stage=Stage.TRANSFERRED)


def _withdraw(_move: _Move) -> CaseState:
    return CaseState(stage=Stage.WITHDRAWN)


def _claim(move: _Move) -> CaseState:
    return CaseState(stage=Stage.TAKE_BACK_REQUESTED, asked=move.envelope.id)


def _answer_claim(move: _Move) -> CaseState:
    move.require_reply_to(move.state.asked)
    accepted = move.envelope.record["decision"] == "accepted"
    return CaseState(stage=Stage.TAKEN_BACK if accepted else Stage.CLAIM_REJECTED)


_AFTER: Mapping[str, Callable[[_Move], CaseState]] = {
    kinds.REQUEST: _submit,
    kinds.RETURN: _return,
    kinds.INFORMATION_REQUEST: _ask(Stage.INFORMATION_REQUESTED),
    kinds.INFORMATION: _answer_question,
    kinds.INTERVIEW_REQUEST: _ask(Stage.INTERVIEW_PENDING),
    kinds.INTERVIEW_MINUTES: _answer_question,
    kinds.EXTENSION: _extend,
    kinds.REPLY: _decide,
    kinds.TRAVEL_DOCUMENT: _document,
    kinds.TRANSFER_NOTICE: _plan,
    kinds.TRANSFER_RESPONSE: _respond,
    kinds.HANDOVER_ACT: _sign,
    kinds.WITHDRAWAL: _withdraw,
    kinds.TAKE_BACK_CLAIM: _claim,
    kinds.TAKE_BACK_ANSWER: _answer_claim,
}
