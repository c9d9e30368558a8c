"""The simulated register of the observer, and settings of an adapter over it."""

from pathlib import Path
from typing import Any

from tests.adapters.simulated import Simulator, simulator

COUNCIL = ("experience-note", "legislation-notice", "agenda", "decision", "meeting", "work-plan", "contact-directory")
ROUTES = [
    {"type": "situation-summary", "to": ["cis-ec"], "agreement": "cis-2007", "purpose": "council-statistics"},
    *({"type": type_, "to": ["@council"], "agreement": "cis-2007", "purpose": "council-work"} for type_ in COUNCIL),
]


def register() -> Simulator:
    """The register of this session, empty."""
    return simulator("adapters.tm_xroad.simulator")


def settings(found: Simulator, folder: Path, **changed: Any) -> dict[str, Any]:
    """Settings of an adapter; its state is in `folder`."""
    state = folder / "adapter"
    state.mkdir(exist_ok=True)
    return {
        "security_server": found.where["security_server"],
        "client": "TM/GOV/9901/mig-gateway",
        "service": "TM/GOV/9901/mig-register/council",
        "participant": "tm-sms",
        "state_dir": str(state),
        "routes": ROUTES,
        "user_id": "TM-secret-user",
        "timeout_seconds": 5,
        **changed,
    }
