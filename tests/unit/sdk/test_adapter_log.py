"""What an adapter says is kept as far as it cannot be about a person."""

import subprocess
import sys
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hub.sdk.adapter_process.adapter_log import MAX_FILE, AdapterLog, technical

SECRET = "Тестов-Пробный AB1234567"


def test_a_traceback_keeps_its_places_and_loses_its_words(tmp_path: Path) -> None:
    script = f"def f():\n  raise ValueError({SECRET!r})\nf()\n"
    (tmp_path / "program.py").write_text(script, encoding="utf-8")
    ended = subprocess.run([sys.executable, str(tmp_path / "program.py")], capture_output=True, check=False)
    log = AdapterLog(tmp_path / "adapter.log")

    log.feed(ended.stderr)

    assert (tmp_path / "adapter.log").read_text() == "  program.py:3 <module>\n  program.py:2 f\nValueError\n"
    assert log.dropped == 3


def test_lines_may_come_in_pieces(tmp_path: Path) -> None:
    log = AdapterLog(tmp_path / "adapter.log")

    for byte in b'  File "/x/mapping.py", line 7, in to_record\nKeyError: 5\n':
        log.feed(bytes([byte]))

    assert (tmp_path / "adapter.log").read_text() == "  mapping.py:7 to_record\nKeyError\n"


@given(st.text())
def test_free_text_is_not_kept(text: str) -> None:
    kept = technical(text)

    assert kept is None or kept.isascii() or kept.startswith("  ")


def test_the_interpreter_s_last_words_are_kept() -> None:
    assert technical("Fatal Python error: Segmentation fault") == "Fatal Python error: Segmentation"
    assert technical("lxml.etree.XMLSyntaxError: " + SECRET) == "lxml.etree.XMLSyntaxError"
    assert technical(f"WARNING {SECRET}") is None
    assert technical(f"{SECRET}Error: x") is None


def test_the_file_stays_small_and_private(tmp_path: Path) -> None:
    path = tmp_path / "adapter.log"
    log = AdapterLog(path)
    log.note("x" * 300 + "\n" + "y" * 300)

    path.write_bytes(b"old\n" * (MAX_FILE // 4))
    log.note("newest")

    assert path.stat().st_size <= MAX_FILE
    assert path.read_bytes().endswith(b"old\nnewest\n")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_line_without_end_is_not_gathered(tmp_path: Path) -> None:
    log = AdapterLog(tmp_path / "adapter.log")

    for _ in range(100):
        log.feed(b"x" * 100_000)

    assert len(log._rest) <= 400
