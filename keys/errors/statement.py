"""Refusals of statements about keys: their form, their signer, their place in the log."""

from keys.errors.refusal import KeysError


class StatementError(KeysError):
    """The payload of a statement is not what its kind asks for."""

    code = "statement-malformed"
    ru = "Заявление составлено неверно: поле {member}. Его состав описан в docs/reference/statements.md."
    en = "The statement is malformed at {member}. Its members are described in docs/reference/statements.md."


class StatementKindError(StatementError):
    """The token is no statement."""

    code = "statement-kind"
    ru = "Это не заявление о ключах. Передайте делегирование, одобрение или приостановку с их typ."
    en = "This is no statement about keys. Send a delegation, an approval or a suspension, with its typ."


class StatementHubError(StatementError):
    """The statement was signed for another hub or environment."""

    code = "statement-hub"
    ru = "Заявление подписано для другого узла или контура. Подпишите его заново для этого узла."
    en = "The statement was signed for another hub or environment. Sign it again for this one."


class StatementSignerError(StatementError):
    """The statement is signed by a key that may not say this."""

    code = "statement-signer"
    ru = "Ключ под заявлением не может этого заявить. Нужна подпись уполномоченного или самого участника."
    en = "The statement is signed by a key that may not say this. An officer or the participant itself has to sign it."


class StatementOwnerError(StatementError):
    """The key that the statement is about is not the participant's that it names."""

    code = "statement-foreign-key"
    ru = "Ключ {kid} не принадлежит участнику {participant}. Проверьте отпечаток ключа и участника."
    en = "The key {kid} is not one of {participant}. Check the thumbprint and the participant."


class StatementSignerOutError(StatementSignerError):
    """The statement is signed by a key that is suspended, revoked or expired itself."""

    code = "statement-signer-out"
    ru = "Ключ под заявлением сам уже не действует. Подпишите действующим ключом участника или уполномоченного."
    en = "The key that signed the statement is out of force itself. Sign by one of the participant's or an officer's."


class StatementPersonError(StatementSignerError):
    """The statement is in the name of another person than its key was delegated to."""

    code = "statement-person"
    ru = "Ключ делегирован лицу с другим кодом. Возьмите код из hub keys delegations и подпишите заново."
    en = "The key was delegated under another person's id. Take the id from hub keys delegations, and sign again."


class StatementTimeError(StatementError):
    """The statement is signed ahead of its time, or too old to be new."""

    code = "statement-time"
    ru = "Время заявления впереди часов узла или слишком давнее. Сверьте часы и подпишите заново."
    en = "The statement's time is ahead of the hub's clock, or too long ago. Check the clock, and sign it again."


class StatementLiftedError(StatementError):
    """The participants document names this suspension, and so has decided about it."""

    code = "statement-lifted"
    ru = "Об этой приостановке ключа {kid} список участников уже решил. Если угроза возникла снова, подпишите новую."
    en = "The participants document has decided about this suspension of {kid}. If the key is at risk again, sign anew."


class StatementLeafError(StatementError):
    """The leaf of the log states something else."""

    code = "statement-leaf"
    ru = "Запись журнала говорит о другом заявлении. Получите заявление с доказательством заново."
    en = "The leaf of the log is about another statement. Get the statement with its proof again."
