"""`hub bench` as a person runs it."""

import json
from pathlib import Path

import pytest

from hub.cli import main


def test_pairs_of_names_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text("testov\tт е с т о в\t3\nprobnyi\tпробный\nobraztsova\tоб разцова\t1\n", encoding="utf-8")

    assert main(["bench", "names", "--pairs", str(pairs), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures == {
        "pairs": 3,
        "random_pairs": 9,  # three shifts of three, none of which comes back to its own pair
        "recall_all": 1.0,
        "recall_cis": 1.0,
        "false_positive_rate": 0.0,
    }

    assert main(["--language", "ru", "bench", "names", "--pairs", str(pairs)]) == 0
    assert "найдено похожих: 100.0%" in capsys.readouterr().out


@pytest.mark.parametrize("content", [b"", b"testov\n", b"testov\t\n", "тест".encode("cp1251")])
def test_a_file_without_pairs_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_bytes(content)

    assert main(["--language", "en", "bench", "names", "--pairs", str(pairs)]) == 2
    assert "line 1: two spellings" in capsys.readouterr().err


def test_a_made_up_register_is_searched_and_what_it_took_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "screening", "--bans", "600", "--queries", "60", "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)

    assert figures["bans"] == figures["index"]["persons"] == 600
    assert figures["exact"]["recall"] == 1.0
    assert figures["fast"]["recall"] >= 0.9
    assert figures["thorough"]["recall"] >= figures["fast"]["recall"]
    assert figures["fast_then_thorough"]["queries"] == 60

    assert main(["--language", "ru", "bench", "screening", "--bans", "50", "--queries", "10"]) == 0
    assert "по номеру документа: p50" in capsys.readouterr().out
