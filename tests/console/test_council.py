"""The Work Plan and what became of it, meetings, the folder of one and its package, the calendar."""

import io
import zipfile

import icalendar
import pytest
from yarl import URL

from tests.console.served import Served

OFFICER, LIAISON, OBSERVER = "cis-ec.secretariat-officer", "tj-molme.liaison", "tm-sms.observer-reader"
FOLDER = "/meetings/cis-ec/council%2F26"


async def _answer(served: Served, path: str, login: str = OFFICER, lang: str = "en", status: int = 200) -> bytes:
    async with (
        served.client(login, lang=lang) as client,
        client.get(URL(path, encoded=True), allow_redirects=False) as answer,
    ):
        assert answer.status == status
        return await answer.read()


async def _text(served: Served, path: str, login: str = OFFICER, lang: str = "en", status: int = 200) -> str:
    return (await _answer(served, path, login, lang, status)).decode()


@pytest.mark.parametrize(("lang", "said"), [("en", ("Overdue", "Done")), ("ru", ("Просрочен", "выполнено"))])
async def test_the_plan_says_of_each_item_what_has_become_of_it(served: Served, lang: str, said: tuple[str, ...]):
    text = await _text(served, "/work-plan?year=2021", lang=lang)
    assert all(each in text for each in said)
    assert "2.2" in text


async def test_the_plan_is_filtered_by_status(served: Served):
    overdue = await _text(served, "/work-plan?year=2021&status=overdue")
    assert "<td>2.1</td>" in overdue
    assert "<td>2.2</td>" not in overdue
    assert "no plan of this year" in await _text(served, "/work-plan?year=1999")
    for wrong in ("year=0", "year=king", "status=lost"):
        await _text(served, f"/work-plan?{wrong}", status=404)


async def test_meetings_lead_to_their_folders(served: Served):
    text = await _text(served, "/meetings")
    assert f'href="{FOLDER}"' in text


async def test_the_folder_holds_agenda_comments_summaries_and_what_is_due(served: Served):
    text = await _text(served, FOLDER, lang="ru")
    assert "О миграционной ситуации в государствах" in text
    assert "модельном миграционном кодексе" in text
    assert "Не представлен" in text
    assert "Принять План работы Совета на 2021 год." in text
    assert "Проектов нет." in text  # the plan and the decision were drafts, and are adopted
    await _text(served, "/meetings/cis-ec/council%2F99", status=404)
    await _text(served, "/meetings/Nobody!/council%2F26", status=404)


async def test_who_did_not_get_the_comments_does_not_see_them(served: Served):
    assert "Model CIS Migration Code" in await _text(served, FOLDER)
    assert "Model CIS Migration Code" not in await _text(served, FOLDER, "kz-mvd.liaison")


async def test_the_package_has_both_languages_the_report_and_the_records(served: Served):
    first, again = await _answer(served, f"{FOLDER}/package"), await _answer(served, f"{FOLDER}/package", lang="ru")
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        names = archive.namelist()
        russian, english = (archive.read(f"{lang}/folder.html").decode() for lang in ("ru", "en"))
    assert {"ru/folder.html", "en/folder.html", "ru/situation-report.xlsx"} <= set(names)
    assert any(each.startswith("records/") and "agenda-draft" in each for each in names)
    assert "Повестка" in russian
    assert "Agenda" in english
    assert "<script" not in russian
    with zipfile.ZipFile(io.BytesIO(again)) as archive:
        assert archive.namelist() == names


async def test_the_calendar_has_meetings_and_terms(served: Served):
    found = icalendar.Calendar.from_ical(await _answer(served, "/meetings/calendar.ics"))
    said = [str(each["SUMMARY"]) for each in found.walk("VEVENT")]
    assert any("Meeting No. 26" in each for each in said)
    assert any("Work Plan, item" in each for each in said)


async def test_who_got_nothing_sees_nothing(served: Served):
    assert "No meeting was entered yet." in await _text(served, "/meetings", OBSERVER)
    await _text(served, FOLDER, OBSERVER, status=404)
