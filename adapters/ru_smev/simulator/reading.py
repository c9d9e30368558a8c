"""What the register notes of a document from the hub, and the facts of it; read here, without the adapter's mapping."""

from typing import Any

from lxml import etree

from adapters._parts import countries
from adapters.ru_smev import names

_NS = {"eb": names.ENTRY_BAN, "pd": names.PERSON, "rm": names.READMISSION, "ex": names.EXCHANGE}
_NS |= {"cc": names.CITIZENSHIP, "st": names.STATISTICS}
_STATUSES = {
    "ДЕЙСТВУЕТ": "active",
    "ОЖИДАЕТ_НАЧАЛА": "pending_start",
    "СОКРАЩЕН": "reduced",
    "СНЯТ": "lifted",
    "АННУЛИРОВАН": "annulled",
    "ИСТЕК": "expired",
    "ПРИОСТАНОВЛЕН": "suspended",
    "ЗАМЕНЕН": "superseded",
}
_KINDS = {"СРОК": "duration", "БЕССРОЧНО": "indefinite", "ДАТЫ": "fixed", "ДО_УСЛОВИЯ": "until_condition"}
_EVENTS = {
    "ВЫЕЗД": "exit",
    "ВЫДВОРЕНИЕ": "expulsion",
    "ПЕРЕДАЧА": "transfer",
    "ВСТУПЛЕНИЕ_В_СИЛУ": "decision_effective",
    "ДАТА_РЕШЕНИЯ": "decision_date",
}
_UNITS = (("Years", "Y"), ("Months", "M"), ("Days", "D"))
TYPES = {
    "EntryBan": "entry-ban",
    "ReadmissionRequest": "readmission-request",
    "ReadmissionReply": "readmission-reply",
    "CitizenshipCheckRequest": "citizenship-check-request",
    "CitizenshipCheckReply": "citizenship-check-reply",
    "SituationSummary": "situation-summary",
}


def arrival(content: etree._Element) -> dict[str, Any]:
    """Return what is noted of a `Delivery` or an `EraseNotice`."""
    if content.tag == f"{{{names.EXCHANGE}}}EraseNotice":
        return {"document": "EraseNotice", "subjects": [child.text for child in content]}
    document = content[-1][0]
    paths = ("rm:CaseNumber", "eb:RegistryNumber", "cc:CheckNumber", "st:Period/st:Value")
    subject = next((text for path in paths if (text := _text(document, path))), None)
    return {
        "document": etree.QName(document).localname,
        "type": TYPES.get(etree.QName(document).localname),
        "hub_message_id": _text(content, "ex:HubMessageId"),
        "log_index": int(content.findtext("ex:LogIndex", "0", _NS)),
        "sender": _text(content, "ex:Sender"),
        "reply_to": _text(content, "ex:ReplyTo"),
        "subject": subject,
        "decision": _text(document, "rm:Decision"),
        "reasons": [reason.text for reason in document.findall("rm:Reason/rm:Code", _NS)],
        "xml": etree.tostring(document, encoding="unicode"),
    }


def facts(content: etree._Element) -> dict[str, Any]:
    """Return the facts of the document in a `Delivery`."""
    document = content[-1][0]
    match etree.QName(document).localname:
        case "EntryBan":
            return _ban(document)
        case "CitizenshipCheckRequest" | "CitizenshipCheckReply":
            return _check(document)
        case "SituationSummary":
            return _summary(document)
    person = document.find("rm:Person", _NS)
    decision = _text(document, "rm:Decision")
    return {
        "case_id": _text(document, "rm:CaseNumber"),
        "requesting": _text(content, "ex:Sender"),
        "requested": _text(document, "rm:RequestedAuthority"),
        "requested_on": _day(_text(document, "rm:RequestedOn")),
        "decision": None if decision is None else {"СОГЛАСИЕ": "accepted", "ОТКАЗ": "refused"}[decision],
        "reasons": [reason.text for reason in document.findall("rm:Reason/rm:Code", _NS)],
        "decided_on": _day(_text(document, "rm:DecidedOn")),
        **({} if person is None else _person(person)),
    }


def _check(document: etree._Element) -> dict[str, Any]:
    results = {"ПОДТВЕРЖДЕНО": "confirmed", "НЕ_ПОДТВЕРЖДЕНО": "not_confirmed", "НЕ_УСТАНОВЛЕНО": "inconclusive"}
    person, result = document.find("cc:Person", _NS), _text(document, "cc:Result")
    return {
        "check_id": _text(document, "cc:CheckNumber"),
        "requesting": _text(document, "cc:RequestingAuthority"),
        "requested": _text(document, "cc:RequestedAuthority"),
        "result": None if result is None else results[result],
        "decided_on": _day(_text(document, "cc:DecidedOn")),
        **({} if person is None else _person(person)),
    }


def _summary(document: etree._Element) -> dict[str, Any]:
    figures = document.findall("st:Observation", _NS)
    return {
        "area": _text(document, "st:Area"),
        "period": _text(document, "st:Period/st:Value"),
        "observations": [[_text(each, "st:Indicator"), _value(each)] for each in figures],
    }


def _value(observation: etree._Element) -> int | float:
    text = (_text(observation, "st:Value") or "").replace(",", ".")
    return float(text) if "." in text else int(text)


def _ban(card: etree._Element) -> dict[str, Any]:
    return {
        "ban_id": _text(card, "eb:RegistryNumber"),
        "revision": int(card.findtext("eb:Revision", "1", _NS)),
        "status": _STATUSES[card.findtext("eb:Status", "", _NS)],
        "issuer": _text(card, "eb:Issuer"),
        **_person(card.find("eb:Subject", _NS)),
        "grounds": [_ground(each.text or "") for each in card.findall("eb:Ground", _NS)],
        **_term(card),
        "action": "refuse_entry" if _text(card, "eb:Action") == "ОТКАЗАТЬ_ВО_ВЪЕЗДЕ" else "contact_issuer",
        "decision_number": _text(card, "eb:Decision/eb:Number"),
        "decision_date": _day(_text(card, "eb:Decision/eb:Date")),
    }


def _term(card: etree._Element) -> dict[str, Any]:
    lengths = [f"P{text}{unit}" for name, unit in _UNITS if (text := _text(card, f"eb:Term/eb:{name}")) is not None]
    return {
        "period_kind": _KINDS[card.findtext("eb:Term/eb:Kind", "", _NS)],
        "duration": lengths[0] if lengths else None,
        "start_event": _EVENTS.get(_text(card, "eb:Term/eb:StartEvent") or ""),
        "start_on": _day(_text(card, "eb:Term/eb:From")),
        "end_on": _day(_text(card, "eb:Term/eb:To")),
    }


def _person(person: etree._Element | None) -> dict[str, Any]:
    if person is None:
        return {}
    sex = _text(person, "pd:Sex") or ""
    states = [each.text or "" for each in person.findall("pd:Citizenship/pd:StateCode", _NS)]
    return {
        "surname": _text(person, "pd:FamilyName"),
        "given": _text(person, "pd:FirstName"),
        "patronymic": _text(person, "pd:Patronymic"),
        "surname_latin": _text(person, "pd:FamilyNameLat"),
        "given_latin": _text(person, "pd:FirstNameLat"),
        "birth_date": _text(person, "pd:BirthDate"),
        "sex": {"М": "M", "Ж": "F", "X": "X"}.get(sex, "U"),
        "citizenship": [countries.parse_citizenship(each) for each in states],
        "document_series": _text(person, "pd:IdentityDocument/pd:Series"),
        "document_number": _text(person, "pd:IdentityDocument/pd:Number"),
    }


def _ground(text: str) -> str:
    return f"RU-{text.replace('.', '-', 1)}" if text[:1].isdigit() else text


def _text(element: etree._Element, path: str) -> str | None:
    return element.findtext(path, None, _NS)


def _day(written: str | None) -> str | None:
    return None if written is None else f"{written[6:]}-{written[3:5]}-{written[:2]}"
