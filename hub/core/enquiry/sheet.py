"""The answer to a citizen as it is printed: the same facts in each language, ready to be written as text or HTML.

Russian always comes first; then the citizen's language, where the answer is written in it as a whole, else English.
Labels in his own language stand beside the Russian ones where they are known for certain.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.core.enquiry.words import EFFECTS, LABELS, NATIVE, NOTES, OF_LISTS, SAID, VERDICTS, WHOLE, duration

UNITS = {"hour": "hours", "calendar_day": "days", "working_day": "days"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who asked, as his own authority typed him; `authority` and `consent` in Russian and English."""

    name: str
    birth: str
    document: str
    case: str
    authority: tuple[str, str]
    consent: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a sheet: a heading (empty for the first part), and lines of label and value."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The answer in one language."""

    language: str
    title: str
    verdict: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    signature: str


def sheets(advice: Mapping[str, Any], applicant: Applicant, language: str) -> tuple[Sheet, ...]:
    """Return the sheets for a citizen who reads `language` (a code of `languages`), Russian first."""
    second = language if language in WHOLE else "en"
    wanted = ["ru"] if second == "ru" else ["ru", second]
    return tuple(_sheet(advice, applicant, each, NATIVE.get(language, {})) for each in wanted)


def _sheet(advice: Mapping[str, Any], applicant: Applicant, language: str, native: Mapping[str, str]) -> Sheet:
    writer = _Writer(language=language, native=native if language == "ru" else {})
    parts = [
        Part(heading="", lines=tuple(writer.facts(advice, applicant))),
        Part(heading=writer.label("lists"), lines=tuple(writer.list_line(each) for each in advice["lists"])),
        *(Part(heading=writer.label("ban"), lines=tuple(writer.ban(each, advice))) for each in advice["bans"]),
    ]
    if advice["enquiries"]:
        lines = tuple(("", writer.enquiry(each, advice)) for each in advice["enquiries"])
        parts.append(Part(heading=writer.label("enquiry"), lines=lines))
    return Sheet(
        language=language,
        title=writer.label("title"),
        verdict=writer.verdict(advice),
        parts=tuple(parts),
        notes=tuple(NOTES[name].of(language) for name in ("lists", "asked" if advice["enquiries"] else "untold")),
        signature=writer.label("signature"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writer:
    """Writes facts in one language, with labels in another beside its own."""

    language: str
    native: Mapping[str, str]

    def label(self, name: str) -> str:
        own = LABELS[name].of(self.language)
        return f"{own} / {self.native[name]}" if name in self.native else own

    def say(self, name: str, **facts: str) -> str:
        return SAID[name].of(self.language).format(**facts)

    def verdict(self, advice: Mapping[str, Any]) -> str:
        """Return the answer in words; of bans, what each kind of them does to the person."""
        if advice["verdict"] != "ban":
            return VERDICTS[advice["verdict"]].of(self.language)
        held = [each for each in advice["bans"] if not each["last_known"]]
        later = min((each["period"]["start_on"] for each in held if each["effect"] == "begins-later"), default=None)
        day = "" if later is None else self.day(later)
        effects = {each["effect"] for each in held}
        return " ".join(EFFECTS[name].of(self.language).format(day=day) for name in EFFECTS if name in effects)

    def facts(self, advice: Mapping[str, Any], applicant: Applicant) -> Iterator[tuple[str, str]]:
        second = self.language == "en"
        yield self.label("authority"), applicant.authority[second]
        yield self.label("name"), applicant.name
        yield self.label("birth"), applicant.birth
        yield self.label("document"), applicant.document
        yield self.label("case"), applicant.case
        yield self.label("consent"), applicant.consent[second]
        yield self.label("date"), self.moment(advice["at"])
        yield self.label("reference"), str(advice["access"])

    def list_line(self, listed: Mapping[str, Any]) -> tuple[str, str]:
        as_of = self.say("never") if listed["as_of"] is None else self.moment(listed["as_of"])
        return listed["titles"][self.language], f"{OF_LISTS[listed['verdict']].of(self.language)} ({as_of})"

    def ban(self, ban: Mapping[str, Any], advice: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        yield self.label("issuer"), self.issuer(ban["issuer"], advice)
        yield self.label("class"), ban["severity"][self.language]
        status = ban["status"][self.language]
        yield self.label("status"), f"{status} ({self.say('last_known')})" if ban["last_known"] else status
        yield self.label("direction"), ban["direction"][self.language]
        yield self.label("period"), self.period(ban["period"])
        yield self.label("as_of"), self.moment(ban["as_of"])
        yield from self.remedy(ban["remedy"])
        yield self.label("hotline"), self.hotline(ban["hotline"])

    def issuer(self, name: str, advice: Mapping[str, Any]) -> str:
        return str(next(each["titles"][self.language] for each in advice["lists"] if each["issuer"] == name))

    def period(self, period: Mapping[str, Any]) -> str:
        if period["start_on"] is None and period["start_event"] is not None:
            event = period["start_event"][self.language]
            if period["duration"] is None:
                return self.say("pending_open", event=event)
            return self.say("pending", event=event, duration=duration(period["duration"], self.language))
        begun = [] if period["start_on"] is None else [self.say("from", day=self.day(period["start_on"]))]
        return ", ".join([*begun, self.end(period)])

    def end(self, period: Mapping[str, Any]) -> str:
        if period["end_on"] is not None:
            return self.say("until", day=self.day(period["end_on"]))
        return self.say("condition" if period["kind"] == "until_condition" else "endless")

    def remedy(self, remedy: Mapping[str, Any] | None) -> Iterator[tuple[str, str]]:
        if remedy is None:
            yield self.label("appeal"), self.say("no_route")
            return
        basis = f" ({remedy['basis'][self.language]})" if remedy["basis"] else ""
        yield self.label("appeal"), remedy["route"][self.language] + basis
        if remedy["term"] is None:
            yield self.label("term"), self.say("no_term")
            return
        starts = f" {remedy['starts'][self.language]}" if remedy["starts"] else ""
        doubt = "" if remedy["confirmed"] else f" ({self.say('unconfirmed_term')})"
        yield self.label("term"), duration(remedy["term"], self.language) + starts + doubt

    def hotline(self, hotline: Mapping[str, Any] | None) -> str:
        if hotline is None:
            return self.say("no_hotline")
        doubt = "" if hotline["confirmed"] else f" ({self.say('unconfirmed')})"
        return f"{hotline['number']}, {hotline['name'][self.language]}{doubt}"

    def enquiry(self, enquiry: Mapping[str, Any], advice: Mapping[str, Any]) -> str:
        clock = enquiry["clock"]
        term = self.say(UNITS[clock["unit"]], count=str(clock["value"]))
        doubt = "" if clock["verified"] else f" ({self.say('unconfirmed_term')})"
        issuer = self.issuer(enquiry["to"][0], advice)
        return self.say("asked", issuer=issuer, number=enquiry["subject"], term=term) + doubt

    def day(self, text: str) -> str:
        year, month, day = text[:10].split("-")
        return text[:10] if self.language == "en" else f"{day}.{month}.{year}"

    def moment(self, text: str) -> str:
        return f"{self.day(text)} {text[11:16]} UTC"
