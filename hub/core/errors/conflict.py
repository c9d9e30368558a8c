"""Refusals of what something else came before: 409."""

from hub.core.errors.refusal import HubError


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


class CasePartiesError(ConflictError):
    """A record of a case is sent to somebody who is not its other party."""

    code = "case-parties"
    ru = "Записи дела направляются только его сторонам. Укажите получателем другую сторону этого дела."
    en = "Records of a case go to its parties only. Address this one to the other party of the case."


class SilenceError(ConflictError):
    """Silence is no consent here, or its term is not over."""

    code = "silence-no-consent"
    ru = "Молчание по этому делу согласием не считается или срок ответа не истёк. Дождитесь ответа; сроки показывает дело."
    en = "Silence is no consent in this case, or the term for the reply is not over. Wait for the reply; the case shows it."


class DeemedAcceptedError(ConflictError):
    """A refusal, or what would reopen the review, comes after silence counted as consent."""

    code = "deemed-accepted"
    ru = "Срок ответа истёк, молчание уже считается согласием: запись опоздала. Сообщите запрашивающему органу иначе."
    en = "The term for the reply is over and silence counts as consent: the record is late. Turn to the authority itself."


class TermOverError(ConflictError):
    """The move was bound to a term, and that is over."""

    code = "term-over"
    ru = "Срок истёк {day}, запись опоздала. Порядок расчёта срока показывает дело; обратитесь к другой стороне."
    en = "The term was over on {day}, the record is late. The case shows how it was counted; turn to the other side."


class HandoverError(ConflictError):
    """The handover act is not the one that the other side signed."""

    code = "handover-act-conflict"
    ru = "Акт передачи подписан другой стороной иначе. Прочитайте её последний акт и подтвердите его подписью."
    en = "The handover act is not the one that the other side signed. Read its last act and countersign that."


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


class NothingHeldError(ConflictError):
    """None of the messages named is held any more."""

    code = "nothing-held"
    ru = "Ни одно из названных сообщений не удержано. Посмотрите список: hub keys held."
    en = "None of the messages named is held. Look at the list: hub keys held."


class DocumentRevisionError(ConflictError):
    """A record of the Council or of a search is about another revision than the one that is next, or now."""

    code = "document-revision-conflict"
    ru = "Ожидалась редакция {expected} этой записи. Прочитайте последнюю принятую и исходите из неё."
    en = "Revision {expected} of this record was expected. Read the last one accepted and go on from it."
