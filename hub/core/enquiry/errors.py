"""Refusals of enquiries."""

from hub.core.errors import ForbiddenError, MediaTypeError, MissingError, UnavailableError, UnprocessableError


class ScreeningElsewhereError(MissingError):
    """This process does not have the index."""

    code = "screening-elsewhere"
    ru = "Этот процесс узла не ведёт проверку. Направьте запрос процессу с ролью screening; адрес знает оператор узла."
    en = "This process of the hub does not screen. Ask one with the role screening; the hub's operator knows where."


class ScreeningBehindError(UnavailableError):
    """The index does not reflect the log yet."""

    code = "screening-behind"
    ru = "Указатель запретов ещё строится по журналу, ответ был бы неполон. Повторите через {retry_after} с."
    en = "The index of bans is still being built from the log; an answer would lack bans. Ask again in {retry_after} s."


class QuestionError(UnprocessableError):
    """The question does not fit its schema or says what cannot be."""

    code = "question-invalid"
    ru = "Запрос составлен неверно, поиск не выполнен. Исправьте указанные места и повторите."
    en = "The question is wrong and nothing was searched. Mend the places named and ask again."


class IdentityError(UnprocessableError):
    """The documents do not prove who asks."""

    code = "identity-not-proven"
    ru = (
        "Личность по предъявленным документам не подтверждена, поиск не выполнен. Сверьте указанные места с документом."
    )
    en = "The documents do not prove who asks, and nothing was searched. Compare the places named with the document."


class NotOwnCitizenError(ForbiddenError):
    """A home authority advises citizens of its own state."""

    code = "not-own-citizen"
    ru = "Консультация перед выездом даётся только своим гражданам. Направьте заявителя в орган его государства."
    en = "Advice before departure is for citizens of your own state. Send the applicant to an authority of his state."


class JsonBodyError(MediaTypeError):
    """The body is not JSON."""

    code = "media-type-not-json"
    ru = "Здесь принимается только несжатый application/json. Исправьте Content-Type и Content-Encoding."
    en = "Only uncompressed application/json is taken here. Mend Content-Type and Content-Encoding."
