"""The Tajik list of entry bans <-> the record `entry-ban`."""

from adapters._files.forms import entry_ban
from adapters._files.tables import Column, Table
from adapters.tj_files.mapping import person

TYPE = entry_ban.TYPE
IN_FORCE = entry_ban.IN_FORCE

TABLE = Table(
    kind=TYPE,
    marks=("ban_id", "status"),
    root="entry-bans",
    row="entry-ban",
    columns=(
        Column(key="ban_id", heading="Номер запрета", required=True),
        Column(key="revision", heading="Редакция", required=True),
        Column(key="status", heading="Состояние", required=True),
        Column(key="issuer", heading="Инициатор"),
        Column(key="direction", heading="Направление"),
        *person.COLUMNS,
        Column(key="grounds", heading="Основания", required=True, repeats=True),
        Column(key="reason", heading="Причина"),
        Column(key="severity", heading="Вид запрета", required=True),
        Column(key="period_kind", heading="Вид срока", required=True),
        Column(key="duration", heading="Срок"),
        Column(key="start_event", heading="Срок считается от"),
        Column(key="start_on", heading="Начало", also=("Начало срока",)),
        Column(key="end_on", heading="Окончание", also=("Окончание срока",)),
        Column(key="condition", heading="Условие окончания"),
        Column(key="action", heading="Что делать", required=True),
        Column(key="decision_number", heading="Номер решения", required=True),
        Column(key="decision_date", heading="Дата решения", required=True),
        Column(key="decision_authority", heading="Кто принял решение", required=True),
        Column(key="law", heading="Закон", required=True),
        Column(key="article", heading="Статья", required=True),
        Column(key="part", heading="Пункт"),
        Column(key="court", heading="По решению суда"),
        Column(key="change_cause", heading="Причина изменения"),
        Column(key="change_on", heading="Дата изменения"),
        Column(key="as_of", heading="По состоянию на", required=True),
    ),
)

FORM = entry_ban.make(TABLE, person.FORM)
parse, format = FORM.parse, FORM.format  # noqa: A001 - the inverse of parse
