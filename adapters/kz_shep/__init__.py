"""Kazakhstan, the gateway of electronic government: the migration register over both its channels (see README.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters._parts import manifest, signing_settings
from adapters._parts.http_exchange import HttpExchange, Tls
from adapters._parts.quarantine import Quarantine
from adapters._parts.questions import Questions
from adapters._parts.queue_source import QueueSource
from adapters._parts.sending import Sending
from adapters._parts.spool import Spool
from adapters._parts.xml_signature import SignxmlProvider
from adapters.kz_shep.channels import Channels, Sender, Services
from adapters.kz_shep.queue import Intake, ShepQueue
from adapters.kz_shep.sink import ShepSink
from adapters.kz_shep.ws_security import Security
from hub.sdk.ports import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class ShepAdapter:
    """Both sides of the Kazakh adapter."""

    source: QueueSource
    sink: ShepSink
    notes: Sequence[Note] = ()
    resources: tuple[Channels, Spool, Questions] = field(repr=False)

    def close(self) -> None:
        """Close connections and files."""
        for resource in self.resources:
            resource.close()


def make_adapter(settings: Mapping[str, Any], security: Security | None = None) -> ShepAdapter:
    """Return the adapter for the settings declared in `manifest.json`.

    A member with a certified cryptographic tool hands in security with a `Provider` of it; else it follows the
    settings.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(Path(__file__).parent, settings)
    channels = _channels(values, _security(values) if security is None else security)
    state: Path = values["state_dir"]
    spool, questions = Spool(state / "spool.sqlite"), Questions(state / "questions.sqlite")
    sending = Sending(participant=values["participant"], routes=values["routes"], questions=questions)
    source = QueueSource(
        queue=ShepQueue(channels, values["messages_per_call"]),
        spool=spool,
        intake=Intake(sending=sending).take,
        quarantine=Quarantine(state / "quarantine"),
        calls=values["calls_per_poll"],
    )
    sink = ShepSink(channels=channels, questions=questions)
    return ShepAdapter(
        source=source,
        sink=sink,
        notes=signing_settings.notes(values) if security is None else (),
        resources=(channels, spool, questions),
    )


def _channels(values: Mapping[str, Any], security: Security) -> Channels:
    return Channels(
        sync=_http(values, "sync_endpoint"),
        async_=_http(values, "async_endpoint"),
        sender=Sender(id=values["sender_id"], password=values["sender_password"]),
        services=Services(inbound=values["inbound_service"], outbound=values["outbound_service"]),
        security=security,
    )


def _http(values: Mapping[str, Any], name: str) -> HttpExchange:
    return HttpExchange(
        values[name],
        partner="the gateway",
        timeout=values["timeout_seconds"],
        max_bytes=values["max_answer_bytes"],
        tls=Tls(),
    )


def _security(values: Mapping[str, Any]) -> Security:
    identity, trusted = signing_settings.read_identity(values), signing_settings.read_trusted(values)
    return Security(
        signer=None if identity is None else SignxmlProvider(identity, ()),
        token="" if identity is None else "".join(identity.certificate.pem.splitlines()[1:-1]),
        checker=None if trusted is None else SignxmlProvider(None, trusted),
    )
