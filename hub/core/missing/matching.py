"""Matching: all features of a missing person with those of remains; a proposal, never an identification by itself.

The score is the share of comparable weight that agrees. Contradictions stand beside it, each by itself, and are counted
before it when candidates are ranked: no agreement of other features makes one of them smaller. Only a primary
identifier that agrees can identify; then a person decides, and explains each contradiction that is left.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hub.core.missing.features import Agreement, Compared, Feature, Record, compare

SHARES = {Agreement.AGREES: 1.0, Agreement.PARTLY: 0.5, Agreement.CONTRADICTS: 0.0}
DECIMALS = 4


class Standing(StrEnum):
    """What a comparison comes to, before anybody decides."""

    IDENTIFYING = "identifying"  # a primary identifier agrees, nothing contradicts
    CONTRADICTED = "contradicted"  # something contradicts: to be explained, whatever else agrees
    CANDIDATE = "candidate"  # only secondary features: worth a comparison of primary ones
    SILENT = "silent"  # nothing could be compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One comparison: features that could be compared, contradictions among them, the score, what it comes to."""

    am: tuple[str, str]
    pm: tuple[str, str]
    features: tuple[Compared, ...]
    contradictions: tuple[Compared, ...]
    score: float
    standing: Standing


def match(am: Record, pm: Record, features: Mapping[str, Feature], results: Mapping[str, bool]) -> Match:
    """Compare a missing person with remains.

    Args:
        am: a `missing-person` record.
        pm: an `unidentified-remains` record.
        features: the features of the code list, with their weights.
        results: for primary identifiers that a laboratory compared, whether they agree.
    """
    compared = [_compare(feature, am, pm, results) for feature in features.values()]
    known = tuple(each for each in compared if each.agreement is not Agreement.UNKNOWN)
    return Match(
        am=(am["owner"], am["case_id"]),
        pm=(pm["owner"], pm["case_id"]),
        features=known,
        contradictions=tuple(each for each in known if each.agreement is Agreement.CONTRADICTS),
        score=_score(known, features),
        standing=_stand(known, features),
    )


def _compare(feature: Feature, am: Record, pm: Record, results: Mapping[str, bool]) -> Compared:
    if not feature.is_primary:
        return compare(feature, am, pm)
    agreement = {True: Agreement.AGREES, False: Agreement.CONTRADICTS, None: Agreement.UNKNOWN}
    return Compared(name=feature.name, agreement=agreement[results.get(feature.name)])


def _score(known: Sequence[Compared], features: Mapping[str, Feature]) -> float:
    weights = [(features[each.name].weight, SHARES[each.agreement]) for each in known]
    total = sum(weight for weight, _ in weights)
    return round(sum(weight * share for weight, share in weights) / total, DECIMALS) if total else 0.0


def _stand(known: Sequence[Compared], features: Mapping[str, Feature]) -> Standing:
    if any(each.agreement is Agreement.CONTRADICTS for each in known):
        return Standing.CONTRADICTED
    if any(features[each.name].is_primary for each in known):
        return Standing.IDENTIFYING
    return Standing.CANDIDATE if known else Standing.SILENT


def rank(matches: Iterable[Match], *, least: float) -> list[Match]:
    """Return the matches worth a look: what a primary identifier says first, then by contradictions, then by score.

    A contradicted match stays in the list, after those that nothing contradicts: it may be the record that errs.
    """
    worth = [each for each in matches if each.score >= least and each.standing is not Standing.SILENT]
    return sorted(
        worth, key=lambda each: (each.standing != Standing.IDENTIFYING, len(each.contradictions), -each.score)
    )


def propose(found: Match, features: Mapping[str, Feature], *, owner: str, proposal_id: str) -> dict[str, Any]:
    """Return the `match-proposal` record of a comparison: every feature, every contradiction, no decision."""
    return {
        "proposal_id": proposal_id,
        "owner": owner,
        "revision": 1,
        "am": {"owner": found.am[0], "case_id": found.am[1]},
        "pm": {"owner": found.pm[0], "case_id": found.pm[1]},
        "stage": "proposed",
        "score": found.score,
        "features": [
            {"name": each.name, "agreement": each.agreement.value, "weight": features[each.name].weight}
            for each in found.features
        ],
        "contradictions": [_shown(each) for each in found.contradictions],
    }


def _shown(each: Compared) -> dict[str, str]:
    values = {"am": each.am, "pm": each.pm}
    return {"name": each.name, **{name: value for name, value in values.items() if value}}
