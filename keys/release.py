"""Releases: held messages are looked at, and go to their recipients after all.

    {"hub": "mig.example/production", "participant": "ru-guvm", "messages": ["0193…", …], "at": "2026-11-21T12:00:00Z"}

A suspended key's messages that were not delivered yet are held (`keys.suspension`). Their participant, by a signing key
that is in force, or an officer says here which of them are its own: by their ids, which are unique for one sender.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from keys import instant, statement, suspension
from keys.errors import StatementError, StatementHubError, StatementTimeError
from keys.jwk import Signer
from keys.statement import Kind
from keys.trustlist import TrustList

TYP = Kind.RELEASE
MEMBERS = ("hub", "participant", "messages", "at")
MOST = 100

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A release that was verified: ids of messages, who signed (kid), and the digest of the token in hexadecimal."""

    participant: str
    messages: tuple[str, ...]
    at: datetime
    signer: str
    sha256: str
    token: bytes


def sign(key: Signer, *, hub: str, participant: str, messages: Sequence[str], at: datetime) -> bytes:
    """Return the signed statement that these messages of the participant are its own."""
    members = {"hub": hub, "participant": participant, "messages": list(messages), "at": instant.format(at)}
    return statement.sign(members, key, TYP)


def verify(token: bytes, trust: TrustList, now: datetime) -> Release:
    """Return what a statement says, if its signer may say it now.

    Raises:
        SignatureError, StatementError: it is malformed, another hub's, or not signed by who may.
        StatementTimeError: it is signed ahead of its time.
    """
    unread = statement.read(token, TYP, MEMBERS)
    if unread.text("hub") != trust.hub:
        raise StatementHubError
    release = Release(
        participant=unread.participant(),
        messages=unread.names("messages", _ID, MOST),
        at=unread.instant("at"),
        signer=unread.kid,
        sha256=unread.sha256,
        token=token,
    )
    if not release.messages:
        raise StatementError(member="messages")
    unread.verify(suspension.find_signer(unread.kid, release.participant, trust, now))
    if release.at > now + suspension.AHEAD:
        raise StatementTimeError
    return release
