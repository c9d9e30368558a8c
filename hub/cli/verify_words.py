"""What `hub verify` says to a person: the steps, what is proven, what is not, and the verdict."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.cli.command import Exit, Text
from hub.core.verification import Said, Step

HOLDS, FAILS, LOOK = Text("да ", "yes"), Text("НЕТ", "NO "), Text("(?)", "(?)")
FILE_STEP = Said(ru="Файл пакета", en="The bundle's file")
VERDICTS = {
    Exit.DONE: Text("Доказано.", "Proven."),
    Exit.REFUSED: Text("Не доказано.", "Not proven."),
    Exit.NOT_ANCHORED: Text(
        "Не привязано: пакет согласован внутри себя, но корень доверия не указан. Укажите --root.",
        "Not anchored: the bundle agrees with itself, but no root was given. Give one with --root.",
    ),
    Exit.DOUBTFUL: Text(
        "Доказано с оговоркой: всё сходится, но шаг с пометкой (?) требует решения человека.",
        "Proven with a doubt: everything holds, but a person has to decide about the step marked (?).",
    ),
}
PROVEN, NOT_PROVEN = Text("Что доказано:", "What this proves:"), Text("Что не доказано:", "What it does not prove:")
AGREES = Text(
    "О чём говорит пакет (не доказано, корень не указан):", "What the bundle says (not proven, no root given):"
)
SIGNED = Text(
    "{from} подписал сообщение {id} ({type} {version}) для {to}; без ключа подписи это невозможно",
    "{from} signed message {id} ({type} {version}) for {to}; without the signing key nobody could have",
)
ACCEPTED = Text(
    "узел принял его {at} под номером {index} в журнале {hub} и не может от этого отказаться",
    "the hub accepted it at {at} as entry {index} of the log {hub}, and cannot take that back",
)
WITNESSED = Text(
    "большинство свидетелей видело журнал, в котором оно есть",
    "a majority of the witnesses has seen the log with it",
)
ANSWERED = Text("{from} сообщил: {status}, {at}", "{from} said: {status}, {at}")
EXPIRED = Text("узел сообщил: срок сообщения истёк, {at}", "the hub said: the message expired, {at}")
UNTRUE = Text("что содержание записи верно", "that what the record says is true")
PENDING = Text(
    "что всем показан один журнал: подтверждения свидетелей в пакете нет (ожидается)",
    "that everybody was shown the same log: no cosignatures of witnesses in the bundle (pending)",
)
UNANSWERED = Text(
    "что получил {to}: его квитанции в пакете нет", "that {to} received it: there is no receipt of his in the bundle"
)


def report(steps: Sequence[Step], status: Exit, facts: Mapping[str, Any] | None, language: str) -> list[str]:
    """Return the lines to print; `facts` of a bundle that holds."""
    lines = [line for number, step in enumerate(steps, start=1) for line in _step(number, step, language)]
    told = [] if facts is None else _conclusion(facts, language, anchored=status != Exit.NOT_ANCHORED)
    return [*lines, *told, "", VERDICTS[status].of(language)]


def _step(number: int, step: Step, language: str) -> Iterator[str]:
    mark = FAILS if not step.ok else LOOK if step.found.doubt else HOLDS
    yield f"{number:2}. {mark.of(language)}  {step.title.text(language)}"
    for said in step.found.said:
        yield f"         {said.text(language)}"
    if step.found.doubt is not None:
        yield f"         {LOOK.of(language)} {step.found.doubt.text(language)}"
    if step.error is not None:
        yield f"         {step.error.text(language)} [{step.error.code}]"


def _conclusion(facts: Mapping[str, Any], language: str, *, anchored: bool) -> list[str]:
    filled = {**facts, "to": ", ".join(facts["to"])}
    proven = [SIGNED.of(language).format(**filled), ACCEPTED.of(language).format(**filled)]
    if facts["witnessed"] == "witnessed":
        proven.append(WITNESSED.of(language))
    for receipt in facts["receipts"]:
        words = EXPIRED if receipt["status"] == "expired" else ANSWERED
        proven.append(words.of(language).format(**receipt))
    open_ = [UNTRUE.of(language)]
    if facts["witnessed"] == "pending":
        open_.append(PENDING.of(language))
    answered = {receipt["from"] for receipt in facts["receipts"]}
    open_ += [UNANSWERED.of(language).format(to=name) for name in facts["to"] if name not in answered]
    heading = PROVEN if anchored else AGREES
    return ["", heading.of(language), *_listed(proven), NOT_PROVEN.of(language), *_listed(open_)]


def _listed(items: Sequence[str]) -> list[str]:
    return [f"  - {item}{';' if item is not items[-1] else '.'}" for item in items]
