"""The list of held messages, as it comes from the hub."""

import pytest

from hub.client.held_answers import Held, parse_held
from hub.client.members import ShapeError

GOOD = {"index": 7, "id": "x", "sha256": "y", "type": "entry-ban", "kid": "z", "recipients": ["tj-mvd"]}


def test_it_is_read():
    assert parse_held({"messages": [GOOD]}) == (
        Held(index=7, id="x", sha256="y", type="entry-ban", kid="z", recipients=("tj-mvd",)),
    )


@pytest.mark.parametrize(
    "wrong", [{"index": -1}, {"id": 1}, {"recipients": "tj-mvd"}, {"recipients": [1]}, {"recipients": ["x" * 65]}]
)
def test_what_has_another_shape_is_refused(wrong: dict[str, object]):
    with pytest.raises(ShapeError):
        parse_held({"messages": [{**GOOD, **wrong}]})
