"""Starts the simulated register: `python -m adapters.az_ehis.simulator --port 0 --state DIR`."""

import argparse

from adapters._simulator import serving
from adapters._simulator.misbehaviour import Orders
from adapters._simulator.register import Country
from adapters._xroad import simulated_soap
from adapters.az_ehis.simulator.people import NAMING
from adapters.az_ehis.simulator.reading import read
from adapters.az_ehis.simulator.writing import write

SERVICES = simulated_soap.Services(
    provider="AZ/GOV/10000002/register",
    client="AZ/GOV/10000001/exchange",
    namespace="urn:cis-migration:az-ehis:services:1",
    read=read,
)


def make(arguments: argparse.Namespace, orders: Orders) -> serving.Simulation:
    """Return the simulated register."""
    country = Country(
        participant=arguments.participant,
        area="AZ",
        citizenship="AZE",
        today=arguments.today,
        prefix="AZ-2026",
        naming=NAMING,
    )
    return simulated_soap.make(arguments.state, country, SERVICES, orders, write)


if __name__ == "__main__":
    serving.run(serving.make_parser("adapters.az_ehis.simulator", "Simulated Azerbaijani register", "az-sms"), make)
