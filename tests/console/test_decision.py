"""The form of a decision: as many coded reasons as are needed, those that fit the request first, in both languages."""

import re
from collections.abc import AsyncIterator

import pytest

from hub.console.decision import MOST, NAMES, packed, parts_of, pressed, shown
from hub.console.forms import Form
from tests.console.served import Served
from tests.console.signers import Signer, make_signer, new_case

AUTHOR = "tj-mvd.liaison"


@pytest.fixture
async def author(served: Served) -> AsyncIterator[Signer]:
    """The liaison who prepares."""
    async with served.client(AUTHOR, lang="en") as client:
        yield await make_signer(served, AUTHOR, client)


def typed(*reasons: str, **values: str) -> Form:
    codes = dict(zip(NAMES, reasons, strict=False))
    words = {f"{name}_ru": f"слова {code}" for name, code in codes.items() if code}
    return Form(values={**codes, **words, **values})


def test_a_reason_is_added_at_the_end_up_to_the_most_that_a_record_holds():
    form = pressed(typed("R01", "R10", act="add"))

    assert form is not None
    assert shown(form) == 3
    assert [form[name] for name in NAMES[:3]] == ["R01", "R10", ""]
    full = pressed(typed(*["R01"] * MOST, act="add"))
    assert full is not None
    assert shown(full) == MOST


def test_a_removed_reason_goes_with_its_words_and_the_others_keep_their_order():
    form = pressed(typed("R01", "R10", "R12", act="remove-1", shown="3"))

    assert form is not None
    assert [form[name] for name in NAMES[:3]] == ["R01", "R12", ""]
    assert form["reason_2_ru"] == "слова R12"
    assert shown(form) == 2


def test_what_is_saved_has_no_gaps_and_words_without_a_code_are_kept_to_be_told():
    form = packed(Form(values={"reason_2": "R10", "reason_4_en": "words alone", "decision": "refused"}))

    assert [form[part] for part in parts_of("reason")] == ["R10", "", ""]
    assert [form[part] for part in parts_of("reason_2")] == ["", "", "words alone"]
    assert form["decision"] == "refused"


def test_saving_is_no_button_of_the_form_itself():
    assert pressed(typed("R01")) is None
    assert pressed(typed("R01", act="remove-x")) is None


async def test_reasons_are_added_without_scripts_and_stand_in_the_record_in_their_order(served: Served, author: Signer):
    case = await new_case(served, "KZ-REASONS-1")
    await author.look(case)
    page = await author.get(f"{case}/decision")
    assert "All reasons in both languages" in page
    assert "другое лицо" in page
    assert "T01" not in page, "reasons of transit are of another answer"
    first, rest = page.split('label="Do not fit its ground or agreement"')
    assert 'value="R03"' in first
    assert 'value="R05"' in rest

    form = {"decision": "refused", "reason": "R10", "reason_ru": "Другой человек.", "shown": "1"}
    added = await author.post(f"{case}/decision", {**form, "act": "add"})
    assert added.status == 200
    assert re.search(r'<select id="reason_2"[^>]* autofocus', added.page)
    assert "Другой человек." in added.page

    more = {"reason_2": "R12", "reason_3": "R01", "shown": "3"}
    answered = await author.post(f"{case}/decision", {**form, **more})
    assert answered.status == 303, answered.page
    said = await author.get(answered.location)
    assert [said.index(f"[{code}]") for code in ("R10", "R12", "R01")] == sorted(
        said.index(f"[{code}]") for code in ("R10", "R12", "R01")
    )
    again = await author.get(f"{case}/decision")
    assert '<select id="reason_3"' in again


async def test_words_without_a_reason_are_told_beside_their_field(served: Served, author: Signer):
    case = await new_case(served, "KZ-REASONS-2")
    form = {"decision": "refused", "reason": "R01", "reason_2_en": "Words alone.", "shown": "2"}
    answered = await author.post(f"{case}/decision", form)

    assert answered.status == 422
    assert 'id="reason_2-fault"' in answered.page
    assert "Words alone." in answered.page
