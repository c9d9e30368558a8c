"""Tajikistan: tables in a folder, CSV and XLSX, both ways (see README.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters._files.csv_rows import EndRow
from adapters._files.folder import Folder
from adapters._files.limits import Limits
from adapters._parts import manifest
from adapters._parts.spool import Spool
from adapters.tj_files.holdings import Holdings
from adapters.tj_files.intake import Intake
from adapters.tj_files.sink import FilesSink
from adapters.tj_files.source import FilesSource


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesAdapter:
    """Both sides of the Tajik adapter."""

    source: FilesSource
    sink: FilesSink
    resources: tuple[Spool, Holdings] = field(repr=False)

    def close(self) -> None:
        """Close the files of the state."""
        for resource in self.resources:
            resource.close()


def make_adapter(settings: Mapping[str, Any]) -> FilesAdapter:
    """Return the adapter for the settings declared in `manifest.json`.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(Path(__file__).parent, settings)
    limits = Limits(file_bytes=values["max_file_bytes"], rows=values["max_rows"])
    folder = Folder(values["folder"], values["settle_seconds"])
    spool = Spool(values["state_dir"] / "spool.sqlite")
    holdings = Holdings(values["state_dir"] / "holdings.sqlite")
    intake = Intake(
        participant=values["participant"],
        area=values["area"],
        routes=values["routes"],
        holdings=holdings,
        encoding=values["encoding"],
        end_row=EndRow(values["end_row"]),
        limits=limits,
        last_summary=spool.fact,
    )
    sink = FilesSink(folder=folder, holdings=holdings, encoding=values["output_encoding"])
    source = FilesSource(
        folder=folder, spool=spool, intake=intake, sink=sink, limits=limits, patience=values["patience"]
    )
    return FilesAdapter(source=source, sink=sink, resources=(spool, holdings))
