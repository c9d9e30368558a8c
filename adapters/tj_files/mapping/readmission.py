"""The Tajik tables of readmission <-> the records `readmission-request` and `readmission-reply`."""

from adapters._files.forms import fields, readmission
from adapters._files.tables import Column, Table
from adapters.tj_files.mapping import person

REQUEST = readmission.REQUEST
REPLY = readmission.REPLY

REQUESTS = Table(
    kind=REQUEST,
    marks=("case_id", "procedure"),
    root="readmission-requests",
    row="readmission-request",
    columns=(
        Column(key="case_id", heading="Номер дела", required=True),
        Column(key="procedure", heading="Процедура", required=True),
        Column(key="requesting", heading="Запрашивающий орган"),
        Column(key="requested", heading="Запрашиваемый орган", required=True),
        Column(key="subject_class", heading="Категория лица", required=True),
        *person.COLUMNS,
        Column(key="evidence", heading="Доказательства", parts=fields.EVIDENCE),
        Column(key="interview", heading="Нужно собеседование", required=True),
        Column(key="languages", heading="Языки", repeats=True),
        Column(key="knowledge_on", heading="Дата выявления"),
        Column(key="route", heading="Маршрут"),
        Column(key="crossing_point", heading="Пункт пропуска"),
        Column(key="entered_on", heading="Дата въезда"),
        Column(key="stops", heading="Промежуточные государства", repeats=True),
        Column(key="permit", heading="Виза или разрешение", parts=fields.PERMIT),
        Column(key="last_address", heading="Последний адрес"),
        Column(key="care_needed", heading="Нужен уход"),
        Column(key="security_measures", heading="Нужны меры безопасности"),
        Column(key="ground_law", heading="Закон"),
        Column(key="ground_article", heading="Статья"),
        Column(key="ground_part", heading="Пункт"),
        Column(key="ground_number", heading="Номер решения"),
        Column(key="ground_on", heading="Дата решения"),
        Column(key="requested_on", heading="Дата запроса", required=True),
    ),
)
REPLIES = Table(
    kind=REPLY,
    marks=("case_id", "decision"),
    root="readmission-replies",
    row="readmission-reply",
    columns=(
        Column(key="case_id", heading="Номер дела", required=True),
        Column(key="decision", heading="Решение", required=True),
        Column(key="reasons", heading="Причины отказа", parts=fields.REASON),
        Column(key="decided_on", heading="Дата решения", required=True),
        Column(key="authority", heading="Кто принял решение", required=True),
        Column(key="identity", heading="Личность установлена"),
        Column(key="travel_status", heading="Проездной документ"),
        Column(key="travel_document", heading="Реквизиты проездного документа", parts=fields.DOCUMENT),
        Column(key="valid_until", heading="Согласие действует до"),
    ),
)

REQUEST_FORM = readmission.make_request(REQUESTS, person.FORM)
REPLY_FORM = readmission.make_reply(REPLIES, person.FORM)
parse_request, format_request = REQUEST_FORM.parse, REQUEST_FORM.format
parse_reply, format_reply = REPLY_FORM.parse, REPLY_FORM.format
