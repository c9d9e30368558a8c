"""Tell of alerts by e-mail and webhook: what opened or closed, since when, what to do. No personal data.

A notice is taken from the table, sent, and noted in one transaction; one that was not taken is sent again, ever more
seldom. A crash between sending and noting sends it twice, under the same id, by which the receiver knows it again.
"""

import asyncio
import base64
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256
from hmac import digest
from pathlib import Path

import aiohttp
import msgspec
import structlog

from hub.core import instant
from hub.core.health.threshold import Threshold
from hub.settings import Settings
from hub.store import health_alerts
from hub.store.health_alerts import Unsent
from hub.telemetry import Event
from hub.workflows.exchange import Exchange
from hub.workflows.health.read_health import thresholds

_logger = structlog.get_logger()
AT_ONCE = 20
LIMIT_SECONDS = 10
HERE = frozenset({"127.0.0.1", "::1", "localhost"})  # a relay on this machine may do without TLS
LONGEST_PAUSE = timedelta(days=1)
WORDS = {
    "opened": ("Открыта тревога", "Alert opened"),
    "closed": ("Тревога закрыта", "Alert closed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A relay, and who writes to whom."""

    relay: tuple[str, int]
    sender: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A web address, and the file of the secret that signs what it is told."""

    address: str
    secret_file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Where notices go; None: this way is not set."""

    mail: Mail | None = None
    webhook: Webhook | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the channels that are set."""
        return tuple(name for name in ("mail", "webhook") if getattr(self, name) is not None)


def channels_of(settings: Settings) -> Channels:
    """Return the channels that the settings name; one that lacks a part is none."""
    mail, webhook = None, None
    if settings.alert_relay and settings.alert_sender and settings.alert_recipients:
        mail = Mail(relay=settings.alert_relay, sender=settings.alert_sender, recipients=settings.alert_recipients)
    if settings.alert_webhook and settings.alert_signing_file:
        webhook = Webhook(address=settings.alert_webhook, secret_file=settings.alert_signing_file)
    return Channels(mail=mail, webhook=webhook)


class AlertTeller:
    """Sends what is due."""

    def __init__(self, exchange: Exchange, channels: Channels) -> None:
        self._exchange = exchange
        self._channels = channels

    async def step(self) -> int:
        """Send the notices that are due; return how many were taken."""
        if not self._channels.names:
            return 0
        taken = 0
        for _ in range(AT_ONCE):
            is_sent = await self._send_next()
            if is_sent is None:
                break
            taken += is_sent
        return taken

    async def _send_next(self) -> bool | None:
        """Send the notice that is due first; None: none is."""
        now = self._exchange.clock.now()
        async with self._exchange.pool.acquire() as conn, conn.transaction():
            for notice in await health_alerts.take_unsent(conn, now, 1):
                is_sent = await self._send(notice)
                sent_at = now if is_sent else None
                await health_alerts.note_sent(conn, notice, next_at=now + pause(notice.attempts), sent_at=sent_at)
                return is_sent
        return None

    async def _send(self, notice: Unsent) -> bool:
        known = thresholds().measures.get(notice.alert.measure)
        mail, webhook = self._channels.mail, self._channels.webhook
        try:
            if known is not None and notice.channel == "mail" and mail is not None:
                await asyncio.to_thread(_mail, mail, make_mail(notice, known, mail, self._origin))
            elif known is not None and notice.channel == "webhook" and webhook is not None:
                await self._post(webhook, notice, make_body(notice, known, self._origin))
        except (OSError, smtplib.SMTPException, aiohttp.ClientError, TimeoutError) as error:
            _logger.warning(Event.NOTICE_UNSENT, kind=notice.channel, error=type(error).__name__, count=notice.attempts)
            return False
        return True  # also what is of an older release, or a channel that is no longer set

    async def _post(self, webhook: Webhook, notice: Unsent, body: bytes) -> None:
        secret = (await asyncio.to_thread(webhook.secret_file.read_bytes)).strip()
        headers = sign_headers(secret, notice_id(notice, self._origin), self._exchange.clock.now(), body)
        headers = {**headers, "Content-Type": "application/json"}
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=LIMIT_SECONDS)) as session,
            session.post(webhook.address, data=body, headers=headers, allow_redirects=False) as answer,
        ):
            if not 200 <= answer.status < 300:
                raise aiohttp.ClientError(str(answer.status))

    @property
    def _origin(self) -> str:
        return self._exchange.origin


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts in vain: half a minute, then twice as long each time."""
    return min(LONGEST_PAUSE, timedelta(seconds=30 * 2 ** min(attempts, 12)))


def notice_id(notice: Unsent, origin: str) -> str:
    """Return the id by which a receiver knows a notice that comes again."""
    named = f"{origin}/{notice.alert.id}/{notice.event}".encode()
    return f"alert_{sha256(named).hexdigest()[:32]}"


def make_mail(notice: Unsent, known: Threshold, mail: Mail, origin: str) -> EmailMessage:
    """Return the letter, in both languages."""
    alert, (ru, en) = notice.alert, WORDS[notice.event]
    about = alert.object.replace("/", " → ") or origin
    at = alert.opened_at if notice.event == "opened" else alert.closed_at or alert.opened_at
    when = f"{at:%Y-%m-%d %H:%M} UTC"
    letter = EmailMessage()
    letter["Subject"] = f"{ru} / {en}: {known.titles['ru']} ({about})"
    letter["From"] = mail.sender
    letter["To"] = ", ".join(mail.recipients)
    letter["Message-ID"] = f"<{notice_id(notice, origin)}@{origin.partition('/')[0].partition(':')[0]}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(
        f"{ru}: {known.titles['ru']}\n{about}\n{when}\n{known.action['ru']}\n\n"
        f"{en}: {known.titles['en']}\n{about}\n{when}\n{known.action['en']}\n\n{origin}\n"
    )
    return letter


def make_body(notice: Unsent, known: Threshold, origin: str) -> bytes:
    """Return what a web address is told, as JSON."""
    alert = notice.alert
    return msgspec.json.encode(
        {
            "type": f"exchange-health.{notice.event}",
            "hub": origin,
            "measure": alert.measure,
            "object": alert.object,
            "value": alert.value,
            "unit": known.unit,
            "opened_at": instant.format(alert.opened_at),
            "closed_at": None if alert.closed_at is None else instant.format(alert.closed_at),
            "titles": known.titles,
            "action": known.action,
        }
    )


def sign_headers(secret: bytes, message_id: str, at: datetime, body: bytes) -> Mapping[str, str]:
    """Return the headers of Standard Webhooks: id, time, and the signature over both and the body."""
    stamp = str(int(at.timestamp()))
    signed = digest(secret, f"{message_id}.{stamp}.".encode() + body, "sha256")
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(signed).decode('ascii')}",
    }


def _mail(mail: Mail, letter: EmailMessage) -> None:
    host, port = mail.relay
    with smtplib.SMTP(host, port, timeout=LIMIT_SECONDS) as relay:
        relay.ehlo()
        if relay.has_extn("starttls"):
            relay.starttls(context=ssl.create_default_context())
        elif host not in HERE:
            raise smtplib.SMTPNotSupportedError("no STARTTLS")
        relay.send_message(letter)
