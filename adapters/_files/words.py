"""Russian words that the tables of several states share, and what each state says in its own way."""

from dataclasses import dataclass

from adapters._files.coded import Coded

DIRECTIONS = Coded("ban-directions")
SEVERITIES = Coded("ban-severities")
ACTIONS = Coded("ban-actions", own={"contact_issuer": "связаться с инициатором"})
PERIOD_KINDS = Coded("ban-period-kinds", own={"duration": "срок", "until_condition": "до условия"})
START_EVENTS = Coded("ban-start-events")
CHANGE_CAUSES = Coded("ban-change-causes")
NAME_ROLES = Coded("name-roles")
SCRIPTS = Coded("scripts")
PROCEDURES = Coded("readmission-procedures")
SUBJECT_CLASSES = Coded("subject-classes")
DECISIONS = Coded("readmission-decisions", also={"принято": "accepted", "согласен": "accepted", "отказано": "refused"})
EVIDENCE_ITEMS = Coded("evidence-items")
PERMIT_KINDS = Coded("permit-kinds")
TRAVEL_STATUSES = Coded("travel-document-statuses")
INDICATORS = Coded("indicators")
DIMENSIONS = Coded(
    "dimensions",
    also={
        "страна назначения": "destination",
        "назначение": "destination",
        "страна исхода": "origin",
        "страна": "citizenship",
    },
)
QUALIFIERS = Coded("value-qualifiers", also={"свыше": "over", "больше": "over", "примерно": "about", "меньше": "under"})
UNITS = Coded("units", also={"чел": "persons", "чел.": "persons"})
OBSERVATION_STATUSES = Coded("observation-statuses")
ROUNDINGS = Coded("roundings", also={"усечено": "truncated", "округлено": "half_up"})
TRENDS = Coded("trend-directions")
STATEMENTS = Coded("statement-kinds")
CHECK_REASONS = Coded("citizenship-check-reasons")
CHECK_RESULTS = Coded(
    "citizenship-check-results", also={"подтверждено": "confirmed", "не подтверждено": "not_confirmed"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one state writes in its own way; moments are so many hours east of Greenwich."""

    hours: int
    sexes: Coded
    statuses: Coded
    document_types: Coded
    latin_documents: frozenset[str]
