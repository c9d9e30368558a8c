"""What the source documents say of the Council can be said in records: the lists of documents 000, 001, 003 and 004."""

from tests.schemas.conftest import example, examples


def valid(kind):
    """Return the valid examples of a record type, by name."""
    return {
        name.removeprefix("valid-").removesuffix(".json"): example(kind, "1.0", name)
        for which, _, name in examples("valid")
        if which == kind
    }


def test_the_25th_meeting_is_told_as_it_was():
    held = valid("meeting")["council-25"]
    roles = {}
    for delegation in held["delegations"]:
        roles.setdefault(delegation["role"], []).append(delegation["participant"])

    assert (held["no"], held["date"], held["form"], held["chair"]["participant"]) == (
        *(25, "2021-02-18", "videoconference", "ru-guvm"),
    )
    assert {name[:2] for name in roles["member"]} == {"az", "am", "by", "kz", "kg", "ru", "tj", "uz"}
    assert roles["body"] == ["cis-ec", "ipa-cis"]
    assert roles["observer"] == ["tm-sms", "eec", "vkp"]
    assert [decision["documents"] for decision in held["decisions"]] == [
        ["council/work-plan/2021"],
        ["council/schedule/2021-2023"],
        ["council/agenda/26"],
    ]
    assert held["protocol"] == {
        "language": "ru",
        "signed": True,
        "signed_on": "2021-02-18",
        "original_held_by": "cis-ec",
    }


def test_each_state_that_shared_its_experience_did_so_on_its_topic():
    notes = [note for note in valid("experience-note").values() if note["stage"] != "comments"]

    assert {(note["state"], note["topic"]) for note in notes} == {
        ("BY", "stateless_persons"),
        ("KG", "frontier_labour"),
        ("AZ", "call_centre"),
        ("UZ", "problem_resolution"),
        ("KZ", "automation"),
        ("TJ", "organised_recruitment"),
        ("AM", "migration_profile"),
    }
    items = valid("agenda")["meeting-25-adopted"]["items"]
    assert len([item for item in items if item["kind"] == "experience"]) == len(notes) == 7


def test_the_acts_that_the_documents_name_have_notices_with_their_numbers_and_dates():
    acts = {
        (act.get("number"), act.get("date"))
        for notice in valid("legislation-notice").values()
        for act in notice.get("acts", ())
    }

    assert acts == {
        ("274", "2020-04-18"),
        ("81", "2020-02-13"),
        ("086", "2020-02-14"),
        ("7", "2020-02-13"),
        (None, "2018-01-08"),
        (None, "2019-12-18"),
        ("103", "2020-02-14"),
        ("207", "2020-03-31"),
        ("294", "2020-05-27"),
        ("1699", "2020-07-04"),
        ("1700", "2020-07-04"),
        ("16", "2010-01-25"),
        ("1519", "2013-09-20"),
    }


def test_every_kind_of_notice_is_shown_and_a_changed_parameter_has_its_unit():
    notices = valid("legislation-notice")

    assert {notice["kind"] for notice in notices.values()} == {"act", "draft", "treaty", "model-act", "practice"}
    (stay,) = notices["tj-legal-status-law"]["parameters"]
    assert (stay["new"], stay["unit"]) == ("10", "business_days")


def test_the_programme_of_five_years_and_the_schedule_of_three_are_told():
    report, schedule = valid("programme-report"), valid("meeting-schedule")
    programme = report["programme-2019-2023-adopted"]["programme"]

    assert (programme["from_year"], programme["until_year"]) == (2019, 2023)
    adopted = schedule["adopted-2021-2023"]
    assert (adopted["from_year"], adopted["until_year"], adopted["entries"][1]["no"]) == (2021, 2023, 26)


def test_contacts_are_posts_with_embassies_and_representative_offices_as_units():
    contacts = [contact for each in valid("contact-directory").values() for contact in each["contacts"]]

    assert not any("name" in contact for contact in contacts)
    assert {"embassy_liaison", "missing", "call_centre", "duty_24x7"} <= {
        function for contact in contacts for function in contact["functions"]
    }
    assert len([contact for contact in contacts if "unit" in contact]) == 2
    assert any(contact.get("previous_posts") for contact in contacts)


def test_bilateral_bodies_have_plans_meetings_and_decisions_of_their_own():
    bodies = {
        record["body"]
        for kind in ("work-plan", "meeting", "decision")
        for record in valid(kind).values()
        if record["body"] != "council"
    }

    assert bodies == {"jc-ru-tj", "jwg-ru-tj-im"}
