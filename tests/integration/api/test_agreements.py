"""The register over HTTP: what judges today, what is missing, and versions with their proofs for the parties."""

import pytest

from tests.integration.api.callers import Api


async def test_the_list_says_what_judges_and_what_the_protocol_does_not_supply(api: Api):
    answer = await api.get("/v1/agreements", "tj-mvd")
    listed = {each["id"]: each for each in answer.json["agreements"]}
    waiting, ours = listed["ru-tj-readmission"], listed["kz-tj-readmission"]

    assert (ours["judging"], ours["status"], ours["deadline_profile"]) == (1, "in_force", "cis-bilateral-default")
    assert (waiting["judging"], waiting["status"]) == (1, "negotiation")
    assert waiting["missing"] == ["competent_authorities", "crossing_points", "terms"]


async def test_a_party_reads_every_version_with_its_document_and_proof(api: Api):
    answer = await api.get("/v1/agreements/kz-tj-readmission", "tj-mvd")
    (version,) = answer.json["versions"]

    assert answer.status == 200
    assert (answer.json["judging"], answer.json["in_force"]) == (1, True)
    assert (version["consents"], version["status"]) == ([], "in_force")
    assert '"id":"kz-tj-readmission"' in version["document"]


@pytest.mark.parametrize("path", ["/v1/agreements/kz-tj-readmission", "/v1/agreements/none"])
async def test_what_is_not_yours_looks_like_nothing(api: Api, path: str):
    answer = await api.get(path, "kg-migration")
    assert (answer.status, answer.code) == (404, "not-found")


async def test_calendars_are_shown_to_participants_with_their_version(api: Api):
    shown = {each["state"]: each for each in (await api.get("/v1/calendars", "kg-migration")).json["calendars"]}

    assert len(shown) == 9
    assert {"date": "2026-09-09"}.items() <= next(
        each for each in shown["TJ"]["holidays"] if each["date"] == "2026-09-09"
    ).items()
    assert (await api.get("/v1/calendars")).status == 401
