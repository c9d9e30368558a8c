"""The header `X-Road-Request-Hash`: by it an answer names the request it belongs to (PR-REST §4.3).

    base64( SHA-512( SHA-512(head) + SHA-512(body) ) )     with a body
    base64( SHA-512(head) )                                without one

The head is the request as the security servers pass it on: method, path with query, and the headers one a line as
`name:value`, each line ended by CRLF. What they take out on the way (PR-REST, «filtered headers») is not in it.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable

HEADER = "x-road-request-hash"
_FILTERED = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "server",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
    }
)


def calculate(method: str, target: str, headers: Iterable[tuple[str, str]], body: bytes) -> str:
    """Return the header's value for a request; `headers` in any order and spelling, those filtered are left out."""
    kept = sorted((name.lower(), value) for name, value in headers if name.lower() not in _FILTERED)
    head = "".join(f"{line}\r\n" for line in (method, target, *(f"{name}:{value}" for name, value in kept)))
    digest = hashlib.sha512(head.encode()).digest()
    if body:
        digest = hashlib.sha512(digest + hashlib.sha512(body).digest()).digest()
    return base64.b64encode(digest).decode()


def is_well_formed(value: str) -> bool:
    """Say whether a text is the base64 of 64 bytes."""
    try:
        return len(base64.b64decode(value, validate=True)) == hashlib.sha512().digest_size
    except binascii.Error:
        return False
