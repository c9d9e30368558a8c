"""Why a national system takes a record in no case: what every sink answers alike."""

from hub.sdk.ports import Problem

TYPE_NOT_SUPPORTED = Problem(
    code="type-not-supported",
    pointer="",
    ru="Национальная система не принимает записи этого вида. Согласуйте с получателем состав обмена.",
    en="The national system takes no records of this type. Agree with the recipient what is exchanged.",
)
NOT_EXPRESSIBLE = Problem(
    code="not-expressible",
    pointer="",
    ru="Запись нельзя выразить в форме национальной системы. Сообщите об этом получателю.",
    en="The record cannot be expressed in the form of the national system. Tell the recipient.",
)
