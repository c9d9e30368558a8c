"""The exchange folder on an SFTP server: the local folder is its mirror, and the server is brought in line with it.

    ready()     remote out/ ----files that did not change between two looks----> local out/
    flush()     local in/, reports/ ----under a temporary name, then renamed----> remote in/, reports/
                remote out/ ----what is read and safe----> remote done/ or rejected/

What is still to be done on the server is noted on the local disk, so a connection or a process that ends at any point
loses nothing and doubles nothing: `sftp.sqlite` knows each remote file that was fetched, by its size and time.
"""

import contextlib
import hashlib
import os
import time
from pathlib import Path

from adapters._files.folder import Folder, Look, is_temporary
from adapters._files.limits import Limits
from adapters._files.sftp_ledger import Fetched, SftpLedger
from adapters._files.sftp_link import RemoteLook, SftpLink

_KEPT = "%s.fetching"
_LONGEST_NAME = 200  # bytes; a file system takes 255, and names of reports are longer


class SftpFolder(Folder):
    """A folder whose other side is an SFTP server."""

    def __init__(self, link: SftpLink, ledger: SftpLedger, mirror: Path, settle_seconds: float, limits: Limits) -> None:
        mirror.mkdir(mode=0o700, exist_ok=True)
        super().__init__(mirror, settle_seconds=0)
        self._link = link
        self._ledger = ledger
        self._limits = limits
        self._remote_settle_seconds = settle_seconds
        self._remote_looks: dict[bytes, RemoteLook] = {}
        self._fetching = mirror / "fetching"

    def prepare(self) -> None:
        """Make the folders that are missing, on both sides.

        Raises:
            FolderMissingError: the server cannot be used, or has no such folder.
        """
        super().prepare()
        self._fetching.mkdir(mode=0o700, exist_ok=True)
        self._link.make_folders([self._link.server.path(_remote(folder)) for folder in self._folders()])

    def ready(self) -> list[tuple[Path, Look]]:
        """Fetch what is new, and return the files that may be read, by name.

        Raises:
            FolderMissingError: the server cannot be used.
        """
        self._fetch()
        return super().ready()

    def put_away(self, path: Path, folder: Path) -> None:
        """Note that a remote file is to be moved, and drop its copy."""
        self._ledger.put_away(path.name, folder.name)
        path.unlink(missing_ok=True)

    def withdraw(self, path: Path) -> None:
        """Note that a remote file is to be removed, and drop it here if it was not sent yet."""
        self._ledger.withdraw(path.name)
        path.unlink(missing_ok=True)

    def flush(self) -> None:
        """Bring the server in line.

        Raises:
            FolderMissingError: the server cannot be used; what is left is done next time.
        """
        server = self._link.server
        for fetched in self._ledger.put_aways():
            source = server.path(b"out", fetched.remote)
            if self._link.look(source) == fetched.look:
                self._link.move(source, server.path(fetched.folder.encode()), fetched.remote)
            self._ledger.forget(fetched.name)
        for name in self._ledger.withdrawals():
            self._link.remove(server.path(b"in", name.encode()))
            self._ledger.is_withdrawn(name)
        for folder in (self.reports, self.inbound):
            for path in sorted(folder.iterdir()):
                if not is_temporary(path.name):
                    self._link.write(path, server.path(_remote(folder), os.fsencode(path.name)))
                    path.unlink()

    def _folders(self) -> tuple[Path, ...]:
        return (self.out, self.inbound, self.done, self.rejected, self.reports)

    def _fetch(self) -> None:
        deadline = time.monotonic() + self._link.server.budget_seconds
        for remote, look in self._settled().items():
            name = _local_name(remote)
            fetched = Fetched(name=name, remote=remote, look=look)
            if is_temporary(name) or self._is_under_way(fetched):
                continue
            if self._bring(fetched, deadline):
                self._ledger.note(fetched)
            elif time.monotonic() >= deadline:
                return

    def _settled(self) -> dict[bytes, RemoteLook]:
        """Return the remote files that looked the same twice."""
        out = self._link.server.path(b"out")
        first = self._link.listing(out)
        if any(self._remote_looks.get(name) != look for name, look in first.items()):
            time.sleep(self._remote_settle_seconds)
            second = self._link.listing(out)
        else:
            second = first
        self._remote_looks = second
        return {name: look for name, look in sorted(second.items()) if first.get(name) == look}

    def _is_under_way(self, fetched: Fetched) -> bool:
        """Say whether a file is here already, or another one whose name reads alike."""
        known = self._ledger.find(fetched.name)
        if known is None or not (known.folder or os.path.lexists(self.out / fetched.name)):
            return False
        return known.remote != fetched.remote or self._ledger.is_fetched(fetched)

    def _bring(self, fetched: Fetched, deadline: float) -> bool:
        """Put a remote file into local `out/`; False when it changed meanwhile or the time is over."""
        target = self.out / fetched.name
        if not fetched.look.is_file:
            # A link that leads nowhere: it is refused like any other link, with a report.
            target.unlink(missing_ok=True)
            target.symlink_to("not-a-file")
            return True
        part = self._fetching / (_KEPT % fetched.name)
        if fetched.look.size > self._limits.file_bytes:
            part.touch()
            os.truncate(part, self._limits.file_bytes + 1)  # too large whatever it holds
        elif not self._download(fetched, part, deadline):
            return False
        part.replace(target)
        return True

    def _download(self, fetched: Fetched, part: Path, deadline: float) -> bool:
        """Go on with a file where an earlier call stopped, as long as the remote one is the same."""
        if not self._ledger.is_begun(fetched):
            part.unlink(missing_ok=True)
            self._ledger.begin(fetched)
        path = self._link.server.path(b"out", fetched.remote)
        with part.open("ab") as file:
            while (size := file.tell()) < fetched.look.size:
                if time.monotonic() >= deadline:
                    return False
                block = self._link.read(path, size)[: fetched.look.size - size]
                if not block:
                    break
                file.write(block)
            file.flush()
            os.fsync(file.fileno())
        if part.stat().st_size == fetched.look.size and self._link.look(path) == fetched.look:
            return True
        self._ledger.forget(fetched.name)
        with contextlib.suppress(FileNotFoundError):
            part.unlink()
        return False


def _remote(folder: Path) -> bytes:
    return folder.name.encode()


def _local_name(remote: bytes) -> str:
    """Return a remote name as text; one that is not UTF-8 comes from a system with cp1251, one too long is cut."""
    try:
        name = remote.decode()
    except UnicodeDecodeError:
        name = remote.decode("cp1251", "replace")
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    return f"{name[:40]}~{hashlib.sha256(remote).hexdigest()[:8]}{Path(name).suffix[:8]}"
