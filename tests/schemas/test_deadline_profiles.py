"""The deadline profiles that come with the release: each term with its source, unverified ones marked."""

import copy

import pytest

from schemas import agreements, catalogue, deadline_profiles, files

PROFILES = deadline_profiles.load()


def test_the_profiles_of_the_sources_are_there():
    assert set(PROFILES) == {
        *("ru-ch-2009", "ru-eu-2006", "ru-be-protocol-2009", "ru-protocol-70190144", "eu-template"),
        *("cis-bilateral-default", "exchange-default"),
    }


@pytest.mark.parametrize("document", PROFILES.values(), ids=list(PROFILES))
def test_every_term_has_a_source_and_is_verified_only_where_that_was_read(document):
    for each in document["parameters"]:
        assert each["source"]
        assert {"ru", "en"} == set(each["article"])
        assert each["verified"] == (each["tag"] in {"S", "V", "W"})


def test_the_sourced_reference_profile_says_what_its_articles_say():
    found = {each["parameter"]: each for each in PROFILES["ru-ch-2009"]["parameters"]}

    assert {name: (each["value"], each["unit"]) for name, each in found.items()} == {
        "submit": (180, "calendar_day"),
        "reply": (25, "calendar_day"),
        "transfer": (90, "calendar_day"),
        "take-back-claim": (1, "month"),
    }
    assert found["reply"]["extension"]["value"] == 60
    assert found["reply"]["on_expiry"] == "deemed-accepted"
    assert PROFILES["ru-ch-2009"]["verified"]


def test_terms_that_are_a_proposal_never_make_silence_a_consent():
    for name in ("cis-bilateral-default", "exchange-default"):
        assert not PROFILES[name]["verified"]
        assert "deemed-accepted" not in {each["on_expiry"] for each in PROFILES[name]["parameters"]}


def test_every_record_type_that_a_term_names_is_in_the_catalogue():
    known = {kind.name for kind in catalogue.load().record_types()} | {"deemed-acceptance"}
    named = {
        match["type"]
        for document in PROFILES.values()
        for each in document["parameters"]
        for match in [*each["start"], *each["met_by"], *([each["extension"]] if "extension" in each else [])]
    }

    assert named <= known


def test_no_fallback_is_on_by_default():
    terms = [each for document in PROFILES.values() for each in document["parameters"]]
    assert not any(each["fallback"]["enabled"] for each in terms if "fallback" in each)


def test_every_readmission_agreement_between_members_has_a_profile():
    named = {each["id"]: each["deadline_profile"] for each in agreements.load() if each["kind"] == "readmission"}

    assert set(filter(None, named.values())) <= PROFILES.keys()
    assert {
        each["id"] for each in agreements.load() if each["kind"] == "readmission" and not each["reference_only"]
    } <= {name for name, profile in named.items() if profile}
    assert (named["ru-ch-readmission"], named["ru-eu-readmission"]) == ("ru-ch-2009", "ru-eu-2006")


def broken(change):
    document = copy.deepcopy(PROFILES["ru-ch-2009"])
    change(document)
    return {(violation.pointer, violation.code) for violation in deadline_profiles.check(document)}


def test_what_does_not_hold_together_is_refused():
    assert broken(dict) == set()
    assert broken(lambda document: document["parameters"].append(document["parameters"][1])) == {
        ("/parameters/4", "term-repeated")
    }
    assert broken(lambda document: document["parameters"][1].update(count="before")) == {
        ("/parameters/1", "term-undated")
    }
    assert broken(lambda document: document.update(verified=False)) == {("/verified", "profile-unverified")}


def test_a_known_or_proposed_term_cannot_be_called_verified():
    assert broken(lambda document: document["parameters"][0].update(tag="K")) == {
        ("/parameters/0/verified", "schema-enum")
    }
    assert broken(lambda document: document["parameters"][0].update(unit="week")) == {
        ("/parameters/0/unit", "schema-enum")
    }
    assert broken(lambda document: document["parameters"][0].pop("source")) == {
        ("/parameters/0/source", "schema-required")
    }


def test_an_installation_with_a_damaged_profile_says_which(tmp_path, monkeypatch):
    monkeypatch.setattr(deadline_profiles, "FOLDER", tmp_path)
    for name, text in (("broken.json", "{}"), ("other.json", None)):
        deadline_profiles.load.cache_clear()
        kept = files.ROOT / "deadline_profiles" / "ru-ch-2009.json"
        (tmp_path / name).write_bytes(kept.read_bytes() if text is None else text.encode())
        with pytest.raises(files.CatalogueFileError, match=name):
            deadline_profiles.load()
        (tmp_path / name).unlink()
    deadline_profiles.load.cache_clear()
