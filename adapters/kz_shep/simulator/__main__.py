"""Starts the simulated gateway: `python -m adapters.kz_shep.simulator --port 0 --state DIR`."""

import argparse

from aiohttp import web

from adapters._simulator import serving
from adapters._simulator.misbehaviour import Orders
from adapters._simulator.register import Country, Register
from adapters._simulator.serving import Simulation
from adapters._simulator.signing import Signing
from adapters._simulator.state import State
from adapters.kz_shep.simulator.gateway import Gateway
from adapters.kz_shep.simulator.people import NAMING
from adapters.kz_shep.simulator.writing import write


def make(arguments: argparse.Namespace, orders: Orders) -> Simulation:
    """Return the register behind its gateway: channels at `/sync` and `/async`."""
    state = State(arguments.state, redelivery_seconds=arguments.redelivery)
    country = Country(
        participant=arguments.participant,
        area="KZ",
        citizenship="KAZ",
        today=arguments.today,
        prefix="KZ-2026",
        naming=NAMING,
    )
    signing = Signing(arguments.state, "ШЭП, учебный")
    gateway = Gateway(Register(state, country, write), orders, signing, arguments.password)
    return Simulation(
        national=gateway.register,
        routes=[web.post("/sync", gateway.handle), web.post("/async", gateway.handle)],
        where={"sync": "/sync", "async": "/async"},
        doors=[signing.door()],
        close=state.close,
    )


def make_parser() -> argparse.ArgumentParser:
    """Return its command line."""
    parser = serving.make_parser("adapters.kz_shep.simulator", "Simulated Kazakh gateway", "kz-mvd")
    parser.add_argument(
        "--password", default="kz-password-of-the-gateway", help="password of the member at the gateway"
    )
    parser.add_argument("--redelivery", type=float, default=30, help="seconds until a message comes again")
    return parser


if __name__ == "__main__":
    serving.run(make_parser(), make)
