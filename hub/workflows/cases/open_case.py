"""Open the records of a case that a party may read, to make the next one from them: what it answers, whom it names."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.core import envelope as envelopes
from hub.core.envelope import Envelope
from hub.core.errors import HubError
from hub.core.mover import HeadKey
from hub.core.readmission import kinds, legal
from hub.core.readmission.case_state import CaseState, Side
from hub.core.readmission.case_state import parse as parse_state
from hub.store import case_holds
from hub.store.case_holds import Hold
from hub.store.case_notes import Place
from hub.store.cases import CaseRecord
from hub.workflows.cases.read_cases import Case, read_case
from hub.workflows.exchange import Exchange
from keys import jws
from keys.errors import KeysError


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case with its records as (place, envelope), in the log's order; what was erased is left out.

    `hold` is the party's own: what another one holds is no part of the case.
    """

    key: HeadKey
    party: str
    case: Case
    said: Sequence[tuple[int, Envelope]] = field(repr=False)
    hold: Hold | None = None

    @property
    def request(self) -> tuple[int, Envelope] | None:
        """The last request."""
        return self.last(kinds.REQUEST)

    @property
    def state(self) -> CaseState:
        """How the case stands."""
        return parse_state(self.case.rows[-1].head.state)

    @property
    def side(self) -> Side:
        """On which side the party is."""
        return Side.REQUESTING if self.party == self.key.owner else Side.REQUESTED

    @property
    def other(self) -> str:
        """The participant to whom the party's records go: the owner, or whom the owner asked."""
        if self.side is Side.REQUESTED:
            return self.key.owner
        asked = None if self.request is None else self.request[1].record.get("requested_authority")
        return str(asked or self.case.rows[-1].head.parties[1])

    @property
    def allowed(self) -> frozenset[str]:
        """The types of record that the party may send next."""
        try:
            moves = legal.next_moves(self.key.kind, self.case.rows[-1].head.state)
        except ValueError:  # a record before was erased
            return frozenset()
        return frozenset(kind for kind, sides in moves.items() if self.side in sides)

    def last(self, *types: str) -> tuple[int, Envelope] | None:
        """Return the last record of one of these types."""
        return next(((index, each) for index, each in reversed(self.said) if each.type in types), None)


async def open_case(exchange: Exchange, *, party: str, key: HeadKey) -> OpenCase:
    """Return a case of a party.

    Raises:
        MissingError: there is none, or it is not this party's.
    """
    case = await read_case(exchange, party=party, key=key)
    found = ((index, _open(exchange, each)) for index, each in sorted(case.records.items()))
    said = [(index, each) for index, each in found if each is not None]
    async with exchange.pool.acquire() as conn:
        hold = await case_holds.read(conn, Place(party, key))
    return OpenCase(key=key, party=party, case=case, said=said, hold=hold)


def _open(exchange: Exchange, record: CaseRecord) -> Envelope | None:
    try:
        raw = exchange.vault.find(record.body)
        return None if raw is None else envelopes.parse(jws.read(raw, envelopes.TYP).payload, raw)
    except (HubError, KeysError):
        return None
