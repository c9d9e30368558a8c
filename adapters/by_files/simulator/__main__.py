"""Starts the simulated register: `python -m adapters.by_files.simulator --port 0 --state DIR`."""

import argparse

from adapters._files.simulator import system
from adapters._simulator import serving
from adapters._simulator.misbehaviour import Orders
from adapters._simulator.register import Country
from adapters._simulator.serving import Simulation
from adapters.by_files.simulator.names import NAMING
from adapters.by_files.simulator.xml_files import XmlFiles


def make(arguments: argparse.Namespace, orders: Orders) -> Simulation:
    """Return the register with its folder and its SFTP server."""
    country = Country(
        participant=arguments.participant,
        area="BY",
        citizenship="BLR",
        today=arguments.today,
        prefix="BY-2026",
        naming=NAMING,
    )
    return system.make(arguments.state, orders, country, XmlFiles(arguments.participant))


def make_parser() -> argparse.ArgumentParser:
    """Return its command line."""
    return serving.make_parser("adapters.by_files.simulator", "Simulated Belarusian register", "by-mvd")


if __name__ == "__main__":
    serving.run(make_parser(), make)
