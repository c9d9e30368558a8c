"""Russia, SMEV 3: the register of entry bans and readmission cases behind a SOAP queue (see README.md)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters._parts import manifest
from adapters._parts.spool import Spool
from adapters.ru_smev.intake import Intake
from adapters.ru_smev.ledger import Ledger
from adapters.ru_smev.message_queue import Queue
from adapters.ru_smev.quarantine import Quarantine
from adapters.ru_smev.sink import SmevSink
from adapters.ru_smev.source import SmevSource


@dataclass(frozen=True, slots=True, kw_only=True)
class SmevAdapter:
    """Both sides of the Russian adapter."""

    source: SmevSource
    sink: SmevSink
    resources: tuple[Queue, Spool, Ledger] = field(repr=False)

    def close(self) -> None:
        """Close connection and files."""
        for resource in self.resources:
            resource.close()


def make_adapter(settings: Mapping[str, Any]) -> SmevAdapter:
    """Return the adapter for the settings declared in `manifest.json`.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(Path(__file__).parent, settings)
    state: Path = values["state_dir"]
    queue = Queue(
        values["endpoint"],
        timeout=values["timeout_seconds"],
        max_bytes=values["max_message_bytes"],
        token=values["token"],
    )
    spool = Spool(state / "spool.sqlite")
    ledger = Ledger(state / "ledger.sqlite")
    source = SmevSource(
        queue=queue,
        spool=spool,
        intake=Intake(participant=values["participant"], routes=values["routes"], ledger=ledger),
        quarantine=Quarantine(state / "quarantine"),
        messages_per_call=values["messages_per_call"],
    )
    return SmevAdapter(source=source, sink=SmevSink(queue=queue, ledger=ledger), resources=(queue, spool, ledger))
