"""`hub trust` where things are not as they should be, and what it prints."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from keys import enrolment_file, keyfile, trust_change, trust_folder, trust_requests
from keys.trust_requests import KeyRequest, RequestFile, RequestKind
from tests.integration.cli.conftest import Run

ORIGIN = "mig.example/test"


@pytest.fixture
def room(hub: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the keys of a small ceremony (1 of 1, one officer) and a proposal."""
    monkeypatch.chdir(tmp_path)
    for name in ("council", "officer", "status"):
        assert hub("trust", "keygen", name, f"{name}.pem").status == 0
    assert hub("trust", "keygen", ORIGIN, "log.pem").status == 0
    assert hub("keys", "generate", "tj.pem").status == 0
    assert request(hub, "tj.json", "tj.pem").status == 0
    assert init(hub, "first", "--enrol", "tj.json").status == 0
    return tmp_path


def request(hub: Run, file: str, key: str, *more: str, participant: str = "tj-mvd", origin: str = ORIGIN):
    """Write a request."""
    return hub("trust", "request", file, "--hub", origin, "--participant", participant, "--key", key, *more)


def init(hub: Run, proposal: str, *more: str):
    """Propose a first list."""
    roles = ["--council", "council.pem.pub", "--council-threshold", "1"]
    roles += ["--officer", "officer.pem.pub", "--officers-threshold", "1"]
    online = ["--status", "status.pem.pub", "--log", "log.pem.pub"]
    return hub("trust", "init", proposal, "--hub", ORIGIN, *roles, *online, *more)


def digests(hub: Run, proposal: str) -> dict[str, str]:
    """Return the digests of a proposal's documents."""
    return {each["kind"]: each["digest"] for each in hub("trust", "show", proposal, "--json").json["documents"]}


def sign(hub: Run, proposal: str, *names: str) -> None:
    """Sign with these keys."""
    given = [word for digest in digests(hub, proposal).values() for word in ("--digest", digest)]
    for name in names:
        ended = hub("trust", "sign", proposal, "--key", f"{name}.pem", *given)
        assert ended.status == 0, ended.err


def publish(hub: Run, proposal: str = "first", *more: str):
    """Publish into the folder `trust`."""
    return hub("trust", "publish", proposal, "trust", *more)


@pytest.fixture
def published(hub: Run, room: Path) -> Path:
    """The same, signed and published."""
    sign(hub, "first", "council", "officer")
    assert publish(hub, "first", "--status-key", "status.pem").status == 0
    return room / "trust"


def code(ended) -> str:
    """Return the code of the last complaint."""
    return str(ended.err.strip().rpartition("[")[2].rstrip("]"))


def test_key_files_are_for_their_owner_and_public_files_for_all(room: Path):
    assert {path.stat().st_mode & 0o777 for path in room.glob("*.pem")} == {0o600}
    assert {path.stat().st_mode & 0o777 for path in [*room.glob("*.pub"), *room.glob("*.json")]} == {0o644}


def test_nothing_is_overwritten(hub: Run, room: Path):
    assert code(hub("trust", "keygen", "council", "council.pem")) == "file-exists"
    (room / "council.pem.pub").unlink()
    assert code(hub("trust", "keygen", "council", "council.pem")) == "key-file-exists"
    assert code(request(hub, "tj.json", "tj.pem")) == "file-exists"
    (room / "council.pem.pub").touch()
    assert hub("trust", "vkey", "council", "--key", "council.pem").out.startswith("council+")
    assert init(hub, "first").status == 2


def test_a_proposal_is_shown_before_it_is_signed_and_the_digest_is_asked_for(hub: Run, room: Path):
    ended = hub("trust", "sign", "first", "--key", "council.pem")

    assert (ended.status, code(ended)) == (2, "trust-digest-missing")
    assert "+ the Council lets in the key of tj-mvd" in ended.out
    assert not list(room.glob("first/*.note"))
    russian = hub("--language", "ru", "trust", "sign", "first", "--key", "council.pem")
    assert "дайджест, сверить вслух:" in russian.out


def test_another_digest_is_refused(hub: Run, room: Path):
    right = digests(hub, "first")["root"]

    assert code(hub("trust", "sign", "first", "--key", "council.pem", "--digest", "0" * 64)) == "trust-digest-mismatch"
    assert code(hub("trust", "sign", "first", "--key", "council.pem", "--digest", right[:31])) == "trust-digest-missing"
    spoken = "sha256:" + " ".join(right[place : place + 4] for place in range(0, 32, 4)).upper()
    assert hub("trust", "sign", "first", "--key", "council.pem", "--digest", spoken).status == 0
    assert code(hub("trust", "sign", "first", "--key", "council.pem", "--digest", right)) == "trust-signed-already"
    assert code(hub("trust", "sign", "first", "--key", "tj.pem", "--digest", right)) == "trust-signer-unknown"


def test_too_few_signatures_are_not_published(hub: Run, room: Path):
    sign(hub, "first", "council")
    ended = publish(hub)

    assert (ended.status, code(ended)) == (1, "trust-signatures-missing")
    assert "officers: 0 of 1 signatures" in ended.out
    assert "missing under “participants”: 1. Not signed yet: officer." in ended.err
    assert not (room / "trust").exists()


def test_a_published_list_is_shown_and_verified(hub: Run, published: Path):
    root = digests(hub, "first")["root"]
    facts = hub("trust", "verify", "trust", "--root", f"sha256:{root}", "--json").json

    assert (facts["root"], facts["participants"], facts["status"], facts["anchored"]) == (1, 1, 1, True)
    assert hub("trust", "verify", "trust", "--root", "trust/root-1.note").status == 0
    spoken = " ".join(root[place : place + 4] for place in range(0, 64, 4))
    for written in (root, spoken, f"sha256:{spoken}", spoken.upper()):
        assert hub("trust", "verify", "trust", "--root", written).status == 0
    for short in (root[:32], spoken[:39]):
        assert code(hub("trust", "verify", "trust", "--root", short)) == "arguments-wrong"
    assert hub("trust", "verify", "trust").status == 3
    assert hub("trust", "verify", "trust", "--root", f"sha256:{'0' * 64}").status == 2
    assert hub("trust", "verify", "trust", "--root", "sha256:x").status == 2
    assert code(hub("trust", "verify", "trust", "--root", "council.pem")) == "file-wrong"
    assert "tj-mvd" in hub("trust", "show", "trust").out
    assert hub("trust", "show", "trust", "--json").json["root"]["content"]["hub"] == ORIGIN
    (published / "status.note").unlink()
    assert hub("trust", "verify", "trust", "--root", f"sha256:{root}", "--json").json["status"] is None


def test_a_list_that_was_changed_is_refused(hub: Run, published: Path):
    path = published / "participants.note"
    path.write_bytes(path.read_bytes().replace(b'"role": "member"', b'"role": "body"'))

    assert code(hub("trust", "verify", "trust")) == "trust-list-signatures"
    assert hub("trust", "show", "trust").status == 1


def test_a_missing_root_is_named(hub: Run, published: Path):
    for number in (2, 3):
        assert hub("trust", "propose", "trust", f"renewal-{number}", "--renew-root").status == 0
        sign(hub, f"renewal-{number}", "council")
        assert publish(hub, f"renewal-{number}").status == 0
    (published / "root-2.note").unlink()
    ended = hub("trust", "verify", "trust", "--root", "trust/root-1.note")

    assert code(ended) == "trust-list-root-missing"
    assert "root-2.note" in ended.err


def test_only_the_roots_status_key_signs_the_status(hub: Run, room: Path):
    sign(hub, "first", "council", "officer")
    ended = publish(hub, "first", "--status-key", "log.pem")

    assert code(ended) == "trust-status-key"
    assert keyfile.read(room / "status.pem", None).public.thumbprint in ended.err
    assert not (room / "trust").exists()


def test_everybody_shows_a_key_by_the_same_thumbprint(hub: Run, room: Path):
    made = hub("trust", "keygen", "--witness", "tj-witness", "witness.pem").out
    kid = keyfile.read(room / "witness.pem", None).public.thumbprint
    line = hub("trust", "vkey", "--witness", "tj-witness", "--key", "witness.pem")
    hub("keys", "generate", "new.pem")
    asked = request(hub, "new.json", "new.pem", "--witness", "witness.pem.pub").out
    init(hub, "witnessed", "--enrol", "new.json")

    assert line.out.strip() in made
    assert all(f"{kid}" in shown for shown in (made, line.err, asked, hub("trust", "show", "witnessed").out))


def test_a_holder_is_told_what_his_key_signs(hub: Run, room: Path):
    ended = hub("trust", "sign", "first", "--key", "council.pem")
    kid = keyfile.read(room / "council.pem", None).public.thumbprint

    assert ended.out.splitlines()[-2] == f"this key, council [{kid}], signs:"
    assert ended.out.splitlines()[-1].startswith("  ROOT, version 1, digest ")
    assert "PARTICIPANTS, version" not in ended.out.splitlines()[-1]


def test_what_changes_is_said_against_the_version_in_force(hub: Run, published: Path, room: Path):
    kid = keyfile.read(room / "tj.pem", None).kid
    hub("trust", "keygen", "council-2", "council-2.pem")
    both = ["--council", "council.pem.pub", "--council", "council-2.pem.pub"]
    suspend = ["--suspend", kid, "--reason", "under inquiry"]
    grown = hub("trust", "propose", "trust", "grown", *both, "--council-threshold", "2", *suspend).out
    sign(hub, "grown", "council", "officer", "council-2")
    assert publish(hub, "grown").status == 0
    fewer = ["--council", "council-2.pem.pub", "--council-threshold", "1"]
    shrunk = hub("trust", "propose", "trust", "shrunk", *fewer).out

    assert "! Council: the threshold was 1, now 2 (keys: 2)" in grown
    assert "+ Council: added, the key council-2 [" in grown
    assert f"! key of tj-mvd: {kid}, signing" in grown
    assert "was in force, now SUSPENDED" in grown
    assert "officers" not in grown.partition("what changes:")[2].partition("Council before")[0]
    assert "WARNING" not in grown
    assert "WARNING: the threshold falls (Council)" in shrunk
    assert "- Council: removed, the key council [" in shrunk
    assert "had it since" not in grown + shrunk


def test_what_is_published_is_shown_without_marks_and_in_plain_words(hub: Run, published: Path):
    english = hub("trust", "show", "trust").out
    russian = hub("--language", "ru", "trust", "show", "trust").out

    assert [line for line in english.splitlines() if line.strip().startswith(("+", "-", "!"))] == []
    assert "the witnesses of all states count" in english
    assert "роль — " in russian
    assert "member" not in russian


def test_expired_documents_are_neither_verified_nor_published(hub: Run, published: Path, room: Path):
    clock = room / "clock.json"
    clock.write_text(json.dumps({"shift_seconds": 100 * 86400}))
    settings = {"HUB_TRAINING_CLOCK": str(clock), "HUB_ORIGIN": "mig.example/training"}

    assert code(hub("trust", "verify", "trust", **settings)) == "trust-list-expired"
    assert code(hub("trust", "publish", "first", "elsewhere", **settings)) == "trust-list-expired"


def test_a_proposal_from_an_older_list_is_not_published_over_a_newer_one(hub: Run, published: Path):
    for name, days in (("one", "90"), ("two", "80")):
        assert hub("trust", "propose", "trust", name, "--renew-list", "--list-days", days).status == 0
        sign(hub, name, "officer")
    assert publish(hub, "one").status == 0

    assert code(publish(hub, "two")) == "trust-proposal-outdated"
    assert code(publish(hub)) == "trust-proposal-outdated"
    assert code(publish(hub, "one")) == "trust-proposal-published"
    assert hub("trust", "verify", "trust", "--json").json["participants"] == 2


def test_every_kind_of_change_is_proposed(hub: Run, published: Path, room: Path):
    kid = keyfile.read(room / "tj.pem", None).kid
    hub("trust", "keygen", ORIGIN, "second-log.pem")
    council, both, officer = ["council"], ["council", "officer"], ["officer"]
    changes: list[tuple[list[str], list[str]]] = [
        (["--suspend", kid, "--reason", "under inquiry", "--since", "2026-01-01T00:00:00Z"], officer),
        (["--restore", kid], officer),
        (["--renew-root", "--renew-list"], both),
        (["--log", "second-log.pem.pub"], council),
        (["--approve", kid, "--renew-root"], council),
        (["--officer", "council.pem.pub", "--officers-threshold", "1"], council),
        (["--status", "officer.pem.pub"], council),
    ]
    for number, (words, signers) in enumerate(changes):
        ended = hub("trust", "propose", "trust", f"change-{number}", *words)
        assert ended.status == 0, ended.err
        sign(hub, f"change-{number}", *signers)
        online = "officer.pem" if "--status" in words else "status.pem"
        assert publish(hub, f"change-{number}", "--status-key", online).status == 0, words
    found = trust_folder.read(published)

    assert len(found.roots) == 6
    assert hub("trust", "verify", "trust", "--json").json["participants"] == 5


def test_the_reason_of_a_suspension_is_told_in_words_and_an_unknown_time_is_not_told(
    hub: Run, published: Path, room: Path
):
    kid = keyfile.read(room / "tj.pem", None).kid
    asked = ["trust", "propose", "trust"]
    plain = hub(*asked, "a", "--suspend", kid, "--reason", "suspected", HUB_LANGUAGE="ru").out
    free = hub(*asked, "b", "--suspend", kid, "--reason", "under inquiry", "--since", "2026-01-01T00:00:00Z").out

    assert "причина: подозрение на компрометацию (suspected)" in plain
    assert "мог быть у других" not in plain
    assert "reason: under inquiry; others may have had it since 2026-01-01" in free


def test_what_a_stolen_key_vouched_for_is_void_or_let_in_by_the_council(hub: Run, published: Path, room: Path):
    for name, old in (("mine", "tj"), ("thief", "tj")):
        assert hub("keys", "generate", f"{name}.pem").status == 0
        assert request(hub, f"{name}.json", f"{name}.pem", "--old-key", f"{old}.pem").status == 0
    assert hub("trust", "propose", "trust", "both", "--enrol", "mine.json", "--enrol", "thief.json").status == 0
    sign(hub, "both", "officer")
    assert publish(hub, "both").status == 0
    stolen, mine, thief = (keyfile.read(room / f"{name}.pem", None).kid for name in ("tj", "mine", "thief"))
    revoke = ["--revoke", stolen, "--reason", "stolen", "--since", "2026-01-01T00:00:00Z"]

    assert code(hub("trust", "propose", "trust", "bad", *revoke)) == "trust-list-enrolment"
    assert code(hub("trust", "propose", "trust", "bad", *revoke, "--void", thief)) == "trust-list-enrolment"
    assert hub("trust", "propose", "trust", "good", *revoke, "--void", thief, "--approve", mine).status == 0
    sign(hub, "good", "council", "officer")
    assert publish(hub, "good").status == 0
    assert hub("trust", "verify", "trust", "--json").json["root"] == 2


def test_an_encryption_key_is_enrolled_by_a_signing_key(hub: Run, published: Path):
    assert hub("keys", "generate", "sealed.pem", "--alg", "X25519").status == 0
    Path("sealed.jwk").write_text(hub("keys", "show", "sealed.pem", "--json").out)
    assert request(hub, "sealed.json", "tj.pem", "--encryption", "sealed.jwk").status == 0
    assert hub("trust", "propose", "trust", "sealed", "--enrol", "sealed.json").status == 0
    sign(hub, "sealed", "officer")

    assert publish(hub, "sealed").status == 0
    assert "encryption" in hub("trust", "show", "trust").out


def test_what_cannot_be_proposed_is_refused(hub: Run, published: Path, room: Path):
    kid = keyfile.read(room / "tj.pem", None).kid
    hub("keys", "generate", "new.pem")
    request(hub, "elsewhere.json", "new.pem", origin="mig.example/production")
    request(hub, "newcomer.json", "new.pem", participant="zz-none")
    Path("no.json").write_text("{}")
    Path("no.pub").write_text("nothing")
    for words, wanted in (
        ([], "trust-change-empty"),
        (["--enrol", "tj.json"], "trust-change-listed"),
        (["--enrol", "elsewhere.json"], "trust-change-hub"),
        (["--enrol", "newcomer.json"], "trust-change-unknown"),
        (["--enrol", "no.json"], "request-malformed"),
        (["--enrol", "none.json"], "file-unreadable"),
        (["--revoke", "x" * 43, "--reason", "r"], "trust-change-unknown"),
        (["--revoke", "x"], "arguments-wrong"),
        (["--suspend", "-" + "x" * 42, "--reason", "r"], "trust-change-unknown"),
        (["--suspend=-" + "x" * 42, "--reason", "r"], "trust-change-unknown"),
        (["--restore", kid], "trust-change-lift"),
        (["--revoke", kid], "arguments-wrong"),
        (["--suspend", kid], "arguments-wrong"),
        (["--renew-list", "--suspensions", "none.json"], "file-unreadable"),
        (["--renew-list", "--suspensions", "no.json"], "suspensions-malformed"),
        (["--renew-list", "--suspensions", "no.pub"], "suspensions-malformed"),
        (["--enrol", "tj.pem"], "request-malformed"),
        (["--council", "no.pub", "--council-threshold", "1"], "file-wrong"),
        (["--council", "council.pem.pub"], "arguments-wrong"),
        (["--council-threshold", "2"], "arguments-wrong"),
        (["--revoke", kid, "--since", "yesterday"], "arguments-wrong"),
        (["--enrol", "newcomer.json", "--role", "member", "--state", "zz"], "arguments-wrong"),
    ):
        ended = hub("trust", "propose", "trust", "bad", *words)
        assert (ended.status != 0, code(ended)) == (True, wanted), words
        assert not Path("bad").exists()
    named = hub("trust", "propose", "trust", "good", "--enrol", "newcomer.json", "--role", "observer", "--state", "ZZ")
    assert named.status == 0


def test_a_first_list_needs_its_keys_and_thresholds(hub: Run, room: Path):
    online = ["--status", "status.pem.pub", "--log", "log.pem.pub"]

    assert code(hub("trust", "init", "bad", "--hub", ORIGIN, *online)) == "arguments-wrong"
    council = ["--council", "council.pem.pub", "--council-threshold", "1"]
    assert code(hub("trust", "init", "bad", "--hub", ORIGIN, *online, *council)) == "arguments-wrong"
    officers = ["--officer", "officer.pem.pub", "--officers-threshold", "2"]
    assert code(hub("trust", "init", "bad", "--hub", ORIGIN, *online, *council, *officers)) == "arguments-wrong"
    assert not Path("bad").exists()


def test_a_folder_that_is_no_proposal_is_named(hub: Run, room: Path):
    assert code(hub("trust", "sign", "none", "--key", "council.pem")) == "proposal-missing"
    (room / "empty").mkdir()
    assert code(hub("trust", "sign", "empty", "--key", "council.pem")) == "trust-proposal-malformed"
    assert hub("trust", "verify", "empty").status == 2


def test_a_new_status_key_starts_the_status_again(hub: Run, published: Path):
    """Whoever had the old one may have signed the last version that there is."""
    for number, more in enumerate((["--renew-list"], ["--status", "status-2.pem.pub"])):
        if number:
            assert hub("trust", "keygen", "status-2", "status-2.pem").status == 0
        assert hub("trust", "propose", "trust", f"change-{number}", *more).status == 0
        sign(hub, f"change-{number}", "council" if number else "officer")
        key = "status-2.pem" if number else "status.pem"
        assert publish(hub, f"change-{number}", "--status-key", key).status == 0
        shown = hub("trust", "verify", "trust", "--json").json
        assert shown["status"] == (1 if number else 2)


def test_other_officers_begin_anew_where_the_numbers_of_the_list_were_spent(
    hub: Run, published: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(trust_change, "SPENT", 1)
    assert hub("trust", "keygen", "officer-2", "officer-2.pem").status == 0
    given = ["--officer", "officer-2.pem.pub", "--officers-threshold", "1"]
    assert hub("trust", "propose", "trust", "again", *given).status == 0
    sign(hub, "again", "council", "officer-2")
    assert publish(hub, "again").status == 0
    assert hub("trust", "verify", "trust", "--json").json["participants"] == 1


def write_requests(name: str, *requests: KeyRequest) -> None:
    """Write a file of requests, as the console gives it."""
    now = datetime.now(UTC).replace(microsecond=0)
    Path(name).write_bytes(trust_requests.format(RequestFile(hub=ORIGIN, made_at=now, requests=requests)))


def test_requests_that_the_console_gathered_become_proposals(hub: Run, published: Path):
    assert hub("keys", "generate", "new.pem").status == 0
    assert "read aloud" in request(hub, "new.json", "new.pem", "--old-key", "tj.pem").out
    proof = enrolment_file.read(json.loads(Path("new.json").read_text()))
    old, new = (keyfile.read(Path(name), None).kid for name in ("tj.pem", "new.pem"))
    suspend = KeyRequest(kind=RequestKind.SUSPEND, participant="tj-mvd", kid=new, reason="other")
    write_requests("enrol", KeyRequest(kind=RequestKind.ENROL, participant="tj-mvd", kid=new, proof=proof))
    write_requests("suspend", suspend)
    write_requests("restore", KeyRequest(kind=RequestKind.RESTORE, participant="tj-mvd", kid=new))

    for name, said in (("enrol", "+ key of tj-mvd"), ("suspend", "now SUSPENDED"), ("restore", "now in force")):
        ended = hub("trust", "propose", "trust", f"{name}-proposal", "--requests", name)
        assert (ended.status, said in ended.out, new in ended.out, old in ended.out) == (0, True, True, False), said
        sign(hub, f"{name}-proposal", "officer")
        assert publish(hub, f"{name}-proposal").status == 0
    assert code(hub("trust", "propose", "trust", "no", "--requests", "new.json")) == "trust-requests-malformed"
    assert code(hub("trust", "propose", "trust", "twice", "--requests", "enrol")) == "trust-change-listed"
