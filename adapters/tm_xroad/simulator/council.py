"""What the simulated register tells and keeps of the Council's work, as facts and as its own documents."""

import random
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from adapters._simulator.control import Values
from adapters._simulator.persons import Naming
from adapters._simulator.register import Country, Register, Write
from adapters._simulator.state import State

NAMING = Naming(surnames=(), given=(), patronymics=(), places=(), to_latin=str, to_cyrillic=str)
"""An observer tells of no persons."""
_TOPICS = ("automation", "call_centre", "migration_profile")
Facts = Mapping[str, Any]


class CouncilRegister(Register):
    """Summaries, notes of experience, notices of legislation."""

    def __init__(self, state: State, country: Country, write: Write) -> None:
        super().__init__(state, country, write)
        self._makers = {
            "situation-summary": self._summary,
            "experience-note": self._note,
            "legislation-notice": self._notice,
        }

    def _note(self, chance: random.Random, _order: Values) -> dict[str, Any]:
        serial = self.state.count("note")
        return {"subject": f"tm/experience/{serial:04d}", "revision": 1, "topic": chance.choice(_TOPICS)}

    def _notice(self, chance: random.Random, _order: Values) -> dict[str, Any]:
        serial = self.state.count("notice")
        return {"subject": f"tm/notice/{serial:04d}", "revision": 1, "number": f"{chance.randint(1, 999)}-VII"}


def write(type_: str, facts: Facts, order: Values) -> bytes:
    """Return the line of a record in the feed."""
    kind, make = _WRITERS[type_]
    document = make(facts, {"ru": order.get("text", "Учебный текст")})
    if order.get("unknown"):
        document["täzelik"] = "42"
    return msgspec.json.encode({"kind": kind, "document": document})


def _summary(facts: Facts, text: Facts) -> dict[str, Any]:
    figures = [
        {
            "görkeziji": indicator,
            "kesimler": {},
            "baha": value,
            "takyklyk": "takyk",
            "birlik": "adam",
            "ýagdaý": "gutarnykly",
        }
        for indicator, value in facts["observations"]
    ]
    return {
        "döwür": {"tip": "ýyl", "baha": facts["period"]},
        "ýurt": facts["area"],
        "çap_etmäge_rugsat": True,
        "görkeziji_sanlar": figures,
        "beýan": text,
        "redaksiýa": 1,
    }


def _note(facts: Facts, text: Facts) -> dict[str, Any]:
    return {
        "resminama_belgisi": facts["subject"],
        "eýesi": "tm-sms",
        "edara": "council",
        "tapgyr": "taslama",
        "redaksiýa": facts["revision"],
        "ady": {"ru": "Опыт (учебный)"},
        "döwlet": "TM",
        "mowzuk": facts["topic"],
        "bölümler": [{"tekst": text}],
    }


def _notice(facts: Facts, text: Facts) -> dict[str, Any]:
    return {
        "habarnama_belgisi": facts["subject"],
        "redaksiýa": facts["revision"],
        "ýagdaý": "çap edilen",
        "görnüşi": "nama",
        "namanyň_görnüşi": "law",
        "döwlet": "TM",
        "namalar": [{"belgi": facts["number"], "sene": "01.06.2026"}],
        "ady": {"ru": "Закон (учебный)"},
        "meseleler": ["entry"],
        "üýtgetme": "täze",
        "gysgaça": text,
    }


_WRITERS: Mapping[str, tuple[str, Callable[[Facts, Facts], dict[str, Any]]]] = {
    "situation-summary": ("migrasiýa_ýagdaýy", _summary),
    "experience-note": ("tejribe", _note),
    "legislation-notice": ("kanunçylyk_habarnamasy", _notice),
}
_READ = {
    "gün_tertibi": "agenda",
    "çözgüt": "decision",
    "tejribe": "experience-note",
    "mejlisleriň_tertibi": "meeting-schedule",
    "maksatnama_hasabaty": "programme-report",
    "iş_meýilnamasy": "work-plan",
}
_NUMBERED = {
    "mejlis": ("meeting", "mejlis_belgisi"),
    "kanunçylyk_habarnamasy": ("legislation-notice", "habarnama_belgisi"),
    "aragatnaşyk_sanawy": ("contact-directory", "gatnaşyjy"),
    **{kind: (type_, "resminama_belgisi") for kind, type_ in _READ.items()},
}


def read(kind: str, document: Facts) -> tuple[str, Facts]:
    """Return record type and facts of a document of the Council.

    Raises:
        KeyError: the register does not know the kind, or the document has no number.
    """
    if kind == "jemleýji_hasabat":
        period, edition = document["döwür"]["baha"], document["neşir"]
        return "situation-report", {"subject": period, "revision": edition, "title": None}
    type_, member = _NUMBERED[kind]
    title = document.get("ady", {}).get("ru")
    return type_, {"subject": document[member], "revision": document["redaksiýa"], "title": title}
