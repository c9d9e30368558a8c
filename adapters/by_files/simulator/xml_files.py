"""The register's XML files: written from facts, and read back into facts."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from adapters._simulator.control import Values
from adapters.by_files.simulator import words
from adapters.by_files.simulator.words import back

Facts = Mapping[str, Any]
Cells = list[tuple[str, Any]]

_ROOTS = {
    "entry-ban": ("entryBans", "entryBan"),
    "readmission-request": ("readmissionRequests", "readmissionRequest"),
    "readmission-reply": ("readmissionReplies", "readmissionReply"),
    "citizenship-check-request": ("citizenshipCheckRequests", "citizenshipCheckRequest"),
    "citizenship-check-reply": ("citizenshipCheckReplies", "citizenshipCheckReply"),
    "situation-summary": ("statistics", "indicator"),
}
_OFFICE = "Департамент по гражданству и миграции (учебный)"


class XmlFiles:
    """What a file of each type looks like here."""

    suffix = "xml"

    def __init__(self, participant: str) -> None:
        self._participant = participant
        self._cells: Mapping[str, Callable[[Facts], Cells]] = {
            "entry-ban": self._ban,
            "readmission-request": self._request,
            "readmission-reply": self._reply,
            "citizenship-check-request": self._check,
            "citizenship-check-reply": self._check_reply,
        }

    def write(self, type_: str, records: Sequence[Facts], order: Values) -> bytes:
        """Return a file of records."""
        root_name, row_name = _ROOTS[type_]
        root = etree.Element(root_name)
        for record in records:
            rows = _figures(record) if type_ == "situation-summary" else [self._cells[type_](record)]
            for cells in rows:
                _append(root, row_name, [*cells, *_ordered(order)])
        return etree.tostring(root, encoding="UTF-8", xml_declaration=True)

    def read(self, type_: str, raw: bytes) -> list[dict[str, Any]]:
        """Return the facts of a file."""
        return [_READ[type_](row) for row in etree.fromstring(raw)]

    def _ban(self, ban: Facts) -> Cells:
        return [
            ("banNumber", ban["ban_id"]),
            ("revision", str(ban["revision"])),
            ("status", words.STATUSES[ban["status"]]),
            ("issuer", ban["issuer"]),
            *_person(ban),
            *(("ground", ground) for ground in ban["grounds"]),
            ("severity", "миграционный"),
            ("periodKind", words.PERIODS[ban["period_kind"]]),
            ("period", _term(ban["duration"])),
            ("periodFrom", words.EVENTS[ban["start_event"]]),
            ("dateFrom", _day(ban["start_on"])),
            ("dateTo", _day(ban["end_on"])),
            ("action", words.ACTIONS[ban["action"]]),
            ("decisionNumber", ban["decision_number"]),
            ("decisionDate", _day(ban["decision_date"])),
            ("decisionAuthority", _OFFICE),
            ("act", "Закон о правовом положении иностранных граждан"),
            ("article", "30"),
            ("asOf", "20.11.2026 18:00:00"),
        ]

    def _request(self, request: Facts) -> Cells:
        return [
            ("caseNumber", request["case_id"]),
            ("procedure", "обычная"),
            ("requestingAuthority", request["requesting"]),
            ("requestedAuthority", request["requested"]),
            ("personCategory", "гражданин запрашиваемого государства"),
            *_person(request),
            ("evidence", _evidence(request["evidence"])),
            ("interview", "да" if request["interview_requested"] else "нет"),
            ("requestDate", _day(request["requested_on"])),
        ]

    def _check(self, check: Facts) -> Cells:
        return [
            ("checkNumber", check["check_id"]),
            ("requestedAuthority", check["requested"]),
            ("requestDate", _day(check["requested_on"])),
            ("authority", _OFFICE),
            ("purpose", words.PURPOSES[check["reason"]]),
            *_person(check),
            ("evidence", _evidence(check["evidence"])),
        ]

    def _reply(self, reply: Facts) -> Cells:
        return [
            ("caseNumber", reply["case_id"]),
            ("decision", words.DECISIONS[reply["decision"]]),
            *(("reason", [("code", code)]) for code in reply["reasons"]),
            ("decisionDate", _day(reply["decided_on"])),
            ("authority", _OFFICE),
        ]

    def _check_reply(self, reply: Facts) -> Cells:
        return [
            ("checkNumber", reply["check_id"]),
            ("requestingAuthority", reply["requesting"]),
            ("result", words.RESULTS[reply["result"]]),
            *(("reason", [("code", code)]) for code in reply["reasons"]),
            ("replyDate", _day(reply["decided_on"])),
            ("authority", _OFFICE),
        ]


def _person(person: Facts) -> Cells:
    native = person["native"]
    return [
        ("lastName", person["surname"]),
        ("firstName", person["given"]),
        ("middleName", person["patronymic"]),
        ("lastNameBel", native["surname"]),
        ("firstNameBel", native["given"]),
        ("middleNameBel", native["patronymic"]),
        ("lastNameLat", person["surname_latin"]),
        ("firstNameLat", person["given_latin"]),
        ("birthDate", person["birth_date"]),
        ("birthPlace", person["birth_place"]),
        ("sex", words.SEXES[person["sex"]]),
        *(("citizenship", words.STATES[code]) for code in person["citizenship"]),
        ("docType", words.DOCUMENTS[person["document_type"]]),
        ("docSeries", person["document_series"]),
        ("docNumber", person["document_number"]),
        ("docCountry", words.STATES[person["citizenship"][0]]),
        ("docIssued", _day(person["issued_on"])),
        ("docValidTo", _day(person["expires_on"])),
    ]


def _figures(summary: Facts) -> list[Cells]:
    return [
        [("name", name), ("period", f"{summary['period']} год"), ("value", f"{value:,}".replace(",", " "))]
        for name, value in summary["observations"]
    ]


def _evidence(evidence: Facts) -> Cells:
    return [("tier", evidence["tier"]), ("item", words.EVIDENCE[evidence["item"]])]


def _ordered(order: Values) -> Cells:
    """Return the cells that only an order asks for."""
    text = [("reason", order["text"])] if "text" in order else []
    return [*text, *([("shoeSize", "42")] if order.get("unknown") else [])]


def _append(parent: etree._Element, name: str, content: Any) -> None:
    element = etree.SubElement(parent, name)
    if isinstance(content, str):
        element.text = content
        return
    for child, inside in content:
        if inside is not None:
            _append(element, child, inside)


# Reading


def _text(row: etree._Element, name: str) -> str | None:
    return row.findtext(name) or None


def _iso(row: etree._Element, name: str) -> str | None:
    text = _text(row, name)
    return None if text is None else "-".join(reversed(text.split(".")))


def _read_person(row: etree._Element) -> dict[str, Any]:
    names = {"surname": "lastName", "given": "firstName", "patronymic": "middleName"}
    latin = {"surname_latin": "lastNameLat", "given_latin": "firstNameLat"}
    document = {"document_series": "docSeries", "document_number": "docNumber"}
    return {
        **{member: _text(row, name) for member, name in {**names, **latin}.items()},
        "birth_date": _text(row, "birthDate"),
        "sex": back(words.SEXES, row.findtext("sex", "")),
        "citizenship": [back(words.STATES, each.text or "") for each in row.iterfind("citizenship")],
        "document_type": back(words.DOCUMENTS, row.findtext("docType", "")) or None,
        **{member: _text(row, name) for member, name in document.items()},
    }


def _read_ban(row: etree._Element) -> dict[str, Any]:
    term = _text(row, "period")
    event = _text(row, "periodFrom")
    return {
        "ban_id": _text(row, "banNumber"),
        "revision": int(row.findtext("revision", "")),
        "status": back(words.STATUSES, row.findtext("status", "")),
        "issuer": _text(row, "issuer"),
        **_read_person(row),
        "grounds": [each.text for each in row.iterfind("ground")],
        "period_kind": back(words.PERIODS, row.findtext("periodKind", "")),
        "duration": None if term is None else f"P{term.split()[0]}{'YYMD'['лгмд'.index(term.split()[1][0])]}",
        "start_event": None if event is None else back(words.EVENTS, event),
        "start_on": _iso(row, "dateFrom"),
        "end_on": _iso(row, "dateTo"),
        "action": back(words.ACTIONS, row.findtext("action", "")),
        "decision_number": _text(row, "decisionNumber"),
        "decision_date": _iso(row, "decisionDate"),
    }


def _read_request(row: etree._Element) -> dict[str, Any]:
    return {
        "case_id": _text(row, "caseNumber"),
        "requesting": _text(row, "requestingAuthority"),
        "requested": _text(row, "requestedAuthority"),
        **_read_person(row),
        "requested_on": _iso(row, "requestDate"),
    }


def _read_reply(row: etree._Element) -> dict[str, Any]:
    return {
        "case_id": _text(row, "caseNumber"),
        "decision": back(words.DECISIONS, row.findtext("decision", "")),
        "reasons": [each.findtext("code") for each in row.iterfind("reason")],
        "decided_on": _iso(row, "decisionDate"),
    }


def _read_check(row: etree._Element) -> dict[str, Any]:
    request = _read_request(row)
    return {"check_id": _text(row, "checkNumber"), **{key: request[key] for key in request if key != "case_id"}}


def _read_check_reply(row: etree._Element) -> dict[str, Any]:
    return {
        "check_id": _text(row, "checkNumber"),
        "requesting": _text(row, "requestingAuthority"),
        "result": back(words.RESULTS, row.findtext("result", "")),
        "decided_on": _iso(row, "replyDate"),
    }


_READ: Mapping[str, Callable[[etree._Element], dict[str, Any]]] = {
    "entry-ban": _read_ban,
    "readmission-request": _read_request,
    "readmission-reply": _read_reply,
    "citizenship-check-request": _read_check,
    "citizenship-check-reply": _read_check_reply,
}


def _day(iso: str) -> str:
    return ".".join(reversed(iso.split("-")))


def _term(duration: str) -> str:
    return f"{duration[1:-1]} {words.UNITS[duration[-1]]}"
