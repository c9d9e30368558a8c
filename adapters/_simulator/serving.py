"""The process of a simulated system: its command line, its addresses, its clean end."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from aiohttp import web

from adapters._simulator.control import Control, National
from adapters._simulator.misbehaviour import Orders

HOST = "127.0.0.1"
LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """One simulated system: what it does, its HTTP routes, and where they are told to be.

    `where` names paths of the routes (`{"soap": "/smev"}`); they are told as whole addresses. `doors` are opened beside
    HTTP, such as an SFTP server, and give their own addresses. `close` is called at the end.
    """

    national: National
    routes: Sequence[web.RouteDef] = ()
    where: Mapping[str, str] = field(default_factory=dict)
    doors: Sequence[AbstractAsyncContextManager[Mapping[str, str | int]]] = ()
    close: Callable[[], None] = lambda: None


Make = Callable[[argparse.Namespace, Orders], Simulation]


def make_parser(prog: str, description: str, participant: str) -> argparse.ArgumentParser:
    """Return the command line that all have; a state adds its own arguments."""
    parser = argparse.ArgumentParser(prog=prog, description=description)
    parser.add_argument("--port", type=int, default=0, help="port on the loopback; 0 takes a free one")
    parser.add_argument("--state", type=Path, required=True, help="directory of its state")
    parser.add_argument("--participant", default=participant, help="participant whose system it is")
    parser.add_argument("--today", default="2026-11-21", help="the system's date, yyyy-mm-dd")
    return parser


def run(parser: argparse.ArgumentParser, make: Make, arguments: Sequence[str] | None = None) -> None:
    """Read the command line and serve until a signal comes."""
    asyncio.run(serve(parser.parse_args(arguments), make))


async def serve(arguments: argparse.Namespace, make: Make) -> None:
    """Serve until a signal comes."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    arguments.state.mkdir(parents=True, exist_ok=True)
    orders = Orders()
    simulation = make(arguments, orders)
    try:
        async with AsyncExitStack() as stack:
            where = await _open(stack, simulation, orders, arguments.port)
            sys.stdout.write(msgspec.json.encode(where).decode() + "\n")
            sys.stdout.flush()
            await stop.wait()
    finally:
        simulation.close()


async def _open(stack: AsyncExitStack, simulation: Simulation, orders: Orders, port: int) -> Mapping[str, str | int]:
    """Open every door; return the addresses."""
    app = web.Application(client_max_size=LARGEST)
    app.add_routes([*simulation.routes, *Control(simulation.national, orders).routes()])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, HOST, port).start()
    taken = runner.addresses[0][1]
    paths = {"control": "/control", **simulation.where}
    where: dict[str, str | int] = {
        "port": taken,
        **{name: f"http://{HOST}:{taken}{path}" for name, path in paths.items()},
    }
    for each in simulation.doors:
        where.update(await stack.enter_async_context(each))
    return where
