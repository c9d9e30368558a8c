"""What became of documents is told to the platform; a result that it refuses holds up no other."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters._parts.quarantine import Quarantine
from adapters.uz_mip.errors import MipRefusedError, MipUnavailableError
from adapters.uz_mip.source import MipSource
from hub.sdk.ports import Sent, SourceUnavailableError, Verdict
from keys import strict_json


class Platform:
    """Hears results; refuses a call with one of the `refused` numbers, and none hears once `silent`."""

    def __init__(self, refused: set[int], *, silent: bool = False) -> None:
        self.refused, self.silent = refused, silent
        self.heard: list[int] = []

    def tell(self, results: Sequence[Mapping[str, Any]]) -> None:
        numbers = [result["raqam"] for result in results]
        if self.silent:
            raise MipUnavailableError("the platform answers 503")
        if self.refused & set(numbers):
            raise MipRefusedError("unknown_number")
        self.heard += numbers


def sent(platform: Platform, folder: Path, count: int) -> None:
    outcomes = [
        Sent(
            origin={"raqam": number, "type": "entry-ban", "place": str(number)},
            message_id="hub-1",
            verdict=Verdict.ACCEPTED,
        )
        for number in range(1, count + 1)
    ]
    source = MipSource(
        platform=platform,  # type: ignore[arg-type]
        sending=None,  # type: ignore[arg-type]
        quarantine=Quarantine(folder / "quarantine"),
        page_size=100,
    )
    source.sent(outcomes)


def test_a_result_that_the_platform_refuses_is_kept_and_the_others_are_told(tmp_path: Path) -> None:
    platform = Platform({3, 7})
    sent(platform, tmp_path, 10)
    kept = [strict_json.loads(path.read_bytes()) for path in (tmp_path / "quarantine").iterdir()]

    assert sorted(platform.heard) == [1, 2, 4, 5, 6, 8, 9, 10]
    assert sorted(each["raqam"] for each in kept) == [3, 7]  # type: ignore[index, call-overload]


def test_a_platform_that_does_not_answer_is_told_later(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailableError):
        sent(Platform(set(), silent=True), tmp_path, 2)

    assert list((tmp_path / "quarantine").iterdir()) == []
