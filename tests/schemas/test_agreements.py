import pytest

from schemas import agreements, catalogue, files

DOCUMENTS = agreements.load()
BY_ID = {document["id"]: document for document in DOCUMENTS}
PARTICIPANTS = {entry.code: entry for entry in catalogue.load().code_list("participants").entries}
MEMBERS = {code for code, entry in PARTICIPANTS.items() if entry.more["role"] == "member"}
HERE = {"AZ", "AM", "BY", "KZ", "KG", "RU", "TJ", "UZ"}


def allowed(agreement_id):
    """List (type, purpose, sender, recipient) of everything an agreement allows."""
    return {
        (kind, purpose, sender, recipient)
        for entry in BY_ID[agreement_id]["allows"]
        for kind in entry["types"]
        for purpose in entry["purposes"]
        for sender in entry["senders"]
        for recipient in entry["recipients"]
    }


@pytest.mark.parametrize("path", list(files.agreements()), ids=lambda path: path.stem)
def test_an_agreement_is_named_as_its_file(path):
    assert files.read(path)["id"] == path.stem


def test_the_register_begins_with_the_readmission_agreements_and_the_other_legal_bases():
    readmission = [document for document in DOCUMENTS if document["kind"] == "readmission"]

    assert len(readmission) == 15
    assert {document["id"] for document in DOCUMENTS if document["kind"] != "readmission"} == {
        *("cis-1998", "cis-2000", "cis-2007", "cis-2020-personal-data"),
        *("ru-tj-interior", "ru-tj-electronic-exchange", "ru-tj-representation"),
    }
    assert all(document["version"] == 1 for document in DOCUMENTS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["id"])
def test_what_an_agreement_allows_exists(document):
    known = {kind.name for kind in catalogue.load().record_types()}
    purposes = {entry.code for entry in catalogue.load().code_list("purposes").entries}
    for kind, purpose, sender, recipient in allowed(document["id"]):
        assert kind in known
        assert purpose in purposes
        assert {sender, recipient} <= PARTICIPANTS.keys()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["id"])
def test_person_data_goes_between_members_of_different_party_states(document):
    person_data = {kind.name for kind in catalogue.load().record_types() if kind.person_data}
    for kind, _, sender, recipient in allowed(document["id"]):
        if kind in person_data:
            states = {PARTICIPANTS[sender].more["state"], PARTICIPANTS[recipient].more["state"]}
            assert {sender, recipient} <= MEMBERS
            assert len(states) == 2
            assert states <= set(document["parties"])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["id"])
def test_an_agreement_with_a_state_outside_the_exchange_is_for_reference_only(document):
    assert document["reference_only"] == (not set(document["parties"]) <= HERE)
    assert not (document["reference_only"] and document["allows"])


def test_the_russian_tajik_readmission_agreement_is_under_negotiation_and_ready_to_be_switched_on():
    document = BY_ID["ru-tj-readmission"]

    assert document["status"] == "negotiation"
    assert document["executive_protocol"]["status"] == "negotiation"
    assert ("readmission-request", "readmission", "ru-guvm", "tj-mvd") in allowed("ru-tj-readmission")
    assert ("readmission-reply", "readmission", "tj-mvd", "ru-guvm") in allowed("ru-tj-readmission")


def test_readmission_goes_both_ways_and_the_tajik_labour_ministry_reads():
    pairs = {(sender, recipient) for _, _, sender, recipient in allowed("kz-tj-readmission")}

    assert pairs == {("kz-mvd", "tj-mvd"), ("kz-mvd", "tj-molme"), ("tj-mvd", "kz-mvd")}


def test_entry_bans_go_from_every_member_to_all_members_of_other_states():
    pairs = {(sender, recipient) for *_, sender, recipient in allowed("cis-2000")}

    assert ("ru-guvm", "tj-molme") in pairs
    assert ("tj-molme", "tj-mvd") not in pairs
    assert len(pairs) == 9 * 9 - 7 - 4
    assert {purpose for _, purpose, *_ in allowed("cis-2000")} == {"entry-control"}


@pytest.mark.parametrize("kind", [*("hit-report", "list-state", "review-request", "review-decision"), "status-enquiry"])
def test_what_is_said_about_bans_goes_the_ways_of_the_bans(kind):
    def pairs(named):
        return {(sender, recipient) for each, _, sender, recipient in allowed("cis-2000") if each == named}

    assert pairs(f"ban-{kind}") == pairs("entry-ban")


def test_summaries_go_to_the_secretariat_and_between_members():
    pairs = {(sender, recipient) for kind, _, sender, recipient in allowed("cis-2007") if kind == "situation-summary"}

    assert {(sender, "cis-ec") for sender in {*MEMBERS, "tm-sms"}} <= pairs
    assert ("am-mcs", "uz-migration") in pairs
    assert not any(recipient in {"tm-sms", "eec", "vkp", "hub"} for _, recipient in pairs)
    assert not any(sender in {"eec", "vkp", "ipa-cis"} for sender, _ in pairs)


def test_the_consolidated_report_goes_from_the_secretariat_to_all():
    pairs = {(sender, recipient) for kind, _, sender, recipient in allowed("cis-2007") if kind == "situation-report"}

    assert {sender for sender, _ in pairs} == {"cis-ec"}
    assert {recipient for _, recipient in pairs} == {*MEMBERS, "tm-sms", "eec", "vkp", "ipa-cis"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document["id"])
def test_what_is_not_verified_says_why(document):
    assert document["verified"] or "note" in document
    assert document["source"]


def test_a_document_that_is_no_agreement_is_refused():
    broken = {**BY_ID["cis-2000"], "status": "valid", "allows": [{"types": ["entry-ban"]}], "valid_from": "2000"}
    broken.pop("source")

    found = {(violation.pointer, violation.code) for violation in agreements.check(broken)}

    assert found == {
        ("/status", "schema-enum"),
        ("/source", "schema-required"),
        ("/valid_from", "schema-format"),
        *((f"/allows/0/{name}", "schema-required") for name in ("purposes", "senders", "recipients")),
    }


def test_an_installation_with_a_damaged_agreement_says_which(tmp_path, monkeypatch):
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements" / "broken.json").write_text('{"id": "broken"}', encoding="utf-8")
    assert agreements.check({})
    monkeypatch.setattr(files, "ROOT", tmp_path)

    with pytest.raises(files.CatalogueFileError, match=r"schemas/agreements/broken\.json"):
        agreements.load()
