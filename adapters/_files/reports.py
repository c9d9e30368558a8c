"""From what is known about a unit of the spool to the report on its file."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters._files.intake import Forms, place_in_summary
from adapters._files.report import Report, State
from adapters._files.tables import Sheet
from adapters._parts.faults import Fault
from adapters._parts.spool import Unit, Verdicted
from hub.sdk.ports import Problem, Verdict


def make_info(*, file: str, sha256: str, sheet: Sheet | None, faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """Return what is noted about a unit; `faults` are there when the file was rejected."""
    headings = {} if sheet is None else sheet.headings()
    return {
        "file": file,
        "sha256": sha256,
        "kind": None if sheet is None else sheet.table.kind,
        "suffixes": {} if sheet is None else sheet.suffixes(),
        "headings": {str(at): heading for at, heading in headings.items()},
        "rejected": bool(faults),
        "faults": [{"code": fault.code, "place": fault.place, "ru": fault.ru, "en": fault.en} for fault in faults],
    }


def make_report(forms: Forms, unit: Unit, verdicts: Sequence[Verdicted], *, records: int, final: bool) -> Report:
    """Return the report on the file of a unit, with the problems the hub had with its rows."""
    info = unit.info
    faults = [Fault(**fault) for fault in info["faults"]]
    refused = [verdict for verdict in verdicts if verdict.verdict is Verdict.REFUSED]
    for verdict in verdicts:  # problems of an accepted record are warnings
        problems = verdict.problems or ([_NO_REASON] if verdict in refused else [])
        faults += [_fault(forms, info, verdict, problem) for problem in problems]
    if info["rejected"]:
        state = State.REJECTED
    elif not final:
        state = State.WAITING
    else:
        state = State.PARTLY_REFUSED if refused else State.ACCEPTED
    headings = {int(at): heading for at, heading in info["headings"].items()}
    return Report(
        file=info["file"], sha256=info["sha256"], state=state, records=records, faults=faults, headings=headings
    )


def _fault(forms: Forms, info: Mapping[str, Any], verdict: Verdicted, problem: Problem) -> Fault:
    """Return a problem with the row and, where it can be told, the column it comes from."""
    return Fault(code=problem.code, place=_place(forms, info, verdict, problem.pointer), ru=problem.ru, en=problem.en)


def _place(forms: Forms, info: Mapping[str, Any], verdict: Verdicted, pointer: str) -> str:
    pointer = pointer.removeprefix("/record")
    rows = verdict.place.split()
    if info["kind"] == forms.figures.kind:
        return place_in_summary(info["suffixes"], {"observations": rows}, pointer)
    key = forms.column_of(info["kind"], pointer)
    return rows[0] + info["suffixes"].get(key or "", "") if rows else ""


_NO_REASON = Problem(
    code="refused",
    pointer="",
    ru="Хаб отклонил запись без объяснения. Обратитесь к оператору шлюза.",
    en="The hub refused the record without a reason. Ask the operator of the gateway.",
)
