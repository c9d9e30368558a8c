"""Starts the simulated service: `python -m adapters.uz_mip.simulator --port 0 --state DIR`."""

import argparse

from adapters._simulator import serving
from adapters._simulator.misbehaviour import Orders
from adapters._simulator.register import Country
from adapters._simulator.serving import Simulation
from adapters._simulator.state import State
from adapters.uz_mip.simulator import naming, writing
from adapters.uz_mip.simulator.identity_server import IdentityServer
from adapters.uz_mip.simulator.service import KeyedRegister, Service


def make(arguments: argparse.Namespace, orders: Orders) -> Simulation:
    """Return the register with its platform at `/migratsiya/v1` and its identity server at `/oauth2/token`."""
    state = State(arguments.state)
    country = Country(
        participant=arguments.participant,
        area="UZ",
        citizenship="UZB",
        today=arguments.today,
        prefix="UZ-2026",
        naming=naming.NAMING,
    )
    register = KeyedRegister(state, country, writing.write)
    identity_server = IdentityServer(orders)
    service = Service(register, orders, identity_server)
    return Simulation(
        national=register,
        routes=[*identity_server.routes(), *service.routes()],
        where={"endpoint": "/migratsiya/v1", "token": "/oauth2/token"},
        close=state.close,
    )


def make_parser() -> argparse.ArgumentParser:
    """Return its command line."""
    return serving.make_parser("adapters.uz_mip.simulator", "Simulated Uzbek register", "uz-migration")


if __name__ == "__main__":
    serving.run(make_parser(), make)
