"""The simulated Kazakh gateway of the session, and settings of an adapter over it."""

from pathlib import Path
from typing import Any

from tests.adapters.simulated import Simulator, simulator

MODULE = "adapters.kz_shep.simulator"
PASSWORD = "kz-password-of-the-gateway"
ARGUMENTS = ("--redelivery", "0.05")
ROUTES = [
    {"type": "entry-ban", "to": ["ru-guvm", "kg-migration"], "agreement": "cis-2000", "purpose": "entry-control"},
    {"type": "readmission-request", "to": ["kg-migration"], "agreement": "kz-kg-readmission", "purpose": "readmission"},
    {"type": "readmission-reply", "to": ["kg-migration"], "agreement": "kz-kg-readmission", "purpose": "readmission"},
    {
        "type": "citizenship-check-request",
        "to": ["kg-migration"],
        "agreement": "kz-kg-readmission",
        "purpose": "readmission",
    },
    {
        "type": "citizenship-check-reply",
        "to": ["kg-migration"],
        "agreement": "kz-kg-readmission",
        "purpose": "readmission",
    },
    {"type": "situation-summary", "to": ["cis-ec"], "agreement": "cis-2007", "purpose": "council-statistics"},
]


def running() -> Simulator:
    """The gateway, with nothing in it."""
    return simulator(MODULE, *ARGUMENTS)


def settings(found: Simulator, folder: Path, **changed: Any) -> dict[str, Any]:
    """Settings of an adapter; its state is in `folder`."""
    state = folder / "adapter"
    state.mkdir(exist_ok=True)
    return {
        "sync_endpoint": found.where["sync"],
        "async_endpoint": found.where["async"],
        "inbound_service": "MIG_REGISTER_OUT",
        "outbound_service": "MIG_REGISTER_IN",
        "sender_id": "mig-gateway",
        "sender_password": PASSWORD,
        "participant": "kz-mvd",
        "state_dir": str(state),
        "routes": ROUTES,
        "signing_key_file": found.where["client_key"],
        "signing_certificate_file": found.where["client_certificate"],
        "trusted_certificates_file": found.where["certificates"],
        "timeout_seconds": 5,
        **changed,
    }
