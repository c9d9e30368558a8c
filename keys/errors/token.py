"""Refusals of tokens: their form, their signature, and access tokens that are not for here or now."""

from keys.errors.refusal import KeysError


class SignatureError(KeysError):
    """The token does not hold."""

    code = "signature-invalid"
    ru = "Подпись неверна. Подпишите исходные байты ключом, который указан в kid, и отправьте снова."
    en = "The signature is wrong. Sign the original bytes with the key named in kid and send them again."


class TokenMalformedError(SignatureError):
    """The bytes are no compact JWS."""

    code = "token-malformed"
    ru = "Это не JWS в сжатой записи: нужны три части base64url без дополнения, через точку. Соберите его заново."
    en = "This is no compact JWS: it needs three parts of unpadded base64url with dots between. Build it again."


class TokenTooLargeError(SignatureError):
    """The token is longer than allowed."""

    code = "token-too-large"
    ru = "Подписанное сообщение длиннее {limit} байт. Уменьшите его содержимое."
    en = "The signed token is longer than {limit} bytes. Make its content smaller."


class TokenHeaderError(SignatureError):
    """The header has a member it may not have, or lacks one that it must have."""

    code = "token-header"
    ru = "Заголовок подписи неверен. Допустимы только строки alg, kid и typ, без повторов."
    en = "The header of the signature is wrong. It may hold the strings alg, kid and typ only, each once."


class TokenTypeError(SignatureError):
    """The token is of another kind."""

    code = "token-type"
    ru = "Это подписанные данные другого вида. Ожидается typ «{expected}»."
    en = "This token is of another kind. The typ expected here is “{expected}”."


class AlgorithmError(SignatureError):
    """The algorithm is not the key's."""

    code = "algorithm-mismatch"
    ru = "Алгоритм в заголовке не принадлежит этому ключу. Укажите в alg алгоритм ключа: Ed25519 или ES256."
    en = "The algorithm in the header is not that of the key. Put the key's own into alg: Ed25519 or ES256."


class KeyIdError(SignatureError):
    """The token names another key."""

    code = "key-id-mismatch"
    ru = "В заголовке указан другой ключ. Укажите в kid ключ, которым подписано."
    en = "The header names another key. Put the key that signed into kid."


class KeyUseError(SignatureError):
    """The key is not meant for signatures."""

    code = "key-use"
    ru = "Этот ключ не предназначен для подписи. Подпишите ключом подписи."
    en = "This key is not meant for signatures. Sign with a signing key."


class AccessError(KeysError):
    """The access token does not open this door."""

    code = "access-malformed"
    ru = "Маркер доступа составлен неверно: поле {member}. Его состав описан в docs/reference/tokens.md."
    en = "The access token is malformed at {member}. Its members are described in docs/reference/tokens.md."


class AccessAudienceError(AccessError):
    """The access token is for another hub."""

    code = "access-audience"
    ru = "Маркер доступа выдан для другого узла. Укажите в aud этот узел."
    en = "The access token is for another hub. Put this hub into aud."


class AccessExpiredError(AccessError):
    """The access token is not valid now."""

    code = "access-expired"
    ru = "Срок маркера доступа не начался или прошёл. Сверьте часы и выпустите новый маркер."
    en = "The access token is not valid yet or any more. Check the clock and issue a new one."
