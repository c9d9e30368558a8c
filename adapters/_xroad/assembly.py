"""An X-Road adapter put together: manifest and settings of a state, its documents, REST."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from adapters._parts import manifest
from adapters._parts.http_exchange import HttpExchange, Tls
from adapters._parts.questions import Questions
from adapters._parts.sending import Sending
from adapters._xroad import open_ends
from adapters._xroad.documents import Documents
from adapters._xroad.identifiers import IdentifierError, parse_client, parse_service
from adapters._xroad.register import Register
from adapters._xroad.rest_client import HashCheck, Peer, RestClient
from adapters._xroad.rest_register import RestRegister
from adapters._xroad.results import Results
from adapters._xroad.sink import Refuse, XRoadSink, not_supported
from adapters._xroad.source import XRoadSource
from hub.sdk.ports import AdapterSettingsError, Note

T = TypeVar("T")


class Closeable(Protocol):
    """What is closed at the end."""

    def close(self) -> None:
        """Close it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class XRoadAdapter:
    """Both sides of one state's adapter."""

    source: XRoadSource
    sink: XRoadSink
    resources: tuple[Closeable, ...] = field(repr=False)
    notes: Sequence[Note] = ()

    def close(self) -> None:
        """Close connection and files."""
        for resource in self.resources:
            resource.close()


def open_rest(
    folder: Path, settings: Mapping[str, Any], documents: Documents, refuse: Refuse = not_supported
) -> XRoadAdapter:
    """Return the adapter of a state's folder over X-Road REST.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(folder, settings)
    return assemble(values, RestRegister(connect(values)), documents, refuse)


def connect(values: Mapping[str, Any]) -> RestClient:
    """Return the client of the settings that every X-Road state has.

    Raises:
        AdapterSettingsError: an identifier or a certificate is wrong.
    """
    peer = Peer(
        client=identifier("client", parse_client, values),
        service=identifier("service", parse_service, values),
        user_id=_header("user_id", values),
        hash_check=HashCheck(values["request_hash"]),
    )
    return RestClient(open_http(values), peer)


def _header(name: str, values: Mapping[str, Any]) -> str | None:
    """Return a setting that travels as a header: printable ASCII.

    Raises:
        AdapterSettingsError: it has other letters, or line breaks.
    """
    value: str | None = values[name]
    if value is not None and not (value.isascii() and value.isprintable()):
        raise AdapterSettingsError(
            setting=name,
            ru=f"Настройка адаптера «{name}» неверна: нужны печатные знаки латиницы, без переводов строки.",
            en=f"The adapter's setting {name!r} is wrong: printable ASCII without line breaks is needed.",
        )
    return value


def open_http(values: Mapping[str, Any]) -> HttpExchange:
    """Return the connection to the own security server.

    Raises:
        AdapterSettingsError: a certificate is wrong.
    """
    tls = Tls(authorities=values["authorities"], certificate=values["certificate"], key=values["certificate_key"])
    try:
        return HttpExchange(
            values["security_server"],
            partner="the security server",
            timeout=values["timeout_seconds"],
            max_bytes=values["max_answer_bytes"],
            tls=tls,
        )
    except OSError:
        raise AdapterSettingsError(
            setting="certificate",
            ru="Настройки authorities, certificate, certificate_key: файл не читается как PEM, или ключ не подходит к "
            "сертификату. Проверьте файлы.",
            en="The settings authorities, certificate, certificate_key: a file is not PEM, or the key does not fit the "
            "certificate. Check the files.",
        ) from None


def assemble(
    values: Mapping[str, Any], register: Register, documents: Documents, refuse: Refuse = not_supported
) -> XRoadAdapter:
    """Return an adapter over any register, with its state where the settings say."""
    state: Path = values["state_dir"]
    questions, results = Questions(state / "questions.sqlite"), Results(state / "results.sqlite")
    sending = Sending(participant=values["participant"], routes=values["routes"], questions=questions)
    return XRoadAdapter(
        source=XRoadSource(register=register, documents=documents, sending=sending, results=results),
        sink=XRoadSink(register=register, documents=documents, questions=questions, refuse=refuse),
        resources=(register, questions, results),
        notes=open_ends.notes(values),
    )


def identifier(name: str, parse: Callable[[str], T], values: Mapping[str, Any]) -> T:
    """Return the identifier of a setting.

    Raises:
        AdapterSettingsError: it is none.
    """
    try:
        return parse(values[name])
    except IdentifierError:
        parts = "INSTANCE/CLASS/MEMBER/SUBSYSTEM" + ("/SERVICE" if name == "service" else "")
        raise AdapterSettingsError(
            setting=name,
            ru=f"Настройка адаптера «{name}» неверна: нужен идентификатор X-Road вида {parts}.",
            en=f"The adapter's setting {name!r} is wrong: an X-Road identifier {parts} is needed.",
        ) from None
