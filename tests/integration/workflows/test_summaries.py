"""Summaries come together in a report, and the report is frozen by a signed message."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from hub.core.errors import MissingError, ParameterError, RoleNotAllowedError, UnprocessableError
from hub.core.statistics import situation_report
from hub.workflows.log.release_log import release_rest
from hub.workflows.notices.send_notice import Herald
from hub.workflows.projections import project
from hub.workflows.projections.summaries import Summaries
from hub.workflows.reports.consolidate_summaries import consolidate_summaries, read_frozen
from hub.workflows.reports.read_summaries import read_summaries
from hub.workflows.reports.remind_states import ask_reminders, send_reminders
from schemas import figures
from tests.integration.hubs import Hub, code_of, connected
from tests.integration.workflows.test_notices import notices

REAL = figures.load()
SECRETARIAT = "cis-ec"
STATISTICS = {"purpose": "council-statistics", "agreement": "cis-2007", "subject": None}


def summary(
    hub: Hub, record: Mapping[str, Any], *, sender: str = "tj-molme", to: tuple[str, ...] = ("@council", SECRETARIAT)
) -> bytes:
    return hub.sign(sender, record, type="situation-summary", to=list(to), **STATISTICS)


async def publish(hub: Hub, *tokens: bytes) -> None:
    for token in tokens:
        await hub.submit(token)
    await follow(hub)


async def follow(hub: Hub) -> None:
    await release_rest(hub.exchange)
    is_done = False
    while not is_done:
        _, is_done = await project.follow(hub.exchange, Summaries())


async def report(hub: Hub, reader: str, period: str = "2020-H1", audience: str = "council") -> dict[str, Any]:
    return await consolidate_summaries(hub.exchange, reader=reader, period=period, audience=audience)


async def freeze(hub: Hub, period: str) -> str:
    """Freeze what the secretariat sees; return the message's id."""
    record = await report(hub, SECRETARIAT, period)
    token = hub.sign(
        SECRETARIAT,
        record,
        type="situation-report",
        to=["@council"],
        **{**STATISTICS, "subject": situation_report.subject(period)},
    )
    await publish(hub, token)
    return str(
        (await read_frozen(hub.exchange, reader=SECRETARIAT, period=period, audience="council"))["message"]["id"]
    )


async def page(hub: Hub, reader: str, **asked: Any) -> dict[str, Any]:
    return await read_summaries(
        hub.exchange, reader=reader, **{"after": 0, "period": None, "area": None, "limit": 100, **asked}
    )


async def test_a_report_shows_nobody_more_than_he_received(node: Hub):
    await publish(node, summary(node, REAL["tj-2020-h1"], to=(SECRETARIAT, "ru-guvm")))

    for reader, indicators in (("tj-molme", 9), (SECRETARIAT, 9), ("ru-guvm", 9), ("kz-mvd", 0), ("tm-sms", 0)):
        found = await report(node, reader)
        assert len({each["indicator"] for each in found["figures"]}) == indicators, reader
        assert len((await page(node, reader))["summaries"]) == (1 if indicators else 0)


async def test_summaries_are_listed_as_they_were_sent_page_by_page(node: Hub):
    await publish(
        node,
        *(summary(node, REAL[name]) for name in ("tj-2019", "tj-2020-h1")),
        summary(node, REAL["ru-2019"], sender="ru-guvm"),
    )

    first = await page(node, SECRETARIAT, limit=2)
    rest = await page(node, SECRETARIAT, after=first["next"])
    assert [each["record"] for each in first["summaries"]] == [REAL["tj-2019"], REAL["tj-2020-h1"]]
    assert [each["from"] for each in rest["summaries"]] == ["ru-guvm"]
    assert (await page(node, SECRETARIAT, after=rest["next"]))["next"] == rest["next"]
    assert len((await page(node, SECRETARIAT, area="TJ"))["summaries"]) == 2
    assert len((await page(node, SECRETARIAT, period="2019"))["summaries"]) == 2
    assert len((await page(node, SECRETARIAT, period="2019", area="RU"))["summaries"]) == 1


async def test_every_figure_of_the_source_documents_is_sent_and_reproduced(node: Hub):
    senders = {"TJ": "tj-molme", "RU": "ru-guvm"}
    await publish(node, *(summary(node, said, sender=senders[said["area"]]) for said in REAL.values()))

    listed = [each["record"] for each in (await page(node, SECRETARIAT))["summaries"]]
    assert listed == list(REAL.values())
    for period in ("2016", "2017", "2019", "2020-H1", "2020-10-31"):
        shown = {
            (line["area"], line["indicator"], tuple(line["dims"].items())): (line["value"], line["qualifier"])
            for line in (await report(node, SECRETARIAT, period))["figures"]
        }
        said = {
            (each["area"], item["indicator"], tuple(item["dims"].items())): (item["value"], item["qualifier"])
            for each in REAL.values()
            for item in each["observations"]
            if item.get("period", each["period"])["value"] == period
        }
        assert said.items() <= shown.items(), period
        assert said


async def test_of_two_that_contradict_each_other_one_wins_and_the_other_conflicts(node: Hub):
    said = REAL["tj-2019"]
    other = {**said, "observations": said["observations"][:1]}
    tokens = [summary(node, each) for each in (said, other)]

    assert [code_of(answer) for answer in await node.submit_all(tokens)] == ["accepted", "document-revision-conflict"]
    assert [code_of(answer) for answer in await node.submit_all(tokens)] == ["accepted", "document-revision-conflict"]
    assert code_of((await node.submit_all([summary(node, {**other, "revision": 2})]))[0]) == "accepted"


async def test_what_the_list_of_indicators_says_otherwise_is_asked_about_at_once(node: Hub):
    odd = {**REAL["tj-2020-h1"]["observations"][4], "value": 30, "unit": "cases", "dims": {"sex": "F"}}
    odd.pop("comparison")
    answer = await node.submit(summary(node, {**REAL["tj-2020-h1"], "observations": [odd]}))

    assert [fault.code for fault in answer.warnings] == ["unit-differs", "dimension-unknown"]


async def test_a_value_that_could_point_to_persons_is_refused(node: Hub):
    small = {**REAL["tj-2020-h1"]["observations"][4], "value": 3}
    small.pop("comparison")
    (answer,) = await node.submit_all([summary(node, {**REAL["tj-2020-h1"], "observations": [small]})])

    assert isinstance(answer, UnprocessableError)
    assert [(fault.pointer, fault.code) for fault in answer.faults] == [("/record/observations/0/value", "small-cell")]


async def test_a_frozen_report_stays_what_it_was(node: Hub):
    await publish(node, summary(node, REAL["tj-2020-h1"]))
    first = await freeze(node, "2020-H1")
    revised = {**REAL["tj-2020-h1"], "revision": 2, "observations": REAL["tj-2020-h1"]["observations"][:1]}
    await publish(node, summary(node, revised))

    frozen = await read_frozen(node.exchange, reader="kz-mvd", period="2020-H1", audience="council")
    current = await report(node, "kz-mvd")
    assert frozen["message"]["id"] == first
    assert (frozen["report"]["edition"], current["edition"]) == (1, 2)
    assert len(frozen["report"]["figures"]) == 11
    assert len(current["figures"]) == 1

    assert await freeze(node, "2020-H1") != first
    again = await read_frozen(node.exchange, reader="kz-mvd", period="2020-H1", audience="council")
    assert (again["report"]["edition"], len(again["report"]["figures"])) == (2, 1)


async def test_what_was_not_frozen_or_not_received_is_missing(node: Hub):
    await publish(node, summary(node, REAL["tj-2020-h1"]))
    await freeze(node, "2020-H1")

    for reader, period, audience in (
        ("kz-mvd", "2019", "council"),
        ("kz-mvd", "2020-H1", "public"),
        ("tm-sms", "2020-H1", "council"),
    ):
        with pytest.raises(MissingError):
            await read_frozen(node.exchange, reader=reader, period=period, audience=audience)


async def test_what_is_no_period_is_refused(node: Hub):
    for period in ("2020-H3", "yesterday"):
        with pytest.raises(ParameterError):
            await report(node, SECRETARIAT, period)


async def test_only_the_secretariat_freezes(node: Hub):
    await publish(node, summary(node, REAL["tj-2020-h1"]))
    record = await report(node, "ru-guvm")
    token = node.sign("ru-guvm", record, type="situation-report", to=["tj-molme"], **STATISTICS)

    (answer,) = await node.submit_all([token])
    assert getattr(answer, "code", "accepted") != "accepted"


async def test_the_projection_ends_alike_when_it_is_rebuilt(node: Hub):
    await publish(node, summary(node, REAL["tj-2019"]), summary(node, REAL["tj-2020-h1"]))
    await freeze(node, "2019")
    before = await rows(node)
    assert [len(each) for each in before] == [2, 1]

    await project.rebuild(node.exchange, Summaries())
    assert await rows(node) == before


async def rows(hub: Hub) -> list[list[Any]]:
    async with connected(hub.dsn) as conn:
        return [
            [tuple(row) for row in await conn.fetch(f"SELECT * FROM {table} ORDER BY index")]
            for table in Summaries.tables
        ]


async def test_what_is_erased_goes_from_the_lists(node: Hub):
    await publish(node, summary(node, REAL["tj-2019"]))
    await freeze(node, "2019")
    async with node.exchange.pool.acquire() as conn:
        await Summaries().forget(conn, [each[0] for table in await rows(node) for each in table])

    assert await rows(node) == [[], []]


async def test_missing_states_are_reminded_once_by_the_hub(node: Hub):
    await publish(node, summary(node, REAL["tj-2020-h1"]))
    reminded = await ask_reminders(
        node.exchange, asked_by=SECRETARIAT, period="2020-H1", participants=(), due_on=date(2026, 12, 1)
    )
    assert reminded == ["by-mvd", "kg-migration", "kz-mvd", "ru-guvm"]

    herald = Herald(node.exchange, node.process.committer, node.trust.keys["hub"])
    assert [await send_reminders(herald), await send_reminders(herald)] == [4, 0]
    (told,) = await notices(node, "kz-mvd")
    assert told.version == "1.1"
    assert {name: told.record[name] for name in ("kind", "period", "due_on")} == {
        "kind": "summary-missing",
        "period": {"type": "half", "value": "2020-H1"},
        "due_on": "2026-12-01",
    }
    assert await notices(node, "tj-molme") == []


async def test_a_participant_is_reminded_by_name_and_again_if_asked_again(node: Hub):
    asked = {"asked_by": SECRETARIAT, "period": "2020", "participants": ["tj-mvd"], "due_on": None}
    herald = Herald(node.exchange, node.process.committer, node.trust.keys["hub"])
    for _ in range(2):
        assert await ask_reminders(node.exchange, **asked) == ["tj-mvd"]
        await send_reminders(herald)

    assert len(await notices(node, "tj-mvd")) == 2


async def test_without_a_key_of_the_hub_reminders_wait(node: Hub):
    await ask_reminders(node.exchange, asked_by=SECRETARIAT, period="2020", participants=["tj-mvd"], due_on=None)

    assert await send_reminders(Herald(node.exchange, node.process.committer, None)) == 0
    assert await send_reminders(Herald(node.exchange, node.process.committer, node.trust.keys["hub"])) == 1


@pytest.mark.parametrize(
    ("asked_by", "participants", "error"),
    [
        ("tj-molme", [], RoleNotAllowedError),
        (SECRETARIAT, ["nobody"], ParameterError),
        (SECRETARIAT, [SECRETARIAT], ParameterError),
    ],
)
async def test_others_may_not_remind_nor_others_be_reminded(node: Hub, asked_by, participants, error):
    with pytest.raises(error):
        await ask_reminders(node.exchange, asked_by=asked_by, period="2020", participants=participants, due_on=None)
