"""Refusals of signed notes."""

from keys.errors.refusal import KeysError


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
