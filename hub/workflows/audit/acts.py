"""The audit's acts: every agreement, trust list, statement and erasure is the document that its leaf names."""

import contextlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from hashlib import sha256

from hub.core import instant
from hub.core import leaf as leaves
from hub.core import statement as logged
from hub.core.audit import BadEntryError, reading, require
from hub.core.leaf import ActLeaf
from hub.store import audit, log
from hub.store.audit import Document, Statement
from hub.store.connection import Connection
from hub.workflows.audit.keys import Keys
from keys import (
    approval,
    calendar_change,
    consent,
    delegation,
    outage,
    release,
    statement,
    suspension,
    sync_plan,
    sync_run,
    trustlist,
)
from keys.errors import KeysError
from keys.jwk import PublicKey
from keys.statement import Kind, Unread

MEMBERS: Mapping[Kind, Collection[str]] = {
    Kind.DELEGATION: delegation.MEMBERS,
    Kind.APPROVAL: approval.MEMBERS,
    Kind.SUSPENSION: suspension.MEMBERS,
    Kind.RELEASE: release.MEMBERS,
    Kind.CONSENT: consent.MEMBERS,
    Kind.CALENDAR: calendar_change.MEMBERS,
    Kind.OUTAGE: outage.MEMBERS,
    Kind.SCHEDULE: sync_plan.MEMBERS,
    Kind.SYNC: sync_run.MEMBERS,
}
STATED = frozenset(logged.ACTS.values())
RETENTION = frozenset({"erasure", "hold", "hold-release"})
MOMENT = timedelta(seconds=5)  # the place was looked for a moment before the leaf
_ID = re.compile(r"[0-9a-f-]{36}")


async def check_agreements(conn: Connection, acts: Mapping[int, ActLeaf]) -> int:
    """Check every version of every agreement; return how many there are.

    Raises:
        BadEntryError: one is not as it must be. So do the functions below.
    """
    kept = await audit.read_agreements(conn)
    for document, digest in kept:
        where = f"agreement {document.name}/{document.version}"
        leaf = acts.get(-1 if document.index is None else document.index)
        if leaf is None or (leaf.act, leaf.subject) != ("agreement", f"{document.name}/{document.version}"):
            raise BadEntryError(where, "extra")
        require(sha256(document.body).hexdigest() == leaf.sha256, where, "digest-mismatch")
        require(digest == leaf.sha256, where, "column-mismatch")
    _require_all("agreement", acts, {document.index for document, _ in kept}, frozenset({"agreement"}))
    return len(kept)


def check_trust_list(documents: Sequence[Document], acts: Mapping[int, ActLeaf]) -> int:
    """Check that every leaf of a trust list names the documents that came into force by it; return how many."""
    by_leaf: dict[int, list[Document]] = {}
    for document in documents:
        if document.index is not None:
            by_leaf.setdefault(document.index, []).append(document)
    for index, together in by_leaf.items():
        leaf = acts.get(index)
        named = sorted(together, key=lambda each: (each.name, each.version))
        where = f"trust-list {named[0].name}/{named[0].version}"
        if leaf is None or leaf.act != "trust-list":
            raise BadEntryError(where, "extra")
        subject = ",".join(f"{each.name}/{each.version}" for each in named)
        require(leaf.subject == subject, where, "column-mismatch")
        digests = "".join(trustlist.digest(each.body) for each in named)
        require(sha256(digests.encode("ascii")).hexdigest() == leaf.sha256, where, "digest-mismatch")
    _require_all("trust-list", acts, set(by_leaf), frozenset({"trust-list"}))
    for kind in (trustlist.ROOT, trustlist.PARTICIPANTS):
        _check_order([document for document in documents if document.name == kind])
    return len(documents)


def _check_order(documents: Sequence[Document]) -> None:
    """Check that documents of a kind came into force in the order of the log, after those that a hub began with."""
    last = -1
    for place, document in enumerate(documents):
        begun = last < 0 and (place == 0 or document.name == trustlist.ROOT)
        stated = document.index is not None and (
            document.index > last or (document.index == last and document.name == trustlist.ROOT)
        )
        require(
            stated or (document.index is None and begun),
            f"trust-list {document.name}/{document.version}",
            "column-mismatch",
        )
        last = last if document.index is None else document.index


def check_statements(statements: Sequence[Statement], acts: Mapping[int, ActLeaf], keys: Keys) -> int:
    """Check every statement kept beside a leaf; return how many there are."""
    for kept in statements:
        where = f"{kept.kind} {kept.index}"
        leaf = acts.get(kept.index)
        if leaf is None or (leaf.act not in RETENTION if kept.kind == "retention" else leaf.act != kept.kind):
            raise BadEntryError(where, "extra")
        require(sha256(kept.body).hexdigest() == leaf.sha256, where, "digest-mismatch")
        require(kept.sha256 == leaf.sha256, where, "column-mismatch")
        if kept.kind in STATED:
            require(kept.participant == leaf.subject, where, "column-mismatch")
            with reading(where):
                _check_statement(where, kept, keys)
    _require_all("statement", acts, {each.index for each in statements}, STATED | RETENTION)
    return len(statements)


def _check_statement(where: str, kept: Statement, keys: Keys) -> None:
    """Check who signed it: a key of its participant or, of a suspension, one that the statement or the root names."""
    try:
        unread = _read(kept)
        require(unread.participant() == kept.participant, where, "column-mismatch")
        require(kept.kid == (None if kept.kind == "suspension" else unread.kid), where, "column-mismatch")
        require((kept.about, kept.said) == _speaks_of(kept.kind, unread), where, "column-mismatch")
        found = _signer(unread.kid, keys, str(kept.participant))
        if found is None:
            raise BadEntryError(where, "unsigned")
        unread.verify(found)
    except KeysError:
        raise BadEntryError(where, "unsigned") from None


def _speaks_of(kind: str, unread: Unread) -> tuple[str, datetime | None]:
    """Return what a statement speaks of, and when it was said; of a suspension the key."""
    return SPEAKS_OF[kind](unread) if kind in SPEAKS_OF else (unread.text("kid"), None)


def _of_delegation(unread: Unread) -> tuple[str, datetime]:
    granted = delegation.parse(unread)
    return granted.kid, granted.issued_at


def _of_approval(unread: Unread) -> tuple[str, datetime]:
    approved = approval.parse(unread)
    return approved.payload_sha256, approved.at


def _of_consent(unread: Unread) -> tuple[str, datetime]:
    agreed = consent.parse(unread)
    return agreed.document_sha256, agreed.at


def _of_calendar(unread: Unread) -> tuple[str, datetime]:
    changed = calendar_change.parse(unread)
    return changed.state, changed.at


def _of_outage(unread: Unread) -> tuple[str, datetime]:
    announced = outage.parse(unread)
    return instant.format(announced.since, seconds=True), announced.at


def _of_schedule(unread: Unread) -> tuple[str, datetime]:
    plan = sync_plan.parse(unread)
    return plan.sync, plan.at


def _of_sync(unread: Unread) -> tuple[str, datetime]:
    run = sync_run.parse(unread)
    return run.sync, run.at


def _of_release(unread: Unread) -> tuple[str, datetime]:
    return unread.names("messages", _ID, release.MOST)[0], unread.instant("at")


SPEAKS_OF: Mapping[str, Callable[[Unread], tuple[str, datetime]]] = {
    "delegation": _of_delegation,
    "approval": _of_approval,
    "consent": _of_consent,
    "calendar": _of_calendar,
    "outage": _of_outage,
    "schedule": _of_schedule,
    "sync": _of_sync,
    "release": _of_release,
}


def _read(kept: Statement) -> Unread:
    kind = statement.kind_of(kept.body)
    return statement.read(kept.body, kind, MEMBERS.get(kind, ()))


def released_by(statements: Sequence[Statement]) -> frozenset[tuple[str, str]]:
    """Return sender and id of the held messages that were let through after all."""
    found: set[tuple[str, str]] = set()
    for kept in statements:
        if kept.kind == "release":
            with contextlib.suppress(KeysError):  # `check_statements` names it
                unread = _read(kept)
                found |= {(unread.participant(), each) for each in unread.names("messages", _ID, release.MOST)}
    return frozenset(found)


async def check_suspensions(conn: Connection, acts: Mapping[int, ActLeaf]) -> None:
    """Check from which place on each suspension holds messages, and that it counts from its leaf."""
    for index, first, at, body in await audit.read_suspensions(conn):
        where, leaf = f"suspension {index}", acts.get(index)
        if leaf is None:
            raise BadEntryError(where, "extra")
        require(instant.format(at) == leaf.at, where, "column-mismatch")
        since = suspension.read(body, at).compromised_since
        if first is None or since is None:
            require(first is None and since is None, where, "column-mismatch")
            continue
        around = dict(await log.read_leaves(conn, first - 1, min(first + 1, index)))
        times = {place: instant.parse(leaves.parse(each).at) for place, each in around.items()}
        before, then = times.get(first - 1), times.get(first)
        require(0 <= first <= index, where, "column-mismatch")
        require(before is None or before < since, where, "column-mismatch")
        require(then is None or then >= since or since > at - MOMENT, where, "column-mismatch")


def _signer(kid: str, keys: Keys, participant: str) -> PublicKey | None:
    found = keys.find(kid)
    if found is not None and found[1] == participant:
        return found[0]
    return keys.officers.get(kid)


def _require_all(what: str, acts: Mapping[int, ActLeaf], kept: AbstractSet[int | None], names: frozenset[str]) -> None:
    for index, leaf in acts.items():
        if leaf.act in names and index not in kept:
            raise BadEntryError(f"{what} {index}", "missing")
