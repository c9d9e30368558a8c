"""Verify one record of a case as anybody could: the bundle of its evidence, step by step, from the hub's first root.

Everything is computed anew from what is stored, so a changed byte is found here as it would be found elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from hub.core import evidence, verification
from hub.core.errors import MissingError
from hub.core.verification import Step
from hub.store.cases import CaseRow
from hub.workflows.cases.open_case import OpenCase
from hub.workflows.exchange import Exchange
from hub.workflows.log.bundle_evidence import bundle_evidence
from keys import strict_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """The steps of a verification; `anchor` is the digest of the root that it began from."""

    row: CaseRow
    steps: Sequence[Step]
    anchor: str

    @property
    def ok(self) -> bool:
        """Whether every step holds."""
        return all(step.ok for step in self.steps)


async def verify_record(exchange: Exchange, case: OpenCase, index: int) -> Verified:
    """Verify the record at a place of the log.

    Raises:
        MissingError: the case has no such record that the party may see.
        ErasedError: its retention is over.
    """
    row = next((each for each in case.case.rows if each.index == index and index in case.case.records), None)
    if row is None:
        raise MissingError
    bundle = await bundle_evidence(exchange, participant=case.party, message_id=row.head.last, sender=row.sender)
    anchor = exchange.anchor or sha256(exchange.judgement.roots[0]).hexdigest()
    return Verified(
        row=row, steps=verification.verify(evidence.parse(strict_json.dumps(bundle)), anchor), anchor=anchor
    )
