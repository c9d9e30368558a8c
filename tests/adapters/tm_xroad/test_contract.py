from dataclasses import replace
from pathlib import Path

from hub.sdk.ports import Delivery
from hub.sdk.testing import contract_suite
from keys import strict_json
from schemas import files
from tests.adapters.simulated import delivery, simulated
from tests.adapters.tm_xroad.running import settings


def example(type_: str, name: str) -> dict[str, object]:
    """A valid example of a record type."""
    path: Path = files.ROOT / type_ / "1.0" / "examples" / f"{name}.json"
    value = strict_json.loads(path.read_bytes())
    assert isinstance(value, dict)
    return value


def revisions() -> list[Delivery]:
    """A plan of the Council, revised twice."""
    plan = example("work-plan", "valid-draft-2021")
    return [
        replace(
            delivery({**plan, "revision": revision}, index=revision, type_="work-plan", sender="cis-ec"),
            subject=str(plan["document_id"]),
        )
        for revision in (1, 2, 3)
    ]


TestContract = contract_suite(
    simulated(
        "adapters.tm_xroad",
        settings,
        secrets=("TM-secret-user",),
        type_="situation-summary",
        deliver=revisions,
    )
)
