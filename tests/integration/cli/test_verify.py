"""`hub verify`: what it says of a bundle that holds, of one that was altered, and of one that is judged without a root."""

import json
import re

import pytest

from hub.cli.command import Exit
from tests.integration.cli.exchange import arrived, of_ban, write_ban
from tests.support import evidence_script

STEPS = ["trust-list", "inclusion", "envelope", "receipt-1"]
FLIPS = 60
script = evidence_script.load()


@pytest.fixture(scope="module")
def answered(served, tmp_path_factory):
    """The evidence for a message that its recipient has processed, as bytes; made once."""
    return {}


@pytest.fixture
def bundle(hub, served, tmp_path, answered):
    """The same evidence as a file of this test's own."""
    if not answered:
        answered["raw"] = make_evidence(hub, served, tmp_path)
    path = tmp_path / "bundle.json"
    path.write_bytes(answered["raw"])
    return path


def make_evidence(hub, served, folder):
    """Send a ban from Kazakhstan to Tajikistan, let Tajikistan say that it was processed, and fetch the evidence."""
    kz, tj = served.config("kz-mvd"), served.config("tj-mvd")
    accepted = hub(*of_ban(write_ban(folder)), "--config", kz, "--json").json
    leaf = json.loads(accepted["receipt"]["leaf"])
    about = {"index": accepted["receipt"]["index"], "id": leaf["id"], "sha256": leaf["sha256"]}
    receipt = {"status": "processed", "sender": "kz-mvd", "messages": [about], "at": leaf["at"][:19] + "Z"}
    (folder / "receipt.json").write_text(json.dumps(receipt))
    said = ("--type", "receipt", "--to", "kz-mvd", "--purpose", "receipt")
    assert hub("submit", folder / "receipt.json", "--config", tj, *said).status == 0
    arrived(hub, kz, "ordinary", accepted["id"])
    path = folder / "fetched.json"
    hub("inbox", "--config", kz, "--evidence", accepted["id"], "--sender", "kz-mvd", "--out", path)
    return path.read_bytes()


def test_a_bundle_holds_from_a_root_by_file_or_by_digest(hub, served, bundle):
    by_file = hub("verify", bundle, "--root", served.root, "--json")
    by_digest = hub("verify", bundle, "--root", f"sha256:{served.site.trust.anchor}", "--json")

    assert by_file == by_digest
    assert by_file.status == Exit.DONE
    assert by_file.json["ok"]
    assert by_file.json["anchored"]
    assert [(step["name"], step["ok"]) for step in by_file.json["steps"]] == [(name, True) for name in STEPS]
    assert (by_file.json["message"]["from"], by_file.json["message"]["to"]) == ("kz-mvd", ["tj-mvd"])
    (receipt,) = by_file.json["message"]["receipts"]
    assert (receipt["from"], receipt["status"]) == ("tj-mvd", "processed")


def test_the_script_of_the_reference_says_the_same(served, bundle):
    said = []

    assert script.check(bundle.read_bytes(), served.site.trust.anchor, said.append) == Exit.DONE
    assert said == [f"yes  {name}" for name in STEPS]
    assert script.check(bundle.read_bytes(), None, said.append) == Exit.NOT_ANCHORED
    assert script.check(bundle.read_bytes(), "0" * 64, said.append) == Exit.REFUSED


def test_without_a_root_the_bundle_only_agrees_with_itself(hub, bundle):
    shown, told = hub("verify", bundle, "--json"), hub("verify", bundle)

    assert (shown.status, shown.json["ok"], shown.json["anchored"]) == (Exit.NOT_ANCHORED, False, False)
    assert "from your root" not in told.out
    assert "\nNot anchored:" in told.out


def test_another_root_proves_nothing(hub, bundle):
    ended = hub("verify", bundle, "--root", f"sha256:{'0' * 64}", "--json")

    assert ended.status == Exit.REFUSED
    (step,) = ended.json["steps"]
    assert (step["name"], step["ok"], step["code"]) == ("trust-list", False, "trust-list-not-anchored")
    assert ended.json["message"] is None


@pytest.mark.parametrize("member", ["envelope", "leaf", "checkpoint", "roots", "participants", "status"])
def test_one_flipped_bit_in_any_part_is_told(hub, served, bundle, member):
    raw = bundle.read_bytes()
    flip(bundle, raw.index(b'"' + member.encode() + b'":') + len(member) + 60)

    ended = hub("verify", bundle, "--root", served.root)

    assert ended.status == Exit.REFUSED
    assert ". NO   " in ended.out
    assert "\nNot proven. " in ended.out
    assert "Message " not in ended.out


def test_one_flipped_bit_anywhere_is_found_by_both_checkers(hub, served, bundle):
    """Two of the council's three signatures are enough: a damaged name of the third is one that nobody asks for."""
    raw = bundle.read_bytes()
    spare = [found.span() for found in re.finditer(rb"\xe2\x80\x94 council-\d [A-Za-z0-9+/=]*", raw)]
    for number in range(FLIPS):
        bundle.write_bytes(raw)
        place = number * len(raw) // FLIPS
        flip(bundle, place)

        status = hub("verify", bundle, "--root", served.root).status
        assert script.check(bundle.read_bytes(), served.site.trust.anchor, [].append) == status
        assert status == Exit.REFUSED or any(begin <= place < end for begin, end in spare), raw[place - 20 : place + 20]


def flip(path, place):
    """Flip the lowest bit of a byte."""
    raw = path.read_bytes()
    path.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])


ALTERATIONS = {
    "inclusion: proof-invalid": lambda value: value["message"]["receipt"].update(index=10**6),
    "receipt-1: evidence-mismatch": lambda value: value.update(receipts=[value["message"]]),
    "envelope: evidence-mismatch": lambda value: value["message"].update(receipt=value["receipts"][0]["receipt"]),
    "trust-list: trust-list-signatures": lambda value: value["trust"].update(status=value["trust"]["participants"]),
    "bundle: evidence-malformed": lambda value: value["trust"].update(roots=[]),
    "bundle: receipt-malformed": lambda value: value["receipts"][0].update(receipt={}),
}


@pytest.mark.parametrize("found", ALTERATIONS)
def test_parts_that_do_not_belong_together_are_found_at_their_step(hub, served, bundle, found):
    value = json.loads(bundle.read_bytes())
    ALTERATIONS[found](value)
    bundle.write_text(json.dumps(value))

    last = hub("verify", bundle, "--root", served.root, "--json").json["steps"][-1]

    assert f"{last['name']}: {last['code']}" == found


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"kind": "cis-evidence/1"}', b"\xff\xfe"])
def test_what_is_no_bundle_proves_nothing(hub, served, tmp_path, content):
    (tmp_path / "bundle.json").write_bytes(content)
    ended = hub("verify", tmp_path / "bundle.json", "--root", served.root, "--json")

    assert ended.status == Exit.REFUSED
    assert [step["name"] for step in ended.json["steps"]] == ["bundle"]


def test_it_speaks_russian(hub, served, bundle):
    told = hub("verify", bundle, "--root", served.root, HUB_LANGUAGE="ru").out.splitlines()

    assert told[0].startswith(" 1. да   Список доверия ")
    assert any("tj-mvd подписал квитанцию: сообщение обработано, " in line for line in told)
    assert told[-1] == "Доказано."
