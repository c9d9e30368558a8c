"""What `hub match` does: it reads two records, compares them, and prints."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import Exit, Text
from hub.core.errors import Fault, SchemaViolationError
from hub.core.missing import matching
from hub.core.missing.features import Feature, read_features
from hub.core.missing.matching import Match
from hub.settings import Settings
from schemas import catalogue

VERSION = "1.0"
SCORE = Text("сошлось {score:.0%}; {standing}", "{score:.0%} agrees; {standing}")
STANDINGS = {
    "identifying": Text(
        "первичный признак совпал, ничто не противоречит", "a primary feature agrees, none contradicts"
    ),
    "contradicted": Text("есть противоречия", "there are contradictions"),
    "candidate": Text("только вторичные признаки: сравните первичные", "secondary features only: compare primary ones"),
    "silent": Text("сравнить нечего", "nothing could be compared"),
}
AGREEMENTS = {
    "agrees": Text("совпадает", "agrees"),
    "partly": Text("совпадает отчасти", "agrees in part"),
    "contradicts": Text("противоречит", "contradicts"),
}


def compare(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print how a missing person compares with remains."""
    found = _match(arguments)
    if arguments.json:
        print(json.dumps(_to_json(found), ensure_ascii=False))
        return Exit.DONE
    standing = STANDINGS[found.standing].of(settings.language)
    print(SCORE.of(settings.language).format(score=found.score, standing=standing))
    labels = catalogue.load().code_list("match-features")
    for each in found.features:
        values = f": {each.am} / {each.pm}" if each.am or each.pm else ""
        said = AGREEMENTS[each.agreement].of(settings.language)
        print(f"  {labels.label(each.name, settings.language)}: {said}{values}")
    return Exit.DONE


def propose(arguments: argparse.Namespace, _settings: Settings) -> int:
    """Print the record of a proposal."""
    record = matching.propose(_match(arguments), _features(), owner=arguments.owner, proposal_id=arguments.id)
    _check("match-proposal", record)
    print(json.dumps(record, ensure_ascii=False, indent=2))
    return Exit.DONE


def _match(arguments: argparse.Namespace) -> Match:
    results = {**dict.fromkeys(arguments.agrees, True), **dict.fromkeys(arguments.differs, False)}
    person = _read("missing-person", arguments.person)
    return matching.match(person, _read("unidentified-remains", arguments.remains), _features(), results)


def _features() -> dict[str, Feature]:
    return read_features({entry.code: entry.more for entry in catalogue.load().code_list("match-features").entries})


def _read(kind: str, path: Path) -> Mapping[str, Any]:
    record = files.read_object(path)
    _check(kind, record)
    return record


def _check(kind: str, record: Mapping[str, Any]) -> None:
    violations = catalogue.load().validate(kind, VERSION, record)
    if violations:
        raise SchemaViolationError([Fault(pointer=v.pointer, code=v.code, ru=v.ru, en=v.en) for v in violations])


def _to_json(found: Match) -> dict[str, Any]:
    return {
        "score": found.score,
        "standing": found.standing.value,
        "features": [{"name": each.name, "agreement": each.agreement.value} for each in found.features],
        "contradictions": [{"name": each.name, "am": each.am, "pm": each.pm} for each in found.contradictions],
    }
