"""The reference names every refusal of this package, and no other."""

import re
from pathlib import Path

from keys import errors
from keys.errors import KeysError

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
TEXT = "".join(
    (REFERENCE / name).read_text(encoding="utf-8")
    for name in ("tokens.md", "statements.md", "trust-list.md", "keyring.md", "attachments.md")
)
GROUPS = {"keys", "key-refused", "key-not-trusted", "key-place"}  # of which only the subclasses are raised
CODES = {item.code for item in vars(errors).values() if isinstance(item, type) and issubclass(item, KeysError)}


def test_every_code_is_explained():
    assert {code for code in CODES - GROUPS if f"`{code}`" not in TEXT} == set()


def test_every_code_that_is_explained_exists():
    families = {"json", "key", "token", "note", "trust", "access", "signature", "algorithm", "statement"}
    named = {word for word in re.findall(r"`([a-z]+(?:-[a-z0-9]+)+)`", TEXT) if word.partition("-")[0] in families}

    assert named - CODES == set()
