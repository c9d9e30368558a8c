"""Starts the simulated register: `python -m adapters.am_gip.simulator --port 0 --state DIR`."""

from adapters._simulator.register import Country
from adapters._xroad import simulated_system
from adapters._xroad.simulated_rest import Parties
from adapters.am_gip.simulator.people import NAMING
from adapters.am_gip.simulator.reading import read
from adapters.am_gip.simulator.writing import write

PARTIES = Parties(client="AM/GOV/20000001/exchange", service="AM/GOV/20000002/register/exchange")


def make_country(participant: str, today: str) -> Country:
    """Return Armenia."""
    return Country(participant=participant, area="AM", citizenship="ARM", today=today, prefix="AM-2026", naming=NAMING)


if __name__ == "__main__":
    simulated_system.run(
        "adapters.am_gip.simulator", PARTIES, make_country, participant="am-mcs", write=write, read=read
    )
