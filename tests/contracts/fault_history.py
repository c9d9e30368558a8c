"""What went before an example: earlier messages in the log, and what the log makes the hub say of the next one.

The group is arranged as under the log's lock, and what is looked up before that is looked up here: whom a record went
to, what uploads there are (none), which clocks run in the case, what evidence its request had.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hub.core import attachment, data_protection, head, leaf, reach
from hub.core.deadline import calendar, profile
from hub.core.deadline.case_clock import Clock
from hub.core.deadline.case_clocks import clocks
from hub.core.deadline.case_event import CaseEvent
from hub.core.errors import Fault, HubError, SilenceError, UnprocessableError
from hub.core.leaf import MessageLeaf
from hub.core.merkle import Frontier
from hub.core.mover import Head
from hub.core.readmission import evidence, facts, kinds, lateness, legal, standing
from hub.store.log import DeliveryState, GroupState
from hub.workflows.deadline.legal_day import zone_of
from hub.workflows.exchange import Judgement
from hub.workflows.log.arrange_group import Arrangement, Entry, arrange
from hub.workflows.log.candidate import Candidate
from keys.errors import KeysError
from schemas import calendars, catalogue, deadline_profiles, protection_rules

PROFILE = "cis-bilateral-default"
BEFORE = "$before"


class History:
    """The messages that the log took before; what the other side of a case sent was signed by its contact person.

    `terms` is the deadline profile of the case.
    """

    def __init__(self, judgement: Judgement, terms: str = PROFILE) -> None:
        self._terms = terms
        self.accepted: list[Candidate] = []
        self._judgement = judgement
        self._leaves: Sequence[bytes] = ()

    def add(self, candidate: Candidate) -> None:
        """Take one more into the log.

        Raises:
            HubError: the log does not take it.
        """
        self._leaves = self._arrange(candidate).leaves
        self.accepted.append(candidate)

    def fill_in(self, value: Any) -> Any:
        """Return a value of a change: where it asks for members of the message before, these."""
        if isinstance(value, Mapping) and BEFORE in value:
            place = value.get("number", len(self.accepted)) - 1
            said = self.accepted[place].envelope
            known = {"index": place, "sender": said.sender, "id": said.id, "sha256": said.sha256}
            wanted = value[BEFORE]
            return known[wanted] if isinstance(wanted, str) else {name: known[name] for name in wanted}
        return value

    def judge(self, candidate: Candidate) -> Sequence[Fault]:
        """Return the warnings to a message that passed every check before the log's.

        Raises:
            HubError: the log does not take it.
        """
        faults = [*self._reach(candidate), *self._told(candidate), *self._attached(candidate)]
        if faults:
            raise UnprocessableError(faults)
        late = self._late(candidate)
        if isinstance(late, HubError):
            raise late
        self._arrange(candidate)
        return [late] if late else []

    def questioned(self, candidate: Candidate) -> list[Fault]:
        """Return what a case says of a reply that goes against the evidence of its request."""
        if candidate.envelope.type != kinds.REPLY or not self.accepted:
            return []
        records = [(each.envelope.type, each.envelope.record) for each in self.accepted]
        request = next(record for kind, record in reversed(records) if kind == kinds.REQUEST)
        added = [each for kind, record in records if kind == kinds.INFORMATION for each in record["evidence"]]
        effect = evidence.weigh(request, added).effect
        interviewed = any(kind == kinds.INTERVIEW_MINUTES for kind, _ in records)
        return evidence.question_reply(effect, candidate.envelope.record, was_interviewed=interviewed)

    def _arrange(self, *more: Candidate) -> Arrangement:
        entries = [Entry(candidate=each) for each in (*self.accepted, *more)]
        state = _empty(self._at(entries[-1].candidate), self._judgement.epoch)
        arranged = arrange(entries, state, self._said(), origin=self._judgement.trust.hub)
        for slot in arranged.slots:
            if isinstance(slot, HubError | KeysError):
                raise slot
        return arranged

    @staticmethod
    def _at(candidate: Candidate | None) -> datetime:
        assert candidate is not None
        return candidate.envelope.sent_at

    def _said(self) -> Mapping[int, DeliveryState]:
        """Return the messages that a receipt may speak of."""
        found = {}
        for index, (raw, each) in enumerate(zip(self._leaves, self.accepted, strict=True)):
            said = each.envelope
            names = {"sender": said.sender, "id": said.id, "sha256": said.sha256}
            found[index] = DeliveryState(index=index, type=said.type, leaf=raw, statuses={}, **names)
        return found

    def _heads(self) -> Mapping[head.HeadKey, Head]:
        return self._arrange().heads if self.accepted else {}

    def _leaf(self, sender: str, message_id: str) -> MessageLeaf | None:
        for raw, each in zip(self._leaves, self.accepted, strict=True):
            if (each.envelope.sender, each.envelope.id) == (sender, message_id):
                read = leaf.parse(raw)
                return read if isinstance(read, MessageLeaf) else None
        return None

    def _reach(self, candidate: Candidate) -> list[Fault]:
        heads, sender = self._heads(), candidate.envelope.sender
        named = reach.named(candidate.envelope).items()
        return [reach.unknown(member) for member, key in named if key not in heads or sender not in heads[key].parties]

    def _told(self, candidate: Candidate) -> list[Fault]:
        named = data_protection.named(candidate.envelope)
        found = [self._leaf(each["sender"], each["id"]) for each in named]
        return data_protection.check_reach(candidate.envelope, found)

    def _attached(self, candidate: Candidate) -> list[Fault]:
        if candidate.envelope.type != attachment.TYPE:
            return []
        about = candidate.envelope.record["about"]
        parties = attachment.check_parties(candidate.envelope, self._leaf(about["sender"], about["id"]))
        return parties or attachment.check_uploads(candidate.envelope, {}, candidate.envelope.sent_at)

    def _late(self, candidate: Candidate) -> HubError | Fault | None:
        key = head.key_of(candidate.envelope)
        if not lateness.is_timed(candidate.envelope) or key is None:
            return None
        now = self._heads().get(key)
        if now is None:
            return SilenceError() if standing.claims_silence(candidate.envelope) else None
        return lateness.judge(
            candidate.envelope,
            stage=legal.stage_of(now.state),
            parties=now.parties,
            clocks=self._clocks(now.parties, candidate.envelope.sent_at),
        )

    def _clocks(self, parties: Sequence[str], now: datetime) -> Sequence[Clock]:
        trust = self._judgement.trust
        titles = {each.code: (each.ru, each.en) for each in catalogue.load().code_list("deadline-parameters").entries}
        days = {name: calendar.from_json(calendars.load()[trust.state_of(name)]) for name in parties}
        zones = {name: zone_of(trust, name) for name in parties}
        events = [self._event(index, each) for index, each in enumerate(self.accepted)]
        return clocks(events, profile.from_json(deadline_profiles.load()[self._terms], titles), days, zones, now)

    def _event(self, index: int, candidate: Candidate) -> CaseEvent:
        envelope = candidate.envelope
        said = facts.read(envelope.type, envelope.record, envelope.sent_at.date(), majority=protection_rules.majority())
        at = envelope.sent_at
        said["registered"] = envelope.sender != self.accepted[0].envelope.sender
        return CaseEvent(type=envelope.type, sender=envelope.sender, index=index, at=at, delivered_at=at, facts=said)


def _empty(at: datetime, epoch: int) -> GroupState:
    start = Frontier.empty()
    return GroupState(
        root=start.root(),
        frontier=start,
        trust_epoch=epoch,
        at=at,
        duplicates={},
        inboxes={},
        heads={},
        unseen=(),
    )
