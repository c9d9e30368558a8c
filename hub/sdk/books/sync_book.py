"""The runs of syncs in a gateway's state: begun, pulled, sent, reported; no crash loses or doubles one.

    pulling ──source has no more──> sending ──hub has answered all──> done ──report in the log──> told

A run is all that was pulled since the run before it: a range of places of the outbox, and of it the records of the
sync's type to its recipients.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from hub.core import instant
from hub.sdk.books.outbox import Declined, Signed, put_own_in
from hub.sdk.state import State
from keys import strict_json
from keys.sync_plan import SyncPlan
from keys.sync_run import MOST_PROBLEMS, Count, Why

COMING = "syncs-coming"
_OF_SYNC = (
    " JOIN pulled USING (message_id) WHERE type = ? AND EXISTS (SELECT 1 FROM json_each(recipients)"
    " WHERE value LIKE '@%' OR value IN (SELECT value FROM json_each(?)))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run: `opens_at` says which one of the schedule it is, None for one that somebody asked for before the first."""

    id: int
    sync: str
    version: int
    opens_at: datetime | None
    why: Why
    state: str
    began_at: datetime
    ended_at: datetime | None
    first_place: int
    last_place: int | None
    cursor: str | None
    counts: Mapping[str, Any] | None
    report: bytes | None
    told: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A run to begin; the sync counts since `since`."""

    plan: SyncPlan
    since: datetime
    opens_at: datetime | None
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A record of a type that the gateway made itself, signed, or why it is not."""

    type: str
    item: Signed | Declined


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a run came to."""

    sent: int
    refused: int
    held: int
    problems: tuple[Count, ...]


class SyncBook:
    """Blocking; each method is one transaction."""

    def __init__(self, state: State) -> None:
        self._state = state

    def begin(self, runs: Sequence[Begun], now: datetime) -> None:
        """Begin runs, each where the run before it of the same sync ended, the first one where the sync began."""
        with self._state.transaction() as connection:
            connection.executemany(
                "INSERT INTO sync_run (sync, version, opens_at, why, state, began_at, first_place) VALUES"
                " (?, ?, ?, ?, 'pulling', ?, coalesce((SELECT max(last_place) FROM sync_run WHERE sync = ?),"
                " (SELECT max(place) FROM outbox WHERE made_at < ?), 0))",
                [
                    (
                        *(each.plan.sync, each.plan.version, _text(each.opens_at), each.why, _text(now)),
                        *(each.plan.sync, _text(each.since)),
                    )
                    for each in runs
                ],
            )

    def under_way(self) -> list[Run]:
        """Return the runs that are not over."""
        return self._read("WHERE state IN ('pulling', 'sending') ORDER BY id")

    def drawn(self, runs: Sequence[int], cursor: str | None, made: Sequence[Made], now: datetime) -> None:
        """Note that the source had no more for these runs, with what the gateway itself made for them."""
        with self._state.transaction() as connection:
            for each in made:
                put_own_in(connection, each.item, now)
                connection.execute("INSERT INTO pulled VALUES (?, ?)", (each.item.message_id, each.type))
            connection.executemany(
                "UPDATE sync_run SET state = 'sending', cursor = ?, last_place ="
                " (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox') WHERE id = ?",
                [(cursor, each) for each in runs],
            )

    def is_sent(self, run: Run) -> bool:
        """Tell whether the hub has answered all of a run."""
        row = self._state.connection.execute(
            "SELECT 1 FROM outbox WHERE state = 'ready' AND place <= ? LIMIT 1", (run.last_place,)
        ).fetchone()
        return row is None

    def count(self, run: Run, plan: SyncPlan) -> Counts:
        """Return what a run came to."""
        of_sync = (plan.type, strict_json.dumps(list(plan.recipients)).decode())
        within = f"FROM outbox{_OF_SYNC} AND place > ? AND place <= ?"
        columns = "state, json_extract(problems, '$[0].code') AS code, count(*) AS many"
        rows = self._state.connection.execute(
            f"SELECT {columns} {within} GROUP BY 1, 2",
            (*of_sync, run.first_place, run.last_place),
        ).fetchall()
        refused = sorted(((row["many"], row["code"] or "") for row in rows if row["state"] == "refused"), reverse=True)
        held = self._state.connection.execute(
            f"SELECT count(*) AS many FROM waiting_room{_OF_SYNC}",  # noqa: S608
            of_sync,
        ).fetchone()
        return Counts(
            sent=sum(row["many"] for row in rows if row["state"] == "accepted"),
            refused=sum(many for many, _ in refused),
            held=int(held["many"]),
            problems=tuple(Count(code=code, count=many) for many, code in refused[:MOST_PROBLEMS] if code),
        )

    def finish(self, run: Run, counts: Counts, report: bytes | None, now: datetime) -> None:
        """Note that a run is over, and the report that is sent of it; None: there is none to send."""
        told = strict_json.dumps(
            {
                "sent": counts.sent,
                "refused": counts.refused,
                "held": counts.held,
                "problems": {each.code: each.count for each in counts.problems},
            }
        )
        with self._state.transaction() as connection:
            connection.execute(
                "UPDATE sync_run SET state = 'done', ended_at = ?, counts = ?, report = ? WHERE id = ?",
                (_text(now), told.decode(), report, run.id),
            )

    def untold(self) -> list[Run]:
        """Return the runs whose report is not in the log yet."""
        return self._read("WHERE report IS NOT NULL AND told IS NULL ORDER BY id")

    def mark_told(self, run: int, told: str) -> None:
        """Note where the report stands in the log, or why the hub took none."""
        with self._state.transaction() as connection:
            connection.execute("UPDATE sync_run SET told = ? WHERE id = ?", (told, run))

    def last(self, sync: str) -> datetime | None:
        """Return which run of the schedule was begun last."""
        row = self._state.connection.execute(
            "SELECT max(opens_at) AS at FROM sync_run WHERE sync = ?", (sync,)
        ).fetchone()
        return None if row["at"] is None else instant.parse(row["at"])

    def newest(self, limit: int) -> list[Run]:
        """Return the newest runs, the last one first."""
        return self._read(f"ORDER BY id DESC LIMIT {limit:d}")

    def facts(self) -> dict[str, int]:
        """Return how many runs stand where, for the health of the gateway."""
        rows = self._state.connection.execute("SELECT state, count(*) AS many FROM sync_run GROUP BY state").fetchall()
        counted = {"pulling": 0, "sending": 0, "done": 0} | {row["state"]: row["many"] for row in rows}
        return {**counted, "untold": len(self.untold())}

    def keep_coming(self, coming: Mapping[str, datetime | None]) -> None:
        """Keep when the next run of each sync begins, for people who ask; None: it is paused, or nobody can tell."""
        told = strict_json.dumps({name: _text(at) for name, at in coming.items()})
        if told != (self._state.kept(COMING) or b"{}"):
            self._state.keep(COMING, told)

    def coming(self) -> dict[str, datetime | None]:
        """Return what was kept of it; empty where this member runs no sync."""
        kept = cast("dict[str, str | None]", strict_json.loads(self._state.kept(COMING) or b"{}"))
        return {name: _instant(at) for name, at in kept.items()}

    def forget(self, before: datetime) -> None:
        """Remove runs that ended and were told before an instant, but the last of each sync; and what is counted."""
        with self._state.transaction() as connection:
            connection.execute(
                "DELETE FROM sync_run WHERE state = 'done' AND (report IS NULL OR told IS NOT NULL) AND ended_at < ?"
                " AND id NOT IN (SELECT max(id) FROM sync_run GROUP BY sync)",
                (_text(before),),
            )
            connection.execute(
                "DELETE FROM pulled WHERE message_id NOT IN (SELECT message_id FROM outbox)"
                " AND message_id NOT IN (SELECT message_id FROM waiting_room)"
            )

    def _read(self, where: str) -> list[Run]:
        rows = self._state.connection.execute(f"SELECT * FROM sync_run {where}").fetchall()  # noqa: S608
        return [_run(row) for row in rows]


def _run(row: Mapping[str, Any]) -> Run:
    counts = None if row["counts"] is None else strict_json.loads(row["counts"].encode())
    return Run(
        id=row["id"],
        sync=row["sync"],
        version=row["version"],
        opens_at=_instant(row["opens_at"]),
        why=Why(row["why"]),
        state=row["state"],
        began_at=cast("datetime", instant.parse(row["began_at"])),
        ended_at=_instant(row["ended_at"]),
        first_place=row["first_place"],
        last_place=row["last_place"],
        cursor=row["cursor"],
        counts=cast("Mapping[str, Any] | None", counts),
        report=None if row["report"] is None else bytes(row["report"]),
        told=row["told"],
    )


def _text(at: datetime | None) -> str | None:
    return None if at is None else instant.format(at)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else instant.parse(text)
