"""What an authority asked about data, or corrected, and who is still waited for."""

from typing import Any

from hub.core import leaf as leaves
from hub.core.leaf import MessageLeaf
from hub.core.receipt import Receipt
from tests.integration.api.callers import Api
from tests.integration.hubs import Hub
from tests.support.records import example

ISSUER, FIRST, SECOND = "ru-guvm", "tj-mvd", "kz-mvd"


async def send(
    hub: Hub, kind: str, name: str, sender: str, to: list[str], **members: Any
) -> tuple[Receipt, MessageLeaf]:
    """Submit an example with changed members; return its receipt and leaf. Routing stands under `routing`."""
    routing = members.pop("routing", {})
    token = hub.sign(sender, example(kind, name, **members), type=kind, to=to, **routing)
    receipt = (await hub.submit(token)).receipt
    leaf = leaves.parse(receipt.leaf)
    assert isinstance(leaf, MessageLeaf)
    return receipt, leaf


async def listed(api: Api, by: str, after: int, waiting: str = "false") -> list[tuple[str, str, list[str], list[str]]]:
    answer = await api.get(f"/v1/data-requests?after={after}&waiting={waiting}", by)
    assert answer.status == 200
    return [tuple(each[name] for name in ("kind", "id", "asked", "waits_for")) for each in answer.json["requests"]]


async def test_an_authority_sees_who_has_not_answered_or_carried_out_what_it_sent(api: Api, shared_node: Hub) -> None:
    hub = shared_node
    ban = (await hub.submit(hub.ban(sender=ISSUER, to=[FIRST, SECOND]))).receipt
    leaf = leaves.parse(ban.leaf)
    assert isinstance(leaf, MessageLeaf)
    about = {"records": [{"sender": leaf.sender, "id": leaf.id, "sha256": leaf.sha256}]}
    use, notice = f"RU-U-{hub.next_number()}", f"RU-C-{hub.next_number()}"
    both = [FIRST, SECOND]
    _, asked = await send(hub, "usage-report-request", "one-record", ISSUER, both,
                          request_id=use, routing={"subject": use}, **about)  # fmt: skip
    corrected, told = await send(hub, "correction-notice", "erase", ISSUER, both,
                                 notice_id=notice, routing={"subject": notice}, **about)  # fmt: skip

    assert await listed(api, ISSUER, ban.index) == [
        ("usage-request", asked.id, both, sorted(both)),
        ("correction", told.id, both, sorted(both)),
    ]
    assert await listed(api, FIRST, ban.index) == []

    await hub.submit(hub.said(FIRST, "processed", corrected))
    report = {"request_id": use, "requesting_authority": ISSUER}
    uses = [{**example("usage-report", "not-used")["uses"][0], "record": about["records"][0]}]
    await send(hub, "usage-report", "not-used", FIRST, [ISSUER], **report, uses=uses,
               routing={"subject": use, "reply_to": asked.id})  # fmt: skip
    assert [waits for *_, waits in await listed(api, ISSUER, ban.index)] == [[SECOND], [SECOND]]

    await hub.submit(hub.said(SECOND, "processed", corrected))
    assert [kind for kind, *_ in await listed(api, ISSUER, ban.index, "true")] == ["usage-request"]
    assert len(await listed(api, ISSUER, ban.index)) == 2


async def test_what_is_neither_true_nor_false_is_refused(api: Api) -> None:
    answer = await api.get("/v1/data-requests?waiting=perhaps", ISSUER)

    assert (answer.status, answer.code) == (400, "parameter-invalid")
