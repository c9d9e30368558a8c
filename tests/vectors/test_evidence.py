"""Two checkers of evidence that share no code, `hub verify`'s and the script of the reference, say the same of all."""

import base64
import json
import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.core import evidence
from hub.core.errors import HubError
from hub.core.verification import verify
from keys.errors import KeysError
from tests.support import evidence_script
from tests.support.evidence_script import SCRIPT
from tests.vectors import evidence_cases
from tests.vectors.evidence_cases import ANCHOR, DOUBTFUL, FILE, NOT_ANCHORED, NOT_PROVEN, PROVEN

CASES = evidence_cases.read(FILE.read_text(encoding="utf-8"))
BY_NAME = {case.name: case for case in CASES}


script = evidence_script.load()


def by_hub(raw: bytes, root: str | None) -> tuple[int, str | None]:
    """Return the exit status of `hub verify`, and the step that does not hold or is in doubt."""
    try:
        steps = verify(evidence.parse(raw), root)
    except (HubError, KeysError):
        return NOT_PROVEN, "bundle"
    if steps[-1].error is not None:
        return NOT_PROVEN, steps[-1].name
    doubts = [step.name for step in steps if step.found.doubt]
    return (NOT_ANCHORED, None) if root is None else (DOUBTFUL, doubts[0]) if doubts else (PROVEN, None)


def by_script(raw: bytes, root: str | None) -> tuple[int, str | None]:
    """Return the same of the script."""
    said: list[str] = []
    status = script.check(raw, root, said.append)
    marked = [line[5:].partition(":")[0] for line in said if not line.startswith("yes")]
    return status, marked[0] if marked and status != NOT_ANCHORED else None


@pytest.mark.parametrize("name", BY_NAME)
def test_both_checkers_say_what_the_vector_says(name):
    case = BY_NAME[name]

    assert by_hub(case.raw, case.root) == (case.status, case.step)
    assert by_script(case.raw, case.root) == (case.status, case.step)


def test_the_vectors_are_those_that_the_seeds_make():
    assert evidence_cases.cases() == CASES, "run: python -m tests.vectors.evidence_cases"


KINDS = [
    BY_NAME[name]
    for name in (
        "a message with its recipients' receipts",
        "a message of two persons",
        "a key suspended later, by an officer",
        "a checkpoint cosigned by a majority",
        "the auditor's root is number 2 of 4",
    )
]


def test_a_flipped_bit_at_every_fiftieth_byte_is_found_by_both():
    """Where no signature is to spare; one more than a threshold asks for proves nothing, and is not needed."""
    case = KINDS[0]
    for place in range(0, len(case.raw), 50):
        changed = flip(case.raw, place, place // 50 % 8)

        assert by_hub(changed, case.root)[0] == by_script(changed, case.root)[0] == NOT_PROVEN, place


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_both_agree_about_any_flipped_bit_cut_and_repeated_part(case, data):
    place = data.draw(st.integers(0, len(case.raw) - 1))
    other = data.draw(st.integers(0, len(case.raw) - 1))
    kind = data.draw(st.sampled_from(["flip", "cut", "drop", "repeat"]))
    begin, end = min(place, other), max(place, other)
    changed = {
        "flip": flip(case.raw, place, other % 8),
        "cut": case.raw[:place],
        "drop": case.raw[:begin] + case.raw[end:],
        "repeat": case.raw[:end] + case.raw[begin:],
    }[kind]

    assert by_hub(changed, case.root)[0] == by_script(changed, case.root)[0]


def flip(raw: bytes, place: int, bit: int) -> bytes:
    """Flip one bit."""
    return raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :]


def test_the_worked_example_of_the_reference_comes_out_by_hand():
    """With nothing but SHA-256 and base64, as the page tells it."""
    bundle = json.JSONDecoder().decode(CASES[0].raw.decode())
    root, receipt = bundle["trust"]["roots"][0], bundle["message"]["receipt"]
    hashed = sha256(b"\0" + receipt["leaf"].encode()).digest()
    for sibling in receipt["proof"]:
        hashed = sha256(b"\1" + hashed + base64.b64decode(sibling)).digest()
    origin, size, top = receipt["checkpoint"].split("\n")[:3]
    log = json.JSONDecoder().decode(root[: root.rindex("\n\n")])["log"]
    signature = base64.b64decode(receipt["checkpoint"].split()[-1])

    assert sha256(root[: root.rindex("\n\n") + 1].encode()).hexdigest() == CASES[0].root
    assert (receipt["index"], size, len(receipt["proof"]), base64.b64encode(hashed).decode()) == (0, "5", 3, top)
    assert (log.split("+")[:2], len(signature)) == ([origin, signature[:4].hex()], 68)
    assert sha256(bundle["message"]["envelope"].encode()).hexdigest() in receipt["leaf"]


def test_the_script_is_a_command_of_its_own(tmp_path):
    """It runs without the project: no module of it is imported."""
    bundle, root = tmp_path / "bundle.json", tmp_path / "root.note"
    bundle.write_bytes(CASES[0].raw)
    root.write_bytes(evidence.parse(CASES[0].raw).trust.roots[0])

    def run(*arguments: object) -> tuple[int, str]:
        command = [sys.executable, "-I", str(SCRIPT), *map(str, arguments)]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert "Traceback" not in ended.stderr
        return ended.returncode, ended.stdout

    assert run(bundle, "--root", root) == run(bundle, "--root", f"sha256:{ANCHOR}")
    assert run(bundle, "--root", root)[0] == PROVEN
    assert run(bundle, "--root", root)[1].endswith("Proven.\n")
    assert run(bundle)[0] == NOT_ANCHORED
    assert run(root, "--root", root)[0] == NOT_PROVEN
    assert run(tmp_path / "nothing", "--root", root)[0] == 2
    assert run(bundle, "--root", bundle)[0] == 2
    assert run(bundle, "--root", "sha256:1")[0] == 2
    assert run()[0] == 2


def test_the_script_is_short_and_shares_no_code():
    text = SCRIPT.read_text(encoding="utf-8")

    assert len(text.splitlines()) < 200
    assert max(map(len, text.splitlines())) <= 125
    assert not {"hub", "keys", "schemas"} & {
        word
        for line in text.splitlines()
        if line.startswith(("import", "from"))
        for word in line.replace(",", " ").replace(".", " ").split()
    }


def test_every_case_has_a_name_of_its_own_and_every_step_a_case_that_falls_there():
    fallen = {case.step.rstrip("-123456789") for case in CASES if case.step}

    assert len(BY_NAME) == len(CASES)
    assert fallen == {
        "bundle",
        "trust-list",
        "inclusion",
        "suspension",
        "delegation",
        "envelope",
        "approval",
        "receipt",
        "witnessed",
    }
    assert json.JSONDecoder().decode(FILE.read_text(encoding="utf-8"))["about"]
