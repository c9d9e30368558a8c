"""The Tajik tables of citizenship checks <-> `citizenship-check-request` and `citizenship-check-reply`."""

from adapters._files.forms import citizenship_check, fields
from adapters._files.tables import Column, Table
from adapters.tj_files.mapping import person

REQUEST = citizenship_check.REQUEST
REPLY = citizenship_check.REPLY

REQUESTS = Table(
    kind=REQUEST,
    marks=("check_id", "check_reason"),
    root="citizenship-check-requests",
    row="citizenship-check-request",
    columns=(
        Column(key="check_id", heading="Номер проверки", required=True),
        Column(key="requesting", heading="Запрашивающий орган"),
        Column(key="requested", heading="Запрашиваемый орган", required=True),
        Column(key="requested_on", heading="Дата запроса", required=True),
        Column(key="authority", heading="Кто запрашивает", required=True),
        Column(key="check_reason", heading="Причина проверки", required=True),
        *person.COLUMNS,
        Column(key="evidence", heading="Доказательства", parts=fields.EVIDENCE),
        Column(key="languages", heading="Языки", repeats=True),
        Column(key="case_id", heading="Номер дела"),
    ),
)
REPLIES = Table(
    kind=REPLY,
    marks=("check_id", "result"),
    root="citizenship-check-replies",
    row="citizenship-check-reply",
    columns=(
        Column(key="check_id", heading="Номер проверки", required=True),
        Column(key="requesting", heading="Запрашивающий орган", required=True),
        Column(key="result", heading="Итог проверки", required=True),
        Column(key="decided_on", heading="Дата ответа", required=True),
        Column(key="authority", heading="Кто ответил", required=True),
        *person.OPTIONAL_COLUMNS,
        Column(key="reasons", heading="Причины", parts=fields.REASON),
    ),
)
REQUEST_FORM = citizenship_check.make_request(REQUESTS, person.FORM)
REPLY_FORM = citizenship_check.make_reply(REPLIES, person.FORM)
