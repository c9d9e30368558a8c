"""`hub bench`: measure what the hub finds, and how quickly."""

from hub.cli.bench import names, screening
from hub.cli.command import Command, Text

COMMAND = Command(
    name="bench",
    title=Text("измерить, что и как узел находит", "measure what the hub finds"),
    about=Text(
        "Измеряет на ваших или на вымышленных данных; ничего не хранит и никуда не отправляет.",
        "Measures on data of your own or on made-up data; keeps nothing and sends nothing.",
    ),
    actions=(names.ACTION, screening.ACTION),
)
