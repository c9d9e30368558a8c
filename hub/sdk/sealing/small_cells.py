"""What of a summary's figures could point to persons never leaves the site: it is taken out before signing."""

from collections.abc import Mapping
from typing import Any

from hub.core.statistics import disclosure, indicator, situation_summary
from schemas.catalogue import Catalogue


def suppress(record: Mapping[str, Any], kind: str, catalogue: Catalogue) -> Mapping[str, Any]:
    """Return a record that fits its schema without small asylum figures; other types stay as they are."""
    if kind != situation_summary.TYPE:
        return record
    entries = catalogue.code_list("indicators").entries
    return disclosure.suppress(record, {each.code: indicator.from_entry(each.code, each.more) for each in entries})
