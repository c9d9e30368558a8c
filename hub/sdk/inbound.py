"""From the hub to the national system: read a page, verify everything, apply, answer, move the cursor.

    page ──verified──> known before? ──no──> sink ──outcome──> receipt in the outbox ┐ one transaction
                          └──yes──> nothing                                          ├ with the cursor
    message that cannot be taken ──> quarantine ─────────────> receipt `rejected`    ┘

A page is handled in parts that fit one call of the adapter, each with its own transaction. What the adapter's process
cannot survive is tried alone (`application`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.client.answers import Delivered, Page, Tombstone
from hub.client.errors import TooLongError
from hub.sdk.application import Application
from hub.sdk.errors import UnacceptableError
from hub.sdk.inbox import Inbox, Lane, PageResult, Quarantined
from hub.sdk.outbox import Acknowledged
from hub.sdk.ports import Problem
from hub.sdk.receipts import Handled, make_receipts, read_receipt
from hub.sdk.seal import RECEIPT
from hub.sdk.site import Site
from hub.sdk.verification import Proven, Verified, accept, check_numbers, claimed_type, prove
from keys.trustlist import TrustList

PAGE = 200
PART_BYTES = 2 * 1024 * 1024
KEY_CODES = frozenset({"key-unknown", "key-not-valid", "key-suspended", "key-revoked", "sender-mismatch"})
"""What a newer trust list may put right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A message the log vouches for, and why it cannot be taken."""

    proven: Proven
    error: UnacceptableError


class Inbound:
    """The receiving side of one gateway."""

    def __init__(self, site: Site, inbox: Inbox, application: Application) -> None:
        self._site = site
        self._inbox = inbox
        self._application = application
        self._do = site.disk.do
        self._limit = dict.fromkeys(Lane, PAGE)
        self.foreign_receipts = 0
        self.tombstones = 0

    async def read(self, lane: Lane, wait: int) -> Page:
        """Return the next page of a lane, waiting up to `wait` seconds for it.

        Raises:
            ClientError: the hub did not give it.
        """
        after = await self._do(self._inbox.cursor, lane)
        while True:
            try:
                page = await self._site.client.read_inbox(str(lane), after, limit=self._limit[lane], wait=wait)
            except TooLongError:
                if self._limit[lane] == 1:
                    raise
                self._limit[lane] //= 2
            else:
                self._limit[lane] = min(PAGE, self._limit[lane] * 2)
                return page

    async def handle(self, lane: Lane, page: Page) -> bool:
        """Verify and apply a page, part by part; returns whether there was anything on it.

        Raises:
            UntrustedAnswerError: the page does not prove what it says; nothing of it was used.
            TryLaterError: the national system or the trust list cannot be used now; what was applied is noted.
            StopError: the hub's log is not one.
        """
        trust = self._site.trust.current()
        checkpoint = await self._site.history.admit(page.checkpoint, trust.log_verifier, shown=True)  # 1, 2
        check_numbers(page)  # 3
        proven = {  # 4, 5
            item.number: prove(item, checkpoint, hub=self._site.origin, participant=self._site.participant)
            for item in page.items
            if isinstance(item, Delivered)
        }
        if any(one.leaf.trust > trust.trust_epoch for one in proven.values()):
            await self._site.trust.refresh()
        for part in _parts(page.items, self._application.most(lane)):
            await self._handle_part(lane, part[-1].number, [proven[one.number] for one in part if one.number in proven])
            self.tombstones += sum(isinstance(one, Tombstone) for one in part)
        self._application.page_done(lane)
        return bool(page.items)

    async def _handle_part(self, lane: Lane, number: int, part: Sequence[Proven]) -> None:
        known = await self._do(self._inbox.known, [(one.leaf.id, one.leaf.sender) for one in part])
        judged = await self._judge([one for one in part if (one.leaf.id, one.leaf.sender) not in known])
        refusals = [one for one in judged if isinstance(one, Refusal)]
        verified = [one for one in judged if isinstance(one, Verified)]
        records = [one for one in verified if one.envelope.type != RECEIPT]
        fates = list(zip(records, await self._application.apply(lane, records), strict=True))
        now = self._site.clock.now()
        handled = [_handled(one, fate.problem) for one, fate in fates if not fate.crashed]
        handled += [_refused(one) for one in refusals if claimed_type(one.proven.item.envelope) != RECEIPT]
        result = PageResult(
            lane=lane,
            number=number,
            applied=[(one.envelope.id, one.envelope.sender) for one, fate in fates if fate.code is None]
            + [(one.envelope.id, one.envelope.sender) for one in verified if one.envelope.type == RECEIPT],
            quarantined=[_put_aside(one, fate.code) for one, fate in fates if fate.code is not None]
            + [_distrusted(one) for one in refusals],
            acknowledged=[said for one in verified if one.envelope.type == RECEIPT for said in self._read_receipt(one)],
            receipts=make_receipts(handled, self._site.sealer, now),
        )
        self.foreign_receipts += await self._do(self._inbox.store_page, result, now)

    async def _judge(self, part: Sequence[Proven]) -> list[Verified | Refusal]:
        """Checks 6 to 8; a key that is not known or not valid is looked for in a fresh trust list first."""
        once = list({(one.leaf.id, one.leaf.sender): one for one in reversed(part)}.values())[::-1]  # the first counts
        judged = [self._judge_one(one, self._site.trust.current()) for one in once]
        if any(isinstance(one, Refusal) and one.error.code in KEY_CODES for one in judged):
            trust = await self._site.trust.refresh()
            judged = [self._judge_one(one, trust) for one in once]
        return judged

    def _judge_one(self, proven: Proven, trust: TrustList) -> Verified | Refusal:
        try:
            return accept(proven, trust, self._site.catalogue)
        except UnacceptableError as error:
            return Refusal(proven=proven, error=error)

    def _read_receipt(self, verified: Verified) -> Sequence[Acknowledged]:
        said = read_receipt(verified, self._site.participant)
        self.foreign_receipts += not said
        return said


def _parts(items: Sequence[Delivered | Tombstone], most: int) -> Iterator[Sequence[Delivered | Tombstone]]:
    """Yield runs of items that together fit one call of the adapter, at most `most` each."""
    part: list[Delivered | Tombstone] = []
    size = 0
    for item in items:
        length = len(item.envelope) if isinstance(item, Delivered) else 0
        if part and (len(part) >= most or size + length > PART_BYTES):
            yield part
            part, size = [], 0
        part.append(item)
        size += length
    if part:
        yield part


def _handled(verified: Verified, problem: Problem | None) -> Handled:
    envelope = verified.envelope
    return Handled(
        message_id=envelope.id, sender=envelope.sender, index=verified.index, sha256=envelope.sha256, problem=problem
    )


def _refused(refusal: Refusal) -> Handled:
    leaf, error = refusal.proven.leaf, refusal.error
    return Handled(
        message_id=leaf.id,
        sender=leaf.sender,
        index=refusal.proven.item.index,
        sha256=leaf.sha256,
        problem=Problem(code=error.code, pointer="", ru=error.ru, en=error.en),
    )


def _put_aside(verified: Verified, code: str) -> Quarantined:
    envelope = verified.envelope
    return Quarantined(
        message_id=envelope.id, sender=envelope.sender, number=verified.number, code=code, envelope=envelope.raw
    )


def _distrusted(refusal: Refusal) -> Quarantined:
    leaf, item = refusal.proven.leaf, refusal.proven.item
    return Quarantined(
        message_id=leaf.id, sender=leaf.sender, number=item.number, code=refusal.error.code, envelope=item.envelope
    )
