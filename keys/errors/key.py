"""Refusals of keys themselves."""

from keys.errors.refusal import KeysError


class KeyRefusedError(KeysError):
    """The key cannot be used here."""

    code = "key-refused"
    ru = "Ключ не принят. Создайте новый ключ Ed25519 или ES256."
    en = "The key is refused. Make a new Ed25519 or ES256 key."


class KeyMalformedError(KeyRefusedError):
    """The JWK is not well formed."""

    code = "key-malformed"
    ru = "Ключ составлен неверно: поле {member}. Выгрузите открытый ключ заново."
    en = "The key is malformed at its member {member}. Export the public key again."


class KeyUnsupportedError(KeyRefusedError):
    """The kind of key, its curve or its algorithm is none of ours, or they do not fit together."""

    code = "key-unsupported"
    ru = "Вид ключа не поддерживается: поле {member}. Нужен ключ Ed25519, ES256 (P-256) или X25519 для шифрования."
    en = "This kind of key is not supported: member {member}. Use Ed25519, ES256 (P-256), or X25519 for encryption."


class KeyWeakError(KeyRefusedError):
    """The public key is no proper point of its curve: anyone could sign for it, or verifiers would disagree."""

    code = "key-weak"
    ru = "Ключ слаб: точка не лежит на кривой или имеет малый порядок. Создайте новый ключ обычным средством."
    en = "The key is weak: the point is off its curve or of low order. Make a new key with an ordinary tool."


class KeyPrivateError(KeyRefusedError):
    """A private key was given where a public one belongs."""

    code = "key-private"
    ru = "Вместо открытого ключа передан закрытый. Считайте его раскрытым: замените и передайте только открытый."
    en = "A private key was given instead of a public one. Treat it as disclosed: replace it, give the public one only."


class CertificateError(KeyRefusedError):
    """An X.509 certificate cannot be used: unreadable, or of a key that is none of those read here."""

    code = "certificate-unusable"
    ru = "Сертификат не принят: {why_ru}. Укажите файл PEM с сертификатом ключа RSA (от 2048 бит) или P-256."
    en = "The certificate is refused: {why_en}. Name a PEM file with a certificate of an RSA (2048+) or P-256 key."
