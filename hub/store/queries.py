"""The named queries of `hub/store/sql/*.sql`.

    -- name: insert_group
    -- One comment that says what it is for, and its parameters.
    INSERT INTO ...;

A name is used once in the whole folder, and every query has a comment. The comments stay out of what is sent.
"""

import functools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

FOLDER = Path(__file__).parent / "sql"


class Queries(Mapping[str, str]):
    """SQL by name: `queries.insert_group` or `queries["insert_group"]`."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __getattr__(self, name: str) -> str:
        try:
            return self._texts[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


@functools.cache
def load(folder: Path = FOLDER) -> Queries:
    """Read all queries of a folder, once for each process.

    Raises:
        ValueError: a query without name or comment, an empty one, or a name used twice.
    """
    texts: dict[str, str] = {}
    for path in sorted(folder.glob("*.sql")):
        for name, text in parse(path.read_text(encoding="utf-8"), path.name).items():
            if name in texts:
                raise ValueError(f"{path.name}: the query {name} exists already")
            texts[name] = text
    return Queries(texts)


def parse(source: str, place: str) -> dict[str, str]:
    """Split one file into its queries; `place` is the file's name, for errors.

    Raises:
        ValueError: a query without name or comment, an empty one, or a name used twice.
    """
    head, *parts = re.split(r"^-- name:[ \t]*", source, flags=re.MULTILINE)
    if _without_comments(head).strip():
        raise ValueError(f"{place}: there is SQL before the first name")
    texts: dict[str, str] = {}
    for part in parts:
        name, _, body = part.partition("\n")
        name = name.strip()
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or hasattr(Queries, name):
            raise ValueError(f"{place}: {name!r} is no name for a query")
        if name in texts:
            raise ValueError(f"{place}: the query {name} exists already")
        texts[name] = _text(body, f"{place}: {name}")
    return texts


def _text(body: str, place: str) -> str:
    if not body.lstrip().startswith("--"):
        raise ValueError(f"{place}: a comment has to say what it is for")
    text = _without_comments(body).strip().removesuffix(";").rstrip()
    if not text:
        raise ValueError(f"{place}: there is no SQL")
    return text


def _without_comments(text: str) -> str:
    return re.sub(r"^[ \t]*--.*\n?", "", text, flags=re.MULTILINE)
