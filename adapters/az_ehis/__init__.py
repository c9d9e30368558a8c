"""Azerbaijan, EHİS: the register of the State Migration Service behind X-Road, over SOAP (see README.md)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters._xroad import soap_assembly
from adapters._xroad.assembly import XRoadAdapter
from adapters._xroad.soap_register import Namespaces
from adapters.az_ehis.mapping import FORMS, KINDS, NAMESPACE

SERVICES = "urn:cis-migration:az-ehis:services:1"


def make_adapter(settings: Mapping[str, Any]) -> XRoadAdapter:
    """Return the adapter for the settings declared in `manifest.json`.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    names = Namespaces(services=SERVICES, documents=NAMESPACE, prefix="az")
    return soap_assembly.open_soap(Path(__file__).parent, settings, KINDS, FORMS, names)
