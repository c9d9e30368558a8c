"""The simulated Russian service of the session, and settings of an adapter over it."""

from pathlib import Path
from typing import Any

from tests.adapters.simulated import Simulator, simulator

TOKEN = "secret-token-of-the-queue"
MODULE = "adapters.ru_smev.simulator"

ROUTES = [
    {
        "type": "entry-ban",
        "nationality": "TJK",
        "to": ["tj-molme"],
        "agreement": "ru-tj-interior",
        "purpose": "entry-control",
    },
    {
        "type": "readmission-request",
        "to": ["kz-mvd"],
        "agreement": "ru-kz-readmission",
        "purpose": "readmission",
    },
    *(
        {"type": type_, "to": ["kz-mvd"], "agreement": "ru-kz-readmission", "purpose": "readmission"}
        for type_ in ("citizenship-check-request", "citizenship-check-reply")
    ),
    {"type": "situation-summary", "to": ["cis-ec"], "agreement": "cis-2007", "purpose": "council-statistics"},
    {"type": "readmission-reply", "to": ["kz-mvd"], "agreement": "ru-kz-readmission", "purpose": "readmission"},
]


def running(*, redelivery_seconds: float = 60) -> Simulator:
    """The service, empty."""
    return simulator(MODULE, "--token", TOKEN, "--redelivery", str(redelivery_seconds))


def settings(service: Simulator, folder: Path, **changed: Any) -> dict[str, Any]:
    """Settings of an adapter over a service; its state is in `folder`."""
    return {**settings_at(service.where["soap"], folder), **changed}


def settings_at(endpoint: str, folder: Path) -> dict[str, Any]:
    """Settings of an adapter to an address."""
    state = folder / "adapter"
    state.mkdir(exist_ok=True)
    return {
        "endpoint": endpoint,
        "participant": "ru-guvm",
        "state_dir": str(state),
        "routes": ROUTES,
        "token": TOKEN,
        "timeout_seconds": 5,
    }
