"""Refusals of who asks, or of what is asked: 401 and 403."""

from hub.core.errors.refusal import HubError


class UnauthenticatedError(HubError):
    """The caller did not show who he is."""

    code = "unauthenticated"
    ru = "Нет действительного маркера доступа. Подпишите новый ключом участника и повторите запрос."
    en = "There is no valid access token. Sign a new one with the participant's key and repeat the request."


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
    ru = "Соглашение «{agreement}» не действует (статус: {status}). Отправка возможна после вступления его в силу."
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


class SubjectClassError(ForbiddenError):
    """The agreement does not hold for this class of persons yet."""

    code = "subject-class-not-applicable"
    ru = "Соглашение «{agreement}» ещё не применяется к этой категории лиц (с {begins}). Направьте запрос после этой даты."
    en = "The agreement '{agreement}' does not hold for this class of persons yet (from {begins}). Send after that day."


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


class OperatorOnlyError(ForbiddenError):
    """Metrics name participants, and are the operator's."""

    code = "operator-only"
    ru = "Показатели видит только оператор узла. Предъявите слово из файла HUB_METRICS_TOKEN_FILE: Authorization: Bearer."
    en = (
        "Only the hub's operator sees metrics. Show the word of the file HUB_METRICS_TOKEN_FILE: Authorization: Bearer."
    )


class BodyOutsiderError(ForbiddenError):
    """A record of a bilateral body is sent by somebody, or to somebody, who is no party of it."""

    code = "body-outsider"
    ru = "Записи органа «{body}» передаются только между его сторонами. Уберите прочих получателей или смените орган."
    en = "Records of the body '{body}' go between its parties only. Leave out other recipients or name another body."
