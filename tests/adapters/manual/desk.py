"""The desk of a participant without a system: a folder, templates filled in, moved by tests."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from adapters._files import facts
from adapters._files.forms import entry_ban
from adapters._files.writing import xlsx_filler
from adapters.manual import ManualAdapter, make_adapter
from adapters.manual.tables import BANS, FORMS
from adapters.manual.templates import heading
from hub.sdk.ports import Delivery
from tests.adapters.records import ban
from tests.adapters.simulated import ban_revisions
from tests.adapters.tj_files.harness import FilesHarness

ROUTES = [
    {"type": "situation-summary", "to": ["cis-ec"], "agreement": "cis-2007", "purpose": "council-statistics"},
    {"type": "entry-ban", "to": ["ru-guvm"], "agreement": "cis-2000", "purpose": "entry-control"},
    *(
        {"type": type_, "to": ["kz-mvd"], "agreement": "am-kz-readmission", "purpose": "readmission"}
        for type_ in (
            "readmission-request",
            "readmission-reply",
            "citizenship-check-request",
            "citizenship-check-reply",
        )
    ),
]


def fill(type_: str, rows: Sequence[dict[str, str]], *, lang: str = "ru", more: Sequence[str] = ()) -> bytes:
    """The bytes of a template filled in: cells by column key; `more` are headings that the template has not."""
    table = next(table for table in FORMS.tables if table.kind == type_)
    columns = table.columns
    cells = [[row.get(column.key, "") for column in columns] for row in rows]
    with TemporaryFile() as file:
        xlsx_filler([*(heading(column, lang) for column in columns), *more], cells)(file)  # type: ignore[arg-type]
        file.seek(0)
        return file.read()


def own_ban(**changed: str) -> dict[str, str]:
    """The cells of an own ban."""
    form = FORMS.find("entry-ban")
    assert form is not None
    return {**form.format(ban(ban_id="AM-2026-1", issuer="am-mcs")), **changed}


@dataclass
class Desk(FilesHarness):
    """Folder and adapters of one participant."""

    opened: list[Any] = field(default_factory=list)

    def open_adapter(self) -> Any:
        values = {
            "folder": str(self.site),
            "participant": "am-mcs",
            "area": "AM",
            "state_dir": str(self.folder / "state"),
            "routes": ROUTES,
            "settle_seconds": 0.001,
            **self.settings,
        }
        adapter: ManualAdapter = make_adapter(values)
        self.opened.append(adapter)
        return adapter

    def put(self, count: int) -> None:
        rows = [own_ban(ban_id=f"AM-{self.dropped}-{number}") for number in range(count)]
        for at in range(0, count, 3):
            self.drop(fill("entry-ban", rows[at : at + 3], lang="en"), f"bans-{self.dropped:03d}.xlsx")

    def put_text(self, text: str) -> None:
        self.drop(fill("entry-ban", [own_ban(reason=text)]), "text.xlsx")

    def put_unknown_field(self) -> None:
        self.drop(fill("entry-ban", [own_ban()], more=["Новый столбец"]), "more.xlsx")

    def revisions(self) -> Sequence[Delivery]:
        return ban_revisions()

    def held(self) -> Any:
        path = self.site / "in" / "entry-bans-active.csv"
        self.opened[-1].source.changes(None, 1)
        form = FORMS.find(entry_ban.TYPE)
        assert form is not None
        assert form.table is BANS
        listed = facts.read(form, path) if path.exists() else []
        return listed, self.kept()

    def kept(self) -> list[str]:
        """The files of what arrived."""
        root = self.site / "received"
        return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@contextmanager
def open_desk(folder: Path, **settings: Any) -> Iterator[Desk]:
    """A desk with an empty folder."""
    desk = Desk(folder, settings=settings)
    try:
        yield desk
    finally:
        for adapter in desk.opened:
            adapter.close()
