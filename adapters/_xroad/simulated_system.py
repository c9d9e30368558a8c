"""The process of a simulated X-Road state: `python -m adapters.xx.simulator`, from what the state gives."""

import argparse
from collections.abc import Callable, Sequence

from aiohttp import web

from adapters._simulator import serving
from adapters._simulator.misbehaviour import Orders
from adapters._simulator.register import Country, Register, Write
from adapters._simulator.serving import Simulation
from adapters._simulator.state import State
from adapters._xroad.simulated_rest import Parties, Read, SecurityServer

MakeCountry = Callable[[str, str], Country]
"""Makes the country of a participant and a date."""
MakeRegister = Callable[[State, Country, Write], Register]
Beside = Callable[[Register, str, Orders], Sequence[web.RouteDef]]
"""Returns routes of further services, for a client."""


def run(
    prog: str,
    parties: Parties,
    make_country: MakeCountry,
    *,
    participant: str,
    write: Write,
    read: Read,
    make_register: MakeRegister = Register,
    beside: Beside = lambda *_: (),
) -> None:
    """Serve until a signal comes; the security server's address is told as `security_server`."""
    parser = serving.make_parser(prog, f"Simulated register of {participant} behind a security server", participant)
    parser.add_argument("--client", default=parties.client, help="X-Road client that may call")
    parser.add_argument("--service", default=parties.service, help="X-Road service of the register")

    def make(arguments: argparse.Namespace, orders: Orders) -> Simulation:
        state = State(arguments.state)
        register = make_register(state, make_country(arguments.participant, arguments.today), write)
        server = SecurityServer(register, orders, Parties(client=arguments.client, service=arguments.service), read)
        routes = [*server.routes(), *beside(register, arguments.client, orders)]
        return Simulation(national=register, routes=routes, where={"security_server": ""}, close=state.close)

    serving.run(parser, make)
