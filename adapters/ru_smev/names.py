"""XML names: of the SOAP envelope, of the SMEV 3 exchange schemas 1.1, and of our own business documents."""

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
TYPES = "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/1.1"
BASIC = "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/basic/1.1"
FAULTS = "urn://x-artefacts-smev-gov-ru/services/message-exchange/types/faults/1.1"

PERSON = "urn:cis-migration:ru-smev:person:1.0.0"
ENTRY_BAN = "urn:cis-migration:ru-smev:entry-ban:1.0.0"
READMISSION = "urn:cis-migration:ru-smev:readmission:1.0.0"
CITIZENSHIP = "urn:cis-migration:ru-smev:citizenship:1.0.0"
STATISTICS = "urn:cis-migration:ru-smev:statistics:1.0.0"
EXCHANGE = "urn:cis-migration:ru-smev:exchange:1.0.0"
"""Business namespaces of this project: no ministry has published such a format (see README.md)."""

PREFIXES = {
    "soap": SOAP,
    "ns": TYPES,
    "basic": BASIC,
    "pd": PERSON,
    "eb": ENTRY_BAN,
    "rm": READMISSION,
    "cc": CITIZENSHIP,
    "st": STATISTICS,
    "ex": EXCHANGE,
}
