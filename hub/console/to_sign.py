"""What goes with a draft to where it is signed: into the browser, or to the command that has the key."""

import base64
import json
from collections.abc import Sequence

from hub.console.visit import Visit
from hub.workflows.drafts.keep_signing_key import SigningKey
from hub.workflows.drafts.read_drafts import Draft
from hub.workflows.drafts.sign_draft import statement_of


def for_browser(visit: Visit, draft: Draft, keys: Sequence[SigningKey], *, is_approval: bool) -> str:
    """Return what the browser needs to sign: for each key that may, the kind of token and the bytes."""
    if draft.content is None:
        return "[]"
    payload = draft.content.payload
    return json.dumps(
        [
            {
                "kid": key.kid,
                "alg": key.alg,
                "typ": "cis-approval+jws" if is_approval else "cis-record+jws",
                "payload": base64.b64encode(
                    statement_of(visit.exchange, draft, key) if is_approval else payload
                ).decode("ascii"),
            }
            for key in keys
        ]
    )


def commands_of(draft: Draft, person: str) -> dict[str, str]:
    """Return how the downloaded bytes are approved and signed where a key file is."""
    file = f"{draft.kept.message}.payload --digest {draft.kept.sha256[:32]} --key key.pem"
    return {
        "approve": f"hub keys approve {file} --config gateway.toml --person {person} --output approval.jws",
        "sign": f"hub keys sign {file} --output envelope.jws",
    }
