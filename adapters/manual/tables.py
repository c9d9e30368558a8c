"""The tables of the templates: every column has a heading in Russian and one in English, and both are read.

One row is one record; of figures, all rows of a period are one summary.
"""

from collections.abc import Mapping

from adapters._files.coded import Coded
from adapters._files.forms import citizenship_check, entry_ban, fields, readmission
from adapters._files.forms.figures import FiguresForm
from adapters._files.forms.person import PersonForm, Spelling
from adapters._files.intake import Forms
from adapters._files.tables import Column, Table
from adapters._files.words import Words
from adapters._parts import dates

SEXES = Coded(
    "sexes",
    own={"M": "М", "F": "Ж", "X": "X", "U": "не установлен"},
    also={"муж": "M", "жен": "F", "Х": "X", "male": "M", "female": "F", "unknown": "U", "U": "U"},
)
WORDS = Words(
    hours=dates.MOSCOW,
    sexes=SEXES,
    statuses=Coded("ban-statuses"),
    document_types=Coded("document-types"),
    latin_documents=frozenset(
        {"foreign_passport", "biometric_passport", "diplomatic_passport", "service_passport", "identity_card", "visa"}
    ),
)
PERSON = PersonForm(
    words=WORDS, spellings=(Spelling(script="Cyrl", suffix=""), Spelling(script="Latn", suffix="_latin"))
)


def _column(
    key: str, ru: str, en: str, *, required: bool = False, repeats: bool = False, parts: tuple[str, ...] = ()
) -> Column:
    return Column(key=key, heading=ru, also=(en,), required=required, repeats=repeats, parts=parts)


def _table(kind: str, marks: tuple[str, str], *columns: Column) -> Table:
    return Table(kind=kind, marks=marks, root=f"{kind}s", row=kind, columns=columns)


def _person(*, required: bool = True) -> tuple[Column, ...]:
    return (
        _column("surname", "Фамилия", "Surname", required=required),
        _column("given", "Имя", "Given names"),
        _column("patronymic", "Отчество", "Patronymic"),
        _column("surname_latin", "Фамилия (лат.)", "Surname (Latin letters)"),
        _column("given_latin", "Имя (лат.)", "Given names (Latin letters)"),
        _column("patronymic_latin", "Отчество (лат.)", "Patronymic (Latin letters)"),
        _column("other_names", "Другие имена", "Other names", parts=fields.NAME),
        _column("birth_date", "Дата рождения", "Date of birth"),
        _column("birth_place", "Место рождения", "Place of birth"),
        _column("birth_state", "Государство рождения", "State of birth"),
        _column("sex", "Пол", "Sex", required=required),
        _column("citizenship", "Гражданство", "Citizenship", required=required, repeats=True),
        _column("document_type", "Вид документа", "Kind of document"),
        _column("document_series", "Серия документа", "Series of the document"),
        _column("document_number", "Номер документа", "Number of the document"),
        _column("document_state", "Государство выдачи", "Issuing state"),
        _column("document_authority", "Кем выдан", "Issued by"),
        _column("document_issued", "Дата выдачи", "Issued on"),
        _column("document_expires", "Действителен до", "Expires on"),
        _column("other_documents", "Другие документы", "Other documents", parts=fields.DOCUMENT),
        _column("identifiers", "Персональные номера", "Personal numbers", parts=fields.IDENTIFIER),
    )


_EVIDENCE = _column("evidence", "Доказательства", "Evidence", parts=fields.EVIDENCE)
_LANGUAGES = _column("languages", "Языки", "Languages", repeats=True)

BANS = _table(
    entry_ban.TYPE,
    ("ban_id", "status"),
    _column("ban_id", "Номер запрета", "Ban number", required=True),
    _column("revision", "Редакция", "Revision", required=True),
    _column("status", "Состояние", "Status", required=True),
    _column("issuer", "Инициатор", "Issuer"),
    _column("direction", "Направление", "Direction"),
    *_person(),
    _column("grounds", "Основания", "Grounds", required=True, repeats=True),
    _column("reason", "Причина", "Reason in words"),
    _column("severity", "Вид запрета", "Class of the ban", required=True),
    _column("period_kind", "Вид срока", "Kind of term", required=True),
    _column("duration", "Срок", "Term"),
    _column("start_event", "Срок считается от", "Term runs from"),
    _column("start_on", "Начало", "Starts on"),
    _column("end_on", "Окончание", "Ends on"),
    _column("condition", "Условие окончания", "Condition that ends it"),
    _column("action", "Что делать", "Action", required=True),
    _column("decision_number", "Номер решения", "Number of the decision", required=True),
    _column("decision_date", "Дата решения", "Date of the decision", required=True),
    _column("decision_authority", "Кто принял решение", "Deciding authority", required=True),
    _column("law", "Закон", "Law", required=True),
    _column("article", "Статья", "Article", required=True),
    _column("part", "Пункт", "Point"),
    _column("court", "По решению суда", "Ordered by a court"),
    _column("change_cause", "Причина изменения", "Cause of the change"),
    _column("change_on", "Дата изменения", "Date of the change"),
    _column("as_of", "По состоянию на", "As of", required=True),
)
REQUESTS = _table(
    readmission.REQUEST,
    ("case_id", "procedure"),
    _column("case_id", "Номер дела", "Case number", required=True),
    _column("procedure", "Процедура", "Procedure", required=True),
    _column("requesting", "Запрашивающий орган", "Requesting authority"),
    _column("requested", "Запрашиваемый орган", "Requested authority", required=True),
    _column("subject_class", "Категория лица", "Class of person", required=True),
    *_person(),
    _EVIDENCE,
    _column("interview", "Нужно собеседование", "Interview requested", required=True),
    _LANGUAGES,
    _column("knowledge_on", "Дата выявления", "Date of knowledge"),
    _column("route", "Маршрут", "Route"),
    _column("crossing_point", "Пункт пропуска", "Border crossing point"),
    _column("entered_on", "Дата въезда", "Entered on"),
    _column("stops", "Промежуточные государства", "States on the way", repeats=True),
    _column("permit", "Виза или разрешение", "Visa or permit", parts=fields.PERMIT),
    _column("last_address", "Последний адрес", "Last address"),
    _column("care_needed", "Нужен уход", "Care needed"),
    _column("security_measures", "Нужны меры безопасности", "Security measures needed"),
    _column("ground_law", "Закон", "Law"),
    _column("ground_article", "Статья", "Article"),
    _column("ground_part", "Пункт", "Point"),
    _column("ground_number", "Номер решения", "Number of the decision"),
    _column("ground_on", "Дата решения", "Date of the decision"),
    _column("requested_on", "Дата запроса", "Date of the request", required=True),
)
REPLIES = _table(
    readmission.REPLY,
    ("case_id", "decision"),
    _column("case_id", "Номер дела", "Case number", required=True),
    _column("decision", "Решение", "Decision", required=True),
    _column("reasons", "Причины отказа", "Reasons of a refusal", parts=fields.REASON),
    _column("decided_on", "Дата решения", "Date of the decision", required=True),
    _column("authority", "Кто принял решение", "Deciding authority", required=True),
    _column("identity", "Личность установлена", "Identity established"),
    _column("travel_status", "Проездной документ", "Travel document"),
    _column("travel_document", "Реквизиты проездного документа", "Travel document in detail", parts=fields.DOCUMENT),
    _column("valid_until", "Согласие действует до", "Consent valid until"),
)
CHECKS = _table(
    citizenship_check.REQUEST,
    ("check_id", "check_reason"),
    _column("check_id", "Номер проверки", "Check number", required=True),
    _column("requesting", "Запрашивающий орган", "Requesting authority"),
    _column("requested", "Запрашиваемый орган", "Requested authority", required=True),
    _column("requested_on", "Дата запроса", "Date of the request", required=True),
    _column("authority", "Кто запрашивает", "Asking authority", required=True),
    _column("check_reason", "Причина проверки", "Reason of the check", required=True),
    *_person(),
    _EVIDENCE,
    _LANGUAGES,
    _column("case_id", "Номер дела", "Case number"),
)
CHECK_REPLIES = _table(
    citizenship_check.REPLY,
    ("check_id", "result"),
    _column("check_id", "Номер проверки", "Check number", required=True),
    _column("requesting", "Запрашивающий орган", "Requesting authority", required=True),
    _column("result", "Итог проверки", "Result", required=True),
    _column("decided_on", "Дата ответа", "Date of the reply", required=True),
    _column("authority", "Кто ответил", "Replying authority", required=True),
    *_person(required=False),
    _column("reasons", "Причины", "Reasons", parts=fields.REASON),
)
FIGURES = _table(
    "situation-summary",
    ("indicator", "period"),
    _column("kind", "Вид строки", "Kind of row"),
    _column("indicator", "Показатель", "Indicator", required=True),
    _column("period", "Период", "Period", required=True),
    _column("dims", "Разрез", "Breakdown"),
    _column("value", "Значение", "Value", required=True),
    _column("qualifier", "Уточнение", "Qualifier"),
    _column("unit", "Единица", "Unit"),
    _column("status", "Статус", "Status"),
    _column("base_period", "База сравнения", "Compared with"),
    _column("base_value", "Значение базы", "Value of the base"),
    _column("change", "Изменение", "Change"),
    _column("change_percent", "Изменение, %", "Change, %"),
    _column("share", "Доля, %", "Share, %"),
    _column("share_of", "Доля от", "Share of"),
    _column("rounding", "Округление", "Rounding"),
    _column("codes", "Перечень", "List of codes"),
    _column("rank", "Место", "Rank"),
    _column("direction", "Направление", "Direction"),
    _column("text", "Текст", "Text"),
    _column("text_en", "Текст (англ.)", "Text in English"),
)
FORMS = Forms(
    figures=FiguresForm(table=FIGURES, sexes=SEXES),
    documents=(
        entry_ban.make(BANS, PERSON),
        readmission.make_request(REQUESTS, PERSON),
        readmission.make_reply(REPLIES, PERSON),
        citizenship_check.make_request(CHECKS, PERSON),
        citizenship_check.make_reply(CHECK_REPLIES, PERSON),
    ),
)

PARTS: Mapping[str, tuple[str, str]] = {
    "role": ("вид имени", "kind of name"),
    "script": ("письменность", "script"),
    "surname": ("фамилия", "surname"),
    "given": ("имя", "given names"),
    "patronymic": ("отчество", "patronymic"),
    "type": ("вид", "kind"),
    "series": ("серия", "series"),
    "number": ("номер", "number"),
    "state": ("государство", "state"),
    "authority": ("кем выдан", "issued by"),
    "issued": ("дата выдачи", "issued on"),
    "expires": ("действителен до", "expires on"),
    "scheme": ("вид номера", "kind of number"),
    "value": ("номер", "number"),
    "tier": ("степень", "tier"),
    "item": ("доказательство", "item"),
    "reference": ("реквизиты", "reference"),
    "note": ("примечание", "note"),
    "forged": ("подделка", "forged"),
    "code": ("код", "code"),
    "text": ("словами", "in words"),
    "kind": ("вид", "kind"),
    "valid_until": ("действительно по", "valid until"),
}
"""What stands packed in one cell, field by field."""
