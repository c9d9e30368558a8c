"""One way to a key, wherever it lives."""

import copy
import os
import pickle
import sys
from pathlib import Path

import pytest

from keys import credential, keyfile, secret_file, signer
from keys.encryption_key import EncryptionKey
from keys.errors import (
    KeyCredentialError,
    KeyDeviceModuleError,
    KeyDevicePinError,
    KeyFileError,
    KeyFileExposedError,
    KeyFileMalformedError,
    KeyFilePassphraseError,
    KeyPlaceError,
    KeySpecError,
    KeyUnsupportedError,
)
from keys.jwk import PrivateKey
from keys.signer import Places

KEY = PrivateKey.generate()
OPENER = EncryptionKey.generate()
URI = "pkcs11:token=cis;object=log"
FILES = {
    "signing": (KEY.to_pkcs8(None), 0o440),
    "locked": (KEY.to_pkcs8(b"word"), 0o600),
    "opener": (OPENER.to_pkcs8(b"word"), 0o600),
}


@pytest.fixture
def folder(tmp_path):
    """A folder of credentials as systemd makes it."""
    for name, (content, mode) in FILES.items():
        (tmp_path / name).write_bytes(content)
        (tmp_path / name).chmod(mode)
    return tmp_path


@pytest.mark.parametrize("kind", [str, lambda path: path])
def test_a_path_names_a_key_file(folder, kind):
    assert signer.open(kind(folder / "locked"), b"word").public == KEY.public


def test_a_key_file_is_as_strictly_looked_at_as_ever(folder):
    with pytest.raises(KeyFileExposedError):
        signer.open(folder / "signing", None)
    with pytest.raises(KeyFileError):
        signer.open(folder / "none", None)


def test_a_credential_names_a_key_that_the_service_was_given(folder):
    places = Places(credentials=folder)

    assert signer.open("credential:signing", None, places).public == KEY.public
    assert signer.open("credential:locked", b"word", places).public == KEY.public
    with pytest.raises(KeyFilePassphraseError, match="credential:locked"):
        signer.open("credential:locked", None, places)


@pytest.mark.parametrize("mode", [0o444, 0o420, 0o460, 0o441])
def test_a_credential_that_all_may_read_or_some_may_write_is_refused(folder, mode):
    (folder / "signing").chmod(mode)

    with pytest.raises(KeyCredentialError, match=f"{mode:04o}"):
        signer.open("credential:signing", None, Places(credentials=folder))


def test_a_credential_may_be_roots_and_nobody_elses(folder, monkeypatch):
    places = Places(credentials=folder)
    ours = os.geteuid()
    monkeypatch.setattr("os.geteuid", lambda: ours + 1)
    allowed = ours == 0

    try:
        assert signer.open("credential:signing", None, places).public == KEY.public
    except KeyCredentialError:
        assert not allowed
    else:
        assert allowed
    if allowed:
        os.chown(folder / "signing", 4711, 4711)
        with pytest.raises(KeyCredentialError, match="another user"):
            signer.open("credential:signing", None, places)


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../signing", "/etc/passwd", "a/b", "a\\b", "a b", ".hidden", "x" * 129, "a\0"]
)
def test_no_name_of_a_credential_leads_out_of_its_folder(folder, name):
    with pytest.raises(KeySpecError):
        signer.open(f"credential:{name}", None, Places(credentials=folder))


def test_a_credential_is_no_link(folder):
    (folder / "link").symlink_to(folder / "locked")

    with pytest.raises(KeyCredentialError, match="symbolic link"):
        signer.open("credential:link", b"word", Places(credentials=folder))


@pytest.mark.parametrize("places", [Places(), Places(credentials=Path("run"))])
def test_without_a_folder_there_are_no_credentials(places):
    with pytest.raises(KeyCredentialError, match="CREDENTIALS_DIRECTORY"):
        signer.open("credential:signing", None, places)


def test_a_credential_is_not_longer_than_a_key_can_be(folder):
    (folder / "long").write_bytes(bytes(keyfile.MAX_BYTES + 1))
    (folder / "long").chmod(0o400)

    with pytest.raises(KeyCredentialError, match="more than"):
        signer.open("credential:long", None, Places(credentials=folder))


@pytest.mark.parametrize("spec", ["", "a\0b", "pkcs11:", "pkcs11:token=a;object=b?pin-value=1"])
def test_what_can_name_no_key_is_refused(spec):
    with pytest.raises(KeySpecError):
        signer.check(spec)


def test_a_path_is_told_from_the_rest():
    assert [signer.is_path(spec) for spec in ("/a", "a.pem", "credential:a", URI)] == [True, True, False, False]


def test_an_encryption_key_opens_from_file_and_credential(folder):
    places = Places(credentials=folder)

    assert signer.open_encryption(folder / "opener", b"word").public == OPENER.public
    assert signer.open_encryption("credential:opener", b"word", places).public == OPENER.public
    with pytest.raises(KeySpecError, match="X25519"):
        signer.open_encryption(URI, None)


def test_keys_of_one_kind_do_not_serve_as_the_other(folder):
    with pytest.raises(KeyFileMalformedError, match="X25519"):
        signer.open_encryption(folder / "locked", b"word")
    with pytest.raises(KeyFileMalformedError, match="Ed25519"):
        signer.open(folder / "opener", b"word")


def test_an_encryption_key_tells_nothing_of_itself():
    assert OPENER.kid == OPENER.public.thumbprint
    assert OPENER.alg == "ECDH-ES+A256KW"
    assert repr(OPENER) == f"EncryptionKey(alg='ECDH-ES+A256KW', kid={OPENER.kid!r})"
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="neither copied"):
            take(OPENER)


def test_an_encryption_key_is_not_read_from_another_kind_of_pem():
    with pytest.raises(KeyUnsupportedError):
        EncryptionKey.from_pkcs8(OPENER.to_pkcs8(b"word"), None)
    with pytest.raises(ValueError, match="PEM"):
        EncryptionKey.from_pkcs8(b"", None)


def test_a_module_needs_its_library():
    with pytest.raises(KeyDeviceModuleError, match="module-path"):
        signer.open(URI, b"1234")
    with pytest.raises(KeyDeviceModuleError, match="does not load"):
        signer.open(f"{URI}?module-path=/none.so", b"1234")


def test_without_the_extra_a_module_is_refused_with_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "keys.pkcs11_signer", None)

    with pytest.raises(KeyDeviceModuleError, match=r"\[hsm\]"):
        signer.open(URI, b"1234", Places(module=tmp_path))


@pytest.mark.parametrize("pin", [None, b"", b"\n", b"1" * 257])
def test_a_module_needs_a_pin(pin, tmp_path):
    with pytest.raises(KeyDevicePinError, match="missing"):
        signer.open(URI, pin, Places(module=tmp_path))


def test_a_pin_is_read_from_where_the_uri_says(tmp_path):
    (tmp_path / "pin").write_text("\n")
    (tmp_path / "pin").chmod(0o600)
    places = Places(module=tmp_path, credentials=tmp_path)

    for source in (f"file:{tmp_path / 'pin'}", "credential:pin"):
        with pytest.raises(KeyDevicePinError, match="missing"):
            signer.open(f"{URI}?pin-source={source}", b"1234", places)
    (tmp_path / "pin").chmod(0o644)
    for source in (f"file:{tmp_path / 'pin'}", "credential:pin"):
        with pytest.raises(KeyPlaceError, match="0644"):
            signer.open(f"{URI}?pin-source={source}", b"1234", places)


def test_the_readers_of_secrets_refuse_by_themselves_what_is_no_name_and_no_path(folder):
    with pytest.raises(KeyCredentialError, match="not allowed"):
        credential.read("../signing", folder, limit=100)
    with pytest.raises(KeyFileError, match="no path"):
        secret_file.read(folder / "a\0b", limit=100)


def test_the_file_of_an_encryption_key_is_written_and_read(tmp_path):
    keyfile.write(tmp_path / "opener", OPENER, None)

    assert keyfile.read_kind(tmp_path / "opener", None, EncryptionKey).public == OPENER.public
