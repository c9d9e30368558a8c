"""Files that came beside the records of a case: what is described of each, and whether an officer has opened it.

The hub has ciphertext alone. Whoever opens a file, by his authority's own key, can say its mark and nobody else can;
where the sender's descriptor has the digest of the mark, the hub compares it, else it keeps what was said, as said.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from hmac import compare_digest

from hub.core import attachment
from hub.core.console.account import Account
from hub.core.errors import MissingError
from hub.core.mover import HeadKey
from hub.store import attachments
from hub.store.attachments import Opened
from hub.workflows.audit_console import deed_of, note
from hub.workflows.cases.log_case import log_case
from hub.workflows.cases.open_case import OpenCase, open_case
from hub.workflows.delivery.keep_attachment import find_attachment, read_attachment
from hub.workflows.exchange import Exchange
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.retention.retain_messages import read_envelope

ACTION = "case-evidence"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A file: the place of its descriptor and its own place in it, the record that it belongs to, what is said of it.

    `opening` is the digest (hex) of its mark, None where the sender gave none; `is_checked`: the mark was compared.
    """

    index: int
    item: int
    record: int
    sender: str
    message: str
    sha256: str
    size: int
    media_type: str
    kind: str | None
    opening: str | None
    is_opened: bool = False
    is_checked: bool = False

    @property
    def place(self) -> tuple[int, int]:
        """Return where it is."""
        return self.index, self.item


async def list_files(exchange: Exchange, account: Account, case: OpenCase) -> Sequence[CaseFile]:
    """Return the files of a case that its party may read, in the log's order."""
    records = {(each.sender, each.id): index for index, each in case.said}
    async with exchange.pool.acquire() as conn:
        kept = await attachments.read_descriptors(conn, list(records), case.party)
        opened = await attachments.read_opened(conn, account.id, [each.index for each in kept])
    found = list[CaseFile]()
    for message in kept:
        envelope = read_envelope(exchange, message)
        if envelope is None or envelope.type != attachment.TYPE:
            continue
        about = envelope.record["about"]
        found += [
            CaseFile(
                index=message.index,
                item=item,
                record=records[about["sender"], about["id"]],
                sender=envelope.sender,
                message=envelope.id,
                sha256=each["sha256"],
                size=each["size"],
                media_type=each["media_type"],
                kind=each.get("kind"),
                opening=each.get("opening"),
                is_opened=(message.index, item) in opened,
                is_checked=opened.get((message.index, item), False),
            )
            for item, each in enumerate(envelope.record["files"])
        ]
    return found


async def find_file(
    exchange: Exchange, account: Account, *, key: HeadKey, index: int, item: int
) -> tuple[OpenCase, CaseFile]:
    """Return one file of a case.

    Raises:
        MissingError: there is none, or the case is not the account's participant's.
    """
    case = await open_case(exchange, party=str(account.participant), key=key)
    found = next((each for each in await list_files(exchange, account, case) if each.place == (index, item)), None)
    if found is None:
        raise MissingError
    return case, found


async def note_opened(exchange: Exchange, account: Account, file: CaseFile, mark: bytes) -> CaseFile | None:
    """Keep that the account has opened a file and found this mark; None: it is another file's mark, nothing is kept."""
    is_checked = file.opening is not None
    if is_checked and not compare_digest(sha256(mark).hexdigest(), str(file.opening)):
        return None
    now = exchange.clock.now()
    said = Opened(index=file.index, item=file.item, mark=mark, is_checked=is_checked, at=now)
    async with exchange.pool.acquire() as conn, conn.transaction():
        await attachments.note_opened(conn, account.id, said)
        outcome = "opened-checked" if is_checked else "opened-said"
        await note(conn, deed_of(account, ACTION, _object(file), outcome), now)
    return replace(file, is_opened=True, is_checked=is_checked)


async def read_ciphertext(
    exchange: Exchange, committer: GroupCommitter, account: Account, case: OpenCase, file: CaseFile
) -> AsyncIterator[bytes]:
    """Yield the ciphertext of a file, a piece at a time; that it is fetched, to be opened, is logged and noted before.

    Raises:
        MissingError: it is not there any more.
        UnavailableError, OverloadedError, IntegrityError: the log cannot be written, so nothing is given.
    """
    found = await find_attachment(exchange, file.sha256, str(account.participant))
    await log_case(
        exchange, committer, account, case, action=ACTION, part=_object(file), shown=[file.index], outcome="fetched"
    )
    async for piece in read_attachment(exchange, found):
        yield piece


def _object(file: CaseFile) -> str:
    """Return what a deed calls a file."""
    return f"file/{file.index}/{file.item}"
