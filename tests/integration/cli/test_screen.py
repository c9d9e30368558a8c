"""`hub screen` against a real hub: questions as they are typed, answers as they are shown and printed."""

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import Listed
from hub.embedded.cluster import Cluster
from tests.integration.cli.conftest import Run, Served
from tests.integration.conftest import SEEDED
from tests.integration.screening.conftest import list_state, somebody
from tests.support import database
from tests.support.hub import HubProcess, Site, make_ban, now

ZONE = ("P<TJKRAHMONOV<<FIRDAVS<<<<<<<<<<<<<<<<<<<<<<", "4001234563TJK9003152M3003149<<<<<<<<<<<<<<<6")
ROUTING = ("--to", "tj-molme", "--purpose", "entry-control", "--agreement", "cis-2000")
ASK = ("--purpose", "entry-control", "--case", "TEST-1", "--issuer", "ru-guvm")
CITIZEN = ("--citizen", "--case", "TEST-2", "--consent", "written", "--issuer", "ru-guvm")
NUMBER = 4711


@pytest.fixture(scope="module")
async def screening(
    hub_site: Site, seeded_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    """A hub that screens."""
    async with database.clone(seeded_cluster, "cli_screening", SEEDED) as dsn:
        process = HubProcess(hub_site.environment(dsn, roles="api,worker,screening", HUB_UNSAFE_DATABASE="1"))
        try:
            yield Served(site=hub_site, dsn=dsn, url=process.address, folder=tmp_path_factory.mktemp("screening"))
        finally:
            process.stop()


@pytest.fixture
def known(hub: Run, screening: Served, tmp_path: Path) -> Served:
    """The same, with a ban and a fresh list of Russia."""
    if (screening.folder / "filled").exists():
        return screening
    config = screening.config("ru-guvm")
    ban = tmp_path / "ban.json"
    ban.write_text(json.dumps({**make_ban(NUMBER), "subject": somebody(NUMBER)}))
    listed = listing.state_of([Listed(ban_id=f"TEST-{NUMBER:08d}", revision=1, status="active")])
    state = tmp_path / "state.json"
    state.write_text(json.dumps(list_state("ru-guvm", now(), listed)))
    subject = ("--subject", f"TEST-{NUMBER:08d}")
    assert hub("submit", ban, "--config", config, "--type", "entry-ban", *ROUTING, *subject).status == 0
    assert hub("submit", state, "--config", config, "--type", "ban-list-state", *ROUTING).status == 0
    asked = ("screen", "--config", screening.config("tj-molme"), *ASK, "--document", "4000", "--json")
    end = time.monotonic() + 20
    while hub(*asked).json["lists"][0]["as_of"] is None:
        assert time.monotonic() < end
        time.sleep(0.05)
    (screening.folder / "filled").touch()
    return screening


def typed(*, later: int = 0, document: str | None = None) -> list[str]:
    """Return the options that name the person of the ban; so many years of birth later or another document where given."""
    person = somebody(NUMBER)
    name, born = person["names"][0], person["birth"]["date"]
    birth = f"{born['year'] + later}-{born['month']:02}-{born['day']:02}"
    number = document or person["documents"][0]["number"]
    given = ("--surname", name["surname"], "--given", name["given"], "--birth", birth)
    return [*given, "--sex", "M", "--citizenship", "TJK", "--document", number]


def test_an_authority_is_shown_verdict_ban_reasons_and_where_it_is_logged(hub: Run, known: Served):
    ended = hub("screen", "--config", known.config("tj-molme"), *ASK, *typed())

    assert ended.status == 0, ended.err
    lines = ended.out.splitlines()
    assert lines[0] == "1. BAN"
    assert lines[1].startswith("  list of ru-guvm: BAN (as of 20")
    assert f"  ru-guvm TEST-{NUMBER:08d}: hit, 1; in force; entry is closed; until 2029-03-01" in ended.out
    assert "    the date of birth is the same" in lines
    assert "  a hit report is expected (ban-hit-report)" in lines
    assert lines[-1].startswith("the access is leaf ")


def test_many_are_asked_about_in_a_file(hub: Run, known: Served, tmp_path: Path):
    path = tmp_path / "persons.json"
    path.write_text(json.dumps([{"documents": [{"number": "1234567"}]}, {"mrz": [*ZONE]}]))

    answer = hub("screen", "--config", known.config("tj-molme"), *ASK, "--persons", path, "--thorough", "--json").json

    assert [each["verdict"] for each in answer["persons"]] == ["no-ban", "no-ban"]


def test_a_list_that_never_came_is_said_and_so_is_an_odd_number(hub: Run, known: Served):
    zone = [word for line in (ZONE[0], "5" + ZONE[1][1:]) for word in ("--mrz", line)]
    asked = ("--purpose", "entry-control", "--case", "1", "--issuer", "by-mvd")

    ended = hub("screen", "--config", known.config("tj-molme"), *asked, *zone)

    assert ended.out.splitlines()[:2] == ["1. UNKNOWN", "  list of by-mvd: UNKNOWN (as of -, never received)"]
    assert "  note /persons/0/mrz: A check digit of the machine-readable zone is wrong: number." in ended.out


def test_a_citizen_s_answer_is_printed_as_text_and_written_as_a_page(hub: Run, known: Served, tmp_path: Path):
    page, plain = tmp_path / "answer.html", tmp_path / "answer.txt"
    config = known.config("tj-molme")

    ended = hub("screen", "--config", config, *CITIZEN, *typed(), "--reader", "uz", "--sheet", page)
    hub("screen", "--config", config, *CITIZEN, *typed(), "--consent-number", "7", "--sheet", plain)

    assert (ended.status, ended.err) == (0, "")
    assert "ENTRY IS CLOSED" in ended.out
    assert "Tugʻilgan sana" in page.read_text(encoding="utf-8")
    assert plain.read_text(encoding="utf-8").startswith("ОТВЕТ ГРАЖДАНИНУ О ЗАПРЕТЕ НА ВЪЕЗД")
    assert page.stat().st_mode & 0o077 == 0


def test_a_doubt_is_written_as_a_draft_or_submitted_at_once(hub: Run, known: Served, tmp_path: Path):
    config, other = known.config("tj-molme"), typed(later=1, document="409999999")

    drafted = hub("screen", "--config", config, *CITIZEN, *other, "--drafts", tmp_path / "drafts")
    sent = hub("screen", "--config", config, *CITIZEN, *other, "--submit-enquiry")

    assert (drafted.status, sent.status) == (0, 0), sent.out
    (draft,) = (tmp_path / "drafts").iterdir()
    assert json.loads(draft.read_text())["questions"][0] == "identity"
    words = next(line for line in drafted.out.splitlines() if "to submit it: hub " in line).partition("hub ")[2].split()
    assert hub(*words).status == 0
    assert "enquiry sent to ru-guvm: message " in sent.out


def test_an_enquiry_that_is_not_accepted_is_said(hub: Run, known: Served, monkeypatch: pytest.MonkeyPatch):
    async def in_doubt(*_: object) -> None:
        return None

    monkeypatch.setattr("hub.cli.screen.enquiry.submit", in_doubt)
    options = (*CITIZEN, *typed(later=1, document="409999999"), "--submit-enquiry")

    ended = hub("screen", "--config", known.config("tj-molme"), *options)

    assert ended.status == 75
    assert "the enquiry to ru-guvm was not accepted [in-doubt]" in ended.out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((*ASK,), "either a person or --persons is needed"),
        ((*ASK, "--document", "1", "--persons", "x"), "either a person or --persons is needed"),
        (("--case", "1", "--document", "1"), "a purpose is needed"),
        ((*ASK, "--document", "1", "--drafts", "x"), "--drafts: only with --citizen"),
        (("--citizen", "--case", "1", "--document", "1"), "his consent is needed"),
        ((*CITIZEN, "--purpose", "entry-control", "--document", "1"), "--purpose: not with --citizen"),
        ((*ASK, "--birth", "15.03.1990"), "a date YYYY-MM-DD, YYYY-MM or YYYY is needed"),
        ((*ASK, "--identifier", "123"), "scheme and number are needed"),
    ],
)
def test_options_that_do_not_belong_together_are_refused_before_anything_is_asked(hub, served, options, said):
    ended = hub("screen", "--config", served.config("tj-molme"), *options)

    assert (ended.status, said in ended.complaint) == (2, True), ended.err


def test_a_file_that_holds_no_persons_is_refused(hub, served, tmp_path):
    path = tmp_path / "persons"
    for content, options, said in (
        ("{}", ASK, "a JSON array is needed"),
        ("[", ASK, "persons"),
        ("[]", CITIZEN, "one person is needed"),
    ):
        path.write_text(content)
        ended = hub("screen", "--config", served.config("tj-molme"), *options, "--persons", path)

        assert (ended.status, said in ended.complaint) == (2, True), ended.err


def test_what_the_hub_refuses_is_said_with_its_code_and_place(hub: Run, known: Served):
    foreigner = [*typed()[:-4], "--citizenship", "KAZ", "--document", "1", "--identifier", "KZ-IIN:061211600013"]

    wrong = hub("screen", "--config", known.config("kz-mvd"), *ASK, *foreigner)
    other = hub("screen", "--config", known.config("tj-molme"), *CITIZEN, *foreigner)

    assert (wrong.status, other.status) == (1, 1)
    assert "question-invalid" in wrong.err
    assert "not-own-citizen" in other.err


def test_where_nobody_screens_it_is_said(hub: Run, served: Served):
    ended = hub("screen", "--config", served.config("tj-molme"), *ASK, "--document", "1")

    assert (ended.status, "screening-elsewhere" in ended.err) == (1, True)
