"""The columns about a person in the Tajik tables."""

from dataclasses import replace

from adapters._files.forms.fields import DOCUMENT, IDENTIFIER, NAME
from adapters._files.forms.person import PersonForm, Spelling
from adapters._files.tables import Column
from adapters.tj_files.mapping.words import WORDS

COLUMNS = (
    Column(key="surname", heading="Фамилия", required=True),
    Column(key="given", heading="Имя"),
    Column(key="patronymic", heading="Отчество"),
    Column(key="surname_latin", heading="Фамилия (лат.)", also=("Фамилия лат", "Surname")),
    Column(key="given_latin", heading="Имя (лат.)", also=("Имя лат", "Given names")),
    Column(key="patronymic_latin", heading="Отчество (лат.)", also=("Отчество лат",)),
    Column(key="other_names", heading="Другие имена", parts=NAME),
    Column(key="birth_date", heading="Дата рождения", also=("Родился", "Год рождения")),
    Column(key="birth_place", heading="Место рождения"),
    Column(key="birth_state", heading="Государство рождения"),
    Column(key="sex", heading="Пол", required=True),
    Column(key="citizenship", heading="Гражданство", required=True, repeats=True),
    Column(key="document_type", heading="Вид документа"),
    Column(key="document_series", heading="Серия документа", also=("Серия",)),
    Column(key="document_number", heading="Номер документа", also=("Номер",)),
    Column(key="document", heading="Серия и номер документа", also=("Серия и номер", "Паспорт", "Документ")),
    Column(key="document_state", heading="Государство выдачи"),
    Column(key="document_authority", heading="Кем выдан"),
    Column(key="document_issued", heading="Дата выдачи"),
    Column(key="document_expires", heading="Действителен до"),
    Column(key="other_documents", heading="Другие документы", parts=DOCUMENT),
    Column(key="identifiers", heading="Персональные номера", parts=IDENTIFIER),
)

OPTIONAL_COLUMNS = tuple(replace(column, required=False) for column in COLUMNS)
"""For documents that may be about nobody whose name is known."""

FORM = PersonForm(words=WORDS, spellings=(Spelling(script="Cyrl", suffix=""), Spelling(script="Latn", suffix="_latin")))
