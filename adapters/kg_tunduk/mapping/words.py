"""Coded words of the Kyrgyz register, Kyrgyz in Cyrillic letters, and the codes of the records they stand for."""

from collections.abc import Mapping

from adapters._parts.json_form import Scalar, words

STATUS = words(
    {
        "башталышы күтүлүүдө": "pending_start",
        "күчүндө": "active",
        "токтотулган": "suspended",
        "алынып салынган": "lifted",
        "кыскартылган": "reduced",
        "мөөнөтү бүткөн": "expired",
        "жокко чыгарылган": "annulled",
        "алмаштырылган": "superseded",
    }
)
DIRECTION = words({"кирүү": "entry", "чыгуу": "exit", "кирүү жана чыгуу": "both"})
SEVERITY = words(
    {
        "административдик": "administrative",
        "миграциялык": "migration",
        "кылмыш": "criminal",
        "чектелген": "restricted",
    }
)
ACTION = words(
    {
        "киргизбөө": "refuse_entry",
        "ким экенин текшерүү": "check_identity",
        "демилгечиге кайрылуу": "contact_issuer",
    }
)
PERIOD_KIND = words(
    {
        "даталар": "fixed",
        "мөөнөт": "duration",
        "мөөнөтсүз": "indefinite",
        "шарт аткарылганга чейин": "until_condition",
    }
)
START_EVENT = words(
    {
        "чыгып кетүү": "exit",
        "чыгарып жиберүү": "expulsion",
        "өткөрүп берүү": "transfer",
        "чечимдин күчүнө кириши": "decision_effective",
        "чечимдин датасы": "decision_date",
    }
)
CHANGE_CAUSE = words(
    {
        "оңдоо": "correction",
        "мөөнөттүн башталышы": "start_event",
        "мунапыс": "amnesty",
        "даттануу": "appeal",
        "кайра кароо": "review",
        "узартуу": "extension",
        "мөөнөттүн бүтүшү": "expiry",
        "жарандык алуу": "citizenship",
        "каза болуу": "death",
        "бөтөн маалымат": "misused_identity",
        "башка": "other",
    }
)
APPEAL_OUTCOME = words(
    {
        "каралууда": "pending",
        "өзгөрүүсүз калтырылган": "upheld",
        "өзгөртүлгөн": "changed",
        "жокко чыгарылган": "annulled",
        "кайтарып алынган": "withdrawn",
    }
)
GROUNDS: Mapping[str, str] = {
    "мөөнөтүнөн ашык болуу": "OVERSTAY",
    "чыгарып жиберүү": "EXPULSION",
    "реадмиссия": "READMISSION",
    "жасалма документ": "FALSE-DOCUMENT",
    "жалган маалымат": "FALSE-INFORMATION",
    "кайталанган укук бузуулар": "REPEATED-OFFENCES",
    "соттолгондук": "CONVICTION",
    "чек ара эрежелери": "BORDER-RULES",
    "мыйзамсыз иштөө": "ILLEGAL-WORK",
    "келиши каалабаган жак": "UNDESIRABLE",
    "чектелген негиз": "RESTRICTED",
    "башка негиз": "OTHER",
}
"""Grounds of other states' laws stand under their codes."""
SEX = words(
    {"эркек": "M", "аял": "F", "X": "X", "белгисиз": "U"},
    also={"э": "M", "а": "F", "мужской": "M", "женский": "F", "м": "M", "ж": "F", "m": "M", "f": "F"},
)
SCRIPT = words({"кирилл": "Cyrl", "латын": "Latn", "армян": "Armn"})
NAME_KIND = words(
    {
        "негизги": "primary",
        "төрөлгөндөгү": "birth",
        "мурунку": "previous",
        "башка аты": "alias",
        "MRZ": "mrz",
    }
)
DOCUMENT_TYPE = words(
    {
        "жалпы паспорт": "foreign_passport",
        "биометриялык паспорт": "biometric_passport",
        "дипломатиялык паспорт": "diplomatic_passport",
        "кызматтык паспорт": "service_passport",
        "ички паспорт": "internal_passport",
        "ID-карта": "identity_card",
        "убактылуу күбөлүк": "temporary_identity_card",
        "баланын документи": "child_id",
        "кайтып келүү күбөлүгү": "return_certificate",
        "деңизчинин паспорту": "seafarer_book",
        "кеме башкаруучунун күбөлүгү": "skipper_book",
        "аскердик билет": "military_id",
        "СССР паспорту": "ussr_passport",
        "туулгандыгы тууралуу күбөлүк": "birth_certificate",
        "жарандыгы тууралуу күбөлүк": "citizenship_certificate",
        "жарандыгы жок адамдын күбөлүгү": "stateless_id",
        "жашоого уруксат": "residence_permit",
        "убактылуу жашоого уруксат": "temporary_residence_permit",
        "айдоочулук күбөлүк": "driving_licence",
        "виза": "visa",
        "патент": "patent",
        "башка": "other",
    }
)
VOID_STATUS = words(
    {
        "жарактуу": "valid",
        "мөөнөтү өткөн": "expired",
        "жоголгон": "lost",
        "уурдалган": "stolen",
        "жараксыз": "withdrawn",
        "жасалма": "forged",
    }
)
PROCEDURE = words({"кадимки": "ordinary", "тездетилген": "accelerated", "транзит": "transit"})
SUBJECT_CLASS = words(
    {
        "өз жараны": "own_national",
        "мурунку жаран": "former_national",
        "үчүнчү өлкөнүн жараны": "third_country_national",
        "жарандыгы жок адам": "stateless",
    }
)
PERMIT = words(
    {
        "виза": "visa",
        "жашоого уруксат": "residence_permit",
        "убактылуу жашоого уруксат": "temporary_residence_permit",
        "эмгекке уруксат": "work_permit",
    }
)
DECISION = words({"макул": "accepted", "баш тартылды": "refused"})
TRAVEL_STATUS = words({"колунда бар": "held", "берилет": "to_be_issued", "берилди": "issued"})
CHECK_REASON = words(
    {
        "реадмиссия": "readmission",
        "документи жок": "no_documents",
        "документ боюнча күмөн": "document_doubt",
        "кайтуу документи": "return_document",
        "легалдаштыруу": "legalisation",
    }
)
CHECK_RESULT = words({"ырасталды": "confirmed", "ырасталган жок": "not_confirmed", "аныкталган жок": "inconclusive"})
PERIOD_TYPE = words(
    {
        "ай": "month",
        "чейрек": "quarter",
        "жарым жыл": "half",
        "тогуз ай": "9m",
        "жыл башынан": "cumulative",
        "жыл": "year",
        "датага карата": "instant",
    }
)
QUALIFIER = words({"так": "exact", "ашык": "over", "болжол менен": "about", "аз": "under"})
UNIT = words(
    {
        "адам": "persons",
        "учур": "cases",
        "документ": "documents",
        "арыз": "applications",
        "кайрылуу": "calls",
        "млн АКШ доллары": "usd_million",
        "аймак": "regions",
    }
)
FIGURE_STATUS = words({"алдын ала": "preliminary", "акыркы": "final", "такталган": "revised"})
ROUNDING = words({"кыркылган": "truncated", "тегеректелген": "half_up", "белгисиз": "unknown"})
STATEMENT = words({"орун": "rank", "алдыңкылардын арасында": "among_first", "негизинен": "mainly", "багыт": "trend"})
TREND = words({"өсүү": "increase", "азаюу": "decrease", "өзгөрүүсүз": "stable"})


def _ground() -> Scalar:
    """Return the kind of a ground: a Kyrgyz word, or the code of another state's law as it is."""
    own = words(GROUNDS)
    coded = set(GROUNDS.values())

    def read(value: object) -> str:
        if isinstance(value, str) and value.isascii() and value not in coded:
            return value
        return str(own.read(value))

    return Scalar(read, lambda code: own.write(code) if code in coded else code)


GROUND = _ground()
