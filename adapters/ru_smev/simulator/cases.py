"""Readmission documents of the register, written as XML."""

from collections.abc import Sequence

from lxml import etree

from adapters._simulator.xml_making import Maker
from adapters.ru_smev import names
from adapters.ru_smev.simulator import cards
from adapters.ru_smev.simulator.people import Person

RM = Maker(names.READMISSION, {"rm": names.READMISSION, "pd": names.PERSON})


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
