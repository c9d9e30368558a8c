"""What each of the two checkers of evidence says of a file: an exit status, and the step that does not hold."""

from hub.core import evidence
from hub.core.errors import HubError
from hub.core.verification import verify
from keys.errors import KeysError
from tests.support import evidence_script
from tests.vectors.evidence_cases import DOUBTFUL, NOT_ANCHORED, NOT_PROVEN, PROVEN

script = evidence_script.load()
Verdict = tuple[int, str | None]


def by_hub(raw: bytes, root: str | None) -> Verdict:
    """Return the exit status of `hub verify`, and the step that does not hold or is in doubt."""
    try:
        steps = verify(evidence.parse(raw), root)
    except (HubError, KeysError):
        return NOT_PROVEN, "bundle"
    if steps[-1].error is not None:
        return NOT_PROVEN, steps[-1].name
    doubts = [step.name for step in steps if step.found.doubt]
    return (NOT_ANCHORED, None) if root is None else (DOUBTFUL, doubts[0]) if doubts else (PROVEN, None)


def by_script(raw: bytes, root: str | None) -> Verdict:
    """Return the same of the script."""
    said: list[str] = []
    status = script.check(raw, root, said.append)
    marked = [line[5:].partition(":")[0] for line in said if not line.startswith("yes")]
    if not marked or status == NOT_ANCHORED:
        return status, None
    return status, marked[-1 if status == NOT_PROVEN else 0]


def class_of(verdict: Verdict) -> str:
    """Return the class of a verdict, in which the two must agree whatever the file; the step may be another one."""
    status, step = verdict
    if status == NOT_PROVEN:
        return "malformed" if step == "bundle" else "not proven"
    return {PROVEN: "proven", NOT_ANCHORED: "not anchored", DOUBTFUL: "doubtful"}[status]
