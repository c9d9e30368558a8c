"""What requests about keys, their steps and their refusals are called on pages."""

from collections.abc import Mapping

from hub.console import texts
from hub.core.console.key_claim import Why
from hub.core.console.key_request import RequestStatus, RequestStep
from keys.trust_requests import RequestKind


def _(text: str) -> str:
    """Mark a text to be translated where it is shown."""
    return text


KINDS: Mapping[str, str] = {
    RequestKind.ENROL: _("New key"),
    RequestKind.SUSPEND: _("Suspension"),
    RequestKind.RESTORE: _("Return into force"),
    RequestKind.REVOKE: _("Revocation for ever"),
}
STATUSES: Mapping[str, tuple[str, str]] = {
    RequestStatus.PROPOSED: ("warn", _("Waits for the participant's second person")),
    RequestStatus.CONFIRMED: ("warn", _("Waits for the secretariat's check")),
    RequestStatus.CHECKED: ("warn", _("Waits for a second officer")),
    RequestStatus.APPROVED: ("info", _("Approved, waits for the ceremony")),
    RequestStatus.LISTED: ("ok", _("In the trust list")),
    RequestStatus.RETURNED: ("warn", _("Returned, to be mended")),
    RequestStatus.REFUSED: ("bad", _("Refused")),
    RequestStatus.WITHDRAWN: ("info", _("Withdrawn")),
}
STEPS: Mapping[str, str] = {
    RequestStep.PROPOSE: _("Proposed"),
    RequestStep.CONFIRM: _("Confirmed by a second person of the participant"),
    RequestStep.CHECK: _("Checked by an officer of the secretariat"),
    RequestStep.APPROVE: _("Approved by another officer"),
    RequestStep.LIST: _("Seen in the trust list"),
    RequestStep.RETURN: _("Returned, to be mended"),
    RequestStep.REFUSE: _("Refused"),
    RequestStep.WITHDRAW: _("Withdrawn"),
}
CHANNELS: Mapping[str, str] = {
    "telephone": _("By telephone, at the number that stands in the directory"),
    "in-person": _("In person"),
    "letter": _("By a signed letter that came another way"),
}
WHY: Mapping[str, str] = {
    Why.NOT_A_REQUEST: _("This is no request for a key. Choose the file that hub trust request has written."),
    Why.SECRET: _(
        "This holds the secret half of a key. It was not kept; but the key is secret no longer: destroy it, make a new "
        "one, and hand over the file that hub trust request writes."
    ),
    Why.BARE: _(
        "This is a public half alone, without the proof that you hold the key. Hand over the file that hub trust "
        "request writes; it holds the public half too."
    ),
    Why.UNSUPPORTED: _("Keys of this kind are not taken. Make the key by hub keys generate: Ed25519 or P-256."),
    Why.WEAK: _("This public key is no sound one: anybody could sign for it. Make a new key by hub keys generate."),
    Why.FORGED: _(
        "The signature of the request is wrong: the file was altered, or somebody else's key signed it. Make the "
        "request anew with hub trust request."
    ),
    Why.OTHER_HUB: _(
        "The request was made for another hub or environment. Make it anew, with this one's name after --hub."
    ),
    Why.OTHER_PARTICIPANT: _(
        "The request was made for another participant. Make it anew, with your own name after --participant."
    ),
    Why.STRANGER: _(
        "The key that vouches is no signing key of your participant. Vouch with one that is, or leave --old-key out."
    ),
    Why.VOUCHER: _(
        "The older key was not in force when it vouched, or others may have had it. Vouch with another key, or leave "
        "--old-key out: then the Council lets the new one in."
    ),
    Why.LISTED: _("The trust list has this key already, in force or not. Make a new key."),
    Why.RESERVED: _("This key serves for something else already: the hub, an officer, a witness. Make a new key."),
    Why.OF_A_PERSON: _("Somebody signs in the console with this key. A participant's key is its own: make a new one."),
    Why.AHEAD: _("The request was signed at a time that is still to come. Set that machine's clock, and make it anew."),
    Why.OLD: _("The request was signed more than 60 days ago. Make it anew with hub trust request."),
    Why.OVER: _("The time that the key was to be valid for is over. Make the request anew, with a later end."),
    Why.OPEN: _(
        "There is an open request about this key already. Look at it under Requests about keys, or withdraw it first."
    ),
    Why.REFUSED: _("This key was refused before. Make a new one."),
    Why.TWICE: _("Another participant asks for the same key. Refuse it, and ask both: a key belongs to one of them."),
    Why.UNKNOWN: _("Choose one of your participant's keys."),
    Why.STATUS: _("The key has this status already, or can never have it. Look at its status in the trust list."),
    Why.REASON: _("Choose the reason."),
    Why.SINCE: _("This time is still to come. Type when others may have had the key from, or leave it empty."),
}
FIELDS: Mapping[str, str] = {Why.UNKNOWN: "kid", Why.STATUS: "kind", Why.REASON: "reason", Why.SINCE: "since"}


def why(reason: object, lang: str) -> str:
    """Return in words why a request is not taken."""
    return str(texts.load(lang).gettext(WHY[str(reason)]))


def in_groups(kid: str) -> list[str]:
    """Return a thumbprint in groups of four, as people read it to each other."""
    return [kid[place : place + 4] for place in range(0, len(kid), 4)]
