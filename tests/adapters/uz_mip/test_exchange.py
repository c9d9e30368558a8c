"""What the adapter and the simulated platform say to each other, in good days and bad."""

import base64
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adapters._simulator import facts
from adapters.uz_mip import MipAdapter, make_adapter
from adapters.uz_mip.platform_client import Numbered
from hub.sdk.ports import (
    AdapterSettingsError,
    Part,
    Problem,
    Sent,
    SinkUnavailableError,
    SourceUnavailableError,
    Verdict,
)
from hub.sdk.testing import drain
from tests.adapters.records import ban, readmission_request
from tests.adapters.simulated import Simulator, delivery
from tests.adapters.uz_mip.running import settings, write_credentials

GOLDEN = Path(__file__).parents[3] / "adapters" / "uz_mip" / "golden"


def national(type_: str, **changed: Any) -> bytes:
    value = json.loads((GOLDEN / f"{type_}.national.json").read_bytes())
    return json.dumps({**value, **changed}).encode()


def told(platform: Simulator) -> list[dict[str, Any]]:
    return list(platform.ask("told")["told"])


@pytest.mark.parametrize(
    ("type_", "to"),
    [
        ("entry-ban", "tj-mvd"),
        ("readmission-request", "kz-mvd"),
        ("citizenship-check-request", "kz-mvd"),
        ("situation-summary", "cis-ec"),
    ],
)
def test_documents_of_the_register_become_records(
    platform: Simulator, adapter: MipAdapter, type_: str, to: str
) -> None:
    subjects = platform.put(type_, count=3, to=to, citizenship="TJK")
    changes, _ = drain(adapter)

    assert [(change.type, change.to) for change in changes] == [(type_, (to,))] * 3
    if type_ != "situation-summary":
        assert [change.subject for change in changes] == subjects


def test_what_goes_into_the_register_and_comes_out_of_it_are_the_same_facts(
    platform: Simulator, adapter: MipAdapter
) -> None:
    platform.put("entry-ban", count=20, seed=3)
    changes, _ = drain(adapter)
    bans = [delivery(dict(change.record), index=number) for number, change in enumerate(changes)]
    own = platform.ask("own", type="entry-ban")

    adapter.sink.apply(bans)

    assert platform.ask("held", type="entry-ban") == own
    assert facts.core("entry-ban", own["records"])


def test_a_reply_finds_its_way_to_who_asked(platform: Simulator, adapter: MipAdapter) -> None:
    record = readmission_request(requested_authority="uz-migration", person={**ban()["subject"]})
    asked = delivery(record, index=7, type_="readmission-request", sender="kz-mvd")
    assert adapter.sink.apply([asked])[0].problem is None
    platform.put("readmission-reply", subject=record["case_id"], sender="kz-mvd", accepted=False)
    (reply,), _ = drain(adapter)

    assert (reply.to, reply.reply_to, reply.subject) == (("kz-mvd",), asked.message_id, record["case_id"])
    assert reply.record["authority"]["participant"] == "uz-migration"
    assert reply.record["reasons"][0]["code"] == "R03"


def test_a_reply_to_nobody_is_refused(platform: Simulator, adapter: MipAdapter) -> None:
    platform.put("citizenship-check-reply", subject="KZ-C-1", sender="kz-mvd")

    assert drain(adapter)[0] == []
    assert told(platform)[0]["problems"] == ["case-unknown"]


@pytest.mark.parametrize(
    ("raw", "type_", "problem"),
    [
        (b"[]", "entry-ban", "object-expected"),
        (b'{"a":1,"a":2}', "entry-ban", "json-duplicate-member"),
        (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", "entry-ban", "json-too-deep"),
        (b'{"tahrir":99999999999999999999}', "entry-ban", "json-number"),
        (b"{}", "nomaʼlum_hujjat", "document-unknown"),
        (national("entry-ban", tashabbuskor="kz-mvd"), "entry-ban", "authority-foreign"),
        (national("readmission-request", soralgan_organ="ru-guvm"), "readmission-request", "route-missing"),
        (national("entry-ban", asoslar=["NO-SUCH"]), "entry-ban", "schema-enum"),
    ],
)
def test_a_document_that_cannot_be_sent_is_told_alone_and_blocks_nothing(
    platform: Simulator, adapter: MipAdapter, raw: bytes, type_: str, problem: str
) -> None:
    platform.raw(raw, type=type_)
    platform.put("entry-ban")
    changes, _ = drain(adapter)

    assert len(changes) == 1
    assert [(each["accepted"], each["problems"][:1]) for each in told(platform)] == [(False, [problem])]


def test_outcomes_are_told_with_their_national_place(platform: Simulator, adapter: MipAdapter) -> None:
    platform.put("entry-ban", count=2)
    changes, _ = drain(adapter)
    problem = Problem(code="schema-violation", pointer="/record/decision/number", ru="…", en="…")
    first = Sent(origin=changes[0].origin, message_id="m-1", verdict=Verdict.ACCEPTED)
    second = Sent(origin=changes[1].origin, message_id="m-2", verdict=Verdict.REFUSED, problems=[problem])
    adapter.source.sent([first, second])

    assert [(each["accepted"], each["problems"]) for each in told(platform)] == [
        (True, []),
        (False, ["schema-violation"]),
    ]


@pytest.mark.parametrize("mode", ["duplicate", "out-of-order"])
def test_pages_in_disorder_give_each_document_once_and_in_order(
    platform: Simulator, adapter: MipAdapter, mode: str
) -> None:
    subjects = platform.put("entry-ban", count=12)
    with platform.misbehaving(mode):
        changes, _ = drain(adapter, limit=5)

    if mode == "duplicate":
        assert [change.subject for change in changes] == subjects
    else:
        assert len({change.subject for change in changes}) == len(changes)


@pytest.mark.parametrize("mode", ["error", "html", "half", "reset"])
def test_an_answer_that_cannot_be_used_is_asked_for_again(platform: Simulator, adapter: MipAdapter, mode: str) -> None:
    platform.put("entry-ban")
    for order in ("hujjatlar", "token"):
        with platform.misbehaving(mode, operation=order):
            adapter.source._platform._tokens.drop()
            with pytest.raises(SourceUnavailableError):
                adapter.source.changes(None, 5)

    assert len(adapter.source.changes(None, 5).changes) == 1


@pytest.mark.parametrize("mode", ["error", "html", "half", "forget", "reset"])
def test_a_record_that_was_perhaps_taken_is_given_again_and_held_once(
    platform: Simulator, adapter: MipAdapter, mode: str
) -> None:
    record = delivery(ban(), index=1)
    with platform.misbehaving(mode, operation="yozuvlar"), pytest.raises(SinkUnavailableError):
        adapter.sink.apply([record])

    assert adapter.sink.apply([record])[0].problem is None
    assert len(platform.ask("received")["records"]) == 1


def test_a_message_that_is_there_already_is_done_even_if_it_is_written_otherwise_now(
    platform: Simulator, adapter: MipAdapter
) -> None:
    first, again = (delivery(ban(source_system=name), index=1) for name in ("A", "B"))

    assert [adapter.sink.apply([each])[0].problem for each in (first, again)] == [None, None]
    assert len(platform.ask("received")["records"]) == 1


def test_a_token_that_has_expired_is_replaced_once(platform: Simulator, adapter: MipAdapter) -> None:
    platform.put("entry-ban")
    adapter.source.changes(None, 1)
    with platform.misbehaving("stranger", times=1):
        assert len(adapter.source.changes(None, 1).changes) == 1
    with platform.misbehaving("stranger"), pytest.raises(SourceUnavailableError, match="401"):
        adapter.source.changes(None, 1)


@pytest.mark.parametrize("status", [400, 409, 413, 422])
def test_a_record_that_the_register_will_never_take_is_refused(
    platform: Simulator, adapter: MipAdapter, status: int
) -> None:
    with platform.misbehaving("fault", operation="yozuvlar", name=f"{status} bad_value"):
        outcome = adapter.sink.apply([delivery(ban(), index=1)])[0]

    assert outcome.problem is not None
    assert "bad_value" in outcome.problem.en


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_other_refusals_leave_the_record_for_later(platform: Simulator, adapter: MipAdapter, status: int) -> None:
    with (
        platform.misbehaving("fault", operation="yozuvlar", name=f"{status} Тестов"),
        pytest.raises(SinkUnavailableError) as caught,
    ):
        adapter.sink.apply([delivery(ban(), index=1)])

    assert str(status) in caught.value.detail
    assert "Тестов" not in caught.value.detail


def test_a_code_that_is_none_is_not_repeated(platform: Simulator, adapter: MipAdapter) -> None:
    with platform.misbehaving("fault", operation="yozuvlar", name="422 Тестов Проба"):
        problem = adapter.sink.apply([delivery(ban(), index=1)])[0].problem

    assert problem is not None
    assert "Тестов" not in problem.en + problem.ru
    assert "422" in problem.en


def test_a_slow_platform_is_given_up(platform: Simulator, tmp_path: Path) -> None:
    adapter = make_adapter(settings(platform, tmp_path, timeout_seconds=0.2))
    with platform.misbehaving("slow", seconds=0.6, times=1), pytest.raises(SourceUnavailableError):
        adapter.source.changes(None, 1)
    adapter.close()


def test_pages_larger_than_an_answer_may_be_are_asked_for_in_smaller_ones(platform: Simulator, tmp_path: Path) -> None:
    platform.put("entry-ban", count=20)
    adapter = make_adapter(settings(platform, tmp_path, max_answer_bytes=10_000))
    assert len(drain(adapter)[0]) == 20
    adapter.close()


def test_a_feed_that_went_back_is_not_taken_for_an_empty_one(platform: Simulator, adapter: MipAdapter) -> None:
    with pytest.raises(SourceUnavailableError, match="ends before"):
        adapter.source.changes(str(2**40), 10)


def test_outcomes_and_refusals_wait_for_a_platform_that_is_away(platform: Simulator, adapter: MipAdapter) -> None:
    platform.put("entry-ban", unknown=True)
    with platform.misbehaving("error", operation="natijalar"):
        with pytest.raises(SourceUnavailableError):
            adapter.source.changes(None, 5)
        with pytest.raises(SourceUnavailableError):
            adapter.source.sent([])

    assert adapter.source.changes(None, 5).changes == []
    assert len(told(platform)) == 1


def test_what_was_sealed_goes_to_the_register_opened_and_beside_the_document(
    platform: Simulator, adapter: MipAdapter
) -> None:
    part = Part(media_type="text/plain", content=b"\x00 sinov")
    record = {**json.loads((GOLDEN / "citizenship-check-request.json").read_bytes()), "sealed": [{}]}
    asked = delivery(record, index=3, type_="citizenship-check-request", sender="kz-mvd")

    assert adapter.sink.apply([type(asked)(**{**_values(asked), "parts": [part]})])[0].problem is None
    assert platform.ask("received")["records"][0]["attachments"] == 1


def _values(asked: Any) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in type(asked).__slots__}


def test_a_record_with_a_member_that_has_no_place_is_refused(adapter: MipAdapter) -> None:
    first, second = (delivery(record, index=at) for at, record in enumerate([ban(novelty=1), ban(status="new")], 1))

    problems = [outcome.problem for outcome in adapter.sink.apply([first, second])]
    assert [problem and problem.code for problem in problems] == ["not-expressible", "not-expressible"]


def test_erasing_waits_for_a_platform_that_is_away(platform: Simulator, adapter: MipAdapter) -> None:
    with platform.misbehaving("error", operation="ochirish"), pytest.raises(SinkUnavailableError):
        adapter.sink.erase(["KZ-1"])
    adapter.sink.erase(["KZ-1"])

    assert platform.ask("received")["records"][0]["erased"] == ["KZ-1"]


@pytest.mark.parametrize("changed", [{"password": ""}, {"password": 5}, {"more": "x"}])
def test_a_file_of_credentials_that_is_none_is_said(platform: Simulator, tmp_path: Path, changed: Any) -> None:
    values = settings(platform, tmp_path)
    write_credentials(tmp_path, **changed)
    with pytest.raises(AdapterSettingsError, match="credentials"):
        make_adapter(values)


def test_credentials_that_others_may_read_are_not_used(platform: Simulator, tmp_path: Path) -> None:
    values = settings(platform, tmp_path)
    (tmp_path / "credentials.json").chmod(0o640)
    with pytest.raises(AdapterSettingsError, match="600"):
        make_adapter(values)


def test_wrong_credentials_get_no_token_and_are_not_shown(platform: Simulator, tmp_path: Path) -> None:
    values = settings(platform, tmp_path)
    write_credentials(tmp_path, password="boshqa-parol")
    adapter = make_adapter(values)
    with pytest.raises(SourceUnavailableError, match="no token") as caught:
        adapter.source.changes(None, 1)

    assert base64.b64encode(b"boshqa-parol").decode() not in str(caught.value) + repr(adapter)
    adapter.close()


@pytest.mark.parametrize(
    ("attachments", "problem"),
    [
        ([{"turi": "text/plain", "mazmun": "c2lub3Y="}], None),
        ([{"turi": "text/plain", "mazmun": "с2"}], "base64-invalid"),
        ([{"turi": "text/plain", "mazmun": 5}], "base64-invalid"),
        ([{"mazmun": ""}], "member-missing"),
        ([{"turi": "text/plain", "mazmun": "YQ=="}] * 9, "attachments-too-many"),
        ("x", "list-expected"),
    ],
)
def test_attachments_of_a_document_become_parts(adapter: MipAdapter, attachments: Any, problem: str | None) -> None:
    numbered = Numbered(
        raqam=1,
        turi="fuqarolik_sorovi",
        hujjat=msgspec.Raw(national("citizenship-check-request")),
        ilovalar=msgspec.Raw(json.dumps(attachments).encode()),
    )
    changes, refused = adapter.source._map([numbered])

    if problem is None:
        assert changes[0].parts == [Part(media_type="text/plain", content=b"sinov")]
    else:
        assert (changes, refused[0]["xatolar"][0]["kod"]) == ([], problem)


@pytest.mark.parametrize("dims", ["x", {"sex": 1}, ["sex"]])
def test_a_breakdown_that_is_none_is_told(platform: Simulator, adapter: MipAdapter, dims: Any) -> None:
    summary = json.loads(national("situation-summary"))
    summary["korsatkichlar"][0]["kesim"] = dims
    platform.raw(json.dumps(summary).encode(), type="situation-summary")

    assert adapter.source.changes(None, 5).changes == []
    assert told(platform)[0]["problems"] == ["dims-invalid"]
