"""A first exchange by hand: submit, look into the inbox, answer, fetch the evidence, check it without the hub."""

import json
import stat

import pytest

from hub.cli.command import Exit
from tests.integration.cli.exchange import answering, arrived, closed_port, of_ban, write_ban
from tests.support.hub import make_envelope


@pytest.fixture
def kz(served):
    """Kazakhstan's configuration."""
    return served.config("kz-mvd")


@pytest.fixture
def tj(served):
    """Tajikistan's configuration."""
    return served.config("tj-mvd")


def test_a_record_travels_is_answered_and_proven(hub, served, kz, tj, tmp_path):
    ban = write_ban(tmp_path)
    accepted = hub(*of_ban(ban), "--config", kz, "--json").json
    (message,) = arrived(hub, tj, "urgent", ban.stem)
    receipt = {
        "status": "processed",
        "sender": "kz-mvd",
        "messages": [{"index": message["index"], "id": message["id"], "sha256": json.loads(accepted["receipt"]["leaf"])["sha256"]}],
        "at": message["sent_at"],
    }  # fmt: skip
    (tmp_path / "receipt.json").write_text(json.dumps(receipt))
    answered = hub(
        "submit",
        tmp_path / "receipt.json",
        "--config",
        tj,
        "--type",
        "receipt",
        "--to",
        "kz-mvd",
        "--purpose",
        "receipt",
    )
    (answer,) = arrived(hub, kz, "ordinary", accepted["id"])
    evidence = (
        "inbox",
        "--config",
        kz,
        "--evidence",
        accepted["id"],
        "--sender",
        "kz-mvd",
        "--out",
        tmp_path / "e.json",
    )
    written = hub(*evidence)
    proven = hub("verify", tmp_path / "e.json", "--root", served.root)

    assert (message["id"], message["from"]) == (accepted["id"], "kz-mvd")
    assert message["record"] == json.loads(ban.read_text())
    assert answered.status == 0
    assert answer["type"] == "receipt"
    assert (written.status, written.out) == (0, f"written: {tmp_path}/e.json\n")
    assert proven.status == 0
    said = " ".join(proven.out.split())
    assert f"kz-mvd signed message {accepted['id']} (entry-ban 1.0) for tj-mvd; without the signing key" in said
    assert "tj-mvd signed a receipt: the message was processed, " in said
    assert proven.out.endswith("Proven.\n")
    assert "Тестов" not in proven.out


def test_an_accepted_record_gets_its_id_and_place(hub, kz, tmp_path):
    ended = hub(*of_ban(write_ban(tmp_path)), "--config", kz)

    assert ended.status == 0
    assert ended.out.startswith("accepted: message 0")
    assert ", place " in ended.out


def test_a_refused_record_names_each_place_that_is_wrong(hub, kz, tmp_path):
    ban = write_ban(tmp_path, revision="one", sex_of_nobody=1)
    ended = hub(*of_ban(ban), "--config", kz)
    as_json = hub(*of_ban(ban), "--config", kz, "--json")

    assert (ended.status, as_json.status) == (1, 1)
    assert ended.out.startswith("refused [schema-violation]: The record does not fit its schema.")
    assert "  /record/revision: " in ended.out
    assert (as_json.json["status"], as_json.json["code"]) == (422, "schema-violation")
    assert "/record/revision" in {error["pointer"] for error in as_json.json["errors"]}


def test_a_refusal_is_told_in_the_callers_language(hub, kz, tmp_path):
    ended = hub(*of_ban(write_ban(tmp_path, revision="one")), "--config", kz, "--language", "ru")

    assert ended.out.startswith("отклонено [schema-violation]: Запись не соответствует схеме.")


def test_an_envelope_kept_before_is_sent_again_and_gives_the_same_receipt(hub, kz, tmp_path):
    kept = tmp_path / "kept.jose"
    first = hub(*of_ban(write_ban(tmp_path)), "--config", kz, "--keep", kept, "--json")
    again = hub("submit", kept, "--envelope", "--config", kz, "--json")

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert (first.status, first.out) == (0, again.out)


def test_an_envelope_signed_in_anothers_name_is_refused(hub, served, kz, tmp_path):
    ban = json.loads(write_ban(tmp_path).read_text())
    token = make_envelope(
        served.site.trust, "kz-mvd", ban, key=served.site.trust.keys["ru-guvm"], subject=ban["ban_id"]
    )
    (tmp_path / "stolen.jose").write_bytes(token + b"\n")
    ended = hub("submit", tmp_path / "stolen.jose", "--envelope", "--config", kz)

    assert ended.status == 1
    assert ended.out.startswith("refused [sender-mismatch]")


def test_nothing_is_sent_where_the_envelope_cannot_be_kept(hub, kz, tj, tmp_path):
    ban, later = write_ban(tmp_path), write_ban(tmp_path)
    ended = hub(*of_ban(ban), "--config", kz, "--keep", tmp_path / "no" / "folder")
    hub(*of_ban(later), "--config", kz)
    arrived(hub, tj, "urgent", later.stem)

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, "file-unwritable]")
    assert ban.stem not in hub("inbox", "--config", tj, "--lane", "urgent", "--limit", "500").out


def test_a_file_that_is_there_is_never_written_over_and_nothing_is_sent(hub, kz, tj, tmp_path):
    ban, later, kept = write_ban(tmp_path), write_ban(tmp_path), tmp_path / "kept.jose"
    kept.write_text("signed before")
    ended = hub(*of_ban(ban), "--config", kz, "--keep", kept)
    accepted = hub(*of_ban(later), "--config", kz, "--json").json
    arrived(hub, tj, "urgent", later.stem)
    fetch = ("--evidence", accepted["id"], "--sender", "kz-mvd", "--out", kept)
    evidence = hub("inbox", "--config", kz, *fetch)

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, "file-exists]")
    assert (evidence.status, evidence.complaint.rpartition("[")[2]) == (2, "file-exists]")
    assert kept.read_text() == "signed before"
    assert ban.stem not in hub("inbox", "--config", tj, "--lane", "urgent", "--limit", "500").out


def test_what_is_in_doubt_twice_is_kept_in_two_files(hub, served, tmp_path):
    ban = write_ban(tmp_path)
    with answering(b"") as url:
        for _ in range(2):
            hub(*of_ban(ban), "--config", served.config("kz-mvd", url=url))
    kept = [tmp_path / f"{ban.name}.envelope", tmp_path / f"{ban.name}.2.envelope"]

    assert sorted(tmp_path.glob("*.envelope")) == sorted(kept)
    assert kept[0].read_bytes() != kept[1].read_bytes()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
        b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=["lost", "unavailable", "a page", "a redirect"],
)
def test_in_doubt_the_bytes_are_kept_and_the_next_step_is_told(hub, served, kz, tmp_path, answer):
    ban = write_ban(tmp_path)
    with answering(answer) as url:
        lost = hub(*of_ban(ban), "--config", served.config("kz-mvd", url=url))
    kept = tmp_path / f"{ban.name}.envelope"

    assert lost.status == Exit.LATER
    assert f"hub submit {kept} --envelope --config" in lost.complaint
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert hub("submit", kept, "--envelope", "--config", kz).status == 0


def test_in_doubt_an_envelope_or_a_kept_one_is_not_written_again(hub, served, tmp_path):
    ban, kept = write_ban(tmp_path), tmp_path / "kept.jose"
    with answering(b"") as url:
        config = served.config("kz-mvd", url=url)
        first = hub(*of_ban(ban), "--config", config, "--keep", kept)
        again = hub("submit", kept, "--envelope", "--config", config)

    assert {first.status, again.status} == {Exit.LATER}
    assert f"hub submit {kept} --envelope" in first.complaint
    assert f"hub submit {kept} --envelope" in again.complaint
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([ban.name, "kept.jose"])


@pytest.mark.parametrize("call", [("inbox",), ("submit",)], ids=lambda call: call[0])
def test_a_hub_that_cannot_be_reached_is_one_line_and_can_be_tried_later(hub, served, tmp_path, call):
    ban = write_ban(tmp_path)
    ended = hub(*(of_ban(ban) if call == ("submit",) else call), "--config", served.config("kz-mvd", url=closed_port()))

    assert ended.status == Exit.LATER
    assert ended.complaint.startswith("hub: The hub cannot be reached (")
    assert [path.name for path in tmp_path.iterdir()] == [ban.name], "nothing was sent, so nothing is to be kept"


def test_something_that_is_no_hub_is_not_believed(hub, served):
    with answering(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>") as url:
        ended = hub("inbox", "--config", served.config("kz-mvd", url=url))

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (1, "answer-malformed]")


def test_the_inbox_tells_line_by_line_what_came_after_a_number(hub, kz, tj, tmp_path):
    ban = write_ban(tmp_path)
    hub(*of_ban(ban), "--config", kz)
    (message,) = arrived(hub, tj, "urgent", ban.stem)
    shown = hub("inbox", "--config", tj, "--lane", "urgent", "--after", message["number"] - 1, "--limit", "1")
    nothing = hub("inbox", "--config", tj, "--lane", "urgent", "--after", message["number"] + 10_000)

    assert shown.out == (f"{message['number']}  {message['id']}  {message['sent_at']}  kz-mvd  entry-ban  {ban.stem}\n")
    assert (nothing.status, nothing.out) == (0, "nothing new\n")


def test_a_foreign_message_has_no_evidence_for_us(hub, served, kz, tmp_path):
    accepted = hub(*of_ban(write_ban(tmp_path)), "--config", kz, "--json").json
    stranger = served.config("by-mvd")
    fetch = ("--evidence", accepted["id"], "--sender", "kz-mvd", "--out", tmp_path / "e.json")
    ended = hub("inbox", "--config", stranger, *fetch)

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (1, "not-found]")
    assert not (tmp_path / "e.json").exists()


def test_a_bundle_that_cannot_be_written_is_one_line(hub, kz, tj, tmp_path):
    accepted = hub(*of_ban(write_ban(tmp_path)), "--config", kz, "--json").json
    arrived(hub, tj, "urgent", accepted["id"])
    ended = hub("inbox", "--config", kz, "--evidence", accepted["id"], "--sender", "kz-mvd", "--out", tmp_path)

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (2, "file-unwritable]")


def test_a_participant_that_is_not_the_keys_owner_gets_no_inbox(hub, served):
    config = served.config("kz-mvd", gateway='[gateway]\nparticipant = "tj-mvd"\nstate_dir = "state"')
    ended = hub("inbox", "--config", config)

    assert (ended.status, ended.complaint.rpartition("[")[2]) == (1, "unauthenticated]")
