"""Belarusian files in a folder: what is refused is told by XPath, what is held is shown in XML and tables."""

from pathlib import Path
from typing import Any

import pytest

from adapters import by_files
from adapters.by_files import facts
from adapters.by_files.mapping import citizenship_check, entry_ban
from hub.sdk.ports import Problem, Sent, Verdict
from hub.sdk.testing import drain
from keys import strict_json
from tests.adapters.by_files import running
from tests.adapters.by_files.test_mapping import BAN, GOLDEN, records_of, xml
from tests.adapters.records import PERSON, ban
from tests.adapters.simulated import delivery

CHECK = {
    "check_id": "RU-C-2026-1",
    "requesting_authority": "ru-guvm",
    "requested_authority": "by-mvd",
    "requested_on": "2026-11-20",
    "authority": {"name": "Управление по вопросам миграции (учебное)", "participant": "ru-guvm"},
    "reason": "readmission",
    "person": dict(PERSON),
}


@pytest.fixture
def adapter(tmp_path: Path) -> Any:
    (tmp_path / "site" / "out").mkdir(parents=True)
    made = by_files.make_adapter(running.values(tmp_path, folder=str(tmp_path / "site")))
    yield made
    made.close()


def drop(folder: Path, raw: bytes, name: str) -> None:
    part = folder / "site" / "out" / f"{name}.part"
    part.write_bytes(raw)
    part.rename(part.with_suffix(""))


def report(folder: Path, name: str) -> list[tuple[Any, ...]]:
    raw = (folder / "site" / "reports" / f"{name}.report.json").read_bytes()
    value: Any = strict_json.loads(raw)
    return [(fault["code"], fault["row"], fault["heading"]) for fault in value["faults"]]


def test_a_wrong_record_refuses_its_file_with_its_path(adapter: Any, tmp_path: Path) -> None:
    drop(tmp_path, BAN.replace("1990<", "когда-то<").replace(">BY-2026-000102<", ">BY 2<").encode(), "bans.xml")

    assert drain(adapter)[0] == []
    assert report(tmp_path, "bans.xml") == [("date-invalid", 2, "/entryBans/entryBan[2]/birthDate")]
    text = (tmp_path / "site" / "reports" / "bans.xml.report.csv").read_text("utf-8-sig")
    assert "/entryBans/entryBan[2]/birthDate" in text
    assert "когда-то" not in text


def test_a_record_that_does_not_fit_its_schema_is_named_by_its_path(adapter: Any, tmp_path: Path) -> None:
    drop(tmp_path, BAN.replace(">BY-2026-000102<", ">BY 2<").encode(), "bans.xml")

    assert drain(adapter)[0] == []
    assert {(row, path) for _, row, path in report(tmp_path, "bans.xml")} == {(2, "/entryBans/entryBan[2]/banNumber")}


def test_what_the_hub_refuses_is_told_by_its_path(adapter: Any, tmp_path: Path) -> None:
    drop(tmp_path, BAN.encode(), "bans.xml")
    first, second = adapter.source.changes(None, 10).changes
    wrong = Problem(code="schema-pattern", pointer="/record/subject/birth/place", ru="Неверно.", en="Wrong.")
    adapter.source.sent([Sent(origin=first.origin, message_id="m-1", verdict=Verdict.ACCEPTED)])
    adapter.source.sent([Sent(origin=second.origin, message_id="m-2", verdict=Verdict.REFUSED, problems=[wrong])])

    assert report(tmp_path, "bans.xml") == [("schema-pattern", 2, "/entryBans/entryBan[2]/birthPlace")]


def test_a_warning_about_a_figure_is_told_by_its_path(adapter: Any, tmp_path: Path) -> None:
    drop(tmp_path, (GOLDEN / "statistics-2025.xml").read_bytes(), "statistics.xml")
    [change] = adapter.source.changes(None, 10).changes
    odd = Problem(code="figures-contradict", pointer="/observations/0/value", ru="Не сходится.", en="No.")
    adapter.source.sent([Sent(origin=change.origin, message_id="m-1", verdict=Verdict.ACCEPTED, problems=[odd])])

    assert report(tmp_path, "statistics.xml") == [("figures-contradict", 1, "/statistics/indicator[1]/value")]


def test_a_check_is_answered_to_whoever_asked(adapter: Any, tmp_path: Path) -> None:
    asked = delivery(CHECK, index=7, type_="citizenship-check-request")
    assert adapter.sink.apply([asked])[0].problem is None
    raw = (tmp_path / "site" / "in" / "citizenship-check-request-RU-C-2026-1.xml").read_bytes()
    assert records_of(citizenship_check.REQUEST_FORM, raw, "ru-guvm") == [CHECK]
    reply = (GOLDEN / "citizenship-check-replies.xml").read_text(encoding="utf-8")
    drop(tmp_path, reply.encode(), "replies.xml")
    assert drain(adapter)[0] == []
    assert report(tmp_path, "replies.xml") == [
        ("case-unknown", 2, "/citizenshipCheckReplies/citizenshipCheckReply[2]/checkNumber")
    ]

    first = reply[: reply.index("</citizenshipCheckReply>")] + "</citizenshipCheckReply></citizenshipCheckReplies>"
    drop(tmp_path, first.replace("ru-guvm", "kz-mvd").encode(), "foreign.xml")
    drop(tmp_path, first.encode(), "reply.xml")
    [change], _ = drain(adapter)
    assert (change.type, change.to, change.reply_to) == ("citizenship-check-reply", ["ru-guvm"], asked.message_id)
    assert report(tmp_path, "foreign.xml")[0][2].endswith("/requestingAuthority")


def test_a_check_in_the_name_of_another_authority_is_refused(adapter: Any, tmp_path: Path) -> None:
    cells = citizenship_check.REQUEST_FORM.format(CHECK)
    drop(tmp_path, xml(citizenship_check.REQUESTS, [cells]), "check.xml")

    assert drain(adapter)[0] == []
    assert [fault[::2] for fault in report(tmp_path, "check.xml")] == [
        ("authority-foreign", "/citizenshipCheckRequests/citizenshipCheckRequest[1]/requestingAuthority")
    ]


def test_the_list_says_the_same_in_all_its_formats(adapter: Any, tmp_path: Path) -> None:
    other = {**ban(ban_id="RU-2"), "reason_text": {"ru": "=1+1 <&>"}}
    adapter.sink.apply([delivery(ban(ban_id="RU-1"), index=1), delivery(other, index=2)])
    path = tmp_path / "site" / "in" / "entry-bans-active.xml"

    assert [fact["ban_id"] for fact in facts.read(path)] == ["RU-1", "RU-2"]
    assert facts.read(path) == facts.read(path.with_suffix(".csv")) == facts.read(path.with_suffix(".xlsx"))
    assert [record["reason_text"] for record in records_of(entry_ban.FORM, path.read_bytes())[1:]] == [
        {"ru": "=1+1 <&>"}
    ]


def test_the_facts_are_printed_as_json(
    adapter: Any, tmp_path: Path, capfdbinary: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    adapter.sink.apply([delivery(ban(), index=1)])
    monkeypatch.setattr("sys.argv", ["facts", str(tmp_path / "site" / "in" / "entry-bans-active.xml")])
    facts.main()

    assert b'"count":1' in capfdbinary.readouterr().out


@pytest.mark.parametrize(("end_row", "settings"), [("required", []), ("optional", ["end_row"]), ("off", ["end_row"])])
def test_who_sets_it_up_is_told_where_a_cut_file_would_not_be_seen(
    tmp_path: Path, end_row: str, settings: list[str]
) -> None:
    made = by_files.make_adapter(running.values(tmp_path, folder=str(tmp_path), end_row=end_row))
    made.close()

    assert [note.setting for note in made.notes] == settings
