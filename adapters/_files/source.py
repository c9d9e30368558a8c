"""The reading side: takes files from `out/`, and reports what became of them.

    changes(cursor)   1  files the cursor says are safe go to done/ or rejected/
                      2  ready files are read, each into the spool as a whole or not at all, with a report
                      3  the records after the cursor are given
    sent(outcomes)       keep the outcomes; the report of a file is final when every record has one

The same file again (by its digest) has no second effect: it goes to done/ with a report that says so.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapters._files import report
from adapters._files.folder import Folder, FolderMissingError, Look, digest, look_at, open_file, reason_of
from adapters._files.intake import Intake, Opened
from adapters._files.limits import Limits
from adapters._files.refusal import FileIncompleteError, FileRefusedError, refuse
from adapters._files.report import Report, State
from adapters._files.reports import make_info, make_report
from adapters._files.sink import FilesSink
from adapters._parts.spool import Spool, Unit
from hub.sdk.ports import Batch, Sent, SourceUnavailableError


class _ChangedMeanwhileError(Exception):
    """The file was written to while it was read."""


class FilesSource:
    """Files that the national system drops for this exchange."""

    def __init__(
        self, *, folder: Folder, spool: Spool, intake: Intake, sink: FilesSink, limits: Limits, patience: int
    ) -> None:
        self._folder = folder
        self._spool = spool
        self._intake = intake
        self._sink = sink
        self._limits = limits
        self._patience = patience

    def changes(self, cursor: str | None, limit: int) -> Batch:
        """Return records after the cursor.

        Raises:
            SourceUnavailableError: the folder is not there, and nothing taken before is waiting.
        """
        position = self._spool.position(cursor)
        more = False
        try:
            self._folder.prepare()
            self._settle(position)
            more = self._take(position, limit)
            self._report_final()
            self._sink.show(at_once=True)
            self._folder.flush()
        except OSError as error:
            if self._spool.pending(position) == 0:
                raise SourceUnavailableError(reason_of(error)) from None
        changes, reached, behind = self._spool.read(position, limit)
        return Batch(changes=changes, cursor=self._spool.cursor(reached), more=behind or more)

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Keep final outcomes; reports that are complete are written, those of a missing folder later."""
        self._spool.decide(outcomes)
        try:
            self._report_final()
            self._folder.flush()
        except OSError:
            return

    def _settle(self, position: int) -> None:
        for unit in self._spool.settled(position):
            path = self._folder.out / unit.info["file"]
            if _is_same(path, unit.info["sha256"], self._limits):
                self._folder.put_away(path, self._folder.rejected if unit.info["rejected"] else self._folder.done)
            # A rejected file may come again as it was, once what stood in its way is gone.
            self._spool.finish(unit, forget_name=unit.info["rejected"])

    def _take(self, position: int, limit: int) -> bool:
        """Read ready files into the spool; returns whether more files may wait."""
        if self._spool.pending(position) >= limit:
            return True
        for path, look in self._folder.ready():
            if self._spool.pending(position) >= limit:
                return True
            try:
                self._read(path, look)
            except FileIncompleteError:
                if self._folder.is_given_up(path, look, self._patience):
                    self._reject(path, look, "", _INCOMPLETE)
            except (FolderMissingError, _ChangedMeanwhileError, FileNotFoundError):
                continue
        return False

    def _read(self, path: Path, look: Look) -> None:
        if self._spool.find(_rejected_name(path, look)) is not None:
            return  # told already; it goes away once the cursor says that it may
        if not look.is_file or look.size > self._limits.file_bytes:
            self._reject(path, look, "", _NOT_A_FILE if not look.is_file else _too_large(self._limits))
            return
        with open_file(path) as file:
            sha256 = digest(file)
            known = self._spool.find(sha256)
            if known is not None:
                self._repeat(path, known)
                return
            opened: Opened | None = None
            try:
                opened = self._intake.open(file, path.name)
                unit = self._spool.add(sha256, _info(path, sha256, opened), self._unchanged(opened, path, look))
            except FileRefusedError as refused:
                self._reject(path, look, sha256, refused, opened)
            else:
                self._report(unit, final=False)

    def _unchanged(self, opened: Opened, path: Path, look: Look) -> Any:
        """Yield the changes of a file; if it was written to meanwhile, raise so that all are dropped."""
        yield from self._intake.changes(opened)
        if look_at(path) != look:
            raise _ChangedMeanwhileError

    def _repeat(self, path: Path, known: Unit) -> None:
        """Put away a file that was taken before; while the first is still under way it waits."""
        if not self._spool.is_finished(known):
            return
        repeated = Report(file=path.name, sha256=known.name, state=State.REPEATED)
        report.write(self._folder.reports, repeated)
        self._folder.put_away(path, self._folder.done)

    def _reject(
        self, path: Path, look: Look, sha256: str, refused: FileRefusedError, opened: Opened | None = None
    ) -> None:
        """Note a file that is not taken. It may be dropped again later, so its digest is not what it is known by."""
        info = _info(path, sha256, opened, refused)
        self._report(self._spool.add(_rejected_name(path, look), info, []), final=False)

    def _report_final(self) -> None:
        for unit in self._spool.unreported():
            self._report(unit, final=True)
            self._spool.close_report(unit)

    def _report(self, unit: Unit, *, final: bool) -> None:
        made = make_report(
            self._intake.forms,
            unit,
            self._spool.verdicts(unit),
            records=self._spool.count(unit),
            final=final,
        )
        report.write(self._folder.reports, made)


def _rejected_name(path: Path, look: Look) -> str:
    return f"rejected {path.name} {look.inode} {look.changed} {look.size}"


def _info(path: Path, sha256: str, opened: Opened | None, refused: FileRefusedError | None = None) -> dict[str, Any]:
    return make_info(
        file=path.name,
        sha256=sha256,
        sheet=None if opened is None else opened.sheet,
        faults=() if refused is None else refused.faults,
    )


def _is_same(path: Path, sha256: str, limits: Limits) -> bool:
    """Say whether a file is still the one that was read; another one under its name is read in its turn."""
    look = look_at(path)
    if look is None:
        return False
    if not sha256 or not look.is_file or look.size > limits.file_bytes:
        return True
    with open_file(path) as file:
        return digest(file) == sha256


_INCOMPLETE = refuse(
    "file-incomplete",
    "Файл не дописан: нет завершающей строки или архив оборван. Выгрузите файл заново.",
    "The file is not complete: its end row is missing or its archive is cut. Write the file again.",
)
_NOT_A_FILE = refuse(
    "not-a-file",
    "Это не обычный файл. Положите в папку сам файл, а не ссылку.",
    "This is no regular file. Put the file itself into the folder, not a link.",
)


def _too_large(limits: Limits) -> FileRefusedError:
    return refuse(
        "file-too-large",
        f"Файл больше {limits.file_bytes} байт. Разделите его на несколько.",
        f"The file is larger than {limits.file_bytes} bytes. Split it into several.",
    )
