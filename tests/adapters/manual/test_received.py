"""What arrives is kept in plain folders that a person can open."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from adapters.manual import pages
from hub.sdk.ports import Part, SinkUnavailableError
from keys import strict_json
from schemas import catalogue
from tests.adapters.manual.desk import fill, open_desk
from tests.adapters.records import PERSON, ban, readmission_request
from tests.adapters.simulated import delivery

SCHEMAS = Path(catalogue.__file__).parent
EXAMPLES = sorted(SCHEMAS.glob("*/1.0/examples/valid-*.json"))


class Page(HTMLParser):
    """Tags and texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002 - the parser's signature
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_every_valid_example_of_every_type_becomes_a_page() -> None:
    for index, path in enumerate(EXAMPLES, 1):
        kind = path.parents[2].name
        record: dict[str, Any] = json.loads(path.read_bytes())
        for lang in ("ru", "en"):
            found = Page(pages.make(delivery(record, index=index, type_=kind), lang))

            assert not {"script", "img", "iframe", "link"} & set(found.tags)
            assert "None" not in found.text, path


def test_records_that_no_table_has_are_kept_all_the_same(tmp_path: Path) -> None:
    record = json.loads(next(SCHEMAS.glob("decision/1.0/examples/valid-*.json")).read_bytes())
    with open_desk(tmp_path) as desk:
        outcome = desk.open_adapter().sink.apply([delivery(record, index=5, type_="decision", sender="cis-ec")])[0]

        assert outcome.problem is None
        assert desk.kept() == [f"decision/{outcome.message_id}/000000000005.{suffix}" for suffix in ("html", "json")]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("ru", ["Запрет на въезд: RU-2026-000001", "Тестов-Ҷуфт", "Лицо › Пол", "мужской (M)", "нет"]),
        ("en", ["Entry ban: RU-2026-000001", "Person › Sex", "male (M)", "Number in the log", "no"]),
    ],
)
def test_a_page_says_the_record_in_the_language_of_the_desk(tmp_path: Path, lang: str, words: list[str]) -> None:
    with open_desk(tmp_path, language=lang) as desk:
        desk.open_adapter().sink.apply([delivery(ban(), index=42)])
        page = (desk.site / "received" / "entry-ban" / "RU-2026-000001" / "000000000042.html").read_text()

    assert [word for word in words if word not in Page(page).text] == []
    assert f'lang="{lang}"' in page


def test_the_record_itself_and_what_was_sealed_in_it_lie_beside_the_page(tmp_path: Path) -> None:
    parts = [Part(media_type="application/pdf", content=b"%PDF-"), Part(media_type="x/strange", content=b"\x00")]
    record = {**ban(), "sealed": [{"sha256": "…"}]}
    with open_desk(tmp_path) as desk:
        desk.open_adapter().sink.apply([replace(delivery(record, index=7), parts=parts)])
        folder = desk.site / "received" / "entry-ban" / "RU-2026-000001"

        assert sorted(path.name[12:] for path in folder.iterdir()) == ["-1.pdf", "-2.bin", ".html", ".json"]
        assert (folder / "000000000007-1.pdf").read_bytes() == b"%PDF-"
        assert strict_json.loads((folder / "000000000007.json").read_bytes()) == record
        assert 'href="000000000007-1.pdf"' in (folder / "000000000007.html").read_text()
        assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


@pytest.mark.parametrize(
    ("media_type", "content", "suffix"),
    [
        ("image/jpeg", b"\xff\xd8\xff\xe0", ".jpg"),
        ("text/html", b"<script>alert(1)</script>", ".bin"),
        ("image/svg+xml", b"<svg onload='alert(1)'/>", ".bin"),
        ("application/x-msdownload", b"MZ", ".bin"),
        ("application/javascript", b"alert(1)", ".bin"),
        ("application/pdf", b"MZ", ".bin"),
    ],
)
def test_what_came_beside_a_record_is_nothing_that_a_click_would_run(
    tmp_path: Path, media_type: str, content: bytes, suffix: str
) -> None:
    parts = [Part(media_type=media_type, content=content)]
    with open_desk(tmp_path) as desk:
        desk.open_adapter().sink.apply([replace(delivery(ban(), index=7), parts=parts)])

        assert [path.suffix for path in (desk.site / "received").rglob("*-1.*")] == [suffix]


def test_texts_of_a_record_are_no_markup(tmp_path: Path) -> None:
    record = ban(reason_text={"ru": "<script>alert(1)</script>&'\""}, ban_id="RU-2026-000001")
    with open_desk(tmp_path) as desk:
        desk.open_adapter().sink.apply([delivery(record, index=1)])
        page = Page(next((desk.site / "received").rglob("*.html")).read_text())

    assert "script" not in page.tags
    assert "<script>alert(1)</script>&'\"" in page.text


@pytest.mark.parametrize("subject", ["../../etc", "a/b", "", ".", "x" * 200, "тест"])
def test_a_subject_never_leaves_its_folder(tmp_path: Path, subject: str) -> None:
    with open_desk(tmp_path) as desk:
        sink = desk.open_adapter().sink
        record = json.loads(next(SCHEMAS.glob("agenda/1.0/examples/valid-*.json")).read_bytes())
        sink.apply([replace(delivery(record, index=1, type_="agenda"), subject=subject)])
        (page,) = (desk.site / "received").rglob("*.html")

        assert len(page.relative_to(desk.site / "received").parts) == 3
        sink.erase([subject])
        assert desk.kept() == [] or subject == ""


def test_a_reply_written_by_hand_goes_to_who_asked(tmp_path: Path) -> None:
    person = {**PERSON, "nationalities": [{"code": "ARM"}]}
    asked = delivery(
        readmission_request(requested_authority="am-mcs", person=person),
        index=3,
        type_="readmission-request",
        sender="kz-mvd",
    )
    row = {
        "case_id": "KZ-RA-2026-1",
        "decision": "согласие",
        "decided_on": "20.11.2026",
        "authority": "Служба (учебная)",
    }
    with open_desk(tmp_path) as desk:
        adapter = desk.open_adapter()
        adapter.sink.apply([asked])
        assert desk.names("in") == ["readmission-request-KZ-RA-2026-1.csv"]
        row["decision"] = catalogue.load().code_list("readmission-decisions").label("accepted", "ru")
        desk.drop(fill("readmission-reply", [row]), "reply.xlsx")
        (change,) = adapter.source.changes(None, 10).changes

    assert (list(change.to), change.reply_to) == (["kz-mvd"], asked.message_id)


def test_a_folder_that_is_away_leaves_the_record_for_later(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        adapter = desk.open_adapter()
        record = json.loads(next(SCHEMAS.glob("agenda/1.0/examples/valid-*.json")).read_bytes())
        with desk.down(), pytest.raises(SinkUnavailableError):
            adapter.sink.apply([delivery(record, index=1, type_="agenda")])
        blocked = desk.site / "received"
        blocked.write_text("a file where the folder should be")
        with pytest.raises(SinkUnavailableError):
            adapter.sink.apply([delivery(record, index=1, type_="agenda")])
        assert desk.kept() == []
