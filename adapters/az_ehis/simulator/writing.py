"""Facts -> the register's own documents, written without the adapter's mapping."""

from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from adapters._simulator.control import OrderError, Values
from adapters._simulator.xml_making import Maker

NAMESPACE = "urn:cis-migration:az-ehis:1"
AZ = Maker(NAMESPACE, {"az": NAMESPACE})
STATUSES = {"active": "QÜVVƏDƏ", "reduced": "AZALDILIB", "lifted": "GÖTÜRÜLÜB"}
COUNTRIES = {
    "AZE": "AZƏRBAYCAN",
    "ARM": "ERMƏNİSTAN",
    "BLR": "BELARUS",
    "KAZ": "QAZAXISTAN",
    "KGZ": "QIRĞIZISTAN",
    "RUS": "RUSİYA",
    "TJK": "TACİKİSTAN",
    "TKM": "TÜRKMƏNİSTAN",
    "UZB": "ÖZBƏKİSTAN",
}
SEXES = {"M": "KİŞİ", "F": "QADIN"}
Facts = Mapping[str, Any]


def write(type_: str, facts: Facts, order: Values) -> bytes:
    """Return the document of a record.

    Raises:
        OrderError: the register has no such documents, or XML no place for a text of the order.
    """
    if type_ not in _WRITERS:
        raise OrderError(f"no documents of type {type_}")
    try:
        element = _WRITERS[type_](facts, order)
    except ValueError as error:
        raise OrderError(str(error)) from error
    if order.get("unknown"):
        element.append(AZ.Yenilik("42"))
    return etree.tostring(element, encoding="utf-8")


def day(iso: str) -> str:
    """Return `dd.mm.yyyy`."""
    return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}"


def _country(code: str) -> str:
    return COUNTRIES.get(code, code)


def _ban(facts: Facts, order: Values) -> etree._Element:
    card = AZ.Qadaga(
        AZ.QadagaNomresi(facts["ban_id"]),
        AZ.Redaksiya(str(facts["revision"])),
        AZ.Status(STATUSES[facts["status"]]),
        AZ.Istiqamet("GİRİŞ"),
        AZ.Qerar(
            AZ.Nomre(facts["decision_number"]),
            AZ.Tarix(day(facts["decision_date"])),
            _authority(),
            AZ.HuquqiEsas(AZ.Qanun("Miqrasiya Məcəlləsi (təlim)"), AZ.Madde("16"), AZ.Olke("AZƏRBAYCAN")),
            AZ.MehkemeQerari("XEYR"),
        ),
        *[AZ.Esas(ground) for ground in facts["grounds"]],
        AZ.Kateqoriya("MİQRASİYA"),
        AZ.Muddet(
            AZ.Nov("MÜDDƏT"),
            AZ.Davametme(f"{facts['duration'][1:-1]} il"),
            AZ.BaslangicHadisesi("QÜVVƏYƏ MİNMƏ"),
            AZ.Baslangic(day(facts["start_on"])),
            AZ.Son(day(facts["end_on"])),
        ),
        _person(facts),
        AZ.Tedbir("GİRİŞDƏN İMTİNA"),
        AZ.MelumatVaxti("21.11.2026 13:00:00"),
    )
    if "text" in order:
        card.append(AZ.Sebeb(AZ.Rus(order["text"])))
    return card


def _authority() -> etree._Element:
    return AZ.Orqan(AZ.Adi("Dövlət Miqrasiya Xidməti (təlim)"), AZ.Olke("AZƏRBAYCAN"))


def _person(facts: Facts) -> etree._Element:
    native = facts["native"]
    fields = {
        "Soyad": native["surname"],
        "Ad": native["given"],
        "AtaAdi": native["patronymic"],
        "SoyadPasport": facts["surname_latin"],
        "AdPasport": facts["given_latin"],
        "SoyadKiril": facts["surname"],
        "AdKiril": facts["given"],
        "AtaAdiKiril": facts["patronymic"],
    }
    country = _country(facts["citizenship"][0])
    return AZ.Sexs(
        *[AZ.make(name, text) for name, text in fields.items() if text is not None],
        AZ.Dogum(AZ.Tarix(facts["birth_date"]), AZ.Yer(facts["birth_place"])),
        AZ.Cins(SEXES[facts["sex"]]),
        *[AZ.Vetendasliq(AZ.Olke(_country(code))) for code in facts["citizenship"]],
        AZ.Sened(
            AZ.Nov("ÜMUMVƏTƏNDAŞ PASPORTU"),
            AZ.Nomre(facts["document_number"]),
            AZ.VerenOlke(country),
            AZ.VerilmeTarixi(day(facts["issued_on"])),
            AZ.EtibarlilikTarixi(day(facts["expires_on"])),
        ),
    )


def _evidence(facts: Facts) -> etree._Element:
    return AZ.Subut(AZ.Derece(facts["evidence"]["tier"]), AZ.Subut(facts["evidence"]["item"]))


def _request(facts: Facts, _order: Values) -> etree._Element:
    return AZ.ReadmissiyaSorgusu(
        AZ.IsNomresi(facts["case_id"]),
        AZ.Prosedur("ADİ"),
        AZ.SorgulananOrqan(facts["requested"]),
        AZ.SexsKateqoriyasi("VƏTƏNDAŞ"),
        _person(facts),
        _evidence(facts),
        AZ.MusahibeTelebi("XEYR"),
        AZ.SorguTarixi(day(facts["requested_on"])),
    )


def _reply(facts: Facts, _order: Values) -> etree._Element:
    return AZ.ReadmissiyaCavabi(
        AZ.IsNomresi(facts["case_id"]),
        AZ.Qerar({"accepted": "RAZILIQ", "refused": "İMTİNA"}[facts["decision"]]),
        *[AZ.Sebeb(AZ.Kod(code)) for code in facts["reasons"]],
        AZ.QerarTarixi(day(facts["decided_on"])),
        _authority(),
    )


def _check(facts: Facts, _order: Values) -> etree._Element:
    return AZ.VetendasliqSorgusu(
        AZ.YoxlamaNomresi(facts["check_id"]),
        AZ.SorgulananOrqan(facts["requested"]),
        AZ.SorguTarixi(day(facts["requested_on"])),
        _authority(),
        AZ.Sebeb({"readmission": "READMİSSİYA", "no_documents": "SƏNƏDSİZ ŞƏXS"}[facts["reason"]]),
        _person(facts),
        _evidence(facts),
    )


def _check_reply(facts: Facts, _order: Values) -> etree._Element:
    return AZ.VetendasliqCavabi(
        AZ.YoxlamaNomresi(facts["check_id"]),
        AZ.SorgulayanOrqan(facts["requesting"]),
        AZ.Netice({"confirmed": "TƏSDİQLƏNDİ", "not_confirmed": "TƏSDİQLƏNMƏDİ"}[facts["result"]]),
        AZ.QerarTarixi(day(facts["decided_on"])),
        _authority(),
        *[AZ.Sebeb(AZ.Kod(code)) for code in facts["reasons"]],
    )


def _summary(facts: Facts, _order: Values) -> etree._Element:
    figures = [
        AZ.Gosterici(
            AZ.Kod(indicator), AZ.Qiymet(str(value)), AZ.Deqiqlik("DƏQİQ"), AZ.Vahid("NƏFƏR"), AZ.Status("YEKUN")
        )
        for indicator, value in facts["observations"]
    ]
    return AZ.Icmal(
        AZ.Dovr(AZ.Nov("İL"), AZ.Qiymet(facts["period"])),
        AZ.Erazi(facts["area"]),
        AZ.DercRaziligi("BƏLİ"),
        *figures,
        AZ.Redaksiya("1"),
    )


_WRITERS: Mapping[str, Callable[[Facts, Values], Any]] = {
    "entry-ban": _ban,
    "readmission-request": _request,
    "readmission-reply": _reply,
    "citizenship-check-request": _check,
    "citizenship-check-reply": _check_reply,
    "situation-summary": _summary,
}
