"""What `hub requests` does: read the list to its end, and print it."""

import argparse
import asyncio
import json
from dataclasses import asdict, dataclass

from hub.cli.command import Exit, Text
from hub.cli.connection import connect
from hub.client.members import Members
from hub.client.reading import shape
from hub.settings import Settings

PAGE = 1000
MOST_NAMES, MOST_TEXT = 1000, 128
KINDS = {
    "request": Text("обращение субъекта данных", "request of a data subject"),
    "usage-request": Text("запрос об использовании", "request for a report on use"),
    "correction": Text("исправление", "correction"),
}
WAITS = Text("ждут: {names}", "waits for: {names}")
SETTLED = Text("ответили все", "all have answered")
NOTHING = Text("запросов и исправлений нет", "no requests and no corrections")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request or a correction: what it is, its reference, its message, whom it went to, who is waited for."""

    kind: str
    subject: str
    id: str
    index: int
    asked: tuple[str, ...]
    waits_for: tuple[str, ...]


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the participant's requests."""
    found = asyncio.run(_read(arguments, settings))
    if arguments.json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False))
    else:
        print("\n".join(_line(each, settings.language) for each in found) or NOTHING.of(settings.language))
    return Exit.DONE


async def _read(arguments: argparse.Namespace, settings: Settings) -> list[Asked]:
    query: dict[str, str | int] = {"limit": PAGE, "after": 0, "waiting": "true" if arguments.waiting else "false"}
    found = list[Asked]()
    async with connect(arguments.config, settings) as connection:
        while True:
            page = shape(_parse_page, await connection.client.look("/v1/data-requests", query))
            found += page
            if len(page) < PAGE:
                return found
            query["after"] = page[-1].index + 1


def _parse_page(value: object) -> tuple[Asked, ...]:
    return Members(value, "requests").items("requests", PAGE, _parse)


def _parse(value: object) -> Asked:
    members = Members(value, "request")
    return Asked(
        kind=members.text("kind", MOST_TEXT),
        subject=members.text("subject", MOST_TEXT),
        id=members.text("id", MOST_TEXT),
        index=members.number("index"),
        asked=members.items("asked", MOST_NAMES, _parse_name),
        waits_for=members.items("waits_for", MOST_NAMES, _parse_name),
    )


def _parse_name(value: object) -> str:
    return Members({"name": value}, "name").text("name", MOST_TEXT)


def _line(asked: Asked, language: str) -> str:
    kind = KINDS[asked.kind].of(language) if asked.kind in KINDS else asked.kind
    said = WAITS.of(language).format(names=", ".join(asked.waits_for)) if asked.waits_for else SETTLED.of(language)
    return f"{asked.subject}  {kind}  {asked.id}  {said}"
