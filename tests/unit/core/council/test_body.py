"""Records of a bilateral body go between its parties only."""

import pytest

from hub.core.council import body
from hub.core.errors import BodyOutsiderError, TypeNotAllowedError
from schemas import catalogue
from tests.support.records import example, wrap

BODIES = {entry.code: entry.more for entry in catalogue.load().code_list("council-bodies").entries}


def sent(name, sender, to, agreement):
    envelope = wrap("work-plan", example("work-plan", name), sender=sender, to=tuple(to))
    return type(envelope)(**{**{each: getattr(envelope, each) for each in envelope.__slots__}, "agreement": agreement})


def test_the_parties_of_a_body_exchange_its_records_under_its_agreement():
    envelope = sent("bilateral-draft", "ru-guvm", ["tj-mvd"], "ru-tj-interior")

    body.check(envelope, ["tj-mvd"], BODIES)


@pytest.mark.parametrize(
    ("sender", "recipients"),
    [("kz-mvd", ["ru-guvm"]), ("ru-guvm", ["tj-mvd", "kz-mvd"]), ("ru-guvm", ["cis-ec"]), ("tj-mvd", ["hub"])],
)
def test_whoever_is_no_party_neither_sends_nor_gets_them(sender, recipients):
    envelope = sent("bilateral-draft", sender, recipients, "ru-tj-interior")

    with pytest.raises(BodyOutsiderError) as refused:
        body.check(envelope, recipients, BODIES)

    assert refused.value.code == "body-outsider"


def test_the_councils_own_documents_have_no_such_limit():
    body.check(sent("draft-2021", "cis-ec", ["@council"], "cis-2007"), ["az-sms", "tm-sms"], BODIES)


@pytest.mark.parametrize(("name", "agreement"), [("bilateral-draft", "cis-2007"), ("draft-2021", "ru-tj-interior")])
def test_a_body_s_records_travel_under_its_own_agreement(name, agreement):
    with pytest.raises(TypeNotAllowedError):
        body.check(sent(name, "ru-guvm", ["tj-mvd"], agreement), ["tj-mvd"], BODIES)


def test_records_without_a_body_are_not_looked_at():
    record = example("contact-directory", "az-call-centre")

    body.check(wrap("contact-directory", record, sender="az-sms", to=("kz-mvd",)), ["kz-mvd"], BODIES)
