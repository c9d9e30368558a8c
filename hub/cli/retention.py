"""`hub retention`: what is kept and for how long; legal holds."""

import argparse
import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

from hub.cli.command import AS_JSON, Argument, Command, Exit, Text
from hub.cli.database import with_database
from hub.setting_values import WrongValueError
from hub.settings import Settings
from hub.workflows.process.open_exchange import Process, open_process
from hub.workflows.retention import retain_messages
from hub.workflows.retention.show_retention import show_retention

HELD = Text("сообщение удерживается, место в журнале {index}", "the message is on hold, leaf {index}")
RELEASED = Text("удержание снято, место в журнале {index}", "the hold is released, leaf {index}")
HEADING = Text(
    "класс             сообщений  истекло  срок: первый … последний (год-месяц)",
    "class              messages      due  term: first … last (year-month)",
)
TOTALS = Text(
    "стёрто сообщений: {erased}; ключей ждут конца срока копий: {waiting}, уничтожено: {destroyed}",
    "messages erased: {erased}; keys waiting for the backup horizon: {waiting}, destroyed: {destroyed}",
)


def _show(arguments: argparse.Namespace, settings: Settings) -> int:
    found = asyncio.run(_with_process(settings, lambda process: show_retention(process.exchange)))
    if arguments.json:
        print(json.dumps(asdict(found)))
        return 0
    print(HEADING.of(settings.language))
    for each in found.kept:
        print(f"{each.name:16}  {each.messages:>9}  {each.due:>7}  {each.first} … {each.last}")
    print(TOTALS.of(settings.language).format(**asdict(found)))
    return 0


def _hold(arguments: argparse.Namespace, settings: Settings) -> int:
    index = asyncio.run(
        _with_process(
            settings,
            lambda process: retain_messages.hold(
                process.exchange,
                process.committer,
                sender=arguments.sender,
                message_id=arguments.id,
                reason=arguments.reason,
                case=arguments.case,
            ),
        )
    )
    return _told(arguments, settings, HELD, index)


def _release(arguments: argparse.Namespace, settings: Settings) -> int:
    index = asyncio.run(
        _with_process(
            settings,
            lambda process: retain_messages.release(
                process.exchange,
                process.committer,
                sender=arguments.sender,
                message_id=arguments.id,
                reason=arguments.reason,
            ),
        )
    )
    return _told(arguments, settings, RELEASED, index)


def _told(arguments: argparse.Namespace, settings: Settings, text: Text, index: int) -> int:
    print(json.dumps({"index": index}) if arguments.json else text.of(settings.language).format(index=index))
    return 0


async def _with_process(settings: Settings, work: Callable[[Process], Awaitable[Any]]) -> Any:
    async with with_database(settings) as with_one, open_process(with_one) as process:
        return await work(process)


def _parse_id(text: str) -> str:
    """Return a message id."""
    try:
        return str(UUID(text))
    except ValueError:
        raise WrongValueError("нужен номер сообщения (UUID)", "the message's id (a UUID) is needed") from None


_WORD = Text("СЛОВО", "WORD")
_MESSAGE = (
    Argument(
        name="sender",
        value=Text("ОТПРАВИТЕЛЬ", "SENDER"),
        help=Text("участник, отправивший сообщение", "the participant who sent the message"),
    ),
    Argument(
        name="id",
        value=Text("НОМЕР", "ID"),
        parse=_parse_id,
        help=Text("номер сообщения (UUID)", "the message's id (UUID)"),
    ),
)
_REASON = Argument(
    name="--reason",
    value=_WORD,
    required=True,
    help=Text(
        "основание одним словом, без сведений о лицах: court, inspection …",
        "why, in one word and without personal data: court, inspection …",
    ),
)
_ENDS = {
    Exit.DONE: Text("записано в журнал", "logged"),
    Exit.REFUSED: Text(
        "такого сообщения нет, оно стёрто или не удерживается", "no such message, erased, or not on hold"
    ),
    Exit.WRONG_USE: Text("неверная настройка", "a wrong setting"),
    Exit.LATER: Text("база данных недоступна", "the database cannot be reached"),
}

COMMAND = Command(
    name="retention",
    title=Text("сроки хранения и удержание сообщений", "how long messages are kept; legal holds"),
    about=Text(
        "Стирание выполняет работник узла сам, по срокам вида записи. Здесь смотрят, что хранится, и удерживают "
        "сообщение от стирания. Нужны те же настройки, что у hub serve; если узел работает на собственном PostgreSQL "
        "(без HUB_DATABASE_URL), сначала остановите hub serve.",
        "The hub's worker erases by itself, by the terms of each record type. Here one sees what is kept, and keeps a "
        "message from being erased. Needs the same settings as hub serve; where the hub runs a PostgreSQL of its own "
        "(without HUB_DATABASE_URL), stop hub serve first.",
    ),
    actions=(
        Command(
            name="show",
            title=Text("показать, что хранится", "show what is kept"),
            about=Text(
                "По классам хранения: сколько сообщений, у скольких срок истёк, первый и последний месяц, в котором "
                "сроки кончаются. open: конца ещё нет; hold: удерживаются; plain: ещё не зашифрованы.",
                "By retention class: how many messages, how many whose time is over, the first and the last month in "
                "which terms end. open: no end yet; hold: on hold; plain: not encrypted yet.",
            ),
            arguments=(AS_JSON,),
            ends={key: text for key, text in _ENDS.items() if key is not Exit.REFUSED},
            run=_show,
        ),
        Command(
            name="hold",
            title=Text("удержать сообщение от стирания", "keep a message from being erased"),
            about=Text(
                "Действует до hub retention release; записывается в журнал с основанием и номером дела.",
                "Holds until hub retention release; it is logged with its reason and case reference.",
            ),
            arguments=(
                *_MESSAGE,
                _REASON,
                Argument(
                    name="--case",
                    value=_WORD,
                    required=True,
                    help=Text(
                        "номер дела одним словом, без сведений о лицах",
                        "the case reference, one word, no personal data",
                    ),
                ),
                AS_JSON,
            ),
            ends=_ENDS,
            run=_hold,
        ),
        Command(
            name="release",
            title=Text("снять удержание", "release the hold"),
            about=Text(
                "Снимает все удержания сообщения: оно снова хранится по своему сроку.",
                "Ends every hold on the message: it is kept by its own term again.",
            ),
            arguments=(*_MESSAGE, _REASON, AS_JSON),
            ends=_ENDS,
            run=_release,
        ),
    ),
)
