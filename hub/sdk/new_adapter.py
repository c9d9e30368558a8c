"""A working adapter to begin with: written from the files of `skeleton`, its contract tests run at once.

The package is named by where it stands: `xx` in an ordinary folder, `adapters.xx` in a package of that name.
"""

import keyword
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from hub.core import ids
from hub.settings import StartError
from schemas import catalogue

SKELETON = Path(__file__).parent / "skeleton"
SUFFIX = ".txt"
NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
TESTS = "test_contract.py"
QUALITY = "quality.json"
NO_ROOT = "0" * 64
PEERS = ("kz-mvd", "ru-guvm")


class AdapterNameError(StartError):
    """A package cannot be called so."""

    def __init__(self) -> None:
        super().__init__(
            "adapter-name-wrong",
            "Имя адаптера: строчные латинские буквы, цифры и _, сначала буква, например kz_register.",
            "An adapter's name is small Latin letters, digits and _, a letter first, such as kz_register.",
        )


class AdapterNameTakenError(StartError):
    """Python knows another package by this name: one of the two could not be imported any more."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "adapter-name-taken",
            f"Пакет {name} в этой установке Python уже есть. Выберите другое имя, например {name}_adapter.",
            f"This installation of Python has a package {name} already. Choose another name, such as {name}_adapter.",
        )


class ParticipantUnknownError(StartError):
    """The code list of participants has no such authority of a state."""

    def __init__(self, known: str) -> None:
        super().__init__(
            "adapter-participant-unknown",
            f"Такого органа государства в перечне участников нет. Есть: {known}.",
            f"The list of participants has no such authority of a state. It has: {known}.",
        )


class FolderTakenError(StartError):
    """Something stands where the adapter would be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "adapter-folder-taken",
            f"{folder} уже существует. Выберите другое имя или другую папку в --folder.",
            f"{folder} exists already. Choose another name, or another folder with --folder.",
        )


def make_adapter(name: str, participant: str, folder: Path) -> Path:
    """Write a new adapter for a participant below a folder; return where it is.

    Raises:
        AdapterNameError, AdapterNameTakenError, ParticipantUnknownError, FolderTakenError: it cannot be.
    """
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        raise AdapterNameError
    target = folder.absolute() / name
    words = _words(name, participant, target)
    if target.exists():
        raise FolderTakenError(target)
    if words["PACKAGE"] == name and find_spec(name) is not None:
        raise AdapterNameTakenError(name)
    for path in sorted(SKELETON.rglob(f"*{SUFFIX}")):
        place = target / path.relative_to(SKELETON).with_suffix("")
        if place.name == TESTS:
            place = target / "tests" / TESTS
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_fill(path.read_text(encoding="utf-8"), words), encoding="utf-8")
    (target / "tests" / "__init__.py").touch()
    for each in ("site/gateway", "site/adapter"):
        (target / each).mkdir(parents=True, mode=0o700)
    return target


def _words(name: str, participant: str, target: Path) -> Mapping[str, str]:
    entries = catalogue.load().code_list("participants").index
    known = [each for each, entry in entries.items() if entry.more.get("state")]
    if not ids.is_participant_id(participant) or participant not in known:
        raise ParticipantUnknownError(", ".join(known))
    state = str(entries[participant].more["state"])
    countries = catalogue.load().code_list("countries").index
    return {
        "NAME": name,
        "PACKAGE": ".".join((*_packages(target.parent), name)),
        "FOLDER": str(target),
        "PARTICIPANT": participant,
        "STATE": state,
        "CITIZENSHIP": next(code for code, entry in countries.items() if entry.more.get("alpha2") == state),
        "PEER": next(each for each in PEERS if each[:2] != participant[:2]),
        "TITLE_RU": f"Адаптер {name}: {participant}",
        "TITLE_EN": f"The adapter {name} of {participant}",
        "NO_ROOT": NO_ROOT,
    }


def _packages(folder: Path) -> tuple[str, ...]:
    """Return the names of the packages that a folder is, from the outermost one on."""
    return (*_packages(folder.parent), folder.name) if (folder / "__init__.py").exists() else ()


def _fill(text: str, words: Mapping[str, str]) -> str:
    for name, value in words.items():
        text = text.replace(f"__{name}__", value)
    return text
