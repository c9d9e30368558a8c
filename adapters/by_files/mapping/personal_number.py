"""The Belarusian personal number: 14 characters with a check digit. A wrong one in an own record is refused.

3270287A012PB2      sex and century, date of birth, region, serial, citizenship, check digit
"""

from collections.abc import Mapping
from typing import Any

from adapters._files.forms.form import Form
from adapters._files.tables import RowReader
from adapters.by_files.mapping.person import NUMBER, SCHEME
from hub.core.identity import national_identifier
from hub.core.identity.national_identifier import Finding, Severity

_TEXTS: Mapping[Finding, tuple[str, str]] = {
    Finding.FORM: (
        "Это не идентификационный номер: нужны 14 знаков вида 1234567A123AA1. Сверьте его с документом.",
        "This is no personal number: 14 characters such as 1234567A123AA1 are needed. Check it.",
    ),
    Finding.CHECK_DIGIT: (
        "Контрольный знак номера не сходится. Сверьте номер с документом.",
        "The check digit of the number does not fit. Compare the number with the document.",
    ),
}


def examine(form: Form, record: Mapping[str, Any], row: RowReader) -> None:
    """Hold the personal number of an own record against its check digit; what is wrong becomes a fault."""
    person = record.get(form.person) if form.person is not None else None
    for identifier in [] if person is None else person.get("identifiers", ()):
        if identifier["scheme"] != SCHEME:
            continue
        for finding in national_identifier.check(SCHEME, identifier["value"]):
            if national_identifier.severity(SCHEME, finding, own=True) is Severity.ERROR:
                row.fault(str(finding), NUMBER, *_TEXTS[finding])
