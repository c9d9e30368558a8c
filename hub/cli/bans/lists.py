"""A national system's list from a file, and its comparison with what was delivered through the hub.

First the digests are compared, then only the buckets that differ are asked for.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.client.client import HubClient
from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import Listed
from keys import strict_json
from keys.strict_json import StrictJsonError
from schemas import catalogue

MOST = 256 * 1024 * 1024
VERSION = "1.0"
_REFERENCE, _STATUS = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), re.compile(r"[a-z_]{1,32}")
TRIES, PAUSE = 60, 0.5  # how often, and every how many seconds, a list is asked for that is not whole yet


def read(path: Path) -> list[Listed]:
    """Return the bans of a list: a JSON object with `bans`, of which `ban_id`, `revision` and `status` are read.

    Raises:
        FileError: the file cannot be read, or holds something else.
    """
    try:
        value = strict_json.loads(files.read(path, most=MOST), limit=MOST)
        return _each_once([_entry(each) for each in value["bans"]])  # type: ignore[index]
    except (StrictJsonError, LookupError, TypeError, ValueError):
        raise files.FileError(
            "list-malformed",
            f"{path}: нужен список вида {{'bans': [{{'ban_id', 'revision', 'status'}}]}}, каждый запрет один раз. "
            "Исправьте выгрузку.",
            f"{path}: a list like {{'bans': [{{'ban_id', 'revision', 'status'}}]}} is needed, each ban once. "
            "Mend the export.",
        ) from None


def _each_once(entries: list[Listed]) -> list[Listed]:
    if len({each.ban_id for each in entries}) != len(entries):
        raise ValueError
    return entries


def _entry(each: Mapping[str, Any]) -> Listed:
    ban_id, revision, status = each["ban_id"], each["revision"], each["status"]
    named = isinstance(ban_id, str) and _REFERENCE.fullmatch(ban_id) and type(revision) is int and revision > 0
    if not (named and isinstance(status, str) and _STATUS.fullmatch(status)):
        raise ValueError
    return Listed(ban_id=ban_id, revision=revision, status=status)


def state_of(entries: Sequence[Listed], answers: Path | None = None) -> dict[str, Any]:
    """Return the state of a list as a record holds it; with `answers`, as an answer to the record in that file.

    Raises:
        FileError: the file holds no state of a list.
    """
    if answers is None:
        state = listing.state_of(entries)
        return {"count": state.count, "digest": state.digest, "buckets": list(state.buckets)}
    record = files.read_object(answers)
    if catalogue.load().validate(listing.TYPE, VERSION, record) or listing.check(record, sender=record["holder"]):
        raise files.FileError(
            "list-state-malformed",
            f"{answers}: это не запись ban-list-state. Возьмите её из входящих.",
            f"{answers}: this is no record ban-list-state. Take it from the inbox.",
        )
    return listing.answer_to(listing.read_state(record), entries)


async def delivered(client: HubClient, issuer: str, query: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the state of a list as it was delivered; None where the newest bans did not get into it in time.

    Raises:
        ClientError: the hub did not tell.
    """
    wanted = 0
    for _ in range(TRIES):
        found: Any = await client.look(f"/v1/ban-lists/{issuer}", query)
        wanted = wanted or found["released"]
        if found["size"] >= wanted:
            return dict(found)
        await asyncio.sleep(PAUSE)
    return None


async def compare(client: HubClient, issuer: str, mine: Sequence[Listed], on: Mapping[str, str]) -> dict[str, Any]:
    """Return how a list differs from what the hub delivered of the issuer's bans.

    Raises:
        ClientError: the hub did not tell.
    """
    delivered: Any = await client.look(f"/v1/ban-lists/{issuer}", on)
    theirs = listing.read_state(delivered)
    here = listing.state_of(mine, theirs.depth)
    numbers = listing.differing(here, theirs)
    shown: list[Listed] = []
    query: dict[str, str | int] = {**on, "depth": theirs.depth}
    for number in numbers:
        bucket: Any = await client.look(f"/v1/ban-lists/{issuer}/buckets/{number}", query)
        shown += [Listed(**entry) for entry in bucket["entries"]]
    own = [entry for part in listing.in_buckets(mine, numbers, theirs.depth).values() for entry in part]
    found = listing.differences(own, shown)
    return {
        "issuer": issuer,
        "on": delivered["on"],
        "count": here.count,
        "equal": not found,
        "asked_for": len(shown),
        "missing": [each._asdict() for each in found.missing],
        "extra": [each._asdict() for each in found.extra],
        "changed": [(one._asdict(), other._asdict()) for one, other in found.changed],
    }
