"""The directory of one embedded PostgreSQL: what lies where, and who may touch it.

<state>/                we own it; 0700, or 0711 when PostgreSQL runs under another account than ours
lock                held as long as an owner lives
password            0600, ours: the password of the role `hub`
postgresql.log      0600: what the server says
data/               0700, the server's
socket/             0700, the server's; elsewhere if the path would be too long for a socket
postgresql-18.4/    a copy of the programs, only where the server's account could not reach them
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from hub.embedded.account import Account
from hub.embedded.errors import ClusterError
from hub.embedded.postmaster import SOCKET

ROLE = "hub"  # the superuser of the cluster
LONGEST_SOCKET = 100  # bytes; the kernel's limit for `sun_path` is 108


@dataclass(slots=True, kw_only=True)
class StateDirectory:
    """One state directory that this process uses alone, and what has to be removed when it is given up."""

    path: Path
    account: Account
    throw_away: bool
    socket: Path
    password: str = ""
    _lock: int = -1
    _extra: list[Path] = field(default_factory=list)

    @property
    def data(self) -> Path:
        """The server's data directory."""
        return self.path / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.path / "postgresql.log"

    @property
    def leftovers(self) -> list[Path]:
        """What has to be removed at the end: all of a throw-away cluster, else only a socket that lay outside."""
        return [self.path, *self._extra] if self.throw_away else list(self._extra)

    def claim(self) -> None:
        """Make sure no other living process owns this directory.

        Raises:
            ClusterError: another one does.
        """
        if self._lock >= 0:
            return
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise ClusterError(
                "cluster-in-use",
                f"Каталогом {self.path} уже пользуется другой процесс. Остановите его или задайте другой каталог.",
                f"Another process already uses {self.path}. Stop it, or name another directory.",
            ) from None
        self._lock = lock

    def release(self) -> None:
        """Give the directory up, and remove it if it was a throw-away."""
        for leftover in self.leftovers:
            shutil.rmtree(leftover, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def read_password(self) -> None:
        """Read the password kept beside the data directory.

        Raises:
            ClusterError: it is gone.
        """
        try:
            self.password = (self.path / "password").read_text(encoding="ascii").strip()
        except OSError as error:
            raise ClusterError(
                "password-unreadable",
                f"Пароль базы {self.path / 'password'} не читается ({error.strerror}). Верните файл из копии.",
                f"The database's password {self.path / 'password'} is unreadable ({error.strerror}). Restore the file.",
            ) from None

    def make_password(self) -> None:
        """Make a new password and keep it."""
        self.password = secrets.token_urlsafe(32)
        _write_private(self.path / "password", self.password)

    @contextlib.contextmanager
    def lent_password(self) -> Iterator[Path]:
        """Lend the password to the server's account as a private file, for as long as initdb needs it."""
        path = self.path / "initdb-password"
        _write_private(path, self.password)
        try:
            self.account.give(path)
            yield path
        finally:
            path.unlink(missing_ok=True)


def open_state(path: Path | None, account: Account) -> StateDirectory:
    """Make or open a state directory; None makes a throw-away one in the machine's temporary directory.

    Raises:
        ClusterError: the place cannot be made, or the server's account cannot reach it.
    """
    mode = 0o711 if account.foreign else 0o700
    try:
        if path is None:
            place = Path(tempfile.mkdtemp(prefix="hub-pg-", dir=_reachable_temporary(account)))
            place.chmod(mode)
        else:
            place = path.absolute()
            if not place.exists():
                place.mkdir(parents=True, mode=mode)
                place.chmod(mode)  # mkdir's mode is cut by the umask
    except OSError as error:
        raise ClusterError(
            "state-directory-unusable",
            f"Каталог базы {path} не создать ({error.strerror}). Задайте HUB_STATE_DIR.",
            f"The database's directory {path} cannot be made ({error.strerror}). Set HUB_STATE_DIR.",
        ) from None
    if not account.may_enter(place):
        raise ClusterError(
            "state-directory-unreachable",
            f"Учётная запись {account.name}, от которой работает PostgreSQL, не имеет доступа к {place}. "
            "Задайте HUB_STATE_DIR в другом месте, например в /var/lib.",
            f"The account {account.name}, as which PostgreSQL runs, cannot enter {place}. "
            "Set HUB_STATE_DIR to another place, such as below /var/lib.",
        )
    return _with_socket(place, account, throw_away=path is None)


def _with_socket(place: Path, account: Account, *, throw_away: bool) -> StateDirectory:
    socket, extra = place / "socket", []
    if len(os.fsencode(socket / SOCKET)) > LONGEST_SOCKET:
        socket = Path(tempfile.mkdtemp(prefix="hub-pg-", dir="/tmp"))
        extra = [socket]
    socket.mkdir(mode=0o700, exist_ok=True)
    account.give(socket)
    return StateDirectory(path=place, account=account, throw_away=throw_away, socket=socket, _extra=extra)


def _reachable_temporary(account: Account) -> Path:
    chosen = Path(tempfile.gettempdir())
    return chosen if account.may_enter(chosen) else Path("/tmp")  # noqa: S108 - mkdtemp makes a private directory in it


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
