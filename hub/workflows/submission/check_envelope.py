"""The checks of a submission, numbered as in docs/reference/submission.md.

 (4) bounded and strictly parsed        (5) this hub; a known key, valid now
 (6) the signature over the bytes       (7) the key's owner; the time; role and agreement
 (8) the record fits its schema and the rules of its type

They need no database: what they judge by is handed in, with the time. A submission that was accepted before is answered
with its receipt whatever they would say today: see `submit`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from hub.core import agreement as agreements
from hub.core import contact_person, delivery, notice, record_rules, sealed_part
from hub.core import envelope as envelopes
from hub.core.contact_person import Said, Signer
from hub.core.council import body
from hub.core.envelope import Envelope
from hub.core.errors import (
    ExpiredError,
    Fault,
    PairNotAllowedError,
    RecipientReasonError,
    RecipientUnknownError,
    SchemaViolationError,
    SenderMismatchError,
    SentAtError,
    TypeUnknownError,
    UnprocessableError,
    VersionUnknownError,
    WrongHubError,
)
from hub.core.quota import Quotas
from hub.core.record_objects import Objects, objects
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Judgement, Permission
from hub.workflows.log.candidate import Candidate
from hub.workflows.submission import listed_figures, listed_grounds
from hub.workflows.submission.check_direction import check_direction
from hub.workflows.submission.check_person import check_person
from keys import jws
from keys.jws import Unverified
from keys.trustlist import TrustList
from schemas.catalogue import Catalogue, UnknownRecordTypeError, UnknownVersionError
from schemas.record_type import RecordType

AHEAD = timedelta(seconds=120)
AGE = timedelta(days=30)
REMEMBERED = 4096
NEEDS_NO_AGREEMENT = frozenset({delivery.TYPE, notice.TYPE})  # answers to what was sent; what the hub says of itself


def check_envelope(
    token: bytes, judgement: Judgement, catalogue: Catalogue, quotas: Quotas, now: datetime
) -> Candidate:
    """Run checks 4 to 8 over one token.

    Raises:
        HubError, KeyTrustError, StrictJsonError: the first check that fails; see docs/reference/submission.md.
    """
    # 4 to 6
    parsed, envelope, owner = open_envelope(token, judgement, quotas, now)
    # 7 in his own name, in time, to those whom role and agreement allow
    if owner != envelope.sender:
        raise SenderMismatchError
    check_time(envelope, now)
    record_type = find_type(envelope, catalogue)
    signer = find_signer(parsed, envelope, record_type, judgement, now)
    permission = permit(envelope, record_type, judgement, now)
    if body.MEMBER in envelope.record:
        body.check(envelope, permission.recipients, bodies_of(catalogue))
    # 8 schema, then the rules of the type
    parts = objects(envelope.record)
    state = judgement.trust.state_of(envelope.sender)
    warnings = [*check_record(envelope, parts, record_type, catalogue, state=state)]
    warnings += check_person(envelope, parts, record_type, judgement, now)
    warnings += listed_grounds.check(envelope, catalogue, judgement.trust)
    check_direction(envelope, permission, judgement, now)
    check_sealed(envelope, permission, judgement, now)
    return Candidate(
        envelope=envelope,
        record_type=record_type,
        recipients=permission.recipients,
        omitted=permission.omitted,
        agreements=permission.agreements,
        warnings=tuple(warnings),
        kid=parsed.kid,
        epoch=judgement.epoch,
        signer=signer,
    )


def open_envelope(
    token: bytes, judgement: Judgement, quotas: Quotas, now: datetime
) -> tuple[Unverified, Envelope, str]:
    """Checks 4 to 6: return the token, the envelope in it, and the participant whose key signed it.

    Raises:
        HubError, KeyTrustError, StrictJsonError: the first check that fails.
    """
    # 4 bounded, three parts, exactly alg, kid and typ; strict JSON with exactly the members of an envelope
    parsed = jws.read(token, envelopes.TYP)
    envelope = envelopes.parse(parsed.payload, token)
    # 5 this hub, a key of the trust list or delegated by one, valid now
    if envelope.hub != judgement.trust.hub:
        raise WrongHubError
    key = judgement.signing_key(parsed.kid, now)
    # 6 the signature over the received bytes; from here on the participant's quota is charged
    parsed.verify(key.public)
    quotas.charge(key.participant, now)
    return parsed, envelope, key.participant


def bodies_of(catalogue: Catalogue) -> dict[str, Mapping[str, Any]]:
    """Return the bodies whose records are exchanged, with their parties."""
    return {entry.code: entry.more for entry in catalogue.code_list("council-bodies").entries}


def find_signer(
    parsed: Unverified, envelope: Envelope, record_type: RecordType, judgement: Judgement, now: datetime
) -> Signer | None:
    """Check 7, contact persons: within the delegation. The second person's approval is looked for under the log's lock.

    Raises:
        DelegationError: the key was not delegated for this.
    """
    if parsed.kid in judgement.trust.keys:
        return None
    said = Said(kid=parsed.kid, payload=parsed.payload, envelope=envelope, two_persons=record_type.two_persons)
    return contact_person.judge(said, judgement.delegations, judgement.trust, now)


def check_time(envelope: Envelope, now: datetime) -> None:
    """Check 7, time: at most 120 s ahead, at most 30 days old, and not expired.

    Raises:
        SentAtError, ExpiredError: it is not.
    """
    if not now - AGE <= envelope.sent_at <= now + AHEAD:
        raise SentAtError
    if envelope.expires_at is not None and envelope.expires_at <= now:
        raise ExpiredError


def find_type(envelope: Envelope, catalogue: Catalogue) -> RecordType:
    """Return the record type of the catalogue.

    Raises:
        TypeUnknownError, VersionUnknownError: there is none.
    """
    try:
        return catalogue.record_type(envelope.type, envelope.version)
    except UnknownRecordTypeError:
        raise TypeUnknownError from None
    except UnknownVersionError:
        raise VersionUnknownError from None


def permit(envelope: Envelope, record_type: RecordType, judgement: Judgement, now: datetime) -> Permission:
    """Check 7, role and agreement; what was permitted once under a judgement is permitted all the sender's day.

    Raises:
        HubError: as `find_recipients`.
    """
    name = (envelope.sender, envelope.to, envelope.type, envelope.version, envelope.agreement, envelope.purpose)
    asked = (*name, legal_day(judgement.trust, envelope.sender, now))
    permission = judgement.permitted.get(asked)
    if permission is None:
        permission = find_recipients(envelope, record_type, judgement, now)
        if len(judgement.permitted) >= REMEMBERED:
            judgement.permitted.clear()
        judgement.permitted[asked] = permission
    return permission


def find_recipients(envelope: Envelope, record_type: RecordType, judgement: Judgement, now: datetime) -> Permission:
    """Check 7, recipients: expand them, and find the agreement that allows each.

    Raises:
        RecipientUnknownError, RecipientReasonError, RoleNotAllowedError, or an error of `agreement.permit`.
    """
    trust = judgement.trust
    explicit = [name for name in envelope.to if not name.startswith("@")]
    grouped = [member for name in envelope.to if name.startswith("@") for member in expand(name, trust)]
    wanted = tuple(dict.fromkeys([*explicit, *(name for name in grouped if name != envelope.sender)]))
    if any(name not in trust.participants for name in wanted) or not wanted:
        raise RecipientUnknownError
    if envelope.sender in explicit or (grouped and not record_type.groups_allowed):
        raise RecipientReasonError
    notice.check_sender(envelope.sender, envelope.type)
    if envelope.type in NEEDS_NO_AGREEMENT:
        return Permission(wanted, (), ())
    today = legal_day(trust, envelope.sender, now)
    roles = {name: trust.participants[name].role for name in (envelope.sender, *wanted)}
    named = agreements.named_by(judgement.register, envelope.agreement, today)
    agreements.check_roles(roles, person_data=record_type.person_data, named=named)
    applied, allowed = agreements.permit(
        judgement.register,
        agreement_id=envelope.agreement,
        record_type=envelope.type,
        purpose=envelope.purpose,
        sender=envelope.sender,
        recipients=wanted,
        on=today,
    )
    refused = [name for name in explicit if name not in allowed]
    if refused:
        raise PairNotAllowedError(agreement=applied.id, recipient=refused[0])
    return Permission(allowed, tuple(name for name in wanted if name not in allowed), (applied.digest,))


GROUPS = {
    "@council": frozenset({"member"}),
    "@observers": frozenset({"observer"}),
    "@bodies": frozenset({"body", "secretariat"}),
}


def expand(group: str, trust: TrustList) -> list[str]:
    """Return the participants of a group, in the order of their ids.

    Raises:
        RecipientUnknownError: there is no such group.
    """
    roles = GROUPS.get(group)
    if roles is None:
        raise RecipientUnknownError
    return sorted(name for name, participant in trust.participants.items() if participant.role in roles)


def check_record(
    envelope: Envelope, parts: Objects, record_type: RecordType, catalogue: Catalogue, *, state: str
) -> Sequence[Fault]:
    """Check 8: return the warnings of a record, with these objects in it, that is right.

    `state` is the sender's (alpha-2).

    Raises:
        SchemaViolationError: the record does not fit its schema.
        UnprocessableError: it breaks a rule of its type.
    """
    violations = catalogue.validate(record_type.name, record_type.version, envelope.record)
    if violations:
        raise SchemaViolationError(
            [Fault(pointer=f"/record{v.pointer}", code=v.code, ru=v.ru, en=v.en) for v in violations]
        )
    faults, warnings = record_rules.check(
        envelope, parts, subject_member=record_type.subject_member, is_reply=bool(record_type.replies_to), state=state
    )
    if faults:
        raise UnprocessableError(faults)
    return [*warnings, *listed_figures.check(envelope, catalogue)]


def check_sealed(envelope: Envelope, permission: Permission, judgement: Judgement, now: datetime) -> None:
    """Check 8: what is sealed is sealed for this message, to keys in force of exactly the recipients.

    Raises:
        UnprocessableError: it is not.
    """
    if faults := sealed_part.check(envelope, permission.recipients, judgement.trust, now):
        raise UnprocessableError(faults)
