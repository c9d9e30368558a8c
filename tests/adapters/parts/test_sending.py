"""What an adapter hands to the gateway: a document whose attachments no channel carries is told, and stops none."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters._parts.faults import MappingError
from adapters._parts.questions import Questions
from adapters._parts.routes import Route, Routes
from adapters._parts.sending import MAX_PARTS, Sending
from hub.sdk.adapter_process import wire
from hub.sdk.ports import Batch, Change, Part
from keys.sealed import MAX_PLAIN
from tests.adapters.records import ban

ROUTE = Route(type="entry-ban", to=("tj-molme",), agreement="cis-2000", purpose="entry-control", nationality=None)


def change(folder: Path, parts: Sequence[Part]) -> Change:
    record: dict[str, Any] = ban()
    sending = Sending(
        participant=record["issuer"], routes=Routes(routes=(ROUTE,)), questions=Questions(folder / "questions.sqlite")
    )
    try:
        return sending.change("entry-ban", record, str, origin={"number": 1}, parts=parts)
    finally:
        sending.questions.close()


def part(size: int = 1, media_type: str = "image/jpeg") -> Part:
    return Part(media_type=media_type, content=bytes(size))


def test_attachments_up_to_the_limit_pass_to_the_gateway(tmp_path: Path) -> None:
    made = change(tmp_path, [part(MAX_PLAIN)] + [part()] * (MAX_PARTS - 1))
    batch = wire.parse_batch(wire.format_batch(Batch(changes=[made], cursor="1"), 1), 1)

    assert [len(each.content) for each in batch.changes[0].parts][:2] == [MAX_PLAIN, 1]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ([part(), part(MAX_PLAIN + 1)], "attachment-too-large"),
        ([part()] * (MAX_PARTS + 1), "attachments-too-many"),
        ([part(0)], "attachment-invalid"),
        ([part(media_type="")], "attachment-invalid"),
        ([part(media_type="image/" + "x" * 300)], "attachment-invalid"),
    ],
)
def test_attachments_that_cannot_be_sealed_are_told_with_their_document(
    tmp_path: Path, parts: Sequence[Part], code: str
) -> None:
    """Past this place they would break the answer of the adapter's process, and with it every document beside them."""
    with pytest.raises(MappingError) as caught:
        change(tmp_path, parts)

    assert [fault.code for fault in caught.value.faults] == [code]
