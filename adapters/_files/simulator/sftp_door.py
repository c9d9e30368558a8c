"""The SFTP server of a simulated system: one folder, one user with one key, and misbehaviour as ordered.

Operations that orders may name: `connect`, `list`, `read`, `write`, `rename`.

    connect   stranger (another host key), slow (says nothing for so long), reset, html (an HTTP page in place of SSH)
    others    slow, error (the operation fails), half and reset (the connection breaks off, in the middle of a file)
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncssh

from adapters._simulator.misbehaviour import Misbehaviour, Orders, is_ordered

HOST = "127.0.0.1"
USER = "exchange"
_PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html></html>\r\n" * 9
_KEYS = ("host_key", "stranger_key", "client_key")


class SftpDoor:
    """An SFTP server over a folder; its keys stay in the state, so that a restart is no stranger."""

    def __init__(self, root: Path, state: Path, orders: Orders, port: int = 0) -> None:
        self._root = root
        self._state = state
        self._orders = orders
        self._port = port
        self._keys = {name: _key(state / name) for name in _KEYS}
        self._serving: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Mapping[str, str | int]]:
        """Listen; give what an adapter needs to know."""
        listener = socket.create_server((HOST, self._port))
        listener.setblocking(False)
        accepting = asyncio.create_task(self._accept(listener))
        try:
            yield {
                "sftp_host": HOST,
                "sftp_port": listener.getsockname()[1],
                "sftp_user": USER,
                "sftp_host_key": self._keys["host_key"].export_public_key().decode().strip(),
                "sftp_key_file": str(self._state / "client_key"),
            }
        finally:
            for task in (accepting, *self._serving):
                task.cancel()
            await asyncio.gather(accepting, *self._serving, return_exceptions=True)
            listener.close()

    async def _accept(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            accepted, _ = await loop.sock_accept(listener)
            task = asyncio.create_task(self._serve(accepted))
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)

    async def _serve(self, accepted: socket.socket) -> None:
        order = self._orders.next("connect")
        with suppress(asyncssh.Error, OSError):
            if is_ordered(order, Misbehaviour.SLOW) and order is not None:
                await asyncio.sleep(order.seconds)
            if is_ordered(order, Misbehaviour.HTML):
                await asyncio.get_running_loop().sock_sendall(
                    accepted, b"HTTP/1.1 200 OK\r\n\r\n<html></html>\r\n" * 99
                )
            if order is not None and order.mode in {Misbehaviour.RESET, Misbehaviour.HTML}:
                accepted.close()
                return
            key = "stranger_key" if is_ordered(order, Misbehaviour.STRANGER) else "host_key"
            connection = await asyncssh.run_server(accepted, config=None, **self._options(key))
            try:
                await connection.wait_closed()
            finally:
                connection.abort()

    def _options(self, key: str) -> dict[str, Any]:
        public = self._keys["client_key"].export_public_key().decode()
        return {
            "server_host_keys": [self._keys[key]],
            "authorized_client_keys": asyncssh.import_authorized_keys(public),
            "password_auth": False,
            "kbdint_auth": False,
            "gss_host": None,
            "sftp_factory": lambda channel: _Files(channel, self._root, self._orders),
            "allow_scp": False,
            "agent_forwarding": False,
        }


class _Files(asyncssh.SFTPServer):
    """One session over the folder."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], root: Path, orders: Orders) -> None:
        super().__init__(channel, chroot=str(root).encode())
        self._orders = orders

    async def _obey(self, operation: str) -> bool:
        """Misbehave as ordered; True when the connection breaks off."""
        order = self._orders.next(operation)
        match None if order is None else order.mode:
            case Misbehaviour.SLOW if order is not None:
                await asyncio.sleep(order.seconds)
            case Misbehaviour.ERROR:
                raise asyncssh.SFTPFailure("as ordered")
            case Misbehaviour.RESET | Misbehaviour.HALF:
                self.connection.abort()
                return True
        return False

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        await self._obey("list")
        async for name in super().scandir(path):
            yield name

    async def read(self, file_obj: object, offset: int, size: int) -> bytes:
        broken = offset > 0 and await self._obey("read")
        return b"" if broken else await _result(super().read(file_obj, offset, size))

    async def write(self, file_obj: object, offset: int, data: bytes) -> int:
        broken = await self._obey("write")
        return 0 if broken else int(await _result(super().write(file_obj, offset, data)))

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        if not await self._obey("rename"):
            await _result(super().rename(oldpath, newpath))

    async def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        if not await self._obey("rename"):
            await _result(super().posix_rename(oldpath, newpath))


async def _result(value: Any) -> Any:
    return await value if asyncio.iscoroutine(value) else value


def _key(path: Path) -> asyncssh.SSHKey:
    if not path.exists():
        asyncssh.generate_private_key("ssh-ed25519").write_private_key(path)
        path.chmod(0o600)
    return asyncssh.read_private_key(path)
