"""The parts of a form that come and go, and what stays with them."""

from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from hub.core.composing.change import is_open, less, more, shown, tidy
from hub.core.composing.gather import gather
from hub.core.composing.part import Kind, find, shape
from schemas import catalogue

CATALOGUE = catalogue.load()
REQUEST = shape(CATALOGUE.members("readmission-request", "1.2"))
DIRECTORY = shape(CATALOGUE.members("contact-directory", "1.0"))
PLAN = shape(CATALOGUE.members("work-plan", "1.0"))
NAMES = {"person.names": "2", "person.names.0.surname": "ТЕСТОВА", "person.names.1.surname": "TESTOVA"}


def test_one_more_item_comes_last_and_takes_the_focus():
    values, focus = more(REQUEST, NAMES, "person.names")

    assert focus == "person.names.2"
    assert values == {**NAMES, "person.names": "3"}


def test_a_needed_list_has_a_place_for_its_first_item():
    assert shown(find(REQUEST, "person.names"), "person.names", {}) == 1
    assert more(REQUEST, {}, "person.names")[1] == "person.names.1"
    assert shown(find(REQUEST, "escorts"), "escorts", {}) == 0
    assert more(REQUEST, {}, "escorts")[1] == "escorts.0"


def test_a_list_does_not_grow_beyond_what_it_holds():
    full = {"person.names": "20"}

    assert more(REQUEST, full, "person.names") == (full, "")


def test_a_part_is_opened_and_closed_with_what_is_in_it():
    values, focus = more(REQUEST, {}, "route")
    assert (values, focus) == ({"route": "1"}, "route")
    assert is_open(find(REQUEST, "route"), "route", values)
    assert not is_open(find(REQUEST, "route"), "route", {})
    assert is_open(find(REQUEST, "person"), "person", {})
    assert is_open(find(REQUEST, "case_id"), "case_id", {})
    assert not is_open(find(REQUEST, "escorts"), "escorts", {})

    assert less(REQUEST, {**values, "route.description": "поездом", "routed": "-"}, "route") == (
        {"routed": "-"},
        "route",
    )


def test_what_stands_behind_a_removed_item_moves_up():
    assert less(REQUEST, NAMES, "person.names.0") == (
        {"person.names": "1", "person.names.0.surname": "TESTOVA"},
        "person.names",
    )


def test_the_last_item_takes_the_list_with_it():
    assert less(REQUEST, {"escorts": "1", "escorts.0": "1"}, "escorts.0") == ({}, "escorts")


def test_what_is_no_part_of_the_record_changes_nothing():
    for name in ("nothing", "person.nothing", "person.names.x", "case_id"):
        assert more(REQUEST, NAMES, name) == (NAMES, "")
    for name in ("nothing.0", "nothing", "case_id.0"):
        assert less(REQUEST, NAMES, name) == (NAMES, "")


def test_blank_items_go_before_anything_is_checked():
    values = {"person.names": "3", "person.names.0": "1", "person.names.1.surname": "TESTOVA", "languages": "ru"}

    assert tidy(REQUEST, values) == {"person.names": "1", "person.names.0.surname": "TESTOVA", "languages": "ru"}


def test_a_list_that_is_kept_though_empty_stays():
    assert tidy(PLAN, {"items": "1", "items.0.co_executors": "0", "items.0.no": "1"})["items.0.co_executors"] == "0"
    assert tidy(PLAN, {"progress": "2"}) == {}


def test_items_inside_items_are_counted_anew():
    inner = "contacts.1.channels"
    values = {"contacts": "2", "contacts.1": "1", inner: "3", f"{inner}.1.value": "+992 00 000", "contacts.1.name": "-"}

    found = tidy(DIRECTORY, values)

    assert found["contacts"] == "1"
    assert (found["contacts.0.channels"], found["contacts.0.channels.0.value"]) == ("1", "+992 00 000")


@given(st.lists(st.sampled_from(["", "ТЕСТОВА", "TESTOVA"]), max_size=5), st.integers(0, 5))
def test_what_is_removed_and_nothing_else_is_gone(surnames: list[str], at: int):
    values = {"person.names": str(len(surnames))}
    values |= {f"person.names.{number}.surname": each for number, each in enumerate(surnames) if each}
    kept = [each for number, each in enumerate(surnames) if each and number != at]

    record = gather(REQUEST, tidy(REQUEST, less(REQUEST, values, f"person.names.{at}")[0]), UTC).record

    assert record["person"].get("names", []) == [{"surname": each} for each in kept]


def test_every_record_type_has_fields_for_all_that_it_needs():
    kinds = {each.kind for each in REQUEST.parts}

    assert {Kind.GROUP, Kind.LIST, Kind.CODE, Kind.DATE, Kind.YESNO, Kind.TEXT, Kind.CHOICES} <= kinds
    assert [rule.needed for rule in REQUEST.rules] == [("knowledge_on", "route")]
    assert {rule.forbidden for rule in PLAN.rules} == {(), ("items",)}
