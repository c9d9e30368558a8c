"""Whose records these are: the Council's, or those of a bilateral body, which only its parties see.

The parties of a bilateral body are data (code list `council-bodies`); the Council has no such limit: there the
agreement says who takes part. Who is no party may neither send a bilateral body's record nor receive it, whatever else
allows it.
"""

from collections.abc import Collection, Mapping
from typing import Any

from hub.core.envelope import Envelope
from hub.core.errors import BodyOutsiderError, TypeNotAllowedError

MEMBER = "body"


def check(envelope: Envelope, recipients: Collection[str], bodies: Mapping[str, Mapping[str, Any]]) -> None:
    """Check that a record of a body goes between its parties, under the body's own agreement.

    Args:
        envelope: the envelope; records without a body pass.
        recipients: to whom it goes, after groups were expanded.
        bodies: by code, its `participants` (None: no limit of its own) and its `agreement`.

    Raises:
        BodyOutsiderError: the sender or a recipient is no party of the body.
        TypeNotAllowedError: it is sent under another agreement than the body's.
    """
    body = bodies.get(str(envelope.record.get(MEMBER)))
    if body is None:
        return
    parties = body["participants"]
    if parties is not None and not {envelope.sender, *recipients} <= set(parties):
        raise BodyOutsiderError(body=envelope.record[MEMBER])
    if envelope.agreement != body["agreement"]:
        raise TypeNotAllowedError(agreement=envelope.agreement or "-")
