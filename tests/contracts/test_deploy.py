"""The files of `deploy/` hold what they promise; checked without docker and without systemd."""

import configparser
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from hub import settings
from hub.cli import make_parser
from tests.support import yaml_subset

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KEYRING = "./keyring:/var/lib/cis-migration-hub/keyring"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
OURS = {"migrate", "api", "worker"}
NEVER_SECRET = {
    "HUB_DATABASE_PASSWORD_FILE",
    "HUB_LOG_KEY_FILE",
    "HUB_STATUS_KEY_FILE",
    "HUB_NOTICE_KEY_FILE",
    "HUB_KEY_PASSPHRASE_FILE",
    "HUB_MASTER_KEY_FILE",
}


@pytest.fixture(scope="module")
def compose() -> dict:
    """The compose file."""
    return yaml_subset.parse((DEPLOY / "compose.yaml").read_text())


class Unit(configparser.RawConfigParser):
    """A systemd unit: keys may be given several times, and their case counts."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, delimiters=("=",), comment_prefixes=("#",))
        self.optionxform = str
        self.pairs = re.findall(r"^([A-Za-z]+)=(.*)$", path.read_text(), flags=re.MULTILINE)
        self.read_string(path.read_text())

    def every(self, key: str) -> list[str]:
        """Return all values of a key."""
        return [value for name, value in self.pairs if name == key]

    @property
    def command(self) -> tuple[dict[str, str], list[str]]:
        """The settings that nothing can override, as they stand before the program, and the program with arguments."""
        words = shlex.split(self["Service"]["ExecStart"])
        begin = next(number for number, word in enumerate(words) if word.endswith("/hub"))
        return dict(word.split("=", 1) for word in words[1:begin]), words[begin:]

    @property
    def settings(self) -> dict[str, str]:
        """All settings that the unit gives."""
        return dict(value.split("=", 1) for value in self.every("Environment")) | self.command[0]


@pytest.mark.parametrize("name", sorted(OURS | {"grants"}))
def test_our_containers_can_write_nothing_gain_nothing_and_do_nothing_as_root(compose, name):
    service = compose["services"][name]

    assert service["read_only"] == "true"
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service.get("privileged") is None
    written = [volume for volume in service.get("volumes", []) if not volume.endswith(":ro")]
    assert written == ([KEYRING] if name == "worker" else []), "only the worker makes and destroys keys"


def test_the_database_is_reachable_by_nobody_but_the_hub(compose):
    postgres = compose["services"]["postgres"]

    assert "ports" not in postgres
    assert postgres["networks"] == ["database"]
    assert compose["networks"]["database"] == {"internal": "true"}
    assert postgres["read_only"] == "true"
    assert postgres["security_opt"] == ["no-new-privileges:true"]
    assert "--auth=scram-sha-256 --data-checksums" in postgres["environment"]["POSTGRES_INITDB_ARGS"]
    assert not re.search(r"fsync|full_page_writes|synchronous_commit", " ".join(postgres["command"]))


def test_the_api_is_published_on_the_loopback_only(compose):
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}

    assert published == {"api": ["127.0.0.1:8080:8080"]}


def test_secrets_are_files_and_each_service_gets_only_its_own(compose):
    services = compose["services"]
    used = {name: set(service.get("secrets", [])) for name, service in services.items()}

    assert set().union(*used.values()) == set(compose["secrets"])
    assert all(set(entry) == {"file"} for entry in compose["secrets"].values())
    assert {name for name, secrets in used.items() if "status_key" in secrets} == {"worker"}
    assert {name for name, secrets in used.items() if "notice_key" in secrets} == {"worker"}
    assert {name for name, secrets in used.items() if "log_key" in secrets} == {"api", "worker"}
    assert {name for name, secrets in used.items() if "master_key" in secrets} == {"api", "worker"}
    assert {name for name, secrets in used.items() if "hub_migrate_password" in secrets} == {"postgres", "migrate"}
    assert "hub_app_password" not in used["migrate"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_service_is_a_command_and_settings_that_exist(compose, name):
    service = compose["services"][name]
    environment = dict(service["environment"])
    environment |= {"HUB_ORIGIN": "mig.example/production", "HUB_TRUST_ANCHOR": "0" * 64} if name != "migrate" else {}

    make_parser().parse_args(service["command"])
    found = settings.load(environment)

    assert found.database_url is not None
    assert "password" not in found.database_url
    assert found.roles == ((name,) if name != "migrate" else ("api", "worker"))
    for variable, value in environment.items():
        if variable in NEVER_SECRET:
            assert value.removeprefix("/run/secrets/") in service["secrets"]


def test_services_start_in_an_order_that_works(compose):
    after = {name: set(service.get("depends_on", {})) for name, service in compose["services"].items()}

    assert after == {
        "postgres": set(),
        "migrate": {"postgres"},
        "grants": {"migrate"},
        "api": {"grants"},
        "worker": {"grants"},
    }


def test_every_file_that_the_compose_file_mounts_is_here(compose):
    mounted = [
        volume.partition(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])
    ]
    files = [path for path in mounted if path.startswith("./postgres/")]

    assert files
    assert [path for path in files if not (DEPLOY / path).is_file()] == []


def test_the_image_runs_as_an_ordinary_user_from_locked_packages_and_tells_its_health():
    text = re.sub(r"\\\n", " ", (DEPLOY / "Dockerfile").read_text())
    last_stage = text.rpartition("\nFROM ")[2]
    words = dict(re.findall(r"^([A-Z]+) (.+)$", last_stage, flags=re.MULTILINE))

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", words["USER"])
    assert re.findall(r"^ARG BASE=(\S+)$", text, flags=re.MULTILINE) == ["python:3.13-slim-bookworm"]
    assert {line.split()[1] for line in text.splitlines() if line.startswith("FROM ")} == {"${BASE}"}
    assert "--require-hashes -r requirements.lock" in text
    assert not re.search(r"pip install (?!--require-hashes|--no-deps)", text)
    assert "/livez" in words["HEALTHCHECK"]
    assert words["ENTRYPOINT"] == '["hub"]'
    assert words["STOPSIGNAL"] == "SIGTERM"
    assert "ADD " not in text
    for folder in re.findall(r"^COPY (\w+) \1$", text, flags=re.MULTILINE):
        assert (ROOT / folder).is_dir()


HARDENING = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ProtectHome": "yes", "PrivateTmp": "yes", "PrivateDevices": "yes",
    "ProtectClock": "yes", "ProtectControlGroups": "yes", "ProtectHostname": "yes", "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes", "ProtectKernelTunables": "yes", "ProtectProc": "invisible", "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes", "RestrictSUIDSGID": "yes", "LockPersonality": "yes", "MemoryDenyWriteExecute": "yes",
    "CapabilityBoundingSet": "", "AmbientCapabilities": "", "SystemCallArchitectures": "native", "UMask": "0077",
    "RestrictAddressFamilies": "AF_UNIX AF_INET AF_INET6", "LimitCORE": "0",
}  # fmt: skip


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_unit_is_hardened_and_holds_no_secret(path):
    unit = Unit(path)

    assert {key: unit["Service"].get(key) for key in HARDENING} == HARDENING
    assert unit.every("SystemCallFilter") == ["@system-service", "~@privileged"]
    assert unit["Service"]["User"] not in {"", "root", "0"}
    assert "ReadWritePaths" not in unit["Service"]
    assert unit["Service"]["RestartPreventExitStatus"] == "2 4"
    assert unit["Install"]["WantedBy"] == "multi-user.target"
    assert "PASSWORD=" not in path.read_text()


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_credential_is_one_that_the_settings_look_for(path):
    unit = Unit(path)
    credentials = {value.partition(":")[0] for value in unit.every("LoadCredential")}
    given = unit.settings
    named = {
        value.removeprefix("credential:").removeprefix("%d/") for key, value in given.items() if key in NEVER_SECRET
    }

    assert all(value.startswith(("credential:", "%d/")) for key, value in given.items() if key in NEVER_SECRET)
    assert named == credentials or path.name == "hub-gateway@.service"
    assert unit.every("ExecStartPre") == []


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_every_unit_starts_a_command_with_settings_that_exist(path):
    unit = Unit(path)
    _, (_, *arguments) = unit.command

    make_parser().parse_args(arguments)
    assert settings.load({name: value.replace("%i", "8080") for name, value in unit.settings.items()})


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_no_line_of_the_example_can_turn_a_unit_into_another(path):
    """A line of EnvironmentFile= wins over Environment=, so roles, address and password stand elsewhere."""
    given = {value.partition("=")[0] for value in Unit(path).every("Environment")}
    assert given.isdisjoint({"HUB_ROLES", "HUB_LISTEN", "HUB_DATABASE_PASSWORD_FILE"})


def test_the_gateway_alone_holds_a_members_key_and_the_worker_alone_those_of_status_and_notices():
    text = {path.name: path.read_text() for path in UNITS}

    assert [name for name in text if "status-key" in text[name]] == ["hub-worker.service"]
    assert [name for name in text if "notice-key" in text[name]] == ["hub-worker.service"]
    assert [name for name in text if "signing-key" in text[name]] == ["hub-gateway@.service"]
    assert "log-key" not in text["hub-gateway@.service"]


def test_scripts_are_valid_shell():
    for path in (DEPLOY / "postgres/passwords.sh", ROOT / ".ci/run"):
        assert subprocess.run(["sh", "-n", path], check=False).returncode == 0
        assert path.stat().st_mode & 0o111


@pytest.mark.parametrize("source", ["a: 1\na: 2", "a: |\n  x", "- a\nb", "a\n  b", "a: [1, 2", "\ta: 1", "a: 'x'"])
def test_yaml_outside_of_the_subset_is_refused(source):
    with pytest.raises((ValueError, IndexError)):
        yaml_subset.parse(source)


def test_every_key_of_the_settings_is_deployed_and_its_secret_stands_in_the_readme(compose):
    """A key that a setting names and no deployment gives would be missed only when it is needed."""
    keys = {f"HUB_{name.upper()}" for name in settings.Settings.__dataclass_fields__ if name.endswith("_key_file")}
    worker = Unit(DEPLOY / "systemd/hub-worker.service").settings
    readme = (DEPLOY / "README.md").read_text()

    assert keys
    assert keys <= set(compose["services"]["worker"]["environment"])
    assert keys <= set(worker)
    assert [name for name in sorted(keys) if f"(`{name}`)" not in readme] == []
    assert [entry["file"] for entry in compose["secrets"].values() if entry["file"][2:] not in readme] == []
