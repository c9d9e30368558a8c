"""Summaries, reports, files and reminders as participants read and ask for them over HTTP."""

import json
from typing import Any

import pytest

from hub.report.files import FORMATS
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.summaries import Summaries
from schemas import figures
from tests.integration.api.callers import Api
from tests.integration.hubs import Hub

SECRETARIAT = "cis-ec"
RECORD = figures.load()["tj-2020-h1"]
MEDIA = "application/json"


async def publish(hub: Hub, *tokens: bytes) -> None:
    for token in tokens:
        await hub.submit(token)
    await release_rest(hub.exchange)
    is_done = False
    while not is_done:
        _, is_done = await project.follow(hub.exchange, Summaries())


def sign(hub: Hub, kind: str, record: Any, *, sender: str, to: tuple[str, ...] = ("@council", SECRETARIAT)) -> bytes:
    routing = {"purpose": "council-statistics", "agreement": "cis-2007", "subject": None}
    return hub.sign(sender, record, type=kind, to=list(to), **routing)


def of(year: int) -> dict[str, Any]:
    """Return a summary for the first half of a year that no other test uses."""
    observations = [
        {name: value for name, value in each.items() if name not in {"comparison", "period"}}
        for each in RECORD["observations"]
    ]
    return {**RECORD, "period": {"type": "half", "value": f"{year}-H1"}, "observations": observations}


async def get(api: Api, path: str, by: str = SECRETARIAT) -> Any:
    answer = await api.get(path, by)
    assert answer.status == 200, answer
    return answer.json


async def test_parties_list_summaries_and_others_see_none(api: Api, shared_node: Hub):
    await publish(shared_node, sign(shared_node, "situation-summary", of(1991), sender="tj-molme", to=(SECRETARIAT,)))

    for reader, count in ((SECRETARIAT, 1), ("tj-molme", 1), ("ru-guvm", 0)):
        page = await get(api, "/v1/summaries?period=1991-H1&area=TJ", reader)
        assert [each["record"] for each in page["summaries"]] == [of(1991)] * count
        report = (await get(api, "/v1/reports/1991-H1", reader))["report"]
        assert bool(report["figures"]) == bool(count)


async def test_a_report_is_read_frozen_and_as_files(api: Api, shared_node: Hub):
    await publish(shared_node, sign(shared_node, "situation-summary", of(1992), sender="tj-molme"))
    current = await get(api, "/v1/reports/1992-H1")
    assert current["message"] is None
    assert (await api.get("/v1/reports/1992-H1?state=frozen", SECRETARIAT)).code == "not-found"

    await publish(
        shared_node, sign(shared_node, "situation-report", current["report"], sender=SECRETARIAT, to=("@council",))
    )
    frozen = await get(api, "/v1/reports/1992-H1?state=frozen", "kz-mvd")
    assert frozen["report"] == current["report"]
    assert frozen["message"]["from"] == SECRETARIAT
    evidence = await api.get(f"/v1/messages/{frozen['message']['id']}/evidence?from={SECRETARIAT}", "kz-mvd")
    assert evidence.status == 200
    for form, media in FORMATS.items():
        for language in ("ru", "en"):
            path = f"/v1/reports/1992-H1/files/{form}?state=frozen"
            answer = await api.get(path, "kz-mvd", headers={"Accept-Language": language})
            assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (200, media)
            assert answer.headers["Content-Language"] == language
            assert f'filename="situation-report-1992-H1-1-{language}.{form}"' in answer.headers["Content-Disposition"]
    assert (
        json.loads((await api.get("/v1/reports/1992-H1/files/json?state=frozen", "kz-mvd")).body) == current["report"]
    )


async def test_the_public_report_leaves_out_who_does_not_agree(api: Api, shared_node: Hub):
    private = {**of(1993), "publication_consent": False}
    await publish(shared_node, sign(shared_node, "situation-summary", private, sender="tj-molme"))

    assert (await get(api, "/v1/reports/1993-H1"))["report"]["figures"] != []
    assert (await get(api, "/v1/reports/1993-H1?audience=public"))["report"]["figures"] == []


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/reports/1994-H3", 400, "parameter-invalid"),
        ("/v1/reports/1994-H1?audience=press", 400, "parameter-invalid"),
        ("/v1/reports/1994-H1?state=old", 400, "parameter-invalid"),
        ("/v1/reports/1994-H1/files/doc", 404, "not-found"),
        ("/v1/summaries?period=1994-H3", 400, "parameter-invalid"),
        ("/v1/summaries?area=tj", 400, "parameter-invalid"),
        ("/v1/summaries?area=TJK", 400, "parameter-invalid"),
        ("/v1/summaries?limit=101", 400, "parameter-invalid"),
    ],
)
async def test_what_is_asked_for_wrongly_is_refused(api: Api, path, status, code):
    answer = await api.get(path, SECRETARIAT)
    assert (answer.status, answer.code) == (status, code)


async def ask(api: Api, by: str, body: bytes, media: str = MEDIA) -> Any:
    headers = {"Authorization": f"Bearer {api.token(by)}", "Content-Type": media}
    return await api.call("POST", "/v1/reports/1995-H1/reminders", data=body, headers=headers)


async def test_the_secretariat_has_members_reminded(api: Api):
    answer = await ask(api, SECRETARIAT, b"{}")
    assert (answer.status, set(answer.json["reminded"])) == (
        200,
        {"ru-guvm", "tj-molme", "tj-mvd", "kz-mvd", "kg-migration", "by-mvd"},
    )
    answer = await ask(api, SECRETARIAT, b'{"participants": ["tj-mvd"], "due_on": "2026-12-31"}')
    assert answer.json == {"reminded": ["tj-mvd"]}
    assert (await ask(api, "tj-mvd", b"{}")).code == "role-not-allowed"


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"[]", MEDIA, 400),
        (b'{"to": ["tj-mvd"]}', MEDIA, 400),
        (b'{"participants": "tj-mvd"}', MEDIA, 400),
        (b'{"participants": [1]}', MEDIA, 400),
        (b'{"participants": ["nobody"]}', MEDIA, 400),
        (b'{"due_on": "31.12.2026"}', MEDIA, 400),
        (b'{"due_on": 20261231}', MEDIA, 400),
        (b"{", MEDIA, 400),
        (b"{}", "text/plain", 415),
        (b"{}" + b" " * 20_000, MEDIA, 413),
    ],
)
async def test_a_malformed_question_is_refused(api: Api, body, media, status):
    answer = await ask(api, SECRETARIAT, body, media)
    assert answer.status == status
    assert answer.code
