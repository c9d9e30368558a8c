"""Starts the simulated register: `python -m adapters.tj_files.simulator --port 0 --state DIR`."""

import argparse

from adapters._files.simulator import system
from adapters._simulator import serving
from adapters._simulator.misbehaviour import Orders
from adapters._simulator.register import Country
from adapters._simulator.serving import Simulation
from adapters.tj_files.simulator.csv_files import CsvFiles
from adapters.tj_files.simulator.people import NAMING


def make(arguments: argparse.Namespace, orders: Orders) -> Simulation:
    """Return the register with its folder and its SFTP server."""
    country = Country(
        participant=arguments.participant,
        area="TJ",
        citizenship="TJK",
        today=arguments.today,
        prefix="TJ-2026",
        naming=NAMING,
    )
    return system.make(arguments.state, orders, country, CsvFiles())


if __name__ == "__main__":
    serving.run(serving.make_parser("adapters.tj_files.simulator", "Simulated Tajik register", "tj-mvd"), make)
