"""What the hub says about itself: JSON log lines and Prometheus metrics, neither of which can hold personal data.

Every log line is an event of `Event` with fields of `FIELDS`; anything else is left out and counted in `dropped`. A
value is a number or one word of printable ASCII: no name in Cyrillic, no sentence, no text of an exception gets
through. What libraries log is reduced to where it came from.

    {"event": "submission_refused", "level": "info", "at": "2026-11-21T09:00:00Z", "code": "wrong-hub", "count": 1}

Metrics live in a registry of their own, one for each process, so that tests do not share them.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

METRICS_CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


class Event(StrEnum):
    """Everything that is logged."""

    STARTED = "started"  # a role of this process takes work
    STOPPED = "stopped"  # and has finished what it had begun
    DATABASE_STARTED = "database_started"  # the embedded PostgreSQL
    MIGRATED = "migrated"
    TRUST_LIST_LOADED = "trust_list_loaded"
    TRUST_LIST_REFUSED = "trust_list_refused"
    NOTICE_UNSENT = "notice_unsent"  # the hub has no key of its own for notices, or the notice was refused
    NOTICE_RECEIVED = "notice_received"  # a gateway was told something by the hub: see its state and `hub inbox`
    BAN_LIST_COMPARED = "ban_list_compared"  # a gateway held a stated list against its own: equal, different, …
    EXPIRY_NEAR = "expiry_near"  # a key or a document of the trust list expires soon
    SUSPENSION_LIFTED = "suspension_lifted"  # a newer participants document lists a suspended key as active again
    OWN_KEY_UNKNOWN = "own_key_unknown"  # the trust list gives a gateway's participant a key that it was not told of
    SUBMISSION_ACCEPTED = "submission_accepted"
    SUBMISSION_REFUSED = "submission_refused"
    COMMIT_IN_DOUBT = "commit_in_doubt"  # the sender was told to send the same bytes again
    RELEASE_FAILED = "release_failed"  # the released size stays behind; the next release makes it up
    SIGNING_STOPPED = "signing_stopped"  # the stored log is not what it should be
    WITNESSING_BEHIND = "witnessing_behind"  # a named checkpoint has waited too long for its quorum of cosignatures
    WITNESSING_CAUGHT_UP = "witnessing_caught_up"
    NOTE_PASSED_OVER = "note_passed_over"  # a gateway was shown a cosigned note that it cannot judge
    COSIGNED = "cosigned"  # a witness's cosignature was taken, or a gateway gave one
    KEYRING_LOADED = "keyring_loaded"  # another state of the keyring is in use
    KEYRING_REFUSED = "keyring_refused"  # it does not load: no new records are taken until it does
    KEYRING_REVIVED = "keyring_revived"  # an older copy was put back: the destroyed keys in it are not used
    KEYS_MADE = "keys_made"  # keys for the months ahead
    KEY_DESTROYED = "key_destroyed"  # what it wrapped can never be read again
    MESSAGES_ERASED = "messages_erased"  # their retention is over
    REQUEST_FAILED = "request_failed"  # a fault of the hub's own, answered with 500
    TICK_FAILED = "tick_failed"  # a round of the worker; the next one tries again
    SYNC_FAILED = "sync_failed"  # a gateway could not reach the hub or the national system
    ADAPTER_ENDED = "adapter_ended"  # the adapter's process is gone; it is started again
    LIBRARY = "library"  # something that a library logged
    UNNAMED = "unnamed"  # an event that is not in this list


EVENTS = frozenset(Event)
FIELDS = frozenset(  # who, what, where, how much
    {"participant", "sender", "recipient", "adapter", "origin", "environment", "host", "port", "pid", "role", "roles"}
    | {"id", "type", "version", "kind", "lane", "purpose", "agreement", "language", "sha256", "code", "status"}
    | {"key", "index", "size", "epoch", "number", "error", "instance", "place", "route", "logger", "migration"}
    | {"count", "entries", "winners", "seconds"}
)
OWN_FIELDS = frozenset({"event", "level", "at", "dropped"})
_WORD = re.compile(r"[!-~]{0,200}")


def configure_logging(level: str, stream: TextIO | None = None) -> None:
    """Send all log lines of this process to `stream` (stderr) as JSON, from `level` ("debug" ... "error") upwards."""
    number = logging.getLevelNamesMapping()[level.upper()]
    target = stream or sys.stderr
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            keep_allowed,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(sort_keys=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(target),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers[:] = [_LibraryHandler()]
    root.setLevel(max(number, logging.WARNING))


def keep_allowed(_logger: object, _method: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Keep a known event and the fields on the list, each as a number or one word; count what had to go."""
    event = line.get("event")
    known = isinstance(event, str) and event in EVENTS
    kept: dict[str, Any] = {"event": str(event) if known else Event.UNNAMED.value, "level": line.get("level", "info")}
    dropped = 0 if known else 1
    for name, value in line.items():
        if name in OWN_FIELDS:
            continue
        if name in FIELDS and (fit := _fit(value)) is not None:
            kept[name] = fit
        else:
            dropped += 1
    return kept | ({"dropped": dropped} if dropped else {})


def _fit(value: object) -> str | int | float | bool | None:
    if isinstance(value, bool | int | float):
        return value
    text = ",".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
    return text if _WORD.fullmatch(text) else None


def place_of(error: BaseException) -> str:
    """Return where an error was raised: file and line, never its words, which may quote anything."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "-" if trace is None else f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


class _LibraryHandler(logging.Handler):
    """Says that a library logged something, and where; never what: its words may quote anything."""

    def emit(self, record: logging.LogRecord) -> None:
        """Pass the record on as an event."""
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else None
        structlog.get_logger().log(
            record.levelno,
            Event.LIBRARY,
            logger=record.name,
            place=f"{Path(record.pathname).name}:{record.lineno}",
            **({"error": error} if error else {}),
        )


HealthValues = Mapping[tuple[str, tuple[str, ...]], Mapping[tuple[str, ...], float]]
"""By name and labels of a metric: its values by those of the labels."""


class Metrics:
    """The counters of one process of the exchange."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._submitted = Counter(
            "hub_submitted", "Envelopes received, by form of submission", ["form"], registry=registry
        )
        self._refused = Counter("hub_refused", "Envelopes refused, by problem code", ["code"], registry=registry)
        self._expires = Gauge(
            "hub_expires_in_days",
            "Until a key or a document of the trust list expires",
            ["kind", "name"],
            registry=registry,
        )
        self._in_doubt = Counter("hub_in_doubt", "Answers 'in doubt': send the same bytes again", registry=registry)
        self._accepted = Counter("hub_accepted", "Envelopes accepted into the log", registry=registry)
        self._group = Histogram(
            "hub_group_entries",
            "Envelopes settled by one commit",
            registry=registry,
            buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024),
        )
        self._commit = Histogram(
            "hub_commit_seconds",
            "From the lock of the log to the end of the commit",
            registry=registry,
            buckets=(0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128, 0.256, 0.512, 1, 2, 4, 8),
        )
        self._read = Counter(
            "hub_inbox_messages", "Messages handed to recipients, by lane", ["lane"], registry=registry
        )
        self._size = Gauge("hub_log_size", "Leaves in the log after this process's last commit", registry=registry)
        self._released = Gauge("hub_released_size", "Leaves that readers may see", registry=registry)
        self._lag = Gauge("hub_release_lag", "Leaves committed but not released yet", registry=registry)
        self._witnessed = Gauge(
            "hub_witnessed_size", "Leaves under the newest checkpoint with a quorum of cosignatures", registry=registry
        )
        self._witnessing_lag = Gauge(
            "hub_witnessing_lag_seconds", "How long the oldest named checkpoint waits for its quorum", registry=registry
        )
        self._health: dict[str, Gauge] = {}
        self._sizes = (0, 0)  # committed, released

    def submitted(self, form: str, count: int = 1) -> None:
        """Count envelopes that arrived; `form` is "single" or "lines"."""
        self._submitted.labels(form).inc(count)

    def refused(self, code: str) -> None:
        """Count a refused envelope by its problem's code."""
        self._refused.labels(code).inc()

    def expires(self, kind: str, name: str, seconds: float) -> None:
        """Note for how long a key (by its thumbprint) or a document is still valid."""
        self._expires.labels(kind, name).set(round(seconds / 86400, 3))

    def in_doubt(self, count: int = 1) -> None:
        """Count envelopes whose commit nobody confirmed."""
        self._in_doubt.inc(count)

    def group(self, entries: int, winners: int, *, seconds: float | None = None, size: int | None = None) -> None:
        """Note one committed group: how many were in it and won, how long it took, how long the log is now."""
        self._group.observe(entries)
        self._accepted.inc(winners)
        if seconds is not None:
            self._commit.observe(seconds)
        if size is not None:
            self._note_sizes(size, self._sizes[1])

    def released(self, size: int) -> None:
        """Note up to where readers may see the log."""
        self._note_sizes(self._sizes[0], size)

    def witnessing(self, *, witnessed: int, lag: float) -> None:
        """Note up to where the log is witnessed, and for how long (seconds) the next checkpoint has waited."""
        self._witnessed.set(witnessed)
        self._witnessing_lag.set(lag)

    def health(self, values: HealthValues) -> None:
        """Set the measures of the exchange's health; what is not given any more is no longer shown."""
        for gauge in self._health.values():
            gauge.clear()
        for (name, labels), measured in values.items():
            if name not in self._health:
                self._health[name] = Gauge(name, "See schemas/health/thresholds.json", labels, registry=self.registry)
            for at, value in measured.items():
                (self._health[name].labels(*at) if at else self._health[name]).set(value)

    def read(self, lane: str, count: int) -> None:
        """Count messages handed to a recipient."""
        self._read.labels(lane).inc(count)

    def render(self) -> bytes:
        """Return everything in Prometheus's text format, of media type `METRICS_CONTENT_TYPE`."""
        return generate_latest(self.registry)

    def _note_sizes(self, committed: int, released: int) -> None:
        self._sizes = (max(self._sizes[0], committed), max(self._sizes[1], released))
        self._size.set(self._sizes[0])
        self._released.set(self._sizes[1])
        self._lag.set(max(0, self._sizes[0] - self._sizes[1]))
