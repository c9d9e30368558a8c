"""The public Merkle vectors of transparency-dev: proofs that must hold, and every mutation that must not."""

import base64
import json
from typing import Any

import pytest

from hub.core import merkle
from hub.core.errors import ProofError
from tests.support import not_run

KNOWN = 98  # vectors of each kind, when they were taken


def cases(kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Return name and content of every vector of a kind, or end the test."""
    folder = not_run.vectors("merkle") / kind
    return [(str(path.relative_to(folder)), json.loads(path.read_bytes())) for path in sorted(folder.rglob("*.json"))]


def decode(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def holds(kind: str, case: dict[str, Any]) -> bool:
    """Say whether a proof verifies."""
    proof = [decode(hashed) for hashed in case["proof"] or ()]
    try:
        if kind == "inclusion":
            merkle.verify_inclusion(
                hashed=decode(case["leafHash"]),
                index=case["leafIdx"],
                size=case["treeSize"],
                proof=proof,
                root=decode(case["root"]),
            )
        else:
            merkle.verify_consistency(
                first=case["size1"],
                first_root=decode(case["root1"]),
                second=case["size2"],
                second_root=decode(case["root2"]),
                proof=proof,
            )
    except ProofError:
        return False
    return True


@pytest.mark.parametrize("kind", ["inclusion", "consistency"])
def test_every_vector_is_judged_as_its_authors_say(kind):
    found = cases(kind)
    wrong = [f"{name}: {case['desc']}" for name, case in found if holds(kind, case) == case["wantErr"]]

    assert len(found) >= KNOWN
    assert wrong == []
