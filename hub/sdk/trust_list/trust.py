"""The trust list at the member's site: fetched, checked from the anchor, kept on disk, never rolled back.

    anchor (configuration) ──first time──> list ──each next one, by `trustlist.update`──> list ──> …

Keys that were suspended online are out of force in it, by statements that are verified here from the root's officers;
one that was seen once is never lost again, until a list names it.

Without a list that is valid now nothing is sent and nothing applied. A new list that is worse than the last good one is
refused and reported; the last good one serves until it expires. It is remembered with the time it was taken, so that a
gateway which stood still for a week still knows what must not be rolled back.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog

from hub.client.answers import TrustDocuments
from hub.client.client import HubClient
from hub.clock import Clock
from hub.core import instant
from hub.sdk.errors import TrustError
from hub.sdk.state import Disk, State
from hub.sdk.trust_list.log_keys import find_log_keys
from hub.sdk.trust_list.own_keys import OwnKeys
from hub.telemetry import Event
from keys import strict_json, suspended_list, suspension, trustlist
from keys.errors import KeysError, TrustListAnchorError
from keys.note import VerifierKey
from keys.suspension import Logged
from keys.trustlist import TrustList

_events = structlog.get_logger()

KEPT = "trust-list"
KINDS = ("root", "participants", "status")


class TrustKeeper:
    """Holds the last good trust list; `anchor` is the SHA-256 of the root document the member trusts."""

    def __init__(
        self, state: State, disk: Disk, client: HubClient, *, own: OwnKeys, anchor: str, origin: str, clock: Clock
    ) -> None:
        self._state = state
        self._disk = disk
        self._client = client
        self._own = own
        self._anchor = anchor
        self._origin = origin
        self._clock = clock
        self._turn = asyncio.Lock()
        self._suspensions: tuple[Logged, ...] = ()
        self.unknown: tuple[str, ...] = ()
        self.log_keys: tuple[VerifierKey, ...] = ()
        self.last: TrustList | None = None

    def current(self) -> TrustList:
        """Return the trust list.

        Raises:
            TrustError: there is none yet, or it has expired.
        """
        newest = self.newest()
        if self._clock.now() >= newest.expires_at:
            raise _unusable("список истёк", "it has expired")
        return newest

    def newest(self) -> TrustList:
        """Return the trust list that was verified last, expired or not: for what does not hang on today.

        Raises:
            TrustError: there is none yet.
        """
        if self.last is None:
            raise _unusable("списка доверия ещё нет", "there is none yet")
        return self.last

    def check_own_key(self, kid: str, participant: str) -> None:
        """Check that our own key may sign now, before anything is signed with it.

        Raises:
            TrustError: the list does not hold the key, or not as ours, or not now.
        """
        try:
            owner = self.current().signing_key(kid, self._clock.now()).participant
        except KeysError as error:
            raise _unusable(f"свой ключ: {error.code}", f"our own key: {error.code}") from None
        if owner != participant:
            raise _unusable("свой ключ записан за другим", "our own key is listed for another participant")

    def check_own_keys(self) -> None:
        """Check that the list gives us no key that we do not know, before anything is sent under it.

        Raises:
            TrustError: there is no list.
            OwnKeyUnknownError: it does.
        """
        self._own.check(self.current())

    async def restore(self) -> None:
        """Take the last good list from the disk, if the anchor is still the one that led to it."""
        kept = await self._disk.do(self._state.kept, KEPT)
        if kept is None:
            return
        value = strict_json.loads(kept)
        if not isinstance(value, dict) or value["anchor"] != self._anchor:
            return
        documents = TrustDocuments(**{kind: value[kind].encode() for kind in KINDS}, suspensions=_read_kept(value))
        at = instant.parse(value["at"]) or self._clock.now()
        with suppress(KeysError):  # judged by newer rules than when it was kept: a fresh one is fetched
            loaded = _load(documents, documents.root, (documents.root,), at)
            self._use(loaded, documents.suspensions, [documents.root])

    async def refresh(self) -> TrustList:
        """Fetch the list and make it the current one, unless it is worse.

        Raises:
            TrustError: it is not signed as it must be, or older than the last good one.
            ClientError: the hub did not give it.
        """
        async with self._turn:
            documents = await self._client.trust_list()
            now = self._clock.now()
            try:
                fresh = self._take(documents, now)
            except KeysError as error:
                raise _unusable(f"новый не проходит проверку: {error.code}", f"the new one: {error.code}") from None
            if fresh.hub != self._origin:
                raise _unusable("это список другого узла", "it is another hub's list")
            known = _earliest(_bounded(each, now) for each in (*self._suspensions, *documents.suspensions))
            fresh = self._use(fresh, known, _roots_from(self._anchor, documents))
            await self._disk.do(self._state.keep, KEPT, self._format(fresh, now))
            return fresh

    def _use(self, trust: TrustList, logged: Sequence[Logged], roots: Sequence[bytes]) -> TrustList:
        """Make a list the current one, as it is after the suspensions that count; tell of keys that are not known."""
        self.last, applied = suspended_list.apply(trust, logged, roots=roots)
        self._suspensions = tuple(suspended_list.standing(trust.keys, logged, applied))
        self.log_keys = find_log_keys(self.last, roots, self._anchor)
        unknown = self._own.find_unknown(self.last)
        for kid in set(unknown) - set(self.unknown):
            _events.error(Event.OWN_KEY_UNKNOWN, key=kid)
        self.unknown = unknown
        return self.last

    def _format(self, trust: TrustList, now: datetime) -> bytes:
        kept: dict[str, Any] = {"anchor": self._anchor, "at": instant.format(now)}
        kept |= {kind: document.decode() for kind, document in trust.documents.items()}
        kept["suspensions"] = [[each.token.decode("ascii"), instant.format(each.since)] for each in self._suspensions]
        return strict_json.dumps(kept)

    def _take(self, documents: TrustDocuments, now: datetime) -> TrustList:
        if self.last is None:
            return _load(documents, self._anchor, _roots_from(self._anchor, documents), now)
        _, *successors = _roots_from(self.last.digests["root"], documents)
        return trustlist.update(
            self.last, status=documents.status, roots=successors, participants=documents.participants, now=now
        )


async def fetch_trust(client: HubClient, anchor: str, now: datetime) -> tuple[TrustList, Sequence[bytes]]:
    """Return the trust list as the hub shows it now, verified from the anchor, and the roots from there on.

    Keys that were suspended online are out of force in it.

    Raises:
        TrustListError: it does not hold.
        ClientError: the hub did not give it.
    """
    documents = await client.trust_list()
    roots = _roots_from(anchor, documents)
    loaded = _load(documents, anchor, roots, now)
    logged = _earliest(_bounded(each, now) for each in documents.suspensions)
    return suspended_list.apply(loaded, logged, roots=roots)[0], roots


def _load(documents: TrustDocuments, anchor: str | bytes, roots: Sequence[bytes], now: datetime) -> TrustList:
    return trustlist.load(
        root=roots, participants=documents.participants, status=documents.status, anchor=anchor, now=now
    )


def _roots_from(digest: str, documents: TrustDocuments) -> Sequence[bytes]:
    """Return the root of this digest and those that follow it.

    Raises:
        TrustListAnchorError: it is not among those that the hub has.
    """
    roots = documents.roots or (documents.root,)
    for place, root in enumerate(roots):
        if trustlist.digest(root) == digest:
            return roots[place:]
    raise TrustListAnchorError


def _bounded(logged: Logged, now: datetime) -> Logged:
    """Return a statement with a time that it can have.

    The hub says when it was logged, which is believed within reason: it logs none that is signed well ahead of its
    time, and what is seen now was not logged later, but for clocks that differ.
    """
    if logged.since > now + suspension.AHEAD:
        logged = Logged(token=logged.token, since=now)
    with suppress(KeysError):
        at = suspension.read(logged.token, logged.since).at
        if logged.since < at - suspension.AHEAD:
            return Logged(token=logged.token, since=at)
    return logged


def _earliest(logged: Iterable[Logged]) -> tuple[Logged, ...]:
    """Return each statement once, in the order in which they were first seen, with the earliest time told of it."""
    found: dict[bytes, Logged] = {}
    for each in logged:
        before = found.get(each.token)
        if before is None or each.since < before.since:
            found[each.token] = each
    return tuple(found.values())


def _read_kept(value: Mapping[str, Any]) -> tuple[Logged, ...]:
    """Return the suspensions kept with a list."""
    pairs = ((token.encode("ascii"), instant.parse(since)) for token, since in value.get("suspensions", ()))
    return tuple(Logged(token=token, since=since) for token, since in pairs if since is not None)


def read_anchor(root: bytes) -> str:
    """Return the anchor that a root document given as a file stands for.

    Raises:
        KeysError: it is none.
    """
    return trustlist.digest(root)


def _unusable(ru: str, en: str) -> TrustError:
    return TrustError(
        ru=f"Списку доверия нельзя верить ({ru}). Обмен приостановлен; сверьте часы, ключ и якорь доверия.",
        en=f"The trust list cannot be relied on ({en}). The exchange waits; check clock, key and trust anchor.",
    )
