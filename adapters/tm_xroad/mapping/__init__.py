"""The Turkmen register's documents <-> Council records and summaries, pure: no network, no files but our own, no clock.

Names and coded words are Turkmen in Latin letters; days are `dd.mm.yyyy`, moments Ashgabat time. Records about persons
have no form here: an observer neither sends nor takes them.
"""

from collections.abc import Mapping

from adapters._parts.faults import Fault
from adapters._xroad.documents import Document, Documents
from adapters.tm_xroad.mapping import forms
from hub.sdk.ports import Problem

KINDS: Mapping[str, str] = {
    "gün_tertibi": "agenda",
    "aragatnaşyk_sanawy": "contact-directory",
    "çözgüt": "decision",
    "tejribe": "experience-note",
    "kanunçylyk_habarnamasy": "legislation-notice",
    "mejlis": "meeting",
    "mejlisleriň_tertibi": "meeting-schedule",
    "maksatnama_hasabaty": "programme-report",
    "iş_meýilnamasy": "work-plan",
    "migrasiýa_ýagdaýy": "situation-summary",
    "jemleýji_hasabat": "situation-report",
}

_OBSERVER_RU = (
    "Туркменистан — наблюдатель: через этот шлюз идут только документы Совета и обзоры, без данных о лицах. "
    "Сведения о лицах передавайте по двустороннему соглашению другим путём."
)
_OBSERVER_EN = (
    "Turkmenistan is an observer: only Council documents and summaries pass this gateway, no data about persons. "
    "Send data about persons under a bilateral agreement, another way."
)
DOCUMENTS = Documents(
    (Document(kind=kind, type=type_, form=forms.make(type_)) for kind, type_ in KINDS.items()),
    unknown=Fault(code="observer-only", place="/kind", ru=_OBSERVER_RU, en=_OBSERVER_EN),
)


def refuse(_type: str) -> Problem:
    """Say why a record of another type is not taken."""
    return Problem(code="observer-only", pointer="", ru=_OBSERVER_RU, en=_OBSERVER_EN)
