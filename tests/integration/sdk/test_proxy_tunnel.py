"""To a hub over TLS the proxy is a tunnel: it sees host and port, and whoever breaks it open is refused."""

import asyncio
import contextlib
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hub.clock import SystemClock
from hub.sdk import check
from tests.integration.sdk.fake_hub import FakeHub
from tests.integration.sdk.sites import Site


def make_certificate(folder: Path, name: str) -> tuple[Path, ssl.SSLContext]:
    """Return a certificate for the loopback that vouches for itself, and a server's context with it."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path, both = folder / f"{name}.pem", folder / f"{name}-key.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    both.write_bytes(private + path.read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return path, context


@asynccontextmanager
async def served(hub: FakeHub, tls: ssl.SSLContext) -> AsyncIterator[int]:
    """Serve the hub over TLS; give the port."""
    runner = web.AppRunner(hub.make_app(), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def tunnel(seen: list[str], *, to: int | None = None) -> AsyncIterator[str]:
    """A proxy that opens tunnels and notes what it was asked for; with `to`, to another port than asked."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        seen.append(head.splitlines()[0])
        _, _, port = head.split()[1].rpartition(":")
        onward, back = await asyncio.open_connection("127.0.0.1", to or int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(pump(reader, back), pump(onward, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(65_536):
            writer.write(piece)
            await writer.drain()
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()
        await writer.wait_closed()


async def look_over(site: Site, port: int, authority: Path, proxy: str) -> list[check.Finding]:
    site.write_config(f"https://127.0.0.1:{port}")
    text = site.path.read_text("utf-8").replace("[trust]", f'ca_file = "{authority}"\nproxy = "{proxy}"\n[trust]')
    site.path.write_text(text, encoding="utf-8")
    return [found async for found in check.check(site.config, SystemClock())]


async def test_the_proxy_sees_host_and_port_and_nothing_else(tmp_path: Path, hub: FakeHub, russia: Site):
    seen: list[str] = []
    authority, tls = make_certificate(tmp_path, "hub")

    async with served(hub, tls) as port, tunnel(seen) as proxy:
        found = await look_over(russia, port, authority, proxy)

    assert [each.en for each in found if not each.ok] == []
    assert set(seen) == {f"CONNECT 127.0.0.1:{port} HTTP/1.1"}


async def test_a_proxy_that_breaks_tls_open_is_refused(tmp_path: Path, hub: FakeHub, russia: Site):
    authority, tls = make_certificate(tmp_path, "hub")
    _, foreign = make_certificate(tmp_path, "between")

    async with served(hub, tls) as port, served(hub, foreign) as between, tunnel([], to=between) as proxy:
        found = await look_over(russia, port, authority, proxy)

    assert not found[-1].ok
    assert "[hub-unavailable]" in found[-1].en
