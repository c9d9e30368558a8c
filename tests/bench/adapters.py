"""Stream a long list from a simulated national system through its adapter: `python -m tests.bench.adapters uz_mip`.

    simulated system ─real wire form─> adapter ─changes─> counted and thrown away, as the gateway stores them

Prints the records read, the most memory that this process ever had, and the rate; the adapter's memory must not grow
with the length of the list. A process of its own, so that nothing else is measured with it.
"""

import argparse
import importlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from hub.sdk.ports import Adapter
from tests.adapters.simulated import close, started
from tests.bench.register import peak_memory

ADAPTERS = ("am_gip", "az_ehis", "by_files", "kg_tunduk", "kz_shep", "ru_smev", "uz_mip")
"""Adapters of members behind a service, each with its settings in `tests.adapters.<xx>.running`."""
_BATCH = 200
_OFFER = 250  # at once: a busy machine makes no more in the time that an order has


def measure(name: str, count: int) -> dict[str, Any]:
    """Read so many entry bans from an adapter's source."""
    with tempfile.TemporaryDirectory(prefix="hub-adapter-") as text:
        folder = Path(text)
        with started(f"adapters.{name}.simulator", folder / "simulator") as simulator:
            for first in range(0, count, _OFFER):
                simulator.put("entry-ban", count=min(_OFFER, count - first), seed=first)
            values = importlib.import_module(f"tests.adapters.{name}.running").settings(simulator, folder)
            adapter = importlib.import_module(f"adapters.{name}").make_adapter(values)
            begun = time.monotonic()
            records = read(adapter)
            seconds = time.monotonic() - begun
            close([adapter])
    peak = peak_memory("self")
    return {"records": records, "peak_mb": round(peak), "a_second": round(records / seconds)}


def read(adapter: Adapter) -> int:
    """Read a source to its end as the gateway does; returns how many changes there were."""
    cursor, records = None, 0
    while True:
        batch = adapter.source.changes(cursor, _BATCH)
        records += len(batch.changes)
        if not batch.changes and batch.cursor == cursor and not batch.more:
            return records
        cursor = batch.cursor


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="tests.bench.adapters", description="Stream a list through an adapter")
    parser.add_argument("adapter", choices=ADAPTERS)
    parser.add_argument("--count", type=int, default=100_000)
    arguments = parser.parse_args()
    json.dump(measure(arguments.adapter, arguments.count), sys.stdout)


if __name__ == "__main__":
    main()
