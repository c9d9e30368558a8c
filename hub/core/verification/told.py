"""What the steps of a verification tell a person: who signed, when it was accepted, where it stands."""

from hub.core.verification.log import Logged
from hub.core.verification.message import Checked
from hub.core.verification.step import Found, Said, moment
from hub.core.verification.trust import Ground

SAYS = {
    "delivered": Said(ru="Сообщение доставлено", en="The message was delivered"),
    "processed": Said(ru="Сообщение обработано", en="The message was processed"),
    "rejected": Said(ru="Сообщение отклонено", en="The message was rejected"),
    "expired": Said(ru="Срок сообщения истёк до доставки", en="The message expired before it was delivered"),
}


def told_trust(ground: Ground) -> Found:
    """Return which documents were used, and from which root."""
    trust = ground.trust
    root, participants, status = trust.version
    issued, expires = moment(trust.status.issued_at), moment(trust.status.expires_at)
    return Found(
        said=(
            Said(
                ru=f"Узел {trust.hub}. Исходный корень — версии {ground.anchored}, последний — {root}; участники "
                f"версии {participants}; статус версии {status}, выпущен {issued}, действует до {expires}.",
                en=f"Hub {trust.hub}. Starting root: version {ground.anchored}, last: {root}; participants version "
                f"{participants}; status version {status}, issued {issued}, in force until {expires}.",
            ),
        )
    )


def told_inclusion(logged: Logged) -> Found:
    """Return when the message was accepted, and where it stands."""
    index, size, at = logged.index, logged.checkpoint.size, moment(logged.at)
    return Found(
        said=(
            Said(
                ru=f"Принято {at}, место {index}; записей журнала под контрольной точкой: {size}.",
                en=f"Accepted {at}, place {index}; the checkpoint covers {size} entries.",
            ),
        )
    )


def told_message(checked: Checked) -> Found:
    """Return who signed the message, what it is and for whom."""
    sent, to = checked.envelope, ", ".join(checked.leaf.to)
    signed = checked.signed_by.found(checked.at)
    about = Said(
        ru=f"Сообщение {sent.id}: {sent.type} {sent.version}, для {to}; цель {sent.purpose}.",
        en=f"Message {sent.id}: {sent.type} {sent.version}, for {to}; purpose {sent.purpose}.",
    )
    return Found(said=(*signed.said, about), doubt=signed.doubt)


def told_answer(checked: Checked) -> Found:
    """Return what a recipient said, and when."""
    status, at = f"{checked.envelope.record.get('status')}", moment(checked.at)
    signed = checked.signed_by.found(checked.at)
    said = Said(
        ru=f"{SAYS[status].ru}; принято {at}, место {checked.index}.",
        en=f"{SAYS[status].en}; accepted {at}, place {checked.index}.",
    )
    return Found(said=(said, *signed.said), doubt=signed.doubt)
