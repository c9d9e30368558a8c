"""From the hub to the national system: read a page, verify everything, apply, answer, move the cursor.

    page ──verified──> known before? ──no──> sink ──outcome──> receipt in the outbox ┐ one transaction
                          └──yes──> nothing                                          ├ with the cursor
    message that cannot be taken ──> quarantine ─────────────> receipt `rejected`    ┘
    state of a ban list ──verified──> noted, judged by `ban_lists`
    copy of what a contact person of ours signed ──verified──> nothing, or quarantine and an alarm

A page is handled in parts that fit one call of the adapter, each with its own transaction. What the adapter's process
cannot survive is tried alone (`application`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hub.client.answers import Delivered, Page, Tombstone
from hub.client.errors import TooLongError
from hub.core.readmission.kinds import WITHDRAWALS
from hub.core.statement import Stated
from hub.sdk.books.ban_book import BanSeen, taken
from hub.sdk.books.inbox import Inbox, Lane, PageResult, Quarantined
from hub.sdk.books.list_notes import is_state, read_state
from hub.sdk.books.notices import is_notice, read_notice
from hub.sdk.books.outbox import Acknowledged
from hub.sdk.books.search_book import read_search
from hub.sdk.errors import ForeignSignerError, UnacceptableError
from hub.sdk.exchange.application import Application
from hub.sdk.exchange.receipts import Handled, make_receipts, read_receipt
from hub.sdk.ports import Problem
from hub.sdk.sealing.protection import ProtectionRegister
from hub.sdk.sealing.seal import RECEIPT
from hub.sdk.site import Site
from hub.sdk.verification import Proven, Verified, accept, check_numbers, claimed_type, prove
from keys import approval
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

    def __init__(self, site: Site, inbox: Inbox, application: Application, register: ProtectionRegister) -> None:
        self._site = site
        self._register = register
        self._inbox = inbox
        self._application = application
        self._do = site.disk.do
        self._limit = dict.fromkeys(Lane, PAGE)
        self.foreign_receipts = 0
        self.tombstones = 0
        self._epoch = 0
        self.copies = 0
        self.alarm: ForeignSignerError | None = None

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
        epoch = max((one.leaf.trust for one in proven.values()), default=0)
        if epoch > max(trust.trust_epoch, self._epoch):
            await self._site.trust.refresh()
            self._epoch = epoch  # the status may say it only when it is renewed
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
        told = [one for one in verified if is_notice(one) or (is_state(one) and not self._is_ours(one))]
        records = [
            one for one in verified if one.envelope.type != RECEIPT and one not in told and not self._is_ours(one)
        ]
        noted = [one for one in verified if one not in records]
        await self._connect(records)
        fates = list(zip(records, await self._application.apply(lane, records), strict=True))
        await self._forget([one for one, fate in fates if fate.code is None])
        now = self._site.clock.now()
        handled = [_handled(one, fate.problem) for one, fate in fates if not fate.crashed]
        handled += [_handled(one, None) for one in told]
        handled += [_refused(one) for one in refusals if _is_answered(one.proven)]
        result = PageResult(
            lane=lane,
            number=number,
            applied=[(one.envelope.id, one.envelope.sender) for one, fate in fates if fate.code is None]
            + [(one.envelope.id, one.envelope.sender) for one in noted],
            quarantined=[_put_aside(one, fate.code) for one, fate in fates if fate.code is not None]
            + [_distrusted(one) for one in refusals],
            acknowledged=[said for one in verified if one.envelope.type == RECEIPT for said in self._read_receipt(one)],
            receipts=make_receipts(handled, self._site.sealer, now),
            notices=[read_notice(one) for one in told if is_notice(one)],
            lists=[read_state(one) for one in told if is_state(one)],
            bans=self._bans([one for one, fate in fates if fate.code is None] + noted),
            searches=[note for one, fate in fates if fate.code is None for note in read_search(one)],
        )
        self.foreign_receipts += await self._do(self._inbox.store_page, result, now)
        self._watch_own(noted, refusals)

    async def _connect(self, records: Sequence[Verified]) -> None:
        """Have the protection register know the cases and bans in which somebody marked comes to us."""
        now = self._site.clock.now()
        for one in records:
            await self._do(self._register.connect, one.envelope.record, now)

    async def _forget(self, applied: Sequence[Verified]) -> None:
        """Have the national system remove what it holds on cases that were withdrawn, for whatever reason."""
        withdrawn = [one.envelope.subject for one in applied if one.envelope.type in WITHDRAWALS]
        if subjects := [each for each in withdrawn if each is not None]:
            await self._site.adapter.erase(subjects)

    def _bans(self, verified: Sequence[Verified]) -> Sequence[BanSeen]:
        found = [taken(one, self._site.participant) for one in verified]
        return [each for each in found if each is not None]

    def _is_ours(self, verified: Verified) -> bool:
        return verified.envelope.sender == self._site.participant

    def _watch_own(self, noted: Sequence[Verified], refusals: Sequence[Refusal]) -> None:
        """Count copies of what our contact persons signed; one that none of them could sign is an alarm."""
        self.copies += sum(self._is_ours(one) for one in noted)
        for one in refusals:
            if one.proven.is_copy:
                self.alarm = ForeignSignerError(one.error.code)

    async def _judge(self, part: Sequence[Proven]) -> list[Verified | Refusal]:
        """Checks 6 to 8; a key that is not known or not valid is looked for in a fresh trust list first."""
        once = list({(one.leaf.id, one.leaf.sender): one for one in reversed(part)}.values())[::-1]  # the first counts
        trust = self._site.trust.current()
        stated = await self._read_statements(once, trust)
        judged = [self._judge_one(one, trust, stated) for one in once]
        if any(isinstance(one, Refusal) and one.error.code in KEY_CODES for one in judged):
            trust = await self._site.trust.refresh()
            judged = [self._judge_one(one, trust, stated) for one in once]
        return judged

    async def _read_statements(self, part: Sequence[Proven], trust: TrustList) -> Sequence[Stated]:
        """Return the statements that messages rest on whose key is no participant's own."""
        persons = [one for one in part if one.kid and one.kid not in trust.keys]
        if not persons:
            return ()
        keeper = self._site.statements
        await keeper.reach(max(one.item.index for one in persons) + 1, trust.log_verifier)
        digests = [approval.digest(one.payload) for one in persons if one.kid in keeper.kids]
        return [*keeper.delegations, *await keeper.approvals(digests, trust.log_verifier)]

    def _judge_one(self, proven: Proven, trust: TrustList, stated: Sequence[Stated]) -> Verified | Refusal:
        try:
            verified = accept(proven, trust, self._site.catalogue, stated)
            if proven.is_copy:
                return verified
            return replace(verified, parts=self._site.parts.open(verified.envelope))
        except UnacceptableError as error:
            return Refusal(proven=proven, error=error)

    def _read_receipt(self, verified: Verified) -> Sequence[Acknowledged]:
        said = read_receipt(verified, self._site.participant)
        self.foreign_receipts += not said
        return said


def _is_answered(proven: Proven) -> bool:
    """Tell whether its sender is told that it was rejected: not about receipts, and not about copies of our own."""
    return not proven.is_copy and claimed_type(proven.item.envelope) != RECEIPT


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
