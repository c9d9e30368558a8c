"""The register: every version of every agreement, and which of them judges on a day."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from hub.core.agreement.version import Agreement


class Register(Mapping[str, Agreement]):
    """The register; `register[id]` is an agreement's newest version, whether it judges yet or not."""

    __slots__ = ("_versions",)

    def __init__(self, versions: Iterable[Agreement] = ()) -> None:
        kept: dict[str, list[Agreement]] = {}
        for agreement in sorted(versions, key=lambda each: (each.id, each.version)):
            kept.setdefault(agreement.id, []).append(agreement)
        self._versions = {name: tuple(each) for name, each in kept.items()}

    def __getitem__(self, name: str) -> Agreement:
        return self._versions[name][-1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._versions)

    def __len__(self) -> int:
        return len(self._versions)

    def versions(self, name: str) -> tuple[Agreement, ...]:
        """Return every version, oldest first; none of an agreement that is not there."""
        return self._versions.get(name, ())

    def judging(self, name: str, on: date) -> Agreement | None:
        """Return the version that judges on this legal date: the newest one whose day has come.

        None: there is no such agreement, or no version of it judges yet.
        """
        come = (each for each in reversed(self.versions(name)) if (each.effective_from or on) <= on)
        return next(come, None)


def newest(versions: Iterable[Agreement]) -> Register:
    """Return the register of these versions."""
    return Register(versions)
