"""Keys and certificates of a simulated platform that signs its answers, rightly or wrongly as ordered.

Made once in the state's directory; the files that an adapter needs are told beside the addresses:

    certificates        whose signatures hold: the platform's own, and one of it that has ended
    client_key, client_certificate      as whom the adapter signs; the platform knows this certificate and no other
"""

import datetime
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from lxml import etree

from adapters._parts import clock
from adapters._parts.xml_signature import DS, Identity, Provider, SignxmlProvider
from adapters._parts.xml_transforms import Transform
from adapters._simulator.misbehaviour import Misbehaviour, Order, is_ordered
from keys import certificate, keyfile
from keys.certificate import Certificate
from keys.platform_key import ECDSA_SHA256, PlatformKey

_YEARS = datetime.timedelta(days=3650)
_DAY = datetime.timedelta(days=1)


class Signing:
    """The signatures of one platform, whose name is in its certificates, with its own transform if it has one."""

    def __init__(self, folder: Path, name: str, transform: Transform | None = None) -> None:
        self._folder = folder
        if not (folder / "client.pem").exists():
            _make(folder, name)

        def signer(key: str, kind: str) -> Provider:
            who = Identity(key=_key(folder / f"{key}-key.pem"), certificate=_one(folder / f"{kind}.pem"))
            return SignxmlProvider(who, (), transform)

        self._own, self._ended = signer("platform", "platform"), signer("platform", "ended")
        self._stranger = signer("stranger", "stranger")
        self.client = SignxmlProvider(None, [_one(folder / "client.pem")], transform)
        """Checks what the adapter signs."""

    def provider(self, order: Order | None) -> Provider:
        """Return who signs the next answer."""
        if is_ordered(order, Misbehaviour.EXPIRED_CERTIFICATE):
            return self._ended
        return self._stranger if is_ordered(order, Misbehaviour.STRANGER) else self._own

    @asynccontextmanager
    async def door(self) -> AsyncIterator[Mapping[str, str | int]]:
        """Tell where the files are."""
        names = {"certificates": "trusted.pem", "client_key": "client-key.pem", "client_certificate": "client.pem"}
        yield {name: str(self._folder / file) for name, file in names.items()}


def spoil(root: etree._Element, order: Order | None) -> None:
    """Make every signature of a document wrong, if that is ordered."""
    if is_ordered(order, Misbehaviour.WRONG_SIGNATURE):
        for value in root.iter(f"{{{DS}}}SignatureValue"):
            text = value.text or ""
            value.text = text[:-8] + ("AAAAAA==" if text.endswith("==") else "AAAAAAAA")


def _make(folder: Path, name: str) -> None:
    now = clock.now()
    terms = {"platform": (now - _YEARS, now + _YEARS), "ended": (now - _YEARS, now - _DAY)}
    trusted = ""
    for who in ("platform", "stranger", "client"):
        key = PlatformKey.generate(ECDSA_SHA256)
        keyfile.write(folder / f"{who}-key.pem", key, None)
        for kind in (who, "ended") if who == "platform" else (who,):
            first, last = terms.get(kind, terms["platform"])
            made = certificate.issue(key, name=f"{name} ({kind})", not_before=first, not_after=last)
            (folder / f"{kind}.pem").write_text(made.pem, encoding="ascii")
            trusted += made.pem if who == "platform" else ""
    (folder / "trusted.pem").write_text(trusted, encoding="ascii")


def _key(path: Path) -> PlatformKey:
    return keyfile.read_kind(path, None, PlatformKey)


def _one(path: Path) -> Certificate:
    return certificate.parse(path.read_bytes())[0]
