"""Evidence of nationality and of the conditions for third-country nationals: four tiers, and what each brings about.

    N1   proof            nationality is established without further verification, never by a forged document
    N2A  presumption      nationality is deemed established unless the requested state proves otherwise
    N2B  indication       a ground to begin a verification, no more
    N3   none of these    an interview by the diplomatic or consular mission, without undue delay
    T1   proof            the conditions for a third-country national are met without investigation
    T2   presumption      they are deemed to be met unless disproved

(The agreements' annexes 1, 2A and 2B: `schemas/codes/evidence-tiers.json`.) A reply that goes against them is not
refused: it is the state's to decide. It is shown to both sides as needing an explanation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hub.core.errors import Fault

NOT_ESTABLISHED, FORGED, CONDITION_NOT_MET = "R01", "R02", "R05"
THIRD_COUNTRY = frozenset({"third_country_national", "stateless"})


class Effect(StrEnum):
    """What the strongest of the evidence brings about."""

    ESTABLISHED = "established"
    PRESUMED = "presumed"
    VERIFICATION = "verification"
    INTERVIEW = "interview"


_EFFECTS: Mapping[str, Effect] = {
    "N1": Effect.ESTABLISHED,
    "T1": Effect.ESTABLISHED,
    "N2A": Effect.PRESUMED,
    "T2": Effect.PRESUMED,
    "N2B": Effect.VERIFICATION,
}
_WORDS: Mapping[Effect, tuple[str, str]] = {
    Effect.ESTABLISHED: ("признаётся без дополнительной проверки", "recognised without further verification"),
    Effect.PRESUMED: ("предполагается, пока не опровергнуто", "deemed established unless disproved"),
    Effect.VERIFICATION: ("только основание начать проверку", "a ground to begin a verification only"),
    Effect.INTERVIEW: ("доказательств нет: нужно собеседование", "no evidence: an interview is needed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What a request's evidence brings about, and why: `tier` is the strongest that is not forged, if any."""

    effect: Effect
    tier: str | None
    ru: str
    en: str


def weigh(record: Mapping[str, Any], added: Sequence[Mapping[str, Any]] = ()) -> Weight:
    """Return what the evidence of a request comes to: of nationality, or of the conditions for third-country nationals.

    Args:
        record: the request; forged items prove nothing.
        added: evidence that came later, with information.
    """
    wanted = "T" if record["subject_class"] in THIRD_COUNTRY else "N"
    tiers = {item["tier"] for item in (*record["evidence"], *added) if not item.get("forged", False)}
    tier = next((each for each in _EFFECTS if each in tiers and each.startswith(wanted)), None)
    effect = Effect.INTERVIEW if tier is None else _EFFECTS[tier]
    ru, en = _WORDS[effect]
    return Weight(effect=effect, tier=tier, ru=ru, en=en)


def question_reply(effect: Effect, record: Mapping[str, Any], *, was_interviewed: bool) -> list[Fault]:
    """Return where a refusal goes against the evidence's effect, and so needs an explanation."""
    codes = {reason["code"]: place for place, reason in enumerate(record.get("reasons", ()))}
    place = codes.get(NOT_ESTABLISHED, codes.get(CONDITION_NOT_MET))
    if place is None or FORGED in codes:
        return []
    reason, pointer = record["reasons"][place], f"/reasons/{place}"
    if effect is Effect.ESTABLISHED:
        return [_against_proof(pointer)]
    if effect is Effect.PRESUMED and "text" not in reason:
        return [_not_disproved(pointer)]
    if effect is Effect.INTERVIEW and not was_interviewed and reason["code"] == NOT_ESTABLISHED:
        return [_not_interviewed(pointer)]
    return []


def question_request(record: Mapping[str, Any]) -> list[Fault]:
    """Return what is odd in the evidence of a request: warnings."""
    faults = [
        Fault(
            pointer=f"/evidence/{place}",
            code="forged-proves-nothing",
            ru="Документ отмечен как поддельный и ничего не доказывает. Приложите другие доказательства.",
            en="The document is marked as forged and proves nothing. Add other evidence.",
        )
        for place, item in enumerate(record["evidence"])
        if item.get("forged", False)
    ]
    if weigh(record).effect is Effect.INTERVIEW and not record["interview_requested"]:
        faults.append(
            Fault(
                pointer="/evidence",
                code="interview-needed",
                ru="Доказательств для этой категории лица нет. Запросите собеседование или дополните запрос.",
                en="None of the evidence bears on this class of person. Request an interview, or add evidence.",
            )
        )
    return faults


def _against_proof(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="refusal-against-proof",
        ru="Доказательство признаётся без проверки, а отказ говорит обратное. Требует пояснения.",
        en="The evidence is recognised without verification, and the refusal says otherwise. An explanation is needed.",
    )


def _not_disproved(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="presumption-not-disproved",
        ru="Отказ не говорит, чем опровергнута презумпция. Требует пояснения.",
        en="The refusal does not say what disproves the presumption. An explanation is needed.",
    )


def _not_interviewed(pointer: str) -> Fault:
    return Fault(
        pointer=pointer,
        code="refusal-without-interview",
        ru="Отказано без собеседования, хотя доказательств нет. Требует пояснения.",
        en="It was refused without an interview, though there is no evidence. An explanation is needed.",
    )
