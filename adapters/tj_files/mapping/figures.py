"""The Tajik table of figures -> situation summaries."""

from adapters._files.forms import figures
from adapters._files.forms.figures import Draft, FiguresForm
from adapters._files.tables import Column, Table
from adapters.tj_files.mapping.words import WORDS

__all__ = ["FORM", "TABLE", "TYPE", "Draft", "parse"]

TYPE = figures.TYPE

TABLE = Table(
    kind=TYPE,
    marks=("indicator", "period", "value"),
    root="figures",
    row="figure",
    columns=(
        Column(key="kind", heading="Вид строки"),
        Column(key="indicator", heading="Показатель", required=True),
        Column(key="period", heading="Период", required=True),
        Column(key="dims", heading="Разрез"),
        Column(key="value", heading="Значение", required=True),
        Column(key="qualifier", heading="Уточнение"),
        Column(key="unit", heading="Единица", also=("Единица измерения", "Ед. изм.")),
        Column(key="status", heading="Статус"),
        Column(key="base_period", heading="База сравнения"),
        Column(key="base_value", heading="Значение базы"),
        Column(key="change", heading="Изменение"),
        Column(key="change_percent", heading="Изменение, %"),
        Column(key="share", heading="Доля, %"),
        Column(key="share_of", heading="Доля от"),
        Column(key="rounding", heading="Округление"),
        Column(key="codes", heading="Перечень"),
        Column(key="rank", heading="Место"),
        Column(key="direction", heading="Направление"),
        Column(key="text", heading="Текст"),
        Column(key="text_en", heading="Текст (англ.)", also=("Текст на английском",)),
    ),
)

FORM = FiguresForm(table=TABLE, sexes=WORDS.sexes)
parse = FORM.parse
