"""The services of one provider behind the own security server, called by SOAP (PR-MESS 4.0)."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from lxml import etree

from adapters._parts.http_exchange import HttpExchange, HttpTooLargeError, HttpUnavailableError
from adapters._xroad import soap_message
from adapters._xroad.errors import XRoadTooLargeError, XRoadUnavailableError
from adapters._xroad.identifiers import Client
from adapters._xroad.rest_client import HashCheck, new_id

_HEADERS = {"Content-Type": "text/xml; charset=utf-8", "Accept": "text/xml", "SOAPAction": '""'}
_ANSWERS = frozenset({HTTPStatus.OK, HTTPStatus.INTERNAL_SERVER_ERROR})
"""SOAP 1.1 §6.2: an answer comes with 200, a fault with 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoapPeer:
    """Who asks, whom, and as whom: the settings of one connection."""

    client: Client
    provider: Client
    version: str | None = None
    user_id: str | None = None
    hash_check: HashCheck = HashCheck.COMPARE


class SoapClient:
    """Calls the services of one provider over one connection."""

    def __init__(self, http: HttpExchange, peer: SoapPeer, *, make_id: Callable[[], str] = new_id) -> None:
        self._http, self._peer, self._make_id = http, peer, make_id

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def call(self, content: etree._Element, issue: str = "") -> etree._Element:
        """Call the service that the element is named by; return the element of its answer.

        Raises:
            XRoadError: no answer of the service was to be had, or it belongs to another request.
        """
        request = soap_message.format_request(self._header(content, issue), content)
        try:
            answer = self._http.send("POST", self._http.path or "/", _HEADERS, request)
        except HttpTooLargeError as error:
            raise XRoadTooLargeError(error.detail) from None
        except HttpUnavailableError as error:
            raise XRoadUnavailableError(error.detail) from None
        if answer.status not in _ANSWERS:
            raise XRoadUnavailableError(f"the security server answered {answer.status}")
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "text/xml":
            raise XRoadUnavailableError(f"the security server answered {answer.status} with what is not SOAP")
        content = soap_message.parse_answer(answer.body, self._http.max_bytes, request, self._peer.hash_check)
        if answer.status != HTTPStatus.OK:
            raise XRoadUnavailableError(f"the security server answered {answer.status}")
        return content

    def _header(self, content: etree._Element, issue: str) -> soap_message.Call:
        return soap_message.Call(
            client=self._peer.client,
            provider=self._peer.provider,
            code=etree.QName(content).localname,
            version=self._peer.version,
            id=self._make_id(),
            user_id=self._peer.user_id,
            issue=issue if issue and issue.isascii() and issue.isprintable() else None,
        )
