"""Refusals of private keys that are not where they should be: files, credentials, hardware modules, keyring."""

from keys.errors.refusal import KeysError


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


class PassphraseFileError(KeyPlaceError):
    """The file of a passphrase or PIN cannot be used."""

    code = "passphrase-file"
    ru = "Файл с паролем {path} не читается: {why_ru}. Проверьте путь и права."
    en = "The passphrase file {path} cannot be read: {why_en}. Check the path and the permissions."


class PassphraseExposedError(PassphraseFileError):
    """Others could read or replace the file."""

    code = "passphrase-exposed"
    ru = "Файл с паролем {path} небезопасен: {why_ru}. Нужен обычный файл владельца процесса с правами 0600."
    en = (
        "The passphrase file {path} is not safe: {why_en}. It has to be a regular file of the process's own user, 0600."
    )


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


class KeyringBehindError(KeyringError):
    """The keyring is an older copy than one that was used."""

    code = "keyring-behind"
    ru = "Связка ключей {path} — старая копия: её номер {serial}, а узел уже работал с {seen}. Верните новейшую копию."
    en = (
        "The keyring {path} is an older copy: its serial is {serial}, the hub has used {seen}. Put back the newest one."
    )


class KeyringKeyError(KeyringError):
    """The keyring does not hold this key, or holds it no more."""

    code = "keyring-key-missing"
    ru = "В связке нет ключа {name}. Выполните «hub keyring init», а если ключ утрачен, восстановите связку из копии."
    en = "The keyring has no key {name}. Run `hub keyring init`; if the key was lost, restore the keyring's copy."
