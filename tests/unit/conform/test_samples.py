"""Envelopes in files: a reader of this project makes of each what the folder says it has to."""

import json
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from hub import cli
from hub.conform import offline, samples
from hub.conform.messages import KindUnknownError, NobodySpeaksError, find_kind, read_kinds
from hub.conform.samples import READER, FolderTakenError
from hub.core import agreement as agreements_of
from hub.workflows.exchange import Judgement
from keys import strict_json, trustlist
from schemas import agreements, catalogue

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Samples of every type."""
    made = tmp_path_factory.mktemp("samples")
    samples.write(made, None, NOW)
    return made


@pytest.fixture(scope="module")
def expected(folder):
    return json.loads((folder / "expected.json").read_text("utf-8"))


def judgement(folder, expected):
    documents = json.loads((folder / "trust-list.json").read_text("utf-8"))
    trust = trustlist.load(
        **{name: text.encode() for name, text in documents.items()}, anchor=expected["anchor"], now=NOW
    )
    register = agreements_of.newest(
        agreements_of.from_json(document, sha256(strict_json.dumps(document)).hexdigest())
        for document in agreements.load()
    )
    return Judgement(epoch=1, roots=(), trust=trust, register=register, documents={})


def test_every_sample_gets_the_verdict_and_the_code_that_is_expected(folder, expected):
    judged = judgement(folder, expected)
    for sample in expected["samples"]:
        said = offline.judge_token((folder / sample["file"]).read_bytes(), "kz-mvd", judged, NOW)
        codes = [] if said is None else [code for code in sample["codes"] if f"[{code}]" in said.en]
        assert (said is None) == (sample["verdict"] == "accepted"), (sample["file"], said)
        assert len(codes) == (sample["verdict"] == "refused"), (sample["file"], said)


@pytest.mark.parametrize("name", read_kinds())
def test_of_every_type_what_has_to_be_refused_is_refused_for_its_reason(name, tmp_path):
    said = samples.write(tmp_path / "s", name, NOW)
    judged = judgement(tmp_path / "s", said)
    for sample in (each for each in said["samples"] if each["codes"]):
        found = offline.judge_token((tmp_path / "s" / sample["file"]).read_bytes(), READER, judged, NOW)
        assert found is not None, sample["file"]
        assert any(f"[{code}]" in found.en for code in sample["codes"]), (sample["file"], found)


def test_every_sample_stands_in_a_file_and_says_in_both_languages_what_it_is(folder, expected):
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.jws"))

    assert sorted(each["file"] for each in expected["samples"]) == files
    assert all(each["title"]["ru"] and each["title"]["en"] for each in expected["samples"])
    assert {"token", "json", "envelope", "key", "schema", "none"} == {each["layer"] for each in expected["samples"]}
    assert {each["file"].split("-", 1)[1].rsplit("-", 1)[0] for each in expected["samples"] if not each["codes"]} == {
        "entry-ban",
        "readmission-request",
        "readmission-reply",
        "situation-summary",
    }


def test_the_command_writes_a_folder_of_one_type_and_touches_none_that_is_in_use(tmp_path, capsys):
    words = ["--language", "en", "conform", "samples", str(tmp_path / "s"), "--type", "meeting-schedule"]

    assert cli.main(words) == 0
    assert "3 right envelopes" in capsys.readouterr().out
    assert cli.main(words) == 2
    with pytest.raises(FolderTakenError):
        samples.write(tmp_path, None, NOW)


@pytest.mark.parametrize("name", read_kinds())
def test_for_each_participant_somebody_speaks_or_it_is_said_that_nobody_does(name):
    kind, spoken = find_kind(name), []
    for participant in catalogue.load().code_list("participants").index:
        try:
            spoken.append((participant, kind.peer_of(participant)))
        except NobodySpeaksError:
            continue
    assert len(spoken) >= 6
    assert all(one[:2] != other[:2] for one, other in spoken)


def test_who_is_sent_no_such_records_is_told():
    with pytest.raises(NobodySpeaksError, match="readmission-request"):
        find_kind("readmission-request").peer_of("tm-sms")


def test_a_type_without_scenarios_has_no_samples(tmp_path):
    with pytest.raises(KindUnknownError):
        samples.write(tmp_path / "s", "receipt", NOW)
