"""A participant without a system: spreadsheets filled in by hand, and what arrives in plain folders (see README.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters._files import adapter
from adapters._files.adapter import FilesAdapter
from adapters._files.folder import Folder
from adapters._files.source import FilesSource
from adapters._parts import manifest
from adapters.manual.received import Received
from adapters.manual.sink import ManualSink
from adapters.manual.tables import FORMS


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualAdapter:
    """Both sides of the adapter."""

    source: FilesSource
    sink: ManualSink
    files: FilesAdapter = field(repr=False)

    def close(self) -> None:
        """Close the files of the state."""
        self.files.close()


def make_adapter(settings: Mapping[str, Any]) -> ManualAdapter:
    """Return the adapter for the settings declared in `manifest.json`.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(Path(__file__).parent, settings)
    values |= {"output_format": "csv"}
    files = adapter.assemble(values, Folder(values["folder"], values["settle_seconds"]), FORMS)
    received = Received(values["folder"] / "received", values["language"])
    return ManualAdapter(source=files.source, sink=ManualSink(tables=files.sink, received=received), files=files)
