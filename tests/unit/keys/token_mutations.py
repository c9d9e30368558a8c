"""Every way in which Project Wycheproof breaks a JWS, done to a token of ours (Ed25519, and ES256 where it applies).

`CLASSES` has a key for each comment of the vectors' file; `ELSEWHERE` says of the rest why it cannot be done to Ed25519
and what stands in its place. A test compares both with the file itself.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from typing import Any

from keys.jwk import PrivateKey
from tests.support import private_keys

KEY = private_keys.from_seed(bytes(range(32)))
OTHER = private_keys.from_seed(bytes(32))
EC = PrivateKey.generate("ES256")
ORDER = 2**252 + 27742317777372353535851937790883648493
PRIME = 2**255 - 19
HEADER = {"alg": "Ed25519", "kid": KEY.kid, "typ": "cis-record+jws"}
PAYLOAD = b'{"a":"??>>"}'  # its base64url has characters that base64 has not

Tokens = Iterator[bytes]


def b64(raw: bytes) -> bytes:
    """Encode as a JWS does."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


def sign(header: Any = HEADER, payload: bytes = PAYLOAD, key: PrivateKey = KEY) -> bytes:
    """Return a token; whatever its header says, the signature is right."""
    raw = header if isinstance(header, bytes) else json.dumps(header, separators=(",", ":")).encode()
    return sign_parts(b64(raw), b64(payload), key)


def sign_parts(protected: bytes, payload: bytes, key: PrivateKey = KEY) -> bytes:
    """Return the token of these encoded parts, signed as they stand."""
    signed = protected + b"." + payload
    return signed + b"." + b64(key.sign(signed))


TOKEN = sign()
HEAD, BODY, TAIL = TOKEN.split(b".")
SIGNATURE = base64.urlsafe_b64decode(TAIL + b"==")
R, S = SIGNATURE[:32], int.from_bytes(SIGNATURE[32:], "little")


def with_signature(raw: bytes) -> bytes:
    """Return the token with this signature."""
    return HEAD + b"." + BODY + b"." + b64(raw)


def with_numbers(r: bytes, s: int) -> bytes:
    """Return the token with the signature of these two."""
    return with_signature(r + (s % 2**256).to_bytes(32, "little"))


def flipped(part: bytes) -> Tokens:
    """Yield the part with each of its characters changed."""
    for place, letter in enumerate(part):
        yield part[:place] + (b"A" if letter != ord("A") else b"B") + part[place + 1 :]


def modified_signature() -> Tokens:
    """One bit of the 64 bytes, everywhere."""
    for bit in range(512):
        yield with_signature(
            bytes(byte ^ ((1 << bit % 8) if place == bit // 8 else 0) for place, byte in enumerate(SIGNATURE))
        )


def modified_payload() -> Tokens:
    """Another payload under the same signature."""
    yield from (HEAD + b"." + part + b"." + TAIL for part in flipped(BODY))


def modified_header() -> Tokens:
    """Another header under the same signature."""
    yield from (part + b"." + BODY + b"." + TAIL for part in flipped(HEAD))
    for member, value in HEADER.items():
        changed = {**HEADER, member: f"X{value}"}
        yield b64(json.dumps(changed).encode()) + b"." + BODY + b"." + TAIL


def json_serialization() -> Tokens:
    """The same token in the other two serializations."""
    parts = {"protected": HEAD.decode(), "signature": TAIL.decode()}
    yield json.dumps({"payload": BODY.decode(), **parts}).encode()
    yield json.dumps({"payload": BODY.decode(), "signatures": [parts]}).encode()


def symmetric_confusion() -> Tokens:
    """A MAC keyed by the public key, which everybody knows, in several spellings."""
    jwk = KEY.public.to_jwk()
    spellings = [KEY.public.x, b64(KEY.public.x), json.dumps(jwk).encode(), b""]
    for alg, digest in (("HS256", hashlib.sha256), ("HS384", hashlib.sha384), ("HS512", hashlib.sha512)):
        signed = b64(json.dumps({**HEADER, "alg": alg}).encode()) + b"." + BODY
        for secret in spellings:
            yield signed + b"." + b64(hmac.new(secret, signed, digest).digest())


def embedded_key() -> Tokens:
    """The attacker's own key inside the token, under its own name and under ours."""
    for kid in (KEY.kid, OTHER.kid):
        yield sign({"alg": "Ed25519", "kid": kid, "jwk": OTHER.public.to_jwk()}, key=OTHER)
        yield sign({**HEADER, "kid": kid}, key=OTHER)
    yield sign({**HEADER, "jku": "https://keys.example/set"}, key=OTHER)
    yield sign({**HEADER, "x5c": [base64.b64encode(OTHER.public.x).decode()]}, key=OTHER)


def wrong_primitive() -> Tokens:
    """Another algorithm than the key's, each with a signature that would be right by it or by the key."""
    for alg in (
        "RS256",
        "RS384",
        "RS512",
        "PS256",
        "PS384",
        "PS512",
        "ES256",
        "ES384",
        "ES512",
        "EdDSA",
        "Ed448",
        "ML-DSA-44",
    ):
        yield sign({**HEADER, "alg": alg})
    yield sign({**HEADER, "alg": "ES256"}, key=EC)
    yield sign(HEADER, key=EC)


def alg_is_none() -> Tokens:
    """No algorithm, in every spelling, with and without a signature."""
    for alg in ("none", "None", "NONE", "nOnE", "", None):
        header = {**HEADER, "alg": alg}
        yield sign(header)
        yield b64(json.dumps(header).encode()) + b"." + BODY + b"."


def der_signatures() -> Tokens:
    """What stands for the broken DER of RSA: Ed25519 has no DER, and none is taken."""
    r, s = SIGNATURE[:32], SIGNATURE[32:]
    octets = b"\x04\x40" + SIGNATURE
    sequence = b"\x30\x44\x02\x20" + r + b"\x02\x20" + s
    for raw in (
        octets,
        b"\x03\x41\x00" + SIGNATURE,
        sequence,
        b"\x30\x80" + octets + b"\0\0",
        b"\x05\x00",
        b"\x30\x00",
    ):
        yield with_signature(raw)
    for length in (0, 1, 31, 32, 33, 63, 65, 96, 128, 255, 1024):
        yield with_signature((SIGNATURE * 17)[:length])


def edge_numbers() -> Tokens:
    """Special values of R and S, each with each: points of small order, second spellings, nothing, everything."""
    points = [y.to_bytes(32, "little") for y in (0, 1, 2, PRIME - 1, PRIME, PRIME + 1, 2**255 - 1)]
    points += [bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), b"\xff" * 32, R]
    numbers = [0, 1, ORDER - 1, ORDER, ORDER + 1, 2 * ORDER, 2**252, 2**253 - 1, 2**256 - 1]
    yield from (with_numbers(r, s) for r in points for s in numbers)


def spaces_and_strangers(place: int) -> Callable[[], Tokens]:
    """Characters that base64url has not, anywhere in one part: tokens as they were and newly signed."""

    def make() -> Tokens:
        parts = [HEAD, BODY, TAIL]
        for stranger in (b" ", b"\n", b"\t", b"?", b"=", b"\0", b"\xff", b"+", b"/", b"%", b"\r\n", "е".encode()):
            for at in (0, 1, len(parts[place]) // 2, len(parts[place])):
                changed = parts[place][:at] + stranger + parts[place][at:]
                yield b".".join([*parts[:place], changed, *parts[place + 1 :]])
                if place < 2:
                    yield sign_parts(*[changed if number == place else parts[number] for number in (0, 1)])

    return make


def padding(place: int) -> Callable[[], Tokens]:
    """Padding that a JWS leaves out."""

    def make() -> Tokens:
        parts = [HEAD, BODY, TAIL]
        for pad in (b"=", b"==", b"===", b"."):
            changed = parts[place] + pad
            yield b".".join([*parts[:place], changed, *parts[place + 1 :]])
            if place < 2:
                yield sign_parts(*[changed if number == place else parts[number] for number in (0, 1)])

    return make


def unused_bits() -> Tokens:
    """Second spellings of the last character: the same bytes, another token."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for stray in range(1, 16):
        yield TOKEN[:-1] + alphabet[alphabet.index(TAIL[-1]) + stray :][:1]
    short = b64(b"a")  # two characters, four unused bits
    for stray in range(1, 16):
        yield sign_parts(HEAD, short[:1] + alphabet[alphabet.index(short[1]) + stray :][:1])


def other_base64() -> Tokens:
    """The signature over another encoding of the same payload."""
    signature = b64(KEY.sign(HEAD + b"." + base64.b64encode(PAYLOAD)))
    yield HEAD + b"." + BODY + b"." + signature
    yield HEAD + b"." + base64.b64encode(PAYLOAD).rstrip(b"=") + b"." + signature
    yield HEAD + b"." + BODY + b"." + b64(KEY.sign(PAYLOAD))


def once(*tokens: bytes) -> Callable[[], Tokens]:
    """Return a class of these few tokens."""
    return lambda: iter(tokens)


CLASSES: dict[str, Callable[[], Tokens]] = {
    "rejectsModifiedSignature": modified_signature,
    "rejectsMissingSignature": once(HEAD + b"." + BODY + b"."),
    "rejectsMissingSignatureAndSeparator": once(HEAD + b"." + BODY),
    "rejectsModifiedPayload": modified_payload,
    "rejectsMissingPayload": once(HEAD + b".." + TAIL),
    "rejectsMissingPayloadAndSeparator": once(HEAD + b"." + TAIL),
    "rejectsModifiedHeader": modified_header,
    "rejectsMissingHeader": once(b"." + BODY + b"." + TAIL),
    "rejectsMissingHeaderAndSeparator": once(BODY + b"." + TAIL),
    "rejectsMissingHeaderAndSignature": once(b"." + BODY + b"."),
    "rejectsMissingHeaderSignatureAndSeparators": once(BODY),
    "rejectsMissingHeaderSignatureAndSeparator": once(b"." + BODY, BODY + b"."),
    "rejectsEmptyString": once(b"", b".", b".."),
    "rejectsExtraEmptyComponent": once(TOKEN + b".", b"." + TOKEN),
    "rejectsExtraComponent": once(TOKEN + b".AAAA", TOKEN + b"." + TAIL, TOKEN + b".." + TAIL),
    "rejectsNoneAlgorithmAndMissingSignature": alg_is_none,
    "algIsNone": alg_is_none,
    "rejectsValidJsonSerialization": json_serialization,
    "rejectsSymmetryConfusionAttacks_aesKeyFromEcVerificationKeyBytes": symmetric_confusion,
    "rejectsAttackerProvidedEmbeddedJwk": embedded_key,
    **dict.fromkeys(["UsingRS256", "UsingRS384", "UsingRS512", "UsingPS256", "UsingPS384"], wrong_primitive),
    "modifiedSignature": modified_signature,
    "SignatureIs0": once(with_signature(bytes(64))),
    "SignatureIs1": once(with_signature(b"\1" + bytes(63)), with_numbers(R, 1)),
    "SignatureIsNsub1": once(with_numbers(R, ORDER - 1)),
    "SignatureIsn": once(with_numbers(R, ORDER)),
    "SignatureIsnotReduced": once(*(with_numbers(R, S + factor * ORDER) for factor in range(1, 16))),
    "prependingZerosToSignature": once(*(with_signature(bytes(count) + SIGNATURE) for count in (1, 2, 64))),
    "appendingZerosToSignature": once(*(with_signature(SIGNATURE + bytes(count)) for count in (1, 2, 64))),
    "truncatedSignature": once(*(with_signature(SIGNATURE[:length]) for length in range(64))),
    "rejectsSpacesInMac": spaces_and_strangers(2),
    "rejectsInvalidCharacterInsertedInMac": spaces_and_strangers(2),
    "rejects0ReplacedbyInvalidCharacter": once(TOKEN.replace(b"A", b"?"), TOKEN.replace(b"_", b"/")),
    "rejectsInvalidCharacters": padding(2),
    "spacesInHeader": spaces_and_strangers(0),
    "invalidCharactersInHeader": spaces_and_strangers(0),
    "InvalidCharacterInsertedInHeader": spaces_and_strangers(0),
    "invalidBase64Padding": padding(0),
    "spacesInPayload": spaces_and_strangers(1),
    "invalidCharactersInPayload": spaces_and_strangers(1),
    "InvalidCharacterInPayload": spaces_and_strangers(1),
    "InvalidCharacterInsertedInPayload": spaces_and_strangers(1),
    "invalidBase64PaddingInPayload": padding(1),
    "ModifiedUnusedBitsInPayload": unused_bits,
    "MacOfIncorrectlyEncodedMessage": other_base64,
    "SignatureTooLong": once(with_signature(SIGNATURE * 2), with_signature(SIGNATURE + b"\1")),
    "TrailingZeros": once(with_signature(SIGNATURE + bytes(2))),
    **dict.fromkeys(["RisTooBig", "SisTooBig", "IntegerOverflow", "BufferOverflow"], edge_numbers),
}

# r and s of ECDSA, special values with special values: R and S of Ed25519 in their place.
for _r in ("Zero", "One", "Nminus1", "N"):
    for _s in ("Zero", "One", "Nminus1", "N"):
        CLASSES[f"rIs{_r}_sIs{_s}"] = edge_numbers

VALID: dict[str, bytes] = {
    "acceptsValid": TOKEN,
    "valid": TOKEN,
    "ValidMac": TOKEN,
    "ValidEdgeCaseMac": sign(payload=b"edge"),
    "normalPayload": sign(payload=b"123400"),
    "emptyPayload": sign(payload=b""),
    "allZeroPayload": sign(payload=bytes(16)),
    "oneBytePayload": sign(payload=b"a"),
    "ValidSpacesInJsonHeader": sign(json.dumps(HEADER, indent=2).encode()),
    "ValidWhiteSpaceInJsonHeader": sign(b" \t\r\n" + json.dumps(HEADER).encode() + b"\n"),
    **{f"Figure{number}": TOKEN for number in (13, 20, 27, 35)},
}

ELSEWHERE = {
    "ModifiedPadding": der_signatures,  # 213 broken DER encodings inside RSA's PKCS #1 padding: here there is none
    "PSS": edge_numbers,  # salt, hash and mask inside RSA-PSS
}
OF_PSS = {
    *(
        "MhashModified",
        "lastByteOfMhashModified",
        "FirstByteOfMhashModified",
        "LastByteOfMhashModified",
        "SaltLenChanged",
    ),
    *(
        "saltIsAll0",
        "saltIsAll1",
        "ZeroPaddingModified",
        "ModifiedHash",
        "PSModified",
        "SaltModified",
        "MaskedDbChanged",
    ),
    *("EmModified",),
}
OF_KEYS = {"rejectWrongUse", "rejectWrongKeyOps"}  # see test_jws_mutations
