"""What a record type is: its manifest and the shape of one version of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any

from schemas import files


class Lane(StrEnum):
    """Which numbered inbox the messages of a type go to; the same within one family."""

    URGENT = "urgent"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordType:
    """One version of a record type.

    `schema` is the published JSON Schema. `subject_member` names the member of the record that the envelope's `subject`
    must repeat (None: the type has no subject of its own). `replies_to` lists the types a message of this type answers;
    empty means that `reply_to` is not used. `groups_allowed` says whether it may be sent to a group such as `@council`.
    `retention` is a code of the list `retention-classes`. `two_persons` says whether a record that a contact person
    signs needs the approval of another; a participant's own key signs alone.
    """

    name: str
    version: str
    lane: Lane
    family: str
    person_data: bool
    two_persons: bool
    retention: str
    groups_allowed: bool
    subject_member: str | None
    replies_to: tuple[str, ...]
    titles: Mapping[str, str]
    schema: Mapping[str, Any] = field(repr=False)


def load() -> tuple[RecordType, ...]:
    """Read the manifests and schemas of all record types and versions, by name and version.

    Raises:
        CatalogueFileError: a manifest or schema cannot be read.
    """
    return tuple(
        _record_type(files.read(manifest), path) for manifest in files.manifests() for path in files.versions(manifest)
    )


def _record_type(manifest: Mapping[str, Any], path: Path) -> RecordType:
    return RecordType(
        name=manifest["type"],
        version=path.parent.name,
        lane=Lane(manifest["lane"]),
        family=manifest["family"],
        person_data=manifest["person_data"],
        two_persons=manifest["two_persons"],
        retention=manifest["retention"],
        groups_allowed=manifest["groups_allowed"],
        subject_member=manifest["subject_member"],
        replies_to=tuple(manifest["replies_to"]),
        titles=MappingProxyType(dict(manifest["titles"])),
        schema=files.read(path),
    )
