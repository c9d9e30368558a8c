"""The words of the Tajik tables that are its own."""

from adapters._files.coded import Coded
from adapters._files.words import Words
from adapters._parts import dates

SEXES = Coded(
    "sexes",
    own={"M": "М", "F": "Ж", "X": "X", "U": "не установлен"},
    also={
        "муж": "M",
        "мужчина": "M",
        "1": "M",
        "эркак": "M",
        "мард": "M",
        "жен": "F",
        "женщина": "F",
        "2": "F",
        "аёл": "F",
        "зан": "F",
        "Х": "X",
        "не установлен": "U",
        "U": "U",
    },
)
STATUSES = Coded(
    "ban-statuses",
    own={"pending_start": "ожидает начала", "reduced": "сокращён", "annulled": "аннулирован", "superseded": "заменён"},
)
DOCUMENT_TYPES = Coded(
    "document-types",
    also={
        "паспорт": "foreign_passport",
        "загранпаспорт": "foreign_passport",
        "биометрический паспорт": "biometric_passport",
    },
)
WORDS = Words(
    hours=dates.DUSHANBE,
    sexes=SEXES,
    statuses=STATUSES,
    document_types=DOCUMENT_TYPES,
    latin_documents=frozenset(
        {
            "foreign_passport",
            "biometric_passport",
            "diplomatic_passport",
            "service_passport",
            "identity_card",
            "visa",
        }
    ),
)
