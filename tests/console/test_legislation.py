"""Notices on legislation: whoever received them reads them; another's are not there."""

from tests.console.served import Served


async def _read(served: Served, path: str, login: str, lang: str = "ru") -> tuple[int, str]:
    async with served.client(login, lang=lang) as client, client.get(path) as answer:
        return answer.status, await answer.text()


async def test_notices_are_listed_by_state_for_who_received_them(served: Served):
    status, text = await _read(served, "/legislation?state=TJ", "kz-mvd.liaison")

    assert status == 200
    assert "Законы о внесении изменений" in text
    assert "TJ-LEG-TEST-2" not in text
    assert "TJ-LEG-TEST-1" not in (await _read(served, "/legislation?state=UZ", "kz-mvd.liaison"))[1]
    assert (await _read(served, "/legislation?state=XX", "kz-mvd.liaison"))[0] == 404
    assert "TJ-LEG-TEST-2" in (await _read(served, "/legislation", "ru-guvm.liaison"))[1]


async def test_one_notice_is_shown_with_what_changes(served: Served):
    status, text = await _read(served, "/legislation/tj-mvd/TJ-LEG-TEST-1", "cis-ec.secretariat-officer", "en")

    assert status == 200
    assert "Laws amending the sanctions" in text
    assert "органы внутренних дел" in text
    assert "1699" in text


async def test_a_notice_that_was_sent_to_others_is_not_there(served: Served):
    for path in ("/legislation/tj-mvd/TJ-LEG-TEST-2", "/legislation/tj-mvd/NO-SUCH"):
        assert (await _read(served, path, "kz-mvd.liaison"))[0] == 404
