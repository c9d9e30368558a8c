"""Keys in a hardware module: SoftHSM where it is installed, and a module of our own that fails on request."""

import concurrent.futures
import copy
import pickle
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass

from keys import access, jws, note, pkcs11_signer, pkcs11_uri, signer
from keys.errors import KeyDeviceError, KeyDeviceMissingError, KeyDeviceModuleError, KeyDevicePinError
from keys.jwk import PrivateKey
from keys.pkcs11_signer import Pkcs11Signer
from keys.signer import Places
from tests.support import hardware, private_keys

PIN = hardware.PIN.encode()
MODULE = Path("/module.so")
ED = private_keys.from_seed(bytes(32))
EC = PrivateKey.generate("ES256")
PARAMETERS = {
    "Ed25519": bytes.fromhex("06032b6570"),
    "ES256": bytes.fromhex("06082a8648ce3d030107"),
}


# ------------------------------------------------------------------- SoftHSM


@pytest.mark.parametrize("label", ["ed25519", "p256"])
def test_a_key_in_a_module_signs_like_any_other(module, label):
    key = signer.open(module.uri(label), PIN)

    assert key.public == module.keys[label].public
    assert (key.alg, key.kid) == (key.public.alg, key.public.kid)
    for message in (b"", b"x", bytes(100_000)):
        key.public.verify(key.sign(message), message)
    assert jws.verify(jws.sign(b"payload", key, "cis-record+jws"), module.keys[label].public) == b"payload"


def test_a_log_key_in_a_module_signs_checkpoints(module):
    key = signer.open(module.uri("ed25519"), PIN)
    signed = note.sign(b"mig.example/test\n0\nAAAA\n", "mig.example/test", key)

    assert note.open(signed, [note.verifier_key("mig.example/test", module.keys["ed25519"])]).verified


def test_a_key_is_found_by_its_identifier_and_its_pin_in_a_file(module, tmp_path):
    (tmp_path / "pin").write_text(hardware.PIN + "\n")
    (tmp_path / "pin").chmod(0o600)
    places = Places(module=module.library)

    found = signer.open(f"pkcs11:token=cis-hub;id=%02?pin-source=file:{tmp_path / 'pin'}", None, places)

    assert found.public == module.keys["p256"].public


def test_many_threads_may_sign_at_once(module):
    keys = [signer.open(module.uri(label), PIN) for label in ("ed25519", "p256") for _ in range(2)]

    def work(number):
        message = str(number).encode()
        key = keys[number % len(keys)]
        key.public.verify(key.sign(message), message)
        return number

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(64))) == list(range(64))


def test_a_lost_session_is_opened_again(module):
    key = signer.open(module.uri("ed25519"), PIN)
    key._key.session.close()

    key.public.verify(key.sign(b"x"), b"x")


@pytest.mark.parametrize("name", ["token=none;object=ed25519", "token=cis-hub;object=none", "token=cis-hub;id=%7f"])
def test_what_is_not_there_is_said(module, name):
    with pytest.raises(KeyDeviceMissingError, match=": 0"):
        signer.open(f"pkcs11:{name}", PIN, Places(module=module.library))


def test_a_wrong_pin_is_refused_and_the_module_asked_once_only(module):
    """Three wrong PINs lock a token: the signer must not use them up."""
    uri = pkcs11_uri.parse(module.uri("ed25519", token=hardware.TOKENS[1]))

    for wrong in (b"wrong 1234", b"\xff"):
        with pytest.raises(KeyDevicePinError, match="wrong"):
            Pkcs11Signer(uri, module.library, wrong)


# -------------------------------------------------------- a module that fails


class Session:
    """A session with the keys of a token; `trouble` is raised by the next calls of the keys."""

    def __init__(self, module):
        self.module = module

    def get_objects(self, attributes):
        """Return keys of the class asked for."""
        private = attributes[Attribute.CLASS] is ObjectClass.PRIVATE_KEY
        self.module.asked.append(attributes)
        return [self.module] * self.module.private if private else [self.module.public] * self.module.publics


class Module:
    """A module with one token, as python-pkcs11 shows it."""

    def __init__(self, key=ED, *, tokens=1, private=1, publics=1):
        self.key, self.tokens, self.private, self.publics = key, tokens, private, publics
        self.trouble, self.logins, self.asked, self.alters = [], [], [], lambda signature: signature
        self.public = self.public_of(key)

    @staticmethod
    def public_of(key, **changes):
        """Return a public key's object."""
        point = key.public.x if key.alg == "Ed25519" else b"\4" + key.public.x + key.public.y
        attributes = {Attribute.EC_PARAMS: PARAMETERS[key.alg], Attribute.EC_POINT: point} | changes.pop("given", {})
        return type("Public", (), {"key_type": KeyType.EC, "__getitem__": lambda _, name: attributes[name]} | changes)()

    def get_tokens(self, **_asked):
        """Return the tokens."""
        return [SimpleNamespace(open=self.open)] * self.tokens

    def open(self, user_pin=None):
        """Log in."""
        self.logins.append(user_pin)
        if self.trouble and self.trouble[0][0] == "open":
            raise self.trouble.pop(0)[1]
        return Session(self)

    def sign(self, message, *, mechanism):
        """Sign as the mechanism says."""
        if self.trouble and self.trouble[0][0] == "sign":
            raise self.trouble.pop(0)[1]
        if mechanism is Mechanism.EDDSA:
            return self.alters(self.key.sign(message))
        return self.alters(self.sign_digest(message))

    def sign_digest(self, digest):
        """Sign a digest with P-256."""
        r, s = utils.decode_dss_signature(self.key._key.sign(digest, ec.ECDSA(utils.Prehashed(SHA256()))))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


@pytest.fixture
def opened(monkeypatch):
    """Return a function that opens a signer of such a module."""

    def open_signer(found, name="pkcs11:token=cis;object=log", pin=b"1234"):
        monkeypatch.setattr(pkcs11, "lib", lambda _path: found)
        return Pkcs11Signer(pkcs11_uri.parse(name), MODULE, pin)

    return open_signer


@pytest.mark.parametrize("key", [ED, EC])
def test_every_module_is_asked_in_the_same_words(opened, key):
    found = Module(key)
    made = opened(found, "pkcs11:serial=0a;object=log;id=%01")

    made.public.verify(made.sign(b"x"), b"x")
    assert found.asked[0] == {
        Attribute.CLASS: ObjectClass.PRIVATE_KEY,
        Attribute.LABEL: "log",
        Attribute.ID: b"\1",
    }
    assert opened(found, "pkcs11:token=cis;id=%01").public == key.public


def test_a_signer_tells_nothing_of_its_pin_and_goes_nowhere(opened):
    made = opened(Module(), pin=b"731900")

    assert repr(made) == f"Pkcs11Signer(alg='Ed25519', kid={made.kid!r})"
    for take in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="neither copied"):
            take(made)


@pytest.mark.parametrize("lost", [pkcs11.SessionHandleInvalid, pkcs11.DeviceRemoved, pkcs11.UserNotLoggedIn])
def test_a_session_that_was_lost_is_opened_once_more(opened, lost):
    found = Module()
    made = opened(found)
    found.trouble = [("sign", lost())]

    made.public.verify(made.sign(b"x"), b"x")
    assert found.logins == ["1234", "1234"]


def test_a_module_that_fails_twice_is_said_by_the_name_of_its_error(opened):
    found = Module()
    made = opened(found)
    found.trouble = [("sign", pkcs11.DeviceError()), ("sign", pkcs11.DeviceError())]

    with pytest.raises(KeyDeviceError, match="DeviceError"):
        made.sign(b"x")
    made.public.verify(made.sign(b"x"), b"x")


def test_a_module_that_cannot_be_opened_again_is_said(opened):
    found = Module()
    made = opened(found)
    found.trouble = [("sign", pkcs11.DeviceRemoved()), ("open", pkcs11.TokenNotPresent())]

    with pytest.raises(KeyDeviceError, match="TokenNotPresent"):
        made.sign(b"x")


def test_a_wrong_signature_does_not_leave_the_house(opened):
    found = Module()
    made = opened(found)
    found.alters = lambda signature: bytes([signature[0] ^ 1]) + signature[1:]

    with pytest.raises(KeyDeviceError, match="wrong signature"):
        made.sign(b"x")


def test_a_key_that_was_replaced_does_not_sign_in_its_stead(opened):
    found = Module()
    made = opened(found)
    other = PrivateKey.generate()
    found.key, found.public = other, Module.public_of(other)

    with pytest.raises(KeyDeviceMissingError, match="replaced"):
        made.sign(b"x")


def test_who_is_logged_in_already_stays_so(opened):
    found = Module()
    found.trouble = [("open", pkcs11.UserAlreadyLoggedIn())]

    opened(found)

    assert found.logins == ["1234", None]


def test_a_pin_that_was_refused_is_never_tried_again(opened):
    found = Module()
    made = opened(found)
    found.trouble = [
        ("sign", pkcs11.UserNotLoggedIn()),
        ("open", pkcs11.PinIncorrect()),
        ("sign", pkcs11.UserNotLoggedIn()),
    ]

    for why in ("wrong", "refused before"):
        with pytest.raises(KeyDevicePinError, match=why):
            made.sign(b"x")
    assert found.logins == ["1234", "1234"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"tokens": 0}, "tokens: 0"),
        ({"tokens": 2}, "tokens: 2"),
        ({"private": 2}, "private keys: 2"),
        ({"publics": 0}, "public keys: 0"),
    ],
)
def test_exactly_one_key_is_meant(opened, changes, why):
    with pytest.raises(KeyDeviceMissingError, match=why):
        opened(Module(**changes))


@pytest.mark.parametrize(
    "public",
    [
        Module.public_of(ED, key_type=KeyType.RSA),
        Module.public_of(ED, given={Attribute.EC_PARAMS: b"\6\5\x2b\x81\4\0\x22"}),
        Module.public_of(ED, given={Attribute.EC_POINT: bytes(32)}),
        Module.public_of(ED, given={Attribute.EC_POINT: b"\4"}),
        Module.public_of(EC, given={Attribute.EC_POINT: b"\2" + EC.public.x}),
        Module.public_of(EC, given={Attribute.EC_POINT: b"\4" + bytes(64)}),
    ],
)
def test_a_key_of_another_kind_is_refused(opened, public):
    found = Module()
    found.public = public

    with pytest.raises(KeyDeviceMissingError):
        opened(found)


@pytest.mark.parametrize("key", [ED, EC])
def test_a_point_may_be_wrapped_or_bare(opened, key):
    bare = key.public.x if key is ED else b"\4" + key.public.x + key.public.y
    found = Module(key)
    found.public = Module.public_of(key, given={Attribute.EC_POINT: bytes([4, len(bare)]) + bare})

    assert opened(found).public == key.public


def test_a_library_that_does_not_load_is_said():
    with pytest.raises(KeyDeviceModuleError):
        pkcs11_signer.Pkcs11Signer(pkcs11_uri.parse("pkcs11:token=a;object=b"), Path("/none.so"), b"1234")


def test_access_tokens_are_signed_by_any_signer(opened):
    now = datetime(2026, 11, 22, tzinfo=UTC)
    made = opened(Module())
    token = access.sign(made, issuer="tj-molme", audience="mig.example/test", now=now, jti="12345678")

    assert access.verify(token, lambda _kid: made.public, audience="mig.example/test", now=now).issuer == "tj-molme"
