"""Sealed parts: they open for whom they were sealed, in the message they were sealed for, and for nobody else."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.concatkdf import ConcatKDFHash
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from hypothesis import given, settings
from hypothesis import strategies as st

from keys import base64url, sealed, strict_json
from keys.encryption_key import EncryptionKey
from keys.errors import (
    KeysError,
    SealedError,
    SealedForOthersError,
    SealedOpenError,
    SealedRecipientsError,
    SealedTooLargeError,
)
from keys.jwk import PrivateKey
from keys.public_key import make

OURS, THEIRS, NOBODYS = (EncryptionKey.generate() for _ in range(3))
CONTEXT = b"mig.example/test tj-molme 0193"
PART = sealed.seal(b"plain", [THEIRS.public, OURS.public], context=CONTEXT)
LOW_ORDER = base64url.encode(bytes(32)).decode()


def changed(change):
    """Return the part after a change of its object."""
    value = json.loads(PART)
    change(value)
    return strict_json.dumps(value)


@given(st.binary(max_size=300), st.integers(1, 4), st.binary(min_size=1, max_size=50))
@settings(max_examples=40)
def test_every_recipient_opens_it(plain, count, context):
    keys = [EncryptionKey.generate() for _ in range(count)]

    part = sealed.seal(plain, [key.public for key in keys], context=context)

    assert sealed.read(part).kids == tuple(key.kid for key in keys)
    assert sealed.read(part).context == context
    for key in keys:
        assert sealed.open(part, [NOBODYS, key], context=context) == plain


def test_a_part_is_opened_by_the_steps_of_the_rfc():
    """Nothing of ours or of the library: RFC 7518 §4.6 and §4.4, RFC 7516 §5.2."""
    value = json.loads(PART)
    entry = value["recipients"][1]
    shared = OURS._key.exchange(
        X25519PublicKey.from_public_bytes(base64url.decode(entry["header"]["epk"]["x"].encode()))
    )
    name = b"ECDH-ES+A256KW"
    info = len(name).to_bytes(4, "big") + name + bytes(4) + bytes(4) + (256).to_bytes(4, "big")
    wrapping = ConcatKDFHash(SHA256(), 32, info).derive(shared)
    key = aes_key_unwrap(wrapping, base64url.decode(entry["encrypted_key"].encode()))
    iv, ciphertext, tag = (base64url.decode(value[name].encode()) for name in ("iv", "ciphertext", "tag"))
    associated = f"{value['protected']}.{value['aad']}".encode()

    assert AESGCM(key).decrypt(iv, ciphertext + tag, associated) == b"plain"
    assert json.loads(base64url.decode(value["protected"].encode())) == {
        "typ": "cis-sealed+jwe",
        "alg": "ECDH-ES+A256KW",
        "enc": "A256GCM",
    }


def test_the_same_part_is_never_sealed_alike():
    first, second = (json.loads(sealed.seal(b"plain", [OURS.public], context=CONTEXT)) for _ in range(2))

    for name in ("iv", "ciphertext", "recipients"):
        assert first[name] != second[name]


def test_each_recipient_has_an_ephemeral_key_of_its_own():
    headers = [entry["header"]["epk"]["x"] for entry in json.loads(PART)["recipients"]]

    assert len(set(headers)) == 2


def test_it_does_not_open_for_others():
    with pytest.raises(SealedForOthersError):
        sealed.open(PART, [NOBODYS], context=CONTEXT)
    with pytest.raises(SealedForOthersError):
        sealed.open(PART, [], context=CONTEXT)


def test_it_does_not_open_in_another_message():
    """Else whoever relays a message could pass its sealed part off as his own."""
    with pytest.raises(SealedOpenError):
        sealed.open(PART, [OURS], context=CONTEXT + b"1")
    moved = changed(lambda value: value.update(aad=base64url.encode(b"other").decode()))
    with pytest.raises(SealedOpenError):
        sealed.open(moved, [OURS], context=b"other")


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [OURS.public, OURS.public],
        [PrivateKey.generate().public],
        [EncryptionKey.generate().public for _ in range(17)],
        [OURS.public, make("ECDH-ES+A256KW", OURS.public.x, kid="another-name")],
    ],
)
def test_it_is_sealed_to_a_few_different_encryption_keys(keys):
    with pytest.raises(SealedRecipientsError):
        sealed.seal(b"plain", keys, context=CONTEXT)


def test_a_key_is_called_by_its_thumbprint():
    named = make("ECDH-ES+A256KW", OURS.public.x, kid="another-name")

    assert sealed.read(sealed.seal(b"", [named], context=CONTEXT)).kids == (OURS.kid,)


def test_the_largest_part_to_the_most_recipients_can_be_read():
    keys = [EncryptionKey.generate().public for _ in range(sealed.MAX_RECIPIENTS)]

    part = sealed.seal(bytes(sealed.MAX_PLAIN), keys, context=bytes(sealed.MAX_CONTEXT))

    assert len(sealed.read(part).kids) == sealed.MAX_RECIPIENTS


def test_nothing_larger_is_sealed_or_read():
    with pytest.raises(SealedTooLargeError):
        sealed.seal(bytes(sealed.MAX_PLAIN + 1), [OURS.public], context=CONTEXT)
    with pytest.raises(SealedTooLargeError):
        sealed.read(bytes(sealed.MAX_SEALED + 1))


@pytest.mark.parametrize("context", [b"", bytes(sealed.MAX_CONTEXT + 1)])
def test_a_part_belongs_to_something(context):
    with pytest.raises(SealedError, match="aad"):
        sealed.seal(b"plain", [OURS.public], context=context)


def header(**members):
    """Return a protected header with these members."""
    return base64url.encode(strict_json.dumps(members)).decode()


def first(value):
    """Return the first recipient."""
    return value["recipients"][0]


CHANGES = {
    "no object": lambda value: value.clear(),
    "a member more": lambda value: value.update(unprotected={"zip": "DEF"}),
    "a member less": lambda value: value.pop("aad"),
    "another order": lambda value: value.update(iv=value.pop("iv")),
    "compression": lambda value: value.update(
        protected=header(typ=sealed.TYP, alg="ECDH-ES+A256KW", enc="A256GCM", zip="DEF")
    ),
    "another content algorithm": lambda value: value.update(
        protected=header(typ=sealed.TYP, alg="ECDH-ES+A256KW", enc="A128CBC-HS256")
    ),
    "no typ": lambda value: value.update(protected=header(alg="ECDH-ES+A256KW", enc="A256GCM")),
    "another kind": lambda value: value.update(protected=header(typ="JWE", alg="ECDH-ES+A256KW", enc="A256GCM")),
    "a direct key": lambda value: first(value)["header"].update(alg="dir"),
    "no protected header": lambda value: value.update(protected=None),
    "a short iv": lambda value: value.update(iv="AAAA"),
    "a long iv": lambda value: value.update(iv="A" * 22),
    "a short tag": lambda value: value.update(tag="AAAA"),
    "an empty aad": lambda value: value.update(aad=""),
    "a long aad": lambda value: value.update(aad="A" * 2000),
    "a number": lambda value: value.update(ciphertext=1),
    "padding": lambda value: value.update(tag=value["tag"] + "=="),
    "letters beyond ASCII": lambda value: value.update(iv="ключ"),
    "no recipients": lambda value: value.update(recipients=[]),
    "recipients that are none": lambda value: value.update(recipients={}),
    "too many recipients": lambda value: value.update(recipients=value["recipients"] * 9),
    "a recipient twice": lambda value: value.update(recipients=[first(value)] * 2),
    "a recipient without header": lambda value: first(value).pop("header"),
    "a recipient with more": lambda value: first(value).update(more=1),
    "a recipient that is a text": lambda value: value.update(recipients=["a"]),
    "a header with more": lambda value: first(value)["header"].update(apu="AAAA"),
    "no kid": lambda value: first(value)["header"].pop("kid"),
    "a short kid": lambda value: first(value)["header"].update(kid="AAAA"),
    "no ephemeral key": lambda value: first(value)["header"].update(epk=None),
    "an ephemeral key of another curve": lambda value: first(value)["header"]["epk"].update(crv="X448"),
    "an ephemeral key of low order": lambda value: first(value)["header"]["epk"].update(x=LOW_ORDER),
    "a short ephemeral key": lambda value: first(value)["header"]["epk"].update(x="AAAA"),
    "a private ephemeral key": lambda value: first(value)["header"]["epk"].update(d=LOW_ORDER),
    "a short key": lambda value: first(value).update(encrypted_key="AAAA"),
    "no key": lambda value: first(value).update(encrypted_key=None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_not_exactly_ours_is_refused(change):
    with pytest.raises(SealedError) as caught:
        sealed.open(changed(CHANGES[change]), [OURS, THEIRS], context=CONTEXT)

    assert caught.value.code == "sealed-malformed"


@pytest.mark.parametrize(
    "part", [b"", b"[]", b'{"a":1,"a":2}', PART + b"\n", PART.replace(b'"aad"', b'"\\u0061ad"'), b"\xff"]
)
def test_one_part_has_one_spelling(part):
    with pytest.raises(SealedError):
        sealed.read(part)


@pytest.mark.parametrize("place", ["iv", "tag", "ciphertext"])
def test_a_changed_part_does_not_open(place):
    def flip(value):
        value[place] = ("B" if value[place][0] == "A" else "A") + value[place][1:]

    with pytest.raises(SealedOpenError):
        sealed.open(changed(flip), [OURS], context=CONTEXT)


def test_a_changed_key_does_not_open():
    def flip(value):
        for entry in value["recipients"]:
            entry["encrypted_key"] = ("B" if entry["encrypted_key"][0] == "A" else "A") + entry["encrypted_key"][1:]

    with pytest.raises(SealedOpenError):
        sealed.open(changed(flip), [OURS], context=CONTEXT)


@given(st.integers(0, len(PART) * 8 - 1))
@settings(max_examples=300)
def test_no_flipped_bit_changes_what_is_read(bit):
    """Refused, or opened as what it was: another recipient's entry is none of ours."""
    flipped = bytearray(PART)
    flipped[bit // 8] ^= 1 << bit % 8

    try:
        plain = sealed.open(bytes(flipped), [OURS], context=CONTEXT)
    except KeysError:
        return
    assert plain == b"plain"
    entry = json.loads(PART)["recipients"][1]
    assert json.loads(flipped)["recipients"][1] == entry


@given(st.binary(max_size=200) | st.integers(0, len(PART)).map(lambda end: PART[:end]))
def test_no_bytes_crash_the_reader(raw):
    if raw != PART:
        with pytest.raises(SealedError):
            sealed.read(raw)


def test_a_part_tells_nothing_of_itself():
    assert "ciphertext" not in repr(sealed.read(PART))
