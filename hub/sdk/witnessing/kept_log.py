"""What a gateway keeps of the log: checkpoints that it saw and cosigned, receipts. Read beside a running one."""

import contextlib
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hub.core import receipt as receipts
from hub.core.errors import HubError
from hub.core.receipt import Receipt
from hub.sdk.settings.config import GatewayConfig
from hub.sdk.state import FILE
from hub.sdk.trust_list.log_history import COSIGNED, LAST, SHOWN
from keys.errors import KeysError


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Signed notes by what to call them, and accepted receipts."""

    notes: Mapping[str, bytes] = field(default_factory=dict)
    receipts: Sequence[Receipt] = ()


def read_kept(config: GatewayConfig) -> Kept:
    """Return what the gateway of this configuration has kept; nothing where it has not run yet."""
    path = config.state_dir / FILE
    if not path.exists():
        return Kept()
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        notes = {
            f"own {name}": bytes(value)
            for name, value in connection.execute("SELECT name, value FROM kept ORDER BY name")
            if name in {LAST, SHOWN, COSIGNED}
        }
        rows = connection.execute("SELECT receipt FROM outbox WHERE receipt IS NOT NULL ORDER BY place")
        found = [receipt for row in rows if (receipt := _receipt(bytes(row[0]))) is not None]
    return Kept(notes=notes, receipts=found)


def _receipt(raw: bytes) -> Receipt | None:
    try:
        return receipts.parse(raw)
    except (HubError, KeysError):
        return None
