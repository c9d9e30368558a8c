from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from adapters.ru_smev import SmevAdapter, make_adapter, names
from adapters.ru_smev.mapping import entry_ban
from hub.sdk.ports import Delivery
from hub.sdk.testing import contract_suite
from tests.adapters.records import ban
from tests.adapters.ru_smev.running import TOKEN, Service, running, settings


@dataclass
class SmevHarness:
    service: Service
    folder: Path
    opened: list[SmevAdapter]
    secrets: Sequence[str] = (TOKEN,)

    def open_adapter(self) -> SmevAdapter:
        self.opened.append(make_adapter(settings(self.service, self.folder)))
        return self.opened[-1]

    def put(self, count: int) -> None:
        self.service.post("publish", count=count, seed=count, batch=3)

    def put_text(self, text: str) -> None:
        self._put_card(reason=text)

    def put_unknown_field(self) -> None:
        self._put_card(unknown="42")

    def _put_card(self, *, reason: str | None = None, unknown: str | None = None) -> None:
        card = entry_ban.format(ban(reason_text={"ru": reason} if reason else None))
        if unknown is not None:
            etree.SubElement(card, f"{{{names.ENTRY_BAN}}}Novelty").text = unknown
        notice = etree.Element(f"{{{names.ENTRY_BAN}}}EntryBanNotice")
        notice.append(card)
        self.service.post_raw("enqueue", etree.tostring(notice, encoding="utf-8"))

    def refusals(self) -> int:
        return sum(answer["rejected"] is not None for answer in self.service.get("answers")["answers"])

    def revisions(self) -> Sequence[Delivery]:
        return [
            Delivery(
                message_id=f"01930000-0000-7000-8000-00000000000{revision}",
                index=revision,
                sender="kz-mvd",
                type="entry-ban",
                version="1.0",
                subject="KZ-2026-1",
                reply_to=None,
                accepted_at="2026-11-21T09:00:00Z",
                record=ban(ban_id="KZ-2026-1", issuer="kz-mvd", revision=revision),
            )
            for revision in (1, 2, 3)
        ]

    def held(self) -> Any:
        """The register orders revisions itself: it holds the highest one of each subject, and erasures."""
        held: dict[str, int] = {}
        for record in self.service.get("received")["records"]:
            for subject in record.get("subjects", []):
                held.pop(subject, None)
            if record["document"] == "EntryBan":
                revision = int(etree.fromstring(record["xml"]).findtext(f"{{{names.ENTRY_BAN}}}Revision", "0"))
                held[record["subject"]] = max(held.get(record["subject"], 0), revision)
        return held

    @contextmanager
    def _misbehaving(self, mode: str) -> Iterator[None]:
        self.service.post("misbehave", mode=mode, times=1000)
        yield
        self.service.post("misbehave", mode="none")

    def down(self) -> Any:
        return self._misbehaving("reset")

    def showing_html(self) -> Any:
        return self._misbehaving("html")


@contextmanager
def open_harness(folder: Path) -> Iterator[SmevHarness]:
    with running(folder) as service:
        harness = SmevHarness(service, folder, [])
        try:
            yield harness
        finally:
            for adapter in harness.opened:
                adapter.close()


TestContract = contract_suite(open_harness)
