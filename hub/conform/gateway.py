"""The gateway of a configuration file, against a throw-away hub: `python -m hub.conform.gateway CONFIG FOLDER`.

Adapter, limits and lanes are those of the file. Address, trust, keys, state, schedule and pauses are the run's own, so
that nothing of it reaches the real hub, and the participant's key signs nothing here. The adapter's `state_dir`, where
it has one, is a fresh folder, too.
"""

import asyncio
import signal
import sys
from dataclasses import replace
from pathlib import Path

from hub import settings
from hub.clock import TrainingClock
from hub.conform.client import read_facts
from hub.sdk import gateway
from hub.sdk.errors import EXIT_ALARM, StopError
from hub.sdk.settings.config import GatewayConfig, load
from hub.sdk.settings.config_values import ALWAYS
from hub.settings import StartError
from hub.telemetry import configure_logging

PAUSE, TRUST, WITNESS, ANSWER = 0.3, 2.0, 1.0, 10.0  # seconds
LONG_POLL = 2
EXIT_SETTINGS = 2


def turn(config: GatewayConfig, folder: Path) -> GatewayConfig:
    """Return the configuration turned to the hub that the folder describes."""
    facts = read_facts(folder)
    own = {"state_dir": facts["adapter_dir"]} if "state_dir" in config.settings else {}
    return replace(
        config,
        url=facts["url"],
        origin=facts["origin"],
        root_file=Path(facts["root_file"]),
        root_sha256=None,
        key_file=Path(facts["key_file"]),
        witness_key_file=Path(facts["witness_file"]),
        state_dir=Path(facts["state_dir"]),
        settings={**config.settings, **own},
        ca_file=None,
        certificate_file=None,
        certificate_key_file=None,
        proxy=None,
        passphrase_file=None,
        encryption_key_files=(),
        own_kids=(),
        publish_file=None,
        peers=(),
        approval_types=(),
        approval_folder=None,
        pull=ALWAYS,
        spread_seconds=0,
        long_poll_seconds=LONG_POLL,
        source_seconds=PAUSE,
        trust_seconds=TRUST,
        witness_seconds=WITNESS,
        answer_seconds=ANSWER,
    )


async def _run(config: Path, folder: Path) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await gateway.run(turn(load(config), folder), stop, TrainingClock(Path(read_facts(folder)["clock_file"])))


if __name__ == "__main__":
    configure_logging("warning")
    try:
        asyncio.run(_run(Path(sys.argv[1]), Path(sys.argv[2])))
    except (StartError, StopError) as error:
        sys.stderr.write(f"hub: {error.text(settings.language())} [{error.code}]\n")
        sys.exit(EXIT_ALARM if isinstance(error, StopError) else EXIT_SETTINGS)
