"""A record in words: nothing that it says is left out, whatever its type."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hub.cli.keys import record_words
from hub.core import envelope as envelopes
from hub.core import ids
from hub.core.envelope import Envelope

SCHEMAS = Path(__file__).parents[3] / "schemas"
EXAMPLES = sorted(SCHEMAS.glob("*/*/examples/valid-*.json"))
NOW = datetime(2026, 11, 20, tzinfo=UTC)


def wrap(path: Path) -> Envelope:
    """Return an envelope with the example in it."""
    payload = envelopes.format(
        hub="mig.example/training",
        message_id=ids.make_message_id(NOW, bytes(10)),
        sender="tj-mvd",
        to=["kz-mvd"],
        sent_at=NOW,
        type=path.parts[-4],
        version=path.parts[-3],
        record=json.loads(path.read_bytes()),
        purpose="readmission",
        agreement=None,
        subject=None,
        reply_to=None,
    )
    return envelopes.parse(payload, payload)


def leaves(value: Any) -> Iterator[str]:
    """Yield every text and number of a record."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from leaves(inner)
    elif not isinstance(value, bool):
        yield " ".join(str(value).splitlines())


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parts[-4]} {path.stem}")
def test_every_value_of_a_record_is_said(path, language):
    envelope = wrap(path)
    record_words.check(path, envelope)
    said = record_words.describe(envelope, language)

    assert [leaf for leaf in leaves(envelope.record) if not any(leaf in line for line in said)] == []
    assert [line for line in said if line.strip().startswith(":")] == []


def test_a_code_stands_behind_its_label_in_the_readers_language():
    envelope = wrap(SCHEMAS / "readmission-reply" / "1.0" / "examples" / "valid-refused-two-reasons.json")
    russian, english = (record_words.describe(envelope, language) for language in ("ru", "en"))

    assert "  Decision: refused [refused]" in english
    assert any(line.startswith("  Решение: ") and line.endswith(" [refused]") for line in russian)
    assert any(line.strip().startswith("Причина: ") and line.endswith(" [R05]") for line in russian)
