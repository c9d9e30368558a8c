"""Forms keep what was typed, and tell one fault for each field."""

import pytest
from aiohttp.test_utils import make_mocked_request
from multidict import MultiDict

from hub.console.forms import Form, read_form
from hub.core.errors import Fault, TooLargeError


def _request(**fields):
    request = make_mocked_request("POST", "/")
    request._post = MultiDict(fields)
    return request


async def test_only_fields_that_are_asked_for_are_read_without_blanks_around_them():
    form = await read_form(_request(reason="  Потому что ", other="x"), {"reason": 20, "until": 10})

    assert (form["reason"], form["until"], form["other"]) == ("Потому что", "", "")
    assert form.faults == {}


async def test_a_field_that_no_browser_would_send_so_long_is_refused():
    with pytest.raises(TooLargeError):
        await read_form(_request(reason="x" * 21), {"reason": 20})


def test_the_first_fault_of_a_field_is_told_and_what_was_typed_stays():
    found = {"until": Fault(pointer="/until", code="date", ru="Не дата.", en="No date.")}
    form = Form(values={"until": "вчера"}).fault("reason", "Скажите.").fault("reason", "Ещё.").fault_all(found, "en")

    assert form.faults == {"reason": "Скажите.", "until": "No date."}
    assert form["until"] == "вчера"
    assert Form().fault_all(found, "ru").faults == {"until": "Не дата."}


async def test_lines_count_as_they_do_in_the_browser_that_keeps_to_the_length():
    form = await read_form(_request(reason="a\r\nb\r\nc"), {"reason": 5})

    assert form["reason"] == "a\nb\nc"
