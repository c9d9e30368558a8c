"""The simulated passport register beside the migration register: `passportDataByPSN` over X-Road SOAP.

It has a card for each PIN that ends with an even digit. All its persons are fictitious.
"""

from collections.abc import Sequence
from typing import Any

from aiohttp import web
from lxml import etree

from adapters._simulator.misbehaviour import Order, Orders
from adapters._simulator.register import Register
from adapters._simulator.xml_making import Maker
from adapters._xroad.simulated_soap import SecurityServer, Services

NAMESPACE = "http://tunduk-seccurity-infocom.x-road.fi/producer"
PROVIDER = "central-server/GOV/99999902/passport-register"
_CARD = {
    "surname": "Тестов-Өрүк",
    "name": "Үлгү",
    "patronymic": "Сыноо уулу",
    "nationality": "үлгү",
    "dateOfBirth": "12.03.1985",
    "passportSeries": "AN",
    "passportNumber": "0000001",
    "voidStatus": "жарактуу",
    "issuedDate": "05.06.2019",
    "passportAuthority": "Мамлекеттик каттоо кызматы (окуу)",
    "expiredDate": "04.06.2029",
}


class PassportServer(SecurityServer):
    """Answers `passportDataByPSN`."""

    def __init__(self, register: Register, client: str, orders: Orders) -> None:
        services = Services(provider=PROVIDER, client=client, namespace=NAMESPACE, read=_nothing)
        super().__init__(register, services, orders)
        self._served = {"passportDataByPSN": self._passport}

    def _passport(self, content: etree._Element, _order: Order | None) -> etree._Element:
        make = Maker(NAMESPACE, {"p": NAMESPACE})
        pin = content.findtext("{*}request/{*}pin", "")
        known = pin[-1:] in tuple("02468")
        fields = [make.make(name, text) for name, text in {"pin": pin, **_CARD}.items()] if known else []
        return make.passportDataByPSNResponse(make.request(make.pin(pin)), make.response(*fields))


def _nothing(_document: Any) -> tuple[str, dict[str, Any]]:
    raise ValueError("the passport register takes no records")


def routes(register: Register, client: str, orders: Orders) -> Sequence[web.RouteDef]:
    """Return its route."""
    return [web.post("/", PassportServer(register, client, orders).handler())]
