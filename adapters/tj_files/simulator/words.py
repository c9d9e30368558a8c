"""The register's own words for the codes of the exchange."""

from collections.abc import Mapping

STATUSES = {
    "active": "действует",
    "pending_start": "ожидает начала",
    "reduced": "сокращён",
    "lifted": "снят",
}
PERIODS = {
    "duration": "срок",
    "fixed": "точные даты",
    "indefinite": "бессрочно",
    "until_condition": "до условия",
}
EVENTS = {
    "exit": "выезд",
    "expulsion": "выдворение или депортация",
    "transfer": "передача по реадмиссии",
    "decision_effective": "вступление решения в силу",
    "decision_date": "дата решения",
}
ACTIONS = {
    "refuse_entry": "отказать во въезде",
    "check_identity": "проверить личность",
    "contact_issuer": "связаться с инициатором",
}
SEXES = {"M": "М", "F": "Ж", "X": "X", "U": "не установлен"}
DOCUMENTS = {
    "foreign_passport": "заграничный паспорт",
    "biometric_passport": "заграничный паспорт с электронным носителем",
    "birth_certificate": "свидетельство о рождении",
    "internal_passport": "внутренний паспорт",
    "identity_card": "удостоверение личности (ID-карта)",
}
STATES = {
    "AZE": "Азербайджан",
    "ARM": "Армения",
    "BLR": "Беларусь",
    "KAZ": "Казахстан",
    "KGZ": "Кыргызстан",
    "RUS": "Россия",
    "TJK": "Таджикистан",
    "UZB": "Узбекистан",
    "TKM": "Туркменистан",
}
DECISIONS = {"accepted": "согласие", "refused": "отказ"}
RESULTS = {"confirmed": "подтверждено", "not_confirmed": "не подтверждено"}
SHOWN_RESULTS = {
    "confirmed": "гражданство подтверждено",
    "not_confirmed": "гражданство не подтверждено",
    "inconclusive": "не установлено",
}
REASONS = {"readmission": "подготовка реадмиссии", "no_documents": "лицо без документов"}
EVIDENCE = {"copy_of_proof": "копия документа первой степени", "person_statement": "объяснения лица"}
UNITS = {"Y": "лет", "M": "мес.", "D": "дн."}


def back(words: Mapping[str, str], text: str) -> str:
    """Return the code of a word; a word of no code stays."""
    return next((code for code, word in words.items() if word == text), text)
