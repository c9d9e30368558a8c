"""Versions of record types: whether they fit each other, when they end, and who sends which, as far as one may see."""

import re
from datetime import date
from types import MappingProxyType

import pytest

from schemas import endings
from schemas.endings import Ending
from tests.console.served import Served

OFFICER, INTEGRATOR, LIAISON = "cis-ec.secretariat-officer", "tj-mvd.integrator", "kz-mvd.liaison"
RUSSIA, KAZAKHSTAN = "MIA of Russia", "Republic of Kazakhstan"


async def text_of(served: Served, path: str, login: str, status: int = 200, lang: str = "en") -> str:
    async with served.client(login, lang=lang) as client, client.get(path) as answer:
        assert answer.status == status
        return await answer.text()


async def test_the_secretariat_sees_who_sends_and_who_can_read_which_version(served: Served):
    text = await text_of(served, "/schemas/entry-ban", OFFICER)
    matrix = re.findall(r"<table class=\"adoption\">.*?</table>", text, re.DOTALL)[0]

    assert RUSSIA in matrix
    assert "sends" in matrix
    assert KAZAKHSTAN in matrix
    assert "reads: kit passed" in matrix
    assert "hub rebuild" not in text
    assert 'class="narrow-only"' in text


async def test_a_participant_sees_its_own_row_alone(served: Served):
    text = await text_of(served, "/schemas/readmission-request", LIAISON)
    other = await text_of(served, "/schemas/entry-ban", LIAISON)

    assert KAZAKHSTAN in text
    assert RUSSIA not in other
    assert "reads: kit passed" in other
    assert "Your participant has sent no record of this type yet." in await text_of(
        served, "/schemas/decision", LIAISON
    )
    assert RUSSIA not in await text_of(served, "/schemas", LIAISON)
    assert RUSSIA in await text_of(served, "/schemas", OFFICER)


async def test_what_a_record_lacks_for_the_next_version_is_named(served: Served):
    for path, login in (("/schemas/entry-ban", OFFICER), ("/developer/schemas/entry-ban/1.2", INTEGRATOR)):
        text = await text_of(served, path, login)
        assert "A record of 1.1 for 1.2" in text
        assert "<code>sealed</code>" in text
        assert "5 of 6 examples fit." in text


async def test_an_announced_end_stands_with_its_source(served: Served, monkeypatch: pytest.MonkeyPatch):
    source = {"ru": "решение Совета (образец)", "en": "decision of the Council (sample)"}
    said = {
        ("entry-ban", "1.0"): Ending(deprecated_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), source=source),
        ("entry-ban", "1.1"): Ending(deprecated_on=date(2020, 1, 1), ends_on=date(2099, 12, 31), source=source),
    }
    monkeypatch.setattr(endings, "load", lambda: MappingProxyType(said))
    text = await text_of(served, "/schemas/entry-ban", OFFICER)

    assert "Ended" in text
    assert "To be replaced" in text
    assert "December 31, 2099" in text or "31 December 2099" in text
    assert source["ru"] in await text_of(served, "/schemas/entry-ban", OFFICER, lang="ru")
    assert "To be replaced" in await text_of(served, "/developer/schemas", INTEGRATOR)


async def test_receipts_are_said_to_be_not_counted(served: Served):
    assert "are not counted by version" in await text_of(served, "/schemas/receipt", OFFICER)
    assert "not counted" in await text_of(served, "/schemas?words=receipt", OFFICER)


async def test_types_are_found_by_name_title_and_number_of_versions(served: Served):
    several = await text_of(served, "/schemas?several=1", OFFICER)

    assert "/schemas/entry-ban" in several
    assert "/schemas/decision" not in several
    assert "/schemas/decision" in await text_of(served, "/schemas", OFFICER)
    assert "No record type is like this." in await text_of(served, "/schemas?words=<b>none</b>", OFFICER)
    await text_of(served, "/schemas/none", OFFICER, status=404)


async def test_a_code_list_says_its_edition_and_which_codes_ended(served: Served):
    listed = await text_of(served, "/code-lists?words=countries", OFFICER)
    ended = await text_of(served, "/code-lists/countries?ended=1", OFFICER)

    assert re.search(r"<code>[0-9a-f]{12}</code>", listed)
    assert "/code-lists/countries?ended=1" in listed
    assert "<code>SUN</code>" in ended
    assert "<code>TJK</code>" not in ended
    assert "records lie encrypted" in ended
