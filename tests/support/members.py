"""Members of an exchange whose hub runs: the configuration of their commands, and `hub` as they would call it."""

import os
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from hub.cli import main
from keys import access, keyfile
from tests.support.hub import Site, make_message_id, now

LATER = 75  # exit status: the hub is not there, or in doubt
PATIENCE = 60  # seconds
ADAPTER = '[adapter]\nmodule = "adapters.tj_files"\n'


@dataclass(frozen=True, kw_only=True)
class Said:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """All that it said."""
        return self.out + self.err


@dataclass(frozen=True, kw_only=True)
class Members:
    """The sites of a hub's members, each in a folder of its own, and the commands that are run there."""

    folder: Path
    site: Site
    address: str
    capsys: pytest.CaptureFixture[str]

    def config(self, member: str) -> Path:
        """Return the configuration of a member's commands; it is written with the member's key when first asked for."""
        path = self.folder / member / "gateway.toml"
        if not path.exists():
            path.parent.mkdir()
            keyfile.write(path.parent / "signing.pem", self.site.trust.keys[member], None)
            self.configure(member)
        return path

    def configure(self, member: str, adapter: str = ADAPTER) -> None:
        """Write a member's configuration, with the settings of its adapter."""
        (self.folder / member / "gateway.toml").write_text(
            f'[gateway]\nparticipant = "{member}"\nstate_dir = "state"\n'
            f'[hub]\nurl = "{self.address}"\norigin = "{self.site.trust.list.hub}"\n'
            f'[trust]\nroot_file = "{self.site.folder / "root.note"}"\n[key]\nfile = "signing.pem"\n{adapter}'
        )

    def run(self, *words: object) -> Said:
        """Run a command; where the hub is in doubt or not there yet, it is given again."""
        end = time.monotonic() + PATIENCE
        while True:
            status = main([str(word) for word in words])
            out, err = self.capsys.readouterr()
            assert "Traceback" not in out + err
            if status != LATER:
                return Said(status=status, out=out, err=err)
            assert time.monotonic() < end, err
            time.sleep(0.1)

    def run_at(self, member: str, *words: object) -> Said:
        """Run a command at a member's site."""
        return self.run(*words, "--config", self.config(member))

    def approve(self, config: Path, document: Path) -> None:
        """Let a party read a version of an agreement, then sign it by its digest."""
        words = ("agreement", "approve", document, "--config", config)
        shown = self.run(*words)
        assert (shown.status, "consent-digest-missing" in shown.text) == (2, True)
        digest = next(line.split()[1] for line in shown.text.splitlines() if line.startswith("SHA-256"))
        signed = self.run(*words, "--digest", digest)
        assert signed.status == 0, signed

    def read(self, member: str, path: str, *, language: str = "en", at: datetime | None = None) -> bytes:
        """Read the API as a member; `at` is the time there."""
        claims = {"issuer": member, "audience": self.site.trust.list.hub, "now": at or now(), "jti": make_message_id()}
        token = access.sign(self.site.trust.keys[member], **claims).decode()
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
        with urlopen(Request(self.address + path, headers=headers), timeout=20) as answer:
            return bytes(answer.read())


def set_environment(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    """Let commands run in this process see these settings, and none of the machine's own."""
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        monkeypatch.delenv(name)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
