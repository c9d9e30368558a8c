"""A story: what participants send each other about one ban, one case, one meeting, over days or years of virtual time.

A room tells its stories in `tests/simulation/stories/<room>.py`:

    def stories(random: Random, year: int) -> Iterator[Story]: ...

endless, as the simulation takes as many of them as it needs messages. Everything in a story comes from `random` and
`year`, so that one seed gives one stream. Every message of a story is one that the hub accepts: refusals have tests of
their own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from schemas import catalogue


class Sent(str):
    """The id of a message that was sent, and the SHA-256 (hex) of its bytes, for a record that names them."""

    __slots__ = ("sha256",)

    def __new__(cls, message_id: str, sha256: str) -> "Sent":
        """Return the id with its digest."""
        made = super().__new__(cls, message_id)
        made.sha256 = sha256
        return made


Record = Mapping[str, Any] | Callable[[Sequence[Sent]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One message of a story: sent on `day`, in the order of the story.

    `answers` is the place of the step in its story that it replies to. `record` may be a function of the messages sent
    before, by their place in the story, where a record has to name one.
    """

    day: date
    sender: str
    to: Sequence[str]
    type: str
    record: Record
    purpose: str
    agreement: str | None
    subject: str | None = None
    answers: int | None = None
    version: str = "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What the messages of a room are sent for, and by which agreement."""

    purpose: str
    agreement: str

    def step(self, day: date, sender: str, to: Sequence[str], kind: str, record: Record, **more: Any) -> Step:
        """Return a step; `more` are other members of `Step`. What it is about its record says, unless it is a function."""
        if isinstance(record, Mapping):
            member = catalogue.load().record_type(kind, more.get("version", "1.0")).subject_member
            more = {"subject": None if member is None else record.get(member), **more}
        members = {"purpose": self.purpose, "agreement": self.agreement, **more}
        return Step(day=day, sender=sender, to=to, type=kind, record=record, **members)


Story = Sequence[Step]
Teller = Callable[[Random, int], Iterator[Story]]
