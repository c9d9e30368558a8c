"""What the gateway says of searches that others asked its member to make: by a rhythm, and of itself.

    missing-person ──applied──> noted with the day of its leaf ──every so many days──> `search-update` in the outbox
    search-update of its owner ──> the rhythm ends

The gateway does not know whether somebody was found. So what it sends of itself cannot depend on it: neither bytes nor
sizes, recipients or times (`hub.core.missing.disclosure`).
"""

import asyncio
from collections.abc import Sequence

from hub.core.missing import search
from hub.sdk.books.outbox import Declined, Signed
from hub.sdk.books.search_book import Due, SearchBook
from hub.sdk.errors import TryLaterError
from hub.sdk.ports import Change
from hub.sdk.site import Site


class UpdateUnsealableError(TryLaterError):
    """A routine update of a search does not fit this gateway's own schemas: they are older than the exchange."""

    code = "update-unsealable"

    def __init__(self, why: str) -> None:
        super().__init__(
            ru=f"Сообщение о розыске не проходит схемы этого шлюза ({why}). Обновите шлюз: отправка продолжится сама.",
            en=f"An update of a search does not fit this gateway's schemas ({why}). Update the gateway to go on.",
        )


class SearchRhythm:
    """The loop's step: sign what is due."""

    def __init__(self, site: Site, book: SearchBook) -> None:
        self._site = site
        self._book = book
        entry = site.catalogue.code_list("search-outcomes").entry(search.NOTHING)
        self._every_days = int(entry.more["every_days"])

    async def step(self) -> bool:
        """Put the updates that are due into the outbox; returns that there is no more.

        Raises:
            UpdateUnsealableError: they cannot be written with these schemas; they stay due.
        """
        now, do = self._site.clock.now(), self._site.disk.do
        due = await do(self._book.due, now, self._every_days)
        if due:
            await do(self._book.store, await asyncio.to_thread(self._seal, due), now)
        return False

    def _seal(self, due: Sequence[Due]) -> list[tuple[Due, Signed]]:
        return [(each, self._sign(each)) for each in due]

    def _sign(self, due: Due) -> Signed:
        sealed = self._site.sealer.seal_routine(_change(due))
        if isinstance(sealed, Declined):
            raise UpdateUnsealableError(sealed.problems[0].code)
        return sealed


def _change(due: Due) -> Change:
    return Change(
        type=search.UPDATE,
        version="1.0",
        subject=due.asked.case_id,
        to=due.update.to,
        agreement=due.agreement,
        purpose=due.purpose,
        record=due.update.record,
    )
