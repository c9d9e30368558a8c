"""A work plan as it stands."""

from datetime import date

from hub.core.council import contacts, work_plan
from hub.core.council.work_plan import Report
from tests.support.records import example

PLAN = example("work-plan", "adopted-2021")


def item(number, *reports, plan=PLAN):
    """Return an item as (sender, entry) reports have it."""
    told = [Report(sender=sender, entries=[{"no": number, "on": "2021-03-30", **entry}]) for sender, entry in reports]
    return next(each for each in work_plan.items(plan, told, owner="cis-ec") if each.plan["no"] == number)


def test_an_item_is_as_planned_until_something_is_reported():
    assert (item("2.2").status, item("2.2").since, item("2.2").reports) == ("planned", None, ())
    assert item("3.1").status == "done"


def test_whoever_answers_for_an_item_says_what_became_of_it():
    done = item("2.2", ("tj-molme", {"status": "in_progress"}), ("tj-molme", {"status": "done"}))

    assert (done.status, done.since, len(done.reports)) == ("done", date(2021, 3, 30), 2)


def test_the_plan_s_owner_may_say_it_too():
    assert item("2.2", ("cis-ec", {"status": "dropped"})).status == "dropped"


def test_what_others_report_shows_that_work_goes_on_and_ends_nothing():
    assert item("2.2", ("kz-mvd", {"status": "done"})).status == "in_progress"
    assert item("2.1", ("kz-mvd", {"status": "done"})).status == "in_progress"
    assert item("2.2", ("tj-molme", {"status": "done"}), ("kz-mvd", {"status": "planned"})).status == "done"


def test_an_item_that_a_sync_serves_is_in_progress_once_a_run_came_and_those_who_answer_for_it_end_it():
    began = {"2.2": date(2021, 3, 1), "3.1": date(2021, 3, 1)}
    alone = {each.plan["no"]: each for each in work_plan.items(PLAN, [], owner="cis-ec", begun=began)}
    told = [Report(sender="cis-ec", entries=[{"no": "2.2", "on": "2021-03-30", "status": "done"}])]
    ended = {each.plan["no"]: each for each in work_plan.items(PLAN, told, owner="cis-ec", begun=began)}

    assert (alone["2.2"].status, alone["2.2"].since) == ("in_progress", date(2021, 3, 1))
    assert alone["3.1"].status == "done"
    assert (ended["2.2"].status, ended["2.2"].since) == ("done", date(2021, 3, 30))


def test_an_item_is_overdue_after_its_last_day_unless_it_is_over():
    assert not item("2.2").is_overdue(date(2021, 3, 31))
    assert item("2.2").is_overdue(date(2021, 4, 1))
    assert not item("2.2", ("tj-molme", {"status": "done"})).is_overdue(date(2021, 4, 1))
    assert not item("1.1").is_overdue(date(2099, 1, 1))


def test_a_moved_item_is_due_at_its_new_term():
    moved = item("2.2", ("tj-molme", {"status": "moved", "new_due": "2021-Q2"}))

    assert (moved.status, moved.due, moved.is_overdue(date(2021, 6, 30))) == ("moved", "2021-Q2", False)


def test_an_item_is_shown_with_its_last_day_and_its_reports():
    shown = item("2.2", ("tj-molme", {"status": "done"})).to_json(date(2021, 5, 1))

    assert shown["due_on"] == "2021-03-31"
    assert shown["since"] == "2021-03-30"
    assert shown["reports"] == [{"by": "tj-molme", "no": "2.2", "on": "2021-03-30", "status": "done"}]
    assert item("1.1").to_json(date(2021, 5, 1))["due_on"] is None
    assert item("1.1").to_json(date(2021, 5, 1))["since"] is None


def test_contacts_hold_from_their_first_day_to_their_last():
    directory = example("contact-directory", "tj-representative-office")

    def names(on, function=None):
        return [each["contact_id"] for each in contacts.valid_on(directory, date.fromisoformat(on), function)]

    assert names("2018-11-30") == []
    assert names("2018-12-01") == ["rep-ru", "consul"]
    assert names("2022-12-31", "readmission") == ["consul"]
    assert names("2023-01-01") == ["rep-ru"]
