"""A hub in this process that lives through years: its clock is moved, and what its worker and its officers do is done.

Every day that something happens: the status renewed. Every 80 days: a new participants document. Every 300 days: a new
root. Every month: data keys made, retention kept, erased messages forgotten.
"""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from itertools import chain

from hub.workflows.at_rest.open_keyring import KeyringFollower
from hub.workflows.at_rest.rotate_keys import KeyRotation
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import ALL, project
from hub.workflows.projections.follow_messages import MessageFollower
from hub.workflows.projections.project import Projector
from hub.workflows.submission.submit import Answer
from hub.workflows.trust.publish_trust import publish_trust
from hub.workflows.trust.read_trust import refresh_judgement
from hub.workflows.trust.renew_status import renew_status
from keys import trustlist
from keys.trust_participants import Participant
from tests.integration.hubs import Hub, open_hub
from tests.simulation.story import Sent, Step
from tests.support.clock import MovedClock
from tests.support.hub import Site, make_envelope, make_message_id

NOON = time(9, tzinfo=UTC)
BATCH = 100
LONG = timedelta(days=20 * 365)  # participants' keys live as long as the simulation: rotation has tests of its own


@dataclass(kw_only=True)
class World:
    """The hub, its clock, and what was sent."""

    hub: Hub
    clock: MovedClock
    rotation: KeyRotation
    follower: MessageFollower
    keys: KeyringFollower
    listed: Sequence[Participant]
    sent: int = 0
    erased: int = 0
    month: tuple[int, int] = (0, 0)
    renewed: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    rooted: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def wake(self, day: date) -> None:
        """Go on to a day; nothing goes back."""
        self.clock.moved = max(self.clock.moved, datetime.combine(day, NOON) - datetime.now(UTC))
        await self._renew_trust()
        exchange = self.hub.exchange
        await renew_status(exchange.pool, key=self.hub.process.status_key, now=self.clock.now())
        await refresh_judgement(exchange)
        if (day.year, day.month) != self.month:
            self.month = (day.year, day.month)
            await self.keep_house()

    async def _renew_trust(self) -> None:
        now, exchange = self.clock.now(), self.hub.exchange
        if now - self.renewed < timedelta(days=80):
            return
        authority, current = self.hub.trust.authority, exchange.judgement.trust
        (version, participants_version, status_version), root = current.version, current.documents["root"]
        if now - self.rooted > timedelta(days=280):
            root = authority.root(now=now, version=version + 1, previous=trustlist.digest(root))
            self.rooted = now
        listed = authority.participants(self.listed, now=now, version=participants_version + 1)
        status = authority.status(
            root, listed, now=now, version=status_version + 1, trust_epoch=max(exchange.judgement.epoch, 1)
        )
        documents = {"root": root, "participants": listed, "status": status}
        await publish_trust(exchange, self.hub.process.committer, documents)
        self.renewed = now

    async def keep_house(self) -> None:
        """Do what the worker does: keys, retention, projections."""
        await self.rotation.prepare()
        await self.keys.look()
        await release_rest(self.hub.exchange)
        while await self.follower.step():
            pass
        while done := await self.rotation.step():
            self.erased += done
        await self.keys.look()
        await self.keys.report()
        await self.follow()

    async def follow(self) -> None:
        """Let every projection come to the end of the released log."""
        await release_rest(self.hub.exchange)
        projector = Projector(self.hub.exchange, ALL)
        while await projector.step():
            pass

    async def submit(self, steps: Sequence[tuple[Step, list[Sent]]]) -> None:
        """Send one step each of some stories; the ids of a story's messages are appended to its list.

        Raises:
            AssertionError: the hub refused one.
        """
        for begin in range(0, len(steps), BATCH):
            part = steps[begin : begin + BATCH]
            ids = [make_message_id(self.clock.now()) for _ in part]
            tokens = [self._sign(step, told, own) for (step, told), own in zip(part, ids, strict=True)]
            answers = await self.hub.submit_all(tokens)
            for (step, told), own, token, answer in zip(part, ids, tokens, answers, strict=True):
                assert isinstance(answer, Answer), _why(step, answer)
                told.append(Sent(own, sha256(token).hexdigest()))
            self.sent += len(part)

    def _sign(self, step: Step, told: Sequence[Sent], own: str) -> bytes:
        record = step.record(told) if callable(step.record) else step.record
        return make_envelope(
            self.hub.trust,
            step.sender,
            record,
            message_id=own,
            to=list(step.to),
            sent_at=self.clock.now().replace(microsecond=0),
            type=step.type,
            version=step.version,
            purpose=step.purpose,
            agreement=step.agreement,
            subject=step.subject,
            reply_to=None if step.answers is None else told[step.answers],
        )

    async def rebuild(self) -> int:
        """Clear every projection and build it anew; return how many messages were met."""
        return sum([await project.rebuild(self.hub.exchange, each) for each in ALL])


def _why(step: Step, answer: object) -> str:
    faults = getattr(answer, "facts", {}).get("faults") or getattr(answer, "faults", ())
    places = ", ".join(f"{fault.pointer} {fault.code}" for fault in faults)
    return f"{step.type} of {step.sender} on {step.day}: {getattr(answer, 'code', answer)} {places}"


@contextlib.asynccontextmanager
async def open_world(site: Site, dsn: str, begin: date) -> AsyncIterator[World]:
    """Open a hub on a database of its own, on a virtual day not before today."""
    async with open_hub(site, dsn) as hub:
        clock = MovedClock()
        hub.exchange.clock = clock
        trust = hub.exchange.judgement.trust
        world = World(
            hub=hub,
            clock=clock,
            rotation=KeyRotation(hub.exchange, hub.process.committer, hub.process.keyring.source),
            follower=MessageFollower(hub.exchange),
            keys=hub.process.keyring,
            listed=[_long(each) for each in trust.participants.values()],
        )
        await world.wake(begin)
        yield world


def _long(participant: Participant) -> Participant:
    keys = (replace(key, valid_until=key.valid_from + LONG, enrolment=None) for key in participant.keys)
    return replace(participant, keys=tuple(chain(keys)))
