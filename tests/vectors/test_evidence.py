"""Two checkers of evidence that share no code, `hub verify`'s and the script of the reference, say the same of all."""

import base64
import json
import subprocess
import sys
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.core import envelope, evidence, leaf
from keys import jws
from tests.support.evidence_script import SCRIPT
from tests.unit.core.bundles import BAN, Log
from tests.vectors import evidence_cases
from tests.vectors.evidence_cases import ANCHOR, FILE, NOT_ANCHORED, NOT_PROVEN, PROVEN
from tests.vectors.evidence_verdicts import by_hub, by_script

CASES = evidence_cases.read(FILE.read_text(encoding="utf-8"))
BY_NAME = {case.name: case for case in CASES}


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


def test_a_file_that_is_too_long_and_lists_that_are_too_long_are_refused_by_both():
    raw, root = KINDS[0].raw, KINDS[0].root
    value = json.JSONDecoder().decode(raw.decode())
    value["receipts"] = value["receipts"][:1] * 1001
    roots = value | {"receipts": [], "trust": value["trust"] | {"roots": value["trust"]["roots"] * 257}}
    proof = value | {"receipts": [], "witnessed": {"checkpoint": "", "proof": ["A" * 43 + "="] * 1001}}

    assert by_hub(raw.ljust(16 * 1024 * 1024), root) == by_script(raw.ljust(16 * 1024 * 1024), root) == (PROVEN, None)
    for long in (raw.ljust(16 * 1024 * 1024 + 1), *(json.dumps(each).encode() for each in (value, roots, proof))):
        assert by_hub(long, root) == by_script(long, root) == (NOT_PROVEN, "bundle")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "utf-8-sig"])
def test_a_payload_in_another_encoding_is_read_by_neither(encoding):
    """Its sender signed it; JSON readers that guess encodings take it."""
    log = Log()
    payload = log.payload("ru-guvm", BAN)
    token = jws.sign(payload.decode().encode(encoding), log.trust.keys["ru-guvm"], envelope.TYP)
    log.append(jws.sign(payload, log.trust.keys["ru-guvm"], envelope.TYP))
    said = leaf.parse(log.leaves[0])
    assert isinstance(said, leaf.MessageLeaf)
    place = log.append_leaf(leaf.format(msgspec.structs.replace(said, sha256=sha256(token).hexdigest())), token)
    raw = evidence.format(log.bundle(place))

    assert by_hub(raw, ANCHOR) == by_script(raw, ANCHOR) == (NOT_PROVEN, "envelope")


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
    assert run(bundle, "--root", "")[0] == 2, "a variable that nobody set is no root"
    assert run(bundle, "--root")[0] == 2
    assert run(bundle, bundle)[0] == 2
    assert run()[0] == 2
    assert run("--help")[0] == 0
    assert "BUNDLE" in run("--help")[1]


def test_the_script_is_short_and_shares_no_code():
    text = SCRIPT.read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 199
    assert max(map(len, text.splitlines())) <= 120
    assert ";" not in text
    assert not {"hub", "keys", "schemas"} & {
        word
        for line in text.splitlines()
        if line.startswith(("import", "from"))
        for word in line.replace(",", " ").replace(".", " ").split()
    }


def test_the_script_is_clean():
    """It is set by hand, so the house's own check passes it by; these families say nothing of how it is set."""
    rules = "E,F,W,C4,SIM,UP,RET,PIE,PERF,PLE,ISC"
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--line-length", "120"]
    ended = subprocess.run([*command, "--select", rules, str(SCRIPT)], capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stdout


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
