"""Keep the signed result of a conformance run, if it is the participant's own and of this environment's kit.

    the bytes were signed ──> by a key of the participant, or one that nobody has listed ──> every scenario is the kit's

A key that the trust list does not name proves only that whoever holds it signed: the result is kept, and says so.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from hub.core import conformance
from hub.core.conformance import Kit, ProtocolMalformedError, Run
from hub.core.console.account import Account
from hub.core.errors import ConflictError, ForbiddenError, TooLargeError, UnprocessableError
from hub.store import conformance as results
from hub.store.conformance import KeptResult, SignedBytes
from hub.workflows.audit_console import deed_of, note
from hub.workflows.exchange import Exchange
from keys.enrolment import KeyUse
from keys.trust_key import KeyStatus
from keys.trustlist import TrustList
from schemas.catalogue import Catalogue

LIMIT = 512 * 1024  # bytes of either file: a form takes both
DAY, DAILY = timedelta(days=1), 50
SKEW = timedelta(seconds=120)


class ProtocolForeignError(UnprocessableError):
    """The protocol is another participant's."""

    code = "conformance-foreign"
    ru = "Протокол создан для участника «{participant}». Загрузите протокол своего участника."
    en = "The protocol is of the participant {participant}. Upload one of your own participant."


class ProtocolKeyError(UnprocessableError):
    """The key is another participant's, suspended, revoked, or had ended before the run."""

    code = "conformance-key"
    ru = "Ключ подписи чужой, отозван, приостановлен или истёк. Повторите проверку с действующим ключом участника."
    en = "The signing key is another's, suspended, revoked, or had ended. Run it again with a key in force."


class ProtocolOfFilesError(UnprocessableError):
    """Files were judged; no program was tested."""

    code = "conformance-files"
    ru = "Это проверка файлов, а не программы. Загрузите протокол, который создал hub conform run."
    en = "Files were judged here, not a program. Upload a protocol that hub conform run made."


class ProtocolTimeError(UnprocessableError):
    """The run ends later than now."""

    code = "conformance-time"
    ru = "Проверка по протоколу закончилась позже, чем сейчас. Поставьте часы машины верно и повторите проверку."
    en = "By the protocol the run ended later than now. Set the machine's clock right and run it again."


class ProtocolKnownError(ConflictError):
    """The same bytes are kept already."""

    code = "conformance-known"
    ru = "Этот протокол уже загружен. Он есть в списке ниже; загрузите протокол новой проверки."
    en = "This protocol is here already. The list below has it; upload the protocol of a new run."


class ProtocolsManyError(ConflictError):
    """The participant has handed in as many results as it may in a day."""

    code = "conformance-too-many"
    ru = "За сутки уже загружено {most} протоколов. Загрузите протокол последней проверки завтра."
    en = "{most} protocols were handed in within a day already. Hand in that of the last run tomorrow."


class ProtocolTooLargeError(TooLargeError):
    """A file is larger than any protocol of the kit."""

    code = "conformance-too-large"
    ru = "Файл больше {limit} байт: таких протоколов набор не создаёт. Выберите protocol.json и protocol.jws."
    en = "The file is larger than {limit} bytes: the kit makes no such protocol. Choose protocol.json and protocol.jws."


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The two files of a result."""

    content: bytes = field(repr=False)
    signature: bytes = field(repr=False)


async def keep_conformance(exchange: Exchange, account: Account, kit: Kit, given: Given) -> int:
    """Keep a result for the account's participant; return its number.

    Raises:
        ProtocolTooLargeError: a file is larger than a result may be.
        UnprocessableError: it is no result, not as signed, another's, or of another kit; the class says which.
        ProtocolKnownError: it is kept already.
        ProtocolsManyError: too many were handed in today.
        ForbiddenError: the account is of no participant.
    """
    if account.participant is None:
        raise ForbiddenError
    if max(len(given.content), len(given.signature)) > LIMIT:
        raise ProtocolTooLargeError(limit=LIMIT)
    now = exchange.clock.now()
    key = conformance.open_signed(given.content, given.signature)
    run = conformance.parse(given.content)
    _check_own(run, account.participant, now)
    listed = _is_listed(exchange.judgement.trust, key.thumbprint, run)
    conformance.check_kit(run, kit)
    _check_records(run, exchange.catalogue)
    kept = _kept(run, len(kit.scenarios), now, key.thumbprint, listed=listed)
    signed = SignedBytes(body=given.content, signature=given.signature)
    async with exchange.pool.acquire() as conn, conn.transaction():
        if await results.count_since(conn, kept.participant, now - DAY) >= DAILY:
            raise ProtocolsManyError(most=DAILY)
        digest = sha256(given.content).digest()
        number = await results.write(conn, kept, signed, sha256=digest, account=account.id)
        if number is None:
            raise ProtocolKnownError
        await note(conn, deed_of(account, "conformance-keep", object=str(number)), now)
    return number


def _check_own(run: Run, participant: str, now: datetime) -> None:
    if run.participant != participant:
        raise ProtocolForeignError(participant=run.participant)
    if run.subject == "files":
        raise ProtocolOfFilesError
    if run.ended_at > now + SKEW:
        raise ProtocolTimeError


def _check_records(run: Run, catalogue: Catalogue) -> None:
    """Return if there are records like those that were played with, or none were.

    Raises:
        ProtocolMalformedError: there are none of this type and version, and the kit has not made it.
    """
    played = (run.record_type, run.record_version)
    if any(played) and played not in {(each.name, each.version) for each in catalogue.record_types()}:
        raise ProtocolMalformedError


def _is_listed(trust: TrustList, kid: str, run: Run) -> bool:
    """Say whether the trust list names the key as the participant's; it may be valid from a later day than the run's.

    Raises:
        ProtocolKeyError: it is named otherwise.
    """
    key = trust.keys.get(kid)
    if key is None:
        return False
    is_sound = key.use is KeyUse.SIGNING and key.status is KeyStatus.ACTIVE and run.ended_at < key.valid_until
    if key.participant != run.participant or not is_sound:
        raise ProtocolKeyError
    return True


def _kept(run: Run, total: int, now: datetime, kid: str, *, listed: bool) -> KeptResult:
    return KeptResult(
        participant=run.participant,
        at=now,
        ended_at=run.ended_at,
        version=run.version,
        record_type=run.record_type,
        record_version=run.record_version,
        standing=run.standing(total),
        held=len(run.outcomes) - run.failed,
        failed=run.failed,
        scenarios=total,
        kid=kid,
        listed=listed,
    )
