"""`hub keyring`: the keys that records at rest are encrypted by, and the master key that wraps them."""

import argparse
import json
from pathlib import Path
from typing import Any

from hub.cli.command import AS_JSON, Command, Exit, Text
from hub.clock import make_clock
from hub.core import retention
from hub.settings import Settings, SettingsError
from hub.workflows.at_rest.open_keyring import KeyringSource, classes_of, source_of
from keys import keyring, master_key
from keys.keyring import Keyring
from keys.master_key import MasterKey
from schemas import catalogue

MADE = Text("ключей создано: {made}, всего: {keys}", "keys made: {made}, in all: {keys}")
REWRAPPED = Text(
    "перезакрыто ключей: {rewrapped}, главный ключ {master}", "keys re-wrapped: {rewrapped}, master key {master}"
)
SHOWN = Text(
    "узел            {hub}\nномер версии    {serial}  (растёт с каждым изменением связки)\n"
    "главный ключ    {masters}\nуничтожено      {destroyed}\nне хватает      {missing}\n",
    "hub             {hub}\nserial          {serial}  (rises with every change of the keyring)\n"
    "master key      {masters}\ndestroyed       {destroyed}\nmissing         {missing}\n",
)
HEADING = Text(
    "класс             ключей  первый … последний (год-месяц; blind: год)",
    "class               keys  first … last (year-month; blind: year)",
)


def _init(arguments: argparse.Namespace, settings: Settings) -> int:
    source, now = source_of(settings), make_clock(settings).now()
    if isinstance(source.master, Path) and not source.master.exists():
        master_key.write(source.master, [MasterKey.generate()])
    keyring.create(source.folder, origin=source.origin)
    wanted = retention.prepared(classes_of(catalogue.load()), retention.month_of(now))
    made = keyring.extend(source.folder, source.masters(), wanted, origin=source.origin, today=now.date())
    _print(arguments, settings, MADE, {"made": len(made), "keys": len(source.load().names)})
    return 0


def _show(arguments: argparse.Namespace, settings: Settings) -> int:
    source = source_of(settings)
    loaded = source.load()
    month = retention.month_of(make_clock(settings).now())
    wanted = retention.needed(classes_of(catalogue.load()), month)
    facts = {
        "hub": loaded.origin,
        "serial": loaded.serial,
        "masters": " ".join(sorted(loaded.masters)),
        "destroyed": len(loaded.destroyed),
        "missing": sum(name not in loaded.wrapping for name in wanted),
    }
    classes = _classes(loaded)
    if arguments.json:
        print(json.dumps({**facts, "classes": classes}))
        return 0
    print(SHOWN.of(settings.language).format(**facts))
    print(HEADING.of(settings.language))
    for name, found in classes.items():
        print(f"{name:16}  {found['keys']:>6}  {found['first']} … {found['last']}")
    return 0


def _classes(loaded: Keyring) -> dict[str, dict[str, Any]]:
    periods: dict[str, list[str]] = {}
    for name in loaded.names:
        kind, _, period = name.partition("/")
        periods.setdefault(kind, []).append(period)
    return {kind: {"keys": len(found), "first": found[0], "last": found[-1]} for kind, found in periods.items()}


def _rewrap(arguments: argparse.Namespace, settings: Settings) -> int:
    source = source_of(settings)
    _print(arguments, settings, REWRAPPED, _rewrap_all(source, settings))
    return 0


def _rotate(arguments: argparse.Namespace, settings: Settings) -> int:
    """Between the steps both master keys open the keyring: a process that starts meanwhile finds what it needs."""
    source = source_of(settings)
    if not isinstance(source.master, Path):
        raise SettingsError(
            "master-key-given",
            "Главный ключ выдаёт systemd, заменить его здесь нельзя. Порядок: docs/how-to/keyring.ru.md.",
            "systemd gives the master key, it cannot be replaced here. The steps are in docs/how-to/keyring.en.md.",
        )
    new, old = MasterKey.generate(), source.masters()
    master_key.replace(source.master, [new, *old][: master_key.MOST])
    facts = _rewrap_all(source, settings)
    master_key.replace(source.master, [new])
    _print(arguments, settings, REWRAPPED, facts)
    return 0


def _rewrap_all(source: KeyringSource, settings: Settings) -> dict[str, Any]:
    masters, today = source.masters(), make_clock(settings).now().date()
    count = keyring.rewrap(source.folder, masters, origin=source.origin, today=today)
    keyring.load(source.folder, masters[:1], origin=source.origin)
    return {"rewrapped": count, "master": masters[0].id}


def _print(arguments: argparse.Namespace, settings: Settings, text: Text, facts: dict[str, Any]) -> None:
    print(json.dumps(facts) if arguments.json else text.of(settings.language).format(**facts))


_ENDS = {
    Exit.DONE: Text("сделано", "done"),
    Exit.WRONG_USE: Text(
        "неверная настройка; связка или главный ключ не читаются, не подходят или небезопасны",
        "a wrong setting; the keyring or the master key is not readable, not fitting or not safe",
    ),
}

COMMAND = Command(
    name="keyring",
    title=Text("ключи шифрования хранимых записей", "the keys that records at rest are encrypted by"),
    about=Text(
        "Связка лежит в HUB_KEYRING_DIR, её закрывает главный ключ HUB_MASTER_KEY_FILE. Без связки записи не прочесть: "
        "храните её копию отдельно от базы и от главного ключа.",
        "The keyring is in HUB_KEYRING_DIR, wrapped by the master key of HUB_MASTER_KEY_FILE. Without it no record can "
        "be read: keep a copy of it, apart from the database and from the master key.",
    ),
    actions=(
        Command(
            name="init",
            title=Text("создать связку и недостающие ключи", "make the keyring, and the keys that it lacks"),
            about=Text(
                "Создаёт главный ключ и связку, если их нет, и ключи на три месяца вперёд. Ничего не затирает.",
                "Makes the master key and the keyring if there are none, and the keys for three months ahead. "
                "Overwrites nothing.",
            ),
            arguments=(AS_JSON,),
            ends=_ENDS,
            run=_init,
        ),
        Command(
            name="show",
            title=Text("показать, какие ключи есть", "show which keys there are"),
            about=Text(
                "Печатает номер версии связки, классы и месяцы ключей, не сами ключи. Номер версии растёт с каждым "
                "изменением: по нему видно, какая из двух копий новее.",
                "Prints the serial of the keyring, classes and months of keys, never a key. The serial rises with "
                "every change: it tells which of two copies is the newer.",
            ),
            arguments=(AS_JSON,),
            ends=_ENDS,
            run=_show,
        ),
        Command(
            name="rotate",
            title=Text("заменить главный ключ", "replace the master key"),
            about=Text(
                "Создаёт новый главный ключ, перезакрывает им связку и убирает прежний. Узел при этом работает.",
                "Makes a new master key, wraps the keyring by it and removes the old one. The hub keeps running.",
            ),
            arguments=(AS_JSON,),
            ends=_ENDS,
            run=_rotate,
        ),
        Command(
            name="rewrap",
            title=Text("перезакрыть связку первым из главных ключей", "wrap the keyring by the first master key"),
            about=Text(
                "Для главного ключа, который выдаёт systemd: первой строкой стоит новый ключ, второй — прежний.",
                "For a master key that systemd gives: the new key stands in the first line, the old one in the second.",
            ),
            arguments=(AS_JSON,),
            ends=_ENDS,
            run=_rewrap,
        ),
    ),
)
