"""The kit itself: a right client passes, a careless one is found out, and the command says so in every form."""

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hub import cli, settings
from hub.conform import run
from hub.conform.kit import read_kit
from hub.conform.messages import find_kind
from hub.core import conformance
from keys import keyfile
from keys.jwk import PrivateKey

ROOT = Path(__file__).parents[3]
KEY = PrivateKey.generate()


@pytest.fixture
def config(tmp_path):
    """The configuration of a gateway that has never run."""
    for name in ("exchange", "adapter"):
        (tmp_path / name).mkdir()
    keyfile.write(tmp_path / "signing.pem", KEY, None)
    path = tmp_path / "gateway.toml"
    path.write_text(
        f"""[gateway]
participant = "tj-mvd"
state_dir = "state"

[hub]
url = "https://mig.example"
origin = "mig.example/training"

[trust]
root_sha256 = "{"0" * 64}"

[key]
file = "signing.pem"

[adapter]
module = "adapters.tj_files"

[adapter.settings]
folder = "{tmp_path / "exchange"}"
participant = "tj-mvd"
state_dir = "{tmp_path / "adapter"}"

[[adapter.settings.routes]]
type = "situation-summary"
to = ["cis-ec"]
agreement = "cis-2007"
purpose = "council-statistics"
""",
        encoding="utf-8",
    )
    return path


def conform(*words):
    return cli.main(["--language", "en", "conform", *map(str, words)])


def played(*words):
    """Play scenarios by the command in a process of its own, as integrators do; return exit status and output."""
    command = [sys.executable, "-m", "hub.cli", "--language", "en", "conform", "run", *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, env=settings.inherited_environment(), stdout=subprocess.PIPE, check=False)
    return done.returncode, done.stdout.decode()


def only(*names):
    return [word for name in names for word in ("--only", name)]


def test_a_right_gateway_passes_and_its_protocol_is_proven(config, tmp_path):
    out = tmp_path / "protocol"

    passed, said = played(
        "--config", config, "--out", out, *only("valid/one", "malformed/signature", "resend/lost-answer")
    )
    verified = conform("verify", out, "--kid", KEY.kid)

    assert (passed, verified) == (0, 0)
    assert "Conforms: every scenario held. Held, not held: 3, 0." in said
    assert ET.fromstring((out / "junit.xml").read_bytes()).get("failures") == "0"
    assert not (tmp_path / "state").exists()
    assert not list((tmp_path / "adapter").iterdir())
    handed_in = conformance.parse((out / "protocol.json").read_bytes())
    conformance.check_kit(handed_in, read_kit())
    assert (handed_in.record_type, handed_in.standing(3)) == ("entry-ban", "passed")


def test_a_client_that_relies_on_the_hub_is_found_out(config):
    careless = f"{sys.executable} -m tests.integration.conform.careless_client {config} {{folder}}"

    status, said = played("--config", config, "--command", careless, "--json", *only("malformed/signature"))
    shown = json.loads(said)

    assert status == 1
    assert [one["verdict"] for one in shown["results"]] == ["failed"]
    assert "'processed'" in shown["results"][0]["found"]["en"]


def test_files_are_judged_without_any_hub(config, tmp_path, capsys):
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / "wrong.jws").write_bytes(b"no token")

    status = conform("files", samples, "--config", config, "--out", tmp_path / "protocol")
    verified = conform("verify", tmp_path / "protocol")

    assert (status, verified) == (1, 1)
    assert "NOT held" in capsys.readouterr().out


def test_names_of_files_are_printed_as_what_they_are_and_stop_no_run(config, tmp_path, capsys):
    samples = tmp_path / "samples"
    samples.mkdir()
    for name in (b"\xff.jws", b"a\x1b[2J\n.jws", "имя<b>.jws".encode()):
        Path(os.fsdecode(bytes(samples) + b"/" + name)).write_bytes(b"no token")

    status = conform("files", samples, "--config", config, "--out", tmp_path / "protocol")
    said = capsys.readouterr().out

    assert (status, conform("verify", tmp_path / "protocol")) == (1, 1)
    assert all(f"files/{name}:" in said for name in (r"\udcff.jws", r"a\u001b[2J\u000a.jws", "имя<b>.jws"))
    assert "\x1b" not in said
    assert ET.parse(tmp_path / "protocol" / "junit.xml").getroot() is not None


def test_a_protocol_by_another_key_is_refused_and_one_by_nobody_known_is_not_anchored(config, tmp_path):
    samples = tmp_path / "samples"
    samples.mkdir()
    (samples / "wrong.jws").write_bytes(b"no token")
    conform("files", samples, "--config", config, "--out", tmp_path / "protocol")

    assert conform("verify", tmp_path / "protocol", "--kid", PrivateKey.generate().kid) == 1
    assert conform("verify", tmp_path / "no-such") == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["run", "--only", "no-such"], "conform-scenario-unknown"),
        (["run", "--type", "no-such"], "conform-kind-unknown"),
        (["files", "."], "conform-no-files"),
    ],
)
def test_what_cannot_be_run_is_said(config, tmp_path, capsys, words, code):
    (tmp_path / "empty").mkdir()
    words = [str(tmp_path / "empty") if word == "." else word for word in words]

    assert conform(*words, "--config", config) == 2
    assert code in capsys.readouterr().err


@pytest.mark.parametrize(
    ("module", "kind"),
    [("adapters.tj_files", "entry-ban"), ("adapters.none", "entry-ban"), ("no_such.place", "entry-ban")],
)
def test_the_type_of_record_is_what_the_adapter_takes(module, kind):
    assert run.choose_kind(module) == find_kind(kind)


def test_an_observers_adapter_gets_what_observers_take(tmp_path, monkeypatch):
    package = tmp_path / "observer_of_test"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('an adapter is not imported here')")
    (package / "manifest.json").write_text('{"records": {"from_hub": ["meeting-schedule"]}}')
    monkeypatch.syspath_prepend(tmp_path)

    assert run.choose_kind("observer_of_test").type == "meeting-schedule"
