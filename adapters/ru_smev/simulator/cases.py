"""Readmission cases, citizenship checks and figures of the register, written as XML."""

from collections.abc import Sequence

from lxml import etree

from adapters._simulator.xml_making import Maker
from adapters.ru_smev import names
from adapters.ru_smev.simulator import cards
from adapters.ru_smev.simulator.people import Person

RM = Maker(names.READMISSION, {"rm": names.READMISSION, "pd": names.PERSON})
CC = Maker(names.CITIZENSHIP, {"cc": names.CITIZENSHIP, "pd": names.PERSON})
ST = Maker(names.STATISTICS, {"st": names.STATISTICS})


def request(case_id: str, authority: str, person: Person, citizenship: str, today: str) -> etree._Element:
    """Return a request for readmission of a national of the state asked."""
    return RM.ReadmissionRequest(
        RM.CaseNumber(case_id),
        RM.Procedure("ОБЫЧНАЯ"),
        RM.RequestedAuthority(authority),
        RM.SubjectClass("ГРАЖДАНИН"),
        RM.Person(*cards.person_elements(person, citizenship)),
        RM.Evidence(RM.Tier("N2A"), RM.Item("copy_of_proof"), RM.DocumentReference("копия паспорта (учебная)")),
        RM.InterviewRequested("false"),
        RM.RequestedOn(today),
    )


def reply(case_id: str, reasons: Sequence[str], today: str, *, accepted: bool) -> etree._Element:
    """Return the answer to a request that came from abroad."""
    return RM.ReadmissionReply(
        RM.CaseNumber(case_id),
        RM.Decision("СОГЛАСИЕ" if accepted else "ОТКАЗ"),
        *[RM.Reason(RM.Code(code)) for code in reasons],
        RM.DecidedOn(today),
        RM.Authority(RM.Name("Главное управление по вопросам миграции (учебное)"), RM.State("643")),
    )


def check_request(check_id: str, authority: str, person: Person, citizenship: str, today: str) -> etree._Element:
    """Return a request to check whether a person is a citizen of the state asked."""
    return CC.CitizenshipCheckRequest(
        CC.CheckNumber(check_id),
        CC.RequestedAuthority(authority),
        CC.RequestedOn(today),
        CC.Authority(CC.Name("Главное управление по вопросам миграции (учебное)"), CC.State("643")),
        CC.Reason("РЕАДМИССИЯ"),
        CC.Person(*cards.person_elements(person, citizenship)),
        CC.Evidence(CC.Tier("N2B"), CC.Item("person_statement")),
    )


def check_reply(check_id: str, requesting: str, reasons: Sequence[str], today: str) -> etree._Element:
    """Return the answer to a check that came from abroad: confirmed where there are no reasons against it."""
    return CC.CitizenshipCheckReply(
        CC.CheckNumber(check_id),
        CC.RequestingAuthority(requesting),
        CC.Result("НЕ_ПОДТВЕРЖДЕНО" if reasons else "ПОДТВЕРЖДЕНО"),
        CC.DecidedOn(today),
        CC.Authority(CC.Name("Главное управление по вопросам миграции (учебное)"), CC.State("643")),
        *[CC.Reason(CC.Code(code)) for code in reasons],
    )


def summary(period: str, figures: Sequence[tuple[str, int]]) -> etree._Element:
    """Return the figures of a year."""
    return ST.SituationSummary(
        ST.Period(ST.Type("ГОД"), ST.Value(period)),
        ST.Area("RU"),
        ST.MayBePublished("true"),
        *[
            ST.Observation(
                ST.Indicator(indicator),
                ST.Value(str(value)),
                ST.Qualifier("ТОЧНО"),
                ST.Unit("ЧЕЛ"),
                ST.Status("ОКОНЧАТЕЛЬНО"),
            )
            for indicator, value in figures
        ],
        ST.Revision("1"),
    )
