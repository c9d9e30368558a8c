"""The forms of records as a browser without scripts fills them in: what a page would post, and what is pressed."""

from html.parser import HTMLParser
from typing import Any

import aiohttp

from hub.workflows.drafts.read_drafts import read_draft
from tests.console.served import Served

LIAISON, APPROVER, OFFICER = "tj-mvd.liaison", "tj-mvd.approver", "cis-ec.secretariat-officer"
FORM = "/records/new/readmission-request"
# What a request needs beside what the console proposes.
TYPED = {
    "to": "kz-mvd",
    "record.procedure": "ordinary",
    "record.subject_class": "own_national",
    "record.person.sex": "F",
    "record.person.names": "1",
    "record.person.names.0.surname": "TESTOVA",
    "record.person.names.0.script": "Latn",
    "record.person.names.0.role": "primary",
    "record.person.birth": "1",
    "record.person.birth.date": "04.05.1990",
    "record.person.birth.place": "Душанбе",
    "record.person.nationalities": "1",
    "record.person.nationalities.0.code": "KAZ",
    "record.interview_requested": "yes",
}


class Fields(HTMLParser):
    """What a browser would post of the form of a page, and the buttons that change it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.codes: dict[str, list[str]] = {}
        self.deeds: list[str] = []
        self.focus: list[str] = []
        self._inside, self._select, self._area = False, "", ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = said.get("class") == "record"
        if "autofocus" in said:
            self.focus.append(said.get("id", tag))
        if self._inside and hasattr(self, f"_{tag}_"):
            getattr(self, f"_{tag}_")(said)

    def _button_(self, said: dict[str, str]) -> None:
        self.deeds.append(said.get("value", ""))

    def _input_(self, said: dict[str, str]) -> None:
        if said.get("type") != "checkbox" or "checked" in said:
            self.values.setdefault(said["name"], []).append(said.get("value", ""))

    def _textarea_(self, said: dict[str, str]) -> None:
        self._area = said["name"]
        self.values[self._area] = [""]

    def _select_(self, said: dict[str, str]) -> None:
        self._select = said["name"]
        self.values[self._select] = [""]

    def _option_(self, said: dict[str, str]) -> None:
        if self._select:
            self.codes.setdefault(self._select, []).append(said["value"])
        if self._select and "selected" in said:
            self.values[self._select] = [said["value"]]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area][0] += data

    def first(self) -> dict[str, str]:
        """Return the first value of each field."""
        return {name: values[0] for name, values in self.values.items()}


async def get_page(served: Served, path: str, login: str = LIAISON, lang: str = "en", status: int = 200) -> str:
    """Return a page."""
    async with served.client(login, lang=lang) as client, client.get(path, allow_redirects=False) as answer:
        assert answer.status == status, await answer.text()
        return await answer.text()


async def fill_in(
    served: Served, path: str, login: str = LIAISON, lang: str = "en", do: str = "check", **typed: Any
) -> tuple[int, str]:
    """Open a form, type into it, press a button; return status and the page, or where it leads."""
    async with served.client(login, lang=lang) as client:
        async with client.get(path) as answer:
            assert answer.status == 200, await answer.text()
            found = Fields(await answer.text()).values
        return await press(client, path, {**found, **{name: _many(value) for name, value in typed.items()}}, do)


def _many(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


async def press(client: aiohttp.ClientSession, path: str, values: dict[str, list[str]], do: str) -> tuple[int, str]:
    """Press a button of a form; return status and the page, or where it leads."""
    form = aiohttp.FormData([(name, each) for name, many in values.items() for each in many if name != "do"])
    form.add_field("do", do)
    headers = {"Sec-Fetch-Site": "same-origin"}
    async with client.post(path.partition("?")[0], data=form, headers=headers, allow_redirects=False) as answer:
        return answer.status, answer.headers["Location"] if answer.status == 303 else await answer.text()


async def record_of(served: Served, draft: str) -> dict[str, Any]:
    """Return the record of a draft."""
    found = await read_draft(served.hub.exchange, draft.removeprefix("/drafts/"))
    assert found.envelope is not None
    return dict(found.envelope.record)
