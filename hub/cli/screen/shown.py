"""The answer on the screen, and a citizen's answer on paper."""

import argparse
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import Text
from hub.core.enquiry import printed, sheet
from hub.core.enquiry.applicant import applicant_of
from hub.core.enquiry.question import read_person
from hub.core.enquiry.sheet import Sheet
from schemas import codes, screening_rules

VERDICTS = {
    "ban": Text("ЗАПРЕТ", "BAN"),
    "doubt": Text("СОМНЕНИЕ", "DOUBT"),
    "unknown": Text("НЕИЗВЕСТНО", "UNKNOWN"),
    "no-ban": Text("запрета нет", "no ban"),
}
LINE = Text("{number}. {verdict}", "{number}. {verdict}")
LISTED = Text("  список {issuer}: {verdict} (на {as_of})", "  list of {issuer}: {verdict} (as of {as_of})")
NEVER = Text("—, не поступал", "-, never received")
FOUND = Text(
    "  {issuer} {ban_id}: {match}, {score}; {status}; {effect}; по {end_on}",
    "  {issuer} {ban_id}: {match}, {score}; {status}; {effect}; until {end_on}",
)
OPEN = Text("—", "-")
EFFECTS = {
    "entry-closed": Text("въезд закрыт", "entry is closed"),
    "exit-closed": Text("выезд закрыт", "exit is closed"),
    "entry-and-exit-closed": Text("въезд и выезд закрыты", "entry and exit are closed"),
    "alert": Text("проверить личность или спросить орган", "check the identity or ask the issuer"),
    "begins-later": Text("ещё не действует", "not in force yet"),
    "none": Text("не действует", "not in force"),
}
FINDING = Text("  замечание {pointer}: {message}", "  note {pointer}: {message}")
REPORT = Text("  ожидается сообщение об обнаружении (ban-hit-report)", "  a hit report is expected (ban-hit-report)")
LOGGED = Text(
    "обращение записано в журнал, место {access}; журнал {size}",
    "the access is leaf {access} of the log; log size {size}",
)
HTML = (".html", ".htm")


def lines_of(answer: Mapping[str, Any], language: str) -> Iterator[str]:
    """Yield the answer to an authority, line by line."""
    as_of = {each["issuer"]: each["as_of"] or NEVER.of(language) for each in answer["lists"]}
    for number, person in enumerate(answer["persons"], start=1):
        yield LINE.of(language).format(number=number, verdict=VERDICTS[person["verdict"]].of(language))
        for each in person["issuers"]:
            verdict = VERDICTS[each["verdict"]].of(language)
            yield LISTED.of(language).format(issuer=each["issuer"], verdict=verdict, as_of=as_of[each["issuer"]])
        for ban in person["bans"]:
            yield FOUND.of(language).format(**_ban(ban, language))
            yield from (f"    {feature[language]}" for feature in ban["features"])
        yield from (FINDING.of(language).format(**each) for each in person["findings"])
        if person["hit_report"] == "expected":
            yield REPORT.of(language)
    yield LOGGED.of(language).format(access=answer["access"], size=answer["log_size"])


def _ban(ban: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return what is shown of a ban in one line; of a doubt about a citizen there is little."""
    return {
        "issuer": ban["issuer"],
        "match": ban["match"],
        "score": ban["score"],
        "ban_id": ban.get("ban_id", ""),
        "status": ban["status"][language] if "status" in ban else OPEN.of(language),
        "effect": (EFFECTS[ban["effect"]] if "effect" in ban else OPEN).of(language),
        "end_on": (ban["period"]["end_on"] if "period" in ban else None) or OPEN.of(language),
    }


def sheets_of(
    answer: Mapping[str, Any], question: Mapping[str, Any], participant: str, language: str
) -> tuple[Sheet, ...]:
    """Return a citizen's answer as it is printed: in Russian, and for a reader of `language`."""
    today, letters = date.fromisoformat(answer["at"][:10]), screening_rules.russian_letters()
    person = read_person(question["person"], "/person", state="", today=today, letters=letters).person
    return sheet.sheets(answer, applicant_of(question, person, participant, _label), language)


def _label(name: str, code: str) -> Mapping[str, str]:
    entries = codes.load()[name]
    return {language: entries.label(code, language) for language in ("ru", "en")}


def write(arguments: argparse.Namespace, sheets: tuple[Sheet, ...]) -> Path:
    """Write the sheets to the file that was named, as its ending says."""
    path: Path = arguments.sheet
    text = printed.as_html(sheets) if path.suffix.lower() in HTML else printed.as_text(sheets)
    files.write(path, text.encode())
    return path
