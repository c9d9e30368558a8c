"""Belarus: XML, CSV and XLSX files in a folder or on an SFTP server, both ways (see README.md)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters._files import adapter
from adapters._files.adapter import FilesAdapter
from adapters._files.intake import Forms
from adapters.by_files.mapping import FIGURES, FORMS
from adapters.by_files.mapping.personal_number import examine

FORMS_OF_STATE = Forms(figures=FIGURES, documents=FORMS, examine=examine)


def make_adapter(settings: Mapping[str, Any]) -> FilesAdapter:
    """Return the adapter for the settings declared in `manifest.json`.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    return adapter.make(Path(__file__).parent, settings, FORMS_OF_STATE)
