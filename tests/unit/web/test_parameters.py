"""Numbers in the query, within the bounds that the description states."""

import pytest
from aiohttp.test_utils import make_mocked_request

from hub.core.errors import ParameterError
from hub.web import parameters

LIMIT = parameters.number("limit", low=1, high=500, default=100, ru="Сколько", en="How many")
SIZE = parameters.number("size", low=1, high=2**53 - 1, ru="Размер", en="Size")


def read(query: str, parameter: parameters.Parameter) -> int:
    return parameters.read_number(make_mocked_request("GET", f"/?{query}"), parameter)


def test_a_number_within_its_bounds_is_read():
    assert [read(f"limit={text}", LIMIT) for text in ("1", "500", "0042")] == [1, 500, 42]
    assert read("size=9007199254740991", SIZE) == 2**53 - 1


def test_what_is_not_given_is_the_default_or_missing():
    assert read("", LIMIT) == 100
    with pytest.raises(ParameterError):
        read("", SIZE)


@pytest.mark.parametrize("text", ["", "0", "501", "-1", "+1", "1.0", "1e2", "%D9%A1", "0x1", " 1", "9" * 19, "x"])
def test_what_is_out_of_bounds_is_refused_by_its_name(text):
    with pytest.raises(ParameterError) as caught:
        read(f"limit={text}", LIMIT)

    assert "limit" in caught.value.text("en")


def test_the_description_states_the_bounds():
    assert LIMIT.schema == {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}
    assert not LIMIT.required
    assert SIZE.required
