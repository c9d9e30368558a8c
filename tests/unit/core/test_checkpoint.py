"""Checkpoints as text: one text for each, and nothing else passes for one."""

import base64
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import checkpoint
from hub.core.checkpoint import Checkpoint
from hub.core.errors import CheckpointMalformedError

ROOT = base64.b64encode(bytes(range(32))).decode()
TEXT = f"mig.example/test\n42\n{ROOT}\n"
LINES = st.text(
    st.characters(codec="utf-8", exclude_characters="\n", exclude_categories=["Cs"]), min_size=1, max_size=40
)
CHECKPOINTS = st.builds(
    Checkpoint,
    origin=LINES,
    size=st.integers(0, checkpoint.MAX_SIZE),
    root=st.binary(min_size=32, max_size=32),
    extensions=st.lists(LINES, max_size=3).map(tuple),
)


@given(CHECKPOINTS)
def test_a_checkpoint_is_read_back_as_it_was_written(made):
    assert checkpoint.parse(checkpoint.format(made)) == made


@given(st.text(alphabet="mig/ 0123456789\n" + string.ascii_letters + "+/=", max_size=120))
def test_a_text_is_refused_or_is_the_only_one_of_its_checkpoint(text):
    raw = text.encode()
    try:
        found = checkpoint.parse(raw)
    except CheckpointMalformedError:
        return

    assert checkpoint.format(found) == raw


@given(st.data())
def test_a_changed_byte_is_refused_or_means_something_else(data):
    raw = bytearray(TEXT.encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    try:
        found = checkpoint.parse(bytes(raw))
    except CheckpointMalformedError:
        return

    assert found != checkpoint.parse(TEXT.encode())


def test_the_three_lines_are_origin_size_and_root():
    assert checkpoint.parse(TEXT.encode()) == Checkpoint(
        origin="mig.example/test", size=42, root=bytes(range(32)), extensions=()
    )


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        TEXT.encode()[:-1],
        TEXT.encode() + b"\n",
        TEXT.replace("42", "042").encode(),
        TEXT.replace("42", "+42").encode(),
        TEXT.replace("42", "-1").encode(),
        TEXT.replace("42", " 42").encode(),
        TEXT.replace("42", "٤٢").encode(),
        TEXT.replace("42", "").encode(),
        TEXT.replace("42", "9223372036854775808").encode(),
        TEXT.replace("42", "9" * 5000).encode(),
        TEXT.replace("mig.example/test", "").encode(),
        TEXT.replace(ROOT, "").encode(),
        TEXT.replace(ROOT, ROOT[:-1]).encode(),
        TEXT.replace(ROOT, ROOT[:-4] + "====").encode(),
        TEXT.replace(ROOT, ROOT[:-2] + "9=").encode(),
        TEXT.replace(ROOT, ROOT + "AAAA").encode(),
        TEXT.replace(ROOT, "*" + ROOT[1:]).encode(),
        TEXT.replace(ROOT, "Ж" + ROOT[1:]).encode(),
        TEXT.replace("\n", "\r\n").encode(),
        b"\xff" + TEXT.encode(),
        TEXT.encode("utf-16"),
    ],
)
def test_what_is_no_checkpoint(text):
    with pytest.raises(CheckpointMalformedError):
        checkpoint.parse(text)
