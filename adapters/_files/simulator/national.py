"""A simulated system of files: it drops its records into `out/`, and reads `in/` and `reports/` as its clerks would.

What a state writes and reads itself is its `Form`: text of a file from facts, and facts from the text of a file.
"""

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import msgspec

from adapters._simulator import facts
from adapters._simulator.control import Values
from adapters._simulator.misbehaviour import Misbehaviour, Order, Orders, is_ordered
from adapters._simulator.register import Country, Register
from adapters._simulator.state import State

FOLDERS = ("out", "in", "done", "rejected", "reports")
_LARGEST = 20_000
_LIST = "entry-bans-active"
_ACCEPTED = frozenset({"accepted", "partly-refused"})


class Form(Protocol):
    """How one state writes its files; `suffix` is that of the files it drops by itself."""

    suffix: str

    def write(self, type_: str, records: Sequence[Mapping[str, Any]], order: Values) -> bytes:
        """Return a file of records; the order may ask for a "text", an "unknown" field, a "format"."""
        ...

    def read(self, type_: str, raw: bytes) -> list[dict[str, Any]]:
        """Return the facts of a file in `in/`."""
        ...


class FilesNational(Register):
    """The register of one state, with a folder for a door."""

    def __init__(
        self,
        state: State,
        *,
        country: Country,
        root: Path,
        form: Form,
        orders: Orders,
        later: Callable[[float, Callable[[], object]], object],
    ) -> None:
        super().__init__(state, country, self._collect)
        self._root = root
        self._form = form
        self._orders = orders
        self._later = later
        self._batch: list[Mapping[str, Any]] = []
        self._make_folders()

    def put(self, type_: str, order: Values) -> Sequence[str]:
        """Make records and drop them as files."""
        self._batch = []
        subjects = super().put(type_, order)
        self._drop_batch(type_, subjects, order)
        return subjects

    def change(self, how: str, order: Values) -> Sequence[str]:
        """Change bans in force and drop them as files."""
        self._batch = []
        subjects = super().change(how, order)
        self._drop_batch("entry-ban", subjects, order)
        return subjects

    def raw(self, document: bytes, query: Mapping[str, str]) -> str:
        """Drop any file; the query may give its name."""
        name = query.get("name") or f"{self.next_id()}.{self._form.suffix}"
        self._drop(name, document, [])
        return name

    def held(self, type_: str) -> list[dict[str, Any]]:
        """Return the facts of what is in `in/`."""
        self._look()
        return super().held(type_)

    def received(self) -> list[dict[str, Any]]:
        """Return every arrival once, in order."""
        self._look()
        return super().received()

    def told(self) -> list[dict[str, Any]]:
        """Return what the reports say of each record; files that are under way are not told."""
        return [told for path in sorted((self._root / "reports").glob("*.report.json")) for told in self._told(path)]

    def figures(self) -> dict[str, int]:
        """Return counts; `waiting` are files in `out/`."""
        self._look()
        return {**super().figures(), "waiting": len(list((self._root / "out").iterdir()))}

    def reset(self) -> None:
        """Forget everything."""
        super().reset()
        for name in FOLDERS:
            shutil.rmtree(self._root / name, ignore_errors=True)
        self._make_folders()

    def _make_folders(self) -> None:
        for name in FOLDERS:
            (self._root / name).mkdir(parents=True, exist_ok=True)

    def _collect(self, _type: str, record: Mapping[str, Any], _order: Values) -> bytes:
        self._batch.append(record)
        return b""

    def _drop_batch(self, type_: str, subjects: Sequence[str], order: Values) -> None:
        for at in range(0, len(subjects), _LARGEST):
            suffix = order.get("format", self._form.suffix)
            raw = self._form.write(type_, self._batch[at : at + _LARGEST], order)
            self._drop(f"{self.next_id()}.{suffix}", raw, subjects[at : at + _LARGEST])

    def _drop(self, name: str, raw: bytes, subjects: Sequence[str]) -> None:
        """Put a file into `out/` as a well-behaved system does, by rename; ordered otherwise, half of it first."""
        self.state.keep("file", name, {"name": name, "subjects": list(subjects)})
        order = self._orders.next("drop")
        path = self._root / "out" / name
        if is_ordered(order, Misbehaviour.HALF):
            path.write_bytes(raw[: len(raw) // 2])
            self._finish(path, raw, order)
            return
        part = path.with_suffix(".part")
        part.write_bytes(raw)
        part.rename(path)
        if is_ordered(order, Misbehaviour.DUPLICATE):
            shutil.copy(path, path.with_stem(f"{path.stem}-again"))

    def _finish(self, path: Path, raw: bytes, order: Order | None) -> None:
        if order is not None:
            self._later(order.seconds, lambda: path.write_bytes(raw))

    def _told(self, report: Path) -> Iterable[dict[str, Any]]:
        said = msgspec.json.decode(report.read_bytes())
        if said["state"] in {"waiting", "repeated"}:
            return
        known = {each["name"]: each["subjects"] for each in self.state.own("file")}
        rows = {fault["row"]: fault["code"] for fault in said["faults"]}
        first = 1 if said["file"].endswith(".xml") else 2  # a table has a row of headings
        for at, subject in enumerate(known.get(said["file"]) or [None]):
            code = rows.get(at + first)
            accepted = said["state"] == "accepted" or (said["state"] in _ACCEPTED and code is None)
            problems = [fault["code"] for fault in said["faults"]] if said["state"] == "rejected" else [code]
            told = {"id": f"{said['file']}#{at}", "subject": subject, "accepted": accepted}
            yield {**told, "problems": [] if accepted else problems}

    def _look(self) -> None:
        """Read what is new in `in/`: documents arrive, the active list is what is held of bans."""
        for path in sorted((self._root / "in").glob(f"*.{self._form.suffix}")):
            if path.stem == _LIST:
                self._hold_bans(self._form.read("entry-ban", path.read_bytes()))
                continue
            type_ = next(name for name in sorted(facts.CORE, key=len, reverse=True) if path.name.startswith(name))
            for record in self._form.read(type_, path.read_bytes()):
                self.arrive(path.name, type_, record)

    def _hold_bans(self, bans: Sequence[dict[str, Any]]) -> None:
        with self.state.together():
            for gone in {each["ban_id"] for each in self.state.held("entry-ban")} - {ban["ban_id"] for ban in bans}:
                self.state.erase(gone)
            for ban in bans:
                self.state.hold("entry-ban", ban["ban_id"], ban, revision=ban["revision"])
