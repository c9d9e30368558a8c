"""Records of plainly fictitious persons for the tests of adapters."""

from collections.abc import Mapping
from typing import Any

PERSON: Mapping[str, Any] = {
    "names": [
        {"surname": "Тестов-Ҷуфт", "given": "Проба", "patronymic": "Пробович", "script": "Cyrl", "role": "primary"},
        {"surname": "TESTOV-JUFT", "given": "PROBA", "script": "Latn", "role": "primary"},
    ],
    "birth": {"date": {"year": 1985, "month": 3, "day": 12}, "place": "г. Примерный", "country": "TJK"},
    "sex": "M",
    "nationalities": [{"code": "TJK"}],
    "documents": [{"type": "biometric_passport", "number": "400000001", "issuing_state": "TJK"}],
}


def ban(**changed: Any) -> dict[str, Any]:
    """An entry ban; members that are None are left out."""
    record = {
        "ban_id": "RU-2026-000001",
        "revision": 1,
        "status": "active",
        "issuer": "ru-guvm",
        "direction": "entry",
        "decision": {
            "number": "77/1",
            "date": "2026-03-12",
            "authority": {"name": "Управление по вопросам миграции (учебное)"},
            "legal_basis": {"law": "114-ФЗ", "article": "26", "part": "8"},
            "court_ordered": False,
        },
        "grounds": ["RU-26-8"],
        "severity": "migration",
        "period": {
            "kind": "duration",
            "duration": "P3Y",
            "start_event": "exit",
            "start_on": "2026-03-20",
            "end_on": "2029-03-19",
        },
        "subject": dict(PERSON),
        "action": "refuse_entry",
        "as_of": "2026-11-21T09:00:00Z",
        **changed,
    }
    return {name: value for name, value in record.items() if value is not None}


def readmission_request(**changed: Any) -> dict[str, Any]:
    """A readmission request; members that are None are left out."""
    record = {
        "case_id": "KZ-RA-2026-1",
        "procedure": "ordinary",
        "requesting_authority": "kz-mvd",
        "requested_authority": "ru-guvm",
        "subject_class": "own_national",
        "person": {**PERSON, "nationalities": [{"code": "RUS"}]},
        "evidence": [{"tier": "N1", "item": "foreign_passport"}],
        "interview_requested": False,
        "requested_on": "2026-11-20",
        **changed,
    }
    return {name: value for name, value in record.items() if value is not None}
