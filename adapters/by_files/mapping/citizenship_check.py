"""The Belarusian files of checks of citizenship <-> `citizenship-check-request` and `citizenship-check-reply`."""

from adapters._files.forms import citizenship_check, fields
from adapters._files.tables import Column, Table
from adapters.by_files.mapping import person

REQUEST = citizenship_check.REQUEST
REPLY = citizenship_check.REPLY

REQUESTS = Table(
    kind=REQUEST,
    marks=("check_id", "check_reason"),
    root="citizenshipCheckRequests",
    row="citizenshipCheckRequest",
    columns=(
        Column(key="check_id", heading="Номер проверки", element="checkNumber", required=True),
        Column(key="requesting", heading="Запрашивающий орган", element="requestingAuthority"),
        Column(key="requested", heading="Запрашиваемый орган", element="requestedAuthority", required=True),
        Column(key="requested_on", heading="Дата запроса", element="requestDate", required=True),
        Column(key="authority", heading="Запрашивающее подразделение", element="authority", required=True),
        Column(key="check_reason", heading="Цель проверки", element="purpose", required=True),
        *person.COLUMNS,
        Column(key="evidence", heading="Доказательства", element="evidence", parts=fields.EVIDENCE),
        Column(key="languages", heading="Языки", element="language", repeats=True),
        Column(key="case_id", heading="Номер ходатайства", element="caseNumber"),
    ),
)
REPLIES = Table(
    kind=REPLY,
    marks=("check_id", "result"),
    root="citizenshipCheckReplies",
    row="citizenshipCheckReply",
    columns=(
        Column(key="check_id", heading="Номер проверки", element="checkNumber", required=True),
        Column(key="requesting", heading="Запрашивающий орган", element="requestingAuthority", required=True),
        Column(key="result", heading="Результат проверки", element="result", required=True),
        Column(key="decided_on", heading="Дата ответа", element="replyDate", required=True),
        Column(key="authority", heading="Проверяющее подразделение", element="authority", required=True),
        *person.OPTIONAL_COLUMNS,
        Column(key="reasons", heading="Обоснование", element="reason", parts=fields.REASON),
    ),
)

REQUEST_FORM = citizenship_check.make_request(REQUESTS, person.FORM)
REPLY_FORM = citizenship_check.make_reply(REPLIES, person.FORM)
