"""Contact persons on the command line: delegated, listed, withdrawn; approving and signing without a console."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from keys import keyfile
from tests.integration.hubs import REPLY, REQUEST
from tests.support.contact_persons import person_key

ROUTING = ("--to", "kz-mvd", "--purpose", "readmission", "--agreement", "kz-tj-readmission")


@pytest.fixture
def persons(tmp_path: Path) -> dict[str, Path]:
    """The folder of each contact person: a key, and its public half."""
    folders = {}
    for person in ("first", "second"):
        folder = folders[person] = tmp_path / person
        folder.mkdir()
        key = person_key(f"{tmp_path.name}-{person}")
        keyfile.write(folder / "key.pem", key, None)
        (folder / "public.json").write_text(json.dumps(key.public.to_jwk()))
    return folders


def digest_of(payload: Path) -> str:
    return hashlib.sha256(payload.read_bytes()).hexdigest()


def write_record(folder: Path, record: dict[str, Any]) -> Path:
    path = folder / f"{record['case_id']}.json"
    path.write_text(json.dumps(record))
    return path


def test_a_delegation_is_logged_listed_and_withdrawn(hub, served, persons):
    config = served.config("tj-mvd")
    scope = ("--type", "readmission-reply", "--purpose", "readmission", "--days", "30")
    logged = hub("keys", "delegate", persons["first"] / "public.json", "--config", config, "--person", "p-1", *scope)
    kid = json.loads((persons["first"] / "public.json").read_text())["kid"]
    listed = hub("keys", "delegations", "--config", config, "--json")
    line = next(line for line in hub("keys", "delegations", "--config", config).out.splitlines() if kid in line)
    withdrawn = hub("keys", "withdraw", kid, "--config", config, "--json")
    after = hub("keys", "delegations", "--config", config, "--json")
    others = hub("keys", "delegations", "--config", served.config("kz-mvd"), "--json")
    everybody = hub("keys", "delegations", "--config", served.config("kz-mvd"), "--all", "--json")

    assert logged.status == withdrawn.status == 0
    said, place = logged.out.splitlines()[:-1], logged.out.splitlines()[-1]
    assert said[:3] == [
        f"p-1, key {kid}, signs for tj-mvd",
        "record types  readmission-reply",
        "purposes      readmission",
    ]
    assert re.fullmatch(r"term +\S+Z … \S+Z", said[3])
    assert place.startswith("logged at place ")
    assert int(withdrawn.json["index"]) > int(logged.out.split()[-1])
    (shown,) = [each for each in listed.json["delegations"] if each["kid"] == kid]
    assert (shown["person"], shown["state"], shown["types"]) == ("p-1", "in-force", ["readmission-reply"])
    assert "in force" in line
    assert [each["state"] for each in after.json["delegations"] if each["kid"] == kid] == ["withdrawn"]
    assert kid not in {each["kid"] for each in others.json["delegations"]}
    assert kid in {each["kid"] for each in everybody.json["delegations"]}


def test_two_persons_decide_with_files_alone(hub, served, persons, tmp_path):
    config = served.config("tj-mvd")
    for person, folder in persons.items():
        assert hub("keys", "delegate", folder / "public.json", "--config", config, "--person", person).status == 0
    case = f"case-{tmp_path.name}"
    request = write_record(tmp_path, {**REQUEST, "case_id": case})
    asked = hub("submit", request, "--config", served.config("kz-mvd"), "--type", "readmission-request", "--to", "tj-mvd",
                *ROUTING[2:], "--subject", case, "--json")  # fmt: skip
    reply = write_record(tmp_path, {**REPLY, "case_id": case, "decision": "accepted"})
    payload, envelope, given = tmp_path / "payload", tmp_path / "envelope", tmp_path / "approval"
    prepared = hub("submit", reply, "--config", config, "--type", "readmission-reply", *ROUTING, "--subject", case,
                   "--reply-to", asked.json["id"], "--payload", payload)  # fmt: skip
    read = ("--digest", digest_of(payload))
    signed = hub("keys", "sign", payload, "--key", persons["second"] / "key.pem", "--output", envelope, *read)
    alone = hub("submit", envelope, "--envelope", "--config", config, "--json")
    key = ("--key", persons["first"] / "key.pem", "--person", "first")
    approved = hub("keys", "approve", payload, "--config", config, *key, "--output", given, *read)
    before = envelope.read_bytes()
    again = hub("keys", "sign", payload, "--key", persons["second"] / "key.pem", "--output", envelope, *read)
    assert (again.status, "[file-exists]" in again.err, envelope.read_bytes() == before) == (2, True, True)
    handed = hub("keys", "send", given, "--config", config)
    together = hub("submit", envelope, "--envelope", "--config", config, "--json")

    assert [each.status for each in (asked, prepared, signed, approved, handed)] == [0] * 5
    assert (alone.status, alone.json["code"]) == (1, "approval-missing")
    assert re.match(r"readmission-reply 1.0\nfrom +.*\[tj-mvd\]\nto +.*\[kz-mvd\]\n", approved.out)
    assert case in approved.out
    assert together.status == 0
    name, bundle = together.json["id"], tmp_path / "bundle.json"
    wanted = ("--evidence", name, "--sender", "tj-mvd", "--out", bundle)
    while hub("inbox", "--config", served.config("kz-mvd"), *wanted).status:  # released a moment after the answer
        continue
    verified = hub("verify", bundle, "--root", served.root)
    assert verified.status == 0
    assert "contact person 'second'" in verified.out
    assert "'first'" in verified.out


def test_an_approval_goes_to_the_hub_at_once_without_a_file(hub, served, persons, tmp_path):
    config = served.config("tj-mvd")
    assert hub("keys", "delegate", persons["first"] / "public.json", "--config", config, "--person", "p-9").status == 0
    reply = write_record(tmp_path, {**REPLY, "case_id": "case-x", "decision": "accepted"})
    payload = tmp_path / "payload"
    hub("submit", reply, "--config", config, "--type", "readmission-reply", *ROUTING, "--subject", "case-x",
        "--payload", payload)  # fmt: skip
    key = ("--key", persons["first"] / "key.pem", "--digest", digest_of(payload)[:32].upper())
    other = hub("keys", "approve", payload, "--config", config, *key, "--person", "p-8", "--json")
    approved = hub("keys", "approve", payload, "--config", config, *key, "--person", "p-9", "--json")

    assert (other.status, other.err.rpartition("[")[2]) == (1, "statement-person]\n")
    assert approved.status == 0
    assert int(approved.json["index"]) > 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda folder: (folder / "public.json").write_text("{}"), "file-no-public-key]"),
        (lambda folder: (folder / "public.json").write_text("[]"), "file-not-json]"),
        (lambda folder: (folder / "public.json").unlink(), "file-unreadable]"),
        (lambda folder: (folder / "key.pem").replace(folder / "public.json"), "file-private-key]"),
    ],
)
def test_what_is_no_public_key_is_not_delegated(hub, served, persons, change, code):
    change(persons["first"])
    ended = hub(
        "keys", "delegate", persons["first"] / "public.json", "--config", served.config("tj-mvd"), "--person", "p-1"
    )

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, code)


def test_a_persons_id_is_no_name(hub, served, persons):
    ended = hub(
        "keys", "delegate", persons["first"] / "public.json", "--config", served.config("tj-mvd"), "--person", "Пробный"
    )

    assert ended.status == 2
    assert "Пробный" not in ended.err


def test_what_was_never_delegated_is_not_withdrawn(hub, served):
    ended = hub("keys", "withdraw", "n" * 43, "--config", served.config("tj-mvd"))

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, "delegation-missing]")


def test_what_is_no_thumbprint_is_not_withdrawn(hub, served):
    ended = hub("keys", "withdraw", "nonsense", "--config", served.config("tj-mvd"))

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, "arguments-wrong]")


@pytest.mark.parametrize(("option", "there"), [("--type", "readmission-reply"), ("--purpose", "readmission")])
def test_only_what_records_can_bear_is_delegated(hub, served, persons, option, there):
    public, config = persons["first"] / "public.json", served.config("tj-mvd")
    ended = hub("keys", "delegate", public, "--config", config, "--person", "p-1", option, "nonsense")

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, "arguments-wrong]")
    assert f"no such {option}; there are: " in ended.err
    assert "nonsense" not in ended.err
    assert there in ended.err


@pytest.fixture
def refusal(hub, served, tmp_path) -> Path:
    """A payload: tj-mvd refuses case-r, for two reasons."""
    reasons = [{"code": "R05", "text": {"ru": "Въезд не подтверждён."}}, {"code": "R12"}]
    reply = write_record(tmp_path, {**REPLY, "case_id": "case-r", "decision": "refused", "reasons": reasons})
    payload = tmp_path / "payload"
    hub("submit", reply, "--config", served.config("tj-mvd"), "--type", "readmission-reply", *ROUTING,
        "--subject", "case-r", "--payload", payload)  # fmt: skip
    return payload


def test_a_decision_is_read_before_it_is_approved(hub, served, persons, refusal):
    options = ("--config", served.config("tj-mvd"), "--key", persons["first"] / "key.pem", "--person", "first")
    shown = hub("keys", "approve", refusal, *options)
    russian = hub("keys", "approve", refusal, *options, "--language", "ru")
    quiet = hub("keys", "approve", refusal, *options, "--json")

    assert (shown.status, shown.err.rpartition("[")[2]) == (2, "payload-digest-missing]\n")
    for line in (
        "  Case: case-r",
        "  Decision: refused [refused]",
        "      Reason: condition for third-country nationals not met [R05]",
        "        Text in Russian: Въезд не подтверждён.",
        "      Reason: mandatory data missing [R12]",
        "    Name: Испытательный орган",
        f"SHA-256    {digest_of(refusal)}",
    ):
        assert line in shown.out.splitlines()
    assert "  Дело: case-r" in russian.out.splitlines()
    assert "Испытательный орган" not in shown.err + quiet.out + quiet.err


def test_a_record_is_read_before_it_is_signed(hub, persons, refusal, tmp_path):
    options = ("--key", persons["first"] / "key.pem", "--output", tmp_path / "envelope")
    shown = hub("keys", "sign", refusal, *options)
    other = hub("keys", "sign", refusal, *options, "--digest", "0" * 64)
    short = hub("keys", "sign", refusal, *options, "--digest", digest_of(refusal)[:31])

    assert "  Decision: refused [refused]" in shown.out.splitlines()
    assert [each.err.rpartition("[")[2] for each in (shown, other, short)] == [
        "payload-digest-missing]\n",
        "payload-digest-other]\n",
        "payload-digest-missing]\n",
    ]
    assert "Decision" not in other.out + short.out
    assert not (tmp_path / "envelope").exists()


def test_what_the_protection_register_holds_back_is_not_signed_where_it_is_asked(
    hub, served, persons, refusal, tmp_path
):
    own = f'[gateway]\nparticipant = "tj-mvd"\nstate_dir = "{tmp_path}"'
    config, envelope = served.config("tj-mvd", gateway=own), tmp_path / "envelope"
    key = ("--key", persons["first"] / "key.pem", "--output", envelope, "--digest", digest_of(refusal))
    marked = hub("protection", "mark", "--config", config, "--subject", "case-r", "--reason", "asylum-claim",
                 "--by", "officer-1")  # fmt: skip
    held = hub("keys", "sign", refusal, "--config", config, *key)
    others = hub("keys", "sign", refusal, "--config", served.config("kz-mvd"), *key)
    assert not envelope.exists()
    alone = hub("keys", "sign", refusal, *key)

    assert (marked.status, held.status, "[review-required]" in held.err) == (0, 1, True)
    assert "asylum" not in held.err + held.out
    assert (others.status, others.complaint.rpartition("[")[2]) == (2, "payload-not-own]")
    assert alone.status == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"type": "weather-report"}, "record-type-unreadable]"),
        ({"version": "9.0"}, "record-type-unreadable]"),
        ({"record": {"case_id": "case-r", "decision": "perhaps"}}, "record-unfit]"),
    ],
)
def test_what_cannot_be_put_into_words_is_not_signed(hub, persons, refusal, changes, code):
    refusal.write_text(json.dumps({**json.loads(refusal.read_bytes()), **changes}))
    envelope = refusal.with_name("envelope")
    options = ("--key", persons["first"] / "key.pem", "--output", envelope, "--digest", digest_of(refusal))
    ended = hub("keys", "sign", refusal, *options)

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, code)
    assert "perhaps" not in ended.err + ended.out
    assert not envelope.exists()


def test_a_record_of_others_or_none_at_all_is_not_approved(hub, served, persons, tmp_path):
    ban = tmp_path / "record.json"
    ban.write_text(json.dumps({**REPLY, "case_id": "case-y", "decision": "accepted"}))
    payload = tmp_path / "payload"
    hub("submit", ban, "--config", served.config("kz-mvd"), "--type", "readmission-reply", "--to", "tj-mvd",
        "--purpose", "readmission", "--payload", payload)  # fmt: skip
    options = ("--config", served.config("tj-mvd"), "--key", persons["first"] / "key.pem", "--person", "first")
    foreign, none = hub("keys", "approve", payload, *options), hub("keys", "approve", ban, *options)

    assert (foreign.status, foreign.complaint.rpartition("[")[2]) == (2, "payload-not-own]")
    assert (none.status, none.complaint.rpartition("[")[2]) == (2, "file-no-payload]")
