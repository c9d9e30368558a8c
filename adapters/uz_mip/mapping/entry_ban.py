"""`kirish_taqigi` of the Uzbek register <-> the record `entry-ban`.

Amending, lifting and correcting are later revisions (`tahrir`) of one number, each with the complete card.
"""

import re
from collections.abc import Mapping
from typing import Any

from adapters._parts.faults import FormError
from adapters._parts.json_form import FLAG, TEXT, WHOLE, Form, Here, Member, Scalar
from adapters.uz_mip.mapping import parts, words
from adapters.uz_mip.mapping.person import PERSON
from hub.core.entry_ban import secrecy

_UNITS: Mapping[str, str] = {"yil": "Y", "oy": "M", "kun": "D"}
_WORDS = {letter: word for word, letter in _UNITS.items()}
_DURATION = re.compile(r"(?a:([1-9]\d{0,3})) ?(yil|oy|kun)")


def _parse_duration(value: object) -> str:
    match = _DURATION.fullmatch(value.strip().casefold()) if isinstance(value, str) else None
    if match is None:
        raise FormError(
            "duration-invalid",
            "Срок пишется числом с единицей: «3 yil», «6 oy», «90 kun».",
            "A term is a number with its unit: “3 yil”, “6 oy”, “90 kun”.",
        )
    return f"P{match[1]}{_UNITS[match[2]]}"


def _conceal(record: dict[str, Any], _here: Here) -> dict[str, Any]:
    """Leave out what a restricted ban does not tell; a card with parts missing is refused anyway."""
    complete = {"severity", "decision", "period"} <= record.keys() and "authority" in record["decision"]
    return secrecy.conceal(record) if complete else record


DECISION = Form(
    Member("raqam", "number", TEXT, required=True),
    Member("sana", "date", parts.DAY, required=True),
    Member("organ", "authority", parts.AUTHORITY, required=True),
    Member("asos", "legal_basis", parts.LEGAL_BASIS, required=True),
    Member("sud_qarori", "court_ordered", FLAG, required=True),
)
PERIOD = Form(
    Member("turi", "kind", words.coded(words.PERIOD_KINDS), required=True),
    Member("davomiylik", "duration", Scalar(_parse_duration, lambda text: f"{text[1:-1]} {_WORDS[text[-1]]}")),
    Member("hodisa", "start_event", words.coded(words.START_EVENTS)),
    Member("boshlanish", "start_on", parts.DAY),
    Member("tugash", "end_on", parts.DAY),
    Member("shart", "condition", parts.BILINGUAL),
)
APPEAL = Form(
    Member("berilgan", "filed", FLAG, required=True),
    Member("sana", "filed_on", parts.DAY),
    Member("natija", "outcome", words.coded(words.APPEAL_OUTCOMES)),
)
CHANGE = Form(
    Member("sabab", "cause", words.coded(words.CHANGE_CAUSES), required=True),
    Member("sana", "on", parts.DAY, required=True),
    Member("qaror_raqami", "decision_number", TEXT),
    Member("izoh", "note", parts.BILINGUAL),
)
FORM = Form(
    Member("taqiq_raqami", "ban_id", TEXT, required=True),
    Member("tahrir", "revision", WHOLE, required=True),
    Member("holat", "status", words.coded(words.STATUSES), required=True),
    Member("tashabbuskor", "issuer", TEXT, required=True),
    Member("yonalish", "direction", words.coded(words.DIRECTIONS), required=True),
    Member("qaror", "decision", DECISION, required=True),
    Member("asoslar", "grounds", TEXT, required=True, many=True),
    Member("sabab", "reason_text", parts.BILINGUAL),
    Member("toifa", "severity", words.coded(words.SEVERITIES), required=True),
    Member("muddat", "period", PERIOD, required=True),
    Member("shaxs", "subject", PERSON, required=True),
    Member("chora", "action", words.coded(words.ACTIONS), required=True),
    Member("holat_vaqti", "as_of", parts.MOMENT, required=True),
    Member("manba_tizim", "source_system", TEXT),
    Member("shikoyat", "appeal", APPEAL),
    Member("ozgarish", "change", CHANGE),
    assemble=_conceal,
)
