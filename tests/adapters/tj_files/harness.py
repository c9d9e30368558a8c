"""A Tajik site in a folder, moved by tests."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters._files.tables import Table, protect
from adapters.tj_files import FilesAdapter, facts, make_adapter
from adapters.tj_files.mapping import entry_ban, figures, readmission
from hub.sdk.ports import Delivery
from keys import strict_json
from tests.adapters.records import ban

ROUTES = [
    {"type": "situation-summary", "to": ["cis-ec"], "agreement": "cis-2007", "purpose": "council-statistics"},
    {"type": "entry-ban", "to": ["ru-guvm"], "agreement": "cis-2000", "purpose": "entry-control"},
    {"type": "readmission-reply", "to": ["kz-mvd"], "agreement": "kz-tj-readmission", "purpose": "readmission"},
    {"type": "readmission-request", "to": ["kz-mvd"], "agreement": "kz-tj-readmission", "purpose": "readmission"},
]


def write_csv(
    table: Table | None,
    rows: Sequence[dict[str, str]],
    *,
    headings: Sequence[str] | None = None,
    delimiter: str = ";",
    encoding: str = "utf-8-sig",
    end_row: bool = True,
) -> bytes:
    """The bytes of a CSV file of rows by column key; the columns are those the rows have."""
    keys = [column.key for column in table.columns if any(column.key in row for row in rows)] if table else []
    known = {column.key: column.heading for column in table.columns} if table else {}
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(headings or [known[key] for key in keys])
    for row in rows:
        writer.writerow([protect(row.get(key, "")) for key in keys])
    if end_row:
        writer.writerow(["КОНЕЦ", len(rows)])
    return text.getvalue().encode(encoding)


def ban_row(**changed: str) -> dict[str, str]:
    """A row of an own entry ban."""
    row = entry_ban.format(ban(ban_id="TJ-2026-1", issuer="tj-molme"))
    return {key: value for key, value in {**row, **changed}.items() if value}


def figure_row(**changed: str) -> dict[str, str]:
    """A row of figures."""
    return {"indicator": "LAB.OUT", "period": "2019 год", "value": "530\u00a0883", "qualifier": "более", **changed}


@dataclass
class FilesHarness:
    """Folder and adapters of one site."""

    folder: Path
    secrets: Sequence[str] = ()
    settings: dict[str, Any] = field(default_factory=dict)
    opened: list[FilesAdapter] = field(default_factory=list)
    dropped: int = 0

    def __post_init__(self) -> None:
        for name in ("site", "state"):
            (self.folder / name).mkdir(exist_ok=True)

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def open_adapter(self) -> FilesAdapter:
        values = {
            "folder": str(self.site),
            "participant": "tj-molme",
            "state_dir": str(self.folder / "state"),
            "routes": ROUTES,
            "settle_seconds": 0.001,
            **self.settings,
        }
        self.opened.append(make_adapter(values))
        return self.opened[-1]

    def drop(self, raw: bytes, name: str | None = None) -> Path:
        """Put a file into the folder as a well-behaved system does: by rename."""
        self.dropped += 1
        out = self.site / "out"
        out.mkdir(exist_ok=True)
        path = out / (name or f"file-{self.dropped:03d}.csv")
        part = path.with_suffix(".part")
        part.write_bytes(raw)
        part.rename(path)
        return path

    def put(self, count: int) -> None:
        rows = [ban_row(ban_id=f"TJ-{self.dropped}-{number}") for number in range(count)]
        for at in range(0, count, 3):
            self.drop(write_csv(entry_ban.TABLE, rows[at : at + 3]))

    def put_text(self, text: str) -> None:
        self.drop(write_csv(entry_ban.TABLE, [{**ban_row(), "reason": text}]))

    def put_unknown_field(self) -> None:
        raw = write_csv(entry_ban.TABLE, [ban_row()]).decode("utf-8-sig")
        self.drop(raw.replace("\r\n", ";Новый столбец\r\n", 1).encode("utf-8-sig"))

    def report(self, name: str) -> dict[str, Any]:
        value = strict_json.loads((self.site / "reports" / f"{name}.report.json").read_bytes())
        assert isinstance(value, dict)
        return value

    def refusals(self) -> int:
        reports = (self.site / "reports").glob("*.report.json")
        return sum(b'"state":"rejected"' in path.read_bytes() for path in reports)

    def revisions(self) -> Sequence[Delivery]:
        return [delivery(ban(revision=number), index=number) for number in (1, 2, 3)]

    def held(self) -> Any:
        path = self.site / "in" / "entry-bans-active.csv"
        self.opened[-1].source.changes(None, 1)
        return facts.read(path) if path.exists() else []

    def names(self, folder: str) -> list[str]:
        return sorted(path.name for path in (self.site / folder).iterdir())

    @contextmanager
    def down(self) -> Iterator[None]:
        away = self.site.rename(self.folder / "away")
        yield
        away.rename(self.site)

    @contextmanager
    def showing_html(self) -> Iterator[None]:
        self.drop(b"<html><body>502 Bad Gateway</body></html>\r\n", "page.csv")
        yield


def delivery(record: dict[str, Any], *, index: int, type_: str = "entry-ban", sender: str = "ru-guvm") -> Delivery:
    """A delivery of a record."""
    return Delivery(
        message_id=f"01930000-0000-7000-8000-{index:012d}",
        index=index,
        sender=sender,
        type=type_,
        version="1.0",
        subject=record.get("ban_id") or record.get("case_id"),
        reply_to=None,
        accepted_at="2026-11-21T09:00:00Z",
        record=record,
    )


@contextmanager
def open_harness(folder: Path, **settings: Any) -> Iterator[FilesHarness]:
    """A site in an empty folder."""
    harness = FilesHarness(folder, settings=settings)
    try:
        yield harness
    finally:
        for adapter in harness.opened:
            adapter.close()


TABLES = {"figures": figures.TABLE, "requests": readmission.REQUESTS, "replies": readmission.REPLIES}
