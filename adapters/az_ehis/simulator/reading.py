"""The register's documents -> facts, read without the adapter's mapping."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from adapters._parts import countries
from adapters.az_ehis.simulator.writing import COUNTRIES, NAMESPACE, SEXES, STATUSES

_NS = {"az": NAMESPACE}
_STATES = {name: code for code, name in COUNTRIES.items()} | {"VƏTƏNDAŞLIĞI OLMAYAN ŞƏXS": "XXA"}
_STATUSES = {word: code for code, word in STATUSES.items()} | {
    "BAŞLANMASI GÖZLƏNİLİR": "pending_start",
    "DAYANDIRILIB": "suspended",
    "BİTİB": "expired",
    "LƏĞV EDİLİB": "annulled",
    "ƏVƏZ EDİLİB": "superseded",
}
_KINDS = {"MÜDDƏT": "duration", "TARİXLƏR": "fixed", "MÜDDƏTSİZ": "indefinite", "ŞƏRTƏDƏK": "until_condition"}
_EVENTS = {
    "ÇIXIŞ": "exit",
    "İNZİBATİ QAYDADA ÇIXARMA": "expulsion",
    "TƏHVİL VERMƏ": "transfer",
    "QÜVVƏYƏ MİNMƏ": "decision_effective",
    "QƏRARIN TARİXİ": "decision_date",
}
_ACTIONS = {
    "GİRİŞDƏN İMTİNA": "refuse_entry",
    "ŞƏXSİYYƏTİ YOXLAMAQ": "check_identity",
    "TƏŞƏBBÜSKARLA ƏLAQƏ": "contact_issuer",
}
_DOCUMENTS = {
    "ÜMUMVƏTƏNDAŞ PASPORTU": "foreign_passport",
    "BİOMETRİK PASPORT": "biometric_passport",
    "ŞƏXSİYYƏT VƏSİQƏSİ": "identity_card",
    "DAXİLİ PASPORT": "internal_passport",
    "DOĞUM HAQQINDA ŞƏHADƏTNAMƏ": "birth_certificate",
}
_SEXES = {word: code for code, word in SEXES.items()} | {"X": "X", "MÜƏYYƏN EDİLMƏYİB": "U"}
_UNITS = {"il": "Y", "ay": "M", "gün": "D"}


def read(document: Any) -> tuple[str, dict[str, Any]]:
    """Return record type and facts of a document.

    Raises:
        KeyError: the register does not know the element or a word.
    """
    type_, facts_of = _READERS[str(etree.QName(document).localname)]
    return type_, facts_of(document)


def _text(element: etree._Element, path: str) -> str | None:
    return element.findtext("/".join(f"az:{step}" for step in path.split("/")), None, _NS)


def _need(element: etree._Element, path: str) -> str:
    text = _text(element, path)
    if text is None:
        raise KeyError(path)
    return text


def _all(element: etree._Element, path: str) -> list[str]:
    return [found.text or "" for found in element.findall("/".join(f"az:{step}" for step in path.split("/")), _NS)]


def _day(text: str | None) -> str | None:
    return None if text is None else f"{text[6:]}-{text[3:5]}-{text[:2]}"


def _term(text: str | None) -> str | None:
    if text is None:
        return None
    number, unit = text.split(" ")
    return f"P{number}{_UNITS[unit]}"


def _ban(card: etree._Element) -> dict[str, Any]:
    event = _text(card, "Muddet/BaslangicHadisesi")
    return {
        "ban_id": _need(card, "QadagaNomresi"),
        "revision": int(_need(card, "Redaksiya")),
        "status": _STATUSES[_need(card, "Status")],
        "issuer": _need(card, "Tesebbuskar"),
        **_person(card),
        "grounds": _all(card, "Esas"),
        "period_kind": _KINDS[_need(card, "Muddet/Nov")],
        "duration": _term(_text(card, "Muddet/Davametme")),
        "start_event": None if event is None else _EVENTS[event],
        "start_on": _day(_text(card, "Muddet/Baslangic")),
        "end_on": _day(_text(card, "Muddet/Son")),
        "action": _ACTIONS[_need(card, "Tedbir")],
        "decision_number": _need(card, "Qerar/Nomre"),
        "decision_date": _day(_need(card, "Qerar/Tarix")),
    }


def _person(document: etree._Element) -> dict[str, Any]:
    kind = _text(document, "Sexs/Sened/Nov")
    return {
        "surname": _text(document, "Sexs/SoyadKiril"),
        "given": _text(document, "Sexs/AdKiril"),
        "patronymic": _text(document, "Sexs/AtaAdiKiril"),
        "surname_latin": _text(document, "Sexs/SoyadPasport"),
        "given_latin": _text(document, "Sexs/AdPasport"),
        "birth_date": (_text(document, "Sexs/Dogum/Tarix") or "").replace("təxminən", "ок.") or None,
        "sex": _SEXES[_need(document, "Sexs/Cins")],
        "citizenship": [
            _STATES.get(name) or countries.parse_citizenship(name) for name in _all(document, "Sexs/Vetendasliq/Olke")
        ],
        "document_type": None if kind is None else _DOCUMENTS.get(kind, kind),
        "document_series": _text(document, "Sexs/Sened/Seriya"),
        "document_number": _text(document, "Sexs/Sened/Nomre"),
    }


def _request(form: etree._Element) -> dict[str, Any]:
    return {
        "case_id": _need(form, "IsNomresi"),
        "requesting": _need(form, "SorgulayanOrqan"),
        "requested": _need(form, "SorgulananOrqan"),
        **_person(form),
        "requested_on": _day(_need(form, "SorguTarixi")),
    }


def _reply(form: etree._Element) -> dict[str, Any]:
    return {
        "case_id": _need(form, "IsNomresi"),
        "decision": {"RAZILIQ": "accepted", "İMTİNA": "refused"}[_need(form, "Qerar")],
        "reasons": _all(form, "Sebeb/Kod"),
        "decided_on": _day(_need(form, "QerarTarixi")),
    }


def _check(form: etree._Element) -> dict[str, Any]:
    return {
        "check_id": _need(form, "YoxlamaNomresi"),
        "requesting": _need(form, "SorgulayanOrqan"),
        "requested": _need(form, "SorgulananOrqan"),
        **_person(form),
        "requested_on": _day(_need(form, "SorguTarixi")),
    }


def _check_reply(form: etree._Element) -> dict[str, Any]:
    results = {"TƏSDİQLƏNDİ": "confirmed", "TƏSDİQLƏNMƏDİ": "not_confirmed", "MÜƏYYƏN EDİLMƏDİ": "inconclusive"}
    return {
        "check_id": _need(form, "YoxlamaNomresi"),
        "requesting": _need(form, "SorgulayanOrqan"),
        "result": results[_need(form, "Netice")],
        "decided_on": _day(_need(form, "QerarTarixi")),
    }


def _summary(form: etree._Element) -> dict[str, Any]:
    codes, values = _all(form, "Gosterici/Kod"), _all(form, "Gosterici/Qiymet")
    return {
        "area": _need(form, "Erazi"),
        "period": _need(form, "Dovr/Qiymet"),
        "observations": [[code, _figure(value)] for code, value in zip(codes, values, strict=True)],
    }


def _figure(text: str) -> int | float:
    return float(text.replace(",", ".")) if "," in text else int(text)


_READERS: Mapping[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
    "Qadaga": ("entry-ban", _ban),
    "ReadmissiyaSorgusu": ("readmission-request", _request),
    "ReadmissiyaCavabi": ("readmission-reply", _reply),
    "VetendasliqSorgusu": ("citizenship-check-request", _check),
    "VetendasliqCavabi": ("citizenship-check-reply", _check_reply),
    "Icmal": ("situation-summary", _summary),
}
