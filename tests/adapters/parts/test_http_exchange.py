"""One connection to a national system: bounded, honest about silence, certain whom it speaks to."""

import contextlib
import datetime
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters._parts.http_exchange import HttpAnswer, HttpExchange, HttpUnavailableError, Tls

DAY = datetime.timedelta(days=1)
Serve = Callable[[socket.socket, bytes], None]


def answering(*answers: bytes) -> Serve:
    """Give these answers in turn on one connection, then close it."""
    left = list(answers)

    def serve(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(left.pop(0))
        if not left:
            connection.close()

    return serve


def ok(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@contextlib.contextmanager
def served(*serves: Serve, tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[bytes]]]:
    """A server that treats each connection in turn by one of `serves`; gives its port and the requests it saw."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def run() -> None:
            for serve in serves:
                with contextlib.suppress(OSError):
                    _treat(listener, serve, seen, tls)

        thread = threading.Thread(target=run)
        thread.start()
        yield listener.getsockname()[1], seen
    thread.join(10)


def _treat(listener: socket.socket, serve: Serve, seen: list[bytes], tls: ssl.SSLContext | None) -> None:
    connection, _ = listener.accept()
    connection.settimeout(5)
    with connection, connection if tls is None else tls.wrap_socket(connection, server_side=True) as wrapped:
        while request := _request(wrapped):
            seen.append(request)
            serve(wrapped, request)


def _request(connection: socket.socket) -> bytes:
    """A request with its body of one byte, if it has one: both come in pieces."""
    request = connection.recv(65_536)
    while b"Content-Length: 1\r\n" in request and request.endswith(b"\r\n\r\n"):
        request += connection.recv(65_536)
    return request


def exchange(port: int, *, scheme: str = "http", timeout: float = 2, tls: Tls | None = None) -> HttpExchange:
    address = f"{scheme}://localhost:{port}/node/"
    return HttpExchange(address, partner="the queue", timeout=timeout, max_bytes=1000, tls=tls)


def get(port: int, **how: object) -> HttpAnswer:
    with contextlib.closing(exchange(port, **how)) as opened:  # type: ignore[arg-type]
        return opened.send("GET", f"{opened.path}/x", {"A": "b"})


def test_an_answer_comes_whole_with_its_headers_by_small_names() -> None:
    with served(answering(ok(b"body", "X-Some: Thing"))) as (port, seen):
        answer = get(port)

    assert (answer.status, answer.body, answer.headers["x-some"]) == (200, b"body", "Thing")
    assert seen[0].startswith(b"GET /node/x HTTP/1.1\r\n")
    assert b"Accept-Encoding" not in seen[0]


def test_a_connection_is_kept_and_opened_again_once_it_was_closed() -> None:
    with served(answering(ok(b"1"), ok(b"2")), answering(ok(b"3"))) as (port, _):
        opened = exchange(port)
        bodies = [opened.send("POST", "/", {}, b"x").body for _ in range(3)]
        opened.close()

    assert bodies == [b"1", b"2", b"3"]


def test_a_kept_connection_that_is_closed_twice_is_told() -> None:
    def close(connection: socket.socket, _request: bytes) -> None:
        connection.close()

    with served(answering(ok(b"1")), close) as (port, _):
        opened = exchange(port)
        opened.send("GET", "/", {})
        with pytest.raises(HttpUnavailableError, match="the queue does not answer"):
            opened.send("GET", "/", {})


def test_a_redirect_is_an_answer_and_nothing_is_fetched_from_elsewhere() -> None:
    redirect = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"
    with served(answering(redirect)) as (port, seen):
        assert get(port).status == 302

    assert len(seen) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "does not answer"),
        (b"nonsense\r\n\r\n", "does not answer"),
        (ok(b"x" * 1001), "more than 1000 bytes"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 5000, "more than 1000 bytes"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "does not answer"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nhalf", "does not answer"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "does not answer"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 70_000 + b"\r\n\r\n", "does not answer"),
    ],
)
def test_what_is_no_whole_answer_is_told_as_silence(answer: bytes, said: str) -> None:
    with served(answering(answer)) as (port, _), pytest.raises(HttpUnavailableError, match=said) as caught:
        get(port)

    assert str(port) not in caught.value.detail


def test_an_answer_that_drips_is_not_waited_for() -> None:
    def drip(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
        for _ in range(40):
            connection.sendall(b"x")
            threading.Event().wait(0.02)

    with served(drip) as (port, _), pytest.raises(HttpUnavailableError, match="too slowly"):
        get(port, timeout=0.2)


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with (
        served(lambda _connection, _request: None) as (port, _),
        pytest.raises(HttpUnavailableError, match="TimeoutError"),
    ):
        get(port, timeout=0.1)


def test_nobody_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(HttpUnavailableError, match="ConnectionRefusedError"):
        get(port)


# Certificates


def issue(folder: Path, name: str, *, days: int = 1, host: str = "localhost") -> tuple[Path, Path]:
    """A certificate that vouches for itself for so many days from now, and its key; the machine's clock judges it."""
    now = datetime.datetime.now(datetime.UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 30 * DAY)
        .not_valid_after(now + days * DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    paths = folder / f"{name}.crt", folder / f"{name}.key"
    paths[0].write_bytes(made.public_bytes(pem))
    form = serialization.PrivateFormat.PKCS8
    paths[1].write_bytes(key.private_bytes(pem, form, serialization.NoEncryption()))
    return paths


def listening(certificate: tuple[Path, Path], *, clients: Path | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    if clients is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients)
    return context


def test_both_sides_show_the_certificates_agreed(tmp_path: Path) -> None:
    server, client = issue(tmp_path, "server"), issue(tmp_path, "client")
    tls = Tls(authorities=server[0], certificate=client[0], key=client[1])
    with served(answering(ok(b"body")), tls=listening(server, clients=client[0])) as (port, _):
        assert get(port, scheme="https", tls=tls).body == b"body"


@pytest.mark.parametrize("wrong", ["expired", "stranger", "host"])
def test_a_server_with_a_wrong_certificate_is_not_spoken_to(tmp_path: Path, wrong: str) -> None:
    server = issue(
        tmp_path, "server", days=-1 if wrong == "expired" else 1, host="elsewhere" if wrong == "host" else "localhost"
    )
    trusted = issue(tmp_path, "other")[0] if wrong == "stranger" else server[0]

    with (
        served(answering(ok(b"body")), tls=listening(server)) as (port, seen),
        pytest.raises(HttpUnavailableError, match="SSLCertVerificationError"),
    ):
        get(port, scheme="https", tls=Tls(authorities=trusted))
    assert seen == []


def test_a_client_without_the_certificate_asked_for_is_told(tmp_path: Path) -> None:
    server, client = issue(tmp_path, "server"), issue(tmp_path, "client")
    with (
        served(answering(ok(b"body")), tls=listening(server, clients=client[0])) as (port, seen),
        pytest.raises(HttpUnavailableError, match="the queue"),
    ):
        get(port, scheme="https", tls=Tls(authorities=server[0]))
    assert seen == []
