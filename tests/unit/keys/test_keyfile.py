"""Key files: whose they are, who can read them, and what they hold."""

import os
import shutil
import stat
import subprocess
from unittest import mock

import pytest

from keys import keyfile, secret_file
from keys.errors import (
    KeyFileError,
    KeyFileExistsError,
    KeyFileExposedError,
    KeyFileMalformedError,
    KeyFilePassphraseError,
    KeysError,
    PassphraseFileError,
)
from keys.jwk import PrivateKey
from tests.support import not_run, private_keys

KEY = private_keys.from_seed(bytes(32))
# openssl genpkey -algorithm x25519
X25519 = b"""-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VuBCIEIHCMBL07KC588sYP/SvHI4/t+BZZhRnWP5XH3KqhHWhW
-----END PRIVATE KEY-----
"""


def names(folder):
    """Return the names in a folder."""
    return [path.name for path in folder.iterdir()]


@pytest.fixture
def path(tmp_path):
    """A name for a key file."""
    return tmp_path / "gateway.pem"


@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
@pytest.mark.parametrize("passphrase", [None, "пароль".encode()])
def test_a_key_that_was_written_is_read(path, alg, passphrase):
    key = PrivateKey.generate(alg)

    keyfile.write(path, key, passphrase)
    found = keyfile.read(path, passphrase)

    assert found.public == key.public
    key.public.verify(found.sign(b"x"), b"x")
    assert names(path.parent) == [path.name]


def test_only_its_owner_may_read_it_whatever_the_umask(path):
    before = os.umask(0)
    try:
        keyfile.write(path, KEY, None)
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_encrypted_file_does_not_hold_the_key(path):
    plain = KEY.to_pkcs8(None)
    keyfile.write(path, KEY, b"passphrase")

    assert b"ENCRYPTED" in path.read_bytes()
    assert plain.splitlines()[1] not in path.read_bytes()


def test_a_key_is_never_overwritten(path):
    keyfile.write(path, KEY, None)
    before = path.read_bytes()

    with pytest.raises(KeyFileExistsError):
        keyfile.write(path, PrivateKey.generate(), None)

    assert path.read_bytes() == before
    assert names(path.parent) == [path.name]


def test_a_key_is_not_written_through_a_symbolic_link(path, tmp_path):
    path.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(KeyFileExistsError):
        keyfile.write(path, KEY, None)
    assert not (tmp_path / "elsewhere").exists()


def test_a_write_that_fails_half_way_leaves_nothing_behind(path):
    with (
        mock.patch("os.link", side_effect=OSError(28, "No space left on device")),
        pytest.raises(KeyFileError) as caught,
    ):
        keyfile.write(path, KEY, None)

    assert "No space left" in caught.value.en
    assert names(path.parent) == []


def test_a_write_that_fails_while_writing_leaves_no_draft_behind(path):
    with mock.patch("os.fsync", side_effect=OSError(5, "Input/output error")), pytest.raises(KeyFileError):
        keyfile.write(path, KEY, None)

    assert names(path.parent) == []


def test_a_key_is_flushed_before_it_has_its_name(path):
    order = []
    fsync, link = os.fsync, os.link

    def flush(descriptor):
        order.append("flush")
        fsync(descriptor)

    def name(*arguments, **options):
        order.append("name")
        link(*arguments, **options)

    with mock.patch("os.fsync", flush), mock.patch("os.link", name):
        keyfile.write(path, KEY, None)

    assert order == ["flush", "name", "flush"]


def test_a_missing_folder_is_said(tmp_path):
    with pytest.raises(KeyFileError, match="No such file"):
        keyfile.write(tmp_path / "none" / "key.pem", KEY, None)
    with pytest.raises(KeyFileError, match="No such file"):
        keyfile.read(tmp_path / "none" / "key.pem", None)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610, 0o601, 0o620])
def test_a_file_that_others_can_reach_is_refused(path, mode):
    keyfile.write(path, KEY, None)
    path.chmod(mode)

    with pytest.raises(KeyFileExposedError, match=f"mode is {mode:04o}"):
        keyfile.read(path, None)


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_file_that_only_its_owner_reaches_is_read(path, mode):
    keyfile.write(path, KEY, None)
    path.chmod(mode)

    assert keyfile.read(path, None).kid == KEY.kid


def test_a_symbolic_link_is_refused(path, tmp_path):
    keyfile.write(path, KEY, None)
    link = tmp_path / "link.pem"
    link.symlink_to(path)

    with pytest.raises(KeyFileExposedError, match="symbolic link"):
        keyfile.read(link, None)


def test_a_symbolic_link_put_there_at_the_last_moment_is_refused(path, tmp_path):
    keyfile.write(path, KEY, None)
    link = tmp_path / "link.pem"
    link.symlink_to(path)

    with mock.patch("pathlib.Path.is_symlink", return_value=False), pytest.raises(KeyFileError):
        keyfile.read(link, None)


def test_a_file_of_another_user_is_refused(path):
    keyfile.write(path, KEY, None)

    with (
        mock.patch("os.geteuid", return_value=os.geteuid() + 1),
        pytest.raises(KeyFileExposedError, match="another user"),
    ):
        keyfile.read(path, None)


def test_what_is_not_a_regular_file_is_refused_without_waiting(path):
    os.mkfifo(path, 0o600)

    with pytest.raises(KeyFileExposedError, match="not a regular file"):
        keyfile.read(path, None)
    with pytest.raises(KeyFileExposedError):
        keyfile.read(path.parent, None)


@pytest.mark.parametrize(
    ("written", "given", "why"),
    [(b"right", b"wrong", "wrong"), (b"right", None, "missing"), (None, b"right", "not encrypted")],
)
def test_a_passphrase_that_does_not_fit_is_said(path, written, given, why):
    keyfile.write(path, KEY, written)

    with pytest.raises(KeyFilePassphraseError, match=why):
        keyfile.read(path, given)


def test_an_empty_passphrase_is_none(path):
    with pytest.raises(KeyFilePassphraseError):
        keyfile.write(path, KEY, b"")


@pytest.mark.parametrize(
    "content",
    [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", X25519, b"x" * 20_000,
     b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
)  # fmt: skip
def test_a_file_that_holds_no_key_of_ours_is_refused(path, content):
    path.write_bytes(content)
    path.chmod(0o600)

    with pytest.raises(KeyFileMalformedError):
        keyfile.read(path, None)


def test_no_error_shows_what_is_in_the_file(path):
    path.write_bytes(b"-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n")
    path.chmod(0o600)

    with pytest.raises(KeysError) as caught:
        keyfile.read(path, None)

    assert "c2VjcmV0" not in f"{caught.value} {caught.value.ru} {caught.value.__cause__}"


@pytest.mark.parametrize(
    "kind", [["-algorithm", "ed25519"], ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]]
)
def test_the_openssl_command_reads_our_files_and_we_read_its(path, tmp_path, kind):
    openssl = shutil.which("openssl")
    not_run.unless(openssl, "the openssl command is missing (Debian package openssl)")
    theirs = tmp_path / "theirs.pem"
    making = [openssl, "genpkey", *kind, "-aes-256-cbc", "-pass", "pass:word", "-out", str(theirs)]
    subprocess.run(making, check=True, capture_output=True)
    theirs.chmod(0o600)

    key = keyfile.read(theirs, b"word")
    keyfile.write(path, key, b"word")
    reading = [openssl, "pkey", "-in", str(path), "-passin", "pass:word", "-pubout", "-outform", "DER"]
    public = subprocess.run(reading, check=True, capture_output=True).stdout

    assert public.endswith(key.public.x + (key.public.y or b""))


@pytest.mark.parametrize("kind", [["-algorithm", "RSA"], ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]])
def test_a_key_of_another_kind_is_refused(path, kind):
    openssl = shutil.which("openssl")
    not_run.unless(openssl, "the openssl command is missing (Debian package openssl)")
    subprocess.run([openssl, "genpkey", *kind, "-out", str(path)], check=True, capture_output=True)
    path.chmod(0o600)

    with pytest.raises(KeyFileMalformedError):
        keyfile.read(path, None)


def test_a_passphrase_is_read_without_its_line_end(tmp_path):
    path = tmp_path / "passphrase"
    path.touch(mode=0o600)
    path.write_bytes(b" a word \r\n")

    assert secret_file.read_passphrase(path) == b" a word "


def test_a_passphrase_file_that_is_too_long_is_another_file(tmp_path):
    path = tmp_path / "passphrase"
    path.touch(mode=0o600)
    path.write_bytes(b"a" * (secret_file.LONGEST + 1))

    with pytest.raises(PassphraseFileError) as caught:
        secret_file.read_passphrase(path)
    assert "4096" in caught.value.en
