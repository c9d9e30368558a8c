"""The columns about a person in the Belarusian files: Russian, Belarusian and Latin spelling, personal number."""

from dataclasses import replace

from adapters._files.forms.fields import DOCUMENT, IDENTIFIER, NAME
from adapters._files.forms.person import PersonForm, Spelling
from adapters._files.tables import Column
from adapters.by_files.mapping.words import WORDS

NUMBER = "personal_number"
SCHEME = "BY-IDNO"

COLUMNS = (
    Column(key="surname", heading="Фамилия", element="lastName", required=True),
    Column(key="given", heading="Собственное имя", also=("Имя",), element="firstName"),
    Column(key="patronymic", heading="Отчество", element="middleName"),
    Column(key="surname_be", heading="Прозвішча", element="lastNameBel"),
    Column(key="given_be", heading="Уласнае імя", also=("Імя",), element="firstNameBel"),
    Column(key="patronymic_be", heading="Імя па бацьку", element="middleNameBel"),
    Column(key="surname_latin", heading="Фамилия латиницей", element="lastNameLat"),
    Column(key="given_latin", heading="Имя латиницей", element="firstNameLat"),
    Column(key="patronymic_latin", heading="Отчество латиницей", element="middleNameLat"),
    Column(key="other_names", heading="Иные имена", element="otherName", parts=NAME),
    Column(key=NUMBER, heading="Идентификационный номер", also=("Личный номер",), element="personalNumber"),
    Column(key="birth_date", heading="Дата рождения", element="birthDate"),
    Column(key="birth_place", heading="Место рождения", element="birthPlace"),
    Column(key="birth_state", heading="Страна рождения", element="birthCountry"),
    Column(key="sex", heading="Пол", element="sex", required=True),
    Column(
        key="citizenship",
        heading="Гражданство (подданство)",
        also=("Гражданство",),
        element="citizenship",
        required=True,
        repeats=True,
    ),
    Column(
        key="document_type", heading="Документ, удостоверяющий личность", also=("Вид документа",), element="docType"
    ),
    Column(key="document_series", heading="Серия", element="docSeries"),
    Column(key="document_number", heading="Номер", element="docNumber"),
    Column(key="document", heading="Серия и номер", element="docSeriesNumber"),
    Column(key="document_state", heading="Страна выдачи", element="docCountry"),
    Column(key="document_authority", heading="Орган, выдавший документ", element="docAuthority"),
    Column(key="document_issued", heading="Дата выдачи", element="docIssued"),
    Column(key="document_expires", heading="Срок действия", element="docValidTo"),
    Column(key="other_documents", heading="Иные документы", element="otherDocument", parts=DOCUMENT),
    Column(key="identifiers", heading="Иные номера", element="otherNumber", parts=IDENTIFIER),
)
OPTIONAL_COLUMNS = tuple(replace(column, required=False) for column in COLUMNS)
"""For documents that may be about nobody whose name is known."""

FORM = PersonForm(
    words=WORDS,
    spellings=(
        Spelling(script="Cyrl", suffix=""),
        Spelling(script="Cyrl", suffix="_be", lang="be"),
        Spelling(script="Latn", suffix="_latin"),
    ),
    numbers={NUMBER: SCHEME},
)
