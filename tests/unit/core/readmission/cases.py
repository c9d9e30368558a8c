"""Moves of a case between Kazakhstan, which asks, and Tajikistan, as the log would take them one after the other."""

from hashlib import sha256
from typing import Any

from hub.core import head
from hub.core.envelope import Envelope
from hub.core.head import Head
from hub.core.readmission import case_state
from hub.core.readmission.case_state import CaseState
from tests.unit.core.test_head import envelope

KZ, TJ = "kz-mvd", "tj-mvd"
ANYTHING: dict[str, Any] = {
    "case_id": "C-1",
    "check_id": "C-1",
    "requesting_authority": KZ,
    "decision": "accepted",
    "basis": "issued_by_requested",
    "answer": "confirmed",
    "result": "confirmed",
}


class Case:
    """One case: `send` makes the next move and returns its number, which `reply_to` may name later."""

    def __init__(self) -> None:
        self.head: Head | None = None
        self.count = 0
        self.last: Envelope | None = None

    def send(
        self, kind: str, sender: str = TJ, *, reply_to: int | None = None, to: tuple[str, ...] = (), **record: Any
    ):
        self.count += 1
        others = to or ((KZ,) if sender == TJ else (TJ,))
        message = envelope(kind, {**ANYTHING, **record}, sender, others, self.count, reply_to=reply_to)
        message = Envelope(
            **{name: getattr(message, name) for name in Envelope.__slots__ if name != "sha256"},
            sha256=sha256(message.id.encode()).hexdigest(),
        )
        key = head.key_of(message)
        assert key is not None
        self.head, self.last = head.step(key, self.head, message), message
        return self.count

    @property
    def state(self) -> CaseState:
        assert self.head is not None
        return case_state.parse(self.head.state)

    @property
    def stage(self) -> str:
        return self.state.stage.value

    @property
    def act(self) -> dict[str, str]:
        """What a countersignature names of the last message."""
        assert self.last is not None
        return {"id": self.last.id, "sha256": self.last.sha256}
