"""Under which account PostgreSQL runs, and where that account may go.

PostgreSQL refuses to run as root. Started by root it runs as an unprivileged account that the machine already has;
started by anybody else it runs as that person. No directory that we did not make is ever opened for it.
"""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.embedded.errors import ClusterError

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Numbers of the account, and whether it is another one than ours."""

    name: str
    uid: int
    gid: int
    foreign: bool

    def popen_arguments(self) -> dict[str, Any]:
        """Return the arguments of `subprocess.Popen` that start a process as this account."""
        if not self.foreign:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make `path`, which we made, the account's own."""
        if self.foreign:
            os.chown(path, self.uid, self.gid)

    def may_enter(self, path: Path) -> bool:
        """Tell whether the account may pass through `path` and all directories above it."""
        real = path.resolve()
        return all(self._may_pass(part.stat()) for part in (real, *real.parents))

    def _may_pass(self, found: os.stat_result) -> bool:
        if self.uid == 0:
            return True
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        if found.st_gid == self.gid or (not self.foreign and found.st_gid in os.getgroups()):
            return bool(found.st_mode & stat.S_IXGRP)
        return bool(found.st_mode & stat.S_IXOTH)


def choose_account() -> Account:
    """Return ourselves, or an unprivileged account when we are root.

    Raises:
        ClusterError: we are root and the machine has no unprivileged account.
    """
    if os.geteuid() != 0:
        uid = os.geteuid()
        return Account(name=str(uid), uid=uid, gid=os.getegid(), foreign=False)
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name=name, uid=entry.pw_uid, gid=entry.pw_gid, foreign=True)
    raise ClusterError(
        "no-unprivileged-account",
        "PostgreSQL не работает от root, а учётных записей postgres и nobody нет. Запустите узел не от root.",
        "PostgreSQL does not run as root, and there is neither postgres nor nobody. Run the hub not as root.",
    )
