"""What leaves a site about a search that it was asked to make, and when.

The rhythm: from the day on which the search was asked for, every so many days (data: code list `search-outcomes`), one
update to the search's owner alone, that there is nothing to report. It is made from `Asked`, which holds what owner and
site both know. Whether somebody was found is no input of it: so its bytes, its size, its recipients and its time are
the same if nobody was found, if somebody was found who does not want it told, and until he was asked.

Beside the rhythm stands `tell`: only with the consent of the person found, only to whom he named, only what he allowed;
and that remains were identified, by a confirmed proposal. The rhythm goes on after it, until the owner closes the
search: its end would tell others what was told to some.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hub.core.missing.finding import Consent, Finding
from hub.core.missing.search import ALIVE, DECEASED, NOTHING

HOUR = time(9, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A search as owner and site both know it: `on` is the day of its leaf, `closed_on` of the owner's closing."""

    owner: str
    case_id: str
    on: date
    closed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A `search-update` to be sent at a time to these participants."""

    at: datetime
    to: tuple[str, ...]
    record: Mapping[str, Any]


def due_at(asked: Asked, sequence: int, every_days: int) -> datetime:
    """Return when the update of this number is to be sent."""
    return datetime.combine(asked.on + timedelta(days=every_days * sequence), HOUR)


def rhythm(asked: Asked, *, sent: int, now: datetime, every_days: int) -> Iterator[Update]:
    """Yield the updates that are due and were not sent yet; `sent` is the number of the last one."""
    sequence = sent + 1
    while (at := due_at(asked, sequence, every_days)) <= now and not _is_closed(asked, at.date()):
        record = _record(asked, sequence, at.date(), NOTHING)
        yield Update(at=at, to=(asked.owner,), record=record)
        sequence += 1


def _is_closed(asked: Asked, on: date) -> bool:
    return asked.closed_on is not None and asked.closed_on <= on


def tell(asked: Asked, finding: Finding, *, told: Mapping[str, str], sent: int, now: datetime) -> Update | None:
    """Return what may be told of a finding beside the rhythm; None: nothing.

    Args:
        asked: the search.
        finding: what the site knows.
        told: what the site could tell, `contact` and `location`; what was not allowed is left out.
        sent: the number of the last update of the rhythm.
        now: the time of sending.
    """
    if finding.consent is not None:
        record = _record(asked, sent + 1, now.date(), ALIVE)
        allowed = {name: text for name, text in told.items() if name in finding.consent.scope}
        more = {"consent": _consent(finding.consent), **({"told": allowed} if allowed else {})}
        return Update(at=now, to=finding.consent.disclosed_to, record={**record, **more})
    if finding.match is not None:
        owner, proposal = finding.match
        record = _record(asked, sent + 1, now.date(), DECEASED)
        return Update(at=now, to=(asked.owner,), record={**record, "match": {"owner": owner, "proposal_id": proposal}})
    return None


def _record(asked: Asked, sequence: int, on: date, outcome: str) -> dict[str, Any]:
    return {
        "case_id": asked.case_id,
        "owner": asked.owner,
        "sequence": sequence,
        "reported_on": on.isoformat(),
        "outcome": outcome,
    }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "given_on": consent.given_on.isoformat(),
        "form": consent.form,
        "scope": list(consent.scope),
        "disclosed_to": list(consent.disclosed_to),
        "reference": consent.reference,
    }
