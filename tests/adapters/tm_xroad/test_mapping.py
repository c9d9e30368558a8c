"""Council records keep every member under Turkmen names, both ways; persons have no form."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from adapters import tm_xroad
from adapters._parts.faults import Fault, MappingError
from adapters._parts.json_form import Form
from adapters.tm_xroad.mapping import DOCUMENTS, KINDS, refuse
from adapters.tm_xroad.mapping.words import WORDS
from keys import strict_json
from schemas import catalogue, files
from tests.adapters.strategy_table import situation_summaries

GOLDEN = sorted((Path(tm_xroad.__file__).parent / "golden").glob("*.record.json"))
EXAMPLES = sorted(path for type_ in KINDS.values() for path in (files.ROOT / type_ / "1.0").glob("examples/valid-*"))
some = hypothesis_settings(
    max_examples=hypothesis_settings.default.max_examples // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def read(path: Path) -> Any:
    return strict_json.loads(path.read_bytes())


def again(type_: str, record: Any) -> Any:
    """A record written for the register, and read from it."""
    document = DOCUMENTS.of_type(type_)
    assert document is not None
    return document.read(strict_json.loads(strict_json.dumps(document.form.format(record))), "tm-sms")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parents[2].name}-{path.stem}")
def test_every_record_of_the_council_comes_back_as_it_was(path: Path) -> None:
    assert again(path.parents[2].name, read(path)) == read(path)


@some
@given(situation_summaries())
def test_a_summary_written_and_read_again_is_the_same(record: dict[str, Any]) -> None:
    assert again("situation-summary", record) == record


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.name.partition(".")[0])
def test_golden_documents_are_mapped(path: Path) -> None:
    type_ = path.name.removesuffix(".record.json")
    line = read(path.with_name(f"{type_}.document.json"))
    document = DOCUMENTS.of_kind(line["kind"])

    assert document.type == type_
    assert document.read(line["document"], "tm-sms") == read(path)
    assert document.form.format(read(path)) == line["document"]
    assert catalogue.load().validate(type_, "1.0", read(path)) == []


def forms(form: Form) -> Iterator[Form]:
    yield form
    for member in form.members:
        if isinstance(member.kind, Form):
            yield from forms(member.kind)


@pytest.mark.parametrize("type_", KINDS.values())
def test_no_two_members_of_a_document_share_a_name(type_: str) -> None:
    document = DOCUMENTS.of_type(type_)
    assert document is not None

    for form in forms(document.form):
        names = [member.name for member in form.members]
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", WORDS)
def test_every_code_of_a_list_has_one_word(name: str) -> None:
    assert set(WORDS[name].values()) == {entry.code for entry in catalogue.load().code_list(name).entries}


def test_no_record_about_persons_has_a_form() -> None:
    assert not any(catalogue.load().record_type(type_, "1.0").person_data for type_ in KINDS.values())


def test_anything_else_is_refused_in_plain_words() -> None:
    with pytest.raises(MappingError) as caught:
        DOCUMENTS.of_kind("entryBan")
    (fault,) = caught.value.faults
    problem = refuse("entry-ban")

    assert fault.code == problem.code == "observer-only"
    assert "наблюдатель" in problem.ru
    assert "observer" in problem.en


def faults(type_: str, **changed: Any) -> set[tuple[str, str]]:
    document = DOCUMENTS.of_type(type_)
    assert document is not None
    line = read(Path(tm_xroad.__file__).parent / "golden" / f"{type_}.document.json")["document"]
    with pytest.raises(MappingError) as caught:
        document.read({**line, **changed}, "tm-sms")
    found: tuple[Fault, ...] = caught.value.faults
    return {(fault.place, fault.code) for fault in found}


def test_what_is_wrong_is_told_with_its_place() -> None:
    assert faults("situation-summary", döwür={"tip": "asyr", "baha": "21"}) == {
        ("/migrasiýa_ýagdaýy/döwür/tip", "word-unknown")
    }
    assert faults("legislation-notice", namalar=[{"sene": "31.02.2020"}]) == {
        ("/kanunçylyk_habarnamasy/namalar/0/sene", "date-invalid")
    }
    assert faults("work-plan", owner="tm-sms") == {("/iş_meýilnamasy/owner", "member-unknown")}
