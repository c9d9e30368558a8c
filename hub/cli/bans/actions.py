"""What `hub bans` does: it asks, and prints."""

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from hub.cli.bans import lists
from hub.cli.bans.drafts import Drafts
from hub.cli.command import Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.parser import UsageError
from hub.core import instant
from hub.core.entry_ban.listing import SCHEME
from hub.settings import Settings

PAGE = 500
PATH = ("hub", "bans", "state")
MEMBERS = ("count", "digest", "buckets", "detail", "answers")
SAID = {
    "ban": Text(
        "{ban_id:24} {status:14} ред. {revision:<3} {starts_on} … {ends_on} {warnings}",
        "{ban_id:24} {status:14} rev. {revision:<3} {starts_on} … {ends_on} {warnings}",
    ),
    "equal": Text("списки совпадают: запретов {count}", "the lists are the same: {count} bans"),
    "missing": Text("нет у вас: {ban_id}, ред. {revision}, {status}", "you lack: {ban_id}, rev. {revision}, {status}"),
    "extra": Text(
        "есть только у вас: {ban_id}, ред. {revision}, {status}", "only yours: {ban_id}, rev. {revision}, {status}"
    ),
    "changed": Text(
        "расходится: {ban_id}: у вас ред. {revision}, {status}; доставлена ред. {other}, {stands}",
        "differs: {ban_id}: yours is rev. {revision}, {status}; delivered was rev. {other}, {stands}",
    ),
    "stated": Text(
        "состояние органа расходится с доставленным: заявлено {stated}, доставлено {delivered}; частей: {parts}. "
        "Сверьте свой список: hub bans compare --list",
        "the issuer's state differs from what was delivered: {stated} stated, {delivered} delivered; buckets: {parts}. "
        "Compare your own list: hub bans compare --list",
    ),
    "proposal": Text("{ban_id:24} {verdict:14} {text}", "{ban_id:24} {verdict:14} {text}"),
    "total": Text("всего {count}: {verdicts}", "{count} in all: {verdicts}"),
    "case": Text(
        "{kind:12} {owner} {subject}: запрет {ban_id} у {issuer}; ответить до {due}",
        "{kind:12} {owner} {subject}: ban {ban_id} of {issuer}; answer by {due}",
    ),
    "unverified": Text("{day} (срок не подтверждён)", "{day} (term not verified)"),
    "behind": Text(
        "hub: узел ещё не учёл последние запреты в списке. Повторите через минуту.",
        "hub: the hub has not taken the newest bans into the list yet. Try again in a minute.",
    ),
    "nothing": Text("ничего не ждёт ответа", "nothing waits for an answer"),
}
Answer = Mapping[str, Any]


def _with(do: Callable[[Connection, argparse.Namespace, str], Awaitable[int]]) -> Callable[..., int]:
    """Return an action that is given a connection."""

    def act(arguments: argparse.Namespace, settings: Settings) -> int:
        async def run() -> int:
            async with connect(arguments.config, settings) as connection:
                return await do(connection, arguments, settings.language)

        return asyncio.run(run())

    return act


async def _show(connection: Connection, arguments: argparse.Namespace, language: str) -> int:
    query = {"issuer": _issuer(connection, arguments), **_on(arguments)}
    async for page in _pages(connection, "/v1/entry-bans", query):
        for each in page["bans"]:
            if arguments.json:
                print(json.dumps(each, ensure_ascii=False))
            else:
                days = {name: each[name] or "?" for name in ("starts_on", "ends_on")}
                print(SAID["ban"].of(language).format(**{**each, **days, "warnings": " ".join(each["warnings"])}))
    return Exit.DONE


async def _state(connection: Connection, arguments: argparse.Namespace, language: str) -> int:
    issuer, now = _issuer(connection, arguments), connection.clock.now()
    on = arguments.on or now.date()
    if arguments.list is None and arguments.answers is not None:
        raise UsageError(PATH, Text("с --answers нужен и --list", "--answers needs --list, too"))
    if arguments.list is not None:
        found: Answer | None = lists.state_of(lists.read(arguments.list), arguments.answers)
    else:
        found = await lists.delivered(connection.client, issuer, {"on": on.isoformat()})
    if found is None:
        print(SAID["behind"].of(language), file=sys.stderr)
        return Exit.LATER
    record = {
        "issuer": issuer,
        "holder": connection.config.participant,
        "scheme": SCHEME,
        "on": on.isoformat(),
        "as_of": instant.format(now, seconds=True),
        **{name: found[name] for name in MEMBERS if name in found},
    }
    print(json.dumps(record))
    return Exit.DONE


async def _compare(connection: Connection, arguments: argparse.Namespace, language: str) -> int:
    issuer = _issuer(connection, arguments)
    if arguments.list is None:
        found: Any = await connection.client.look(f"/v1/ban-lists/{issuer}/comparison", {})
        equal, lines = found["equal"], _stated(found, language)
    else:
        found = await lists.compare(connection.client, issuer, lists.read(arguments.list), _on(arguments))
        equal, lines = found["equal"], _different(found, language)
    print(json.dumps(found, ensure_ascii=False) if arguments.json else "\n".join(lines))
    return Exit.DONE if equal else Exit.REFUSED


def _stated(found: Answer, language: str) -> list[str]:
    if found["equal"]:
        return [SAID["equal"].of(language).format(count=found["stated"]["count"])]
    counts = {name: found[name]["count"] for name in ("stated", "delivered")}
    return [SAID["stated"].of(language).format(**counts, parts=len(found["differing"]))]


def _different(found: Answer, language: str) -> list[str]:
    if found["equal"]:
        return [SAID["equal"].of(language).format(count=found["count"])]
    lines = [SAID[name].of(language).format(**each) for name in ("missing", "extra") for each in found[name]]
    for mine, theirs in found["changed"]:
        lines.append(SAID["changed"].of(language).format(**mine, other=theirs["revision"], stands=theirs["status"]))
    return lines


async def _amnesty(connection: Connection, arguments: argparse.Namespace, language: str) -> int:
    verdicts: Counter[str] = Counter()
    drafts = None if arguments.drafts is None else Drafts(connection, arguments.drafts)
    async for page in _pages(connection, f"/v1/amnesties/{arguments.act}/evaluation", _on(arguments)):
        for each in page["proposals"]:
            verdicts[each["verdict"]] += 1
            if drafts is not None:
                await drafts.add(each)
            if arguments.json:
                print(json.dumps(each, ensure_ascii=False))
            else:
                print(SAID["proposal"].of(language).format(**each, text=each["texts"][language]))
    written = [] if drafts is None else drafts.commands(arguments.config, language)
    if not arguments.json:
        told = ", ".join(f"{name} {count}" for name, count in sorted(verdicts.items())) or "-"
        print(*written, SAID["total"].of(language).format(count=verdicts.total(), verdicts=told), sep="\n")
    return Exit.DONE


async def _waiting(connection: Connection, arguments: argparse.Namespace, language: str) -> int:
    found: list[Answer] = []
    query: dict[str, str | int] = {"waiting": "true", "limit": PAGE, "after": 0}
    while True:
        page: Any = await connection.client.look("/v1/ban-cases", query)
        found += page["cases"]
        if len(page["cases"]) < PAGE:
            break
        query["after"] = page["cases"][-1]["index"] + 1
    if arguments.json:
        print(json.dumps(found, ensure_ascii=False))
        return Exit.DONE
    lines = [SAID["case"].of(language).format(**{**each, "due": _due(each, language)}) for each in found]
    print("\n".join(lines) or SAID["nothing"].of(language))
    return Exit.DONE


def _due(case: Answer, language: str) -> str:
    clock = next(iter(case["clocks"]), None)
    if clock is None or clock["due_on"] is None:
        return "-"
    return clock["due_on"] if clock["verified"] else SAID["unverified"].of(language).format(day=clock["due_on"])


async def _pages(connection: Connection, path: str, query: Mapping[str, str]) -> AsyncIterator[Answer]:
    after: str | None = ""
    while after is not None:
        page: Any = await connection.client.look(path, {**query, "after": after, "limit": PAGE})
        yield page
        after = page["next"]


def _issuer(connection: Connection, arguments: argparse.Namespace) -> str:
    return arguments.issuer or connection.config.participant


def _on(arguments: argparse.Namespace) -> dict[str, str]:
    return {} if arguments.on is None else {"on": arguments.on.isoformat()}


show, state, compare, amnesty, waiting = map(_with, (_show, _state, _compare, _amnesty, _waiting))
