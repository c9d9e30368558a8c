"""Russia, SMEV 3: the register of entry bans and readmission cases behind a SOAP queue (see README.md)."""

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
from adapters.ru_smev.intake import Intake
from adapters.ru_smev.ledger import Ledger
from adapters.ru_smev.message_queue import Queue
from adapters.ru_smev.signatures import Signatures
from adapters.ru_smev.sink import SmevSink
from adapters.ru_smev.smev_transform import SMEV
from adapters.ru_smev.source import SmevLine
from hub.sdk.ports import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class SmevAdapter:
    """Both sides of the Russian adapter."""

    source: QueueSource
    sink: SmevSink
    notes: Sequence[Note] = ()
    resources: tuple[Queue, Spool, Ledger, Questions] = field(repr=False)

    def close(self) -> None:
        """Close connection and files."""
        for resource in self.resources:
            resource.close()


def make_adapter(settings: Mapping[str, Any], signatures: Signatures | None = None) -> SmevAdapter:
    """Return the adapter for the settings declared in `manifest.json`.

    A member with a certified cryptographic tool hands in signatures with a `Provider` of it; else they follow the
    settings.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(Path(__file__).parent, settings)
    state: Path = values["state_dir"]
    signed = read_signatures(values) if signatures is None else signatures
    queue = Queue(_http(values), token=values["token"], signatures=signed)
    spool = Spool(state / "spool.sqlite")
    ledger = Ledger(state / "ledger.sqlite")
    questions = Questions(state / "questions.sqlite")
    sending = Sending(participant=values["participant"], routes=values["routes"], questions=questions)
    quarantine = Quarantine(state / "quarantine")
    source = QueueSource(
        queue=SmevLine(queue, spool, quarantine),
        spool=spool,
        intake=Intake(sending=sending).take,
        quarantine=quarantine,
        calls=values["messages_per_call"],
    )
    return SmevAdapter(
        source=source,
        sink=SmevSink(queue=queue, ledger=ledger, questions=questions),
        notes=signing_settings.notes(values) if signatures is None else (),
        resources=(queue, spool, ledger, questions),
    )


def _http(values: Mapping[str, Any]) -> HttpExchange:
    return HttpExchange(
        values["endpoint"],
        partner="the queue",
        timeout=values["timeout_seconds"],
        max_bytes=values["max_message_bytes"],
        tls=Tls(),
    )


def read_signatures(values: Mapping[str, Any]) -> Signatures:
    """Return the signatures of the settings; what is not set is not signed, or not checked.

    Raises:
        AdapterSettingsError: a key or certificate cannot be used.
    """
    identity, trusted = signing_settings.read_identity(values), signing_settings.read_trusted(values)
    return Signatures(
        signer=None if identity is None else SignxmlProvider(identity, (), SMEV),
        checker=None if trusted is None else SignxmlProvider(None, trusted, SMEV),
    )
