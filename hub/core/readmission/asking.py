"""Transit and citizenship checks: one request, and answers to it.

    transit:            (none) --request--> submitted --reply--> consented | refused
                        consented --reply--> executed | revoked          refused --request--> submitted
    citizenship check:  (none) --request--> requested --reply--> confirmed | not_confirmed | inconclusive
                        inconclusive --reply--> confirmed | not_confirmed
                        not_confirmed, inconclusive --request (with more to go by)--> requested
    both:               any but executed --withdrawal--> withdrawn

The state is kept with the id of the request that answers must name: `consented+request=019a…`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, ReplyToError
from hub.core.mover import Head
from hub.core.readmission import kinds
from hub.core.readmission.case_state import Side, Stage
from hub.core.readmission.parties import require_party

Moves = Mapping[str, frozenset[Side]]
WITHDRAWN = Stage.WITHDRAWN.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A kind of case of three record types: `outcomes` says which answers a state allows, `member` where they stand.

    `renewable` are the states in which the request may be sent again, `closed` those in which nothing is waited for,
    `final` those that cannot be withdrawn.
    """

    request: str
    reply: str
    withdrawal: str
    begins: str
    member: str
    outcomes: Mapping[str, frozenset[str]]
    renewable: frozenset[str]
    closed: frozenset[str]
    final: frozenset[str]

    def allowed(self, state: str | None) -> Moves:
        """Return the moves that a state (as kept) allows, each with the side that may make it."""
        name = None if state is None else state.partition("+")[0]
        moves = {}
        if name is None or name in self.renewable:
            moves[self.request] = frozenset({Side.REQUESTING})
        if name in self.outcomes:
            moves[self.reply] = frozenset({Side.REQUESTED})
        if name is not None and name not in self.final:
            moves[self.withdrawal] = frozenset({Side.REQUESTING})
        return moves

    def step(self, head: Head | None, envelope: Envelope) -> tuple[str, int]:
        """Return state and version after this message.

        Raises:
            CaseMoveError: the state does not allow the move, or not to this side; the allowed moves are named.
            CasePartiesError: it is sent to somebody else than the other party.
            ReplyToError: it answers another request than the last one.
        """
        side = require_party(head, envelope, self.request)
        moves = self.allowed(None if head is None else head.state)
        if side not in moves.get(envelope.type, ()):
            raise self._refusal(head, envelope.type)
        version = 0 if head is None else head.version
        if head is None or envelope.type == self.request:
            return f"{self.begins}+request={envelope.id}", version + 1
        if envelope.type == self.withdrawal:
            return WITHDRAWN, version + 1
        return self._answer(head, envelope), version + 1

    def _answer(self, head: Head, envelope: Envelope) -> str:
        name, _, request = head.state.partition("+request=")
        outcome = str(envelope.record[self.member])
        if outcome not in self.outcomes[name]:
            raise self._refusal(head, f"{self.reply} ({outcome})")
        if envelope.reply_to != request:
            raise ReplyToError
        return f"{outcome}+request={request}"

    def _refusal(self, head: Head | None, move: str) -> CaseMoveError:
        state = None if head is None else head.state
        named = ", ".join(sorted(self.allowed(state))) or "-"
        return CaseMoveError(state="none" if state is None else state.partition("+")[0], move=move, allowed=named)


TRANSIT = Asking(
    request=kinds.TRANSIT_REQUEST,
    reply=kinds.TRANSIT_REPLY,
    withdrawal=kinds.TRANSIT_WITHDRAWAL,
    begins="submitted",
    member="decision",
    outcomes={"submitted": frozenset({"consented", "refused"}), "consented": frozenset({"executed", "revoked"})},
    renewable=frozenset({"refused"}),
    closed=frozenset({"refused", "executed", "revoked", WITHDRAWN}),
    final=frozenset({"executed", WITHDRAWN}),
)
CITIZENSHIP_CHECK = Asking(
    request=kinds.CHECK_REQUEST,
    reply=kinds.CHECK_REPLY,
    withdrawal=kinds.CHECK_WITHDRAWAL,
    begins="requested",
    member="result",
    outcomes={
        "requested": frozenset({"confirmed", "not_confirmed", "inconclusive"}),
        "inconclusive": frozenset({"confirmed", "not_confirmed"}),
    },
    renewable=frozenset({"not_confirmed", "inconclusive"}),
    closed=frozenset({"confirmed", "not_confirmed", WITHDRAWN}),
    final=frozenset({WITHDRAWN}),
)
