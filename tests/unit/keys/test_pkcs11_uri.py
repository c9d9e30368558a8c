"""PKCS#11 URIs: what names a key, and nothing else."""

from pathlib import Path
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import pkcs11_uri
from keys.errors import KeySpecError
from keys.pkcs11_uri import Pkcs11Uri

SHORT = "pkcs11:token=cis;object=log"


def test_a_whole_uri_is_read():
    found = pkcs11_uri.parse(
        "pkcs11:token=cis%20hub;serial=0a1b;object=%D0%BA%D0%BB%D1%8E%D1%87;id=%00%ff;type=private"
        "?module-path=/usr/lib/m.so&pin-source=file:/run/pin"
    )

    assert found == Pkcs11Uri(
        token="cis hub",
        serial="0a1b",
        object="ключ",
        id=b"\0\xff",
        module=Path("/usr/lib/m.so"),
        pin_file=Path("/run/pin"),
    )


@pytest.mark.parametrize(
    ("source", "file", "credential"),
    [
        ("/run/pin", Path("/run/pin"), None),
        ("file:///run/pin", Path("/run/pin"), None),
        ("credential:pin", None, "pin"),
    ],
)
def test_a_pin_is_in_a_file_or_a_credential(source, file, credential):
    found = pkcs11_uri.parse(f"{SHORT}?pin-source={source}")

    assert (found.pin_file, found.pin_credential) == (file, credential)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pkcs11:",
        "PKCS11:token=a;object=b",
        "pkcs11:token=cis",
        "pkcs11:object=log",
        "pkcs11:token=cis;object=",
        "pkcs11:token=cis;;object=log",
        "pkcs11:token=cis;object=log;object=log",
        "pkcs11:token=cis;object=log;type=public",
        "pkcs11:token=cis;object=log;slot-id=1",
        "pkcs11:token=cis;object=%ff",
        "pkcs11:token=cis;object=%00",
        "pkcs11:token=cis;object=%zz",
        "pkcs11:token=cis;object=лог",
        "pkcs11:token=cis;object=log\n",
        f"{SHORT}?module-path=lib.so",
        f"{SHORT}?module-name=softhsm2",
        f"{SHORT}?pin-source=pin",
        f"{SHORT}?pin-source=%7Ccat%20/run/pin",
        f"{SHORT}?pin-source=file:pin",
        f"{SHORT}?module-path=/a?module-path=/b",
        SHORT + "a" * 1024,
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(KeySpecError):
        pkcs11_uri.parse(text)


def test_a_pin_in_the_uri_is_refused_and_not_repeated():
    with pytest.raises(KeySpecError, match="pin-source") as caught:
        pkcs11_uri.parse(f"{SHORT}?pin-value=731900")

    assert "731900" not in f"{caught.value!r}{caught.value.ru}"


printable = st.text(min_size=1, max_size=40).filter(str.isprintable)


@given(printable, printable, st.binary(min_size=1, max_size=40))
def test_any_name_can_be_written(token, label, identifier):
    text = f"pkcs11:token={quote(token, safe='')};object={quote(label, safe='')};id={quote_from_bytes(identifier, safe='')}"

    if len(text) <= 1024:
        assert pkcs11_uri.parse(text) == Pkcs11Uri(token=token, object=label, id=identifier)


@given(st.text(max_size=80))
def test_nothing_that_is_written_crashes_the_reader(text):
    try:
        found = pkcs11_uri.parse(f"pkcs11:{text}")
    except KeySpecError:
        return
    assert found.token or found.serial
