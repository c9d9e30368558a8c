"""Campaigns on a machine that loses its power: what was not flushed to the disk is gone."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable

from hub.embedded.cluster import Cluster, make_cluster
from tests.faults.campaign import Fault, Outcome, run_campaign
from tests.faults.machine import Machine, open_machine
from tests.faults.power import Disk, flush, lose_power, move_data, open_disk

OPTIONS = {"max_wal_size": "256MB"}  # the disk is small
UNSAFE = {"HUB_UNSAFE_DATABASE": "1"}  # allowed in the environment `test` alone
ORIGIN = "mig.example/test"


async def run_power_loss(cycles: int, *, fsync: bool, seed: int, tell: Callable[[str], None]) -> Outcome:
    """Take the power away so many times under load, and judge.

    Raises:
        NotHereError: this machine cannot lose power on command.
    """
    async with _disk() as disk:

        def make() -> Cluster:
            cluster = make_cluster(None, durable=True, options={**OPTIONS, "fsync": "on" if fsync else "off"})
            cluster.start()
            cluster.stop()
            move_data(cluster, disk)
            return cluster

        async def strike(machine: Machine, _dice: random.Random) -> None:
            await asyncio.to_thread(lose_power, machine.cluster, disk)
            await machine.kill_processes(list(range(machine.processes)))

        async with open_machine(make, origin=ORIGIN, **({} if fsync else UNSAFE)) as machine:
            await asyncio.to_thread(flush, disk)  # what there was before the load is safe in any case
            plan = [Fault.POWER] * cycles
            return await run_campaign(machine, plan, seed=seed, strikes={Fault.POWER: strike}, tell=tell)


@contextlib.asynccontextmanager
async def _disk() -> AsyncIterator[Disk]:
    with open_disk() as disk:
        yield disk
