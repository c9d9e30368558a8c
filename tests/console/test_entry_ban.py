"""The page of one ban: revisions, receipts, signatures; its person only once it is said what for."""

from hub.workflows.audit_console import read_deeds
from tests.console.accesses import accesses
from tests.console.posting import post
from tests.console.served import Served

LIAISON = "tj-mvd.liaison"
BAN = "/entry-bans/ru-guvm/RU-BAN-TEST-1"


async def _read(served: Served, login: str, path: str, lang: str = "ru") -> tuple[int, str]:
    async with served.client(login, lang=lang) as client, client.get(path) as answer:
        return answer.status, await answer.text()


async def test_revisions_stand_with_their_signatures_and_receipts_and_no_person(served: Served):
    status, text = await _read(served, LIAISON, BAN)

    assert status == 200
    assert text.count("✓</span> Верна") == 2
    assert "Министерство внутренних дел Республики Таджикистан: " in text
    assert "Въезд закрыт" in text
    assert "Тестобек" not in text
    assert "400000001" not in text


async def test_the_person_is_shown_once_it_is_in_the_log_what_for(served: Served):
    async with served.client(LIAISON) as client:
        status, text = await post(client, BAN, path=f"{BAN}/person", purpose="readmission", case_number="TEST-9")

    assert status == 200
    for said in ("Пробный Тестобек Образцович", "PROBNYI TESTOBEK", "400000001", "04.05.1990"):
        assert said in text
    deeds = await read_deeds(served.hub.exchange, "tj-mvd", action="entry-ban-reveal")
    leaf = int(deeds[0].deed.object)
    own = await accesses(served, after=leaf)
    access = next(each for each in own if each["index"] == leaf)
    assert (access["purpose"], access["case"], len(access["shown"])) == ("readmission", "TEST-9", 2)


async def test_without_a_purpose_and_a_case_nothing_is_shown(served: Served):
    async with served.client(LIAISON, lang="en") as client:
        status, text = await post(client, BAN, path=f"{BAN}/person", purpose="curiosity", case_number="")

    assert status == 422
    assert 'id="purpose-fault"' in text
    assert 'id="case_number-fault"' in text
    assert "Тестобек" not in text


async def test_a_ban_that_was_sent_to_others_is_not_there(served: Served):
    missing = await _read(served, LIAISON, "/entry-bans/ru-guvm/NO-SUCH-BAN")
    foreign = await _read(served, LIAISON, "/entry-bans/ru-guvm/RU-BAN-TEST-3")
    assert (missing[0], foreign[0]) == (404, 404)
    assert missing[1].replace("NO-SUCH-BAN", "") == foreign[1].replace("RU-BAN-TEST-3", "")
    assert (await _read(served, "kz-mvd.liaison", "/entry-bans/ru-guvm/RU-BAN-TEST-3"))[0] == 200
    async with served.client(LIAISON) as client:
        fields = {"purpose": "readmission", "case_number": "1"}
        assert (await post(client, BAN, path="/entry-bans/ru-guvm/RU-BAN-TEST-3/person", **fields))[0] == 404


async def test_its_issuer_sees_its_own(served: Served):
    assert (await _read(served, "ru-guvm.liaison", BAN, "en"))[0] == 200
    assert (await _read(served, "cis-ec.secretariat-officer", BAN))[0] == 403
