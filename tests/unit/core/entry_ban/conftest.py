"""Published examples of the records about bans, each with who sends it to whom."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from schemas import files

EXAMPLES = {
    "entry-ban": ("1.2/examples/valid-pending-expulsion-by-court", "ru-guvm", ("tj-mvd",)),
    "amnesty-act": ("1.0/examples/valid-lift", "ru-guvm", ("tj-mvd",)),
    "ban-list-state": ("1.0/examples/valid-answer-with-detail", "tj-mvd", ("ru-guvm",)),
    "ban-hit-report": ("1.0/examples/valid-entry-refused", "kz-mvd", ("ru-guvm",)),
    "ban-review-request": ("1.0/examples/valid-for-the-person", "tj-molme", ("ru-guvm",)),
    "ban-review-decision": ("1.0/examples/valid-lifted", "ru-guvm", ("tj-molme",)),
    "ban-status-enquiry": ("1.0/examples/valid-identity-doubt", "tj-molme", ("ru-guvm",)),
    "ban-status-answer": ("1.0/examples/valid-in-force", "ru-guvm", ("tj-molme",)),
}
Known = Callable[[str], tuple[str, tuple[str, ...], dict[str, Any]]]


@pytest.fixture
def known_example() -> Known:
    """Give sender, recipients and record of a published example, by record type."""

    def read(kind: str) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        path, sender, to = EXAMPLES[kind]
        return sender, to, json.loads((files.ROOT / kind / f"{path}.json").read_text(encoding="utf-8"))

    return read
