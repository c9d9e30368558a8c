"""Read what the agreements say of each pair of participants: what may be sent, and which are still under way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from hub.core.agreement import Agreement
from hub.core.agreement.version import Status
from hub.workflows.exchange import Exchange

UNDER_WAY = frozenset({Status.NEGOTIATION, Status.INITIALLED, Status.SIGNED, Status.RATIFIED})
HUB = "hub"


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """From one participant to another: the agreements in force that carry something, and those not in force yet."""

    in_force: tuple[str, ...] = ()
    under_way: tuple[str, ...] = ()


def read_directions(exchange: Exchange, reader: str | None = None) -> Mapping[tuple[str, str], Direction]:
    """Return all pairs of participants, without the hub itself; of a reader its own row and column."""
    names = sorted(name for name in exchange.judgement.trust.participants if name != HUB)
    found: dict[tuple[str, str], tuple[list[str], list[str]]] = {
        pair: ([], []) for pair in product(names, names) if pair[0] != pair[1] and (reader is None or reader in pair)
    }
    for agreement in _judging(exchange):
        in_force = agreement.is_in_force(exchange.clock.now().date())
        if in_force or (agreement.status in UNDER_WAY and not agreement.reference_only):
            for pair in set(_carried(agreement)) & found.keys():
                found[pair][0 if in_force else 1].append(agreement.id)
    return {
        pair: Direction(in_force=tuple(sorted(carried)), under_way=tuple(sorted(awaited)))
        for pair, (carried, awaited) in found.items()
    }


def _judging(exchange: Exchange) -> Iterator[Agreement]:
    register, today = exchange.judgement.register, exchange.clock.now().date()
    yield from (found for name in register if (found := register.judging(name, today)) is not None)


def _carried(agreement: Agreement) -> Iterator[tuple[str, str]]:
    for clause in agreement.allows:
        yield from product(clause.senders, clause.recipients)
