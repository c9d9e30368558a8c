"""Refusals of keys that are known and may not do this: not listed, not in force, not delegated, not approved."""

from keys.errors.refusal import KeysError


class KeyTrustError(KeysError):
    """The key is sound, and yet it may not sign."""

    code = "key-not-trusted"
    ru = "Ключ {kid} не может подписывать. Выберите действующий ключ из списка доверия."
    en = "The key {kid} may not sign. Choose a key of the trust list that is in force."


class UnknownKeyError(KeyTrustError):
    """The trust list has no such key."""

    code = "key-unknown"
    ru = "Ключа нет в списке доверия. Внесите его через секретариат или обновите список."
    en = "The key is not in the trust list. Enrol it through the secretariat, or renew the list."


class KeyNotValidError(KeyTrustError):
    """The key is not valid yet, or no longer."""

    code = "key-not-valid"
    ru = "Срок действия ключа {kid} не начался или истёк. Подпишите действующим ключом."
    en = "The key {kid} is not valid yet or any more. Sign with one that is."


class KeySuspendedError(KeyTrustError):
    """The key is suspended."""

    code = "key-suspended"
    ru = "Ключ {kid} приостановлен. Обратитесь в секретариат или подпишите другим ключом."
    en = "The key {kid} is suspended. Ask the secretariat, or sign with another key."


class KeyRevokedError(KeyTrustError):
    """The key is revoked for ever."""

    code = "key-revoked"
    ru = "Ключ {kid} отозван. Подпишите другим ключом."
    en = "The key {kid} is revoked. Sign with another key."


class DelegationError(KeyTrustError):
    """A contact person's key may not sign this."""

    code = "delegation"
    ru = "Ключ контактного лица {kid} не может это подписать. Проверьте делегирование: hub keys delegations."
    en = "The contact person's key {kid} may not sign this. Look at its delegation: hub keys delegations."


class DelegationNotValidError(DelegationError):
    """The delegation is not valid yet, or no longer."""

    code = "delegation-not-valid"
    ru = "Срок делегирования ключа {kid} не начался или истёк. Попросите участника делегировать ключ заново."
    en = "The delegation of key {kid} is not valid yet or any more. Ask the participant to delegate the key anew."


class DelegationWithdrawnError(DelegationError):
    """The participant has withdrawn the delegation."""

    code = "delegation-withdrawn"
    ru = "Участник отозвал делегирование ключа {kid}. Подпишите другим делегированным ключом."
    en = "The participant has withdrawn the delegation of key {kid}. Sign with another delegated key."


class DelegationScopeError(DelegationError):
    """The record is outside of what was delegated."""

    code = "delegation-scope"
    ru = "Ключу {kid} не делегированы этот вид записи или эта цель. Подпишите в пределах делегирования."
    en = "This record type or purpose is not delegated to key {kid}. Sign within what is delegated."


class DelegationCompromisedError(DelegationError):
    """The delegation was signed by a key that others may have had by then."""

    code = "delegation-compromised"
    ru = "Делегирование ключа {kid} подписано ключом, который уже мог быть у посторонних. Делегируйте его заново."
    en = "The delegation of key {kid} was signed by a key that others may have had by then. Delegate it anew."


class ApprovalError(KeyTrustError):
    """The approval of a second person does not hold."""

    code = "approval"
    ru = "Одобрение второго лица не действует. Попросите другое контактное лицо одобрить эти же байты."
    en = "The approval of the second person does not hold. Let another contact person approve these very bytes."


class ApprovalMissingError(ApprovalError):
    """A record of this type needs two persons, and only one has signed."""

    code = "approval-missing"
    ru = "Такую запись подписывают двое: нет одобрения этих байтов. Сначала её одобряет другое контактное лицо."
    en = "Such a record takes two persons: nobody has approved these bytes. Another contact person approves them first."


class ApprovalExpiredError(ApprovalError):
    """The approval is older than a day."""

    code = "approval-expired"
    ru = "Одобрение старше 24 часов. Одобрите запись заново."
    en = "The approval is older than 24 hours. Approve the record anew."


class ApprovalSamePersonError(ApprovalError):
    """The same person has approved and signed."""

    code = "approval-same-person"
    ru = "Одобрил и подписал один человек. Нужно одобрение другого контактного лица."
    en = "The same person has approved and signed. The approval of another contact person is needed."


class ApprovalNotValidError(ApprovalError):
    """Whoever approved may not approve such a record."""

    code = "approval-not-valid"
    ru = "Одобривший не вправе одобрять такую запись. Одобряет лицо с действующим делегированием на неё."
    en = "Whoever approved may not approve such a record. It takes a person with a valid delegation for it."
