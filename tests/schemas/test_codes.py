import datetime
import re

import pytest

from schemas import codes, files, resolution
from schemas.codes import UnknownCodeError, UnknownCodeListError

DAY = datetime.date(2026, 11, 21)
LISTS = sorted(codes.load().values(), key=lambda item: item.name)
RULING = ["Азербайджан", "Армения", "Беларусь", "Казахстан", "Кыргызстан", "Россия", "Таджикистан", "Узбекистан"]


@pytest.mark.parametrize("item", LISTS, ids=lambda item: item.name)
def test_a_code_list_has_labels_in_both_languages_a_source_and_no_repeated_code(item):
    assert item.titles["ru"]
    assert item.titles["en"]
    assert item.source
    assert len({entry.code for entry in item.entries}) == len(item.entries) > 0
    for entry in item.entries:
        assert re.search("[А-Яа-яЁё]|^(T|R)?[0-9]", entry.ru) or entry.code.startswith(("IDNP", "MD-"))
        assert entry.en.strip()
        assert not re.search("[А-Яа-яЁё]", entry.en)
        assert entry.label("ru") == entry.ru
        assert entry.label("en") == entry.en


@pytest.mark.parametrize("path", list(files.code_lists()), ids=lambda path: path.stem)
def test_a_code_list_is_named_as_its_file(path):
    assert files.read(path)["list"] == path.stem


@pytest.mark.parametrize("item", LISTS, ids=lambda item: item.name)
def test_validity_does_not_end_before_it_begins(item):
    for entry in item.entries:
        for dated in (entry, *entry.names):
            assert dated.valid_from is None or dated.valid_until is None or dated.valid_from <= dated.valid_until


@pytest.mark.parametrize("item", LISTS, ids=lambda item: item.name)
def test_an_inference_or_unverified_fact_says_so(item):
    raw = files.read(files.ROOT / "codes" / f"{item.name}.json")
    tags = {raw.get("tag"), *(entry.get("tag") for entry in raw["entries"])} - {None}

    assert tags <= {"K", "I", "W", "R"}


def test_every_code_list_is_used_or_is_named_here(known):
    used = {name for bundle in known.bundles.values() for name in _lists(bundle)}
    agreements = {"agreement-kinds", "agreement-statuses", "purposes", "participants"}
    described = {
        "participant-roles",
        "retention-classes",
        "screening-purposes",
        "enquiry-consent-forms",
        "amnesty-reasons",
        "ban-terms",
        "term-warnings",
    }

    deadlines = {"deadline-parameters", "deadline-units", "deadline-expiries", "deadline-stops"}

    assert {item.name for item in LISTS} == used | agreements | described | deadlines


def _lists(node):
    if isinstance(node, dict):
        yield from resolution.names(node)
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        yield from _lists(child)


def test_states_bear_their_official_names_in_the_order_of_the_cis(known):
    states = known.code_list("states")

    assert [entry.ru for entry in states.entries] == [*RULING, "Туркменистан"]
    assert states.entry("KG").more["full"]["ru"] == "Кыргызская Республика"
    assert [entry.code for entry in states.entries if entry.more["role"] == "member"] == [
        *("AZ", "AM", "BY", "KZ", "KG", "RU", "TJ", "UZ")
    ]


def test_states_and_countries_agree(known):
    countries = known.code_list("countries")
    for state in known.code_list("states").entries:
        country = countries.entry(state.more["alpha3"])
        assert (country.ru, country.en, country.more["alpha2"]) == (state.ru, state.en, state.code)


def test_all_of_iso_3166_is_there_and_the_former_ussr_as_ended(known):
    countries = known.code_list("countries")
    living = [entry for entry in countries.entries if entry.valid_until is None]

    assert len(living) == 249
    assert len({entry.more["alpha2"] for entry in living}) == 249
    assert len({entry.more["numeric"] for entry in living}) == 249
    assert all(re.fullmatch("[A-Z]{3}", entry.code) for entry in countries.entries)
    assert countries.contains("SUN", on=datetime.date(1985, 1, 1))
    assert not countries.contains("SUN", on=DAY)


def test_participants_are_those_of_the_ruling(known):
    participants = known.code_list("participants")

    assert [entry.code for entry in participants.entries] == [
        *("az-sms", "am-mcs", "by-mvd", "kz-mvd", "kg-migration", "ru-guvm", "tj-mvd", "tj-molme", "uz-migration"),
        *("tm-sms", "eec", "vkp", "cis-ec", "ipa-cis", "hub"),
    ]
    roles = {entry.code for entry in known.code_list("participant-roles").entries}
    assert {entry.more["role"] for entry in participants.entries} == roles
    types = {kind.name for kind in known.record_types()}
    for entry in participants.entries:
        assert set(entry.more["competences"]) <= types
        assert entry.more["role"] == "member" or not {"entry-ban", "readmission-request"} & set(
            entry.more["competences"]
        )


def test_a_participant_keeps_its_id_when_its_name_changes(known):
    participants = known.code_list("participants")
    before, after = datetime.date(2025, 4, 1), datetime.date(2025, 4, 2)

    assert participants.label("ru-guvm", "ru", before) == "Главное управление по вопросам миграции МВД России"
    assert participants.label("ru-guvm", "ru", after) == participants.label("ru-guvm", "ru")
    assert "гражданства" in participants.label("ru-guvm", "ru")
    assert participants.label("tj-mvd", "en", before) == participants.label("tj-mvd", "en")


def test_a_name_before_the_first_known_one_falls_back_to_the_present_one(known):
    participants = known.code_list("participants")

    assert participants.label("ru-guvm", "en", datetime.date(1999, 1, 1)) == participants.label("ru-guvm", "en")


def test_health_and_security_grounds_never_stand_in_a_record(known):
    grounds = known.code_list("ban-grounds")

    assert {"RU-HEALTH", "RU-27-1"}.isdisjoint(grounds.travelling)
    assert "RESTRICTED" in grounds.travelling
    for entry in grounds.entries:
        assert entry.more.get("travels_as", "RESTRICTED") in grounds.travelling
        assert bool(entry.more.get("internal")) == ("travels_as" in entry.more)


def test_the_russian_grounds_name_their_norm_and_a_start_event_of_the_list(known):
    events = {entry.code for entry in known.code_list("ban-start-events").entries}
    for entry in known.code_list("ban-grounds").entries:
        if entry.code.startswith("RU-"):
            assert "Федеральный закон" in entry.more["norm"]
        assert entry.more["start_event"] in {None, *events}


def test_dimensions_are_the_members_of_the_shared_part(known):
    """A figure's `dims`, the list `dimensions` and the code lists behind them must say the same."""
    part = files.read(files.ROOT / "shared" / "statistical-dimensions.json")
    listed = {entry.code: tuple(entry.more["lists"]) for entry in known.code_list("dimensions").entries}

    assert {name: resolution.names(node) for name, node in part["properties"].items()} == listed


def test_indicators_name_dimensions_units_and_kind_of_the_lists(known):
    units = {entry.code for entry in known.code_list("units").entries}
    dims = {entry.code for entry in known.code_list("dimensions").entries}
    indicators = known.code_list("indicators").entries

    assert len(indicators) == 59
    for entry in indicators:
        assert entry.more["unit"] in units
        assert entry.more["kind"] in {"flow", "stock"}
        assert set(entry.more["dims"]) <= dims
        assert entry.more["small_cells"] == entry.code.startswith(("ASY.", "REF."))
        assert ("small_below" in entry.more) == entry.more["small_cells"]


def test_evidence_items_name_tiers_of_the_list(known):
    tiers = {entry.code for entry in known.code_list("evidence-tiers").entries}
    named = {tier for entry in known.code_list("evidence-items").entries for tier in entry.more["tiers"]}

    assert named == tiers


def test_every_manifest_names_a_retention_class(known):
    classes = {entry.code for entry in known.code_list("retention-classes").entries}

    assert {kind.retention for kind in known.record_types()} <= classes


def test_a_code_is_valid_on_its_first_and_last_day_and_not_beyond():
    entry = codes.CodeEntry(
        code="A", ru="а", en="a", valid_from=datetime.date(2020, 1, 2), valid_until=datetime.date(2020, 1, 3)
    )

    assert [entry.holds(datetime.date(2020, 1, day)) for day in (1, 2, 3, 4)] == [False, True, True, False]


def test_unknown_codes_and_lists_are_told_apart(known):
    sexes = known.code_list("sexes")

    assert not sexes.contains("Q", on=DAY)
    assert sexes.contains("M", on=DAY)
    with pytest.raises(UnknownCodeError):
        sexes.label("Q", "ru")
    with pytest.raises(UnknownCodeListError):
        known.code_list("no-such-list")
    with pytest.raises(UnknownCodeListError):
        codes.travelling(known.lists, ["no-such-list"])


def test_mirror_pairs_name_indicators_and_their_dimensions(known):
    indicators = known.code_list("indicators")
    for entry in known.code_list("mirror-pairs").entries:
        for side in (entry.more["left"], entry.more["right"]):
            assert {side["dimension"], *side["dims"]} <= set(indicators.entry(side["indicator"]).more["dims"])
