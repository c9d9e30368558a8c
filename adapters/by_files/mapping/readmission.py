"""The Belarusian files of readmission <-> the records `readmission-request` and `readmission-reply`."""

from adapters._files.forms import fields, readmission
from adapters._files.tables import Column, Table
from adapters.by_files.mapping import person

REQUEST = readmission.REQUEST
REPLY = readmission.REPLY

REQUESTS = Table(
    kind=REQUEST,
    marks=("case_id", "procedure"),
    root="readmissionRequests",
    row="readmissionRequest",
    columns=(
        Column(key="case_id", heading="Номер ходатайства", element="caseNumber", required=True),
        Column(key="procedure", heading="Порядок", element="procedure", required=True),
        Column(key="requesting", heading="Запрашивающий орган", element="requestingAuthority"),
        Column(key="requested", heading="Запрашиваемый орган", element="requestedAuthority", required=True),
        Column(key="subject_class", heading="Категория лица", element="personCategory", required=True),
        *person.COLUMNS,
        Column(key="evidence", heading="Доказательства", element="evidence", parts=fields.EVIDENCE),
        Column(key="interview", heading="Требуется собеседование", element="interview", required=True),
        Column(key="languages", heading="Языки", element="language", repeats=True),
        Column(key="knowledge_on", heading="Дата установления пребывания", element="establishedDate"),
        Column(key="route", heading="Маршрут", element="route"),
        Column(key="crossing_point", heading="Пункт пропуска", element="checkpoint"),
        Column(key="entered_on", heading="Дата въезда", element="entryDate"),
        Column(key="stops", heading="Государства следования", element="transitCountry", repeats=True),
        Column(key="permit", heading="Виза или разрешение", element="permit", parts=fields.PERMIT),
        Column(key="last_address", heading="Последнее место жительства", element="lastAddress"),
        Column(key="care_needed", heading="Нуждается в уходе", element="careNeeded"),
        Column(key="security_measures", heading="Меры безопасности", element="securityMeasures"),
        Column(key="ground_law", heading="Правовой акт", element="act"),
        Column(key="ground_article", heading="Статья", element="article"),
        Column(key="ground_part", heading="Часть", element="part"),
        Column(key="ground_number", heading="Номер постановления", element="decisionNumber"),
        Column(key="ground_on", heading="Дата постановления", element="decisionDate"),
        Column(key="requested_on", heading="Дата ходатайства", element="requestDate", required=True),
    ),
)
REPLIES = Table(
    kind=REPLY,
    marks=("case_id", "decision"),
    root="readmissionReplies",
    row="readmissionReply",
    columns=(
        Column(key="case_id", heading="Номер ходатайства", element="caseNumber", required=True),
        Column(key="decision", heading="Решение по ходатайству", element="decision", required=True),
        Column(key="reasons", heading="Основания отказа", element="reason", parts=fields.REASON),
        Column(key="decided_on", heading="Дата решения", element="decisionDate", required=True),
        Column(key="authority", heading="Орган, принявший решение", element="authority", required=True),
        Column(key="identity", heading="Личность установлена", element="identityEstablished"),
        Column(key="travel_status", heading="Проездной документ", element="travelDocumentStatus"),
        Column(
            key="travel_document",
            heading="Реквизиты документа",
            element="travelDocument",
            parts=fields.DOCUMENT,
        ),
        Column(key="valid_until", heading="Согласие действительно по", element="validTo"),
    ),
)

REQUEST_FORM = readmission.make_request(REQUESTS, person.FORM)
REPLY_FORM = readmission.make_reply(REPLIES, person.FORM)
