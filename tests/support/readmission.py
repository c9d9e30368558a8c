"""A readmission case between Kazakhstan, which asks, and Tajikistan: its records, of plainly fictitious people."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from schemas import files

KZ, TJ = "kz-mvd", "tj-mvd"
AUTHORITIES = {
    KZ: {"name": "Испытательный орган Казахстана", "participant": KZ},
    TJ: {"name": "Испытательный орган Таджикистана", "participant": TJ},
}
DATED = {
    "readmission-request": "requested_on",
    "readmission-return": "returned_on",
    "interview-request": "requested_on",
    "interview-minutes": "held_on",
    "take-back-claim": "claimed_on",
    "take-back-answer": "decided_on",
    "readmission-information-request": "asked_on",
    "readmission-information": "given_on",
    "readmission-extension": "asked_on",
    "readmission-reply": "decided_on",
    "travel-document": "issued_on",
    "transfer-notice": "notified_on",
    "transfer-response": "answered_on",
    "handover-act": "signed_on",
    "readmission-withdrawal": "withdrawn_on",
    "transit-withdrawal": "withdrawn_on",
    "citizenship-check-withdrawal": "withdrawn_on",
    "citizenship-check-request": "requested_on",
    "citizenship-check-reply": "decided_on",
    "transit-request": "requested_on",
    "transit-reply": "decided_on",
}
EXAMPLES = {
    "readmission-request": "1.1/examples/valid-own-national.json",
    "readmission-information-request": "1.0/examples/valid-documents-and-stay.json",
    "readmission-information": "1.0/examples/valid-further-evidence.json",
    "readmission-extension": "1.0/examples/valid-registers.json",
    "travel-document": "1.0/examples/valid-return-certificate.json",
    "transfer-notice": "1.0/examples/valid-by-air-with-escort.json",
    "transfer-response": "1.0/examples/valid-confirmed.json",
    "handover-act": "1.0/examples/valid-signed-first.json",
    "readmission-withdrawal": "1.0/examples/valid-left-voluntarily.json",
    "citizenship-check-request": "1.0/examples/valid-before-readmission.json",
    "citizenship-check-reply": "1.0/examples/valid-confirmed.json",
    "transit-request": "1.0/examples/valid-by-rail.json",
    "transit-reply": "1.0/examples/valid-refused.json",
    "transit-withdrawal": "1.0/examples/valid-left-voluntarily.json",
    "citizenship-check-withdrawal": "1.0/examples/valid-left-voluntarily.json",
}


def record_of(kind: str, case: str, sender: str, now: datetime, **changes: Any) -> dict[str, Any]:
    """Return a record of the case as of `now`, after the type's own example; `changes` override members."""
    example = dict(files.read(files.ROOT / kind / EXAMPLES[kind])) if kind in EXAMPLES else {}
    dated = {DATED[kind]: now.date().isoformat()}
    subject = {"check_id": case} if kind.startswith("citizenship-check") else {"case_id": case}
    authority = {"authority": AUTHORITIES[sender]} if kind != "readmission-request" else {}
    record = {**example, **dated, **subject, **authority, **changes}
    for member in ("plan", "proposal", "entry", "exit"):
        if member in record:
            record[member] = {**record[member], "planned_at": _in_days(now, 7 if member == "exit" else 6)}
    if kind == "handover-act":
        record["act"] = {**record["act"], "handed_over_at": f"{now:%Y-%m-%dT%H:%M:%SZ}"}
    if kind == "travel-document":
        issued = {"issued_on": dated["issued_on"], "expires_on": _in_days(now, 180)[:10]}
        record["document"] = {**record["document"], **issued}
    record.pop("answer_by", None)
    return record


def countersignature(case: str, sender: str, now: datetime, seen: Mapping[str, str]) -> dict[str, Any]:
    """Return the handover act of the side that signs second: of the message `seen` (id and sha256)."""
    own = {"case_id": case, "requesting_authority": KZ, "authority": AUTHORITIES[sender]}
    return {**own, "signed_on": now.date().isoformat(), "countersigns": dict(seen)}


def _in_days(now: datetime, days: int) -> str:
    return f"{now + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
