"""Power losses under load: with `fsync` nothing acknowledged is lost, without it the checker must notice."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

from hub.embedded.cluster import make_cluster
from tests.faults.campaign import Fault, Outcome, Strike, run_campaign
from tests.faults.machine import Machine, open_machine
from tests.faults.power import Disk, flush, lose_power, move_data, open_disk

ORIGIN = "mig.example/test"  # only in an environment of this name does the hub run on an unsafe database
FSYNC_OFF = {"fsync": "off"}


async def run_power_campaign(
    losses: int, *, fsync: bool, seed: int, tell: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Take the machine's power as often as asked, and judge.

    Raises:
        NotHereError: this computer cannot lose power on command.
    """
    options = {} if fsync else FSYNC_OFF
    settings: dict[str, Any] = {} if fsync else {"HUB_UNSAFE_DATABASE": "1"}
    with open_disk() as disk:
        async with open_machine(lambda: make_cluster(None, options=options), origin=ORIGIN, **settings) as machine:
            await _move(machine, disk)
            strikes = {Fault.POWER: _strike_with(disk)}
            return await run_campaign(machine, [Fault.POWER] * losses, seed=seed, strikes=strikes, tell=tell)


def _strike_with(disk: Disk) -> Strike:
    async def strike(machine: Machine, _dice: random.Random) -> None:
        await asyncio.to_thread(lose_power, machine.cluster, disk)
        await machine.kill_processes(list(range(machine.processes)))

    return strike


async def _move(machine: Machine, disk: Disk) -> None:
    """Put the data on the disk; what is there before the load is flushed and survives."""
    await machine.kill_processes(list(range(machine.processes)))
    await asyncio.to_thread(machine.cluster.stop)
    await asyncio.to_thread(move_data, machine.cluster, disk)
    await machine.start()
    await asyncio.to_thread(flush, disk)
