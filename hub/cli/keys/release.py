"""`hub keys held` and `hub keys release`: look at the messages that are held, and let one's own go."""

import argparse
import asyncio
import importlib
import json
from pathlib import Path

from hub.cli.command import AS_JSON, CONFIG, Argument, Command, Exit, Text
from hub.cli.keys import suspend
from hub.cli.parser import UsageError
from hub.clock import make_clock
from hub.settings import Settings
from keys import release

HELD = Text("место {index}  {id}  {type}  для {recipients}", "place {index}  {id}  {type}  for {recipients}")
NONE = Text("ничего не удержано", "nothing is held")


def held(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print what is held."""
    door = importlib.import_module("hub.cli.statement_door")
    messages = asyncio.run(door.read_held(arguments, settings))
    if arguments.json:
        print(json.dumps({"messages": messages}))
        return Exit.DONE
    shown = ({**each, "recipients": ", ".join(each["recipients"])} for each in messages)
    lines = [HELD.of(settings.language).format(**each) for each in shown]
    print("\n".join(lines or [NONE.of(settings.language)]))
    return Exit.DONE


def let_go(arguments: argparse.Namespace, settings: Settings) -> int:
    """Sign the statement, and submit it or write it down."""
    if not arguments.message:
        raise UsageError(("hub", "keys", "release"), Text("нужен --message", "--message is needed"))
    suspend.check(arguments, ("hub", "keys", "release"))
    signer, hub, participant = suspend.open_signer(arguments, settings)
    now = make_clock(settings).now()
    token = release.sign(signer, hub=hub, participant=participant, messages=arguments.message, at=now)
    return suspend.hand_over(arguments, settings, token, Path(f"release-{arguments.message[0]}.jws"))


HELD_COMMAND = Command(
    name="held",
    title=Text("показать удержанные сообщения", "list the messages that are held"),
    about=Text(
        "Свои сообщения, подписанные приостановленным ключом и ещё не вручённые. Смотрит действующий ключ участника.",
        "Your own messages, signed by a suspended key and not delivered yet. Asked by a key of yours that is in force.",
    ),
    arguments=(CONFIG, AS_JSON),
    ends={
        Exit.DONE: Text("список напечатан", "the list was printed"),
        Exit.REFUSED: Text("узел отказал", "the hub refused it"),
        Exit.WRONG_USE: Text("настройки или ключ непригодны", "the settings or the key cannot be used"),
    },
    run=held,
)
RELEASE = Command(
    name="release",
    title=Text("отпустить удержанные сообщения", "let held messages go"),
    about=Text(
        "Подписывает заявление, что названные сообщения — свои, и отправляет его. Получатели увидят их под новым "
        "номером.",
        "Signs the statement that the messages named are the participant's own, and submits it. Recipients see them "
        "under a new number.",
    ),
    arguments=(
        Argument(
            name="--message",
            value=Text("СООБЩЕНИЕ", "MESSAGE"),
            many=True,
            help=Text("идентификатор, можно несколько раз", "its id, may be repeated"),
        ),
        *suspend.SIGNING,
        AS_JSON,
    ),
    ends=suspend.ENDS,
    run=let_go,
)
