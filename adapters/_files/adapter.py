"""An adapter over files: tables in a folder or on an SFTP server, both ways, by the forms of one state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from adapters._files import sftp
from adapters._files.csv_rows import EndRow
from adapters._files.folder import Folder
from adapters._files.holdings import Holdings
from adapters._files.intake import Forms, Intake
from adapters._files.limits import Limits
from adapters._files.output import Writer
from adapters._files.sftp_folder import SftpFolder
from adapters._files.sftp_ledger import SftpLedger
from adapters._files.sftp_link import SftpLink
from adapters._files.sink import FilesSink
from adapters._files.source import FilesSource
from adapters._parts import manifest
from adapters._parts.spool import Spool
from hub.sdk.ports import AdapterSettingsError, Note


class Resource(Protocol):
    """What has to be closed."""

    def close(self) -> None:
        """Close it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesAdapter:
    """Both sides of an adapter over files."""

    source: FilesSource
    sink: FilesSink
    resources: tuple[Resource, ...] = field(repr=False)
    notes: tuple[Note, ...] = ()

    def close(self) -> None:
        """Close the files of the state, and the connection if there is one."""
        for resource in self.resources:
            resource.close()


def make(folder_of_adapter: Path, settings: Mapping[str, Any], forms: Forms) -> FilesAdapter:
    """Return the adapter of one state for the settings declared in its `manifest.json`.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(folder_of_adapter, settings)
    folder, others = _open_folder(values, _limits(values))
    return assemble(values, folder, forms, others)


def assemble(
    values: Mapping[str, Any], folder: Folder, forms: Forms, others: tuple[Resource, ...] = ()
) -> FilesAdapter:
    """Return the adapter over a folder, for settings that were read; `others` are closed with it."""
    limits = _limits(values)
    spool = Spool(values["state_dir"] / "spool.sqlite")
    holdings = Holdings(values["state_dir"] / "holdings.sqlite")
    intake = Intake(
        forms=forms,
        participant=values["participant"],
        area=values["area"],
        routes=values["routes"],
        holdings=holdings,
        encoding=values["encoding"],
        end_row=EndRow(values["end_row"]),
        limits=limits,
        last_summary=spool.fact,
    )
    writer = Writer(format=values["output_format"], encoding=values["output_encoding"])
    sink = FilesSink(folder=folder, holdings=holdings, forms=forms, writer=writer)
    source = FilesSource(
        folder=folder, spool=spool, intake=intake, sink=sink, limits=limits, patience=values["patience"]
    )
    return FilesAdapter(source=source, sink=sink, resources=(spool, holdings, *others), notes=_notes(values))


def _limits(values: Mapping[str, Any]) -> Limits:
    return Limits(file_bytes=values["max_file_bytes"], rows=values["max_rows"])


def _open_folder(values: Mapping[str, Any], limits: Limits) -> tuple[Folder, tuple[Resource, ...]]:
    server = sftp.read_server(values)
    if (server is None) == (values["folder"] is None):
        raise AdapterSettingsError(
            setting="folder",
            ru="Нужна ровно одна из настроек «folder» и «sftp_host». Задайте одну.",
            en="Exactly one of the settings 'folder' and 'sftp_host' is needed. Set one.",
        )
    if server is None:
        return Folder(values["folder"], values["settle_seconds"]), ()
    link, ledger = SftpLink(server), SftpLedger(values["state_dir"] / "sftp.sqlite")
    mirror = values["state_dir"] / "mirror"
    return SftpFolder(link, ledger, mirror, values["settle_seconds"], limits), (link, ledger)


def _notes(values: Mapping[str, Any]) -> tuple[Note, ...]:
    return () if values["end_row"] == EndRow.REQUIRED else (_CUT_UNSEEN,)


_CUT_UNSEEN = Note(
    setting="end_row",
    ru="Файл CSV, обрезанный на конце строки, не отличить от целого. Выгружайте строку «КОНЕЦ» и поставьте required.",
    en="A CSV file cut at the end of a row looks like a whole one. Write the row «КОНЕЦ» and set required.",
)
