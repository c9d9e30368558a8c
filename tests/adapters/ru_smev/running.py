"""The simulated Russian service inside the test's process: its own thread and event loop, real HTTP on the loopback."""

import asyncio
import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from adapters.ru_smev.simulator.__main__ import make_app
from adapters.ru_smev.simulator.register import Register

TODAY = "21.11.2026"
TOKEN = "secret-token-of-the-queue"

ROUTES = [
    {
        "type": "entry-ban",
        "nationality": "TJK",
        "to": ["tj-molme"],
        "agreement": "ru-tj-interior",
        "purpose": "entry-control",
    },
    {
        "type": "readmission-request",
        "to": ["kz-mvd"],
        "agreement": "ru-kz-readmission",
        "purpose": "readmission",
    },
    {"type": "readmission-reply", "to": ["kz-mvd"], "agreement": "ru-kz-readmission", "purpose": "readmission"},
]


@dataclass
class Service:
    """Where the service listens, and its control side."""

    soap: str
    control: str

    def post(self, path: str, **order: Any) -> Any:
        return self.post_raw(path, json.dumps(order).encode())

    def post_raw(self, path: str, raw: bytes) -> Any:
        request = urllib.request.Request(f"{self.control}/{path}", data=raw)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.control}/{path}", timeout=10) as answer:
            return json.loads(answer.read())


def settings(service: Service, folder: Path, **changed: Any) -> dict[str, Any]:
    """Settings of an adapter over a service; its state is in `folder`."""
    state = folder / "adapter"
    state.mkdir(exist_ok=True)
    return {
        "endpoint": service.soap,
        "participant": "ru-guvm",
        "state_dir": str(state),
        "routes": ROUTES,
        "token": TOKEN,
        "timeout_seconds": 5,
        **changed,
    }


@contextmanager
def running(folder: Path, *, redelivery_seconds: float = 60) -> Iterator[Service]:
    """Run the service with its state in `folder`."""
    loop = asyncio.new_event_loop()
    ready: list[Service] = []
    started, stop = threading.Event(), asyncio.Event()

    async def serve() -> None:
        register = Register(folder, issuer="ru-guvm", today=TODAY, redelivery_seconds=redelivery_seconds)
        runner = web.AppRunner(make_app(register, token=TOKEN, today=TODAY), access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        ready.append(Service(soap=f"http://127.0.0.1:{port}/smev", control=f"http://127.0.0.1:{port}/control"))
        started.set()
        await stop.wait()
        await runner.cleanup()
        register.close()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        assert started.wait(10)
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)
        loop.close()
