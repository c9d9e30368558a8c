"""A simulated system of files put together: register, folder, and the same folder over SFTP."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from adapters._files.simulator.national import FilesNational, Form
from adapters._files.simulator.sftp_door import SftpDoor
from adapters._simulator.misbehaviour import Orders
from adapters._simulator.register import Country
from adapters._simulator.serving import Simulation
from adapters._simulator.state import State


def make(folder: Path, orders: Orders, country: Country, form: Form) -> Simulation:
    """Return the system of a state; its exchange folder is `exchange` in the folder of its state."""
    state, root = State(folder), folder / "exchange"
    national = FilesNational(state, country=country, root=root, form=form, orders=orders, later=_later)
    doors = (_told(root), SftpDoor(root, folder, orders).open())
    return Simulation(national=national, doors=doors, close=state.close)


def _later(seconds: float, work: object) -> None:
    asyncio.get_running_loop().call_later(seconds, work)  # type: ignore[arg-type]


@asynccontextmanager
async def _told(root: Path) -> AsyncIterator[Mapping[str, str | int]]:
    yield {"folder": str(root)}
