"""A situation summary by form and by spreadsheet: what is wrong in its row and column, what asks for an explanation."""

import io
import re
import zipfile

import pytest
import xlsxwriter

from hub.console import summary_rows
from hub.console.table_file import read_table
from tests.console.posting import post
from tests.console.served import Served

LIAISON = "tj-mvd.liaison"
HEAD = {"period": "2026-H1", "to": "secretariat", "consent": "1", "rows": "3", "action": "prepare"}
HEADINGS = ["Показатель", "Разрез", "Значение", "Точность", "Статус", "Год назад", "Примечание"]


async def send(served: Served, lang: str = "ru", **fields: str) -> tuple[int, str]:
    async with served.client(LIAISON, lang=lang) as client:
        return await post(client, "/situation/new", **{**HEAD, **fields})


async def upload(served: Served, name: str, content: bytes, lang: str = "ru") -> tuple[int, str]:
    async with served.client(LIAISON, lang=lang) as client:
        return await post(client, "/situation/new", path="/situation/upload", table=(name, content))


def workbook(*rows: list[object], sheets: int = 1) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for _ in range(sheets):
        sheet = book.add_worksheet()
        for at, row in enumerate([HEADINGS, *rows]):
            sheet.write_row(at, 0, row)
    book.close()
    return file.getvalue()


async def test_figures_that_are_right_become_a_draft_to_be_signed(served: Served):
    figures = {"indicator-0": "LAB.OUT", "value-0": "129 807", "indicator-2": "LAB.OUT", "part-2": "пол=мужской"}

    status, place = await send(served, **figures, **{"value-2": "112927", "base_value-2": "200000"})

    assert (status, place.startswith("/drafts/")) == (303, True), place
    async with served.client(LIAISON) as client, client.get(place) as answer:
        text = await answer.text()
    assert "2026-H1" in text
    assert "129807" in text.replace("\u00a0", "").replace(" ", "")


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        ({"period": "вчера"}, "period", "Период не распознан"),
        ({"indicator-0": "НЕТ.ТАКОГО"}, "indicator-0", "строка 1, показатель: Такого показателя"),
        ({"value-0": "много"}, "value-0", "строка 1, значение: Это не число"),
        ({"value-0": "9" * 40}, "value-0", ""),
        ({"part-0": "рост=высокий"}, "part-0", "Разрез не распознан"),
        ({"qualifier-0": "наверное"}, "qualifier-0", "Такого слова"),
        ({"indicator-0": "", "value-0": ""}, "indicator-0", "Нет ни одного показателя"),
        ({"note_ru-0": "знак\u202e"}, "note_ru-0", ""),
    ],
)
async def test_what_is_wrong_stands_in_its_row_and_column(served: Served, fields, place, said):
    status, text = await send(served, **{"indicator-0": "LAB.OUT", "value-0": "10500", **fields})

    assert status == 422
    assert f'id="{place}-fault"' in text
    assert f'href="#{place}"' in text
    assert said in text
    assert all(value in text for value in fields.values())


async def test_what_asks_for_an_explanation_is_shown_and_can_be_sent_as_it_is(served: Served):
    odd = {"period": "2026-M05", "indicator-0": "ASY.APP", "value-0": "41", "indicator-1": "ASY.REC", "value-1": "90"}

    status, text = await send(served, "en", **odd)
    assert status == 422
    assert "Some figures ask for an explanation" in text
    assert "more decisions than applications considered" in text
    status, place = await send(served, "en", **odd, as_is="1")
    assert (status, place.startswith("/drafts/")) == (303, True)


async def test_a_period_that_is_not_over_asks_for_an_explanation(served: Served):
    figures = {"period": "2062-Q1", "indicator-0": "LAB.OUT", "value-0": "10500"}

    status, text = await send(served, "en", **figures)
    assert status == 422
    assert "The period is not over yet." in text
    assert (await send(served, "en", **figures, as_is="1"))[0] == 303


async def test_share_change_another_period_and_a_statement_become_parts_of_the_record(served: Served):
    figure = {"indicator-0": "LAB.OUT", "value-0": "112927", "part-0": "sex=male", "share-0": "87,0",
              "share_rounding-0": "half_up", "base_value-0": "200000", "absolute_change-0": "\u221287 073",
              "percent_change-0": "-43,5", "qualifier-0": "about"}  # fmt: skip
    stock = {"indicator-1": "LAB.OUT", "value-1": "120000", "own_period-1": "2025-H1", "base_period-1": "2024-H1",
             "percent_change-1": "5"}  # fmt: skip
    said = {"indicator-2": "LAB.OUT", "kind-2": "trend", "direction-2": "decrease", "note_ru-2": "Выезд снижается.",
            "note_en-2": "Fewer leave."}  # fmt: skip

    status, place = await send(served, "en", **{**figure, **stock, **said, "period": "2026-Q3"}, as_is="1")

    assert (status, place.startswith("/drafts/")) == (303, True), place
    async with served.client(LIAISON, lang="en") as client, client.get(place) as answer:
        text = re.sub(r"\s+", " ", await answer.text())
    for shown in ("87", "half up", "-87073", "-43.5", "2025-H1", "2024-H1", "decrease", "Fewer leave."):
        assert shown in text, shown


@pytest.mark.parametrize(
    ("fields", "place", "said"),
    [
        ({"share-0": "most"}, "share-0", "row 1, share, %: This is no number"),
        ({"share-0": "140"}, "share-0", ""),
        ({"share-0": "14", "share_of-0": "NONE"}, "share_of-0", "The list has no such indicator"),
        ({"percent_change-0": "grew"}, "percent_change-0", "This is no number"),
        ({"percent_change-0": "5", "base_period-0": "long ago"}, "base_period-0", "The period cannot be read"),
        ({"own_period-0": "then"}, "own_period-0", "The period cannot be read"),
        ({"kind-0": "trend", "direction-0": "increase"}, "value-0", "Take the figure out"),
        ({"kind-0": "trend", "value-0": "", "note_ru-0": "Растёт."}, "direction-0", ""),
        ({"kind-0": "rank", "value-0": "", "note_ru-0": "Первое место.", "rank-0": "no"}, "rank-0", "no number"),
        ({"kind-0": "mainly", "value-0": "", "note_ru-0": "Из соседних.", "named-0": "x=y"}, "named-0", "citizenship="),
        ({"kind-0": "mainly", "value-0": "", "named-0": "citizenship=TJK"}, "note_ru-0", "A statement needs words"),
    ],
)
async def test_what_is_wrong_in_the_details_of_a_row_stands_there_too(served: Served, fields, place, said):
    status, text = await send(served, "en", **{"indicator-0": "LAB.OUT", "value-0": "10500", **fields})

    assert status == 422
    assert f'id="{place}-fault"' in text
    assert f'id="{place}"' in text
    assert said in text


async def test_the_details_of_a_row_open_without_scripts_and_keep_what_was_typed(served: Served):
    status, text = await send(served, action="open-1", **{"indicator-1": "LAB.OUT", "share-0": "12"})

    assert status == 200
    assert re.search(r'id="share-1"[^>]* autofocus', text)
    assert re.search(r'id="share-0" name="share-0" value="12"', text), "a row that has any is open by itself"
    assert 'id="share-2"' not in text


async def test_what_a_colleague_has_prepared_for_the_period_is_told_and_nothing_typed_is_lost(served: Served):
    figures = {"period": "2026-Q2", "indicator-0": "LAB.OUT", "value-0": "129807"}
    status, place = await send(served, "en", **figures)
    assert status == 303, place
    status, text = await send(served, "en", **{**figures, "value-0": "129808"})

    assert status == 409
    assert 'value="129808"' in text
    assert 'href="/drafts"' in text


async def test_more_rows_keep_what_was_typed(served: Served):
    status, text = await send(served, action="more", **{"indicator-1": "LAB.OUT"})

    assert status == 200
    assert 'id="indicator-10"' in text
    assert 'value="LAB.OUT"' in text


@pytest.mark.parametrize("kind", ["xlsx", "csv", "cp1251"])
async def test_a_spreadsheet_fills_the_form_and_tells_problems_by_its_own_rows(served: Served, kind: str):
    rows = [["LAB.OUT", "", 129807], [], ["LAB.OUT", "пол=мужской", "много"]]
    lines = "\r\n".join(";".join(map(str, each)) for each in [HEADINGS, *rows])
    content = workbook(*rows) if kind == "xlsx" else lines.encode("utf-8-sig" if kind == "csv" else "cp1251")

    status, text = await upload(served, f"обзор.{kind}", content)

    assert status == 422
    assert "Из файла взяты 2 строки." in text
    assert 'value="129807"' in text
    assert "строка 4 файла, значение: Это не число" in text


async def test_the_empty_spreadsheet_has_a_column_for_all_that_a_row_may_have(served: Served):
    async with served.client(LIAISON) as client, client.get("/situation/template.xlsx") as answer:
        (_, headings), *_ = read_table(await answer.read())
    assert [each.casefold() for each in headings] == [ru for ru, _ in summary_rows.HEADINGS.values()]
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Показатель", "Значение", "Доля, %", "Вид утверждения", "Место", "Примечание"])
    sheet.write_row(1, 0, ["LAB.OUT", 129807, 140])
    sheet.write_row(2, 0, ["LAB.OUT", "", "", "место", "первое", "Первое место."])
    book.close()
    status, text = await upload(served, "a.xlsx", file.getvalue())

    assert status == 422
    assert "строка 3 файла, место: Это не число" in text
    assert 'id="share-0" name="share-0" value="140"' in text


async def test_a_right_spreadsheet_waits_for_its_period(served: Served):
    status, text = await upload(served, "a.xlsx", workbook(["LAB.OUT", "", 129807]))

    assert status == 200
    assert "укажите период" in text


def _bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (20 * 1024 * 1024))
    return file.getvalue()


def _entities() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "не читается как таблица"),
        (b"PK\x03\x04 broken", "не читается как таблица"),
        (b"\x00\x01\x02", "не читается как таблица"),
        (b"a;b\n1;2", "не читается как таблица"),
        (_bomb(), "слишком много строк"),
        (_entities(), "не читается как таблица"),
        (workbook(["=1+1"]), "есть формула"),
        (workbook(["LAB.OUT", "", 1], sheets=2), "на нескольких листах"),
        (("показатель\n" + "LAB.OUT\n" * 500).encode(), "слишком много строк"),
    ],
)
async def test_a_file_that_is_no_table_is_refused_with_what_to_do(served: Served, content: bytes, said: str):
    status, text = await upload(served, "a.xlsx", content)

    assert status == 422
    assert 'id="table-fault"' in text
    assert said in text


async def test_a_file_takes_the_place_of_the_figures_alone(served: Served):
    typed = {"period": "2026-H1", "to": "council", "narrative_ru": "Слова до файла.", "indicator-0": "LAB.IN"}
    async with served.client(LIAISON, lang="en") as client:
        file = ("a.xlsx", workbook(["LAB.OUT", "", 129807]))
        status, text = await post(client, "/situation/new", path="/situation/upload", table=file, **typed)

    assert status == 200
    assert 'value="2026-H1"' in text
    assert '<option value="council" selected' in text
    assert "Слова до файла." in text
    assert ('value="LAB.OUT"' in text, 'name="indicator-0" value="LAB.IN"' in text) == (True, False)


async def test_no_file_and_the_empty_spreadsheet(served: Served):
    async with served.client(LIAISON) as client:
        status, text = await post(client, "/situation/new", path="/situation/upload")
        assert (status, "Файл не выбран" in text) == (422, True)
        async with client.get("/situation/template.xlsx") as answer:
            template = await answer.read()
    assert (await upload(served, "template.xlsx", template))[0] == 422


async def test_what_was_sent_is_listed_and_shown_and_a_foreign_one_is_not_there(served: Served):
    async with served.client(LIAISON) as client:
        async with client.get("/situation") as answer:
            found = re.findall(r'href="(/situation/[0-9]+)">2020-H1', await answer.text())
        assert len(found) == 1
        async with client.get(found[0]) as answer:
            text = await answer.text()
        assert "129\xa0807" in text
        assert "Пол: мужской" in text
        foreign = f"/situation/{int(found[0].rpartition('/')[2]) + 1}"
        for place in (foreign, "/situation/999999", "/situation/abc", f"/situation/{'9' * 30}"):
            async with client.get(place) as answer:
                assert answer.status == 404
    async with served.client("kz-mvd.liaison") as client, client.get(foreign) as answer:
        assert answer.status == 200
