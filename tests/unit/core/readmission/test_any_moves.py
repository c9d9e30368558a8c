"""Any sequence of moves by anybody: the case goes only where the machine says, and a refusal changes nothing."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hub.core.errors import CaseMoveError, CasePartiesError, ConflictError, HandoverError, ReplyToError
from hub.core.readmission import case_state, kinds, moves
from hub.core.readmission.case_state import CLOSED, Side, Stage
from tests.unit.core.readmission.cases import KZ, TJ, Case

SIDES = {KZ: Side.REQUESTING, TJ: Side.REQUESTED}
SENDERS = st.sampled_from([KZ, TJ])
ACCEPTED = frozenset(
    {Stage.DOCUMENTED, Stage.TRANSFER_PLANNED, Stage.TRANSFER_COUNTERED, Stage.TRANSFER_AGREED, Stage.HANDOVER_SIGNED}
)
FORWARD = {
    Stage.RETURNED: (kinds.REQUEST, KZ, {}),
    Stage.REFUSED: (kinds.REQUEST, KZ, {}),
    Stage.SUBMITTED: (kinds.REPLY, TJ, {}),
    Stage.INFORMATION_REQUESTED: (kinds.REPLY, TJ, {}),
    Stage.INTERVIEW_PENDING: (kinds.REPLY, TJ, {}),
    Stage.ACCEPTED: (kinds.TRAVEL_DOCUMENT, TJ, {}),
    Stage.DOCUMENTED: (kinds.TRANSFER_NOTICE, KZ, {}),
    Stage.TRANSFER_PLANNED: (kinds.TRANSFER_RESPONSE, TJ, {"answer": "confirmed"}),
    Stage.TRANSFER_COUNTERED: (kinds.TRANSFER_RESPONSE, KZ, {"answer": "confirmed"}),
    Stage.TRANSFER_AGREED: (kinds.HANDOVER_ACT, KZ, {}),
}


class AnyCase(RuleBasedStateMachine):
    """A case, and beside it what must hold of it whatever was sent: counted here by hand from the moves that passed."""

    @initialize()
    def begin(self) -> None:
        self.case = Case()
        self.case.send(kinds.REQUEST, KZ)
        self.request, self.extensions, self.signers = 1, 0, set[str]()
        self.was_accepted = False

    def attempt(self, kind: str, sender: str, **members: object) -> bool:
        before, allowed = self.case.head, moves.allowed(self.case.state)
        number, refusal = self.ask(kind, sender, **members)
        if refusal is not None:
            assert self.case.head is before
            named = ", ".join(sorted(allowed)) or "-"
            assert not isinstance(refusal, CaseMoveError) or refusal.facts["allowed"] == named
            return False
        assert SIDES[sender] in allowed[kind]
        self.note(kind, sender, number, members)
        return True

    def ask(self, kind: str, sender: str, **members: object) -> tuple[int, ConflictError | None]:
        try:
            return self.case.send(kind, sender, **members), None
        except (CaseMoveError, CasePartiesError, HandoverError, ReplyToError) as refusal:
            return 0, refusal

    def note(self, kind: str, sender: str, number: int, members: dict[str, object]) -> None:
        if kind == kinds.REQUEST:
            self.request, self.extensions, self.was_accepted = number, 0, False
        self.extensions += kind == kinds.EXTENSION
        self.was_accepted |= kind == kinds.REPLY and members.get("decision", "accepted") == "accepted"
        if kind == kinds.HANDOVER_ACT:
            self.signers.add(sender)
        elif kind == kinds.TRANSFER_NOTICE:
            self.signers.clear()

    @rule(kind=st.sampled_from(sorted(kinds.CASE)), sender=SENDERS, back=st.integers(0, 3))
    def anything(self, kind: str, sender: str, back: int) -> None:
        self.attempt(kind, sender, reply_to=max(self.case.count - back, 1))

    @rule(data=st.data())
    def something_allowed(self, data: st.DataObject) -> None:
        options = sorted((kind, side) for kind, sides in moves.allowed(self.case.state).items() for side in sides)
        if options:
            kind, side = data.draw(st.sampled_from(options))
            sender = next(name for name, each in SIDES.items() if each is side)
            self.attempt(kind, sender, reply_to=data.draw(st.sampled_from([self.request, self.case.count])))

    @rule(steps=st.integers(1, 6))
    def forward(self, steps: int) -> None:
        """Go on as a case does where nothing goes wrong, so that its end is met often."""
        for _ in range(steps):
            if self.case.state.stage not in FORWARD:
                return
            kind, sender, members = FORWARD[self.case.state.stage]
            assert self.case.head is not None
            last = int(self.case.head.last.removeprefix("id-"))
            reply_to = self.request if kind == kinds.REPLY else last
            assert self.attempt(kind, sender, reply_to=reply_to, **members)

    @rule()
    def extend(self) -> None:
        self.attempt(kinds.EXTENSION, TJ)

    @rule(decision=st.sampled_from(["accepted", "refused"]), sender=SENDERS)
    def decide(self, decision: str, sender: str) -> None:
        self.attempt(kinds.REPLY, sender, reply_to=self.request, decision=decision)

    @rule(answer=st.sampled_from(["confirmed", "counter_proposal", "not_carried_out"]), sender=SENDERS)
    def respond(self, answer: str, sender: str) -> None:
        self.attempt(kinds.TRANSFER_RESPONSE, sender, reply_to=self.case.count, answer=answer)

    @precondition(lambda self: self.case.stage == "handover_signed")
    @rule(sender=SENDERS)
    def countersign(self, sender: str) -> None:
        signed_by_other = self.case.state.by is not SIDES[sender]
        assert self.attempt(kinds.HANDOVER_ACT, sender, countersigns=self.case.act) == signed_by_other

    @rule(sender=st.sampled_from(["uz-migration", "ru-guvm"]), kind=st.sampled_from(sorted(kinds.CASE)))
    def a_stranger(self, sender: str, kind: str) -> None:
        before = self.case.head
        _, refusal = self.ask(kind, sender, to=(KZ,), reply_to=self.request)

        assert self.case.head is before
        assert isinstance(refusal, CaseMoveError)
        assert refusal.facts["state"] == "none"

    @invariant()
    def extended_at_most_once(self) -> None:
        assert self.extensions <= 1

    @invariant()
    def what_is_kept_is_read_again(self) -> None:
        assert self.case.head is not None
        assert case_state.format(self.case.state) == self.case.head.state

    @invariant()
    def transferred_only_when_accepted_and_signed_by_both(self) -> None:
        if self.case.state.stage in ACCEPTED:
            assert self.was_accepted
        if self.case.state.stage in {Stage.TRANSFERRED, Stage.TAKEN_BACK, Stage.CLAIM_REJECTED}:
            assert self.was_accepted
            assert self.signers == {KZ, TJ}

    @invariant()
    def a_closed_case_takes_no_decision(self) -> None:
        if self.case.state.stage in CLOSED:
            assert not moves.allowed(self.case.state).keys() & {kinds.REPLY, kinds.HANDOVER_ACT, kinds.TRANSFER_NOTICE}


TestAnyCase = AnyCase.TestCase
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]  # a busy machine is no defect
TestAnyCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=SLOW)
