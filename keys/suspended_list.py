"""The trust list as it is after the suspensions that were made online: it then judges as any other list."""

import contextlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from keys import suspension
from keys.errors import KeysError
from keys.suspension import Logged, Suspension
from keys.trustlist import KeyStatus, Participant, ParticipantKey, TrustList


def apply(
    trust: TrustList, logged: Iterable[Logged], *, roots: Sequence[bytes] = ()
) -> tuple[TrustList, Mapping[str, Suspension]]:
    """Return the list with the suspended keys out of force, and the suspensions that made it so, by key.

    They are taken in the order of the log. What does not hold, or no longer counts, changes nothing: a list that is
    served with a statement too many is still a list.
    """
    applied: dict[str, Suspension] = {}
    for each in logged:
        try:
            if not speaks(each, trust.keys):
                continue
            said = suspension.verify(each.token, trust, each.since, roots=roots)
        except KeysError:
            continue
        trust = _take_out(trust, trust.key(said.kid), said)
        applied[said.kid] = said
    return trust, MappingProxyType(applied)


def speaks(logged: Logged, keys: Mapping[str, ParticipantKey]) -> bool:
    """Tell whether a statement is about a key that is in force, and not decided: whether it could take that key out.

    Raises:
        SignatureError, StatementError: it is malformed.
    """
    said = suspension.read(logged.token, logged.since)
    key = keys.get(said.kid)
    return key is not None and key.status is KeyStatus.ACTIVE and not suspension.is_decided(said, key)


def standing(listed: Mapping[str, ParticipantKey], logged: Iterable[Logged], applied: Collection[str]) -> list[Logged]:
    """Return every undecided statement about the keys that were taken out by one (`applied`), in the same order.

    `listed` are the keys as the documents have them. When the first statement about a key is lifted the next one
    counts: so those who lift have to see all of them, and those who judge to remember all.
    """
    found = []
    for each in logged:
        with contextlib.suppress(KeysError):
            if suspension.read(each.token, each.since).kid in applied and speaks(each, listed):
                found.append(each)
    return found


def _take_out(trust: TrustList, key: ParticipantKey, said: Suspension) -> TrustList:
    out = replace(
        key,
        status=KeyStatus.SUSPENDED,
        status_at=said.since,
        reason=said.reason.value,
        compromised_since=said.compromised_since,
    )
    owner = trust.participants[key.participant]
    keys = tuple(out if each.kid == out.kid else each for each in owner.keys)
    participants: dict[str, Participant] = {**trust.participants, owner.id: replace(owner, keys=keys)}
    return replace(
        trust,
        participants=MappingProxyType(participants),
        keys=MappingProxyType({**trust.keys, out.kid: out}),
    )
