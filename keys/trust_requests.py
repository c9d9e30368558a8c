"""What participants ask about their keys, gathered in one file that a ceremony of the trust list takes.

    {"kind": "key-requests", "hub": ORIGIN, "made_at": ..., "requests": [{"kind": "enrol" | "suspend" | ..., ...}]}

The file is a convenience and no authority: nobody has signed it. A new key comes with its own proof, which is checked
like that of any request; what else it asks is shown to the holders in words before they sign, as if it had been typed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from keys import enrolment, enrolment_file, instant, strict_json, trust_change
from keys.enrolment import Enrolment
from keys.errors import (
    StatementError,
    StrictJsonError,
    TrustChangeHubError,
    TrustChangeUnknownError,
    TrustRequestsError,
)
from keys.trust_change import Draft, Newcomer
from keys.trust_participants import KeyStatus

KIND = "key-requests"
MOST = 500  # requests in one file
_MEMBERS = {"kind", "hub", "made_at", "requests"}
_ENROL, _CHANGE = (
    {"kind", "participant", "kid", "statement", "vouched"},
    {"kind", "participant", "kid", "reason", "since"},
)
_KID = re.compile(r"[A-Za-z0-9_-]{43}")
_LONGEST = 256

T = TypeVar("T")


class RequestKind(StrEnum):
    """What is asked: to list a new key, to take a listed one out of force for a while or for ever, to bring it back."""

    ENROL = "enrol"
    SUSPEND = "suspend"
    RESTORE = "restore"
    REVOKE = "revoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRequest:
    """One request: `proof` of a new key; of a listed one `reason`, and `since` when others may have had it."""

    kind: RequestKind
    participant: str
    kid: str
    proof: Enrolment | None = None
    reason: str | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFile:
    """The requests of one file, for one hub."""

    hub: str
    made_at: datetime
    requests: Sequence[KeyRequest]


def format(file: RequestFile) -> bytes:  # noqa: A001  (the pair of parse)
    """Return the file's bytes."""
    said = {"kind": KIND, "hub": file.hub, "made_at": instant.format(file.made_at)}
    return strict_json.dumps_lines({**said, "requests": [_members(each) for each in file.requests]})


def parse(raw: bytes) -> RequestFile:
    """Read a file of requests; of a new key's proof, only the form is looked at.

    Raises:
        TrustRequestsError: it is none, and says where.
    """
    try:
        value = strict_json.loads(raw, limit=len(raw))
    except StrictJsonError:
        raise TrustRequestsError(place="JSON") from None
    if not isinstance(value, dict) or value.keys() != _MEMBERS or value["kind"] != KIND:
        raise TrustRequestsError(place="kind")
    listed = value["requests"]
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST:
        raise TrustRequestsError(place="requests")
    made_at = _read("made_at", lambda: instant.parse(_text(value, "made_at", "")))
    requests = tuple(_request(each, f"requests/{place}") for place, each in enumerate(listed))
    for place, each in enumerate(requests):
        if each.since is not None and each.since > made_at:
            raise TrustRequestsError(place=f"requests/{place}/since")
    return RequestFile(hub=_text(value, "hub", ""), made_at=made_at, requests=requests)


def apply(
    draft: Draft, file: RequestFile, *, newcomer: Callable[[str], Newcomer | None], now: datetime
) -> tuple[Draft, frozenset[str]]:
    """Return the draft with all that is asked but restoring, and the keys that are to be restored.

    New keys come first: the one that vouches for its successor may be revoked in the same file, asked before or after.
    Whoever restores has to answer suspensions that were made online (`trust_change.answer`), which no file knows.

    Raises:
        TrustChangeHubError: the file is of another hub.
        TrustRequestsError: a new key's proof is not for the participant and the key that the file names.
        KeysError: a change is refused, as `trust_change.enrol` and `trust_change.set_status` say.
    """
    if file.hub != draft.root.hub:
        raise TrustChangeHubError(kid=KIND, hub=draft.root.hub)
    restored = set()
    for place, each in sorted(enumerate(file.requests), key=lambda placed: placed[1].proof is None):
        if each.proof is not None:
            draft = trust_change.enrol(draft, _own(each.proof, each, place), newcomer)
            continue
        key = draft.keys.get(each.kid)
        if key is None or key.participant != each.participant:
            raise TrustChangeUnknownError(name=each.kid)
        if each.kind is RequestKind.RESTORE:
            restored.add(each.kid)
            continue
        status = KeyStatus.SUSPENDED if each.kind is RequestKind.SUSPEND else KeyStatus.REVOKED
        since = {"status_at": now, "reason": each.reason, "compromised_since": each.since}
        draft = trust_change.set_status(draft, each.kid, status, **since)
    return draft, frozenset(restored)


def _own(proof: Enrolment, request: KeyRequest, place: int) -> Enrolment:
    claim = enrolment.read(proof.statement)
    if (claim.participant, claim.public.thumbprint) != (request.participant, request.kid):
        raise TrustRequestsError(place=f"requests/{place}")
    return proof


def _members(request: KeyRequest) -> dict[str, object]:
    said: dict[str, object] = {"kind": request.kind.value, "participant": request.participant, "kid": request.kid}
    if request.proof is not None:
        return {**said, **enrolment_file.members(request.proof)}
    return {**said, "reason": request.reason, "since": instant.format(request.since) if request.since else None}


def _request(value: object, place: str) -> KeyRequest:
    if not isinstance(value, dict) or value.get("kind") not in list(RequestKind):
        raise TrustRequestsError(place=place)
    kind = RequestKind(value["kind"])
    if value.keys() != (_ENROL if kind is RequestKind.ENROL else _CHANGE):
        raise TrustRequestsError(place=place)
    kid, participant = _text(value, "kid", place), _text(value, "participant", place)
    if not _KID.fullmatch(kid):
        raise TrustRequestsError(place=f"{place}/kid")
    if kind is RequestKind.ENROL:
        proof = {name: value[name] for name in enrolment_file.MEMBERS}
        return KeyRequest(
            kind=kind, participant=participant, kid=kid, proof=_read(place, lambda: enrolment_file.read(proof))
        )
    return KeyRequest(kind=kind, participant=participant, kid=kid, **_why(kind, value, place))


def _why(kind: RequestKind, value: Mapping[str, object], place: str) -> dict[str, Any]:
    """Return why a key is taken out of force, and since when others may have had it; one that returns needs neither."""
    if kind is RequestKind.RESTORE:
        if (value["reason"], value["since"]) != (None, None):
            raise TrustRequestsError(place=place)
        return {}
    since = None
    if value["since"] is not None:
        since = _read(f"{place}/since", lambda: instant.parse(_text(value, "since", place)))
    return {"reason": _text(value, "reason", place), "since": since}


def _text(value: Mapping[str, object], member: str, place: str) -> str:
    text = value[member]
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST:
        raise TrustRequestsError(place=f"{place}/{member}".lstrip("/"))
    return text


def _read(place: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except (ValueError, StatementError):
        raise TrustRequestsError(place=place) from None
