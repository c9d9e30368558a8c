"""The life of a file in the folder, and what the folder shows."""

import csv
import io
import os
from pathlib import Path
from typing import Any

import pytest

from adapters._files.writing import xlsx_filler, xml_filler
from adapters.tj_files import facts, make_adapter
from adapters.tj_files.mapping import entry_ban, figures, readmission
from hub.sdk.ports import AdapterSettingsError, Problem, Sent, SinkUnavailableError, SourceUnavailableError, Verdict
from hub.sdk.testing import drain
from tests.adapters.records import ban, readmission_request
from tests.adapters.tj_files.harness import ban_row, delivery, figure_row, open_harness, write_csv

GOLDEN = Path(entry_ban.__file__).parents[1] / "golden"
FIGURES = write_csv(figures.TABLE, [figure_row()])
BAD = write_csv(figures.TABLE, [figure_row(), figure_row(value="много"), figure_row(indicator="?", period="когда-то")])


@pytest.fixture
def site(tmp_path: Path) -> Any:
    with open_harness(tmp_path) as harness:
        yield harness


def sent(change: Any, verdict: Verdict = Verdict.ACCEPTED, problems: Any = ()) -> Sent:
    return Sent(origin=change.origin, message_id="m-1", verdict=verdict, problems=problems)


def test_a_good_file_moves_only_after_the_cursor_says_it_is_safe(site: Any) -> None:
    adapter = site.open_adapter()
    site.drop(FIGURES, "figures.csv")
    batch = adapter.source.changes(None, 10)

    assert [change.type for change in batch.changes] == ["situation-summary"]
    assert batch.changes[0].to == ["cis-ec"]
    assert site.names("out") == ["figures.csv"]
    assert site.report("figures.csv")["state"] == "waiting"

    adapter.source.changes(batch.cursor, 10)
    assert (site.names("out"), site.names("done")) == ([], ["figures.csv"])


def test_a_bad_file_is_reported_at_once_and_moves_only_after_the_cursor(site: Any) -> None:
    adapter = site.open_adapter()
    site.drop(BAD, "bad.csv")
    batch = adapter.source.changes(None, 10)

    assert batch.changes == []
    assert site.names("out") == ["bad.csv"]
    report = site.report("bad.csv")
    assert report["state"] == "rejected"
    assert [(fault["row"], fault["column"], fault["heading"], fault["code"]) for fault in report["faults"]] == [
        (3, 3, "Значение", "number-invalid"),
        (4, 2, "Период", "period-invalid"),
        (4, 1, "Показатель", "word-unknown"),
    ]

    adapter.source.changes(batch.cursor, 10)
    assert (site.names("out"), site.names("rejected")) == ([], ["bad.csv"])


def test_a_report_for_people_opens_in_a_spreadsheet_and_quotes_no_values(site: Any) -> None:
    adapter = site.open_adapter()
    secret = "Тестов-Секретный"
    site.drop(write_csv(entry_ban.TABLE, [ban_row(surname=f"{secret}Q", birth_date=secret)]), "bans.csv")
    drain(adapter)
    raw = (site.site / "reports" / "bans.csv.report.csv").read_bytes()
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))

    assert raw.startswith(b"\xef\xbb\xbf")
    assert rows[0] == ["Строка", "Столбец", "Заголовок", "Код", "Что не так", "What is wrong"]
    assert [row[2:4] for row in rows[2:]] == [["Фамилия", "script-other"], ["Дата рождения", "date-invalid"]]
    assert secret not in raw.decode() + (site.site / "reports" / "bans.csv.report.json").read_text()


def test_nothing_of_a_bad_file_is_taken(site: Any) -> None:
    rows = [ban_row(ban_id=f"TJ-{number}") for number in range(50)]
    site.drop(write_csv(entry_ban.TABLE, [*rows, ban_row(sex="?")]))
    changes, _ = drain(site.open_adapter())

    assert changes == []


@pytest.mark.parametrize(
    "name", [".figures.csv", "~$figures.xlsx", "figures.csv.part", "figures.tmp", "figures.csv.filepart"]
)
def test_temporary_names_are_left_alone(site: Any, name: str) -> None:
    adapter = site.open_adapter()
    site.drop(b"x", "a.csv").rename(site.site / "out" / name)
    drain(adapter)

    assert site.names("out") == [name]
    assert site.names("reports") == []


def test_a_file_still_being_written_is_left_alone(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    adapter = site.open_adapter()
    path = site.drop(FIGURES[:50], "figures.csv")
    monkeypatch.setattr("adapters._files.folder.time.sleep", lambda _: path.write_bytes(FIGURES[:80]))

    assert drain(adapter)[0] == []
    path.write_bytes(FIGURES)
    monkeypatch.undo()
    assert len(drain(adapter)[0]) == 1


def test_a_file_that_changes_while_it_is_read_is_not_taken(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    adapter = site.open_adapter()
    path = site.drop(FIGURES, "figures.csv")
    check = adapter.source._intake.__class__.changes

    def changes_and_grows(self: Any, opened: Any) -> Any:
        yield from check(self, opened)
        with path.open("ab") as file:
            file.write(b"more")

    monkeypatch.setattr(adapter.source._intake.__class__, "changes", changes_and_grows)
    assert adapter.source.changes(None, 10).changes == []
    monkeypatch.undo()
    path.write_bytes(FIGURES)
    assert len(drain(adapter)[0]) == 1


def test_a_half_written_file_is_left_alone_and_taken_once_it_is_whole(site: Any) -> None:
    adapter = site.open_adapter()
    for cut in range(0, len(FIGURES) - 2, max(1, len(FIGURES) // 25)):
        site.drop(FIGURES[:cut], "figures.csv")
        batch = adapter.source.changes(None, 10)
        assert batch.changes == []
    site.drop(FIGURES, "figures.csv")
    changes, _ = drain(adapter)

    assert len(changes) == 1
    assert site.names("done") == ["figures.csv"]


def test_a_file_that_stays_half_written_is_rejected_in_the_end(tmp_path: Path) -> None:
    with open_harness(tmp_path, patience=3) as site:
        adapter = site.open_adapter()
        site.drop(FIGURES[:100], "half.csv")
        states = []
        cursor = None
        for _ in range(4):
            cursor = adapter.source.changes(cursor, 10).cursor
            states.append((site.site / "reports" / "half.csv.report.json").exists())

        assert states == [False, False, True, True]
        assert site.report("half.csv")["faults"][0]["code"] == "file-incomplete"
        assert site.names("rejected") == ["half.csv"]


def test_the_same_file_twice_has_no_second_effect(site: Any) -> None:
    adapter = site.open_adapter()
    site.drop(FIGURES, "first.csv")
    changes, cursor = drain(adapter)
    site.drop(FIGURES, "second.csv")
    again, _ = drain(adapter, cursor)

    assert (len(changes), again) == (1, [])
    assert site.names("done") == ["first.csv", "second.csv"]
    assert site.report("second.csv")["state"] == "repeated"


def test_the_same_file_twice_at_once_has_one_effect(site: Any) -> None:
    site.drop(FIGURES, "first.csv")
    site.drop(FIGURES, "second.csv")
    changes, _ = drain(site.open_adapter())

    assert len(changes) == 1
    assert site.names("done") == ["first.csv", "second.csv"]


def test_another_file_under_a_name_that_was_taken_is_read_too(site: Any) -> None:
    adapter = site.open_adapter()
    site.drop(FIGURES, "figures.csv")
    batch = adapter.source.changes(None, 10)
    site.drop(write_csv(figures.TABLE, [figure_row(value="1")]), "figures.csv")
    changes, _ = drain(adapter, batch.cursor)

    assert [change.record["observations"][0]["value"] for change in changes] == [1]
    assert site.names("out") == []


def test_new_figures_of_a_period_are_its_next_revision_and_equal_ones_are_not_sent(site: Any) -> None:
    adapter = site.open_adapter()
    site.drop(FIGURES)
    first, cursor = drain(adapter)
    site.drop(write_csv(figures.TABLE, [figure_row(value="530 884")]))
    second, cursor = drain(adapter, cursor)
    site.drop(write_csv(figures.TABLE, [figure_row(value="530884")], delimiter=","))
    third, _ = drain(adapter, cursor)

    assert [change.record["revision"] for change in (*first, *second)] == [1, 2]
    assert third == []


def test_a_rejected_file_may_be_put_back_once_what_was_wrong_is_mended(tmp_path: Path) -> None:
    with open_harness(tmp_path) as site:
        row = {"case_id": "KZ-RA-1", "decision": "согласие", "decided_on": "21.11.2026", "authority": "Служба"}
        site.drop(write_csv(readmission.REPLIES, [row]), "reply.csv")
        adapter = site.open_adapter()
        changes, cursor = drain(adapter)
        assert changes == []
        assert site.report("reply.csv")["faults"][0]["code"] == "case-unknown"

        request = readmission_request(case_id="KZ-RA-1", requested_authority="tj-molme")
        adapter.sink.apply([delivery(request, index=1, type_="readmission-request", sender="kz-mvd")])
        (site.site / "rejected" / "reply.csv").rename(site.site / "out" / "reply.csv")
        changes, _ = drain(adapter, cursor)

        assert [(change.to, change.reply_to) for change in changes] == [
            (["kz-mvd"], "01930000-0000-7000-8000-000000000001")
        ]
        assert changes[0].record["authority"]["participant"] == "tj-molme"


def test_two_requests_under_one_number_lie_side_by_side_and_a_reply_goes_to_neither(site: Any) -> None:
    adapter = site.open_adapter()
    for index, sender in enumerate(("kz-mvd", "uz-migration"), 1):
        request = readmission_request(case_id="RA-1", requested_authority="tj-molme", requesting_authority=sender)
        adapter.sink.apply([delivery(request, index=index, type_="readmission-request", sender=sender)])
    assert site.names("in") == ["readmission-request-RA-1.csv", "readmission-request-RA-1@uz-migration.csv"]

    row = {"case_id": "RA-1", "decision": "согласие", "decided_on": "21.11.2026", "authority": "Служба"}
    site.drop(write_csv(readmission.REPLIES, [row]), "reply.csv")
    changes, _ = drain(adapter)
    assert changes == []
    assert site.report("reply.csv")["faults"][0]["code"] == "case-ambiguous"

    adapter.sink.erase(["RA-1"])
    assert site.names("in") == []


def test_what_the_hub_refuses_is_reported_in_its_row_and_column(site: Any) -> None:
    adapter = site.open_adapter()
    site.drop(write_csv(entry_ban.TABLE, [ban_row(), ban_row(ban_id="TJ-2")]), "bans.csv")
    batch = adapter.source.changes(None, 10)
    problem = Problem(code="agreement-not-in-force", pointer="", ru="Соглашение не действует.", en="Not in force.")
    wrong = Problem(code="schema-pattern", pointer="/subject/birth/place", ru="Неверно.", en="Wrong.")
    adapter.source.sent([sent(batch.changes[0])])
    assert site.report("bans.csv")["state"] == "waiting"
    adapter.source.sent([sent(batch.changes[1], Verdict.REFUSED, [problem, wrong])])
    report = site.report("bans.csv")

    assert (report["state"], report["records"]) == ("partly-refused", 2)
    assert [(fault["row"], fault["heading"], fault["code"]) for fault in report["faults"]] == [
        (3, None, "agreement-not-in-force"),
        (3, "Место рождения", "schema-pattern"),
    ]


def test_a_warning_about_a_figure_is_reported_in_its_row(site: Any) -> None:
    adapter = site.open_adapter()
    site.drop(write_csv(figures.TABLE, [figure_row(), figure_row(dims="пол=М", value="1")]), "figures.csv")
    batch = adapter.source.changes(None, 10)
    problem = Problem(code="figures-contradict", pointer="/observations/1/value", ru="Не сходится.", en="No.")
    adapter.source.sent([sent(batch.changes[0], Verdict.REFUSED, [problem])])

    assert [(fault["row"], fault["heading"]) for fault in site.report("figures.csv")["faults"]] == [(3, "Значение")]


def test_an_outcome_without_reason_is_reported_too(site: Any) -> None:
    adapter = site.open_adapter()
    site.drop(FIGURES, "figures.csv")
    adapter.source.sent([sent(adapter.source.changes(None, 10).changes[0], Verdict.REFUSED)])

    assert site.report("figures.csv")["faults"][0]["code"] == "refused"


def test_a_record_without_route_rejects_the_file(tmp_path: Path) -> None:
    routes = [{"type": "readmission-reply", "to": ["kz-mvd"], "purpose": "readmission"}]
    with open_harness(tmp_path, routes=routes) as site:
        site.drop(FIGURES, "figures.csv")
        site.drop(write_csv(entry_ban.TABLE, [ban_row()]), "bans.csv")
        assert drain(site.open_adapter())[0] == []

        assert site.report("figures.csv")["faults"][0]["code"] == "route-missing"
        assert site.report("bans.csv")["faults"][0]["code"] == "route-missing"


def test_an_own_readmission_request_goes_to_the_authority_it_names(site: Any) -> None:
    record = readmission_request(
        case_id="TJ-RA-1", requesting_authority="tj-molme", requested_authority="kz-mvd", requested_on="2026-11-20"
    )
    row = readmission.format_request(record)
    site.drop(write_csv(readmission.REQUESTS, [{key: cell for key, cell in row.items() if cell}]), "request.csv")
    [change], _ = drain(site.open_adapter())

    assert (change.to, change.agreement, change.record) == (["kz-mvd"], "kz-tj-readmission", record)


def test_a_row_in_the_name_of_another_authority_rejects_the_file(site: Any) -> None:
    site.drop(write_csv(entry_ban.TABLE, [ban_row(issuer="ru-guvm")]), "bans.csv")
    drain(site.open_adapter())
    [fault] = site.report("bans.csv")["faults"]

    assert (fault["code"], fault["row"], fault["heading"]) == ("authority-foreign", 2, "Инициатор")


def test_a_statement_that_does_not_fit_its_schema_is_named_by_its_row(site: Any) -> None:
    statement = figure_row(kind="место", value="", qualifier="", text="среди первых", rank="")
    site.drop(write_csv(figures.TABLE, [figure_row(kind=""), statement]), "figures.csv")
    drain(site.open_adapter())

    assert [(fault["row"], fault["heading"]) for fault in site.report("figures.csv")["faults"]] == [(3, "Место")]


def test_a_row_with_more_values_than_headings_rejects_the_file(site: Any) -> None:
    raw = FIGURES.decode("utf-8-sig").replace("более\r\n", "более;лишнее\r\n").encode()
    site.drop(raw, "figures.csv")
    drain(site.open_adapter())

    assert site.report("figures.csv")["faults"][0]["code"] == "row-too-long"


def test_a_name_in_cp1251_is_understood(site: Any) -> None:
    path = site.drop(FIGURES, "x.csv")
    path.rename(os.fsdecode(os.fsencode(path.parent) + b"/" + "показатели.csv".encode("cp1251")))
    changes, _ = drain(site.open_adapter())

    assert len(changes) == 1
    assert site.names("done") == ["показатели.csv"]


def test_a_very_long_name_gets_its_report(site: Any) -> None:
    name = "п" * 120 + ".csv"
    site.drop(BAD, "x.csv").rename(site.site / "out" / name)
    drain(site.open_adapter())

    assert site.names("rejected") == [name]
    assert [len(report.encode()) < 200 for report in site.names("reports")] == [True, True]


def test_files_of_one_name_are_all_kept(site: Any) -> None:
    adapter = site.open_adapter()
    cursor = None
    for value in ("1", "2", "3"):
        site.drop(write_csv(figures.TABLE, [figure_row(value=value)]), "figures.csv")
        _, cursor = drain(adapter, cursor)

    assert site.names("done") == ["figures-2.csv", "figures-3.csv", "figures.csv"]


@pytest.mark.parametrize("name", ["letter.docx", "page.html", "table.xls", "no-suffix"])
def test_files_of_other_formats_are_rejected(site: Any, name: str) -> None:
    site.drop(FIGURES, name)
    drain(site.open_adapter())

    assert site.report(name)["faults"][0]["code"] == "format-unknown"
    assert site.names("rejected") == [name]


def test_links_are_rejected_and_never_followed(site: Any, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_bytes(FIGURES)
    adapter = site.open_adapter()
    site.drop(b"", "x.csv").unlink()
    (site.site / "out" / "link.csv").symlink_to(outside)
    os.mkfifo(site.site / "out" / "pipe.csv")
    assert drain(adapter)[0] == []

    assert site.report("link.csv")["faults"][0]["code"] == "not-a-file"
    assert site.names("rejected") == ["link.csv", "pipe.csv"]
    assert outside.read_bytes() == FIGURES


def test_a_file_that_is_too_large_is_rejected_unread(tmp_path: Path) -> None:
    with open_harness(tmp_path, max_file_bytes=1000) as site:
        path = site.drop(b"", "huge.csv")
        os.truncate(path, 10 * 1024**3)  # sparse: ten gigabytes that are not there
        drain(site.open_adapter())

        assert site.report("huge.csv")["faults"][0]["code"] == "file-too-large"


def test_workbooks_are_taken_like_tables(site: Any) -> None:
    columns = [column for column in figures.TABLE.columns if column.key in figure_row()]
    cells = [[figure_row()[column.key] for column in columns]]
    with (site.site / "figures.xlsx").open("wb") as file:
        xlsx_filler([column.heading for column in columns], cells)(file)
    site.drop((site.site / "figures.xlsx").read_bytes(), "figures.xlsx")
    changes, _ = drain(site.open_adapter())

    assert changes[0].record["observations"][0]["value"] == 530883


# What the folder shows


def test_the_active_list_follows_the_latest_revision_of_each_ban(site: Any) -> None:
    adapter = site.open_adapter()
    deliveries = [
        delivery(ban(ban_id="RU-1"), index=1),
        delivery(ban(ban_id="RU-2", status="pending_start"), index=2),
        delivery(ban(ban_id="RU-3"), index=3),
        delivery(ban(ban_id="RU-4", status="suspended"), index=4),
        delivery(ban(ban_id="RU-3", revision=2, status="lifted"), index=6),
        delivery(ban(ban_id="RU-1", revision=2, status="reduced"), index=5),
    ]
    assert all(outcome.problem is None for outcome in adapter.sink.apply(deliveries))
    path = site.site / "in" / "entry-bans-active.csv"
    listed = facts.read(path)

    assert [(fact["ban_id"], fact["revision"], fact["status"]) for fact in listed] == [
        ("RU-1", 2, "reduced"),
        ("RU-2", 1, "pending_start"),
    ]
    assert facts.read(path.with_suffix(".xlsx")) == listed
    assert site.names("in") == ["entry-bans-active.csv", "entry-bans-active.xlsx"]


def test_the_list_is_the_same_bytes_whenever_it_says_the_same(tmp_path: Path) -> None:
    written = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        with open_harness(tmp_path / name) as site:
            bans = [delivery(ban(ban_id=f"RU-{number}"), index=number) for number in range(5)]
            site.open_adapter().sink.apply(bans if name == "a" else bans[::-1])
            written.append([(site.site / "in" / file).read_bytes() for file in site.names("in")])

    assert written[0] == written[1]


def test_only_its_issuer_may_change_a_ban(site: Any) -> None:
    adapter = site.open_adapter()
    foreign = delivery(ban(revision=9, status="lifted"), index=2, sender="kz-mvd")
    outcomes = adapter.sink.apply([delivery(ban(), index=1), foreign])

    assert [outcome.problem and outcome.problem.code for outcome in outcomes] == [None, "issuer-mismatch"]
    assert len(facts.read(site.site / "in" / "entry-bans-active.csv")) == 1


def test_readmission_documents_are_files_of_their_own(site: Any) -> None:
    adapter = site.open_adapter()
    request = readmission_request(case_id="KZ-RA-7", requested_authority="tj-molme")
    adapter.sink.apply([delivery(request, index=1, type_="readmission-request", sender="kz-mvd")])
    reply = {
        "case_id": "TJ-RA-1",
        "decision": "refused",
        "reasons": [{"code": "R03"}],
        "decided_on": "2026-11-21",
        "authority": {"name": "Служба"},
    }
    adapter.sink.apply([delivery(reply, index=2, type_="readmission-reply", sender="kz-mvd")])

    assert site.names("in") == ["readmission-reply-TJ-RA-1.csv", "readmission-request-KZ-RA-7.csv"]
    text = (site.site / "in" / "readmission-request-KZ-RA-7.csv").read_text("utf-8-sig")
    assert "Тестов-Ҷуфт" in text
    adapter.sink.erase(["KZ-RA-7"])
    assert site.names("in") == ["readmission-reply-TJ-RA-1.csv"]


def test_a_record_that_cannot_be_written_is_refused_alone(site: Any) -> None:
    broken = delivery(ban(severity="no-such-word"), index=1)
    outcomes = site.open_adapter().sink.apply([broken, delivery(ban(), index=2)])

    assert [outcome.problem and outcome.problem.code for outcome in outcomes] == ["not-expressible", None]


def test_the_list_can_be_written_in_utf_16(tmp_path: Path) -> None:
    with open_harness(tmp_path, output_encoding="utf-16") as site:
        site.open_adapter().sink.apply([delivery(ban(), index=1)])
        path = site.site / "in" / "entry-bans-active.csv"

        assert path.read_bytes().startswith(b"\xff\xfe")
        assert facts.read(path)[0]["surname"] == "Тестов-Ҷуфт"


def test_a_large_delivery_does_not_write_the_list_for_every_part(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    adapter = site.open_adapter()
    times = iter(range(0, 10_000, 3))  # every look at the clock finds three seconds gone: writing takes three
    monkeypatch.setattr("adapters._files.sink.time.monotonic", lambda: float(next(times)))
    writes = []
    monkeypatch.setattr("adapters._files.sink.atomic.write", lambda path, _: writes.append(path.name))
    for number in range(12):
        adapter.sink.apply([delivery(ban(ban_id=f"RU-{number}"), index=number)])

    assert 2 <= len(writes) / 2 <= 5
    assert not adapter.sink._holdings.is_list_written()
    adapter.source.changes(None, 1)
    assert adapter.sink._holdings.is_list_written()


def test_a_crash_before_the_list_is_written_is_made_good(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, fill: Any) -> None:
        raise OSError("no space")

    adapter = site.open_adapter()
    monkeypatch.setattr("adapters._files.sink.atomic.write", fail)
    with pytest.raises(SinkUnavailableError):
        adapter.sink.apply([delivery(ban(), index=1)])
    monkeypatch.undo()
    site.open_adapter().source.changes(None, 1)

    assert len(facts.read(site.site / "in" / "entry-bans-active.csv")) == 1


def test_records_taken_before_the_folder_went_away_are_still_given(site: Any) -> None:
    adapter = site.open_adapter()
    site.drop(FIGURES)
    adapter.source.changes(None, 10)
    with site.down():
        assert len(adapter.source.changes(None, 10).changes) == 1
        adapter.source.sent([sent(adapter.source.changes(None, 10).changes[0])])
        with pytest.raises(SinkUnavailableError):
            adapter.sink.erase(["RU-1"])
    with site.down(), pytest.raises(SourceUnavailableError):
        adapter.source.changes(adapter.source._spool.cursor(10**6), 10)


def test_a_lost_state_settles_nothing_by_an_old_cursor(tmp_path: Path) -> None:
    with open_harness(tmp_path) as site:
        site.drop(FIGURES, "figures.csv")
        old = site.open_adapter().source.changes(None, 10).cursor
        for path in (tmp_path / "state").iterdir():
            path.unlink()
        batch = site.open_adapter().source.changes(old, 10)

        assert len(batch.changes) == 1
        assert site.names("out") == ["figures.csv"]


def test_the_facts_are_printed_as_json(site: Any, capfdbinary: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    site.open_adapter().sink.apply([delivery(ban(), index=1)])
    monkeypatch.setattr("sys.argv", ["facts", str(site.site / "in" / "entry-bans-active.csv")])
    facts.main()

    assert b'"count":1' in capfdbinary.readouterr().out


@pytest.mark.parametrize(
    ("changed", "setting"),
    [
        ({"folder": "/no/such/folder"}, "folder"),
        ({"area": "XX"}, "area"),
        ({"end_row": True}, "end_row"),
        ({"patience": 0}, "patience"),
        ({"settle_seconds": True}, "settle_seconds"),
        ({"routes": []}, "routes"),
        ({"routes": [{"type": "entry-ban"}]}, "routes"),
        ({"routes": [{"type": "entry-ban", "to": "ru-guvm", "purpose": "x"}]}, "routes"),
        ({"routes": [{"type": 1, "to": ["ru-guvm"], "purpose": "x"}]}, "routes"),
        ({"nonsense": 1}, "nonsense"),
        ({"participant": ""}, "participant"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, changed: dict[str, Any], setting: str) -> None:
    settings = {
        "folder": str(tmp_path),
        "participant": "tj-molme",
        "state_dir": str(tmp_path),
        "routes": [{"type": "x", "to": ["y"], "purpose": "z"}],
    }
    with pytest.raises(AdapterSettingsError) as caught:
        make_adapter({**settings, **changed})

    assert caught.value.setting == setting
    assert setting in caught.value.ru
    assert setting in caught.value.en


def test_a_missing_setting_is_named(tmp_path: Path) -> None:
    with pytest.raises(AdapterSettingsError) as caught:
        make_adapter({"folder": str(tmp_path)})

    assert caught.value.setting == "participant"


def test_documents_may_be_written_and_read_as_xml(tmp_path: Path) -> None:
    with open_harness(tmp_path, output_format="xml") as site:
        adapter = site.open_adapter()
        request = readmission_request(case_id="KZ-RA-7", requested_authority="tj-molme")
        adapter.sink.apply([delivery(request, index=1, type_="readmission-request", sender="kz-mvd")])
        adapter.sink.apply([delivery(ban(), index=2)])
        listed = site.site / "in" / "entry-bans-active"
        site.drop(xml(entry_ban.TABLE, [ban_row()]), "bans.xml")
        wrong = xml(entry_ban.TABLE, [ban_row(), ban_row(birth_date="вчера")])
        site.drop(wrong, "wrong.xml")
        changes, _ = drain(adapter)

        assert "readmission-request-KZ-RA-7.xml" in site.names("in")
        assert facts.read(listed.with_suffix(".xml")) == facts.read(listed.with_suffix(".csv"))
        assert [change.subject for change in changes] == ["TJ-2026-1"]
        assert site.report("wrong.xml")["faults"][0]["heading"] == "/entry-bans/entry-ban[2]/birth_date"


def xml(table: Any, rows: list[dict[str, str]]) -> bytes:
    raw = io.BytesIO()
    xml_filler(table, rows)(raw)  # type: ignore[arg-type]
    return raw.getvalue()
