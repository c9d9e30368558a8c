"""What the tests of this folder send, and somebody who answers in the hub's place."""

import contextlib
import itertools
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.support.hub import make_ban

_numbers = itertools.count(900_001)
BAN = ("--type", "entry-ban", "--to", "tj-mvd", "--purpose", "entry-control", "--agreement", "cis-2000")


def write_ban(folder: Path, **changes: Any) -> Path:
    """Write a new ban of Kazakhstan as a file; its name is its id."""
    record = {**make_ban(next(_numbers), issuer="kz-mvd"), **changes}
    path = folder / f"{record['ban_id']}.json"
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    return path


def of_ban(path: Path) -> tuple[str, ...]:
    """Return the arguments that submit such a file."""
    return ("submit", str(path), *BAN, "--subject", path.stem)


def arrived(hub: Callable[..., Any], config: Path, lane: str, about: str) -> list[dict[str, Any]]:
    """Return the messages of an inbox that are about something, once there is one: readers see a little later."""
    end = time.monotonic() + 20
    while True:
        shown = hub("inbox", "--config", config, "--lane", lane, "--limit", "500", "--json").json
        found = [message for message in shown["messages"] if about in json.dumps(message)]
        if found:
            return found
        assert time.monotonic() < end, f"nothing about {about} has arrived"
        time.sleep(0.02)


@contextlib.contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Listen, read one request, answer these bytes (or nothing) and close; yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection:
                        connection.recv(65536)
                        connection.sendall(answer)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
        thread.join(timeout=5)


def closed_port() -> str:
    """Return an address where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"
