"""Two runs: scenarios against a running client, and files judged offline as the hub would judge them."""

import asyncio
import contextlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from importlib.machinery import PathFinder
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hub.clock import Clock
from hub.conform import offline, steps
from hub.conform.kit import PACKAGE
from hub.conform.messages import Kind, find_kind, read_kinds
from hub.conform.protocol import Protocol, Result
from hub.conform.scenario import Pack, Scenario, read_packs
from hub.conform.world import Subject, World, open_world
from hub.core import instant
from hub.sdk.settings.config import GatewayConfig
from hub.settings import StartError
from keys import strict_json
from keys.signer import Signer

Tell = Callable[[Result], None]
USUAL = "entry-ban"


class NoScenarioError(StartError):
    """None of the packs or scenarios has that name."""

    def __init__(self, known: str) -> None:
        super().__init__(
            "conform-scenario-unknown",
            f"Такого набора или сценария нет. Есть наборы: {known}.",
            f"There is no such pack or scenario. The packs are: {known}.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be run: the client's configuration, a command in place of our gateway, which scenarios.

    What the client says goes to the file `log`.
    """

    config: GatewayConfig
    path: Path
    command: str | None
    record_type: str | None
    only: Sequence[str]
    log: Path


def choose(only: Sequence[str], kind: Kind | None = None) -> tuple[Pack, ...]:
    """Return the packs, or those scenarios of them that are named as PACK or PACK/SCENARIO.

    Scenarios about revisions are left out where records of the kind have none.

    Raises:
        NoScenarioError: a name is none.
    """
    packs = read_packs()
    names = {pack.name for pack in packs} | {f"{pack.name}/{each.name}" for pack in packs for each in pack.scenarios}
    if not set(only) <= names:
        raise NoScenarioError(", ".join(pack.name for pack in packs))
    revises = kind is None or kind.revisions
    return tuple(chosen for pack in packs if (chosen := _part(pack, only, revises=revises)).scenarios)


def _part(pack: Pack, only: Sequence[str], *, revises: bool) -> Pack:
    whole = not only or pack.name in only
    chosen = tuple(
        each
        for each in pack.scenarios
        if (whole or f"{pack.name}/{each.name}" in only) and (revises or not each.revises)
    )
    return Pack(name=pack.name, title=pack.title, scenarios=chosen)


async def run_client(wanted: Wanted, clock: Clock, tell: Tell) -> Protocol:
    """Play scenarios against the client; `tell` hears of each as soon as it has ended.

    Raises:
        StartError: the environment could not be made, or the client's configuration cannot be used.
    """
    kind = find_kind(wanted.record_type) if wanted.record_type else choose_kind(wanted.config.module)
    packs = choose(wanted.only, kind)
    subject = Subject(
        participant=wanted.config.participant, kind=kind, config=wanted.path, command=wanted.command, log=wanted.log
    )
    began, results = clock.now(), []
    with tempfile.TemporaryDirectory(prefix="hub-conform-") as folder:
        async with open_world(Path(folder), subject) as world:
            for scenario in (each for pack in packs for each in pack.scenarios):
                results.append(await _play(world, scenario))
                tell(results[-1])
    return Protocol(
        subject="gateway" if wanted.command is None else "command",
        about=wanted.command or wanted.config.module,
        participant=wanted.config.participant,
        version=metadata.version(PACKAGE),
        started_at=instant.format(began, seconds=True),
        ended_at=instant.format(clock.now(), seconds=True),
        titles={pack.name: pack.title for pack in packs},
        results=results,
        record_type=(kind.type, kind.version),
    )


async def _play(world: World, scenario: Scenario) -> Result:
    loop, found = asyncio.get_running_loop(), None
    began = loop.time()
    try:
        await steps.play(world, scenario)
    except steps.NotHeldError as failure:
        found = failure.said
    return Result(
        pack=scenario.pack,
        name=scenario.name,
        title=scenario.title,
        sent=scenario.sent,
        expected=scenario.expected,
        asks=scenario.asks,
        seconds=loop.time() - began,
        found=found,
    )


def judge_files(folder: Path, config: GatewayConfig, key: Signer, clock: Clock, tell: Tell) -> Protocol:
    """Judge every envelope of a folder as the hub of the configuration would, without it.

    Raises:
        NoFilesError: there is none.
    """
    began = clock.now()
    results = []
    for result in offline.judge(folder, config.participant, config.origin, key, began):
        results.append(result)
        tell(result)
    return Protocol(
        subject="files",
        about=offline.printable(folder.name),
        participant=config.participant,
        version=metadata.version(PACKAGE),
        started_at=instant.format(began, seconds=True),
        ended_at=instant.format(clock.now(), seconds=True),
        titles={offline.PACK: offline.TITLE},
        results=results,
    )


def choose_kind(module: str) -> Kind:
    """Return the type of record that an adapter takes, by its manifest; entry bans where it says nothing."""
    taken = read_manifest(module).get("records", {}).get("from_hub", [])
    known = read_kinds()
    return known[next((name for name in known if name in taken), USUAL)]


def read_manifest(module: str) -> Mapping[str, Any]:
    """Return the manifest beside an adapter's module, without importing the module; empty where there is none."""
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError, strict_json.StrictJsonError):
        above, _, _ = module.rpartition(".")
        parent = find_spec(above) if above else None
        places = None if parent is None else parent.submodule_search_locations
        found = PathFinder.find_spec(module, places if above else None)
        if found is not None and found.origin is not None:
            manifest = strict_json.loads((Path(found.origin).parent / "manifest.json").read_bytes())
            return manifest if isinstance(manifest, dict) else {}
    return {}
