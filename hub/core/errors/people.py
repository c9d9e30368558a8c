"""Refusals of what people do in the console: signing in, their accounts, forms that are not ours."""

from hub.core.errors.allowed import ForbiddenError
from hub.core.errors.conflict import ConflictError
from hub.core.errors.record import UnprocessableError


class SignInError(ForbiddenError):
    """Login, password or code is wrong, or this way in is closed: one answer for all, so that nobody can tell."""

    code = "sign-in-refused"
    ru = (
        "Вход не выполнен: имя, пароль или код неверны, либо попыток было слишком много. "
        "Подождите и повторите с новым кодом, войдите ключом доступа или обратитесь к администратору."
    )
    en = (
        "You are not signed in: name, password or code is wrong, or there were too many attempts. "
        "Wait and try again with a new code, use a passkey, or ask your administrator."
    )


class InvitationError(ForbiddenError):
    """The code of an invitation is wrong, was used, or is too old."""

    code = "invitation-refused"
    ru = "Код приглашения неверен, уже использован или истёк. Проверьте его или попросите администратора выдать новый."
    en = "The invitation's code is wrong, was used, or has expired. Check it, or ask your administrator for a new one."


class ConfirmationWantedError(ForbiddenError):
    """Whoever signs has to show that he is there: the session is open, but not from just now."""

    code = "confirmation-wanted"
    ru = "Подтвердите, что это вы: ключом доступа или паролем с новым кодом. Ничего не отправлено; подпишите ещё раз."
    en = "Confirm that it is you, by passkey or by password and a new code. Nothing was sent; sign once more."


class FormForgedError(ForbiddenError):
    """A form was not sent by a page of this console in this session."""

    code = "form-not-ours"
    ru = "Форма отправлена не с этой страницы или страница устарела. Откройте страницу заново и повторите."
    en = "The form was not sent by this page, or the page is too old. Open the page again and repeat."


class PasswordWeakError(UnprocessableError):
    """The password is easy to guess."""

    code = "password-weak"
    ru = "Пароль слишком прост. Нужно от {least} до {most} знаков, не меньше пяти разных, без имени входа."
    en = "The password is too simple. Use {least} to {most} characters, five different at least, without the login."


class CodeWrongError(UnprocessableError):
    """The one-time code does not prove that the authenticator has the secret."""

    code = "code-wrong"
    ru = "Код не подошёл. Проверьте часы устройства и введите следующий код приложения."
    en = "The code does not fit. Check the device's clock, and enter the next code that it shows."


class AccountMalformedError(UnprocessableError):
    """A member of the account is out of bounds; the faults say which."""

    code = "account-malformed"
    ru = "Учётная запись заполнена неверно. Исправьте указанные поля."
    en = "The account is not filled in rightly. Mend the fields that are named."


class LoginTakenError(ConflictError):
    """There is an account of this login."""

    code = "login-taken"
    ru = "Такое имя входа уже занято. Выберите другое."
    en = "This login is taken. Choose another one."


class LastWayInError(ConflictError):
    """Without this passkey nobody could sign in to the account."""

    code = "last-way-in"
    ru = "Это единственный способ входа. Сначала добавьте другой ключ доступа или пароль с кодом."
    en = "This is the only way in. First add another passkey, or a password with codes."


class OwnAccountError(ConflictError):
    """Nobody locks himself out, or opens his own account again."""

    code = "own-account"
    ru = "Свою учётную запись так изменить нельзя. Попросите другого администратора."
    en = "You cannot change your own account in this way. Ask another administrator."
