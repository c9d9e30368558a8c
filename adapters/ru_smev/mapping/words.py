"""Coded words of the Russian documents and the codes of the records they stand for."""

from collections.abc import Mapping

from adapters.ru_smev.mapping.writing import inverse

STATUSES: Mapping[str, str] = {
    "ОЖИДАЕТ_НАЧАЛА": "pending_start",
    "ДЕЙСТВУЕТ": "active",
    "ПРИОСТАНОВЛЕН": "suspended",
    "СНЯТ": "lifted",
    "СОКРАЩЕН": "reduced",
    "ИСТЕК": "expired",
    "АННУЛИРОВАН": "annulled",
    "ЗАМЕНЕН": "superseded",
}
DIRECTIONS: Mapping[str, str] = {"ВЪЕЗД": "entry", "ВЫЕЗД": "exit", "ВЪЕЗД_И_ВЫЕЗД": "both"}
SEVERITIES: Mapping[str, str] = {
    "АДМИНИСТРАТИВНОЕ": "administrative",
    "МИГРАЦИОННОЕ": "migration",
    "УГОЛОВНОЕ": "criminal",
    "ЗАКРЫТОЕ": "restricted",
}
ACTIONS: Mapping[str, str] = {
    "ОТКАЗАТЬ_ВО_ВЪЕЗДЕ": "refuse_entry",
    "ПРОВЕРИТЬ_ЛИЧНОСТЬ": "check_identity",
    "СВЯЗАТЬСЯ_С_ИНИЦИАТОРОМ": "contact_issuer",
}
PERIOD_KINDS: Mapping[str, str] = {
    "ДАТЫ": "fixed",
    "СРОК": "duration",
    "БЕССРОЧНО": "indefinite",
    "ДО_УСЛОВИЯ": "until_condition",
}
START_EVENTS: Mapping[str, str] = {
    "ВЫЕЗД": "exit",
    "ВЫДВОРЕНИЕ": "expulsion",
    "ПЕРЕДАЧА": "transfer",
    "ВСТУПЛЕНИЕ_В_СИЛУ": "decision_effective",
    "ДАТА_РЕШЕНИЯ": "decision_date",
}
CHANGE_CAUSES: Mapping[str, str] = {
    "ИСПРАВЛЕНИЕ": "correction",
    "НАЧАЛО_СРОКА": "start_event",
    "АМНИСТИЯ": "amnesty",
    "ОБЖАЛОВАНИЕ": "appeal",
    "ПЕРЕСМОТР": "review",
    "ПРОДЛЕНИЕ": "extension",
    "ИСТЕЧЕНИЕ": "expiry",
    "ГРАЖДАНСТВО": "citizenship",
    "СМЕРТЬ": "death",
    "ЧУЖИЕ_ДАННЫЕ": "misused_identity",
    "ИНОЕ": "other",
}
APPEAL_OUTCOMES: Mapping[str, str] = {
    "РАССМАТРИВАЕТСЯ": "pending",
    "ОСТАВЛЕНО_В_СИЛЕ": "upheld",
    "ИЗМЕНЕНО": "changed",
    "ОТМЕНЕНО": "annulled",
    "ОТОЗВАНО": "withdrawn",
}
SEXES: Mapping[str, str] = {"М": "M", "Ж": "F", "X": "X", "НЕ_УСТАНОВЛЕН": "U"}
SCRIPTS: Mapping[str, str] = {"Cyrl": "Cyrl", "Latn": "Latn", "Armn": "Armn"}
NAME_KINDS: Mapping[str, str] = {
    "ОСНОВНОЕ": "primary",
    "ПРИ_РОЖДЕНИИ": "birth",
    "ПРЕЖНЕЕ": "previous",
    "ПСЕВДОНИМ": "alias",
    "МСЗ": "mrz",
}
DOCUMENT_TYPES: Mapping[str, str] = {
    "ЗАГРАНПАСПОРТ": "foreign_passport",
    "ЗАГРАНПАСПОРТ_ЭЛЕКТРОННЫЙ": "biometric_passport",
    "ДИППАСПОРТ": "diplomatic_passport",
    "СЛУЖЕБНЫЙ_ПАСПОРТ": "service_passport",
    "ВНУТРЕННИЙ_ПАСПОРТ": "internal_passport",
    "УДОСТОВЕРЕНИЕ_ЛИЧНОСТИ": "identity_card",
    "ВРЕМЕННОЕ_УДОСТОВЕРЕНИЕ": "temporary_identity_card",
    "ДОКУМЕНТ_РЕБЕНКА": "child_id",
    "СВИДЕТЕЛЬСТВО_НА_ВОЗВРАЩЕНИЕ": "return_certificate",
    "ПАСПОРТ_МОРЯКА": "seafarer_book",
    "УДОСТОВЕРЕНИЕ_СУДОВОДИТЕЛЯ": "skipper_book",
    "ВОЕННЫЙ_БИЛЕТ": "military_id",
    "ПАСПОРТ_СССР": "ussr_passport",
    "СВИДЕТЕЛЬСТВО_О_РОЖДЕНИИ": "birth_certificate",
    "СВИДЕТЕЛЬСТВО_О_ГРАЖДАНСТВЕ": "citizenship_certificate",
    "УДОСТОВЕРЕНИЕ_ЛБГ": "stateless_id",
    "ВИД_НА_ЖИТЕЛЬСТВО": "residence_permit",
    "РВП": "temporary_residence_permit",
    "ВОДИТЕЛЬСКОЕ_УДОСТОВЕРЕНИЕ": "driving_licence",
    "ВИЗА": "visa",
    "ПАТЕНТ": "patent",
    "ИНОЙ": "other",
}
DOCUMENT_CONDITIONS: Mapping[str, str] = {
    "ДЕЙСТВИТЕЛЕН": "valid",
    "ИСТЕК": "expired",
    "УТРАЧЕН": "lost",
    "ПОХИЩЕН": "stolen",
    "ИЗЪЯТ": "withdrawn",
    "ПОДЛОЖЕН": "forged",
}
PROCEDURES: Mapping[str, str] = {"ОБЫЧНАЯ": "ordinary", "УСКОРЕННАЯ": "accelerated", "ТРАНЗИТ": "transit"}
SUBJECT_CLASSES: Mapping[str, str] = {
    "ГРАЖДАНИН": "own_national",
    "БЫВШИЙ_ГРАЖДАНИН": "former_national",
    "ГРАЖДАНИН_ТРЕТЬЕГО_ГОСУДАРСТВА": "third_country_national",
    "ЛБГ": "stateless",
}
DECISIONS: Mapping[str, str] = {"СОГЛАСИЕ": "accepted", "ОТКАЗ": "refused"}
CHECK_REASONS: Mapping[str, str] = {
    "РЕАДМИССИЯ": "readmission",
    "БЕЗ_ДОКУМЕНТОВ": "no_documents",
    "СОМНЕНИЕ_В_ДОКУМЕНТЕ": "document_doubt",
    "ДОКУМЕНТ_НА_ВОЗВРАЩЕНИЕ": "return_document",
    "ЛЕГАЛИЗАЦИЯ": "legalisation",
}
CHECK_RESULTS: Mapping[str, str] = {
    "ПОДТВЕРЖДЕНО": "confirmed",
    "НЕ_ПОДТВЕРЖДЕНО": "not_confirmed",
    "НЕ_УСТАНОВЛЕНО": "inconclusive",
}
PERIOD_TYPES: Mapping[str, str] = {
    "МЕСЯЦ": "month",
    "КВАРТАЛ": "quarter",
    "ПОЛУГОДИЕ": "half",
    "ДЕВЯТЬ_МЕСЯЦЕВ": "9m",
    "С_НАЧАЛА_ГОДА": "cumulative",
    "ГОД": "year",
    "НА_ДАТУ": "instant",
}
QUALIFIERS: Mapping[str, str] = {"ТОЧНО": "exact", "БОЛЕЕ": "over", "ОКОЛО": "about", "МЕНЕЕ": "under"}
UNITS: Mapping[str, str] = {
    "ЧЕЛ": "persons",
    "ДЕЛО": "cases",
    "ДОКУМЕНТ": "documents",
    "ЗАЯВЛЕНИЕ": "applications",
    "ЗВОНОК": "calls",
    "МЛН_ДОЛЛ": "usd_million",
    "РЕГИОН": "regions",
}
OBSERVATION_STATUSES: Mapping[str, str] = {
    "ПРЕДВАРИТЕЛЬНО": "preliminary",
    "ОКОНЧАТЕЛЬНО": "final",
    "УТОЧНЕНО": "revised",
}
ROUNDINGS: Mapping[str, str] = {"ОТБРОШЕНО": "truncated", "ОКРУГЛЕНО": "half_up", "НЕИЗВЕСТНО": "unknown"}
STATEMENT_KINDS: Mapping[str, str] = {
    "МЕСТО": "rank",
    "СРЕДИ_ПЕРВЫХ": "among_first",
    "В_ОСНОВНОМ": "mainly",
    "ТЕНДЕНЦИЯ": "trend",
}
TREND_DIRECTIONS: Mapping[str, str] = {"РОСТ": "increase", "СНИЖЕНИЕ": "decrease", "БЕЗ_ИЗМЕНЕНИЙ": "stable"}
MACHINE_READABLE = frozenset(
    {"foreign_passport", "biometric_passport", "diplomatic_passport", "service_passport", "visa", "identity_card"}
)
"""Types of documents with a machine readable zone: their numbers are in Latin letters."""

STATUS_WORDS = inverse(STATUSES)
DIRECTION_WORDS = inverse(DIRECTIONS)
SEVERITY_WORDS = inverse(SEVERITIES)
ACTION_WORDS = inverse(ACTIONS)
PERIOD_KIND_WORDS = inverse(PERIOD_KINDS)
START_EVENT_WORDS = inverse(START_EVENTS)
CAUSE_WORDS = inverse(CHANGE_CAUSES)
APPEAL_WORDS = inverse(APPEAL_OUTCOMES)
SEX_WORDS = inverse(SEXES)
NAME_KIND_WORDS = inverse(NAME_KINDS)
DOCUMENT_TYPE_WORDS = inverse(DOCUMENT_TYPES)
DOCUMENT_CONDITION_WORDS = inverse(DOCUMENT_CONDITIONS)
PROCEDURE_WORDS = inverse(PROCEDURES)
SUBJECT_CLASS_WORDS = inverse(SUBJECT_CLASSES)
DECISION_WORDS = inverse(DECISIONS)
CHECK_REASON_WORDS = inverse(CHECK_REASONS)
CHECK_RESULT_WORDS = inverse(CHECK_RESULTS)
PERIOD_TYPE_WORDS = inverse(PERIOD_TYPES)
QUALIFIER_WORDS = inverse(QUALIFIERS)
UNIT_WORDS = inverse(UNITS)
OBSERVATION_STATUS_WORDS = inverse(OBSERVATION_STATUSES)
ROUNDING_WORDS = inverse(ROUNDINGS)
STATEMENT_KIND_WORDS = inverse(STATEMENT_KINDS)
TREND_DIRECTION_WORDS = inverse(TREND_DIRECTIONS)
