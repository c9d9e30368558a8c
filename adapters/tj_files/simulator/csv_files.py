"""The register's tables: written from facts, and read back into facts."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from adapters._simulator.control import Values
from adapters.tj_files.simulator import words
from adapters.tj_files.simulator.words import back

Facts = Mapping[str, Any]
Row = Mapping[str, str]

_OFFICE = "Миграционная служба (учебная)"


class CsvFiles:
    """What a file of each type looks like here."""

    suffix = "csv"

    def write(self, type_: str, records: Sequence[Facts], order: Values) -> bytes:
        """Return a table of records, with its end row."""
        rows = [row | _ordered(order) for record in records for row in _WRITE[type_](record)]
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(rows[0])
        writer.writerows([_guarded(cell or "") for cell in row.values()] for row in rows)
        writer.writerow(["КОНЕЦ", len(rows)])
        return text.getvalue().encode("utf-8-sig")

    def read(self, type_: str, raw: bytes) -> list[dict[str, Any]]:
        """Return the facts of a table that was written for the register."""
        text = io.StringIO(raw.decode("utf-8-sig"), newline="")
        return [_READ[type_](row) for row in csv.DictReader(text, delimiter=";") if row.get("КОНЕЦ") is None]


def _guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula, as careful clerks write it."""
    return f"'{cell}" if cell[:1] in set("=+-@\t\r") else cell


def _ordered(order: Values) -> dict[str, str]:
    """Return the cells that only an order asks for."""
    text = {"Причина": str(order["text"])} if "text" in order else {}
    return text | ({"Размер обуви": "42"} if order.get("unknown") else {})


def _ban(ban: Facts) -> list[dict[str, str]]:
    return [
        {
            "Номер запрета": ban["ban_id"],
            "Редакция": str(ban["revision"]),
            "Состояние": words.STATUSES[ban["status"]],
            "Инициатор": ban["issuer"],
            **_person(ban),
            "Основания": " | ".join(ban["grounds"]),
            "Вид запрета": "миграционный",
            "Вид срока": words.PERIODS[ban["period_kind"]],
            "Срок": f"{ban['duration'][1:-1]} {words.UNITS[ban['duration'][-1]]}",
            "Срок считается от": words.EVENTS[ban["start_event"]],
            "Начало": _day(ban["start_on"]),
            "Окончание": _day(ban["end_on"]),
            "Что делать": words.ACTIONS[ban["action"]],
            "Номер решения": ban["decision_number"],
            "Дата решения": _day(ban["decision_date"]),
            "Кто принял решение": _OFFICE,
            "Закон": "Закон о правовом положении иностранных граждан",
            "Статья": "12",
            "По решению суда": "нет",
            "По состоянию на": "20.11.2026 18:00:00",
        }
    ]


def _person(person: Facts) -> dict[str, str]:
    return {
        "Фамилия": person["surname"],
        "Имя": person["given"],
        "Отчество": person["patronymic"],
        "Фамилия (лат.)": person["surname_latin"],
        "Имя (лат.)": person["given_latin"],
        "Дата рождения": f"{person['birth_date']} г.р.",
        "Место рождения": person["birth_place"],
        "Пол": words.SEXES[person["sex"]],
        "Гражданство": " | ".join(words.STATES[code] for code in person["citizenship"]),
        "Вид документа": words.DOCUMENTS[person["document_type"]],
        "Номер документа": person["document_number"],
        "Государство выдачи": words.STATES[person["citizenship"][0]],
        "Дата выдачи": _day(person["issued_on"]),
        "Действителен до": _day(person["expires_on"]),
    }


def _request(request: Facts) -> list[dict[str, str]]:
    return [
        {
            "Номер дела": request["case_id"],
            "Процедура": "обычная",
            "Запрашивающий орган": request["requesting"],
            "Запрашиваемый орган": request["requested"],
            "Категория лица": "гражданин запрашиваемого государства",
            **_person(request),
            "Доказательства": _evidence(request["evidence"]),
            "Нужно собеседование": "нет",
            "Дата запроса": _day(request["requested_on"]),
        }
    ]


def _check(check: Facts) -> list[dict[str, str]]:
    return [
        {
            "Номер проверки": check["check_id"],
            "Запрашиваемый орган": check["requested"],
            "Дата запроса": _day(check["requested_on"]),
            "Кто запрашивает": _OFFICE,
            "Причина проверки": words.REASONS[check["reason"]],
            **_person(check),
            "Доказательства": _evidence(check["evidence"]),
        }
    ]


def _reply(reply: Facts) -> list[dict[str, str]]:
    return [
        {
            "Номер дела": reply["case_id"],
            "Решение": words.DECISIONS[reply["decision"]],
            "Причины отказа": " | ".join(reply["reasons"]),
            "Дата решения": _day(reply["decided_on"]),
            "Кто принял решение": _OFFICE,
        }
    ]


def _check_reply(reply: Facts) -> list[dict[str, str]]:
    return [
        {
            "Номер проверки": reply["check_id"],
            "Запрашивающий орган": reply["requesting"],
            "Итог проверки": words.RESULTS[reply["result"]],
            "Дата ответа": _day(reply["decided_on"]),
            "Кто ответил": _OFFICE,
            "Причины": " | ".join(reply["reasons"]),
        }
    ]


def _figures(summary: Facts) -> list[dict[str, str]]:
    return [
        {
            "Показатель": name,
            "Период": f"{summary['period']} год",
            "Значение": f"{value:,}".replace(",", "\u00a0"),
        }
        for name, value in summary["observations"]
    ]


def _evidence(evidence: Facts) -> str:
    return f"{evidence['tier']}; {words.EVIDENCE[evidence['item']]}; ; ; "


def _day(iso: str) -> str:
    return ".".join(reversed(iso.split("-")))


_WRITE: Mapping[str, Callable[[Facts], list[dict[str, str]]]] = {
    "entry-ban": _ban,
    "readmission-request": _request,
    "readmission-reply": _reply,
    "citizenship-check-request": _check,
    "citizenship-check-reply": _check_reply,
    "situation-summary": _figures,
}


# Reading


def _iso(row: Row, heading: str) -> str | None:
    return "-".join(reversed(row[heading].split("."))) if row.get(heading) else None


def _listed(row: Row, heading: str) -> list[str]:
    return [cell.strip() for cell in (row.get(heading) or "").split("|") if cell.strip()]


def _read_person(row: Row) -> dict[str, Any]:
    headings = {"surname": "Фамилия", "given": "Имя", "patronymic": "Отчество"}
    headings |= {"surname_latin": "Фамилия (лат.)", "given_latin": "Имя (лат.)", "birth_date": "Дата рождения"}
    headings |= {"document_series": "Серия документа", "document_number": "Номер документа"}
    return {
        **{member: row.get(heading) or None for member, heading in headings.items()},
        "sex": back(words.SEXES, row["Пол"]),
        "citizenship": [back(words.STATES, name) for name in _listed(row, "Гражданство")],
        "document_type": back(words.DOCUMENTS, row.get("Вид документа") or "") or None,
    }


def _read_ban(row: Row) -> dict[str, Any]:
    number, _, unit = (row["Срок"] or "").partition(" ")
    return {
        "ban_id": row["Номер запрета"],
        "revision": int(row["Редакция"]),
        "status": back(words.STATUSES, row["Состояние"]),
        "issuer": row["Инициатор"],
        **_read_person(row),
        "grounds": _listed(row, "Основания"),
        "period_kind": back(words.PERIODS, row["Вид срока"]),
        "duration": f"P{number}{'YYMD'['лгмд'.index(unit[0])]}" if number else None,
        "start_event": back(words.EVENTS, row["Срок считается от"]) or None,
        "start_on": _iso(row, "Начало"),
        "end_on": _iso(row, "Окончание"),
        "action": back(words.ACTIONS, row["Что делать"]),
        "decision_number": row["Номер решения"],
        "decision_date": _iso(row, "Дата решения"),
    }


def _read_request(row: Row) -> dict[str, Any]:
    return {
        "case_id": row["Номер дела"],
        "requesting": row["Запрашивающий орган"],
        "requested": row["Запрашиваемый орган"],
        **_read_person(row),
        "requested_on": _iso(row, "Дата запроса"),
    }


def _read_reply(row: Row) -> dict[str, Any]:
    return {
        "case_id": row["Номер дела"],
        "decision": back(words.DECISIONS, row["Решение"]),
        "reasons": [reason.split(";")[0] for reason in _listed(row, "Причины отказа")],
        "decided_on": _iso(row, "Дата решения"),
    }


def _read_check(row: Row) -> dict[str, Any]:
    return {
        "check_id": row["Номер проверки"],
        "requesting": row["Запрашивающий орган"],
        "requested": row["Запрашиваемый орган"],
        **_read_person(row),
    }


def _read_check_reply(row: Row) -> dict[str, Any]:
    return {
        "check_id": row["Номер проверки"],
        "requesting": row["Запрашивающий орган"],
        "result": back(words.SHOWN_RESULTS, row["Итог проверки"]),
        "decided_on": _iso(row, "Дата ответа"),
    }


_READ: Mapping[str, Callable[[Row], dict[str, Any]]] = {
    "entry-ban": _read_ban,
    "readmission-request": _read_request,
    "readmission-reply": _read_reply,
    "citizenship-check-request": _read_check,
    "citizenship-check-reply": _read_check_reply,
}
