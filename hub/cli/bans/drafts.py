"""Drafts of the revisions that an amnesty act proposes: one a line, for `hub load` to sign and submit.

A draft is the ban's own last record with the members that the proposal changes. Those of one version that went to the
same recipients stand in one file: a lifted ban goes to whom the ban had gone, and to nobody else.
"""

import json
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import Text
from hub.cli.connection import Connection
from hub.core import envelope as envelopes
from hub.core import instant
from hub.core.envelope import Envelope
from keys import jws

WRITTEN = Text(
    "черновики: {count} в {path}\n  отправить: {command}", "drafts: {count} in {path}\n  to submit them: {command}"
)
Group = tuple[str, tuple[str, ...], str, str]


class Drafts:
    """Writes drafts into a folder as they come, a file for each group."""

    def __init__(self, connection: Connection, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        self._written: dict[Group, tuple[Path, int]] = {}

    async def add(self, proposal: dict[str, Any]) -> None:
        """Draft the next revision of a ban, if the proposal has one.

        Raises:
            ClientError: the hub did not give the ban's message.
            FileError: there is such a file already, or it cannot be written.
        """
        if proposal["changes"] is None:
            return
        query = {"from": self._connection.config.participant}
        found: Any = await self._connection.client.look(f"/v1/messages/{proposal['message']}", query)
        envelope = _open(found["envelope"])
        as_of = instant.format(self._connection.clock.now(), seconds=True)
        record = {**envelope.record, **proposal["changes"], "as_of": as_of}
        group = (envelope.version, envelope.to, envelope.agreement or "", envelope.purpose)
        self._append(group, json.dumps(record, ensure_ascii=False))

    def _append(self, group: Group, line: str) -> None:
        if group not in self._written:
            path = self._folder / f"entry-ban-{len(self._written) + 1}.jsonl"
            files.write_new(path, b"")
            self._written[group] = (path, 0)
        path, count = self._written[group]
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
        self._written[group] = (path, count + 1)

    def commands(self, config: Path, language: str) -> list[str]:
        """Return what is said of each file, with the command that signs and submits it."""
        said = []
        for (version, to, agreement, purpose), (path, count) in self._written.items():
            words = ["hub", "load", str(path), "--type", "entry-ban", "--version", version]
            words += [word for name in to for word in ("--to", name)]
            words += ["--purpose", purpose, "--agreement", agreement, "--config", str(config)]
            said.append(WRITTEN.of(language).format(count=count, path=path, command=" ".join(words)))
        return said


def _open(token: str) -> Envelope:
    """Return the envelope that was signed at this very site; its signature was checked when it was accepted."""
    raw = token.encode("ascii")
    return envelopes.parse(jws.read(raw, envelopes.TYP).payload, raw)
