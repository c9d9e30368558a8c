"""Starts the simulated service: `python -m adapters.ru_smev.simulator --port 0 --state DIR`."""

import argparse

from aiohttp import web

from adapters._simulator import serving
from adapters._simulator.misbehaviour import Orders
from adapters._simulator.serving import Simulation
from adapters._simulator.signing import Signing
from adapters._simulator.state import State
from adapters.ru_smev.simulator.register import RussianRegister
from adapters.ru_smev.simulator.soap_service import Access, SoapService
from adapters.ru_smev.smev_transform import SMEV


def make(arguments: argparse.Namespace, orders: Orders) -> Simulation:
    """Return the register with its queue: SOAP at `/smev`."""
    state = State(arguments.state, redelivery_seconds=arguments.redelivery)
    register = RussianRegister(state, issuer=arguments.participant, today=arguments.today)
    signing = Signing(arguments.state, "СМЭВ, учебная", SMEV)
    access = Access(token=arguments.token, signed=arguments.signed)
    service = SoapService(register, orders, signing, access)
    return Simulation(
        national=register,
        routes=[web.post("/smev", service.handle)],
        where={"soap": "/smev"},
        doors=[signing.door()],
        close=state.close,
    )


def make_parser() -> argparse.ArgumentParser:
    """Return its command line."""
    parser = serving.make_parser("adapters.ru_smev.simulator", "Simulated Russian register", "ru-guvm")
    parser.add_argument("--token", help="access token to demand")
    parser.add_argument("--signed", action="store_true", help="demand the caller's signature under each operation")
    parser.add_argument("--redelivery", type=float, default=30, help="seconds until a message comes again")
    return parser


if __name__ == "__main__":
    serving.run(make_parser(), make)
