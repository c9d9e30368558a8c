"""Refusals of what people prepare, approve and sign in the console."""

from hub.core.errors.allowed import ForbiddenError
from hub.core.errors.conflict import ConflictError
from hub.core.errors.record import UnprocessableError


class DraftTakenError(ConflictError):
    """Somebody else was first with this step of the case, or has changed the draft since."""

    code = "draft-taken"
    ru = "Пока вы работали, это изменил другой сотрудник. Посмотрите, что изменилось, и решите заново."
    en = "While you worked, somebody else has changed this. Look at what is different, and decide again."


class SamePersonError(ConflictError):
    """The second signature is asked of the one who gave the first."""

    code = "second-person-needed"
    ru = "Вы уже одобрили эту запись. Вторую подпись ставит другой сотрудник вашего органа."
    en = "You have approved this record already. The second signature is for another person of your authority."


class ApprovalWantedError(ConflictError):
    """A record that needs two persons is signed before the first has approved it, or too long after."""

    code = "first-signature-needed"
    ru = "Для этой записи сначала нужна первая подпись не старше 24 часов. Передайте её первому сотруднику."
    en = "This record needs a first signature of the last 24 hours before. Hand it to the first person."


class SigningBlockedError(ConflictError):
    """Decisive evidence was not opened, or a safeguard is open."""

    code = "signing-blocked"
    ru = "Подписать пока нельзя. Выполните условия, названные на странице записи, и повторите."
    en = "It cannot be signed yet. Do what the record's page asks for, then repeat."


class OwnHoldError(ConflictError):
    """A hold on a case is to be released by the one who set it."""

    code = "second-person-releases"
    ru = "Подготовку по этому делу остановили вы. Снимает остановку другой сотрудник, утверждающий."
    en = "You hold the preparation in this case. Another person, an approver, has to release it."


class OtherBytesError(UnprocessableError):
    """What was signed is not what the page shows."""

    code = "signed-other-bytes"
    ru = "Подписано другое содержимое или файл не того вида. Скачайте байты с этой страницы заново и подпишите их."
    en = "Something else was signed, or the file is of another kind. Download this page's bytes again and sign them."


class SigningKeyError(ForbiddenError):
    """The key is not one of the account's."""

    code = "signing-key-not-yours"
    ru = "Этот ключ не назван в вашей учётной записи. Откройте «Ключ подписи» и добавьте его, затем повторите."
    en = "This key is not one of your account's. Open Signing key, add it there, then repeat."


class SigningKeyMalformedError(UnprocessableError):
    """What was typed is no public key to sign with."""

    code = "signing-key-malformed"
    ru = "Это не открытый ключ подписи. Вставьте JWK, который показывает hub keys show."
    en = "This is no public key for signatures. Paste the JWK that hub keys show prints."


class SigningKeyTakenError(ConflictError):
    """Another account has the key already."""

    code = "signing-key-taken"
    ru = "Этот ключ уже принадлежит другой учётной записи. Создайте для себя новый ключ."
    en = "This key belongs to another account. Make a new one for yourself."
