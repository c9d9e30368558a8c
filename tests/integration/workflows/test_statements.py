"""Contact persons at the hub: what is logged as a statement, whom it lets sign, and what two persons need."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from hub.core import envelope, statement
from hub.core import leaf as leaves
from hub.core import receipt as receipts
from hub.core.errors import OverloadedError
from hub.core.leaf import ActLeaf, MessageLeaf
from hub.core.quota import Quotas
from hub.store import statements
from hub.workflows.delivery.read_inbox import read_inbox
from hub.workflows.log.release_log import release_rest
from hub.workflows.trust.log_statement import DelegationSupersededError, DelegationTakenError, log_statement
from hub.workflows.trust.read_statements import read_statements
from keys import approval, delegation
from keys import statement as tokens
from keys.errors import KeysError, SignatureError
from keys.suspension import Reason
from schemas import catalogue
from tests.integration import suspensions
from tests.integration.contact_persons import (
    approve,
    code_of_logging,
    delegate,
    log,
    payload_of,
    reply_by,
    request_by,
    withdraw,
)
from tests.integration.hubs import Hub, code_of, connected, count_rows, held_lock, make_message_id
from tests.integration.log_check import check_log
from tests.support import contact_persons
from tests.support.contact_persons import person_key
from tests.support.hub import from_now, now
from tests.support.trust import make_key

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


async def code_of_submitting(hub: Hub, token: bytes) -> str:
    """Submit an envelope and return `accepted` or the refusal's code."""
    (result,) = await hub.submit_all([token])
    return code_of(result)


async def open_case(hub: Hub, case: str) -> str:
    """Let Kazakhstan request readmission; return the id of its request."""
    answer = await hub.submit(hub.request(case))
    leaf = leaves.parse(answer.receipt.leaf)
    assert isinstance(leaf, MessageLeaf)
    return leaf.id


# ------------------------------------------------------------- delegations


async def test_a_contact_person_signs_for_the_participant(node: Hub):
    receipt = await delegate(node, "liaison")
    answer = await node.submit(request_by(node, "liaison", "case-1"))
    said, message = leaves.parse(receipt.leaf), leaves.parse(answer.receipt.leaf)

    assert isinstance(said, ActLeaf)
    assert isinstance(message, MessageLeaf)
    assert (said.act, said.subject, len(said.salt)) == ("delegation", "tj-mvd", 32)
    assert (message.sender, message.to) == ("tj-mvd", ("kz-mvd",))
    assert message.trust == said.trust + 1, "the delegation raised the epoch"
    receipts.verify(receipt, node.exchange.judgement.trust.log_verifier)
    async with connected(node.dsn) as conn:
        await check_log(conn, node.site)


async def test_another_process_takes_it_before_it_has_heard_of_the_delegation(trusted: Hub, shared_second: Hub):
    """It asks anew when it does not know the key: what it had judged by was stale."""
    await delegate(trusted, "liaison")
    async with asyncio.timeout(5):
        while person_key("liaison").kid not in shared_second.exchange.judgement.delegations:
            await asyncio.sleep(0.01)

    assert await shared_second.submit(request_by(shared_second, "liaison", "case-2"))


async def test_nobody_signs_before_he_is_delegated(node: Hub):
    assert await code_of_submitting(node, request_by(node, "liaison", "case-3")) == "key-unknown"


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        ({"types": ("readmission-reply",)}, "delegation-scope"),
        ({"purposes": ("statistics",)}, "delegation-scope"),
        ({"valid_from": HOUR}, "delegation-not-valid"),
        ({"types": ("*",), "purposes": ("*",)}, "accepted"),
    ],
)
async def test_he_signs_within_the_scope_and_the_time_and_not_outside(trusted: Hub, scope: dict[str, Any], code: str):
    person = make_message_id()
    await delegate(trusted, person, **from_now(scope))

    assert await code_of_submitting(trusted, request_by(trusted, person, make_message_id())) == code


async def test_he_signs_no_receipt(node: Hub):
    """Whether a message was processed is for the gateway to say."""
    await delegate(node, "liaison", types=("*",), purposes=("*",))
    answer = await node.submit(node.ban(to=["tj-mvd"]))
    said = node.said("tj-mvd", "processed", answer.receipt)
    forged = node.sign(
        "tj-mvd",
        envelope.parse(payload_of(said), said).record,
        type="receipt",
        to=["ru-guvm"],
        agreement=None,
        purpose="receipt",
        key=person_key("liaison"),
    )

    assert await code_of_submitting(node, forged) == "delegation-scope"


async def test_he_signs_for_nobody_else(node: Hub):
    await delegate(node, "liaison")
    token = node.request("case-4", key=person_key("liaison"))

    assert await code_of_submitting(node, token) == "sender-mismatch"


async def test_a_withdrawal_counts_from_its_leaf_on(node: Hub):
    begun = now() - HOUR
    await delegate(node, "liaison", at=begun)
    assert await node.submit(request_by(node, "liaison", "case-5"))
    await withdraw(node, "liaison")

    assert await code_of_submitting(node, request_by(node, "liaison", "case-6")) == "delegation-withdrawn"
    assert (
        await code_of_logging(node, contact_persons.delegate(node.trust, "tj-mvd", "liaison", at=begun)) == "accepted"
    )
    assert await code_of_submitting(node, request_by(node, "liaison", "case-6")) == "delegation-withdrawn", (
        "the old delegation is in the log already: its receipt is given again, and nothing else happens"
    )


async def test_a_withdrawal_between_the_check_and_the_commit_decides(node: Hub, second_node: Hub):
    """Under the log's lock the epoch tells that what was checked before is of yesterday."""
    await delegate(node, "liaison", at=now() - HOUR)
    async with asyncio.timeout(5):
        while person_key("liaison").kid not in second_node.exchange.judgement.delegations:
            await asyncio.sleep(0.01)
    before = second_node.exchange.judgement
    await withdraw(node, "liaison")
    second_node.exchange.judgement = before

    assert await code_of_submitting(second_node, request_by(second_node, "liaison", "case-7")) == "delegation-withdrawn"


async def test_many_submissions_under_a_withdrawal_none_is_accepted_after_its_leaf(node: Hub, second_node: Hub):
    await delegate(node, "liaison", at=now() - HOUR)
    await asyncio.sleep(0.05)
    results: list[Any] = []

    async def flood(hub: Hub, number: int) -> None:
        for turn in range(15):
            results.extend(await hub.submit_all([request_by(hub, "liaison", f"flood-{number}-{turn}")]))

    async def end() -> int:
        await asyncio.sleep(0.05)
        return (await withdraw(node, "liaison")).index

    *_, last = await asyncio.gather(*(flood((node, second_node)[n % 2], n) for n in range(6)), end())
    accepted = [each.receipt.index for each in results if code_of(each) == "accepted"]

    assert accepted
    assert max(accepted) < last
    assert {code_of(each) for each in results} == {"accepted", "delegation-withdrawn"}


async def test_of_two_statements_about_a_key_the_later_said_one_wins_in_any_order(node: Hub):
    early, late = now() - 2 * HOUR, now() - HOUR
    older = contact_persons.delegate(node.trust, "tj-mvd", "liaison", at=early)
    await withdraw(node, "liaison", at=late)

    assert await code_of_logging(node, older) == DelegationSupersededError.code
    assert await code_of_submitting(node, request_by(node, "liaison", "case-8")) == "delegation-withdrawn"


async def test_two_processes_that_log_about_one_key_at_once_keep_the_order(trusted: Hub, shared_second: Hub):
    early, late = now() - 2 * HOUR, now() - HOUR
    person = make_message_id()
    older = contact_persons.delegate(trusted.trust, "tj-mvd", person, at=early)
    newer = contact_persons.withdraw(trusted.trust, "tj-mvd", person, at=late)
    async with held_lock(trusted.dsn):
        waiting = [
            asyncio.create_task(code_of_logging(trusted, newer)),
            asyncio.create_task(code_of_logging(shared_second, older)),
        ]
        await asyncio.sleep(0.2)
    codes = await asyncio.gather(*waiting)
    async with connected(trusted.dsn) as conn:
        said = [
            row["said"]
            for row in await conn.fetch(
                "SELECT said FROM statement WHERE about = $1 ORDER BY index", person_key(person).kid
            )
        ]

    assert codes[0] == "accepted"
    assert codes[1] in ("accepted", DelegationSupersededError.code)
    assert said == sorted(said)
    assert await code_of_submitting(trusted, request_by(trusted, person, make_message_id())) == "delegation-withdrawn"


async def test_a_process_that_has_not_heard_of_a_delegation_takes_the_approval(node: Hub, second_node: Hub):
    before = second_node.exchange.judgement
    await delegate(node, "first")
    second_node.exchange.judgement = before
    token = contact_persons.approve(node.trust, "tj-mvd", "first", b"{}", at=now())

    assert await code_of_logging(second_node, token) == "accepted"


# ------------------------------------------------------- who may state what


async def test_only_the_participants_own_key_delegates(node: Hub):
    await delegate(node, "liaison")
    by_liaison = contact_persons.delegate(node.trust, "tj-mvd", "friend", at=now(), key=person_key("liaison"))
    by_another = contact_persons.delegate(node.trust, "tj-mvd", "friend", at=now(), key=node.trust.keys["kz-mvd"])
    by_nobody = contact_persons.delegate(node.trust, "tj-mvd", "friend", at=now(), key=make_key("x", "stranger"))
    before = await count_rows(node.dsn)

    assert await code_of_logging(node, by_liaison) == "statement-signer"
    assert await code_of_logging(node, by_another) == "statement-signer"
    assert await code_of_logging(node, by_nobody) == "key-unknown"
    assert await count_rows(node.dsn) == before


async def test_a_suspended_key_delegates_nothing_and_what_it_delegated_stays(node: Hub):
    await delegate(node, "liaison", at=now() - HOUR)
    await suspensions.accept(node, suspensions.statement(node, "tj-mvd"))
    token = contact_persons.delegate(node.trust, "tj-mvd", "friend", at=now())

    assert await code_of_logging(node, token) == "key-suspended"
    assert await node.submit(request_by(node, "liaison", "case-s"))


async def test_what_was_delegated_since_the_key_was_in_other_hands_falls_with_it(node: Hub):
    since = now()
    await delegate(node, "liaison", at=now() - HOUR)
    await suspensions.accept(node, suspensions.statement(node, "tj-mvd", since=since))

    assert await code_of_submitting(node, request_by(node, "liaison", "case-t")) == "delegation-compromised"


@pytest.mark.parametrize("reason", [Reason.STOLEN, Reason.LOST, Reason.SUSPECTED])
async def test_all_that_a_stolen_key_delegated_falls_with_it_where_nobody_says_since_when(node: Hub, reason: Reason):
    await delegate(node, "liaison", at=now() - HOUR)
    await suspensions.accept(node, suspensions.statement(node, "tj-mvd", reason=reason))

    assert await code_of_submitting(node, request_by(node, "liaison", "case-u")) == "delegation-compromised"


async def test_a_delegation_signed_by_a_key_suspended_meanwhile_is_refused(node: Hub, second_node: Hub):
    """It carries the epoch it was judged under."""
    before = second_node.exchange.judgement
    await suspensions.accept(node, suspensions.statement(node, "tj-mvd"))
    second_node.exchange.judgement = before
    token = contact_persons.delegate(node.trust, "tj-mvd", "liaison", at=now())

    assert await code_of_logging(second_node, token) == "key-suspended"


async def test_a_key_of_the_trust_list_or_of_another_participant_is_not_delegated(node: Hub):
    own, others = node.trust.keys["tj-mvd"].public, node.trust.keys["ru-guvm"].public
    await delegate(node, "liaison", at=now() - HOUR)
    taken = contact_persons.delegate(node.trust, "kz-mvd", "liaison", at=now())
    given = [
        contact_persons.delegate(node.trust, "tj-mvd", "friend", at=now(), public=public) for public in (own, others)
    ]
    codes = [await code_of_logging(node, token) for token in (taken, *given)]

    assert codes == [DelegationTakenError.code] * 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hub": "mig.example/production"}, "statement-hub"),
        ({"issued_at": timedelta(minutes=10)}, "statement-time"),
        ({"issued_at": timedelta(days=-31)}, "statement-time"),
        ({"valid_from": timedelta(days=-9), "valid_until": -SECOND}, "statement-time"),
    ],
)
async def test_a_delegation_of_another_hub_or_time_is_refused(node: Hub, changes: dict[str, Any], code: str):
    token = contact_persons.delegate(node.trust, "tj-mvd", "liaison", at=now(), **from_now(changes))

    assert await code_of_logging(node, token) == code


async def test_the_same_statement_again_gets_the_same_receipt_and_no_second_leaf(trusted: Hub, shared_second: Hub):
    token = contact_persons.delegate(trusted.trust, "tj-mvd", make_message_id(), at=now())
    first = await log(trusted, token)
    before = await count_rows(trusted.dsn)
    again = [await log(trusted, token), await log(shared_second, token)]

    assert {receipts.format(each) for each in again} == {receipts.format(first)}
    assert await count_rows(trusted.dsn) == before


async def test_two_processes_that_get_the_same_statement_at_once_log_it_once(trusted: Hub, shared_second: Hub):
    token = contact_persons.delegate(trusted.trust, "tj-mvd", make_message_id(), at=now())
    async with held_lock(trusted.dsn):
        waiting = [asyncio.create_task(log(hub, token)) for hub in (trusted, shared_second)]
        await asyncio.sleep(0.2)
    first, second = await asyncio.gather(*waiting)

    assert receipts.format(first) == receipts.format(second)


async def test_tokens_of_other_kinds_are_refused(node: Hub):
    approved = contact_persons.approve(node.trust, "tj-mvd", "liaison", b"{}", at=now())
    enrolled = tokens.sign({"m": 1}, node.trust.keys["tj-mvd"], tokens.Kind.ENROLMENT)
    codes = [await code_of_logging(node, token) for token in (node.ban(), enrolled)]

    assert codes == ["statement-kind", "statement-kind"]
    assert await code_of_submitting(node, approved) == "token-type"
    with pytest.raises(SignatureError):
        await log(node, b"no token")


# -------------------------------------------------------------- two persons


@pytest.fixture
async def office(node: Hub) -> Hub:
    """A hub at which two contact persons of Tajikistan are known."""
    for person in ("first", "second"):
        await delegate(node, person, at=now() - HOUR)
    return node


async def test_a_decision_takes_two_persons(office: Hub):
    token = reply_by(office, "second", "case-a", await open_case(office, "case-a"))

    assert await code_of_submitting(office, token) == "approval-missing"
    await approve(office, "first", token)
    answer = await office.submit(token)
    assert await office.submit(token) == answer, "the same bytes again get the same receipt"


def test_the_decisions_about_a_person_take_two_and_no_request_does():
    two = {kind.name for kind in catalogue.load().record_types() if kind.two_persons}

    assert two >= {"readmission-reply", "take-back-answer", "transit-reply", "citizenship-check-reply"}
    assert not any(name.endswith(("-request", "-notice")) for name in two)


async def test_the_participants_own_key_decides_alone(office: Hub):
    """Its own order inside the authority stands behind that key."""
    assert await office.submit(office.reply("case-b", "accepted", await open_case(office, "case-b")))


async def test_a_request_takes_one_person(office: Hub):
    assert await office.submit(request_by(office, "first", "case-c"))


async def test_nobody_approves_what_he_signs(office: Hub):
    token = reply_by(office, "second", "case-d", await open_case(office, "case-d"))
    await approve(office, "second", token)

    assert await code_of_submitting(office, token) == "approval-same-person"


async def test_two_keys_of_one_person_are_one_person(office: Hub):
    await delegate(office, "second", public=person_key("spare").public)
    token = reply_by(office, "second", "case-e", await open_case(office, "case-e"))
    await approve(office, "second", token, key=person_key("spare"))

    assert await code_of_submitting(office, token) == "approval-same-person"


async def test_an_approval_is_of_these_bytes_only(office: Hub):
    request = await open_case(office, "case-f")
    token, other = (reply_by(office, "second", "case-f", request) for _ in range(2))
    await approve(office, "first", other)

    assert await code_of_submitting(office, token) == "approval-missing"
    assert await code_of_submitting(office, other) == "accepted"


async def test_an_approval_serves_one_message(office: Hub):
    """The approved payload holds the message id, which is used once."""
    request = await open_case(office, "case-g")
    token = reply_by(office, "second", "case-g", request)
    await approve(office, "first", token)
    assert await office.submit(token)
    again = reply_by(office, "second", "case-g", request)

    assert await code_of_submitting(office, again) in ("approval-missing", "move-not-allowed")
    async with connected(office.dsn) as conn:
        assert await conn.fetchval("SELECT count(*) FROM message WHERE type = 'readmission-reply'") == 1


async def test_who_may_not_decide_may_not_approve(office: Hub):
    await delegate(office, "clerk", types=("readmission-request",))
    await delegate(office, "other", purposes=("statistics",))
    token = reply_by(office, "second", "case-h", await open_case(office, "case-h"))
    refused = contact_persons.approve(office.trust, "tj-mvd", "clerk", payload_of(token), at=now())
    assert await code_of_logging(office, refused) == "delegation-scope"
    await approve(office, "other", token)

    assert await code_of_submitting(office, token) == "approval-not-valid"


async def test_an_approver_withdrawn_between_approval_and_message_vouches_no_more(office: Hub):
    token = reply_by(office, "second", "case-i", await open_case(office, "case-i"))
    await approve(office, "first", token)
    await withdraw(office, "first")

    assert await code_of_submitting(office, token) == "approval-not-valid"


async def test_an_approval_lasts_a_day(office: Hub):
    token = reply_by(office, "second", "case-j", await open_case(office, "case-j"))
    day = timedelta(hours=24)
    too_old = contact_persons.approve(office.trust, "tj-mvd", "first", payload_of(token), at=now() - day)
    assert await code_of_logging(office, too_old) == "statement-time"
    await approve(office, "first", token, at=now() - day + 2 * SECOND)
    await asyncio.sleep(2.5)

    assert await code_of_submitting(office, token) == "approval-expired"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"hub": "mig.example/production"}, "statement-hub"),
        ({"person": "second"}, "statement-person"),
        ({"participant": "kz-mvd"}, "statement-signer"),
        ({"key": person_key("stranger")}, "key-unknown"),
        ({"at": timedelta(minutes=10)}, "statement-time"),
    ],
)
async def test_an_approval_that_does_not_hold_is_not_logged(office: Hub, changes: dict[str, Any], code: str):
    correct: dict[str, Any] = {"participant": "tj-mvd", "person": "first", "at": now(), "key": person_key("first")}
    said = {**correct, **from_now(changes)}
    token = contact_persons.approve(office.trust, payload=b"{}", **said)
    before = await count_rows(office.dsn)

    assert await code_of_logging(office, token) == code
    assert await count_rows(office.dsn) == before


async def test_the_participants_own_key_approves_nothing(office: Hub):
    """An approval is a person's."""
    token = contact_persons.approve(office.trust, "tj-mvd", "first", b"{}", at=now(), key=office.trust.keys["tj-mvd"])

    assert await code_of_logging(office, token) == "key-unknown"


async def test_an_approval_and_its_message_in_one_group_come_in_their_order(office: Hub):
    """Acts go first; the approval is in the log when the message is looked at, or the message is refused."""
    token = reply_by(office, "second", "case-k", await open_case(office, "case-k"))
    async with held_lock(office.dsn):
        message = asyncio.create_task(code_of_submitting(office, token))
        approved = asyncio.create_task(approve(office, "first", token))
        await asyncio.sleep(0.2)
    receipt, code = await approved, await message

    assert code in ("approval-missing", "accepted")
    if code == "accepted":
        assert (await office.submit(token)).receipt.index > receipt.index


# --------------------------------------------------- copies and the register


async def test_what_a_contact_person_signs_is_copied_to_his_own_participants_inbox(office: Hub):
    token = request_by(office, "first", "case-l")
    answer = await office.submit(token)
    leaf = leaves.parse(answer.receipt.leaf)
    await release_rest(office.exchange)
    own = await read_inbox(office.exchange, recipient="tj-mvd", lane="ordinary", after=0, limit=10)
    theirs = await read_inbox(office.exchange, recipient="kz-mvd", lane="ordinary", after=0, limit=10)
    await office.submit(office.request("case-m"))
    await release_rest(office.exchange)
    after = await read_inbox(office.exchange, recipient="kz-mvd", lane="ordinary", after=0, limit=10)

    assert isinstance(leaf, MessageLeaf)
    assert leaf.to == ("kz-mvd",), "the copy is no delivery"
    assert [each.index for each in own.entries] == [each.index for each in theirs.entries] == [answer.receipt.index]
    assert len(after.entries) == 1, "what the participant's own key signed is not copied"


async def test_the_register_shows_every_statement_with_its_proof(office: Hub):
    token = reply_by(office, "second", "case-n", await open_case(office, "case-n"))
    approved = await approve(office, "first", token)
    await release_rest(office.exchange)
    page = await read_statements(office.exchange, kind="delegation", about=None, after=0, limit=1)
    (first,) = page.stated
    rest = await read_statements(office.exchange, kind="delegation", about=None, after=first.index + 1, limit=9)
    kid = person_key("second").kid
    one = await read_statements(office.exchange, kind="delegation", about=kid, after=0, limit=9)
    digest = approval.digest(payload_of(token))
    of_payload = await read_statements(office.exchange, kind="approval", about=digest, after=0, limit=9)

    assert delegation.read(first.token)[1].person == "first"
    assert [delegation.read(each.token)[1].person for each in rest.stated] == ["second"]
    assert [each.index for each in one.stated] == [rest.stated[0].index]
    assert [each.index for each in of_payload.stated] == [approved.index]
    place = statement.find_place(first, kind=tokens.Kind.DELEGATION, participant="tj-mvd", hub=office.exchange.origin)
    assert place.index == first.index
    shown = page.to_json()
    assert shown["next"] == first.index + 1
    assert (
        receipts.open_checkpoint(shown["checkpoint"].encode(), office.exchange.judgement.trust.log_verifier).size
        > first.index
    )


async def test_what_a_message_rests_on_is_found(office: Hub):
    token = reply_by(office, "second", "case-o", await open_case(office, "case-o"))
    approved = await approve(office, "first", token)
    answer = await office.submit(token)
    await delegate(office, "later")
    async with connected(office.dsn) as conn:
        found = await statements.read_of_message(
            conn, index=answer.receipt.index, participant="tj-mvd", payload_sha256=approval.digest(payload_of(token))
        )

    assert [tokens.kind_of(each.token).name for each in found] == ["DELEGATION", "DELEGATION", "APPROVAL"]
    assert found[-1].index == approved.index


async def test_a_statement_altered_in_the_database_counts_for_nothing(office: Hub):
    """Neither a forged delegation nor a forged approval is believed because it stands in a table."""
    token = reply_by(office, "second", "case-p", await open_case(office, "case-p"))
    await approve(office, "first", token)
    async with connected(office.dsn) as conn:
        await conn.execute(
            "UPDATE statement SET body = substr(body, 1, length(body) - 4) || 'AAAA' WHERE kind = 'approval'"
        )
        assert await code_of_submitting(office, token) == "approval-not-valid"
        await conn.execute("UPDATE statement SET body = substr(body, 1, length(body) - 4) || 'AAAA'")
        await conn.execute("SELECT pg_notify('judgement', '')")
    async with asyncio.timeout(5):
        while office.exchange.judgement.delegations:
            await asyncio.sleep(0.01)

    assert await code_of_submitting(office, request_by(office, "first", "case-q")) == "key-unknown"


async def test_a_refusal_echoes_nothing_of_the_statement(office: Hub):
    token = contact_persons.delegate(office.trust, "tj-mvd", "secret-person-name", at=now(), hub="mig.example/other")
    with pytest.raises(KeysError) as caught:
        await log(office, token)

    assert "secret" not in caught.value.ru + caught.value.en + repr(caught.value)


async def test_a_forged_statement_is_refused_before_the_database_is_asked(node: Hub, monkeypatch: pytest.MonkeyPatch):
    await delegate(node, "liaison")
    forged = [
        contact_persons.delegate(node.trust, "tj-mvd", "friend", at=now()),
        contact_persons.delegate(node.trust, "tj-mvd", "friend", at=now(), key=person_key("liaison")),
        suspensions.statement(node),
        suspensions.statement(node, by=node.trust.keys["ru-guvm"]),
    ]
    acquired = count_acquired(node, monkeypatch)
    for token in forged:
        with pytest.raises(SignatureError):
            await log_statement(node.exchange, node.process.committer, token.rpartition(b".")[0] + b"." + b"A" * 86)

    assert acquired == []


async def test_strangers_have_the_database_asked_only_so_often(node: Hub, monkeypatch: pytest.MonkeyPatch):
    node.exchange.stranger_quotas = Quotas(rate=0.001, burst=2)
    by_nobody = contact_persons.delegate(node.trust, "tj-mvd", "friend", at=now(), key=make_key("x", "stranger"))
    assert [await code_of_logging(node, by_nobody) for _ in range(2)] == ["key-unknown"] * 2
    acquired = count_acquired(node, monkeypatch)
    for _ in range(5):
        with pytest.raises(OverloadedError):
            await log_statement(node.exchange, node.process.committer, by_nobody)

    assert acquired == []
    assert await delegate(node, "liaison")


def count_acquired(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return what grows whenever a connection of this test's own task is taken from the pool."""
    acquired: list[object] = []
    real, task = type(hub.exchange.pool).acquire, asyncio.current_task()

    def acquire(pool, *args, **named):
        if asyncio.current_task() is task:
            acquired.append(pool)
        return real(pool, *args, **named)

    monkeypatch.setattr(type(hub.exchange.pool), "acquire", acquire)
    return acquired
