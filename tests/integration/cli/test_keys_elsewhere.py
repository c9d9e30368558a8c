"""Keys that are in no file of ours: a hub whose log key is in a hardware module, and a member's key as a credential."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from keys.encryption_key import EncryptionKey
from keys.jwk import PrivateKey
from tests.integration.conftest import SEEDED
from tests.support import database, hardware
from tests.support.hub import HubProcess, make_ban


@pytest.fixture(scope="module")
def module_of_hub(hub_site, tmp_path_factory):
    """A module with the hub's log key and a member's signing key; this process never loads its library."""
    trust = hub_site.trust
    before = os.environ.get("SOFTHSM2_CONF")
    made = hardware.softhsm(tmp_path_factory.mktemp("module"), {"log": trust.log, "signing": trust.keys["kz-mvd"]})
    if before is not None:
        os.environ["SOFTHSM2_CONF"] = before
    return made


@pytest.fixture
def pin(tmp_path) -> Path:
    """A file with the PIN."""
    path = tmp_path / "pin"
    path.write_text(hardware.PIN + "\n")
    path.chmod(0o600)
    return path


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the hub as a process of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    given = {**inherited, "HUB_LANGUAGE": "en", **environment}
    command = [sys.executable, "-m", "hub.cli", *arguments]
    return subprocess.run(command, env=given, capture_output=True, text=True, timeout=60, check=False)


async def test_a_hub_signs_its_log_by_a_key_in_a_module(hub_site, seeded_cluster, module_of_hub, pin, tmp_path):
    """The member's key is in it too; the files of both could be taken away. The receipt holds by the old log key."""
    async with database.clone(seeded_cluster, "seeded_module", SEEDED) as dsn:
        uri = module_of_hub.uri("log", more=f"&pin-source=file:{pin}")
        own = hub_site.environment(dsn, HUB_UNSAFE_DATABASE="1", HUB_LOG_KEY_FILE=uri)
        process = HubProcess({**own, **module_of_hub.environment})
        try:
            (tmp_path / "ban.json").write_text(json.dumps(make_ban(77, issuer="kz-mvd")))
            config = write_config(tmp_path, hub_site, process.address, module_of_hub, pin)
            sent = run(
                *(
                    "submit",
                    "--config",
                    str(config),
                    str(tmp_path / "ban.json"),
                    "--type",
                    "entry-ban",
                    "--to",
                    "tj-mvd",
                ),
                *("--agreement", "cis-2000", "--purpose", "entry-control", "--json"),
                *("--subject", make_ban(77)["ban_id"]),
                **module_of_hub.environment,
            )
        finally:
            status = process.stop()

    assert (sent.returncode, sent.stderr) == (0, "")
    assert status == 0
    assert "receipt" in sent.stdout


def write_config(folder: Path, site, url: str, module: hardware.Hardware, pin: Path) -> Path:
    """Write the member's configuration: the key by its URI, library and PIN beside it."""
    path = folder / "gateway.toml"
    path.write_text(
        f'[gateway]\nparticipant = "kz-mvd"\nstate_dir = "state"\n'
        f'[hub]\nurl = "{url}"\norigin = "{site.trust.list.hub}"\n'
        f'[trust]\nroot_file = "{site.folder / "root.note"}"\n'
        f'[key]\nfile = "pkcs11:token=cis-hub;object=signing"\n'
        f'passphrase_file = "{pin}"\npkcs11_module = "{module.library}"\n'
        f'[adapter]\nmodule = "adapters.manual"\n'
    )
    return path


def test_a_key_in_a_module_is_shown_by_its_public_half(module_of_hub, pin):
    shown = run(
        *("keys", "show", "pkcs11:token=cis-hub;object=log", "--passphrase-file", str(pin), "--json"),
        HUB_PKCS11_MODULE=str(module_of_hub.library),
        **module_of_hub.environment,
    )

    assert (shown.returncode, shown.stderr) == (0, "")
    assert json.loads(shown.stdout) == module_of_hub.keys["log"].public.to_jwk()


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("pkcs11:token=cis-hub;object=none", "key-device-missing"),
        ("pkcs11:token=none;object=log", "key-device-missing"),
        ("pkcs11:token=cis-other;object=log", "key-device-pin"),
        ("pkcs11:token=cis-hub;object=log?module-path=/none.so", "key-device-module"),
    ],
)
def test_what_is_wrong_with_a_module_is_one_line(module_of_hub, pin, uri, code):
    ended = run(
        *("keys", "show", uri, "--passphrase-file", str(pin)),
        HUB_PKCS11_MODULE=str(module_of_hub.library),
        **module_of_hub.environment,
    )

    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stderr.endswith(f"[{code}]\n")
    assert hardware.PIN not in ended.stderr


def test_a_key_may_be_a_credential_of_the_service(hub, tmp_path):
    key = PrivateKey.generate()
    (tmp_path / "signing").write_bytes(key.to_pkcs8(None))
    (tmp_path / "signing").chmod(0o400)

    shown = hub("keys", "show", "credential:signing", "--json", CREDENTIALS_DIRECTORY=str(tmp_path))
    none = hub("keys", "show", "credential:none", CREDENTIALS_DIRECTORY=str(tmp_path))

    assert shown.json == key.public.to_jwk()
    assert (none.status, none.complaint.rpartition("[")[2]) == (2, "key-credential]")


def test_an_encryption_key_is_made_and_shown(hub, tmp_path):
    made = hub("keys", "generate", tmp_path / "opening.pem", "--alg", "X25519", "--json")
    shown = hub("keys", "show", tmp_path / "opening.pem", "--json")

    assert made.json == shown.json
    assert (made.json["alg"], made.json["use"]) == ("ECDH-ES+A256KW", "enc")
    assert made.json["kid"] != EncryptionKey.generate().kid
