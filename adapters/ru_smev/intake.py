"""One message of the queue -> changes for the gateway, and verdicts on the documents that cannot be sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from adapters._parts import routes
from adapters._parts.faults import Fault, MappingError
from adapters._parts.queue_source import Message, Taken
from adapters._parts.spool import Verdicted
from adapters._parts.validation import check
from adapters._parts.xml_document import path_of
from adapters.ru_smev import names
from adapters.ru_smev.ledger import Ledger
from adapters.ru_smev.mapping import entry_ban, readmission_reply, readmission_request
from hub.sdk.ports import Change, Verdict

_NOTICE = f"{{{names.ENTRY_BAN}}}EntryBanNotice"
_BAN = f"{{{names.ENTRY_BAN}}}EntryBan"
_REQUEST = f"{{{names.READMISSION}}}ReadmissionRequest"
_REPLY = f"{{{names.READMISSION}}}ReadmissionReply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Maps, validates and routes what the register sends. `participant` is the authority that keeps the register."""

    participant: str
    routes: routes.Routes
    ledger: Ledger

    def take(self, message: Message) -> Taken:
        """Return the changes and verdicts of the business content of one message."""
        content = message.content
        elements = [] if content is None else list(_documents(content))
        if content is None or not elements:
            return Taken(whole=True, verdicts=[_refused("/", None, [_NOT_A_DOCUMENT])])
        changes: list[Change] = []
        verdicts: list[Verdicted] = []
        for element in elements:
            place = path_of(element, content)
            try:
                changes.append(self._change(element, content, place))
            except MappingError as error:
                verdicts.append(_refused(place, _subject(element), error.faults))
        return Taken(changes=changes, verdicts=verdicts)

    def _change(self, element: etree._Element, root: etree._Element, place: str) -> Change:
        if element.tag == _BAN:
            return self._ban(entry_ban.parse(element, root, self.participant), place)
        if element.tag == _REQUEST:
            return self._request(readmission_request.parse(element, root, self.participant), place)
        return self._reply(readmission_reply.parse(element, root), place)

    def _ban(self, record: dict[str, Any], place: str) -> Change:
        self._own(record["issuer"], f"{place}/Issuer")
        nationalities = {nationality["code"] for nationality in record["subject"]["nationalities"]}
        route = self.routes.find(entry_ban.TYPE, nationalities=nationalities)
        return _routed(record, entry_ban.TYPE, record["ban_id"], route, place)

    def _request(self, record: dict[str, Any], place: str) -> Change:
        self._own(record["requesting_authority"], f"{place}/RequestingAuthority")
        route = self.routes.find(readmission_request.TYPE, recipient=record["requested_authority"])
        return _routed(
            record, readmission_request.TYPE, record["case_id"], route, place, to=record["requested_authority"]
        )

    def _reply(self, record: dict[str, Any], place: str) -> Change:
        request = self.ledger.find_request(record["case_id"])
        if request is None:
            raise MappingError([_case_unknown(f"{place}/CaseNumber")])
        record["authority"].setdefault("participant", self.participant)
        route = self.routes.find(readmission_reply.TYPE, recipient=request.sender)
        return _routed(
            record,
            readmission_reply.TYPE,
            record["case_id"],
            route,
            place,
            to=request.sender,
            reply_to=request.message_id,
        )

    def _own(self, authority: str, place: str) -> None:
        if authority != self.participant:
            raise MappingError(
                [
                    Fault(
                        code="authority-foreign",
                        place=place,
                        ru=f"Документ составлен от имени другого органа, а не {self.participant}. "
                        "Отправляйте документы только своего органа.",
                        en=f"The document is in the name of another authority than {self.participant}. "
                        "Send documents of your own authority only.",
                    )
                ]
            )


def _documents(content: etree._Element) -> Iterator[etree._Element]:
    if content.tag == _NOTICE:
        yield from content.iterchildren(_BAN)
    elif content.tag in {_REQUEST, _REPLY}:
        yield content


def _routed(
    record: Mapping[str, Any],
    type_: str,
    subject: str,
    route: routes.Route | None,
    place: str,
    *,
    to: str | None = None,
    reply_to: str | None = None,
) -> Change:
    check(type_, "1.0", record, lambda pointer: f"{place}#{pointer}")
    if route is None:
        raise MappingError([routes.route_missing(place)])
    return Change(
        type=type_,
        version="1.0",
        subject=subject,
        to=route.to if to is None else (to,),
        agreement=route.agreement,
        purpose=route.purpose,
        record=record,
        reply_to=reply_to,
        origin={"place": place},
    )


def _subject(element: etree._Element) -> str | None:
    """Return the registry or case number of a document, where it has a plain one, to name it in the answer."""
    text = element.findtext(f"{{{names.ENTRY_BAN}}}RegistryNumber") or element.findtext(
        f"{{{names.READMISSION}}}CaseNumber"
    )
    return text.strip()[:64] if text else None


def _refused(place: str, subject: str | None, faults: Any) -> Verdicted:
    return Verdicted(
        place=place,
        subject=subject,
        message_id="",
        verdict=Verdict.REFUSED,
        problems=[fault.problem() for fault in faults],
    )


_NOT_A_DOCUMENT = Fault(
    code="document-unknown",
    place="/",
    ru="Сообщение не содержит известного документа. Проверьте пространство имён и корневой элемент.",
    en="The message holds no document that is known. Check the namespace and the root element.",
)


def _case_unknown(place: str) -> Fault:
    return Fault(
        code="case-unknown",
        place=place,
        ru="По этому делу запрос не поступал. Проверьте номер дела.",
        en="No request about this case has arrived. Check the case number.",
    )
