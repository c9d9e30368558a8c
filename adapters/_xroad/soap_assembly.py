"""An X-Road adapter over SOAP put together: manifest and settings of a state, its documents, its namespaces."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from adapters._parts import manifest, xml_tree
from adapters._parts.json_form import Form
from adapters._xroad.assembly import XRoadAdapter, assemble, identifier, open_http
from adapters._xroad.documents import Document, Documents
from adapters._xroad.identifiers import parse_client
from adapters._xroad.rest_client import HashCheck
from adapters._xroad.soap_client import SoapClient, SoapPeer
from adapters._xroad.soap_register import Namespaces, SoapRegister


def documents(kinds: Mapping[str, str], forms: Mapping[str, Form]) -> Documents:
    """Return the documents of a state: record type by element, form by record type; places are XPaths."""
    return Documents(
        Document(kind=kind, type=type_, form=forms[type_], locate=xml_tree.xpath_of) for kind, type_ in kinds.items()
    )


def open_soap(
    folder: Path, settings: Mapping[str, Any], kinds: Mapping[str, str], forms: Mapping[str, Form], names: Namespaces
) -> XRoadAdapter:
    """Return the adapter of a state's folder over X-Road SOAP.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(folder, settings)
    peer = SoapPeer(
        client=identifier("client", parse_client, values),
        provider=identifier("provider", parse_client, values),
        version=values["service_version"],
        user_id=values["user_id"],
        hash_check=HashCheck(values["request_hash"]),
    )
    by_kind = {kind: forms[type_] for kind, type_ in kinds.items()}
    register = SoapRegister(SoapClient(open_http(values), peer), by_kind, names)
    return assemble(values, register, documents(kinds, forms))
