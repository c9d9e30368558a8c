"""What a run writes can be proven later, and nothing of it can be changed unseen."""

import json
import xml.etree.ElementTree as ET

import pytest

from hub.conform import pages, protocol
from hub.conform.protocol import NotAsSignedError, Protocol, Result
from hub.conform.scenario import Said
from keys.jwk import PrivateKey

MARKUP = Said(ru="<script>«взлом»</script>", en="<script>&\"'</script>")


def result(name: str, found: Said | None = None) -> Result:
    return Result(
        pack="valid",
        name=name,
        title=MARKUP,
        sent=MARKUP,
        expected=MARKUP,
        asks="reference.md#y",
        seconds=1.26,
        found=found,
    )


def made(*results: Result) -> Protocol:
    return Protocol(
        subject="gateway",
        about="adapters.tj_files",
        participant="tj-mvd",
        version="26.11.0",
        started_at="2026-11-22T10:00:00Z",
        ended_at="2026-11-22T10:05:00Z",
        titles={"valid": MARKUP},
        results=results,
    )


@pytest.fixture(params=["Ed25519", "ES256"])
def key(request):
    return PrivateKey.generate(request.param)


def test_what_was_written_is_proven_by_the_key_that_signed(tmp_path, key):
    protocol.write(tmp_path, made(result("one")), key)

    shown, kid = protocol.verify(tmp_path)

    assert (shown["held"], shown["failed"], kid) == (1, 0, key.kid)
    assert protocol.holds(shown)


@pytest.mark.parametrize("results", [(), (result("one"), result("two", Said(ru="нет", en="no")))])
def test_nothing_tested_or_something_failed_does_not_hold(results, tmp_path, key):
    protocol.write(tmp_path, made(*results), key)

    shown, _ = protocol.verify(tmp_path)

    assert not protocol.holds(shown)
    assert not made(*results).held


@pytest.mark.parametrize("name", ["protocol.json", "protocol.jws", "report.ru.html", "report.en.html", "junit.xml"])
@pytest.mark.parametrize("place", [0, 150, -5])
def test_a_changed_file_is_found(name, place, tmp_path, key):
    protocol.write(tmp_path, made(result("one", Said(ru="нет", en="no"))), key)
    raw = bytearray((tmp_path / name).read_bytes())
    raw[place] ^= 1
    (tmp_path / name).write_bytes(raw)

    with pytest.raises(NotAsSignedError):
        protocol.verify(tmp_path)


@pytest.mark.parametrize("said", [{"failed": 0}, {"held": "1"}, {"held": 2, "failed": 0}, {"failed": True}])
def test_a_protocol_whose_counts_are_not_those_of_its_results_is_none(said, tmp_path, key, monkeypatch):
    """Its own key signs what it likes; the sentence at the end must not say otherwise than the rows above it."""
    told = Protocol.format
    monkeypatch.setattr(Protocol, "format", lambda self, jwk: {**told(self, jwk), **said})
    protocol.write(tmp_path, made(result("one", Said(ru="нет", en="no")), result("two")), key)

    with pytest.raises(NotAsSignedError):
        protocol.verify(tmp_path)


def test_what_a_protocol_says_steers_no_terminal():
    odd = Said(ru="\x1b[2J\nВсе сценарии выполнены", en="\x1b[2J\nConforms: every scenario held")
    shown = made(result("one\x1b]0;x\x07", odd)).format({"kid": "x"})
    lines = "\n".join([*pages.lines(shown, "en"), pages.subject({**shown, "about": "\x1b[2J"}, "en")]).split("\n")

    assert all(line.isprintable() for line in lines)
    assert [line for line in lines if line.startswith("Conforms")] == []


def test_the_key_of_the_protocol_cannot_be_put_in_anothers_place(tmp_path, key):
    protocol.write(tmp_path, made(result("one")), key)
    shown = json.loads((tmp_path / "protocol.json").read_bytes())
    shown["key"] = PrivateKey.generate().public.to_jwk()
    (tmp_path / "protocol.json").write_text(json.dumps(shown), encoding="utf-8")

    with pytest.raises(NotAsSignedError):
        protocol.verify(tmp_path)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"key": 1}', b"\xff"])
def test_what_is_no_protocol_is_refused(content, tmp_path, key):
    protocol.write(tmp_path, made(result("one")), key)
    (tmp_path / "protocol.json").write_bytes(content)

    with pytest.raises(NotAsSignedError):
        protocol.verify(tmp_path)


def test_texts_are_no_markup_in_pages_and_junit():
    shown = made(result("one", MARKUP)).format(PrivateKey.generate().public.to_jwk())

    page = pages.render(shown, "en").decode()
    suite = ET.fromstring(protocol.junit.render(shown))

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert suite.find("testsuite/testcase/failure").get("message") == MARKUP.en


def test_lines_say_what_was_not_as_expected_and_where_it_is_asked_for():
    shown = made(result("one"), result("two", Said(ru="нет ответа", en="no answer"))).format({"kid": "k"})

    said = "\n".join(pages.lines(shown, "ru"))

    assert "нет ответа reference.md#y" in said
    assert said.endswith("Не соответствует. Выполнено, не выполнено: 1, 1.")
