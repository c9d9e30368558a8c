"""Members of an exchange whose hub runs: the configuration of their commands, and `hub` as they would call it."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from hub.cli import main
from keys import keyfile
from tests.support.hub import Site

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


def set_environment(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    """Let commands run in this process see these settings, and none of the machine's own."""
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        monkeypatch.delenv(name)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
