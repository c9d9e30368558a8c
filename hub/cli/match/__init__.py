"""`hub match`: a missing person is compared with remains, at the member's own site; nothing is asked or sent."""

from pathlib import Path

from hub.cli.command import AS_JSON, Argument, Command, Exit, Text, later
from hub.setting_values import one_of

_ACTIONS = "hub.cli.match.actions"
PRIMARY = ("fingerprints", "dental", "dna")
_FEATURE = Text("ПРИЗНАК", "FEATURE")
_PERSON = Argument(
    name="person",
    value=Text("РОЗЫСК", "PERSON"),
    parse=Path,
    help=Text("запись missing-person, JSON", "a missing-person record, JSON"),
)
_REMAINS = Argument(
    name="remains",
    value=Text("ОСТАНКИ", "REMAINS"),
    parse=Path,
    help=Text("запись unidentified-remains, JSON", "an unidentified-remains record, JSON"),
)
_AGREES = Argument(
    name="--agrees",
    value=_FEATURE,
    parse=one_of(*PRIMARY),
    many=True,
    help=Text(
        "первичный признак, который по заключению лаборатории совпал",
        "a primary feature that a laboratory found to agree",
    ),
)
_DIFFERS = Argument(
    name="--differs",
    value=_FEATURE,
    parse=one_of(*PRIMARY),
    many=True,
    help=Text("первичный признак, который по её заключению не совпал", "a primary feature that it found not to agree"),
)

COMMAND = Command(
    name="match",
    title=Text("сопоставление пропавших с останками", "compare missing persons with remains"),
    about=Text(
        "Сопоставляет розыск с неопознанными останками по признакам и составляет предложение. Работает без связи с "
        "узлом: никто не узнаёт, кого с кем сравнили.",
        "Compares a search with unidentified remains, feature by feature, and makes a proposal. It asks no hub: nobody "
        "learns who was compared with whom.",
    ),
    actions=(
        Command(
            name="compare",
            title=Text("показать, что сходится и что противоречит", "show what agrees and what contradicts"),
            about=Text(
                "Печатает долю сошедшегося, каждый известный признак и каждое противоречие с обоими значениями. Решает "
                "человек: внешность и вещи никого не опознают.",
                "Prints the share that agrees, each feature that is known and each contradiction with both values. A "
                "person decides: looks and belongings identify nobody.",
            ),
            arguments=(_PERSON, _REMAINS, _AGREES, _DIFFERS, AS_JSON),
            ends={
                Exit.DONE: Text("сравнение напечатано", "the comparison is printed"),
                Exit.REFUSED: Text("запись не соответствует схеме", "a record does not fit its schema"),
            },
            run=later(_ACTIONS, "compare"),
        ),
        Command(
            name="propose",
            title=Text("составить предложение", "make a proposal"),
            about=Text(
                "Печатает запись match-proposal: все признаки, все противоречия, никакого решения. Её отправляют "
                "командой hub submit.",
                "Prints the record match-proposal: all features, all contradictions, no decision. It is sent by hub "
                "submit.",
            ),
            arguments=(
                _PERSON,
                _REMAINS,
                Argument(
                    name="--id",
                    value=Text("НОМЕР", "ID"),
                    required=True,
                    help=Text("номер предложения у вас", "your reference of the proposal"),
                ),
                Argument(
                    name="--owner",
                    value=Text("УЧАСТНИК", "PARTICIPANT"),
                    required=True,
                    help=Text("кто предлагает: ваш орган", "who proposes: your authority"),
                ),
                _AGREES,
                _DIFFERS,
            ),
            ends={
                Exit.DONE: Text("запись напечатана", "the record is printed"),
                Exit.REFUSED: Text("запись не соответствует схеме", "a record does not fit its schema"),
            },
            run=later(_ACTIONS, "propose"),
        ),
    ),
)
