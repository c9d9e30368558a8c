"""The simulated Kyrgyz register, and settings of an adapter over it."""

from pathlib import Path
from typing import Any

from tests.adapters.simulated import Simulator, simulator

CLIENT = "central-server/GOV/99999901/mig-gateway"
SERVICE = "central-server/GOV/99999901/mig-register/exchange"
ROUTES = [
    {"type": "entry-ban", "to": ["ru-guvm", "kz-mvd"], "agreement": "cis-2000", "purpose": "entry-control"},
    {"type": "readmission-request", "to": ["kz-mvd"], "agreement": "kz-kg-readmission", "purpose": "readmission"},
    {"type": "readmission-reply", "to": ["kz-mvd"], "agreement": "kz-kg-readmission", "purpose": "readmission"},
    {"type": "citizenship-check-request", "to": ["kz-mvd"], "agreement": "kz-kg-readmission", "purpose": "readmission"},
    {"type": "citizenship-check-reply", "to": ["kz-mvd"], "agreement": "kz-kg-readmission", "purpose": "readmission"},
    {"type": "situation-summary", "to": ["cis-ec"], "agreement": "cis-2007", "purpose": "council-statistics"},
]


def register() -> Simulator:
    """The register of this session, empty."""
    return simulator("adapters.kg_tunduk.simulator")


def settings(found: Simulator, folder: Path, **changed: Any) -> dict[str, Any]:
    """Settings of an adapter; its state is in `folder`."""
    state = folder / "adapter"
    state.mkdir(exist_ok=True)
    return {
        "security_server": found.where["security_server"],
        "client": CLIENT,
        "service": SERVICE,
        "participant": "kg-migration",
        "state_dir": str(state),
        "routes": ROUTES,
        "user_id": "KG-secret-user",
        "timeout_seconds": 5,
        **changed,
    }
