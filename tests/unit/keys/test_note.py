"""Signed notes and cosignatures."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import note
from keys.errors import (
    NoteAmbiguousError,
    NoteError,
    NoteKeyError,
    NoteSignatureError,
    NoteUnverifiedError,
)
from keys.jwk import PrivateKey
from keys.note import NoteAlgorithm, VerifierKey
from tests.support import private_keys

KEY = private_keys.from_seed(bytes(32))
WITNESS = private_keys.from_seed(bytes([1]) * 32)
LOG = note.verifier_key("mig.example/test", KEY)
COSIGNER = note.verifier_key("witness.tj", WITNESS, NoteAlgorithm.COSIGNATURE_V1)
TEXT = "mig.example/test\n3\nпроба\n".encode()
AT = datetime(2026, 11, 21, 9, 0, 0, tzinfo=UTC)

names = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"), exclude_characters="+"), min_size=1, max_size=12
)
lines = st.text(st.characters(exclude_categories=("Cs",), min_codepoint=32), max_size=12)
bodies = st.lists(lines, max_size=4).map(lambda items: "".join(f"{line}\n" for line in items)).filter(bool)
signatures = st.builds(
    note.NoteSignature,
    name=names,
    key_hash=st.binary(min_size=4, max_size=4),
    signature=st.binary(min_size=1, max_size=80),
)


@given(bodies, st.lists(signatures, min_size=1, max_size=4))
def test_what_is_formatted_is_parsed_to_the_same_note(text, signed):
    written = note.Note(text=text.encode(), signatures=tuple(signed))

    assert note.parse(note.format(written)) == written


@given(st.binary(max_size=60) | st.text(alphabet="a\n— +=AQ", max_size=60).map(str.encode))
def test_what_is_parsed_is_formatted_to_the_same_bytes(raw):
    try:
        formatted = note.format(note.parse(raw))
    except NoteError:
        formatted = raw

    assert formatted == raw


@given(bodies)
def test_what_is_signed_is_opened(text):
    raw = note.sign(text.encode(), LOG.name, KEY)

    opened = note.open(raw, [LOG])

    assert (opened.text, opened.verified, opened.unverified) == (text.encode(), (LOG.name,), ())


def test_every_flipped_bit_of_text_or_signature_is_found():
    raw = note.sign(TEXT, LOG.name, KEY)

    for place in range(len(raw)):
        for bit in range(8):
            wrong = bytearray(raw)
            wrong[place] ^= 1 << bit
            with pytest.raises(NoteError):
                note.open(bytes(wrong), [LOG])


def test_several_keys_sign_one_text_and_each_counts_once():
    raw = note.sign(TEXT, "a", KEY)
    raw = note.add_signature(raw, "b", WITNESS)
    raw = note.add_signature(raw, "a", KEY)
    known = [note.verifier_key("a", KEY), note.verifier_key("b", WITNESS)]

    assert note.open(raw, known).verified == ("a", "b")
    assert note.open(raw, known[1:]).verified == ("b",)
    assert note.open(raw, known[1:]).unverified == ("a",)


def test_a_cosignature_says_when():
    raw = note.cosign(note.sign(TEXT, LOG.name, KEY), COSIGNER.name, WITNESS, AT)

    opened = note.open(raw, [LOG, COSIGNER])

    assert opened.signatures == (
        note.VerifiedSignature(key=LOG, at=None),
        note.VerifiedSignature(key=COSIGNER, at=AT),
    )
    assert note.open(raw, [LOG]).unverified == (COSIGNER.name,)


def test_a_cosignature_is_made_as_its_specification_says():
    raw = note.cosign(note.sign(TEXT, LOG.name, KEY), COSIGNER.name, WITNESS, AT)
    seconds = int(AT.timestamp())
    signature = note.parse(raw).signatures[1].signature

    assert signature[:8] == seconds.to_bytes(8, "big")
    WITNESS.public.verify(signature[8:], b"cosignature/v1\ntime %d\n" % seconds + TEXT)


def test_a_cosignature_key_is_none_for_signatures_nor_the_other_way_round():
    both = note.verifier_key("w", WITNESS), note.verifier_key("w", WITNESS, NoteAlgorithm.COSIGNATURE_V1)
    signed = note.sign(TEXT, "w", WITNESS)
    cosigned = note.cosign(note.sign(TEXT, LOG.name, KEY), "w", WITNESS, AT)

    with pytest.raises(NoteUnverifiedError):
        note.open(signed, [both[1]])
    with pytest.raises(NoteUnverifiedError):
        note.open(cosigned, [both[0]])


@pytest.mark.parametrize("seconds", [0, 253402300800, 2**64 - 1])
def test_a_cosignature_at_no_time_is_refused(seconds):
    signature = seconds.to_bytes(8, "big") + WITNESS.sign(b"cosignature/v1\ntime %d\n" % seconds + TEXT)
    line = note.NoteSignature(name=COSIGNER.name, key_hash=COSIGNER.key_hash, signature=signature)

    with pytest.raises(NoteSignatureError):
        note.open(note.format(note.Note(text=TEXT, signatures=(line,))), [COSIGNER])


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1], lambda s: s + b"\0", lambda s: s[8:], lambda s: b"\1" + s[1:], lambda s: s[:9]]
)
def test_a_wrong_cosignature_of_a_trusted_witness_is_a_fault(change):
    signed = note.parse(note.cosign(note.sign(TEXT, LOG.name, KEY), COSIGNER.name, WITNESS, AT))
    line = note.NoteSignature(
        name=COSIGNER.name, key_hash=COSIGNER.key_hash, signature=change(signed.signatures[1].signature)
    )

    with pytest.raises(NoteSignatureError, match=r"witness\.tj"):
        note.open(note.format(note.Note(text=TEXT, signatures=(line,))), [COSIGNER])


def test_a_note_that_no_trusted_key_signed_is_refused():
    raw = note.sign(TEXT, LOG.name, KEY)

    for known in ([], [note.verifier_key("other", KEY)], [note.verifier_key(LOG.name, WITNESS)]):
        with pytest.raises(NoteUnverifiedError):
            note.open(raw, known)


def test_a_wrong_signature_of_a_trusted_key_is_a_fault_even_beside_a_right_one():
    raw = note.sign(TEXT, LOG.name, KEY)
    forged = note.parse(note.sign(b"another\n", "b", WITNESS)).signatures[0]
    both = note.format(note.Note(text=TEXT, signatures=(*note.parse(raw).signatures, forged)))

    assert note.open(both, [LOG]).unverified == ("b",)
    with pytest.raises(NoteSignatureError):
        note.open(both, [LOG, note.verifier_key("b", WITNESS)])


def test_of_several_signatures_by_one_key_the_first_counts():
    right = note.parse(note.sign(TEXT, LOG.name, KEY)).signatures[0]
    wrong = note.parse(note.sign(b"another\n", LOG.name, KEY)).signatures[0]

    assert note.open(note.format(note.Note(text=TEXT, signatures=(right, wrong))), [LOG]).verified == (LOG.name,)
    with pytest.raises(NoteSignatureError):
        note.open(note.format(note.Note(text=TEXT, signatures=(wrong, right))), [LOG])


def test_two_trusted_keys_that_cannot_be_told_apart_are_refused_when_it_matters():
    raw = note.sign(TEXT, LOG.name, KEY)

    with pytest.raises(NoteAmbiguousError):
        note.open(raw, [LOG, COSIGNER, LOG])
    assert note.open(raw, [LOG, COSIGNER, COSIGNER]).verified == (LOG.name,)


def line_of(raw: bytes) -> bytes:
    """Return the only signature line of a note."""
    return raw.split(b"\n\n")[1]


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw[:-1],
        lambda raw: raw + b"\n",
        lambda raw: raw + line_of(raw)[:-1],
        lambda raw: raw.replace(b"\n\n", b"\n", 1),
        lambda raw: raw.replace("— ".encode(), b"- ", 1),
        lambda raw: raw.replace("— ".encode(), "—  ".encode(), 1),
        lambda raw: raw.replace("— ".encode(), "—".encode(), 1),
        lambda raw: raw.replace(b"=\n", b"\n"),
        lambda raw: raw.replace(b"=\n", b"==\n"),
        lambda raw: raw.replace(b"=\n", b"= \n"),
        lambda raw: raw.replace(b"=\n", "ж\n".encode()),
        lambda raw: raw + line_of(raw) * 100,
        lambda raw: raw + b"x\n",
        lambda raw: b"\x00" + raw,
        lambda raw: b"\xff" + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace(b"3\n", b"3\t\n"),
        lambda raw: b"x" * note.MAX_NOTE + raw,
    ],
)
def test_a_note_changed_in_its_form_is_refused(change):
    with pytest.raises(NoteError) as caught:
        note.parse(change(note.sign(TEXT, "a", KEY)))

    assert caught.value.code == "note-malformed"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n\n",
        b"text\n\n\n",
        TEXT,
        TEXT + b"\n",
        TEXT + "\n— a AAAAAA==\n".encode(),
        TEXT + b"\n" + "— a ".encode() + base64.b64encode(bytes(17_000)) + b"\n",
        TEXT + "\n— a+b AAAAAAAA\n".encode(),
        TEXT + ("\n— " + "n" * 257 + " AAAAAAAA\n").encode(),
    ],
)
def test_what_is_not_a_note_is_refused(raw):
    with pytest.raises(NoteError):
        note.parse(raw)


def test_a_text_may_hold_empty_lines_and_what_looks_like_a_signature():
    text = note.sign(TEXT, LOG.name, KEY) + b"\nmore\n"

    assert note.open(note.sign(text, LOG.name, KEY), [LOG]).text == text


@pytest.mark.parametrize(
    "text",
    [b"", b"no newline", b"\x00\n", b"\xff\n", b"x" * note.MAX_NOTE + b"\n", b"tab\t\n", "a\n\n— n AAAAAAAA".encode()],
)
def test_a_text_that_cannot_be_that_of_a_note_is_not_signed(text):
    with pytest.raises(NoteError):
        note.sign(text, LOG.name, KEY)


def test_a_full_note_takes_no_more_signatures():
    raw = note.sign(TEXT, LOG.name, KEY)
    full = raw + line_of(raw) * 99

    assert note.open(full, [LOG]).verified == (LOG.name,)
    with pytest.raises(NoteError):
        note.add_signature(full, "b", WITNESS)


@pytest.mark.parametrize("name", ["", "with space", "a+b", "line\n", "nbsp\u00a0", "tab\t", "n" * 257, "\x7f\x00"])
def test_a_name_that_cannot_stand_in_a_note_signs_none(name):
    with pytest.raises(NoteKeyError):
        note.sign(TEXT, name, KEY)


def test_only_ed25519_keys_sign_notes():
    with pytest.raises(NoteKeyError):
        note.sign(TEXT, "a", PrivateKey.generate("ES256"))


@given(names, st.sampled_from(list(NoteAlgorithm)))
def test_a_verifier_key_is_read_and_written(name, algorithm):
    key = note.verifier_key(name, KEY, algorithm)

    assert VerifierKey.parse(key.format()) == key


def test_every_changed_character_of_a_verifier_key_is_found():
    line = LOG.format()

    for place in range(len(line)):
        for other in "+/=A0 ж":
            wrong = line[:place] + other + line[place + 1 :]
            if wrong != line:
                with pytest.raises(NoteKeyError):
                    VerifierKey.parse(wrong)


@pytest.mark.parametrize(
    "line",
    ["", "a", "a+b", "a+00000000+", LOG.format().upper(), LOG.format() + "=", LOG.format() + "\n", " " + LOG.format(),
     LOG.format().replace("+", " ", 1), "a+00000000+" + base64.b64encode(bytes([2]) + KEY.public.x).decode(),
     "a+00000000+" + base64.b64encode(b"\1" + KEY.public.x[1:]).decode(), "ключ" * 100_000],
)  # fmt: skip
def test_what_is_no_verifier_key_is_refused(line):
    with pytest.raises(NoteKeyError):
        VerifierKey.parse(line)


def test_a_verifier_key_for_which_anyone_could_sign_is_refused():
    weak = VerifierKey(name="a", algorithm=NoteAlgorithm.ED25519, public_key=LOG.public_key)
    point = bytes(31) + b"\x80"
    line = weak.format()
    forged = base64.b64encode(b"\1" + point).decode()

    with pytest.raises(NoteKeyError):
        VerifierKey.parse(f"a+{line.split('+')[1]}+{forged}")
