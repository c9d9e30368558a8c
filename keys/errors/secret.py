"""Refusals of what is encrypted: sealed parts, and records at rest."""

from keys.errors.refusal import KeysError


class SealedError(KeysError):
    """A sealed part is not one."""

    code = "sealed-malformed"
    ru = "Запечатанная часть составлена неверно: {place}. Запечатайте её заново средствами шлюза."
    en = "The sealed part is malformed: {place}. Seal it again with the gateway."


class AttachmentError(KeysError):
    """The ciphertext of an attachment does not open."""

    code = "attachment-unopened"
    ru = "Вложение не расшифровывается: оно повреждено или ключ не от него. Скачайте его заново или запросите снова."
    en = "The attachment does not open: it is damaged, or the key is not its own. Fetch it again, or ask for it anew."


class SealedTooLargeError(SealedError):
    """It is longer than allowed, sealed or not."""

    code = "sealed-too-large"
    ru = "Запечатанная часть длиннее {limit} байт. Сократите её."
    en = "The sealed part is longer than {limit} bytes. Make it shorter."


class SealedRecipientsError(SealedError):
    """There is nobody to seal for, too many, one twice, or one whose key is not for encryption."""

    code = "sealed-keys"
    ru = "Запечатать можно для 1-{limit} разных ключей X25519. Проверьте ключи шифрования получателей."
    en = "A part is sealed to 1-{limit} different X25519 keys. Check the recipients' encryption keys."


class SealedForOthersError(SealedError):
    """None of the keys at hand is among those it was sealed to."""

    code = "sealed-for-others"
    ru = "Часть запечатана не для имеющихся ключей. Добавьте прежний ключ шифрования или запросите часть заново."
    en = "The part was not sealed to any key at hand. Add the earlier encryption key, or ask for the part again."


class SealedOpenError(SealedError):
    """It does not open: it was changed, or was sealed for another message."""

    code = "sealed-not-opened"
    ru = "Запечатанная часть не вскрывается: она изменена или из другого сообщения. Запросите её у отправителя заново."
    en = "The sealed part does not open: it was changed or is another message's. Ask its sender for it again."


class CiphertextError(KeysError):
    """A record that was kept encrypted does not open."""

    code = "ciphertext-broken"
    ru = "Зашифрованная запись изменена, перенесена или закрыта другим ключом. Сообщите оператору и аудитору."
    en = "The encrypted record was changed, moved, or closed by another key. Tell the operator and the auditor."


class PasskeyError(KeysError):
    """The answer of a passkey does not hold."""

    code = "passkey-refused"
    ru = "Ключ доступа не подтверждён: ответ устарел, дан другому сайту или этот ключ здесь неизвестен. Повторите."
    en = "The passkey was not confirmed: the answer is too old, for another site, or of an unknown key. Try again."
