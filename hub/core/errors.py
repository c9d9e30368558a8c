"""Every error of the hub, grouped by what the caller should do next.

    HubError
    ├── MalformedError        400  mend the bytes and send again
    ├── UnauthenticatedError  401  show who you are
    ├── ForbiddenError        403  you may not; change the agreement, the role or the key, not the message
    ├── MissingError          404  there is none, or it is not yours: both look the same
    ├── SlowBodyError         408  send less at once, or over a better connection
    ├── ConflictError         409  something else was first
    ├── GoneError             410  it was there; its retention is over
    ├── TooLargeError         413  send less at once
    ├── MediaTypeError        415  send another media type
    ├── UnprocessableError    422  mend the record and send again
    ├── OverloadedError       429  wait, then send again
    ├── UnavailableError      503  in doubt, or out of service: send the same bytes again later
    └── IntegrityError        500  the hub stops by itself: its own state is not what it should be

Each class has a stable `code`, never used for anything else, and two sentences in Russian and English: what was wrong,
and what to do. No error ever carries personal data; `detail` fields are identifiers of the exchange only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place in a record that is wrong (or, as a warning, odd): a JSON pointer, a code, a sentence in two languages."""

    pointer: str
    code: str
    ru: str
    en: str


class HubError(Exception):
    """Something was refused or could not be done."""

    code: ClassVar[str] = "internal"
    ru: ClassVar[str] = "Внутренняя ошибка узла. Повторите позже; если не пройдёт, сообщите оператору код ошибки."
    en: ClassVar[str] = "The hub failed internally. Try again later; if it stays, give the operator the error's id."

    def __init__(self, faults: Sequence[Fault] = (), **facts: object) -> None:
        super().__init__(self.code)
        self.faults = tuple(faults)
        self.facts = facts

    def text(self, language: str) -> str:
        """Return what was wrong and what to do, in "ru" or "en"."""
        template = self.en if language == "en" else self.ru
        return template.format(**self.facts)


# ---------------------------------------------------------------------- 400


class MalformedError(HubError):
    """The bytes are not what they should be."""

    code = "malformed"
    ru = "Запрос составлен неверно. Исправьте его по описанию интерфейса и отправьте снова."
    en = "The request is malformed. Mend it by the description of the interface and send it again."


class EnvelopeMalformedError(MalformedError):
    """The payload is not an envelope."""

    code = "envelope-malformed"
    ru = "Конверт неверен: {member}. Состав конверта описан в docs/reference/envelope.md."
    en = "The envelope is wrong at: {member}. Its members are described in docs/reference/envelope.md."


class LeafMalformedError(MalformedError):
    """The bytes are not a leaf of the log."""

    code = "leaf-malformed"
    ru = "Запись журнала неверна. Запросите её у узла снова; если повторится, сообщите аудитору."
    en = "The leaf is malformed. Ask the hub for it again; if it stays so, tell the auditor."


class CheckpointMalformedError(MalformedError):
    """The text is not a checkpoint."""

    code = "checkpoint-malformed"
    ru = "Контрольная точка журнала неверна. Запросите её снова; если повторится, сообщите аудитору."
    en = "The checkpoint is malformed. Ask for it again; if it stays so, tell the auditor."


class ReceiptMalformedError(MalformedError):
    """The bytes are not a receipt."""

    code = "receipt-malformed"
    ru = "Квитанция неверна. Отправьте те же байты снова, узел выдаст её ещё раз."
    en = "The receipt is malformed. Send the same bytes again, the hub gives it once more."


class ProofError(MalformedError):
    """A Merkle proof does not prove."""

    code = "proof-invalid"
    ru = "Доказательство включения или непрерывности журнала не сходится. Не полагайтесь на него и сообщите аудитору."
    en = "The inclusion or consistency proof does not hold. Do not rely on it, and tell the auditor."


class ParameterError(MalformedError):
    """A query parameter is missing or out of range."""

    code = "parameter-invalid"
    ru = "Параметр запроса «{parameter}» отсутствует или вне допустимых пределов. Пределы указаны в /openapi.json."
    en = "The parameter '{parameter}' is missing or out of range. Its bounds are in /openapi.json."


# ---------------------------------------------------------------------- 401


class UnauthenticatedError(HubError):
    """The caller did not show who he is."""

    code = "unauthenticated"
    ru = "Нет действительного маркера доступа. Подпишите новый ключом участника и повторите запрос."
    en = "There is no valid access token. Sign a new one with the participant's key and repeat the request."


# ---------------------------------------------------------------------- 403


class ForbiddenError(HubError):
    """The caller is known and may not."""

    code = "forbidden"
    ru = "Действие не разрешено. Проверьте роль участника и условия соглашения."
    en = "The action is not allowed. Check the participant's role and the agreement's terms."


class WrongHubError(ForbiddenError):
    """The envelope was signed for another hub or environment."""

    code = "wrong-hub"
    ru = "Конверт подписан для другого узла или контура. Подпишите запись заново для этого узла."
    en = "The envelope was signed for another hub or environment. Sign the record again for this one."


class SenderMismatchError(ForbiddenError):
    """The key belongs to someone else than the sender named."""

    code = "sender-mismatch"
    ru = "Отправитель в конверте не владеет ключом подписи. Отправляйте только от своего имени."
    en = "The sender named in the envelope does not own the signing key. Send in your own name only."


class SentAtError(ForbiddenError):
    """The time of sending is too far from the hub's clock."""

    code = "sent-at-out-of-range"
    ru = "Время отправки впереди часов узла более чем на 120 с или старше 30 дней. Проверьте часы и подпишите запись заново."
    en = "The time of sending is over 120 s ahead of the hub's clock or over 30 days old. Check the clock, sign again."


class ExpiredError(ForbiddenError):
    """The message was to expire before it came."""

    code = "message-expired"
    ru = "Срок действия сообщения истёк до приёма. Подпишите запись заново с новым сроком."
    en = "The message expired before it was accepted. Sign the record again with a new term."


class RoleNotAllowedError(ForbiddenError):
    """The sender's or a recipient's role does not take part in such records."""

    code = "role-not-allowed"
    ru = "Роль участника «{participant}» не допускает такие записи. Наблюдатели и органы не обмениваются данными о лицах."
    en = (
        "The role of '{participant}' does not allow such records. Observers and bodies do not exchange data on persons."
    )


class AgreementUnknownError(ForbiddenError):
    """The envelope names an agreement that the register does not hold."""

    code = "agreement-unknown"
    ru = "Соглашения, указанного в конверте, нет в реестре. Список: /v1/agreements."
    en = "The agreement named in the envelope is not in the register. The list is at /v1/agreements."


class AgreementNotInForceError(ForbiddenError):
    """The agreement is not in force."""

    code = "agreement-not-in-force"
    ru = "Соглашение «{agreement}» не действует (состояние: {status}). Отправка возможна после вступления его в силу."
    en = "The agreement '{agreement}' is not in force (status: {status}). Send once it has entered into force."


class TypeNotAllowedError(ForbiddenError):
    """The agreement does not carry this record type."""

    code = "type-not-allowed"
    ru = (
        "Соглашение «{agreement}» не предусматривает такой вид записи. Укажите соглашение, которое его предусматривает."
    )
    en = "The agreement '{agreement}' does not carry this record type. Name one that does."


class PairNotAllowedError(ForbiddenError):
    """The agreement does not carry this type between these participants."""

    code = "pair-not-allowed"
    ru = "Соглашение «{agreement}» не предусматривает передачу участнику «{recipient}». Проверьте компетентные органы сторон."
    en = (
        "The agreement '{agreement}' does not allow sending to '{recipient}'. Check the parties' competent authorities."
    )


class PurposeNotAllowedError(ForbiddenError):
    """The agreement does not allow this purpose."""

    code = "purpose-not-allowed"
    ru = "Соглашение «{agreement}» не допускает указанную цель. Допустимые цели есть в реестре соглашений."
    en = "The agreement '{agreement}' does not allow the purpose stated. The register lists those it allows."


class WitnessUnknownError(ForbiddenError):
    """No listed witness cosigned the note."""

    code = "witness-unknown"
    ru = (
        "Под этой контрольной точкой нет подписи известного свидетеля. Подпишите её ключом, указанным в списке доверия."
    )
    en = "No witness of the trust list cosigned this checkpoint. Cosign it with the witness key that the list names."


class EntriesNotAllowedError(ForbiddenError):
    """The leaves of everybody are read by the secretariat only."""

    code = "log-entries-not-allowed"
    ru = "Записи журнала целиком читает только секретариат. Проверяйте журнал по плиткам хешей: они открыты участникам."
    en = "Only the secretariat reads the log's entries. Verify the log by its tiles of hashes, which participants may read."


# ---------------------------------------------------------------------- 404


class MissingError(HubError):
    """There is no such object, or it is not the caller's."""

    code = "not-found"
    ru = "Не найдено. Проверьте идентификатор; чужие объекты выглядят так же, как несуществующие."
    en = "Not found. Check the identifier; what is not yours looks the same as what does not exist."


# ---------------------------------------------------------------------- 405, 409, 410, 413, 415


class MethodError(HubError):
    """The path does not know this method."""

    code = "method-not-allowed"
    ru = "Метод для этого пути не предусмотрен. Список путей и методов: /openapi.json."
    en = "The method is not known for this path. Paths and methods are listed in /openapi.json."


class ConflictError(HubError):
    """Something else was first."""

    code = "conflict"
    ru = "Запись противоречит уже принятым. Прочитайте входящие и решите заново."
    en = "The record contradicts what was already accepted. Read your inbox and decide again."


class IdConflictError(ConflictError):
    """The sender already used this message id for other bytes."""

    code = "id-conflict"
    ru = "Этот идентификатор сообщения уже использован для других байтов. Для новой записи нужен новый идентификатор."
    en = "This message id was already used for other bytes. A new record needs a new id."


class CaseMoveError(ConflictError):
    """The case does not allow this move now."""

    code = "move-not-allowed"
    ru = "Дело в состоянии «{state}» не допускает «{move}». Допустимо: {allowed}."
    en = "A case in state '{state}' does not allow '{move}'. Allowed now: {allowed}."


class RevisionError(ConflictError):
    """The revision of a ban does not follow the last accepted one."""

    code = "revision-conflict"
    ru = "Ожидалась редакция {expected} записи о запрете. Прочитайте последнюю редакцию и отправьте следующую."
    en = "Revision {expected} of the ban was expected. Read the last revision and send the next one."


class ReplyToError(ConflictError):
    """The reply answers another request than the last one of its case."""

    code = "reply-to-conflict"
    ru = "Ответ относится не к последнему запросу по этому делу. Прочитайте последний запрос и ответьте на него."
    en = "The reply answers another request than the last one of this case. Read the last request and answer that."


class ReceiptConflictError(ConflictError):
    """A final receipt for the message is already in the log."""

    code = "receipt-conflict"
    ru = "По одному из сообщений уже есть окончательная квитанция. Повторять её не нужно."
    en = "One of the messages already has a final receipt. It need not be sent again."


class CheckpointNotNamedError(ConflictError):
    """The checkpoint is the log's own, and not the one that witnesses are asked to cosign."""

    code = "checkpoint-not-named"
    ru = "Эта контрольная точка не названа для свидетелей. Прочитайте /log/witnessing и подпишите названную там."
    en = "This checkpoint is not named for witnessing. Read /log/witnessing and cosign the one named there."


class HoldError(ConflictError):
    """The message is not on hold."""

    code = "hold-missing"
    ru = "На это сообщение запрет стирания не наложен. Проверьте отправителя и номер сообщения."
    en = "The message is not on legal hold. Check its sender and id."


class GoneError(HubError):
    """It was there, and is kept no more."""

    code = "gone"
    ru = "Это больше не хранится. Доказательства приёма остаются в журнале."
    en = "This is kept no more. The proofs of its acceptance stay in the log."


class ErasedError(GoneError):
    """The message was erased when its retention ended."""

    code = "message-erased"
    ru = "Сообщение стёрто: срок его хранения истёк. Квитанции и доказательства из журнала остаются действительными."
    en = "The message was erased, as its retention is over. Receipts and proofs of the log stay valid."


class SlowBodyError(HubError):
    """The body comes too slowly."""

    code = "body-too-slow"
    ru = "Тело запроса передаётся слишком медленно. Отправьте меньше записей за раз или проверьте связь."
    en = "The body comes too slowly. Send fewer records at once, or check the connection."


class NothingHeldError(ConflictError):
    """None of the messages named is held any more."""

    code = "nothing-held"
    ru = "Ни одно из названных сообщений не удержано. Посмотрите список: hub keys held."
    en = "None of the messages named is held. Look at the list: hub keys held."


class TooLargeError(HubError):
    """The body is larger than allowed."""

    code = "body-too-large"
    ru = "Тело запроса больше допустимого ({limit} байт). Отправьте меньше записей за раз."
    en = "The body is larger than allowed ({limit} bytes). Send fewer records at once."


class TooManyLinesError(TooLargeError):
    """The submission has more lines than allowed."""

    code = "too-many-lines"
    ru = "Строк больше допустимого ({limit}). Разделите отправку на несколько."
    en = "There are more lines than allowed ({limit}). Divide the submission into several."


class MediaTypeError(HubError):
    """The media type or encoding is not taken here."""

    code = "media-type-unsupported"
    ru = "Принимаются только несжатые application/jose и application/jose-lines. Исправьте Content-Type и Content-Encoding."
    en = "Only uncompressed application/jose and application/jose-lines are taken. Mend Content-Type and Content-Encoding."


# ---------------------------------------------------------------------- 422


class UnprocessableError(HubError):
    """The record is understood and wrong."""

    code = "record-invalid"
    ru = "Запись противоречит правилам своего вида. Исправьте указанные места и подпишите её заново."
    en = "The record breaks the rules of its type. Mend the places named and sign it again."


class SchemaViolationError(UnprocessableError):
    """The record does not fit its schema."""

    code = "schema-violation"
    ru = "Запись не соответствует схеме. Исправьте указанные места и подпишите её заново."
    en = "The record does not fit its schema. Mend the places named and sign it again."


class TypeUnknownError(UnprocessableError):
    """The record type is not in the catalogue."""

    code = "type-unknown"
    ru = "Такого вида записи нет. Список видов и версий: /openapi.json."
    en = "There is no such record type. Types and versions are listed in /openapi.json."


class VersionUnknownError(UnprocessableError):
    """The catalogue does not hold this version of the type."""

    code = "version-unknown"
    ru = "Такой версии этого вида записи нет. Список видов и версий: /openapi.json."
    en = "There is no such version of this record type. Types and versions are listed in /openapi.json."


class RecipientUnknownError(UnprocessableError):
    """A recipient is not a participant."""

    code = "recipient-unknown"
    ru = "Один из получателей не является участником обмена. Список: /v1/participants."
    en = "One of the recipients is not a participant of the exchange. The list is at /v1/participants."


class RecipientReasonError(UnprocessableError):
    """A record goes to a group that its type does not allow, or back to its sender."""

    code = "recipients-not-allowed"
    ru = "Такую запись адресуют поимённо и не самому себе. Укажите получателей явно."
    en = "Such a record names each recipient, and not its sender. Name them explicitly."


# ---------------------------------------------------------------------- 429, 503, 500


class OverloadedError(HubError):
    """Too much at once."""

    code = "rate-limited"
    ru = "Слишком много запросов. Повторите через {retry_after} с."
    en = "Too many requests. Try again in {retry_after} s."


class UnavailableError(HubError):
    """The hub cannot say yes or no now."""

    code = "in-doubt"
    ru = "Исход неизвестен или узел не может писать журнал. Отправьте те же байты снова через {retry_after} с."
    en = "The outcome is in doubt, or the log cannot be written. Send the same bytes again in {retry_after} s."


class TrustExpiredError(UnavailableError):
    """The trust list is no longer valid, so nothing can be judged."""

    code = "trust-list-expired"
    ru = "Список доверия узла истёк, приём остановлен. Повторите через {retry_after} с; оператор уже извещён."
    en = "The hub's trust list has expired, nothing is accepted. Try again in {retry_after} s; the operator knows."


class EncryptionKeyError(UnavailableError):
    """A key that records are to be encrypted by, or are encrypted by, is not to be had."""

    code = "encryption-key-missing"
    ru = "Узел не может зашифровать или прочесть запись: нет ключа. Повторите через {retry_after} с; оператор извещён."
    en = "The hub cannot encrypt or read records: a key is missing. Try again in {retry_after} s; the operator knows."


class IntegrityError(HubError):
    """The stored log is not what was signed; the hub refuses to sign on."""

    code = "integrity"
    ru = "Журнал узла не сходится со своей контрольной точкой, подпись остановлена. Сообщите оператору и аудитору."
    en = "The hub's log does not match its checkpoint; signing has stopped. Tell the operator and the auditor."


class DamagedError(IntegrityError):
    """A message that is kept encrypted does not open: it was changed or moved."""

    code = "message-damaged"
    ru = "Хранимое сообщение повреждено и не выдаётся. Сообщите оператору и аудитору."
    en = "The stored message is damaged and is not handed out. Tell the operator and the auditor."
