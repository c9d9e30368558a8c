"""What is kept, by retention class: how many messages, how many of them due; what was erased, how many keys ended."""

from dataclasses import dataclass

from hub.core import retention
from hub.store import erasure
from hub.workflows.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One class (`open` and `hold` too; `plain`: not encrypted yet): messages kept, and those whose time is over."""

    name: str
    messages: int
    due: int
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """All classes; `erased` messages in all; keys that wait for the end of the backup horizon, and destroyed ones."""

    kept: tuple[Kept, ...]
    erased: int
    waiting: int
    destroyed: int


async def show_retention(exchange: Exchange) -> Retention:
    """Return what is kept."""
    async with exchange.pool.acquire() as conn:
        counts = await erasure.count_kept(conn)
        erased, waiting, destroyed = await erasure.count_ends(conn)
    month = retention.month_of(exchange.clock.now())
    classes: dict[str, list[str]] = {}
    for name in counts:
        classes.setdefault(name.partition("/")[0], []).append(name)
    kept = [
        Kept(
            name=kind or "plain",
            messages=sum(counts[name] for name in names),
            due=sum(counts[name] for name in names if kind and retention.is_due(name, month)),
            first=names[0].partition("/")[2],
            last=names[-1].partition("/")[2],
        )
        for kind, names in sorted((kind, sorted(names)) for kind, names in classes.items())
    ]
    return Retention(kept=tuple(kept), erased=erased, waiting=waiting, destroyed=destroyed)
