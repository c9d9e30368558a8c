"""Turkmenistan, an observer: Council records and summaries behind the national X-Road bus (see README.md)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters._xroad import assembly
from adapters.tm_xroad.mapping import DOCUMENTS, refuse


def make_adapter(settings: Mapping[str, Any]) -> assembly.XRoadAdapter:
    """Return the adapter for the settings declared in `manifest.json`.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    return assembly.open_rest(Path(__file__).parent, settings, DOCUMENTS, refuse)
