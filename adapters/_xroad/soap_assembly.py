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
from adapters._xroad.soap_register import NOT_A_DOCUMENT, Namespaces, SoapRegister
from hub.sdk.ports import AdapterSettingsError


def documents(kinds: Mapping[str, str], forms: Mapping[str, Form]) -> Documents:
    """Return the documents of a state: record type by element, form by record type; places are XPaths."""
    found = (
        Document(kind=kind, type=type_, form=forms[type_], locate=xml_tree.xpath_of) for kind, type_ in kinds.items()
    )
    return Documents(found, unknown=NOT_A_DOCUMENT)


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
        version=_printable("service_version", values),
        user_id=_printable("user_id", values),
        hash_check=HashCheck(values["request_hash"]),
    )
    by_kind = {kind: forms[type_] for kind, type_ in kinds.items()}
    register = SoapRegister(SoapClient(open_http(values), peer), by_kind, names)
    return assemble(values, register, documents(kinds, forms))


def _printable(name: str, values: Mapping[str, Any]) -> str | None:
    """Return a setting that travels as an element of the header.

    Raises:
        AdapterSettingsError: it has signs that XML or a reader of logs has no place for.
    """
    value: str | None = values[name]
    if value is not None and not value.isprintable():
        raise AdapterSettingsError(
            setting=name,
            ru=f"Настройка адаптера «{name}» неверна: нужны печатные знаки без переводов строки.",
            en=f"The adapter's setting {name!r} is wrong: printable signs without line breaks are needed.",
        )
    return value
