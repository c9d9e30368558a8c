"""What people at the member's site order of syncs: run now, pause. Empty files in a folder of the state directory.

    syncs/NAME.now       run once, and the gateway removes the file when the run has begun
    syncs/NAME.paused    begin no more runs by the schedule, as long as the file is there

Files, as a running gateway keeps its database to itself, and as anybody at the site can see what is ordered.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = "syncs"
NOW, PAUSED = ".now", ".paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Names of syncs to run now, and of those that are paused."""

    now: frozenset[str]
    paused: frozenset[str]


class OrderFolder:
    """The folder of one gateway."""

    def __init__(self, state_dir: Path) -> None:
        self._folder = state_dir / FOLDER

    def read(self) -> Orders:
        """Return what is ordered."""
        names = [each.name for each in self._folder.iterdir()] if self._folder.is_dir() else []
        return Orders(now=_named(names, NOW), paused=_named(names, PAUSED))

    def run(self, sync: str) -> None:
        """Order a run."""
        self._put(sync + NOW)

    def pause(self, sync: str) -> None:
        """Order that no more runs begin."""
        self._put(sync + PAUSED)

    def resume(self, sync: str) -> None:
        """Take a pause back."""
        (self._folder / (sync + PAUSED)).unlink(missing_ok=True)

    def begun(self, sync: str) -> None:
        """Note that an ordered run has begun."""
        (self._folder / (sync + NOW)).unlink(missing_ok=True)

    def _put(self, name: str) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        (self._folder / name).touch(mode=0o600)


def _named(names: list[str], end: str) -> frozenset[str]:
    return frozenset(name.removesuffix(end) for name in names if name.endswith(end))
