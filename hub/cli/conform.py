"""`hub conform`: is a member's client right, before it goes live?"""

import argparse
import asyncio
import functools
import json
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hub.cli.command import AS_JSON, CONFIG, Argument, Command, Exit, Text
from hub.clock import make_clock
from hub.conform import pages, protocol, run, samples
from hub.conform.protocol import NotAsSignedError, Protocol, Result
from hub.sdk.settings.config import load
from hub.sdk.settings.key_files import read_key
from hub.settings import Settings
from hub.telemetry import configure_logging

LOG = "client.log"
WRITTEN = Text("протокол подписан: {folder} (ключ {kid})", "the protocol is signed: {folder} (key {kid})")
SIGNED = Text("подпись верна, ключ {kid}", "the signature holds, key {kid}")
STRANGE = Text("подписано не вашим ключом, а {kid}", "not signed by that key but by {kid}")
SAMPLES = Text(
    "{folder}: исправных конвертов {accepted}, неисправных {refused}; чего ждать, сказано в expected.json",
    "{folder}: {accepted} right envelopes, {refused} wrong ones; expected.json says what is expected",
)
UNNAMED = Text(
    "чей это ключ, не проверено: сравните с hub trust request участника или укажите --kid",
    "whose key that is was not checked: compare it with the participant's, or give --kid",
)


def run_client(arguments: argparse.Namespace, settings: Settings) -> int:
    """Play the scenarios against the client of a configuration."""
    configure_logging("error")
    config = load(arguments.config)
    key, folder = read_key(config), _out(arguments)
    wanted = run.Wanted(
        config=config,
        path=arguments.config,
        command=arguments.command,
        record_type=arguments.type,
        only=arguments.only,
        log=folder / LOG,
    )
    made = asyncio.run(run.run_client(wanted, make_clock(settings), _teller(arguments, settings.language)))
    return _end(arguments, folder, settings.language, made, key)


def judge_files(arguments: argparse.Namespace, settings: Settings) -> int:
    """Judge files with envelopes offline."""
    config = load(arguments.config)
    key = read_key(config)
    tell = _teller(arguments, settings.language)
    return _end(
        arguments,
        _out(arguments),
        settings.language,
        run.judge_files(arguments.folder, config, key, make_clock(settings), tell),
        key,
    )


def verify(arguments: argparse.Namespace, settings: Settings) -> int:
    """Check a protocol that somebody made."""
    language = settings.language
    try:
        shown, kid = protocol.verify(arguments.folder)
    except NotAsSignedError as error:
        print(error.said.of(language))
        return Exit.REFUSED
    if arguments.json:
        print(json.dumps(shown, ensure_ascii=False))
    else:
        print("\n".join((pages.subject(shown, language), *pages.lines(shown, language))))
    status = _judge(shown, kid, arguments.kid)
    said = STRANGE if arguments.kid not in (None, kid) else SIGNED
    if not arguments.json:
        print(said.of(language).format(kid=kid))
        if status == Exit.NOT_ANCHORED:
            print(UNNAMED.of(language))
    return status


def _judge(shown: Mapping[str, Any], kid: str, wanted: str | None) -> Exit:
    if not protocol.holds(shown) or wanted not in (None, kid):
        return Exit.REFUSED
    return Exit.NOT_ANCHORED if wanted is None else Exit.DONE


def _teller(arguments: argparse.Namespace, language: str) -> run.Tell:
    if arguments.json:
        return lambda _result: None
    return functools.partial(_tell, language)


def _tell(language: str, result: Result) -> None:
    print(pages.line(result.format(), language), flush=True)


def _out(arguments: argparse.Namespace) -> Path:
    """Return the folder of the protocol, which is there."""
    folder: Path = arguments.out or Path(tempfile.mkdtemp(prefix="conform-"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _end(arguments: argparse.Namespace, folder: Path, language: str, made: Protocol, key: Any) -> int:
    shown = protocol.write(folder, made, key)
    if arguments.json:
        print(json.dumps(shown, ensure_ascii=False))
    else:
        print(f"\n{pages.verdict(shown, language)}\n{WRITTEN.of(language).format(folder=folder, kid=key.kid)}")
    return Exit.DONE if made.held else Exit.REFUSED


def write_samples(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write right and wrong envelopes for whoever writes a client."""
    said = samples.write(arguments.folder, arguments.type, make_clock(settings).now())
    if arguments.json:
        print(json.dumps(said, ensure_ascii=False))
        return Exit.DONE
    counts = Counter(each["verdict"] for each in said["samples"])
    print(SAMPLES.of(settings.language).format(folder=arguments.folder, **counts))
    return Exit.DONE


FOLDER = Text("ПАПКА", "FOLDER")
OUT = Argument(
    name="--out",
    value=FOLDER,
    parse=Path,
    help=Text("куда класть подписанный протокол", "where the signed protocol goes"),
)
ENDS = {
    Exit.DONE: Text("всё выполнено", "everything held"),
    Exit.REFUSED: Text("не всё; что именно, сказано в протоколе", "not everything; the protocol says what"),
    Exit.WRONG_USE: Text("неверные настройки, ключ или каталог", "wrong settings, key or directory"),
}

COMMAND = Command(
    name="conform",
    title=Text("проверить программу участника до включения", "check a member's client before it goes live"),
    about=Text(
        "Проигрывает сценарии и пишет протокол, подписанный ключом участника. См. docs/reference/conformance.md.",
        "Plays scenarios and writes a protocol signed by the participant's key. See docs/reference/conformance.md.",
    ),
    actions=(
        Command(
            name="run",
            title=Text("сценарии против работающей программы", "scenarios against a running client"),
            about=Text(
                "Запускает временный узел и против него шлюз из файла настроек (или вашу программу). "
                "Вымышленные записи попадут в национальную систему: указывайте её испытательный экземпляр.",
                "Starts a throw-away hub and, against it, the gateway of a configuration (or your own program). "
                "Fictitious records reach the national system: name its test instance.",
            ),
            arguments=(
                CONFIG,
                Argument(
                    name="--command",
                    value=Text("КОМАНДА", "COMMAND"),
                    help=Text(
                        "своя программа вместо шлюза; {folder} заменяется папкой с client.json",
                        "a program of your own in place of the gateway; {folder} stands for the folder of client.json",
                    ),
                ),
                Argument(
                    name="--type",
                    value=Text("ВИД", "TYPE"),
                    help=Text(
                        "вид записей; иначе из manifest.json адаптера",
                        "the type of record; else from the adapter's manifest.json",
                    ),
                ),
                Argument(
                    name="--only",
                    value=Text("НАБОР[/СЦЕНАРИЙ]", "PACK[/SCENARIO]"),
                    many=True,
                    help=Text("только эти; можно повторять", "only these; may be repeated"),
                ),
                OUT,
                AS_JSON,
            ),
            ends=ENDS,
            run=run_client,
        ),
        Command(
            name="files",
            title=Text("файлы с конвертами, без сети", "files with envelopes, offline"),
            about=Text(
                "Судит каждый файл .jws папки так, как судил бы узел из файла настроек. Сеть и база не нужны.",
                "Judges each .jws file of a folder as the hub of the configuration would. No network, no database.",
            ),
            arguments=(
                Argument(
                    name="folder",
                    value=FOLDER,
                    parse=Path,
                    help=Text("папка с файлами .jws, по одному конверту", "a folder of .jws files, one envelope each"),
                ),
                CONFIG,
                OUT,
                AS_JSON,
            ),
            ends=ENDS,
            run=judge_files,
        ),
        Command(
            name="samples",
            title=Text("конверты в файлах, верные и неверные", "envelopes in files, right and wrong ones"),
            about=Text(
                "Пишет конверты, список доверия и expected.json: что должна сделать с каждым ваша программа. "
                "Сеть и база не нужны.",
                "Writes envelopes, a trust list and expected.json: what your program has to make of each. "
                "No network, no database.",
            ),
            arguments=(
                Argument(
                    name="folder",
                    value=FOLDER,
                    parse=Path,
                    help=Text("новая или пустая папка", "a new or an empty folder"),
                ),
                Argument(
                    name="--type",
                    value=Text("ВИД", "TYPE"),
                    help=Text("вид записей; иначе все", "the type of record; else all"),
                ),
                AS_JSON,
            ),
            ends={
                Exit.DONE: Text("написаны", "written"),
                Exit.WRONG_USE: Text("папка не пуста, или вида нет", "the folder is not empty, or no such type"),
            },
            run=write_samples,
        ),
        Command(
            name="verify",
            title=Text("проверить протокол", "verify a protocol"),
            about=Text(
                "Проверяет подпись протокола и то, что страницы сделаны из него.",
                "Checks a protocol's signature, and that its pages are made from it.",
            ),
            arguments=(
                Argument(
                    name="folder", value=FOLDER, parse=Path, help=Text("папка протокола", "the protocol's folder")
                ),
                Argument(
                    name="--kid",
                    value=Text("ОТПЕЧАТОК", "THUMBPRINT"),
                    help=Text("чьим ключом он должен быть подписан", "of the key that has to have signed it"),
                ),
                AS_JSON,
            ),
            ends={
                Exit.DONE: Text("подпись верна, всё выполнено", "the signature holds, and so did everything"),
                Exit.REFUSED: Text("не то или не всё", "not what was signed, or not everything held"),
                Exit.NOT_ANCHORED: Text("верна, но ключ не назван (--kid)", "holds, but no key was named (--kid)"),
            },
            run=verify,
        ),
    ),
)
