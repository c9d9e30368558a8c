"""Names of elements by the keys of `adapters._dialect`: English words in camel case, as the state's interfaces use.

`iin`, `surname`, `name`, `patronymic`, `birthDate` are those of the population register; the rest is this project's.
"""

from collections.abc import Mapping

_TABLE = """
person surname given=name patronymic lang=language other_names=otherName birth sex=gender
person nationalities=citizenship documents=document own_number=iin identifiers=otherNumber parents
name role=kind script surname given=name patronymic lang=language
birth date=birthDate place=birthPlace country=birthCountry
nationality code=country from=since until
document type series number issuing_state=issuingCountry authority=issueOrganization issued_on=beginDate
document expires_on=endDate condition=status
identifier scheme value=number
parents father mother
text ru en
authority name=name unit=department participant state=country
legal_basis law article part=paragraph state=country
evidence tier=category item=kind document_ref=document note=note forged=forged
reason code text
ban ban_id=banNumber revision status issuer=initiator direction decision grounds=ground reason_text=reason severity
ban period=term subject=person action=measure as_of=actualDate source_system=sourceSystem appeal change
decision number date authority=organization legal_basis=legalBasis court_ordered=byCourt
period kind duration start_event=startEvent start_on=beginDate end_on=endDate condition
appeal filed filed_on=filedDate outcome
change cause on=date decision_number=decisionNumber note
request case_id=caseNumber procedure requesting_authority=requestingOrganization
request requested_authority=requestedOrganization subject_class=personCategory person evidence
request interview_requested=interviewRequested languages=language knowledge_on=knownDate route last_address=lastAddress
request circumstances legal_ground=legalGround requested_on=requestDate
route description crossing_point=checkpoint entered_on=entryDate stops=stop permit
permit kind number state=country valid_until=endDate
circumstances care_needed=careNeeded security_measures=securityMeasures
legal_ground basis=legalBasis decision_number=decisionNumber decided_on=decisionDate
reply case_id=caseNumber decision reasons=reason decided_on=decisionDate authority=organization
reply identity_established=identityEstablished travel_document=travelDocument valid_until=endDate
travel status document
check check_id=checkNumber requesting_authority=requestingOrganization requested_authority=requestedOrganization
check requested_on=requestDate authority=organization reason person evidence languages=language case_id=caseNumber
check_reply check_id=checkNumber requesting_authority=requestingOrganization result decided_on=decisionDate
check_reply authority=organization person reasons=reason
summary period area=region publication_consent=mayBePublished observations=indicator narrative=review
summary rank_or_trend=statement source_note=source as_of=actualDate revision
span type value
observation indicator=code dims=breakdown period value qualifier=accuracy unit status comparison share note
comparison base_period=basePeriod base_value=baseValue absolute_change=change percent_change=changePercent
comparison rounding decimals
share percent of_indicator=ofIndicator rounding decimals
statement indicator=code kind dims=breakdown rank dimension codes=dimensionCode direction statement=text
"""


def _read(table: str) -> dict[str, str]:
    names: dict[str, str] = {}
    for line in table.strip().splitlines():
        part, *members = line.split()
        for member in members:
            key, _, name = member.partition("=")
            names[f"{part}.{key}"] = name or key
    return names


NAMES: Mapping[str, str] = _read(_TABLE)
