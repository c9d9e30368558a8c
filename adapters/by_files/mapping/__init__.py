"""The Belarusian files, pure: columns, elements and words of its own; what they mean is in `adapters/_files/forms`."""

from adapters.by_files.mapping import citizenship_check, entry_ban, figures, readmission

FIGURES = figures.FORM
FORMS = (
    entry_ban.FORM,
    readmission.REQUEST_FORM,
    readmission.REPLY_FORM,
    citizenship_check.REQUEST_FORM,
    citizenship_check.REPLY_FORM,
)
TABLES = (FIGURES.table, *(form.table for form in FORMS))
