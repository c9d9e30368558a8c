"""XML that attacks, and answers that are no answers: refused, bounded, and no network provoked."""

import http.server
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters._parts import xml_document
from adapters._parts.http_exchange import HttpExchange
from adapters._parts.quarantine import Quarantine
from adapters.ru_smev import message_ids, names
from adapters.ru_smev.errors import SmevFaultError, SmevUnavailableError
from adapters.ru_smev.message_queue import Queue

ENVELOPE = f'<e:Envelope xmlns:e="{names.SOAP}"><e:Body>%s</e:Body></e:Envelope>'


@pytest.fixture
def sink() -> Iterator[Any]:
    """A socket that must never be connected to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield server
        with pytest.raises(TimeoutError):
            server.accept()


def attacks(port: int) -> dict[str, str]:
    url = f"http://127.0.0.1:{port}/x"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return {
        "external-entity-http": f'<!DOCTYPE x [<!ENTITY e SYSTEM "{url}">]><x>&e;</x>',
        "external-entity-file": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        "external-dtd": f'<!DOCTYPE x SYSTEM "{url}.dtd"><x/>',
        "public-dtd": f'<!DOCTYPE x PUBLIC "-//X//X" "{url}.dtd"><x/>',
        "parameter-entity": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{url}">%p;]><x/>',
        "billion-laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l9;</x>',
        "quadratic-blowup": f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]><x>{"&a;" * 5_000}</x>',
        "attribute-default": '<!DOCTYPE x [<!ATTLIST x a CDATA "injected">]><x/>',
        "lower-case-doctype": "<!doctype x><x/>",
        "doctype-after-comment": f"<!-- c --><?pi?>\n<!DOCTYPE x SYSTEM '{url}'><x/>",
        "deep": "<x>" * 200 + "</x>" * 200,
        "unclosed": "<x><y></x>",
        "undeclared-entity": "<x>&e;</x>",
        "two-roots": "<x/><y/>",
        "not-xml": "hello",
        "empty": "",
        "control-character": "<x>\x01</x>",
    }


@pytest.mark.parametrize("name", list(attacks(1)))
def test_hostile_documents_are_refused_without_network(name: str, sink: socket.socket) -> None:
    raw = attacks(sink.getsockname()[1])[name].encode()
    started = time.monotonic()
    with pytest.raises(xml_document.XmlRefusedError):
        xml_document.parse(raw, 5_000_000)

    assert time.monotonic() - started < 1


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32", "koi8-r"])
def test_other_encodings_are_refused_and_hide_nothing(codec: str) -> None:
    raw = f'<?xml version="1.0" encoding="{codec}"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x>щ</x>'.encode(codec)
    with pytest.raises(xml_document.XmlRefusedError):
        xml_document.parse(raw, 5_000_000)


def test_xinclude_is_only_an_element() -> None:
    raw = b'<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file:///etc/passwd" parse="text"/></x>'

    assert len(xml_document.parse(raw, 5_000_000)[0]) == 0


def test_a_long_prolog_is_judged_in_linear_time() -> None:
    started = time.monotonic()
    for raw in (b" " * 1_000_000, b"<!--" + b"-" * 1_000_000, b"<?x" * 300_000, b"<!---->" * 100_000 + b"<!"):
        with pytest.raises(xml_document.XmlRefusedError):
            xml_document.parse(raw, 5_000_000)

    assert time.monotonic() - started < 2


def test_a_document_over_the_limit_is_not_parsed() -> None:
    with pytest.raises(xml_document.XmlRefusedError) as caught:
        xml_document.parse(b"<x>" + b"a" * 1000 + b"</x>", 1000)

    assert caught.value.code == "xml-too-large"


@contextmanager
def answering(status: int, body: bytes, content_type: str = "text/xml", location: str | None = None) -> Iterator[str]:
    """A server that answers every POST with the same bytes."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            if location is not None:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:  # noqa: ARG002
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/smev"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def make_queue(url: str, *, timeout: float) -> Queue:
    return Queue(HttpExchange(url, partner="the queue", timeout=timeout, max_bytes=10_000))


def ask(url: str) -> Any:
    queue = make_queue(url, timeout=2)
    try:
        return queue.get_request()
    finally:
        queue.close()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html><body>works</body></html>"),
        (200, b""),
        (200, b"{}"),
        (200, (ENVELOPE % "").encode()),
        (200, (ENVELOPE % ("<x>" + "a" * 20_000 + "</x>")).encode()),
        (500, b"Internal Server Error"),
        (403, (ENVELOPE % "<x/>").encode()),
        (200, b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/">' + (ENVELOPE % "<x/>").encode()),
    ],
)
def test_answers_that_are_no_answers_are_unavailability(status: int, body: bytes) -> None:
    with answering(status, body) as url, pytest.raises(SmevUnavailableError):
        ask(url)


def test_a_redirect_is_not_followed(sink: socket.socket) -> None:
    target = f"http://127.0.0.1:{sink.getsockname()[1]}/"
    with answering(307, b"", location=target) as url, pytest.raises(SmevUnavailableError):
        ask(url)


def test_a_message_without_id_is_not_taken() -> None:
    body = f'<n:GetRequestResponse xmlns:n="{names.TYPES}"><n:RequestMessage><n:Request/></n:RequestMessage></n:GetRequestResponse>'
    with answering(200, (ENVELOPE % body).encode()) as url, pytest.raises(SmevUnavailableError):
        ask(url)


@pytest.mark.parametrize(
    ("detail", "name"), [("<detail><f:AccessDenied xmlns:f='urn:f'/></detail>", "AccessDenied"), ("", "SMEVFailure")]
)
def test_a_fault_is_named(detail: str, name: str) -> None:
    fault = f"<e:Fault xmlns:e='{names.SOAP}'><faultcode/>{detail}</e:Fault>"
    with answering(500, (ENVELOPE % fault).encode()) as url, pytest.raises(SmevFaultError) as caught:
        ask(url)

    assert caught.value.name == name


def test_a_server_that_never_answers_is_left_after_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        queue = make_queue(f"http://127.0.0.1:{server.getsockname()[1]}/", timeout=0.05)
        with pytest.raises(SmevUnavailableError) as caught:
            queue.get_request()
        queue.close()

    assert "TimeoutError" in caught.value.detail


def test_message_ids_are_of_version_one_carry_the_time_and_no_network_address() -> None:
    first, second = message_ids.make(), message_ids.make()

    assert uuid.UUID(first).version == 1
    assert first != second
    assert message_ids.instant(first) <= message_ids.instant(second)
    assert uuid.UUID(first).node >> 40 & 1  # the mark of a random node
    with pytest.raises(ValueError, match="version 1"):
        message_ids.instant("01930000-0000-7000-8000-000000000001")


def test_an_id_from_outside_never_names_a_path(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path / "quarantine")
    path = quarantine.keep("../../etc/passwd", b"<x/>")

    assert path.parent == tmp_path / "quarantine"
    assert path.read_bytes() == b"<x/>"
    assert (tmp_path / "quarantine").stat().st_mode & 0o077 == 0
