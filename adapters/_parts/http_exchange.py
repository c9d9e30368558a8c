"""One HTTP connection to a national system: synchronous, kept open, bounded in bytes and seconds, no redirects.

A kept connection that the other side has closed meanwhile is opened again once, so whatever is sent here may be sent
twice. What goes wrong is told without the address and without anything that was sent or received.
"""

import http.client
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

_PIECE = 65_536


class HttpUnavailableError(Exception):
    """There is no answer, or not a whole one."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class HttpTooLargeError(HttpUnavailableError):
    """There is an answer, and it is larger than allowed: asking for less may help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """Status, headers by lower-case name, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """Whom to trust and as whom to appear: files in PEM; without `authorities` those of the machine."""

    authorities: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


class HttpExchange:
    """One connection to `endpoint`; `partner` is its name in messages (“the queue”)."""

    def __init__(self, endpoint: str, *, partner: str, timeout: float, max_bytes: int, tls: Tls | None = None) -> None:
        parts = urlsplit(endpoint)
        self._host, self._port = parts.hostname or "", parts.port
        self.path = parts.path.rstrip("/")
        self._context = _context(tls or Tls()) if parts.scheme == "https" else None
        self._partner, self._timeout, self._max_bytes = partner, timeout, max_bytes
        self._connection = self._make()

    @property
    def max_bytes(self) -> int:
        """Return how large an answer may be."""
        return self._max_bytes

    def send(self, method: str, target: str, headers: Mapping[str, str], body: bytes = b"") -> HttpAnswer:
        """Send one request and return its whole answer, whatever its status.

        Raises:
            HttpUnavailableError: no answer, or one that is too large, too slow or cut off.
        """
        reused = self._connection.sock is not None
        try:
            return self._exchange(method, target, headers, body)
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError) as error:
            self.close()
            if not reused:
                raise self._silent(error) from None
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise self._silent(error) from None
        return self._again(method, target, headers, body)

    def close(self) -> None:
        """Close the connection; the next request opens a new one."""
        self._connection.close()

    def _make(self) -> http.client.HTTPConnection:
        if self._context is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._context)

    def _again(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
        try:
            return self._exchange(method, target, headers, body)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise self._silent(error) from None

    def _exchange(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> HttpAnswer:
        self._connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            self._connection.putheader(name, value)
        if body or method in {"POST", "PUT"}:
            self._connection.putheader("Content-Length", str(len(body)))
        self._connection.endheaders(body or None)
        response = self._connection.getresponse()
        try:
            found = {name.lower(): value for name, value in response.getheaders()}
            return HttpAnswer(status=response.status, headers=found, body=self._read(response))
        finally:
            response.close()  # what is read piece by piece is not ended by itself

    def _read(self, response: http.client.HTTPResponse) -> bytes:
        ends = time.monotonic() + self._timeout
        pieces, size = [], 0
        while piece := response.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > self._max_bytes:
                self.close()
                raise HttpTooLargeError(f"{self._partner} answers more than {self._max_bytes} bytes")
            if time.monotonic() > ends:
                self.close()
                raise HttpUnavailableError(f"{self._partner} answers too slowly")
        if response.length:
            raise http.client.IncompleteRead(b"".join(pieces), response.length)
        return b"".join(pieces)

    def _silent(self, error: Exception) -> HttpUnavailableError:
        return HttpUnavailableError(f"{self._partner} does not answer ({type(error).__name__})")


def _context(tls: Tls) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=tls.authorities)
    if tls.certificate is not None:
        context.load_cert_chain(tls.certificate, tls.key)
    return context
