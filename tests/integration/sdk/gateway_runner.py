"""A gateway as a process: `python -m tests.integration.sdk.gateway_runner CONFIG`, until SIGTERM."""

import asyncio
import signal
import sys
from pathlib import Path

from hub.clock import SystemClock
from hub.sdk import gateway
from hub.sdk.errors import EXIT_ALARM, StopError
from hub.sdk.settings import config as configs
from hub.settings import StartError


async def main(path: Path) -> int:
    """Run the gateway; returns the exit status."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    try:
        await gateway.run(configs.load(path), stop, SystemClock())
    except StartError as error:
        sys.stderr.write(f"{error.text('en')}\n")
        return 2
    except StopError as error:
        sys.stderr.write(f"{error.text('en')}\n")
        return EXIT_ALARM
    return 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]))))
