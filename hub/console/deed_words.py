"""What the outcomes of deeds are called in the audit."""

from collections.abc import Mapping

from hub.console import key_words, texts
from hub.console.document_words import type_title
from hub.core.console.account import Level
from hub.core.console.key_request import RequestStatus, RequestStep


def _(text: str) -> str:
    """Mark a text to be translated where it is shown."""
    return text


OUTCOMES: Mapping[str, str] = {
    "done": _("done"),
    "refused": _("refused"),
    "slowed": _("guessing slowed"),
    "locked": _("locked"),
    "opened": _("unlocked"),
    "ended": _("ended"),
    "created": _("created"),
    "invited": _("invited"),
    "withdrawn": _("taken back"),
    "password-set": _("password set"),
    "passkey-added": _("passkey added"),
    "passkey-dropped": _("passkey removed"),
    "revoked": _("session ended"),
    "all-revoked": _("all sessions ended"),
    "confirmed": _("confirmed"),
    "fetched": _("sealed file fetched"),
    "opened-checked": _("opened and checked"),
    "opened-said": _("opened, as was said"),
    "equal": _("lists equal"),
    "different": _("lists differ"),
    "not-stated": _("lists not stated"),
    **key_words.KINDS,
    **{step: key_words.STEPS[step] for step in RequestStep if step not in (RequestStep.PROPOSE, RequestStep.LIST)},
    RequestStatus.LISTED: key_words.STATUSES[RequestStatus.LISTED][1],
}
"""By code; an outcome that is none of these is a record type."""
WAYS: Mapping[str, str] = {
    Level.PASSWORD: _("by password and code"),
    Level.PASSKEY: _("by passkey"),
    Level.INVITATION: _("by invitation"),
    Level.DEMO: _("by a click in the training environment"),
}
"""What stands in the place of an object where somebody has signed in."""


def outcome_of(code: str, lang: str) -> str:
    """Return the text of an outcome."""
    return str(texts.load(lang).gettext(OUTCOMES[code])) if code in OUTCOMES else type_title(code, lang)
