"""The worked example of the protocol: the page has the bytes that our code makes, and another language makes the same."""

import json
import subprocess
from pathlib import Path

from hub.core import envelope, receipt
from keys import jws, note
from schemas import catalogue
from tests.interop import worked_example


def test_the_page_and_the_vectors_are_made_from_the_fixed_keys() -> None:
    """`python -m tests.interop.worked_example` writes them anew."""
    page = worked_example.PAGE.read_text(encoding="utf-8")

    assert worked_example.with_example(page) == page
    assert worked_example.VECTORS.read_text(encoding="utf-8") == worked_example.vectors_text()


def test_what_is_shown_is_right() -> None:
    made = json.loads(worked_example.VECTORS.read_text(encoding="utf-8"))
    token = made["message"]["token"].encode()

    parsed = envelope.parse(jws.verify(token, worked_example.make_keys()["sender"].public), token)
    leaf, checkpoint = receipt.verify(worked_example.make_receipt(), note.VerifierKey.parse(made["log"]))

    assert catalogue.load().validate(parsed.type, parsed.version, parsed.record) == []
    assert leaf.sha256 == parsed.sha256
    assert checkpoint.size == worked_example.SIZE


def test_another_language_makes_the_same_bytes_and_refuses_what_is_wrong(node: tuple[str, ...], client: Path) -> None:
    command = [*node, str(client / "check.mjs"), str(worked_example.VECTORS)]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (ended.returncode, ended.stdout) == (0, "agreed, and refused 11 receipts\n"), ended.stderr
