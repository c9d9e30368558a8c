"""Kyrgyzstan, Tunduk: the register of the migration service behind X-Road (see README.md)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters._parts import manifest
from adapters._xroad import assembly
from adapters._xroad.identifiers import parse_client
from adapters._xroad.register import Register
from adapters._xroad.rest_client import HashCheck
from adapters._xroad.rest_register import RestRegister
from adapters._xroad.soap_client import SoapClient, SoapPeer
from adapters.kg_tunduk.mapping import DOCUMENTS
from adapters.kg_tunduk.passport_service import PassportService, WithPassports


def make_adapter(settings: Mapping[str, Any]) -> assembly.XRoadAdapter:
    """Return the adapter for the settings declared in `manifest.json`.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(Path(__file__).parent, settings)
    register: Register = RestRegister(assembly.connect(values))
    if values["passport_provider"] is not None:
        register = WithPassports(register, PassportService(_soap(values)))
    return assembly.assemble(values, register, DOCUMENTS)


def _soap(values: Mapping[str, Any]) -> SoapClient:
    peer = SoapPeer(
        client=assembly.identifier("client", parse_client, values),
        provider=assembly.identifier("passport_provider", parse_client, values),
        version=values["passport_version"],
        user_id=values["user_id"],
        hash_check=HashCheck(values["request_hash"]),
    )
    return SoapClient(assembly.open_http(values), peer)
