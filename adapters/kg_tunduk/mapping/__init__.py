"""The Kyrgyz register's documents <-> records, pure: no network, no files, no clock.

Names of fields are English as in the services seen on Tunduk (`pin`, `dateOfBirth`, `passportNumber`, `voidStatus`);
names of persons and coded words are Kyrgyz, dates `dd.mm.yyyy`, moments Bishkek time.
"""

from adapters._xroad.documents import Document, Documents
from adapters.kg_tunduk.mapping import (
    citizenship_check,
    entry_ban,
    readmission_reply,
    readmission_request,
    summary,
)

DOCUMENTS = Documents(
    (
        Document(kind="entryBan", type="entry-ban", form=entry_ban.FORM),
        Document(kind="readmissionRequest", type="readmission-request", form=readmission_request.FORM),
        Document(kind="readmissionReply", type="readmission-reply", form=readmission_reply.FORM),
        Document(kind="citizenshipCheckRequest", type="citizenship-check-request", form=citizenship_check.REQUEST),
        Document(kind="citizenshipCheckReply", type="citizenship-check-reply", form=citizenship_check.REPLY),
        Document(kind="migrationSummary", type="situation-summary", form=summary.FORM),
    )
)
