"""Every refusal of this package, in one place.

    KeysError
    ├── StrictJsonError        the bytes are not strict JSON
    ├── KeyRefusedError        a key that is malformed, weak, private where it should be public, or of another kind
    ├── SignatureError         a token that does not hold: form, header, algorithm, key, signature
    ├── AccessError            an access token that is signed, but not for this hub, or not now
    ├── StatementError         a statement (delegation, approval, suspension, enrolment) that is malformed
    ├── NoteError              a signed note that is malformed or not signed by a trusted key
    ├── TrustListError         a document of the trust list, or the three of them together, must not be used
    ├── KeyTrustError          the key is not in the trust list, or not in force
    └── KeyFileError           a key file that is missing, exposed or not readable

Each class has a stable `code`, never used for anything else, and two sentences in Russian and English: what was wrong
and where, what to do. The values that were refused are never echoed; the facts filled in are places and identifiers of
the exchange only.
"""

import string


class KeysError(Exception):
    """Something about a key, a signature or a signed document was refused."""

    code = "keys"
    ru = "Проверка ключа или подписи не пройдена. Сообщите оператору код ошибки."
    en = "A check of a key or a signature failed. Give the operator the code of the error."

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        filled = {name: "?" for _, name, _, _ in string.Formatter().parse(self.ru + self.en) if name} | facts
        self.ru = self.ru.format(**filled)
        self.en = self.en.format(**filled)
        super().__init__(f"{self.code}: {self.en}")

    def text(self, language: str) -> str:
        """Return what was wrong and what to do, in "ru" or "en"."""
        return self.en if language == "en" else self.ru


# -------------------------------------------------------------- strict JSON


class StrictJsonError(KeysError):
    """The bytes are not strict JSON (RFC 7493)."""

    code = "json-malformed"
    ru = "Это не JSON: ошибка у знака {offset}. Исправьте запись и отправьте снова."
    en = "This is not JSON: the error is near character {offset}. Mend the text and send it again."


class JsonTooLargeError(StrictJsonError):
    """The text is longer than the reader takes."""

    code = "json-too-large"
    ru = "Текст JSON длиннее {limit} байт. Разделите его."
    en = "The JSON text is longer than {limit} bytes. Split it."


class JsonEncodingError(StrictJsonError):
    """The bytes are not UTF-8, or begin with a byte order mark."""

    code = "json-encoding"
    ru = "Текст JSON не в UTF-8 или начинается с метки порядка байтов. Сохраните его в UTF-8 без BOM."
    en = "The JSON text is not UTF-8 or begins with a byte order mark. Save it as UTF-8 without BOM."


class JsonDuplicateError(StrictJsonError):
    """An object has the same member twice."""

    code = "json-duplicate-member"
    ru = "В объекте JSON одно поле указано дважды. Оставьте одно."
    en = "An object of the JSON text has the same member twice. Leave one."


class JsonDepthError(StrictJsonError):
    """The nesting is deeper than allowed."""

    code = "json-too-deep"
    ru = "Вложенность JSON больше {limit}. Упростите строение."
    en = "The JSON text is nested deeper than {limit}. Make it flatter."


class JsonNumberError(StrictJsonError):
    """A number that not every reader understands alike."""

    code = "json-number"
    ru = "В JSON есть число вне границ: целое больше 2^53-1, слишком длинное, NaN или Infinity. Передайте его строкой."
    en = "The JSON text has a number out of bounds: beyond 2^53-1, too long, NaN or Infinity. Send it as a string."


class JsonCharacterError(StrictJsonError):
    """A string with a code point that is no character."""

    code = "json-character"
    ru = "В строке JSON есть недопустимый знак: непарный суррогат, U+0000 или не-символ Юникода. Удалите его."
    en = "A string of the JSON text has a forbidden code point: a lone surrogate, U+0000 or a noncharacter. Remove it."


# --------------------------------------------------------------------- keys


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


# --------------------------------------------------------------- signatures


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


# ------------------------------------------------------------ access tokens


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


# --------------------------------------------------------------- statements


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


# -------------------------------------------------------------- signed notes


class NoteError(KeysError):
    """The bytes are not a signed note."""

    code = "note-malformed"
    ru = "Подписанная записка составлена неверно. Получите её заново из источника."
    en = "The signed note is malformed. Get it from its source again."


class NoteKeyError(NoteError):
    """The verifier key is malformed or not supported."""

    code = "note-key-malformed"
    ru = "Ключ проверки записки неверен. Нужна строка «имя+отпечаток+ключ», как её выдал владелец."
    en = "The verifier key of a note is wrong. It has to be the line “name+hash+key” as its owner gave it."


class NoteUnverifiedError(NoteError):
    """No trusted key has signed the note."""

    code = "note-unverified"
    ru = "На записке нет подписи доверенного ключа. Сверьте, какому источнику доверяете, и получите её заново."
    en = "No trusted key has signed the note. Check which source you trust and get the note again."


class NoteSignatureError(NoteError):
    """A trusted key's signature on the note is wrong."""

    code = "note-signature-invalid"
    ru = "Подпись ключа «{name}» на записке неверна. Не пользуйтесь запиской и сообщите её владельцу."
    en = "The signature of key “{name}” on the note is wrong. Do not use the note, and tell its owner."


class NoteAmbiguousError(NoteError):
    """Two trusted keys have the same name and hash."""

    code = "note-key-ambiguous"
    ru = "У двух доверенных ключей одно имя и один отпечаток: «{name}». Уберите один из них."
    en = "Two trusted keys have the same name and hash: “{name}”. Remove one of them."


# --------------------------------------------------------------- trust list


class TrustListError(KeysError):
    """A document of the trust list is malformed."""

    code = "trust-list-malformed"
    ru = "Документ «{document}» списка доверия составлен неверно: {place}. Получите его заново из источника."
    en = "The document “{document}” of the trust list is malformed at {place}. Get it from its source again."


class TrustListAnchorError(TrustListError):
    """The root document is not the trusted one and does not descend from it."""

    code = "trust-list-not-anchored"
    ru = "Корневой документ списка доверия не тот, которому вы доверяете. Сверьте его отпечаток с Советом."
    en = "The root document of the trust list is not the one you trust. Compare its digest with the Council's."


class TrustListSignaturesError(TrustListError):
    """Fewer keys have signed a document than its threshold asks for, or a signature on it is wrong."""

    code = "trust-list-signatures"
    ru = "Под документом «{document}» нет нужных подписей. Не применяйте его и соберите подписи."
    en = "The document “{document}” lacks the signatures it needs. Do not use it, and collect them."


class TrustListRollbackError(TrustListError):
    """A document is older than the one already trusted, or a version was skipped."""

    code = "trust-list-rollback"
    ru = "Документ «{document}» не следует за уже принятым. Не применяйте его и сообщите секретариату."
    en = "The document “{document}” does not follow the one already trusted. Do not use it, and tell the secretariat."


class TrustListMismatchError(TrustListError):
    """The three documents do not belong together."""

    code = "trust-list-mismatch"
    ru = "Документ «{document}» не согласуется с остальными. Получите все три документа заново."
    en = "The document “{document}” does not fit the others. Get all three documents again."


class TrustListExpiredError(TrustListError):
    """A document of the trust list is too old to be used."""

    code = "trust-list-expired"
    ru = "Срок документа «{document}» списка доверия истёк. Получите новый; до того приём закрыт."
    en = "The document “{document}” of the trust list has expired. Get a new one; until then nothing is accepted."


class KeyTrustError(KeysError):
    """The key is sound, and yet it may not sign."""

    code = "key-not-trusted"
    ru = "Ключ {kid} не может подписывать. Выберите действующий ключ из списка доверия."
    en = "The key {kid} may not sign. Choose a key of the trust list that is in force."


class UnknownKeyError(KeyTrustError):
    """The trust list has no such key."""

    code = "key-unknown"
    ru = "Ключа нет в списке доверия. Зарегистрируйте его через секретариат или обновите список."
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


# ---------------------------------------------------------------- key files


class KeyFileError(KeysError):
    """A key file cannot be used."""

    code = "key-file"
    ru = "Файл ключа {path} не читается или не пишется: {why_ru}. Проверьте путь и права."
    en = "The key file {path} cannot be read or written: {why_en}. Check the path and the permissions."


class KeyFileExistsError(KeyFileError):
    """There is a file already; keys are never overwritten."""

    code = "key-file-exists"
    ru = "Файл {path} уже есть, ключи не перезаписываются. Выберите другое имя или уберите прежний файл."
    en = (
        "The file {path} exists already, and keys are never overwritten. Choose another name or move the old file away."
    )


class KeyFileExposedError(KeyFileError):
    """Others could read or replace the file."""

    code = "key-file-exposed"
    ru = "Файл ключа {path} небезопасен: {why_ru}. Нужен обычный файл владельца процесса с правами 0600."
    en = "The key file {path} is not safe: {why_en}. It has to be a regular file of the process's own user, mode 0600."


class KeyFileMalformedError(KeyFileError):
    """The file holds no private key of ours."""

    code = "key-file-malformed"
    ru = "В файле {path} нет закрытого ключа Ed25519 или P-256 в PKCS#8 PEM. Укажите файл ключа."
    en = "The file {path} holds no Ed25519 or P-256 private key in PKCS#8 PEM. Name a key file."


class KeyFilePassphraseError(KeyFileError):
    """The passphrase is wrong, missing, or given for a file that is not encrypted."""

    code = "key-file-passphrase"
    ru = "Пароль к файлу ключа {path} не подходит: {why_ru}. Задайте верный пароль."
    en = "The passphrase of the key file {path} does not fit: {why_en}. Give the right one."
