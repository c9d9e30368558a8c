"""The words of the Belarusian files that are its own; Belarusian ones are read, Russian ones written."""

from adapters._files.coded import Coded
from adapters._files.words import Words

MINSK = 3
"""Hours east of Greenwich, all year."""

WORDS = Words(
    hours=MINSK,
    sexes=Coded(
        "sexes",
        own={"M": "М", "F": "Ж", "X": "X", "U": "не определён"},
        also={
            "муж": "M",
            "мужчына": "M",
            "мужчынскі": "M",
            "жен": "F",
            "жан": "F",
            "жанчына": "F",
            "жаночы": "F",
            "Х": "X",
            "не определен": "U",
        },
    ),
    statuses=Coded(
        "ban-statuses",
        own={
            "pending_start": "не наступил",
            "active": "действует",
            "lifted": "отменён",
            "reduced": "сокращён",
            "annulled": "признан ошибочным",
            "superseded": "заменён",
        },
        also={"дзейнічае": "active", "прекращён": "lifted"},
    ),
    document_types=Coded(
        "document-types",
        also={
            "паспорт": "foreign_passport",
            "паспорт гражданина республики беларусь": "foreign_passport",
            "биометрический паспорт": "biometric_passport",
            "пашпарт": "foreign_passport",
            "id-карта": "identity_card",
            "идентификационная карта": "identity_card",
            "удостоверение беженца": "other",
        },
    ),
    latin_documents=frozenset(
        {
            "foreign_passport",
            "biometric_passport",
            "diplomatic_passport",
            "service_passport",
            "identity_card",
            "residence_permit",
            "visa",
        }
    ),
)
