import decimal
import json

import jsonschema
import jsonschema_rs
import pytest

from schemas import catalogue, files, record_type, reference, resolution, validator
from schemas.catalogue import UnknownRecordTypeError, UnknownVersionError
from schemas.judge import Finding
from schemas.record_type import Lane
from schemas.violation import CODES, Rule, describe
from tests.schemas.conftest import example, examples

BAN = ("entry-ban", "1.0", "valid-overstay-from-exit.json")
TYPES = [(kind.name, kind.version) for kind in catalogue.load().record_types()]


def test_the_catalogue_is_loaded_once():
    assert catalogue.load() is catalogue.load()


def test_the_record_types_of_the_main_job_are_there(known):
    assert {kind.name for kind in known.record_types()} >= {
        *("entry-ban", "hub-notice", "readmission-reply", "readmission-request", "receipt", "situation-summary"),
    }
    assert known.record_type("entry-ban", "1.0").lane is Lane.URGENT
    assert known.record_type("situation-summary", "1.0").groups_allowed
    assert known.record_type("readmission-reply", "1.0").replies_to == ("readmission-request",)


def test_parts_are_sealed_in_the_versions_that_know_them(known):
    sealing = {(kind.name, kind.version) for kind in known.record_types() if "sealed" in kind.schema["properties"]}

    assert sealing >= {("entry-ban", "1.1"), ("readmission-request", "1.1"), ("readmission-reply", "1.1")}


def test_the_detail_of_a_restricted_ground_goes_with_an_answer_and_no_longer_with_the_ban(known):
    assert "sealed" not in known.record_type("entry-ban", "1.2").schema["properties"]
    assert "sealed" in known.record_type("ban-status-answer", "1.0").schema["properties"]


def test_a_group_never_gets_records_with_person_data(known):
    assert not any(kind.person_data and kind.groups_allowed for kind in known.record_types())


def test_the_lane_is_the_same_within_a_family(known):
    lanes = {(kind.family, kind.lane) for kind in known.record_types()}

    assert len(lanes) == len({family for family, _ in lanes})


@pytest.mark.parametrize("path", list(files.manifests()), ids=lambda path: path.parent.name)
def test_a_manifest_fits_its_folder_and_says_all(known, path):
    manifest = files.read(path)

    assert manifest["type"] == path.parent.name
    assert manifest["versions"] == [version.parent.name for version in files.versions(path)]
    assert manifest["titles"].keys() == {"ru", "en"}
    for version in manifest["versions"]:
        kind = known.record_type(manifest["type"], version)
        assert kind.schema["$id"] == f"urn:cis-migration:schema:{kind.name}:{version}"
        assert kind.schema["title"] == kind.titles["en"]
        assert kind.schema["x-ru"]["title"] == kind.titles["ru"]
        assert kind.subject_member is None or kind.subject_member in kind.schema["required"]


@pytest.mark.parametrize("path", list(files.shared()), ids=lambda path: path.stem)
def test_a_shared_part_is_named_as_its_file_and_used(known, path):
    urn = files.read(path)["$id"]

    assert urn == f"urn:cis-migration:schema:shared:{path.stem}:1.0"
    assert any(urn in set(resolution.references(bundle)) for bundle in known.bundles.values())


@pytest.mark.parametrize("ask", ["record_type", "validate", "bundle", "members"])
def test_unknown_types_and_versions_are_told_apart(known, ask):
    arguments = ({},) if ask == "validate" else ()
    with pytest.raises(UnknownRecordTypeError) as unknown_type:
        getattr(known, ask)("amnesty", "1.0", *arguments)
    with pytest.raises(UnknownVersionError) as unknown_version:
        getattr(known, ask)("entry-ban", "9.0", *arguments)

    assert (unknown_type.value.code, unknown_version.value.code) == ("type-unknown", "version-unknown")


@pytest.mark.parametrize(("kind", "version"), TYPES)
def test_a_bundle_stands_alone_for_any_validator(known, kind, version):
    """What the hub publishes can be used without the hub's registry."""
    bundle = json.loads(json.dumps(known.bundle(kind, version)))
    fast = jsonschema_rs.Draft202012Validator(bundle, offline=True)
    slow = jsonschema.Draft202012Validator(bundle)
    named = [name for *which, name in examples("valid") if which == [kind, version]]

    for name in named:
        record = example(kind, version, name)
        assert fast.is_valid(record)
        assert slow.is_valid(record)
        assert not slow.is_valid({**record, "unknown": 1})


def test_a_bundle_holds_the_codes_of_its_lists(known):
    grounds = known.bundle("entry-ban", "1.0")["properties"]["grounds"]["items"]

    assert grounds["enum"] == list(known.code_list("ban-grounds").travelling)
    assert "enum" not in known.record_type("entry-ban", "1.0").schema["properties"]["grounds"]["items"]


def test_the_name_of_an_unknown_member_is_not_repeated(known):
    """It is chosen by the sender and may be a person's name."""
    record = example(*BAN)
    record["subject"]["Тестов-Пробный 1990"] = 1
    record["subject"]["names"][0]["a/b~c"] = 1

    violations = known.validate("entry-ban", "1.0", record)

    assert {(v.pointer, v.code) for v in violations} == {
        ("/subject", "schema-additional"),
        ("/subject/names/0", "schema-additional"),
    }
    assert not any("Тестов" in text or "a/b" in text for v in violations for text in (v.ru, v.en, v.pointer))


def test_a_place_the_schema_does_not_know_is_cut_back_to_its_parent(known):
    """Whatever a validator reports, a name that is not ours never gets into a pointer."""
    judge = known.validators["entry-ban", "1.0"].judge

    violation = judge.violation(
        Finding(path=("subject", "names", 3, "Тестов", 0), rule=Rule(keyword="type", value="null"))
    )

    assert violation.pointer == "/subject/names/3"
    assert "Тестов" not in violation.ru + violation.en


def test_a_violation_names_the_member_in_both_languages(known):
    record = example(*BAN)
    record["decision"]["number"] = 47

    (violation,) = known.validate("entry-ban", "1.0", record)

    assert violation.pointer == "/decision/number"
    assert violation.ru == "«Номер»: неверный тип. Ожидается: строка."
    assert violation.en == "“Number”: has the wrong type. Expected: string."


def test_an_item_of_a_list_is_called_by_the_list(known):
    record = example(*BAN)
    record["grounds"] = ["RU-27-12", "X"]

    (violation,) = known.validate("entry-ban", "1.0", record)

    assert violation.pointer == "/grounds/1"
    assert violation.ru == "«Основания»: такого кода нет. Возьмите код из списка: ban-grounds."


def test_a_hopeless_record_gets_a_bounded_answer(known):
    record = {**example("receipt", "1.0", "valid-delivered.json"), "messages": [{}] * 1000}

    assert len(known.validate("receipt", "1.0", record)) == validator.MOST


@pytest.mark.parametrize("value", ["\ud800", decimal.Decimal("1e500"), {1, 2}, object()], ids=["surrogate", *"dso"])
def test_a_value_that_json_cannot_hold_is_a_violation_and_no_crash(known, value):
    record = {**example(*BAN), "source_system": value}

    violations = known.validate("entry-ban", "1.0", record)

    assert violations
    assert {violation.code for violation in violations} <= {"schema-unreadable", "schema-type"}


@pytest.mark.parametrize("make", [validator.make, reference.make])
@pytest.mark.parametrize("urn", ["urn:nowhere:1.0", "http://127.0.0.1:9/person.json", "file:///etc/hostname"])
def test_a_reference_to_the_outside_is_never_followed(make, urn, monkeypatch):
    monkeypatch.setattr("socket.socket.connect", _no_network)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:x:1.0", "allOf": [{"$ref": urn}]}

    with pytest.raises(Exception, match=r"registry|[Uu]nresolvable"):
        make(schema, {}).validate({})


def _no_network(*_):
    raise AssertionError("a validator went to the network")


def test_every_keyword_the_schemas_use_has_a_code_and_words_of_its_own(known):
    other = describe(Rule(keyword="something-else"))
    used = {keyword for bundle in known.bundles.values() for keyword in _keywords(bundle)} & CODES.keys()

    assert used >= {"required", "type", "enum", "pattern", "format", "maxLength", "not", "dependentRequired"}
    for keyword in used:
        assert describe(Rule(keyword=keyword, value=["string"] if keyword == "type" else "date")) != other


def _keywords(node):
    if isinstance(node, dict):
        yield from node
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        yield from _keywords(child)


def test_a_missing_or_damaged_file_is_named(tmp_path):
    with pytest.raises(files.CatalogueFileError, match=r"nothing\.json"):
        files.read(tmp_path / "nothing.json")
    for name, content in (("broken.json", "{"), ("list.json", "[]")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        with pytest.raises(files.CatalogueFileError, match=name):
            files.read(tmp_path / name)
    with pytest.raises(files.CatalogueFileError, match=r"schemas/codes/none\.json") as caught:
        files.read(files.ROOT / "codes" / "none.json")
    assert caught.value.code == "catalogue-file"
    assert "schemas/codes/none.json" in caught.value.ru


def test_versions_are_read_in_the_order_of_their_numbers(tmp_path):
    for version in ("1.10", "1.2", "2.0"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "schema.json").write_text("{}", encoding="utf-8")

    assert [path.parent.name for path in files.versions(tmp_path / "manifest.json")] == ["1.2", "1.10", "2.0"]


def test_record_types_are_read_from_their_folders():
    assert [(kind.name, kind.version) for kind in record_type.load()] == TYPES
