"""`hub bench names`: how many spellings of one name are found alike, on pairs of one's own."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from hub.cli import files
from hub.cli.command import AS_JSON, FILE, Argument, Command, Exit, Text
from hub.cli.files import FileError
from hub.core.identity import name_match
from hub.settings import Settings

MOST = 64 * 1024 * 1024
SHOWN = Text(
    "пар: {pairs}\n"
    "найдено похожих: {recall_all:.1%} (имена с окончаниями стран СНГ: {recall_cis:.1%})\n"
    "ложных совпадений среди {random_pairs} случайных пар: {false_positive_rate:.3%}",
    "pairs: {pairs}\n"
    "found alike: {recall_all:.1%} (names with endings of the CIS: {recall_cis:.1%})\n"
    "false alarms among {random_pairs} random pairs: {false_positive_rate:.3%}",
)


def _names(arguments: argparse.Namespace, settings: Settings) -> int:
    recall = asdict(name_match.measure(list(_read_pairs(arguments.pairs))))
    print(json.dumps(recall) if arguments.json else SHOWN.of(settings.language).format(**recall))
    return 0


def _read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the pairs of a file: tab-separated lines of UTF-8, the second spelling's letters perhaps set apart.

    Raises:
        FileError: the file cannot be read, or a line has no two spellings.
    """
    try:
        lines = files.read(path, most=MOST).decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise _not_pairs(path, 1) from None
    for number, line in enumerate(lines, start=1):
        one, _, rest = line.partition("\t")
        other = rest.partition("\t")[0].replace(" ", "")
        if not one or not other:
            raise _not_pairs(path, number)
        yield one, other
    if not lines:
        raise _not_pairs(path, 1)


def _not_pairs(path: Path, line: int) -> FileError:
    return FileError(
        "file-not-pairs",
        f"{path}, строка {line}: нужны два написания имени через табуляцию, в UTF-8. Исправьте файл.",
        f"{path}, line {line}: two spellings of a name with a tab between are needed, in UTF-8. Mend the file.",
    )


ACTION = Command(
    name="names",
    title=Text("сопоставление написаний имён", "matching of spellings of names"),
    about=Text(
        "Считает, какая доля пар написаний одного имени признана похожей и сколько ложных совпадений "
        "даёт столько же чужих пар. Имя само по себе никого не опознаёт.",
        "Tells which share of pairs of spellings of one name is found alike, and how many false alarms pairs "
        "of different names give. A name alone identifies nobody.",
    ),
    arguments=(
        Argument(
            name="--pairs",
            value=FILE,
            parse=Path,
            required=True,
            help=Text(
                "строки: написание латиницей, табуляция, другое написание",
                "lines: Latin spelling, tab, another spelling",
            ),
        ),
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("измерено", "measured"),
        Exit.WRONG_USE: Text("файл не читается или не тот", "the file cannot be read, or is another"),
    },
    run=_names,
)
