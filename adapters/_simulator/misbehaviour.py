"""Misbehaviour on command: the next answers of a simulated system go wrong in a chosen way.

The door itself does what needs no knowledge of the protocol (`slow`, `error`, `html`, `reset`, `half`, `forget`);
the rest is done by the national side, which finds the order in its hands. What a system cannot do, it ignores.
"""

from dataclasses import dataclass
from enum import StrEnum


class Misbehaviour(StrEnum):
    """What may go wrong."""

    SLOW = "slow"  # waits before it answers
    ERROR = "error"  # HTTP 500 without doing anything
    HTML = "html"  # an HTML page with status 200
    RESET = "reset"  # closes the connection without an answer
    HALF = "half"  # half of the answer, half of the file
    FORGET = "forget"  # does it, then answers 500
    FAULT = "fault"  # the protocol's own error of the given name
    DUPLICATE = "duplicate"  # gives again what was already taken
    OUT_OF_ORDER = "out-of-order"  # gives the newest first
    WRONG_SIGNATURE = "wrong-signature"
    EXPIRED_CERTIFICATE = "expired-certificate"
    STRANGER = "stranger"  # shows another key, certificate or host than agreed


@dataclass(slots=True, kw_only=True)
class Order:
    """One misbehaviour that is due: for `times` calls, of one `operation` or of all."""

    mode: Misbehaviour
    times: int = 1
    operation: str | None = None
    seconds: float = 1.0
    name: str | None = None


class Orders:
    """The misbehaviours ordered and not yet done."""

    def __init__(self) -> None:
        self._orders: list[Order] = []

    def add(self, order: Order) -> None:
        """Add a misbehaviour."""
        self._orders.append(order)

    def clear(self) -> None:
        """Behave again."""
        self._orders.clear()

    def next(self, operation: str) -> Order | None:
        """Return what must go wrong with this call, or None."""
        for order in self._orders:
            if order.operation in {None, operation}:
                order.times -= 1
                if order.times <= 0:
                    self._orders.remove(order)
                return order
        return None


def is_ordered(order: Order | None, mode: Misbehaviour) -> bool:
    """Say whether a call has to go wrong in this way."""
    return order is not None and order.mode is mode
