"""Settings of an adapter over the simulated register."""

from pathlib import Path
from typing import Any

from tests.adapters.simulated import Simulator

ROUTES = [
    {"type": "entry-ban", "to": ["ru-guvm"], "agreement": "cis-2000", "purpose": "entry-control"},
    {"type": "readmission-request", "to": ["ru-guvm"], "agreement": "ru-am-readmission", "purpose": "readmission"},
    {"type": "readmission-reply", "to": ["ru-guvm"], "agreement": "ru-am-readmission", "purpose": "readmission"},
    {
        "type": "citizenship-check-request",
        "to": ["ru-guvm"],
        "agreement": "ru-am-readmission",
        "purpose": "readmission",
    },
    {"type": "citizenship-check-reply", "to": ["ru-guvm"], "agreement": "ru-am-readmission", "purpose": "readmission"},
    {"type": "situation-summary", "to": ["cis-ec"], "agreement": "cis-2007", "purpose": "council-statistics"},
]


def settings(simulator: Simulator, folder: Path, **changed: Any) -> dict[str, Any]:
    """Settings of an adapter; its state is in `folder`."""
    state = folder / "adapter"
    state.mkdir(exist_ok=True)
    return {
        "security_server": simulator.where["security_server"],
        "client": "AM/GOV/20000001/exchange",
        "service": "AM/GOV/20000002/register/exchange",
        "participant": "am-mcs",
        "state_dir": str(state),
        "routes": ROUTES,
        "timeout_seconds": 5,
        **changed,
    }
