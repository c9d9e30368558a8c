"""Render a page: a template, the visit it is for, and its values.

A name that a template misspells is an error, never an empty place. Values are escaped. Texts, dates, times and numbers
are those of the visitor's language and city:

    {{ task.due_on | date }}   {{ task.due_at | time }}   {{ count | number }}   {{ "TJ" | code("states") }}
    {{ "TJ" | state }}   {{ name.surname | masked(name.given) }}   {{ ngettext("%(num)s day", "%(num)s days", left) }}
    {{ "tj-mvd" | party }}   {{ "entry-ban" | type_title }}   {{ "Asia/Dushanbe" | city }}   {{ title | capital }}
    {{ "kz-tj-readmission" | agreement_title }}
"""

import functools
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from aiohttp import web
from babel import Locale, dates, numbers
from jinja2.runtime import Context
from markupsafe import Markup

from hub.console import navigation, texts
from hub.console.assets import address_of
from hub.console.document_words import type_title
from hub.console.visit import Visit, visit_of
from hub.core.console.masking import masked_name
from hub.core.console.spelling import mixes_alphabets
from schemas import agreements, catalogue

TEMPLATES = Path(__file__).parent / "templates"


def render(request: web.Request, template: str, *, status: int = 200, **values: Any) -> web.Response:
    """Return the page."""
    visit = visit_of(request)
    page = environment(visit.lang).get_template(template)
    text = page.render(visit=visit, navigation=navigation.entries(visit), **values)
    answer = web.Response(text=text, content_type="text/html", charset="utf-8", status=status)
    answer.headers["Content-Language"] = visit.lang
    return answer


@functools.cache
def environment(lang: str) -> jinja2.Environment:
    """Return what templates are made with in a language."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    made.install_gettext_translations(texts.load(lang), newstyle=True)  # type: ignore[attr-defined]
    made.globals["asset"] = address_of
    made.tests["mixed_alphabets"] = mixes_alphabets
    made.filters |= {
        "date": show_date,
        "day": show_day,
        "agreement_title": show_agreement,
        "capital": capital,
        "city": show_city,
        "moment": show_moment,
        "time": show_time,
        "number": show_number,
        "code": show_code,
        "state": show_state,
        "masked": masked_name,
        "party": show_party,
        "percent": show_percent,
        "type_title": show_type_title,
        "tongue": tongue_of,
        "until": show_until,
        "weekday": show_weekday,
    }
    return made


def _visit(context: Context) -> Visit:
    visit: Visit = context["visit"]
    return visit


@jinja2.pass_context
def show_date(context: Context, value: date | datetime | None) -> str:
    """Return a day in words; an instant is that day in the visitor's city."""
    visit = _visit(context)
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(visit.zone))
    return dates.format_date(value, "long", locale=texts.LOCALES[visit.lang])


@jinja2.pass_context
def show_day(context: Context, text: str) -> str:
    """Return a day of a record (2026-11-21) in words."""
    return show_date(context, date.fromisoformat(text))


@jinja2.pass_context
def show_weekday(context: Context, value: date) -> str:
    """Return the short name of a day's weekday."""
    return dates.format_date(value, "EEE", locale=texts.LOCALES[_visit(context).lang])


@jinja2.pass_context
def show_moment(context: Context, text: str) -> str | Markup:
    """Return an instant of a record (2026-11-21T09:00:00Z) as day and time in the visitor's city."""
    return show_time(context, datetime.fromisoformat(text))


@jinja2.pass_context
def show_time(context: Context, value: datetime | None) -> str | Markup:
    """Return an instant as day and time in the visitor's city; the same in UTC is there on demand."""
    visit = _visit(context)
    if value is None:
        return "—"
    local = value.astimezone(ZoneInfo(visit.zone))
    day = dates.format_date(local, "long", locale=texts.LOCALES[visit.lang])
    shown = f"{day}, {local:%H:%M}, {city_of(visit.zone, visit.lang)}"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.astimezone(UTC).isoformat(), _utc(value), shown
    )


@jinja2.pass_context
def show_until(context: Context, value: datetime) -> str | Markup:
    """Return up to when a term runs on its last day: `to the end of that day, Dushanbe`, or the hour."""
    visit = _visit(context)
    local, _ = value.astimezone(ZoneInfo(visit.zone)), texts.load(visit.lang).gettext
    if local.time() != time():
        return Markup("{} {}").format(_("until"), show_time(context, value))
    shown = _("to the end of that day, %(city)s") % {"city": city_of(visit.zone, visit.lang)}
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.astimezone(UTC).isoformat(), _utc(value), shown
    )


def _utc(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


@functools.cache
def city_of(zone: str, lang: str) -> str:
    """Return the city that a time zone is named after."""
    if zone == "UTC":
        return zone
    known = Locale(lang).time_zones.get(zone, {})
    return str(known.get("city", zone.rpartition("/")[2].replace("_", " ")))


@jinja2.pass_context
def show_city(context: Context, zone: str) -> str:
    """Return the city of a time zone: `{{ "Asia/Dushanbe" | city }}`."""
    return city_of(zone, _visit(context).lang)


def capital(text: str) -> str:
    """Return a text that begins a line or a title, with its first letter large and the others as they are."""
    return text[:1].upper() + text[1:]


def tongue_of(text: str) -> str:
    """Return the language of a text that stands in one alone: "ru" where it has Cyrillic letters, else "en"."""
    return "ru" if any("CYRILLIC" in unicodedata.name(each, "") for each in text) else "en"


@jinja2.pass_context
def show_number(context: Context, value: float) -> str:
    """Return a number as it is written in the visitor's language."""
    return numbers.format_decimal(value, locale=_visit(context).lang)


@jinja2.pass_context
def show_percent(context: Context, value: float) -> str:
    """Return per cent as the visitor's language writes them: `76 %` in Russian, `76%` in English."""
    return show_number(context, value) + ("\N{NO-BREAK SPACE}%" if _visit(context).lang == "ru" else "%")


@jinja2.pass_context
def show_code(context: Context, code: str, name: str) -> str:
    """Return what a code of a list is called: `{{ "tj-mvd" | code("participants") }}`; an unknown one as it is."""
    entry = catalogue.load().code_list(name).index.get(code)
    return code if entry is None else entry.label(_visit(context).lang)


@jinja2.pass_context
def show_state(context: Context, code: str) -> str:
    """Return the official name of a member state; of any other country, the name it has in the list of countries."""
    known = catalogue.load().code_list("states").index
    return show_code(context, code, "states" if code in known else "countries")


@jinja2.pass_context
def show_party(context: Context, name: str) -> str:
    """Return the short name of a participant, for tables and titles: `{{ "tj-mvd" | party }}`; others as they are."""
    entry = catalogue.load().code_list("participants").index.get(name)
    return name if entry is None else str(entry.more["short"][_visit(context).lang])


@jinja2.pass_context
def show_agreement(context: Context, name: str) -> str:
    """Return what an agreement is called: `{{ "kz-tj-readmission" | agreement_title }}`; an unknown one by its name."""
    titles = agreement_titles().get(name)
    return name if titles is None else str(titles[_visit(context).lang])


@functools.cache
def agreement_titles() -> Mapping[str, Mapping[str, str]]:
    """Return the titles of the agreements that every register begins with."""
    return {each["id"]: each["titles"] for each in agreements.load()}


@jinja2.pass_context
def show_type_title(context: Context, name: str) -> str:
    """Return what a record type is called: `{{ "entry-ban" | type_title }}`; an unknown one as it is."""
    return type_title(name, _visit(context).lang)
