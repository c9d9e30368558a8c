"""Starts the simulated service: `python -m adapters.ru_smev.simulator --port 0 --state DIR`.

When it listens it prints one line of JSON (`{"port": …, "soap": "http://…", "control": "http://…"}`); SIGTERM and
SIGINT end it cleanly.
"""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

import msgspec
from aiohttp import web

from adapters.ru_smev.simulator.control import Control
from adapters.ru_smev.simulator.mischief import Mischief
from adapters.ru_smev.simulator.register import Register
from adapters.ru_smev.simulator.soap_service import SoapService

_HOST = "127.0.0.1"


def make_app(register: Register, *, token: str | None, today: str) -> web.Application:
    """Return the application: SOAP at `/smev`, control at `/control/…`."""
    mischief = Mischief()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_post("/smev", SoapService(register, mischief, token).handle)
    app.add_routes(Control(register, mischief, today).routes())
    return app


async def serve(arguments: argparse.Namespace) -> None:
    """Serve until a signal comes."""
    arguments.state.mkdir(parents=True, exist_ok=True)
    register = Register(
        arguments.state,
        issuer=arguments.issuer,
        today=arguments.today,
        redelivery_seconds=arguments.redelivery,
    )
    runner = web.AppRunner(make_app(register, token=arguments.token, today=arguments.today), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, _HOST, arguments.port)
    await site.start()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    port = runner.addresses[0][1]
    where = {"port": port, "soap": f"http://{_HOST}:{port}/smev", "control": f"http://{_HOST}:{port}/control"}
    sys.stdout.write(msgspec.json.encode(where).decode() + "\n")
    sys.stdout.flush()
    await stop.wait()
    await runner.cleanup()
    register.close()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="adapters.ru_smev.simulator", description="Simulated Russian register")
    parser.add_argument("--port", type=int, default=0, help="port on the loopback; 0 takes a free one")
    parser.add_argument("--state", type=Path, required=True, help="directory of its state")
    parser.add_argument("--issuer", default="ru-guvm", help="participant whose register it is")
    parser.add_argument("--token", help="access token to demand")
    parser.add_argument("--today", default="21.11.2026", help="the register's date, dd.mm.yyyy")
    parser.add_argument("--redelivery", type=float, default=30, help="seconds until a message comes again")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
