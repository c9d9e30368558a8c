"""A Belarusian site in a folder or on the simulator's SFTP server."""

from pathlib import Path
from typing import Any

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
