"""No key tells its material: not when printed, not in an error, not in a traceback with all its variables."""

import dataclasses
import datetime
import importlib
import pkgutil
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

import keys
from keys import (
    access,
    at_rest,
    blind_index,
    console_secret,
    jws,
    keyfile,
    keyring,
    master_key,
    note,
    sealed,
    signer,
    statement,
)
from keys.encryption_key import EncryptionKey
from keys.errors import KeyDevicePinError, KeysError
from keys.jwk import PrivateKey
from keys.pkcs11_signer import Pkcs11Signer
from keys.platform_key import ECDSA_SHA256, RSA_SHA256, PlatformKey
from tests.support import hardware
from tests.support.secrets import found_in, material_of, spellings

KEYS = {"Ed25519": PrivateKey.generate(), "ES256": PrivateKey.generate("ES256"), "X25519": EncryptionKey.generate()}
PLATFORM = {name: PlatformKey.generate(name) for name in (RSA_SHA256, ECDSA_SHA256)}
WORD = b"correct horse battery staple"
PIN = b"73190024681357"
MATERIAL = bytes(range(7, 39))
PEMS = {name: key.to_pkcs8(None) for name, key in KEYS.items()}
LOCKED = {name: key.to_pkcs8(WORD) for name, key in KEYS.items()}
SECRETS = [*(material_of(key) for key in (*KEYS.values(), *PLATFORM.values())), WORD, PIN, MATERIAL]
NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)


def told(value: object) -> bytes:
    """Return everything that a value says of itself."""
    state = [repr(value), str(value), f"{value}", f"{value!a}", f"{[value]}", f"{ {'key': value} }"]
    return "\n".join(state).encode("utf-8", "surrogateescape")


def crash(work: Callable[[], object]) -> bytes:
    """Return what a crash in `work` could be reported with: messages, causes, and all variables of all frames."""
    try:
        work()
    except BaseException as error:  # noqa: BLE001 - whatever it is
        whole = traceback.TracebackException.from_exception(error, capture_locals=True)
        facts = getattr(error, "facts", {})
        texts = [error.args, facts, getattr(error, "ru", ""), getattr(error, "en", ""), vars(error)]
        frames = [line for line in whole.format(chain=True) if "crash(" not in line]
        return told(error) + told(texts) + _ours("".join(frames)).encode("utf-8", "surrogateescape")
    return b""


def _ours(text: str) -> str:
    """Drop this file's own frames, whose variables hold the secrets on purpose."""
    frames = text.split('\n  File "')
    return "\n".join(frame for frame in frames if not frame.startswith(str(Path(__file__))))


def test_the_search_finds_what_is_there():
    for secret in SECRETS:
        for name, text in spellings(secret).items():
            assert name in found_in(b"x" + text + b"y", [secret])
    assert found_in(b"nothing of that kind", SECRETS) == []
    assert found_in(PEMS["Ed25519"].replace(b"\n", b""), SECRETS) != []


def test_no_key_shows_its_material():
    values = [
        *KEYS.values(),
        *(key.public for key in KEYS.values()),
        *PLATFORM.values(),
        master_key.MasterKey(MATERIAL),
        at_rest.WrappingKey("month", MATERIAL),
        blind_index.BlindKey(MATERIAL),
        console_secret.ConsoleSecret(MATERIAL),
        keyring.Keyring(
            origin="mig.example/test",
            serial=1,
            wrapping={"month": at_rest.WrappingKey("month", MATERIAL)},
            blind={2026: blind_index.BlindKey(MATERIAL)},
            destroyed=frozenset(),
        ),
    ]

    assert {
        type(value).__name__: found_in(told(value), SECRETS) for value in values if found_in(told(value), SECRETS)
    } == {}


def test_a_key_in_a_module_shows_neither_itself_nor_its_pin(module):
    key = signer.open(module.uri("ed25519"), hardware.PIN.encode())
    secrets = [hardware.PIN.encode(), material_of(module.keys["ed25519"])]

    assert isinstance(key, Pkcs11Signer)
    assert found_in(told(key), secrets) == []
    key._key.session.close()
    key._refused = True
    with pytest.raises(KeyDevicePinError) as caught:
        key.sign(b"x")
    shown = told(caught.value) + "".join(traceback.format_exception(caught.value)).encode()
    assert found_in(_ours(shown.decode()).encode(), secrets) == []


def test_every_class_that_hides_something_was_looked_at():
    """A class with a `repr` of its own hides what the generated one would show: a new one belongs into the tests above."""
    modules = [importlib.import_module(f"keys.{found.name}") for found in pkgutil.iter_modules(keys.__path__)]
    hiding = {
        item.__name__
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type)
        and item.__module__ == module.__name__
        and "__repr__" in vars(item)
        and not dataclasses.is_dataclass(item)
    }

    keys_at_rest = {"MasterKey", "WrappingKey", "BlindKey", "ConsoleSecret"}
    assert hiding == {"PrivateKey", "EncryptionKey", "PlatformKey", "Pkcs11Signer", *keys_at_rest}


FAULTS: dict[str, Callable[[Path], object]] = {
    "a wrong passphrase": lambda folder: signer.open(folder / "locked-Ed25519", b"wrong " + WORD),
    "no passphrase": lambda folder: signer.open(folder / "locked-ES256", None),
    "a passphrase for nothing": lambda folder: signer.open(folder / "Ed25519", WORD),
    "the wrong kind": lambda folder: signer.open(folder / "X25519", None),
    "the other wrong kind": lambda folder: signer.open_encryption(folder / "ES256", None),
    "half a file": lambda _: keyfile.parse(PEMS["Ed25519"][:-40], None, PrivateKey, place="here"),
    "a file with something behind": lambda _: keyfile.parse(PEMS["ES256"][:60] + b"!", WORD, PrivateKey, place="here"),
    "a file that is there": lambda folder: keyfile.write(folder / "Ed25519", KEYS["Ed25519"], WORD),
    "no folder": lambda folder: keyfile.write(folder / "none" / "a", KEYS["ES256"], WORD),
    "a PIN for no module": lambda _: signer.open("pkcs11:token=a;object=b?module-path=/none.so", PIN),
    "a PIN in the URI": lambda _: signer.check(f"pkcs11:token=a;object=b?pin-value={PIN.decode()}"),
    "a master key of another length": lambda _: master_key.MasterKey(MATERIAL[:-1]),
    "a master key file with a letter too many": lambda folder: master_key.read(folder / "master"),
    "sealing nothing for nobody": lambda _: sealed.open(b"{}", [KEYS["X25519"]], context=b"x"),  # type: ignore[list-item]
    "signing what is no bytes": lambda _: jws.sign(None, KEYS["Ed25519"]),  # type: ignore[arg-type]
    "signing with a key for something else": lambda _: jws.sign(b"", KEYS["X25519"]),  # type: ignore[arg-type]
    "a note with a key for something else": lambda _: note.sign(b"text\n", "a", KEYS["ES256"]),
    "a statement that cannot be written": lambda _: statement.sign(
        {"a": object()}, KEYS["Ed25519"], "cis-approval+jws"
    ),
    "an access token out of bounds": lambda _: access.sign(
        KEYS["Ed25519"], issuer="a", audience="b", now=NOW, jti="c", lifetime=datetime.timedelta(days=9)
    ),
}


@pytest.fixture
def folder(tmp_path):
    """A folder with key files."""
    for name, pem in {**PEMS, **{f"locked-{name}": pem for name, pem in LOCKED.items()}}.items():
        (tmp_path / name).write_bytes(pem)
    (tmp_path / "master").write_bytes(MATERIAL.hex().encode() + b"!\n")
    for path in tmp_path.iterdir():
        path.chmod(0o600)
    return tmp_path


@pytest.mark.parametrize("name", FAULTS)
def test_no_error_tells_what_it_was_about(name, folder):
    """What an error carries into logs: its words, its arguments, its facts, those of its causes."""
    try:
        FAULTS[name](folder)
    except Exception as error:  # noqa: BLE001 - also what is no refusal of ours
        shown = told(error) + told(error.args) + told(vars(error)) + "".join(traceback.format_exception(error)).encode()
    else:
        pytest.fail("nothing went wrong")

    lines = [line for line in shown.splitlines() if Path(__file__).name.encode() not in line]
    assert found_in(b"\n".join(lines), SECRETS) == []


def test_a_crash_inside_a_signature_shows_no_key():
    """Error trackers write down the variables of every frame: `self` is there, the key's material is not."""
    for key in (KEYS["Ed25519"], KEYS["ES256"]):
        shown = crash(lambda key=key: key.sign(None))
        assert b"PrivateKey(" in shown
        assert found_in(shown, SECRETS) == []


def test_no_key_is_written_by_the_ways_that_write_everything():
    for key in KEYS.values():
        for write in (vars, dict, list, bytes, iter, hash):
            try:
                shown = told(write(key))  # type: ignore[operator]
            except (TypeError, KeysError):
                continue
            assert found_in(shown, SECRETS) == []
        assert not hasattr(key, "__dict__")
