"""The Belarusian statistical table -> situation summaries."""

from adapters._files.forms import figures
from adapters._files.forms.figures import FiguresForm
from adapters._files.tables import Column, Table
from adapters.by_files.mapping.words import WORDS

TYPE = figures.TYPE

TABLE = Table(
    kind=TYPE,
    marks=("indicator", "period", "value"),
    root="statistics",
    row="indicator",
    columns=(
        Column(key="kind", heading="Вид сведений", element="kind"),
        Column(key="indicator", heading="Наименование показателя", element="name", required=True),
        Column(key="period", heading="Отчётный период", element="period", required=True),
        Column(key="dims", heading="Разрез", element="breakdown"),
        Column(key="value", heading="Значение показателя", element="value", required=True),
        Column(key="qualifier", heading="Уточнение", element="qualifier"),
        Column(key="unit", heading="Единица измерения", element="unit"),
        Column(key="status", heading="Статус сведений", element="status"),
        Column(key="base_period", heading="Период сравнения", element="basePeriod"),
        Column(key="base_value", heading="Значение в периоде сравнения", element="baseValue"),
        Column(key="change", heading="Прирост", element="change"),
        Column(key="change_percent", heading="Темп прироста, %", element="changePercent"),
        Column(key="share", heading="Удельный вес, %", element="share"),
        Column(key="share_of", heading="Удельный вес от", element="shareOf"),
        Column(key="rounding", heading="Округление", element="rounding"),
        Column(key="codes", heading="Перечень", element="codes"),
        Column(key="rank", heading="Место", element="rank"),
        Column(key="direction", heading="Тенденция", element="direction"),
        Column(key="text", heading="Текст", element="text"),
        Column(key="text_en", heading="Текст на английском", element="textEn"),
    ),
)

FORM = FiguresForm(table=TABLE, sexes=WORDS.sexes)
