"""Starts the simulated register: `python -m adapters.tm_xroad.simulator --port 0 --state DIR`."""

from adapters._simulator.register import Country
from adapters._xroad import simulated_system
from adapters._xroad.simulated_rest import Parties
from adapters.tm_xroad.simulator.council import NAMING, CouncilRegister, read, write

PARTIES = Parties(client="TM/GOV/9901/mig-gateway", service="TM/GOV/9901/mig-register/council")


def make_country(participant: str, today: str) -> Country:
    """Return Turkmenistan."""
    return Country(participant=participant, area="TM", citizenship="TKM", today=today, prefix="TM-2026", naming=NAMING)


if __name__ == "__main__":
    simulated_system.run(
        "adapters.tm_xroad.simulator",
        PARTIES,
        make_country,
        participant="tm-sms",
        write=write,
        read=read,
        make_register=CouncilRegister,
    )
