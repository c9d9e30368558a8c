"""A real hub for tests, benchmarks and fault campaigns: its folder of trust and keys, its process, envelopes for it."""

import datetime
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.core import envelope as envelopes
from hub.core import ids
from hub.workflows.at_rest.open_keyring import KeyringSource
from hub.workflows.vault import Vault
from keys import jws, keyfile, keyring, master_key
from keys.encryption_key import EncryptionKey
from keys.jwk import PrivateKey
from keys.master_key import MasterKey
from tests.support.trust import ORIGIN, Trust, make_trust

MEMBERS = ("ru-guvm", "tj-molme", "tj-mvd", "kz-mvd", "kg-migration", "cis-ec", "tm-sms", "hub")
FILES = {"root": "root.note", "participants": "participants.note", "status": "status.note"}


def now() -> datetime.datetime:
    """Return the time, to the second."""
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def from_now(members: Mapping[str, Any]) -> dict[str, Any]:
    """Return these members with the time that long from now in place of each time span.

    Lists of cases are read when tests are collected, and a case's turn may come many minutes later.
    """
    at = now()
    return {name: at + each if isinstance(each, datetime.timedelta) else each for name, each in members.items()}


@dataclass(frozen=True, kw_only=True)
class Site:
    """A hub's folder: trust list, log key, status key, keyring and master key."""

    folder: Path
    trust: Trust

    def environment(self, dsn: str, *, port: int = 0, roles: str = "api,worker", **more: str) -> dict[str, str]:
        """Return the settings of a process of this hub, as environment variables."""
        return {
            "HUB_ORIGIN": self.trust.list.hub,
            "HUB_DATABASE_URL": dsn,
            "HUB_LISTEN": f"127.0.0.1:{port}",
            "HUB_ROLES": roles,
            "HUB_TRUST_DIR": str(self.folder),
            "HUB_TRUST_ANCHOR": self.trust.anchor,
            "HUB_LOG_KEY_FILE": str(self.folder / "log.pem"),
            "HUB_STATUS_KEY_FILE": str(self.folder / "status.pem"),
            "HUB_KEYRING_DIR": str(self.folder / "keyring"),
            "HUB_MASTER_KEY_FILE": str(self.folder / "master.key"),
            "HUB_METRICS_TOKEN_FILE": str(self.folder / "metrics-token"),
            **more,
        }

    def open_vault(self) -> Vault:
        """Return what opens the messages that this hub keeps, with its keyring as it is now."""
        source = KeyringSource(
            folder=self.folder / "keyring", master=self.folder / "master.key", origin=self.trust.list.hub
        )
        return Vault(source.load(), {})


METRICS_WORD = "the-word-of-the-operators-monitoring"
WATCHING = {"Authorization": f"Bearer {METRICS_WORD}"}


def make_site(
    folder: Path,
    members: Sequence[str] = MEMBERS,
    *,
    origin: str = ORIGIN,
    openers: Mapping[str, Sequence[EncryptionKey]] | None = None,
) -> Site:
    """Write a hub's folder for these participants; `openers` are their encryption keys."""
    trust = make_trust(members, now=now(), origin=origin, openers=openers)
    write_trust(folder, trust.documents)
    keyfile.write(folder / "log.pem", trust.log, None)
    keyfile.write(folder / "status.pem", trust.authority.online["status"], None)
    make_keyring(folder, origin)
    (folder / "metrics-token").write_text(f"{METRICS_WORD}\n", encoding="ascii")
    return Site(folder=folder, trust=trust)


def make_keyring(folder: Path, origin: str) -> None:
    """Write a master key and an empty keyring; the worker fills it at its start."""
    master_key.write(folder / "master.key", [MasterKey.generate()])
    keyring.create(folder / "keyring", origin=origin)


def write_trust(folder: Path, documents: Mapping[str, bytes]) -> None:
    """Write the documents of a trust list, as an operator publishes them."""
    for kind, name in FILES.items():
        (folder / name).write_bytes(documents[kind])


class HubProcess:
    """`hub serve` as a process of its own; the address is there once it listens."""

    def __init__(self, environment: Mapping[str, str], module: str = "hub.cli", log: Path | None = None) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
        self._log = (log or Path(os.devnull)).open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, "serve"],
            env={**inherited, **environment},
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline().decode()
        if not line.startswith("listening on "):
            raise RuntimeError(f"the hub did not start (exit status {self.process.wait()})")
        self.address = line.removeprefix("listening on ").strip()

    def kill(self) -> None:
        """End it with signal 9, as a crash would."""
        self.process.kill()
        self._reap()

    def stop(self) -> int:
        """Ask it to end, and wait."""
        self.process.terminate()
        self._reap()
        return self.process.returncode

    def _reap(self) -> None:
        self.process.wait(timeout=20)
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._log.close()


def make_message_id(at: datetime.datetime | None = None) -> str:
    """Return a new message id."""
    return ids.make_message_id(at or now(), secrets.token_bytes(10))


def make_envelope(trust: Trust, sender: str, record: Mapping[str, Any], **members: Any) -> bytes:
    """Return a signed envelope; `members` override what a correct one of this sender has."""
    key: PrivateKey = members.pop("key", trust.keys[sender])
    defaults: dict[str, Any] = {
        "hub": trust.list.hub,
        "message_id": make_message_id(),
        "sender": sender,
        "to": ["tj-mvd"],
        "sent_at": now(),
        "type": "entry-ban",
        "version": "1.0",
        "purpose": "entry-control",
        "agreement": "cis-2000",
        "subject": record.get("ban_id", record.get("case_id")),
    }
    typ = members.pop("typ", envelopes.TYP)
    return jws.sign(envelopes.format(**{**defaults, "record": record, **members}), key, typ)


RESTRICTED: Mapping[str, Any] = {
    "grounds": ["RESTRICTED"],
    "severity": "restricted",
    "decision": {
        "number": "-",
        "date": "2026-03-02",
        "authority": {"name": "Испытательный орган"},
        "legal_basis": {"law": "-", "article": "-"},
        "court_ordered": False,
    },
}
"""What a restricted ban says in place of its ground and its decision."""


def make_ban(number: int, *, issuer: str = "ru-guvm", revision: int = 1, **members: Any) -> dict[str, Any]:
    """Return an entry ban of a plainly fictitious person."""
    return {
        "ban_id": f"TEST-{number:08d}",
        "revision": revision,
        "status": "active",
        "issuer": issuer,
        "direction": "entry",
        "decision": {
            "number": f"T-{number}",
            "date": "2026-03-02",
            "authority": {"name": "Испытательный орган", "participant": issuer},
            "legal_basis": {"law": "114-FZ", "article": "27"},
            "court_ordered": False,
        },
        "grounds": ["RU-27-12" if issuer.startswith("ru-") else "OVERSTAY"],
        "severity": "migration",
        "period": {"kind": "fixed", "start_on": "2026-03-02", "end_on": "2029-03-01"},
        "subject": {
            "names": [
                {"surname": f"Тестов-{number}", "given": "Пример", "script": "Cyrl", "role": "primary"},
                {"surname": f"TESTOV-{number}", "given": "PRIMER", "script": "Latn", "role": "primary"},
            ],
            "birth": {"date": {"year": 1990, "month": 3, "day": 15}, "country": "TJK"},
            "sex": "M",
            "nationalities": [{"code": "TJK"}],
            "documents": [{"type": "foreign_passport", "number": f"40{number:07d}", "issuing_state": "TJK"}],
            "identifiers": [],
        },
        "action": "refuse_entry",
        "as_of": "2026-03-02T09:00:00Z",
        **members,
    }
