"""The keyring: wrapped on the disk, whole at every moment, of one hub, and never with a key that was destroyed."""

import json
from datetime import date

import pytest

from keys import keyring, keyring_file, master_key, secret_writing
from keys.errors import (
    KeyCredentialError,
    KeyFileError,
    KeyFileExistsError,
    KeyFileExposedError,
    KeyringBehindError,
    KeyringError,
    KeyringForeignError,
    KeyringKeyError,
    KeyringMissingError,
    MasterKeyError,
    MasterKeyUnfitError,
)
from keys.master_key import MasterKey

ORIGIN, DAY = "mig.example/test", date(2026, 11, 22)
NAMES = ["entry-ban/2032-03", "open/2026-11", "blind/2026"]
PLACE = {"origin": ORIGIN, "today": DAY}


@pytest.fixture
def masters():
    return (MasterKey.generate(),)


@pytest.fixture
def folder(tmp_path, masters):
    """A keyring with three keys."""
    made = tmp_path / "keyring"
    assert keyring.create(made, origin=ORIGIN)
    assert keyring.extend(made, masters, NAMES, **PLACE) == sorted(NAMES)
    return made


def change(folder, **members):
    """Change members of the file, as damage or an attacker would."""
    path = folder / keyring_file.FILE
    value = {**json.loads(path.read_bytes()), **members}
    path.write_text(json.dumps(value))


def test_keys_are_loaded_by_name_and_nothing_shows_them(folder, masters):
    loaded = keyring.load(folder, masters, origin=ORIGIN)

    assert loaded.names == sorted(NAMES)
    assert loaded.key("open/2026-11").name == "open/2026-11"
    assert list(loaded.blind) == [2026]
    assert loaded.masters == {masters[0].id}
    with pytest.raises(KeyringKeyError):
        loaded.key("open/2026-12")
    assert masters[0].line().decode().strip() not in repr(loaded) + repr(masters)
    assert "WrappedKey(made_at='2026-11-22', master=" in repr(keyring_file.read(folder))
    assert "wrapped" not in repr(keyring_file.read(folder))


def test_the_same_keys_are_loaded_every_time_and_the_file_holds_none_of_them(folder, masters):
    wrapped = keyring.load(folder, masters, origin=ORIGIN).key("open/2026-11").wrap(b"secret", b"here")

    assert keyring.load(folder, masters, origin=ORIGIN).key("open/2026-11").unwrap(wrapped, b"here") == b"secret"
    assert (folder / keyring_file.FILE).stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_it_is_made_once_and_only_what_is_missing_is_added(folder, masters):
    before = keyring_file.read(folder)

    assert not keyring.create(folder, origin=ORIGIN)
    assert keyring.extend(folder, masters, NAMES, **PLACE) == []
    assert keyring_file.read(folder) == before
    assert keyring.extend(folder, masters, [*NAMES, "hold/2026-11"], **PLACE) == ["hold/2026-11"]
    assert keyring_file.read(folder).keys["open/2026-11"] == before.keys["open/2026-11"]
    with pytest.raises(ValueError, match="name of a key"):
        keyring.extend(folder, masters, ["../2026-11"], **PLACE)


def test_a_destroyed_key_is_gone_and_never_made_again(folder, masters):
    assert keyring.destroy(folder, ["open/2026-11", "open/2026-10"], **PLACE) == ["open/2026-11"]
    assert keyring.destroy(folder, ["open/2026-11"], **PLACE) == []
    assert keyring.extend(folder, masters, NAMES, **PLACE) == []
    loaded = keyring.load(folder, masters, origin=ORIGIN)

    assert loaded.names == ["blind/2026", "entry-ban/2032-03"]
    assert loaded.destroyed == {"open/2026-11", "open/2026-10"}


def test_another_master_key_takes_over_without_a_moment_in_which_neither_opens(folder, masters):
    new = MasterKey.generate()
    both = (new, *masters)
    wrapped = keyring.load(folder, masters, origin=ORIGIN).key("open/2026-11").wrap(b"secret", b"here")
    assert keyring.load(folder, both, origin=ORIGIN).masters == {masters[0].id}
    assert keyring.rewrap(folder, both, **PLACE) == 3
    assert keyring.rewrap(folder, both, **PLACE) == 0

    loaded = keyring.load(folder, (new,), origin=ORIGIN)
    assert loaded.key("open/2026-11").unwrap(wrapped, b"here") == b"secret"
    assert loaded.masters == {new.id}
    for refused in (keyring.load, keyring.extend, keyring.rewrap):
        more = {"names": ["open/2026-12"]} if refused is keyring.extend else {}
        place = {"origin": ORIGIN} if refused is keyring.load else PLACE
        with pytest.raises(MasterKeyUnfitError):
            refused(folder, masters, **more, **place)


def test_a_keyring_of_another_hub_is_refused(folder, masters):
    with pytest.raises(KeyringForeignError):
        keyring.load(folder, masters, origin="mig.example/production")
    change(folder, hub="mig.example/production")
    with pytest.raises(KeyringError, match=r"blind/2026|entry-ban|open"):
        keyring.load(folder, masters, origin="mig.example/production")


def test_a_key_moved_to_another_name_does_not_open(folder, masters):
    keys = json.loads((folder / keyring_file.FILE).read_bytes())["keys"]
    change(folder, keys={**keys, "open/2026-11": keys["entry-ban/2032-03"]})
    with pytest.raises(KeyringError, match="open/2026-11"):
        keyring.load(folder, masters, origin=ORIGIN)


GOOD = {"made_at": "2026-11-22", "master": "0" * 16, "wrapped": "00" * 60}
DAMAGE = {
    "no version": {"v": 2},
    "no serial": {"serial": "7"},
    "no hub": {"hub": 7},
    "more": {"more": 1},
    "keys are no object": {"keys": [1]},
    "a key that is no object": {"keys": {"open/2026-11": 1}},
    "a bad name": {"keys": {"open/2026-13": GOOD}},
    "a member more": {"keys": {"open/2026-11": {**GOOD, "more": 1}}},
    "a bad day": {"keys": {"open/2026-11": {**GOOD, "made_at": "today"}}},
    "a bad id": {"keys": {"open/2026-11": {**GOOD, "master": "0"}}},
    "not hex": {"keys": {"open/2026-11": {**GOOD, "wrapped": "zz"}}},
    "destroyed and there": {"destroyed": {"open/2026-11": "2026-11-22"}},
    "destroyed at no day": {"destroyed": {"open/2026-01": "then"}},
    "a bad destroyed name": {"destroyed": {"open": "2026-11-22"}},
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_refused(folder, masters, damage):
    change(folder, **DAMAGE[damage])
    with pytest.raises(KeyringError) as refused:
        keyring.load(folder, masters, origin=ORIGIN)
    assert refused.value.code == "keyring-malformed"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"1", b'{"v":1,"v":1}'])
def test_what_is_no_keyring_is_refused(folder, masters, content):
    (folder / keyring_file.FILE).write_bytes(content)
    with pytest.raises(KeyringError):
        keyring.load(folder, masters, origin=ORIGIN)


def test_a_missing_or_exposed_keyring_is_refused_and_none_is_made_in_its_place(folder, masters):
    path = folder / keyring_file.FILE
    path.chmod(0o640)
    with pytest.raises(KeyFileExposedError):
        keyring.load(folder, masters, origin=ORIGIN)
    path.unlink()
    for call in (
        lambda: keyring.load(folder, masters, origin=ORIGIN),
        lambda: keyring.extend(folder, masters, NAMES, **PLACE),
        lambda: keyring.destroy(folder, NAMES, **PLACE),
        lambda: keyring.rewrap(folder, masters, **PLACE),
    ):
        with pytest.raises(KeyringMissingError):
            call()
    assert not path.exists()


def test_a_folder_that_cannot_be_had_is_told(tmp_path, masters):
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(KeyFileError):
        keyring.create(file / "keyring", origin=ORIGIN)
    with pytest.raises(KeyFileError):
        keyring.extend(tmp_path / "nowhere", masters, NAMES, **PLACE)


def test_a_master_key_is_read_as_it_was_written(tmp_path):
    path, first, second = tmp_path / "master.key", MasterKey.generate(), MasterKey.generate()
    master_key.write(path, [first])
    with pytest.raises(KeyFileExistsError):
        master_key.write(path, [second])
    assert [each.id for each in master_key.read(path)] == [first.id]
    master_key.replace(path, [second, first])

    assert [each.id for each in master_key.read(path)] == [second.id, first.id]
    assert path.stat().st_mode & 0o777 == 0o600
    assert repr(first) == f"MasterKey('{first.id}')"
    assert second.unwrap(second.wrap(b"secret", b"here"), b"here") == b"secret"
    assert [each.name for each in tmp_path.iterdir()] == ["master.key"], "drafts are left behind"


def test_a_master_key_may_be_a_credential_of_the_service(tmp_path):
    master = MasterKey.generate()
    secret_writing.create(tmp_path / "hub-master", master.line())

    assert [each.id for each in master_key.read("credential:hub-master", tmp_path)] == [master.id]
    with pytest.raises(KeyCredentialError):
        master_key.read("credential:other", tmp_path)


@pytest.mark.parametrize("content", [b"", b"abc\n", b"00" * 32 + b"00\n", b"AB" * 32, (b"00" * 32 + b"\n") * 5])
def test_what_is_no_master_key_is_refused(tmp_path, content):
    secret_writing.create(tmp_path / "master.key", content)
    with pytest.raises(MasterKeyError):
        master_key.read(tmp_path / "master.key")


def test_a_master_key_of_another_length_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        MasterKey(bytes(31))


def test_a_secret_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    with pytest.raises(KeyFileError):
        secret_writing.replace(tmp_path / "nowhere" / "secret", b"secret")
    (tmp_path / "taken").mkdir()
    with pytest.raises(KeyFileError):
        secret_writing.replace(tmp_path / "taken", b"secret")

    assert [each.name for each in tmp_path.iterdir()] == ["taken"]


def test_an_older_copy_is_not_added_to(folder, masters):
    serial = keyring_file.read(folder).serial
    with pytest.raises(KeyringBehindError):
        keyring.extend(folder, masters, ["open/2026-12"], **PLACE, seen=serial + 1)

    assert keyring.extend(folder, masters, ["open/2026-12"], **PLACE, seen=serial) == ["open/2026-12"]


def test_an_older_copy_becomes_the_newest_state_without_what_was_destroyed(folder, masters):
    serial = keyring_file.read(folder).serial
    keyring.take_older(folder, {"blind/2026", "open/2026-10"}, **PLACE, seen=serial + 5)
    taken = keyring_file.read(folder)

    assert taken.serial == serial + 6
    assert sorted(taken.keys) == ["entry-ban/2032-03", "open/2026-11"]
    assert taken.destroyed == {"blind/2026": "2026-11-22", "open/2026-10": "2026-11-22"}
    keyring.take_older(folder, {"blind/2026"}, **PLACE, seen=serial + 6)
    assert keyring_file.read(folder) == taken, "somebody was first"


def test_a_keyring_without_destroyed_keys_says_that_they_were_destroyed(folder, masters):
    fit = keyring.load(folder, masters, origin=ORIGIN).without({"blind/2026", "open/2026-11"})

    assert fit.names == ["entry-ban/2032-03"]
    assert fit.destroyed == {"blind/2026", "open/2026-11"}
