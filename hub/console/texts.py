"""Texts of pages: English in templates and code, Russian and corrections in gettext catalogues.

    hub/console/locale/{ru,en}/LC_MESSAGES/console.po       `python -m hub.console.texts` adds what is new

Catalogues are read as they are, once per process; nothing has to be compiled.
"""

import functools
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.support import Translations

ROOT = Path(__file__).parent
LANGUAGES = ("ru", "en")
LOCALES = {"ru": "ru", "en": "en_GB"}  # how days are written: the English of these pages is that of Britain
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
OPTIONS = {"**.html": {"extensions": "jinja2.ext.i18n", "silent": "false", "trimmed": "true"}}


def file_of(lang: str) -> Path:
    """Return the catalogue's file."""
    return ROOT / "locale" / lang / "LC_MESSAGES" / "console.po"


def read(lang: str) -> Catalog:
    """Return the catalogue as it is written."""
    with file_of(lang).open("rb") as file:
        return read_po(file, locale=lang, domain="console")


@functools.cache
def load(lang: str) -> Translations:
    """Return the texts of a language."""
    compiled = io.BytesIO()
    write_mo(compiled, read(lang))
    compiled.seek(0)
    return Translations(compiled, domain="console")


Wanted = tuple[str | tuple[str, ...], str | None]


def extract() -> set[Wanted]:
    """Return all texts that templates and code use: each with its plural, and its context if it has one."""
    found = extract_from_dir(
        ROOT, method_map=METHODS, options_map=OPTIONS, keywords={"_": None, "gettext": None, "ngettext": (1, 2)}
    )
    return {(message, context) for _, _, message, _, context in found if message}


def add_missing(lang: str, wanted: Iterable[Wanted]) -> int:
    """Write into the catalogue what it lacks, to be translated; return how many texts that were."""
    catalogue = read(lang) if file_of(lang).exists() else Catalog(locale=lang, domain="console", fuzzy=False)
    catalogue.header_comment = f"# Texts of the console: {lang}."
    catalogue.project, catalogue.version, catalogue.msgid_bugs_address = "cis-migration-hub", "console", ""
    catalogue.last_translator, catalogue.language_team = "", lang
    lacking = [each for each in sorted(wanted, key=str) if catalogue.get(_id(each[0]), each[1]) is None]
    for text, context in lacking:
        catalogue.add(text, context=context)
    file_of(lang).parent.mkdir(parents=True, exist_ok=True)
    with file_of(lang).open("wb") as file:
        write_po(file, catalogue, width=120, omit_header=False, sort_output=True, no_location=True)
    return len(lacking)


def _id(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def main() -> int:
    """Add what is new to both catalogues; say how much is left to translate."""
    wanted = extract()
    for lang in LANGUAGES:
        added = add_missing(lang, wanted)
        empty = sum(1 for each in read(lang) if each.id and not each.string) if lang == "ru" else 0
        sys.stdout.write(f"{lang}: {added} added, {empty} without translation\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
