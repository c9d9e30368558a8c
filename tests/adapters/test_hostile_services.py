"""Services that answer with what is no answer: every adapter over a service says that the system is away, and goes on."""

import gzip
import importlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from hub.sdk.ports import SinkUnavailableError, SourceUnavailableError
from schemas import catalogue
from tests.adapters.simulated import close, delivery, simulator

ADAPTERS = ("am_gip", "az_ehis", "kg_tunduk", "kz_shep", "ru_smev", "tm_xroad", "uz_mip")
SCHEMAS = Path(catalogue.__file__).parent
SECONDS = 10  # each answer takes hundredths of one when nothing else runs

Answer = tuple[int, Mapping[str, str], bytes]


def answers(url: str) -> dict[str, Answer]:
    """Status, headers and body of each."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml, plain = {"Content-Type": "text/xml; charset=utf-8"}, {"Content-Type": "application/json"}
    return {
        "page": (200, {"Content-Type": "text/html"}, b"<!DOCTYPE html><html><body>502</body></html>"),
        "nothing": (200, plain, b""),
        "bytes": (200, plain, bytes(range(256)) * 100),
        "redirect": (302, {"Location": url}, b""),
        "half": (200, {**plain, "Content-Length": "100000"}, b'{"hujjatlar":['),
        "gzip-bomb": (200, {**plain, "Content-Encoding": "gzip"}, gzip.compress(bytes(5_000_000))),
        "deep-json": (200, plain, b"[" * 200_000),
        "deep-object": (200, plain, b'{"a":' * 100_000),
        "long-number": (200, plain, b'{"oxirgi":' + b"9" * 100_000 + b"}"),
        "deep-xml": (200, xml, b"<x>" * 100_000),
        "laughs": (200, xml, f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>'.encode()),
        "entity": (200, xml, f'<!DOCTYPE x [<!ENTITY e SYSTEM "{url}">]><x>&e;</x>'.encode()),
        "schema": (
            200,
            xml,
            f'<x xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x {url}"/>'.encode(),
        ),
        "server-error": (500, xml, b"<error/>"),
        "forbidden": (403, plain, b"{}"),
        "too-many": (429, {**plain, "Retry-After": "999999999"}, b"{}"),
    }


@contextmanager
def serving(answer: Callable[[], Answer]) -> Iterator[str]:
    """A service that answers every request alike; only tokens it gives as they should be."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, headers, body = answer()
            if self.path.endswith("/oauth2/token"):
                status, headers, body = 200, {}, b'{"access_token":"x"}'
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), "Connection": "close", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815 - the name that the server calls

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def outside() -> Iterator[str]:
    """An address that nobody may ever ask."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x"
        with pytest.raises(TimeoutError):
            server.accept()


def places(name: str, url: str) -> SimpleNamespace:
    """What stands for a simulator whose every door is the hostile service; files that it would give are real."""
    real = simulator(f"adapters.{name}.simulator").where
    doors = {door: url + "/" + door for door, where in real.items() if str(where).startswith("http")}
    if "token" in doors:
        doors["token"] = f"{url}/oauth2/token"
    return SimpleNamespace(where={**real, **doors})


@pytest.mark.parametrize("name", ADAPTERS)
def test_an_answer_that_is_none_leaves_everything_for_later(name: str, tmp_path: Path, outside: str) -> None:
    table = answers(outside)
    current = ["page"]
    taken = json.loads((SCHEMAS.parent / "adapters" / name / "manifest.json").read_bytes())["records"]["from_hub"][0]
    record = json.loads(next(SCHEMAS.glob(f"{taken}/1.0/examples/valid-*.json")).read_bytes())
    with serving(lambda: table[current[0]]) as url:
        settings = importlib.import_module(f"tests.adapters.{name}.running").settings(places(name, url), tmp_path)
        adapter = importlib.import_module(f"adapters.{name}").make_adapter(settings)
        for current[0] in table:
            started = time.monotonic()
            with pytest.raises(SourceUnavailableError):
                adapter.source.changes(None, 10)
            with pytest.raises(SinkUnavailableError):
                adapter.sink.apply([delivery(record, index=1, type_=taken)])
            assert time.monotonic() - started < SECONDS, current
        close([adapter])
