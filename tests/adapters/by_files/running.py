"""A Belarusian site in a folder or on the simulator's SFTP server."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters import by_files
from adapters._files.adapter import FilesAdapter
from keys import strict_json
from tests.adapters.simulated import Simulator

ROUTES = [
    {"type": "situation-summary", "to": ["cis-ec"], "agreement": "cis-2007", "purpose": "council-statistics"},
    {"type": "entry-ban", "to": ["ru-guvm"], "agreement": "cis-2000", "purpose": "entry-control"},
    {"type": "readmission-request", "to": ["ru-guvm"], "agreement": "ru-by-readmission", "purpose": "readmission"},
    {"type": "readmission-reply", "to": ["ru-guvm"], "agreement": "ru-by-readmission", "purpose": "readmission"},
    {"type": "citizenship-check-request", "to": ["ru-guvm"], "agreement": "cis-2000", "purpose": "readmission"},
    {"type": "citizenship-check-reply", "to": ["ru-guvm"], "agreement": "cis-2000", "purpose": "readmission"},
]


def values(folder: Path, /, **where: Any) -> dict[str, Any]:
    """Settings of an adapter whose state is in a folder."""
    state = folder / "state"
    state.mkdir(exist_ok=True)
    return {"participant": "by-mvd", "state_dir": str(state), "routes": ROUTES, "settle_seconds": 0.001, **where}


def over_folder(simulator: Simulator, folder: Path) -> dict[str, Any]:
    """Settings for the simulator's folder."""
    return values(folder, folder=simulator.where["folder"])


def settings(simulator: Simulator, folder: Path) -> dict[str, Any]:
    """Settings for the simulator's SFTP server."""
    where = {name: value for name, value in simulator.where.items() if name.startswith("sftp_")}
    return values(folder, sftp_timeout_seconds=5, **where)


@dataclass
class Site:
    """The simulated register, its exchange folder, and adapters over SFTP."""

    register: Simulator
    folder: Path
    opened: list[FilesAdapter] = field(default_factory=list)

    @property
    def exchange(self) -> Path:
        return Path(self.register.where["folder"])

    def adapter(self, make: Callable[[dict[str, Any]], FilesAdapter] = by_files.make_adapter, **changed: Any) -> Any:
        self.opened.append(make({**settings(self.register, self.folder), **changed}))
        return self.opened[-1]

    def names(self, folder: str) -> list[str]:
        return sorted(path.name for path in (self.exchange / folder).iterdir())

    def report(self, name: str) -> Any:
        return strict_json.loads((self.exchange / "reports" / f"{name}.report.json").read_bytes())
