"""A ban under which nobody can be found surely is odd."""

import pytest

from hub.core import entry_ban
from tests.unit.core.entry_ban.bans import ban, envelope

WHOLE = {"surname": "Пробов", "given": "Тест", "role": "primary"}
SINGLE = {"surname": "Пробов", "role": "primary"}
BORN = {"date": {"year": 1985}}


@pytest.mark.parametrize(
    ("subject", "is_odd"),
    [
        ({"names": [WHOLE], "birth": BORN}, False),
        ({"names": [SINGLE, WHOLE], "birth": BORN}, False),
        ({"names": [SINGLE], "documents": [{}]}, False),
        ({"names": [SINGLE], "identifiers": [{}]}, False),
        ({"names": [SINGLE], "birth": BORN}, True),
        ({"names": [WHOLE], "birth": {"place": "Тестово"}}, True),
        ({"names": [WHOLE]}, True),
    ],
)
def test_a_ban_without_a_number_a_whole_name_and_a_date_of_birth_is_hardly_findable(subject, is_odd):
    record = ban(subject={"nationalities": [], **subject})

    found = [fault.code for fault in entry_ban.WARNINGS["entry-ban"](envelope("entry-ban", record))]

    assert found == (["hardly-findable"] if is_odd else [])
