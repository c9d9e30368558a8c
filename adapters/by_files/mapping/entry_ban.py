"""The Belarusian list of persons banned from entry <-> the record `entry-ban`."""

from adapters._files.forms import entry_ban
from adapters._files.tables import Column, Table
from adapters.by_files.mapping import person

TYPE = entry_ban.TYPE
IN_FORCE = entry_ban.IN_FORCE

TABLE = Table(
    kind=TYPE,
    marks=("ban_id", "status"),
    root="entryBans",
    row="entryBan",
    columns=(
        Column(key="ban_id", heading="Учётный номер запрета", element="banNumber", required=True),
        Column(key="revision", heading="Номер редакции", element="revision", required=True),
        Column(key="status", heading="Состояние запрета", element="status", required=True),
        Column(key="issuer", heading="Кем введён", element="issuer"),
        Column(key="direction", heading="Направление", element="direction"),
        *person.COLUMNS,
        Column(key="grounds", heading="Основания запрета", element="ground", required=True, repeats=True),
        Column(key="reason", heading="Пояснение", element="reason"),
        Column(key="severity", heading="Вид запрета", element="severity", required=True),
        Column(key="period_kind", heading="Вид срока", element="periodKind", required=True),
        Column(key="duration", heading="Срок запрета", element="period"),
        Column(key="start_event", heading="Исчисляется со дня", element="periodFrom"),
        Column(key="start_on", heading="Запрет с", element="dateFrom"),
        Column(key="end_on", heading="Запрет по", element="dateTo"),
        Column(key="condition", heading="Условие прекращения", element="condition"),
        Column(key="action", heading="Действие на границе", element="action", required=True),
        Column(key="decision_number", heading="Номер заключения", element="decisionNumber", required=True),
        Column(key="decision_date", heading="Дата заключения", element="decisionDate", required=True),
        Column(key="decision_authority", heading="Кем принято решение", element="decisionAuthority", required=True),
        Column(key="law", heading="Правовой акт", element="act", required=True),
        Column(key="article", heading="Статья", element="article", required=True),
        Column(key="part", heading="Часть", element="part"),
        Column(key="court", heading="По постановлению суда", element="courtOrdered"),
        Column(key="change_cause", heading="Основание изменения", element="changeCause"),
        Column(key="change_on", heading="Дата изменения", element="changeDate"),
        Column(key="as_of", heading="Сведения на", element="asOf", required=True),
    ),
)

FORM = entry_ban.make(TABLE, person.FORM)
parse, format = FORM.parse, FORM.format  # noqa: A001 - the inverse of parse
