"""Every refusal of this package, in one place.

    KeysError
    ├── StrictJsonError        the bytes are not strict JSON
    ├── KeyRefusedError        a key that is malformed, weak, private where it should be public, or of another kind
    ├── SignatureError         a token that does not hold: form, header, algorithm, key, signature
    ├── AccessError            an access token that is signed, but not for this hub, or not now
    ├── StatementError         a statement (delegation, approval, suspension, enrolment) that is malformed
    ├── NoteError              a signed note that is malformed or not signed by a trusted key
    ├── TrustListError         a document of the trust list, or the three of them together, must not be used
    ├── TrustChangeError       a change of the trust list that cannot be proposed or signed
    ├── KeyTrustError          the key is not in the trust list or not in force, or not delegated for this
    ├── KeyPlaceError          a private key that is not where it should be: file, credential, hardware module, keyring
    ├── CiphertextError        a record kept encrypted that does not open
    └── SealedError            a sealed part that is malformed, for others, or does not open

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


class StatementTimeError(StatementError):
    """The statement is signed ahead of its time, or a newer document decides."""

    code = "statement-time"
    ru = "Время заявления впереди часов узла или раньше списка участников. Сверьте часы и подпишите заново."
    en = "The statement's time is ahead of the hub's clock, or before the last participants document. Sign it again."


class StatementLeafError(StatementError):
    """The leaf of the log states something else."""

    code = "statement-leaf"
    ru = "Запись журнала говорит о другом заявлении. Получите заявление с доказательством заново."
    en = "The leaf of the log is about another statement. Get the statement with its proof again."


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


class TrustListTooLargeError(TrustListError):
    """A document is longer than the reader takes, or there are too many roots."""

    code = "trust-list-too-large"
    ru = "Документ «{document}» списка доверия превышает предел {limit}. Получите его заново из источника."
    en = "The document “{document}” of the trust list exceeds the limit {limit}. Get it from its source again."


class TrustListKindError(TrustListError):
    """A document of another kind stands in the place of this one."""

    code = "trust-list-kind"
    ru = "Это не документ «{document}» списка доверия. Возьмите файл, в котором kind — «{document}»."
    en = "This is not the document “{document}” of the trust list. Take the file whose kind is “{document}”."


class TrustListEnrolmentError(TrustListError):
    """A key is listed that neither the Council nor an older key of the same participant has let in."""

    code = "trust-list-enrolment"
    ru = (
        "Ключ {kid} участника {participant} внесён в список без согласия Совета или прежнего ключа этого участника."
        " Не применяйте список и сообщите секретариату."
    )
    en = (
        "The key {kid} of {participant} is listed without the consent of the Council or of an older key of the same"
        " participant. Do not use the list, and tell the secretariat."
    )


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


class TrustChangeError(KeysError):
    """A change of the trust list is proposed that cannot be made."""

    code = "trust-change-empty"
    ru = "В предложении нет ни одного изменения. Укажите, что внести, приостановить, отозвать, заменить или продлить."
    en = "The proposal has no change in it. Say what to enrol, suspend, revoke, replace or renew."


class TrustChangeListedError(TrustChangeError):
    """The key is in the list already."""

    code = "trust-change-listed"
    ru = "Ключ {kid} уже есть в списке. Для нового допуска участник создаёт новый ключ."
    en = "The key {kid} is in the list already. To be let in anew, the participant makes a new key."


class TrustChangeHubError(TrustChangeError):
    """The request for enrolment was made for another hub or environment."""

    code = "trust-change-hub"
    ru = "Заявка {kid} составлена для другого узла или контура. Попросите участника составить её для {hub}."
    en = "The request {kid} was made for another hub or environment. Ask the participant for one for {hub}."


class TrustChangeUnknownError(TrustChangeError):
    """The change names a key or a participant that is not there."""

    code = "trust-change-unknown"
    ru = "В списке нет «{name}». Сверьте имя или отпечаток; новому участнику задайте роль и государство."
    en = "The list has no “{name}”. Check the name or thumbprint; give a new participant its role and state."


class TrustChangeStatusError(TrustChangeError):
    """The key cannot go from the status it has to the one proposed."""

    code = "trust-change-status"
    ru = "Статус ключа {kid} нельзя изменить с «{before}» на «{after}». Отозванный ключ не возвращают: нужен новый."
    en = "The key {kid} cannot go from {before} to {after}. A revoked key never returns: a new one is needed."


class TrustProposalError(TrustChangeError):
    """The folder of a proposal does not hold one."""

    code = "trust-proposal-malformed"
    ru = "В папке предложения негоден файл {file}. Возьмите папку заново у того, кто её составил."
    en = "The proposal's file {file} is not fit. Take the folder again from whoever made it."


class TrustDigestError(TrustChangeError):
    """The digest that a holder gave is not that of what he would sign."""

    code = "trust-digest-mismatch"
    ru = "Названный отпечаток не совпадает с документом «{document}». Не подписывайте; сверьте папку с остальными."
    en = "The digest given is not that of the document “{document}”. Do not sign; compare the folder with the others."


class TrustSignerError(TrustChangeError):
    """The key has nothing to sign in this proposal."""

    code = "trust-signer-unknown"
    ru = "Ключ {kid} не подписывает ни один документ этого предложения. Возьмите ключ Совета или уполномоченного."
    en = "The key {kid} signs no document of this proposal. Take a key of the Council or of an officer."


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


# ------------------------------------------------------ where private keys are


class KeyPlaceError(KeysError):
    """The private key cannot be had from where it is said to be."""

    code = "key-place"
    ru = "Закрытый ключ недоступен. Проверьте, где он хранится."
    en = "The private key cannot be had. Check where it is kept."


class KeySpecError(KeyPlaceError):
    """What names the key is neither a path, nor a credential, nor a PKCS#11 URI of ours."""

    code = "key-spec"
    ru = "Место ключа указано неверно: {why_ru}. Нужен путь к файлу, credential:ИМЯ или pkcs11:token=…;object=…."
    en = "The key's place is wrong: {why_en}. Name a file, credential:NAME, or pkcs11:token=…;object=…."


class KeyCredentialError(KeyPlaceError):
    """A credential of the service cannot be used."""

    code = "key-credential"
    ru = "Удостоверение службы {name} недоступно: {why_ru}. Проверьте LoadCredential= в её описании systemd."
    en = "The service credential {name} cannot be had: {why_en}. Check LoadCredential= of its systemd unit."


class KeyDeviceError(KeyPlaceError):
    """The hardware module failed; the same may succeed later."""

    code = "key-device"
    ru = "Аппаратный модуль ключа не выполнил операцию ({why}). Проверьте модуль; запрос можно повторить."
    en = "The hardware module did not do what it was asked ({why}). Check the module; the request may be repeated."


class KeyDeviceModuleError(KeyDeviceError):
    """The module's library is not named or does not load."""

    code = "key-device-module"
    ru = "Библиотека PKCS#11 не загружена: {why_ru}. Задайте module-path и установите пакет с дополнением [hsm]."
    en = "The PKCS#11 library was not loaded: {why_en}. Set module-path, and install the package with its extra [hsm]."


class KeyDeviceMissingError(KeyDeviceError):
    """The token or the key in it is not there, is there twice, or is of a kind that is none of ours."""

    code = "key-device-missing"
    ru = "В аппаратном модуле нет ровно одного такого ключа Ed25519 или P-256: {why_ru}. Проверьте token, object и id."
    en = "The module does not hold exactly one such Ed25519 or P-256 key: {why_en}. Check token, object and id."


class KeyDevicePinError(KeyDeviceError):
    """The PIN is missing or wrong. It is tried once only, as modules lock themselves."""

    code = "key-device-pin"
    ru = "PIN аппаратного модуля не подходит: {why_ru}. Задайте верный PIN и перезапустите; повторных попыток нет."
    en = "The PIN of the hardware module does not fit: {why_en}. Give the right one and restart; it is not tried again."


class KeyFileError(KeyPlaceError):
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
    ru = "В файле {path} нет закрытого ключа {kinds} в PKCS#8 PEM. Укажите файл ключа."
    en = "The file {path} holds no {kinds} private key in PKCS#8 PEM. Name a key file."


class KeyFilePassphraseError(KeyFileError):
    """The passphrase is wrong, missing, or given for a file that is not encrypted."""

    code = "key-file-passphrase"
    ru = "Пароль к файлу ключа {path} не подходит: {why_ru}. Задайте верный пароль."
    en = "The passphrase of the key file {path} does not fit: {why_en}. Give the right one."


# ------------------------------------------------------------- sealed parts


class SealedError(KeysError):
    """A sealed part is not one."""

    code = "sealed-malformed"
    ru = "Запечатанная часть составлена неверно: {place}. Запечатайте её заново средствами шлюза."
    en = "The sealed part is malformed: {place}. Seal it again with the gateway."


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


# ------------------------------------------------------- encryption at rest


class CiphertextError(KeysError):
    """A record that was kept encrypted does not open."""

    code = "ciphertext-broken"
    ru = "Зашифрованная запись изменена, перенесена или закрыта другим ключом. Сообщите оператору и аудитору."
    en = "The encrypted record was changed, moved, or closed by another key. Tell the operator and the auditor."


class MasterKeyError(KeyPlaceError):
    """The file holds no master keys."""

    code = "master-key-malformed"
    ru = "В {path} нет главного ключа: нужны от одной до четырёх строк по 64 шестнадцатеричные цифры. Проверьте файл."
    en = "There is no master key in {path}: one to four lines of 64 hex digits are needed. Check the file."


class MasterKeyUnfitError(KeyPlaceError):
    """None of the master keys opens the keyring."""

    code = "master-key-unfit"
    ru = "Главный ключ не открывает связку {path}. Укажите ключ, которым она закрыта ({id}), или восстановите её копию."
    en = "The master key does not open the keyring {path}. Name the key that closed it ({id}), or restore its copy."


class KeyringError(KeyPlaceError):
    """The keyring cannot be used."""

    code = "keyring-malformed"
    ru = "Связка ключей {path} повреждена: {place}. Восстановите её из резервной копии."
    en = "The keyring {path} is damaged at {place}. Restore it from its backup copy."


class KeyringMissingError(KeyringError):
    """There is no keyring; a new one would open nothing of what is kept."""

    code = "keyring-missing"
    ru = "Связки ключей {path} нет. Для нового узла выполните «hub keyring init», иначе восстановите её из копии."
    en = "There is no keyring {path}. For a new hub run `hub keyring init`; else restore it from its copy."


class KeyringForeignError(KeyringError):
    """The keyring is another hub's."""

    code = "keyring-foreign"
    ru = "Связка ключей {path} принадлежит другому узлу или контуру ({origin}). Проверьте HUB_KEYRING_DIR."
    en = "The keyring {path} is that of another hub or environment ({origin}). Check HUB_KEYRING_DIR."


class KeyringKeyError(KeyringError):
    """The keyring does not hold this key, or holds it no more."""

    code = "keyring-key-missing"
    ru = "В связке нет ключа {name}. Выполните «hub keyring init», а если ключ утрачен, восстановите связку из копии."
    en = "The keyring has no key {name}. Run `hub keyring init`; if the key was lost, restore the keyring's copy."
