"""The wire to an SFTP server: SSH with a pinned host key and a key of our own, operations that come back in time.

Whoever answers under another key than the pinned ones is not spoken to. Nothing of the machine's own SSH settings is
read: no configuration, no agent, no known hosts. A connection that was lost is made anew, once for each operation.
"""

import asyncio
import stat
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import asyncssh

from adapters._files.folder import FolderMissingError

T = TypeVar("T")
Work = Callable[[asyncssh.SFTPClient], Awaitable[T]]

MOST_NAMES = 10_000
_BLOCK = 32 * 1024
_LOST = (asyncssh.DisconnectError, asyncssh.SFTPNoConnection, asyncssh.SFTPConnectionLost, ConnectionError)


class SftpError(FolderMissingError):
    """The server cannot be used now; the text says why, without names of files."""


class _AbsentError(SftpError):
    """There is no such file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where the server is, who we are, and by which keys both are known.

    `seconds` is how long one step may take; `budget_seconds` how long the files of one look may.
    """

    host: str
    port: int
    user: str
    root: str
    host_keys: Sequence[asyncssh.SSHKey] = field(repr=False)
    key: asyncssh.SSHKey = field(repr=False)
    seconds: float
    budget_seconds: float

    def path(self, *names: bytes) -> bytes:
        """Return the path of a name below the root."""
        return b"/".join([self.root.encode().rstrip(b"/") or b"/", *names]).replace(b"//", b"/")


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteLook:
    """What a remote file looked like; servers tell its time in whole seconds."""

    size: int
    changed: int
    is_file: bool


class SftpLink:
    """One connection at a time, made when it is needed."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._loop: asyncio.Runner | None = None
        self._connection: asyncssh.SSHClientConnection | None = None
        self._client: asyncssh.SFTPClient | None = None
        self._has_folders = False

    def close(self) -> None:
        """End the connection."""
        if self._loop is not None:
            self._loop.run(self._drop())
            self._loop.close()
            self._loop = None

    def listing(self, folder: bytes) -> dict[bytes, RemoteLook]:
        """Return what stands in a folder by name, folders left out; of very many names the first ones.

        Raises:
            SftpError: the server cannot be used.
        """

        async def work(client: asyncssh.SFTPClient) -> dict[bytes, RemoteLook]:
            found: dict[bytes, RemoteLook] = {}
            async for entry in client.scandir(folder):
                name, look = _raw(entry.filename), _look(entry.attrs)
                if look is not None and b"/" not in name:
                    found[name] = look
                if len(found) >= MOST_NAMES:
                    break
            return found

        return self._run(work)

    def look(self, path: bytes) -> RemoteLook | None:
        """Return what a file looks like, without following links; None when it is gone or a folder.

        Raises:
            SftpError: the server cannot be used.
        """

        async def work(client: asyncssh.SFTPClient) -> RemoteLook | None:
            return _look(await client.lstat(path))

        try:
            return self._run(work)
        except _AbsentError:
            return None

    def read(self, path: bytes, offset: int) -> bytes:
        """Return at most one block of a file.

        Raises:
            SftpError: the server cannot be used.
        """

        async def work(client: asyncssh.SFTPClient) -> bytes:
            async with client.open(path, "rb") as file:
                return _raw(await file.read(_BLOCK * 8, offset))

        return self._run(work)

    def write(self, source: Path, path: bytes) -> None:
        """Write a file under a temporary name and rename it over what stands there.

        Raises:
            SftpError: the server cannot be used.
        """
        folder, _, name = path.rpartition(b"/")
        part = b"%s/.%s.part" % (folder, name)

        async def work(client: asyncssh.SFTPClient) -> None:
            with source.open("rb") as local:
                async with client.open(part, "wb") as remote:
                    while block := local.read(_BLOCK):
                        await self._step(remote.write(block))
            await _replace(client, part, path)

        self._run(work, self.server.budget_seconds)

    def move(self, path: bytes, folder: bytes, name: bytes) -> None:
        """Move a file into a folder; a name that is taken gets a number. A file that is gone was moved before.

        Raises:
            SftpError: the server cannot be used.
        """

        async def work(client: asyncssh.SFTPClient) -> None:
            stem, dot, suffix = name.rpartition(b".")
            number, target = 1, name
            while await client.lexists(folder + b"/" + target):
                number += 1
                target = b"%s-%d%s%s" % (stem, number, dot, suffix) if dot else b"%s-%d" % (name, number)
            await client.rename(path, folder + b"/" + target)

        try:
            self._run(work)
        except _AbsentError:
            return

    def remove(self, path: bytes) -> None:
        """Remove a file, if it is there.

        Raises:
            SftpError: the server cannot be used.
        """

        async def work(client: asyncssh.SFTPClient) -> None:
            await client.remove(path)

        try:
            self._run(work)
        except _AbsentError:
            return

    def make_folders(self, folders: Sequence[bytes]) -> None:
        """Make the folders that are missing, once for each connection; the root itself must be there.

        Raises:
            SftpError: the server cannot be used.
        """

        async def work(client: asyncssh.SFTPClient) -> None:
            if not await client.isdir(self.server.path()):
                raise SftpError("the SFTP server has no such folder as sftp_folder says")
            for folder in () if self._has_folders else folders:
                if not await client.isdir(folder):
                    await client.mkdir(folder)
            self._has_folders = True

        self._run(work)

    def _run(self, work: Work[T], seconds: float | None = None) -> T:
        if self._loop is None:
            self._loop = asyncio.Runner()
        try:
            return self._loop.run(self._attempt(work, seconds or self.server.seconds))
        except SftpError:
            raise
        except (asyncssh.Error, OSError, ValueError) as error:
            self._loop.run(self._drop())
            raise _telling(error) from None

    async def _attempt(self, work: Work[T], seconds: float) -> T:
        """Do a work; on a connection that turns out to be lost, once more on a new one."""
        for fresh in (self._client is None, True):
            try:
                return await asyncio.wait_for(work(await self._open()), seconds)
            except _LOST:
                await self._drop()
                if fresh:
                    raise
            except asyncssh.SFTPNoSuchFile:
                raise _AbsentError("there is no such file on the SFTP server") from None
        raise SftpError("the SFTP server ends each connection")

    async def _open(self) -> asyncssh.SFTPClient:
        if self._client is None:
            server = self.server
            self._connection = await self._step(
                asyncssh.connect(server.host, server.port, options=_options(server), config=None)
            )
            self._client = await self._step(self._connection.start_sftp_client(path_encoding=None))
        return self._client

    async def _step(self, awaitable: Awaitable[T]) -> T:
        return await asyncio.wait_for(awaitable, self.server.seconds)

    async def _drop(self) -> None:
        connection, self._connection, self._client = self._connection, None, None
        self._has_folders = False
        if connection is not None:
            connection.abort()
            await connection.wait_closed()


def _options(server: Server) -> asyncssh.SSHClientConnectionOptions:
    return asyncssh.SSHClientConnectionOptions(
        config=None,
        known_hosts=(list(server.host_keys), [], []),
        username=server.user,
        client_keys=[server.key],
        agent_path=None,
        preferred_auth="publickey",
        x509_trusted_certs=None,
        x509_trusted_cert_paths=None,
        gss_kex=False,
        gss_auth=False,
        disable_trivial_auth=True,
        connect_timeout=server.seconds,
        login_timeout=server.seconds,
    )


async def _replace(client: asyncssh.SFTPClient, part: bytes, path: bytes) -> None:
    """Rename a file over another; a server that cannot do it at once has neither for a moment."""
    try:
        await client.posix_rename(part, path)
    except asyncssh.SFTPOpUnsupported:
        if await client.lexists(path):
            await client.remove(path)
        await client.rename(part, path)


def _raw(found: bytes | str) -> bytes:
    return found if isinstance(found, bytes) else found.encode()


def _look(attributes: asyncssh.SFTPAttrs) -> RemoteLook | None:
    mode = attributes.permissions or 0
    if attributes.type == asyncssh.FILEXFER_TYPE_DIRECTORY or stat.S_ISDIR(mode):
        return None
    is_file = attributes.type == asyncssh.FILEXFER_TYPE_REGULAR or stat.S_ISREG(mode) or not mode
    return RemoteLook(size=attributes.size or 0, changed=int(attributes.mtime or 0), is_file=is_file)


def _telling(error: Exception) -> SftpError:
    match error:
        case asyncssh.HostKeyNotVerifiable():
            return SftpError("the SFTP server shows another host key than sftp_host_key")
        case asyncssh.PermissionDenied():
            return SftpError("the SFTP server does not accept sftp_user with the key of sftp_key_file")
        case TimeoutError():
            return SftpError("the SFTP server does not answer in time")
        case asyncssh.SFTPError():
            return SftpError(f"the SFTP server refuses an operation ({type(error).__name__})")
        case _:
            return SftpError(f"the SFTP server cannot be reached ({type(error).__name__})")
