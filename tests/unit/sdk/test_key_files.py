"""The participant's keys, opened where the configuration says; what cannot be opened is said in one line."""

from dataclasses import replace
from pathlib import Path

import pytest

from hub.sdk.errors import ConfigError
from hub.sdk.settings import config, key_files
from keys.encryption_key import EncryptionKey
from keys.jwk import PrivateKey

SIGNING = PrivateKey.generate()
OPENERS = [EncryptionKey.generate() for _ in range(2)]
LOCKED = SIGNING.to_pkcs8(b"word")
DIGEST = "ab" * 32
TEXT = f"""
[gateway]
participant = "tj-molme"
state_dir = "state"
[hub]
url = "https://mig.example"
origin = "mig.example/production"
[trust]
root_sha256 = "{DIGEST}"
[key]
file = "credential:signing"
encryption_files = ["first.pem", "credential:second"]
[adapter]
module = "adapters.tj_files"
"""


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A configuration whose keys are partly credentials."""
    files = {
        "first.pem": OPENERS[0].to_pkcs8(None),
        "second": OPENERS[1].to_pkcs8(None),
        "signing": SIGNING.to_pkcs8(None),
        "locked": LOCKED,
        "word": b"word\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(0o600)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    path = tmp_path / "gateway.toml"
    path.write_text(TEXT)
    return config.load(path)


def test_keys_open_from_files_and_credentials(site):
    assert key_files.read_key(site).public == SIGNING.public
    assert [key.public for key in key_files.read_encryption_keys(site)] == [key.public for key in OPENERS]


def test_a_passphrase_may_be_a_credential_or_a_file(site):
    for source in ("credential:word", site.encryption_key_files[0].with_name("word")):
        locked = replace(site, key_file="credential:locked", passphrase_file=source)
        assert key_files.read_key(locked).public == SIGNING.public


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"key_file": "credential:none"}, "[key] file credential:none"),
        ({"key_file": "pkcs11:token=a;object=b"}, "[key] file pkcs11:token=a;object=b"),
        ({"passphrase_file": "credential:none"}, "[key] passphrase_file"),
        ({"passphrase_file": Path("/none")}, "[key] passphrase_file /none"),
    ],
)
def test_what_cannot_be_opened_is_named(site, changes, place):
    with pytest.raises(ConfigError) as caught:
        key_files.read_key(replace(site, **changes))

    for language in ("ru", "en"):
        assert caught.value.text(language).startswith(f"{place}: ")
        assert "\n" not in caught.value.text(language)


def test_an_encryption_key_that_signs_is_refused(site):
    with pytest.raises(ConfigError, match="encryption_files credential:signing"):
        key_files.read_encryption_keys(replace(site, encryption_key_files=("credential:signing",)))
