"""Settings of an adapter over the simulated platform."""

import json
from pathlib import Path
from typing import Any

from adapters.uz_mip.simulator.identity_server import CREDENTIALS
from tests.adapters.simulated import Simulator

SECRETS = (CREDENTIALS["consumer_secret"], CREDENTIALS["password"], "sinov-token-")
ROUTES = [
    {"type": "entry-ban", "nationality": "TJK", "to": ["tj-mvd"], "agreement": "cis-2000", "purpose": "entry-control"},
    {"type": "entry-ban", "to": ["ru-guvm"], "agreement": "cis-2000", "purpose": "entry-control"},
    {"type": "readmission-request", "to": ["kz-mvd"], "agreement": "kz-uz-readmission", "purpose": "readmission"},
    {"type": "readmission-reply", "to": ["kz-mvd"], "agreement": "kz-uz-readmission", "purpose": "readmission"},
    {"type": "citizenship-check-request", "to": ["kz-mvd"], "agreement": "kz-uz-readmission", "purpose": "readmission"},
    {"type": "citizenship-check-reply", "to": ["kz-mvd"], "agreement": "kz-uz-readmission", "purpose": "readmission"},
    {"type": "situation-summary", "to": ["cis-ec"], "agreement": "cis-2007", "purpose": "council-statistics"},
]


def settings(simulator: Simulator, folder: Path, **changed: Any) -> dict[str, Any]:
    """Settings of an adapter; its state is in `folder`."""
    state = folder / "adapter"
    state.mkdir(exist_ok=True)
    return {
        "endpoint": simulator.where["endpoint"],
        "token_url": simulator.where["token"],
        "credentials_file": str(write_credentials(folder)),
        "participant": "uz-migration",
        "state_dir": str(state),
        "routes": ROUTES,
        "timeout_seconds": 5,
        **changed,
    }


def write_credentials(folder: Path, **changed: Any) -> Path:
    """A file of credentials, readable by its owner alone."""
    path = folder / "credentials.json"
    path.write_text(json.dumps({**CREDENTIALS, **changed}))
    path.chmod(0o600)
    return path
