"""A citizen's own enquiry over real HTTP: identity, consent, the plain answer, and what a doubt opens."""

import json
from datetime import timedelta
from typing import Any

import pytest

from hub.core import leaf as leaves
from hub.core.leaf import ActLeaf
from hub.store import access, log
from hub.workflows.data_protection.log_access import open_access
from schemas import catalogue
from tests.integration.api.callers import Answer
from tests.integration.hubs import connected
from tests.integration.screening.conftest import Screened, passport, somebody
from tests.support.hub import RESTRICTED, now

RU = {"issuers": ["ru-guvm"]}
CONSENT = {"form": "written", "given_on": "2026-11-20", "reference": "С-17"}
ZONE = ["P<TJKRAHMONOV<<FIRDAVS<<<<<<<<<<<<<<<<<<<<<<", "4001234563TJK9003152M3003149<<<<<<<<<<<<<<<6"]


async def advise(screened: Screened, person: dict[str, Any], *, by: str = "tj-molme", **changes: Any) -> Answer:
    """Ask for a citizen."""
    asked = {"case_number": "TJ-1", "consent": CONSENT, "person": person, **RU, **changes}
    return await screened.post(by, "citizen", asked)


async def publish(screened: Screened, **record: Any) -> int:
    """Submit a ban to the home authority, with a fresh list; return the ban's number."""
    number = screened.number()
    await screened.publish(number, to=("tj-molme",), **record)
    last = await screened.state(to=("tj-molme",))
    await screened.ask("tj-molme", passport(number), after=last, **RU)
    return number


async def test_a_citizen_is_told_whose_ban_of_which_class_until_when_and_where_to_appeal(screened: Screened):
    number = await publish(screened)

    answer = await advise(screened, passport(number))

    assert answer.status == 200, answer.body
    advice = answer.json
    (ban,) = advice["bans"]
    assert (advice["verdict"], advice["hit_report"], advice["enquiries"]) == ("ban", "none", [])
    assert (ban["issuer"], ban["severity"]["code"], ban["period"]["end_on"]) == ("ru-guvm", "migration", "2029-03-01")
    assert "Кодекс административного судопроизводства" in ban["remedy"]["basis"]["ru"]
    assert (ban["remedy"]["term"], ban["remedy"]["confirmed"], ban["hotline"]) == ("P3M", False, None)
    assert {"ban_id", "decision", "grounds", "features"}.isdisjoint(ban)


async def test_a_ban_that_waits_for_its_start_says_for_what(screened: Screened):
    period = {"kind": "duration", "duration": "P5Y", "start_event": "expulsion"}
    number = await publish(screened, status="pending_start", period=period)

    (ban,) = (await advise(screened, passport(number))).json["bans"]

    assert (ban["status"]["code"], ban["period"]["start_on"], ban["period"]["end_on"]) == ("pending_start", None, None)
    assert (ban["period"]["duration"], ban["period"]["start_event"]["ru"]) == ("P5Y", "выдворение или депортация")


async def test_what_the_issuer_says_of_the_appeal_stands_before_the_data(screened: Screened):
    remedy = {"authority": {"name": "Испытательный суд"}, "term": "P1M", "text": {"ru": "Подайте жалобу."}}
    number = await publish_in_newest(screened, remedy=remedy)

    (ban,) = (await advise(screened, passport(number))).json["bans"]

    assert ban["remedy"]["route"] == {"ru": "Испытательный суд. Подайте жалобу.", "en": "Испытательный суд"}
    assert (ban["remedy"]["term"], ban["remedy"]["confirmed"]) == ("P1M", True)


async def publish_in_newest(screened: Screened, **record: Any) -> int:
    """Submit a ban in the version of the type that has all members."""
    number = screened.number()
    token = screened.hub.ban(number, to=["tj-molme"], version="1.2", record={"subject": somebody(number), **record})
    await screened.hub.submit(token)
    last = await screened.state(to=("tj-molme",))
    await screened.ask("tj-molme", passport(number), after=last, **RU)
    return number


async def test_of_a_restricted_ban_only_that_it_is_one(screened: Screened):
    number = await publish(screened, **RESTRICTED)

    answer = await advise(screened, passport(number))

    (ban,) = answer.json["bans"]
    assert ban["severity"]["code"] == "restricted"
    assert b"114-FZ" not in answer.body


async def test_a_doubt_prepares_the_enquiry_to_the_issuer_with_the_term_of_its_answer(screened: Screened):
    number = await publish(screened)
    person = passport(number)
    born = {**person["birth"]["date"], "year": 1 + person["birth"]["date"]["year"]}
    person = {**person, "birth": {"date": born}, "documents": [{"number": "409999999", "issuing_state": "TJK"}]}

    advice = (await advise(screened, person)).json

    assert (advice["verdict"], advice["bans"]) == ("doubt", [])
    (enquiry,) = advice["enquiries"]
    assert (enquiry["type"], enquiry["to"], enquiry["agreement"]) == ("ban-status-enquiry", ["ru-guvm"], "cis-2000")
    assert (enquiry["clock"]["value"], enquiry["clock"]["unit"], enquiry["clock"]["verified"]) == (12, "hour", False)
    assert enquiry["clock"]["ends_if_delivered_now"] > advice["at"]
    record = enquiry["record"]
    assert record["enquiry_id"] == enquiry["subject"]
    assert record["consent"] is True
    assert list(catalogue.load().validate("ban-status-enquiry", "1.0", record)) == []
    routing = {name: enquiry[name] for name in ("type", "to", "agreement", "purpose", "subject")}
    token = screened.hub.sign("tj-molme", record, **routing)
    assert (await screened.hub.submit(token)).receipt.index > advice["access"]


async def test_somebody_whose_identity_was_misused_is_in_doubt_and_not_banned(screened: Screened):
    number = screened.number()
    victim = {name: somebody(number)[name] for name in ("names", "documents", "sex", "nationalities")}
    victim["birth"] = somebody(number)["birth"]["date"]
    misused = {"consent": {"given_on": "2026-01-01", "categories": sorted(victim)}, "victim": victim}
    token = screened.hub.ban(
        number, to=["tj-molme"], version="1.2", record={"subject": somebody(number), "misused_identity": misused}
    )
    await screened.hub.submit(token)
    last = await screened.state(to=("tj-molme",))
    await screened.ask("tj-molme", passport(number), after=last, **RU)

    assert (await advise(screened, passport(number))).json["verdict"] == "doubt"


async def test_the_consent_is_kept_with_the_access(screened: Screened):
    answer = await advise(screened, passport(900_001))

    index = answer.json["access"]
    async with connected(screened.hub.dsn) as conn:
        ((_, raw),) = await log.read_leaves(conn, index, index + 1)
        (kept,) = [each async for each in access.read_accesses(conn) if each.index == index]
    leaf = leaves.parse(raw)
    assert isinstance(leaf, ActLeaf)
    document = json.loads(open_access(kept, leaf.salt, screened.hub.exchange.vault.keyring.wrapping))
    assert (document["question"], document["purpose"], document["consent"]) == (
        "citizen",
        "pre-departure-advice",
        CONSENT,
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"documents": []}, "question-invalid"),
        ({"documents": [{"number": "400000001", "issuing_state": "KAZ"}]}, "identity-not-proven"),
        ({"documents": [{"number": "400000001"}]}, "identity-not-proven"),
        (
            {"documents": [{"number": "4001", "issuing_state": "TJK", "expires_on": "2020-01-01"}]},
            "identity-not-proven",
        ),
        ({"nationalities": [{"code": "KAZ"}]}, "not-own-citizen"),
        ({"mrz": [ZONE[0], "5" + ZONE[1][1:]]}, "identity-not-proven"),
        ({"mrz": ZONE}, "identity-not-proven"),  # another number and date than were typed
    ],
)
async def test_who_does_not_prove_that_he_is_a_citizen_is_not_searched_for(screened, change, code):
    size = screened.hub.exchange.own.size

    answer = await advise(screened, {**passport(900_002), **change})

    assert answer.code == code
    assert screened.hub.exchange.own.size == size


async def test_a_zone_alone_proves_its_bearer(screened: Screened):
    assert (await advise(screened, {"mrz": ZONE})).status == 200


async def test_consent_of_a_day_to_come_is_none(screened: Screened):
    to_come = (now() + timedelta(days=2)).date().isoformat()  # in Dushanbe it may be tomorrow already

    answer = await advise(screened, passport(900_003), consent={"form": "oral", "given_on": to_come})

    assert (answer.status, answer.code) == (422, "question-invalid")
    assert answer.json["errors"][0]["pointer"] == "/consent/given_on"
