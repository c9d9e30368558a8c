"""Metrics are for whoever knows the word of a file; a file that is none, or no secret, lets nobody in."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from hub.core.errors import OperatorOnlyError
from hub.web.operator_access import require_operator
from hub.web.state import PROCESS

WORD = "0123456789abcdef"


def asking(header: str | None, file: Path | None) -> web.Request:
    app = web.Application()
    app[PROCESS] = SimpleNamespace(settings=SimpleNamespace(metrics_token_file=file))  # type: ignore[assignment]
    return make_mocked_request("GET", "/metrics", {} if header is None else {"Authorization": header}, app=app)


async def test_who_shows_the_word_passes_and_a_new_word_counts_at_once(tmp_path: Path):
    file = tmp_path / "word"
    for word in (WORD, WORD[::-1]):
        file.write_text(f"{word}\n")
        await require_operator(asking(f"Bearer {word}", file))


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", f"Basic {WORD}", WORD, f"Bearer {WORD}x", "Bearer ы"]
)
async def test_whoever_shows_anything_else_does_not(tmp_path: Path, header: str | None):
    file = tmp_path / "word"
    file.write_text(WORD)
    with pytest.raises(OperatorOnlyError):
        await require_operator(asking(header, file))


@pytest.mark.parametrize("content", [None, "", "\n", "short", " " * 20])
async def test_without_a_word_worth_the_name_nobody_passes(tmp_path: Path, content: str | None):
    file = tmp_path / "word"
    if content is not None:
        file.write_text(content)
    for setting in (None, file, tmp_path):
        with pytest.raises(OperatorOnlyError):
            await require_operator(asking(f"Bearer {(content or '').strip()}", setting))
