"""The parties' consents: nobody else brings an agreement into force, changes one in force, or ends it."""

from datetime import timedelta
from typing import Any

import pytest

from hub.core import receipt as receipts
from hub.core.errors import UnprocessableError
from hub.core.leaf import ActLeaf
from hub.workflows.agreements import change_agreement as changing
from hub.workflows.agreements.change_agreement import ConsentMissingError, change_agreement
from hub.workflows.agreements.read_agreement import read_agreement
from hub.workflows.log.release_log import release_rest
from hub.workflows.trust.log_statement import log_statement
from keys import delegation
from keys.errors import KeysError, StatementHubError, StatementSignerError, StatementTimeError
from keys.jwk import PrivateKey
from tests.integration import suspensions
from tests.integration.agreements import BOTH, agree, approve, consent_of, in_force
from tests.integration.hubs import Hub
from tests.integration.log_check import check_log
from tests.support.hub import from_now, now


@pytest.fixture
def name(shared_node: Hub) -> str:
    return f"test-consent-{shared_node.next_number()}"


async def publish(hub: Hub, document: dict[str, Any]) -> None:
    await change_agreement(hub.exchange, hub.process.committer, document)


async def missing(hub: Hub, document: dict[str, Any]) -> str:
    with pytest.raises(ConsentMissingError) as caught:
        await publish(hub, document)
    return str(caught.value.facts["parties"])


async def test_the_operator_alone_brings_nothing_into_force(shared_node: Hub, name: str):
    document = in_force(1, name)
    assert await missing(shared_node, document) == "RU, TJ"
    await approve(shared_node, document, ["ru-guvm"])
    assert await missing(shared_node, document) == "TJ"
    await approve(shared_node, document, ["tj-mvd"])
    await publish(shared_node, document)

    assert shared_node.exchange.judgement.register[name].status == "in_force"


async def test_a_consent_is_to_these_bytes_and_no_others(shared_node: Hub, name: str):
    await approve(shared_node, in_force(1, name))
    assert await missing(shared_node, in_force(1, name, valid_until="2030-01-01")) == "RU, TJ"


async def test_a_consent_to_another_version_or_by_a_state_that_is_no_party_does_not_count(shared_node: Hub, name: str):
    document = in_force(1, name)
    for participant, change in (("ru-guvm", {"version": 2}), ("ru-guvm", {"agreement": "cis-2000"}), ("kz-mvd", {})):
        token = consent_of(shared_node, participant, document, **change)
        await log_statement(shared_node.exchange, shared_node.process.committer, token)
    assert await missing(shared_node, document) == "RU, TJ"


async def test_one_party_may_suspend_and_both_let_it_go_on(shared_node: Hub, name: str):
    await agree(shared_node, in_force(1, name))
    await agree(shared_node, in_force(2, name, status="suspended"), ["tj-mvd"])
    again = in_force(3, name)
    await approve(shared_node, again, ["tj-mvd"])
    assert await missing(shared_node, again) == "RU"


async def test_no_illegal_move_is_made_even_by_both(shared_node: Hub, name: str):
    await agree(shared_node, in_force(1, name))
    await agree(shared_node, in_force(2, name, status="terminated"))
    with pytest.raises(UnprocessableError) as caught:
        await agree(shared_node, in_force(3, name))
    assert [(fault.pointer, fault.code) for fault in caught.value.faults] == [("/status", "agreement-move")]


async def test_a_consent_is_logged_once_and_answered_again_with_the_same_receipt(shared_node: Hub, name: str):
    token = consent_of(shared_node, "ru-guvm", in_force(1, name))
    first, again = [await log_statement(shared_node.exchange, shared_node.process.committer, token) for _ in range(2)]
    leaf = receipts.leaves.parse(first.leaf)

    assert receipts.format(first) == receipts.format(again)
    assert isinstance(leaf, ActLeaf)
    assert (leaf.act, leaf.subject) == ("consent", "ru-guvm")


@pytest.mark.parametrize(
    ("participant", "change", "error"),
    [
        ("ru-guvm", {"hub": "other.example/test"}, StatementHubError),
        ("ru-guvm", {"at": timedelta(days=-31)}, StatementTimeError),
        ("ru-guvm", {"at": timedelta(hours=1)}, StatementTimeError),
        ("ru-guvm", {"participant": "tj-mvd"}, StatementSignerError),
        ("cis-ec", {}, StatementSignerError),
    ],
)
async def test_what_is_no_partys_word_of_today_is_refused(
    shared_node: Hub, name: str, participant: str, change: dict[str, Any], error: type[KeysError]
):
    token = consent_of(shared_node, participant, in_force(1, name), **from_now(change))
    with pytest.raises(error):
        await log_statement(shared_node.exchange, shared_node.process.committer, token)


async def test_a_contact_person_cannot_consent_for_the_state(shared_node: Hub, name: str):
    person = PrivateKey.generate()
    granted = delegation.Delegation(
        hub=shared_node.trust.list.hub,
        id="0193a1b2-0000-7000-8000-00000000c0de",
        participant="ru-guvm",
        person="p-consent",
        public=person.public,
        types=("*",),
        purposes=("*",),
        valid_from=now() - timedelta(minutes=1),
        valid_until=now() + timedelta(days=1),
        issued_at=now(),
    )
    token = delegation.sign(granted, shared_node.trust.keys["ru-guvm"])
    await log_statement(shared_node.exchange, shared_node.process.committer, token)
    said = consent_of(shared_node, "ru-guvm", in_force(1, name), key=person)
    with pytest.raises(StatementSignerError):
        await log_statement(shared_node.exchange, shared_node.process.committer, said)


async def test_a_consent_by_a_key_that_was_stolen_by_then_does_not_count(node: Hub):
    document = in_force(1, "test-consent")
    await approve(node, document)
    stolen = suspensions.statement(node, "tj-mvd", since=now() - timedelta(hours=1))
    await suspensions.accept(node, stolen)
    assert await missing(node, document) == "TJ"


async def test_the_versions_of_an_agreement_are_shown_with_proofs_and_consents(shared_node: Hub, name: str):
    first = in_force(1, name, effective_from="2099-01-01")
    await agree(shared_node, first)
    await release_rest(shared_node.exchange)
    shown = await read_agreement(shared_node.exchange, name, reader="tj-mvd")
    assert shown is not None
    (version,) = shown["versions"]

    assert shown["judging"] is None
    assert [each["state"] for each in version["consents"]] == ["RU", "TJ"]
    assert [each["participant"] for each in version["consents"]] == list(BOTH)
    assert changing.digest_of(first) == version["sha256"]
    assert version["missing"] == ["competent_authorities", "crossing_points", "terms"]
    assert (version["sha256"] in version["leaf"], len(version["proof"]) > 0) == (True, True)
    await check_log_of(shared_node)


async def check_log_of(hub: Hub) -> None:
    async with hub.exchange.pool.acquire() as conn:
        await check_log(conn, hub.site)


@pytest.mark.parametrize(("reader", "seen"), [("kz-mvd", False), ("tj-molme", True), ("cis-ec", True)])
async def test_an_agreement_is_shown_to_its_parties_and_the_secretariat(
    shared_node: Hub, name: str, reader: str, seen: bool
):
    await agree(shared_node, in_force(1, name))
    assert (await read_agreement(shared_node.exchange, name, reader=reader) is not None) is seen
    assert await read_agreement(shared_node.exchange, "test-nothing", reader=reader) is None
