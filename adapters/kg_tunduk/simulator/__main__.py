"""Starts the simulated register: `python -m adapters.kg_tunduk.simulator --port 0 --state DIR`."""

from adapters._simulator.register import Country
from adapters._xroad import simulated_system
from adapters._xroad.simulated_rest import Parties
from adapters.kg_tunduk.simulator import passports
from adapters.kg_tunduk.simulator.people import NAMING
from adapters.kg_tunduk.simulator.reading import read
from adapters.kg_tunduk.simulator.writing import write

PARTIES = Parties(
    client="central-server/GOV/99999901/mig-gateway",
    service="central-server/GOV/99999901/mig-register/exchange",
)


def make_country(participant: str, today: str) -> Country:
    """Return Kyrgyzstan."""
    return Country(participant=participant, area="KG", citizenship="KGZ", today=today, prefix="KG-2026", naming=NAMING)


if __name__ == "__main__":
    simulated_system.run(
        "adapters.kg_tunduk.simulator",
        PARTIES,
        make_country,
        participant="kg-migration",
        write=write,
        read=read,
        beside=passports.routes,
    )
