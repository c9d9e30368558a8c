"""What `hub verify` says to a person: the steps, what is proven, what is not, and the verdict."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.cli.command import Exit, Text
from hub.core.verification import Said, Step
from hub.core.verification.told import SAYS

HOLDS, FAILS, LOOK = Text("да ", "yes"), Text("НЕТ", "NO "), Text("(?)", "(?)")
FILE_STEP = Said(ru="Файл пакета", en="The bundle's file")
VERDICTS = {
    Exit.DONE: Text("Доказано.", "Proven."),
    Exit.REFUSED: Text(
        "Не доказано. Не полагайтесь на это сообщение. Запросите пакет снова; если шаг опять не сойдётся, сообщите "
        "секретариату, какой.",
        "Not proven. Do not rely on this message. Ask for the bundle again; if the step fails again, tell the "
        "secretariat which one.",
    ),
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
ANSWERED = Text("{from} подписал квитанцию: {said}, {at}", "{from} signed a receipt: {said}, {at}")
UNTRUE = Text("что содержание записи верно", "that what the record says is true")
PENDING = Text(
    "что всем показан один журнал: подтверждения свидетелей в пакете нет (ожидается)",
    "that everybody was shown the same log: no cosignatures of witnesses in the bundle (pending)",
)
UNANSWERED = Text(
    "что получил {to}: его квитанции в пакете нет", "that {to} received it: there is no receipt from it in the bundle"
)
APPROVED = Text(
    "второе контактное лицо одобрило именно эти байты", "a second contact person agreed to exactly these bytes"
)
ALONE = Text(
    "что запись одобрило второе лицо: одобрения в пакете нет",
    "that a second person agreed to the record: no approval in the bundle",
)
STOPPED = Text("Следующие шаги не проверялись.", "The steps after it were not taken.")
WIDTH = 110


def report(steps: Sequence[Step], status: Exit, facts: Mapping[str, Any] | None, language: str) -> list[str]:
    """Return the lines to print; `facts` of a bundle that holds."""
    lines = [line for number, step in enumerate(steps, start=1) for line in _step(number, step, language)]
    told = [] if facts is None else _conclusion(facts, language, anchored=status != Exit.NOT_ANCHORED)
    return [*lines, *told, "", *_wrapped(VERDICTS[status].of(language), "")]


def _step(number: int, step: Step, language: str) -> Iterator[str]:
    mark = FAILS if not step.ok else LOOK if step.found.doubt else HOLDS
    yield f"{number:2}. {mark.of(language)}  {step.title.text(language)}"
    for said in step.found.said:
        yield from _wrapped(said.text(language), " " * 9)
    if step.found.doubt is not None:
        yield from _wrapped(f"{LOOK.of(language)} {step.found.doubt.text(language)}", " " * 9)
    if step.error is not None:
        wrong = step.error.text(language).split(". ")[0].rstrip(".")  # what to do is said to senders, not to readers
        yield from _wrapped(f"{wrong}. {STOPPED.of(language)} [{step.error.code}]", " " * 9)


def _conclusion(facts: Mapping[str, Any], language: str, *, anchored: bool) -> list[str]:
    filled = {**facts, "to": ", ".join(facts["to"]), "at": _moment(facts["at"])}
    proven = [SIGNED.of(language).format(**filled), ACCEPTED.of(language).format(**filled)]
    proven += [words.of(language) for words, holds in _either(facts) if holds]
    for receipt in facts["receipts"]:
        said = SAYS[receipt["status"]].text(language)
        proven.append(ANSWERED.of(language).format(**{**receipt, "said": said.lower(), "at": _moment(receipt["at"])}))
    left = [UNTRUE.of(language), *(words.of(language) for words, holds in _open(facts) if holds)]
    answered = {receipt["from"] for receipt in facts["receipts"]}
    left += [UNANSWERED.of(language).format(to=name) for name in facts["to"] if name not in answered]
    heading = PROVEN if anchored else AGREES
    return ["", heading.of(language), *_listed(proven), NOT_PROVEN.of(language), *_listed(left)]


def _either(facts: Mapping[str, Any]) -> tuple[tuple[Text, bool], ...]:
    return (APPROVED, facts["approved"]), (WITNESSED, facts["witnessed"] == "witnessed")


def _open(facts: Mapping[str, Any]) -> tuple[tuple[Text, bool], ...]:
    alone = facts["by_contact_person"] and not facts["approved"]
    return (ALONE, alone), (PENDING, facts["witnessed"] == "pending")


def _moment(at: str) -> str:
    return at.replace("T", " ").replace("Z", " UTC")


def _listed(items: Sequence[str]) -> list[str]:
    ended = [f"- {item}{';' if place < len(items) else '.'}" for place, item in enumerate(items, start=1)]
    return [line for item in ended for line in _wrapped(item, "  ", "    ")]


def _wrapped(text: str, indent: str, after: str | None = None) -> list[str]:
    """Break lines between words only, so that keys and times can be copied."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=after or indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
