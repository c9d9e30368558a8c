"""Requests are signed, and only signed answers of the queue count."""

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from adapters._parts import xml_signature
from adapters._parts.http_exchange import HttpExchange
from adapters._parts.xml_document import parse
from adapters._parts.xml_signature import Expected, Identity, SignxmlProvider
from adapters.ru_smev import make_adapter, names
from adapters.ru_smev.errors import SmevUnavailableError
from adapters.ru_smev.message_queue import Queue
from adapters.ru_smev.signatures import Signatures
from adapters.ru_smev.smev_transform import SMEV as TRANSFORM
from hub.sdk.ports import AdapterSettingsError
from keys import certificate, keyfile
from keys.platform_key import ECDSA_SHA256, PlatformKey
from tests.adapters.ru_smev.running import ROUTES
from tests.adapters.ru_smev.test_hostile_answers import answering

NOW = datetime.datetime(2026, 11, 22, 10, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
NS = {"soap": names.SOAP, "ns": names.TYPES, "ds": xml_signature.DS, "basic": names.BASIC}


def identity(*, days: int = 1) -> Identity:
    key = PlatformKey.generate(ECDSA_SHA256)
    made = certificate.issue(key, name="СМЭВ (учебная)", not_before=NOW - 9 * DAY, not_after=NOW + days * DAY)
    return Identity(key=key, certificate=made)


SMEV, ENDED, STRANGER = identity(), identity(days=-1), identity()
TRUST = Signatures(checker=SignxmlProvider(None, [SMEV.certificate, ENDED.certificate], TRANSFORM), now=lambda: NOW)
ID = "7f6c1b00-c79d-11f0-8000-010000000000"


def answer(inner: str, who: Identity | None = SMEV, *, place: str | None = None) -> etree._Element:
    """An answer whose element with an Id is signed."""
    raw = f'<s:Envelope xmlns:s="{names.SOAP}" xmlns:n="{names.TYPES}" xmlns:b="{names.BASIC}"><s:Body>{inner}</s:Body></s:Envelope>'
    root = parse(raw.encode(), 100_000)
    if who is not None:
        signed = root.find(".//*[@Id]")
        assert signed is not None
        parent = root.find(place, NS) if place else signed.getparent()
        made = SignxmlProvider(who, (), TRANSFORM).sign(root, [signed.get("Id", "")], None)
        etree.SubElement(parent, f"{{{names.TYPES}}}SMEVSignature").append(made)  # type: ignore[arg-type]
    return root


REQUEST = (
    '<n:Request Id="SIGNED_BY_SMEV"><n:SenderProvidedRequestData>'
    f"<n:MessageID>{ID}</n:MessageID><b:MessagePrimaryContent><x/></b:MessagePrimaryContent>"
    "</n:SenderProvidedRequestData><n:ReplyTo>r</n:ReplyTo></n:Request>"
)
MESSAGE = f"<n:GetRequestResponse><n:RequestMessage>{REQUEST}</n:RequestMessage></n:GetRequestResponse>"
QUEUED = f'<n:SendRequestResponse><n:MessageMetadata Id="S"><n:MessageId>{ID}</n:MessageId></n:MessageMetadata></n:SendRequestResponse>'


def ask(root: etree._Element, signatures: Signatures = TRUST) -> Any:
    with answering(200, etree.tostring(root)) as url:
        http = HttpExchange(url, partner="the queue", timeout=5, max_bytes=100_000)
        try:
            return Queue(http, signatures=signatures).get_request()
        finally:
            http.close()


def send(root: etree._Element, message_id: str = ID) -> None:
    with answering(200, etree.tostring(root)) as url:
        http = HttpExchange(url, partner="the queue", timeout=5, max_bytes=100_000)
        try:
            Queue(http, signatures=TRUST).send_request(message_id, etree.Element("x"))
        finally:
            http.close()


def test_a_signed_message_of_the_queue_is_taken() -> None:
    message = ask(answer(MESSAGE))

    assert (message.message_id, message.reply_to, message.content.tag) == (ID, "r", "x")
    send(answer(QUEUED))


def test_an_empty_queue_needs_no_signature() -> None:
    assert ask(answer("<n:GetRequestResponse/>", None)) is None


def test_an_answer_is_not_checked_where_no_certificates_are_set() -> None:
    assert ask(answer(MESSAGE, None), Signatures()).message_id == ID


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (None, "signature-missing"),
        (STRANGER, "signature-certificate-unknown"),
        (ENDED, "signature-certificate-not-in-term"),
    ],
    ids=["unsigned", "stranger", "expired"],
)
def test_an_answer_that_nobody_trusted_signed_is_no_answer(who: Identity | None, code: str) -> None:
    for call, inner in ((ask, MESSAGE), (send, QUEUED)):
        with pytest.raises(SmevUnavailableError, match=code):
            call(answer(inner, who))


def wrapped() -> etree._Element:
    """A true request of the queue moves aside, and a forged one stands before it."""
    root = answer(MESSAGE)
    place = root.find(".//ns:RequestMessage", NS)
    true = root.find(".//ns:Request", NS)
    assert place is not None
    assert true is not None
    forged = parse(etree.tostring(true).replace(ID.encode(), b"0" * 36), 100_000)
    forged.set("Id", "OTHER")
    place.insert(0, forged)
    return root


def signed_metadata_before_a_forged_request() -> etree._Element:
    metadata = f'<n:MessageMetadata Id="S"><n:MessageId>{ID}</n:MessageId></n:MessageMetadata>'
    forged = REQUEST.replace(' Id="SIGNED_BY_SMEV"', "")
    inner = f"<n:GetRequestResponse><n:RequestMessage>{metadata}{forged}</n:RequestMessage></n:GetRequestResponse>"
    return answer(inner)


def changed_after_signing() -> etree._Element:
    root = answer(MESSAGE)
    root.find(".//ns:ReplyTo", NS).text = "another"  # type: ignore[union-attr]
    return root


@pytest.mark.parametrize(
    ("forge", "why"),
    [
        (wrapped, "signature-references"),
        (signed_metadata_before_a_forged_request, "something else than a request"),
        (changed_after_signing, "signature-wrong"),
        (lambda: answer(MESSAGE, place=".//ns:GetRequestResponse"), "signature-missing"),
    ],
    ids=["wrapped", "metadata-first", "changed", "signature-elsewhere"],
)
def test_a_forged_answer_is_no_answer(forge: Any, why: str) -> None:
    with pytest.raises(SmevUnavailableError, match=why):
        ask(forge())


def test_an_answer_about_another_message_is_no_answer() -> None:
    with pytest.raises(SmevUnavailableError, match="another message"):
        send(answer(QUEUED), "7f6c1b00-c79d-11f0-8000-010000000001")


def test_what_is_sent_is_signed_as_the_queue_demands() -> None:
    root = etree.fromstring(f'<s:Envelope xmlns:s="{names.SOAP}"><s:Body/></s:Envelope>')
    operation = etree.SubElement(root[0], f"{{{names.TYPES}}}AckRequest")
    etree.SubElement(operation, f"{{{names.BASIC}}}AckTargetMessage").text = ID
    Signatures(signer=SignxmlProvider(SMEV, (), TRANSFORM)).sign(root, operation)
    root = parse(etree.tostring(root), 100_000)
    location = f"./{{{names.SOAP}}}Body/{{{names.TYPES}}}AckRequest/{{{names.TYPES}}}CallerInformationSystemSignature/"
    der = xml_signature.certificate_of(xml_signature.find(root, location))
    expected = Expected(location=location, signed={"SIGNED_BY_CALLER": root[0][0][0]}, der=der)

    xml_signature.check(root, expected, SignxmlProvider(None, [SMEV.certificate], TRANSFORM), NOW)


def test_an_answer_signed_without_the_transform_of_smev_is_no_answer() -> None:
    root = answer(MESSAGE, None)
    made = SignxmlProvider(SMEV, ()).sign(root, ["SIGNED_BY_SMEV"], None)
    place = root.find(".//ns:RequestMessage", NS)
    assert place is not None
    etree.SubElement(place, f"{{{names.TYPES}}}SMEVSignature").append(made)

    with pytest.raises(SmevUnavailableError, match="signature-transforms"):
        ask(root)


def test_prefixes_and_spaces_that_a_node_on_the_way_changed_do_not_matter() -> None:
    raw = etree.tostring(answer(MESSAGE)).replace(b"<n:ReplyTo>", b"\n  <n:ReplyTo>")
    raw = raw.replace(b"<n:", b"<q:").replace(b"</n:", b"</q:").replace(b"xmlns:n=", b"xmlns:q=")

    assert ask(etree.fromstring(raw)).message_id == ID


# Settings


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Any]:
    keyfile.write(tmp_path / "key.pem", SMEV.key, b"word")
    (tmp_path / "own.pem").write_text(SMEV.certificate.pem)
    (tmp_path / "other.pem").write_text(STRANGER.certificate.pem)
    (tmp_path / "bad.pem").write_text("no certificate")
    return {
        "endpoint": "http://127.0.0.1:9/smev",
        "participant": "ru-guvm",
        "state_dir": str(tmp_path),
        "routes": ROUTES,
        "signing_key_file": str(tmp_path / "key.pem"),
        "signing_certificate_file": str(tmp_path / "own.pem"),
        "signing_passphrase": "word",
        "trusted_certificates_file": str(tmp_path / "other.pem"),
    }


def test_an_adapter_with_key_and_certificates_signs_and_checks(files: dict[str, Any]) -> None:
    made = make_adapter(files)
    made.close()

    assert "word" not in repr(made)
    assert made.notes == []


def test_signatures_that_are_not_made_or_not_checked_are_said_plainly(files: dict[str, Any]) -> None:
    unset = {name: value for name, value in files.items() if not name.startswith(("signing", "trusted"))}
    made = make_adapter(unset)
    made.close()

    assert [note.setting for note in made.notes] == ["signing_key_file", "trusted_certificates_file"]
    assert all(note.ru and "not" in note.en for note in made.notes)


def test_a_member_hands_in_its_own_cryptography(files: dict[str, Any]) -> None:
    asked: list[Sequence[str]] = []

    class Tool(SignxmlProvider):
        def sign(self, root: Any, ids: Sequence[str], key_info: Any) -> Any:
            asked.append(ids)
            return super().sign(root, ids, key_info)

    unset = {name: value for name, value in files.items() if not name.startswith(("signing", "trusted"))}
    with answering(200, etree.tostring(answer("<n:GetRequestResponse/>", None))) as url:
        made = make_adapter({**unset, "endpoint": url}, signatures=Signatures(signer=Tool(STRANGER, ())))
        made.source.changes(None, 1)
        made.close()

    assert asked == [["SIGNED_BY_CALLER"]]
    assert made.notes == ()


@pytest.mark.parametrize(
    ("changed", "setting"),
    [
        ({"signing_passphrase": "другой пароль"}, "signing_key_file"),
        ({"signing_certificate_file": None}, "signing_certificate_file"),
        ({"signing_certificate_file": "other.pem"}, "signing_certificate_file"),
        ({"signing_certificate_file": "bad.pem"}, "signing_certificate_file"),
        ({"trusted_certificates_file": "bad.pem"}, "trusted_certificates_file"),
        ({"trusted_certificates_file": "missing.pem"}, "trusted_certificates_file"),
        ({"signing_key_file": "own.pem"}, "signing_key_file"),
    ],
)
def test_a_key_or_certificate_that_cannot_be_used_is_named(
    files: dict[str, Any], tmp_path: Path, changed: dict[str, str | None], setting: str
) -> None:
    for name, value in changed.items():
        if value is None:
            del files[name]
        else:
            files[name] = str(tmp_path / value) if value.endswith(".pem") else value
    with pytest.raises(AdapterSettingsError) as caught:
        make_adapter(files)

    assert caught.value.setting == setting
    assert "другой пароль" not in caught.value.ru + caught.value.en
