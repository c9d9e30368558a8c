"""The skeleton of an adapter: small, well-formed, and written nowhere it should not be."""

import ast
import json

import pytest

from hub.sdk import new_adapter
from hub.sdk.new_adapter import AdapterNameError, AdapterNameTakenError, FolderTakenError, ParticipantUnknownError
from hub.sdk.settings import config
from keys import keyfile
from keys.jwk import PrivateKey
from schemas import catalogue
from tests.adapters.rules import RULES

NAME = "kz_register_of_none"  # no other test makes a package of this name in the same process
OWN = ("__init__.py", "mapping.py")
MOST = 150


@pytest.fixture
def made(tmp_path):
    return new_adapter.make_adapter(NAME, "kz-mvd", tmp_path)


def test_an_adapter_for_a_simple_source_needs_few_lines_of_its_own(made):
    lines = [line for name in OWN for line in (made / name).read_text(encoding="utf-8").splitlines() if line.strip()]

    assert len(lines) < MOST


def test_every_placeholder_is_filled_and_every_module_is_python(made):
    for path in made.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert not any(f"__{word}__" in text for word in ("NAME", "PACKAGE", "PARTICIPANT", "PEER", "STATE", "FOLDER"))
        if path.suffix == ".py":
            ast.parse(text)


def test_its_papers_are_those_of_every_adapter(made):
    quality = json.loads((made / "quality.json").read_bytes())
    manifest = json.loads((made / "manifest.json").read_bytes())
    record = json.loads((made / "golden" / "entry-ban.json").read_bytes())

    assert list(quality["rules"]) == list(RULES)
    assert all(rule["status"] == "done" or rule["reason"] for rule in quality["rules"].values())
    assert (manifest["id"], manifest["participants"], manifest["state"]) == (NAME, ["kz-mvd"], "KZ")
    assert not catalogue.load().validate("entry-ban", "1.0", record)


def test_its_configuration_can_be_read_once_there_is_a_key(made):
    keyfile.write(made / "site" / "signing.pem", PrivateKey.generate(), None)

    found = config.load(made / "gateway.toml")

    assert (found.participant, found.module) == ("kz-mvd", NAME)
    assert found.settings["routes"][0]["to"] == ["ru-guvm"]


def test_in_a_package_it_is_named_by_it(tmp_path):
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems" / "__init__.py").touch()

    made = new_adapter.make_adapter("uz_new", "uz-migration", tmp_path / "systems")

    assert "from systems.uz_new.mapping import FORMS" in (made / "__init__.py").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["", "Kz", "kz-register", "../kz", "class", "1kz", "a.b", "я"])
def test_a_name_that_is_none_for_a_package_is_refused(name, tmp_path):
    with pytest.raises(AdapterNameError):
        new_adapter.make_adapter(name, "kz-mvd", tmp_path)

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["hub", "adapters", "json", "schemas"])
def test_a_name_that_python_knows_already_is_refused_where_it_would_hide_that_package(name, tmp_path):
    (tmp_path / "systems").mkdir()
    (tmp_path / "systems" / "__init__.py").touch()

    with pytest.raises(AdapterNameTakenError, match=name):
        new_adapter.make_adapter(name, "kz-mvd", tmp_path)
    assert not (tmp_path / name).exists()
    assert new_adapter.make_adapter(name, "kz-mvd", tmp_path / "systems").is_dir()


@pytest.mark.parametrize("participant", ["xx-none", "cis-ec", "", "../kz"])
def test_only_an_authority_of_a_state_has_a_national_system(participant, tmp_path):
    with pytest.raises(ParticipantUnknownError, match="kz-mvd"):
        new_adapter.make_adapter(NAME, participant, tmp_path)


def test_nothing_is_written_over(made):
    before = (made / "mapping.py").read_bytes()

    with pytest.raises(FolderTakenError):
        new_adapter.make_adapter(NAME, "kz-mvd", made.parent)

    assert (made / "mapping.py").read_bytes() == before
