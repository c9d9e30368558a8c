"""The fields of a record as a page shows them: titles in the visitor's language, choices, what can be added."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hub.console.forms import Form
from hub.console.record_form import ROOT, to_values
from hub.console.record_labels import is_typed, labels_of
from hub.console.record_words import SAID
from hub.core.composing.change import is_open, shown
from hub.core.composing.part import Kind, Part, Rule, join
from hub.core.composing.spread import EMPTY, NO, QUALIFIER, REST, THERE, UNTIL, YES
from schemas.outline import ITEM

LONGEST = 100_000
PARTIAL_LONGEST = 10
_FORMS = {
    Kind.DATE: (re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?"), "date"),
    Kind.MOMENT: (re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?"), "datetime-local"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One part of the form: `name` of its field, `kind`, `title`, `hint`, and what it holds.

    `type` is that of the input, `listed` the name of the list that it completes from ("": none), `hidden` are the marks
    that go along unseen. `number` counts the items of a list from 1; 0 is no item. A part that is not open shows the
    button that opens it; `adds` and `drops` say whether there is one to add an item, to remove this.
    """

    name: str
    kind: str
    title: str
    hint: str
    required: bool
    number: int = 0
    type: str = "text"
    longest: int = LONGEST
    listed: str = ""
    options: Sequence[tuple[str, str]] = ()
    hidden: Sequence[tuple[str, str]] = ()
    parts: Sequence["Box"] = ()
    conditions: Sequence["Condition"] = ()
    is_open: bool = True
    adds: bool = False
    drops: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Where members have these values (title, labels), others are needed or may not be there."""

    when: Sequence[tuple[str, Sequence[str]]]
    needed: Sequence[str] = field(default=())
    forbidden: Sequence[str] = field(default=())


def box_of(part: Part, form: Form, lang: str) -> Box:
    """Return the whole record as a form."""
    return _Boxes(values=to_values(form), lang=lang).box(part, "", 0, part)


def completions(box: Box) -> dict[str, Sequence[tuple[str, str]]]:
    """Return the lists that fields of a form complete from, each once."""
    found = {box.listed: box.options} if box.listed else {}
    for each in box.parts:
        found |= completions(each)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Boxes:
    values: Mapping[str, str]
    lang: str

    def box(self, part: Part, name: str, number: int, around: Part) -> Box:
        titled = around if part.name == ITEM else part
        open_ = is_open(part, name, self.values)
        is_list = part.kind is Kind.LIST
        count = shown(part, name, self.values) if is_list else 0
        return Box(
            name=join(ROOT, name),
            kind=part.kind,
            title=titled.titles.get(self.lang, ""),
            hint="" if part.name == ITEM else part.hints.get(self.lang, "").replace("`", ""),
            required=part.required and part.kind is not Kind.GROUP,
            number=number,
            type=self._type(part.kind, name),
            longest=part.longest or (PARTIAL_LONGEST if part.kind is Kind.PARTIAL else LONGEST),
            listed="-".join(part.lists) if is_typed(part) else "",
            options=self._options(part, name),
            hidden=list(self._marks(part, name, count, open_=open_)),
            parts=list(self._inside(part, name, count)) if open_ else (),
            conditions=[self._condition(part, rule) for rule in part.rules],
            is_open=open_,
            adds=is_list and count < part.most,
            drops=number > 0 or (part.kind is Kind.GROUP and not part.required and name != ""),
        )

    def _type(self, kind: Kind, name: str) -> str:
        """Return the type of an input; what a browser's own field for days could not show is shown as it was typed."""
        form = _FORMS.get(kind)
        return "text" if form is None or not form[0].fullmatch(self.values.get(name, "")) else form[1]

    def _inside(self, part: Part, name: str, count: int) -> Iterator[Box]:
        if part.kind is Kind.LIST:
            for number in range(count):
                yield self.box(part.item, join(name, number), number + 1, part)
        elif part.kind is Kind.GROUP:
            for each in part.parts:
                yield self.box(each, join(name, each.name), 0, part)
        elif part.kind is Kind.PARTIAL:
            yield from self._partial(part, name)

    def _partial(self, part: Part, name: str) -> Iterator[Box]:
        for each in part.parts:
            if each.name in (QUALIFIER, UNTIL):
                kind = Kind.CODE if each.name == QUALIFIER else Kind.PARTIAL
                inner, place = join(name, each.name), join(ROOT, name, each.name)
                title, hint = each.titles[self.lang], each.hints[self.lang]
                options = self._options(each, inner) if kind is Kind.CODE else ()
                yield Box(name=place, kind=kind, title=title, hint=hint, required=False, options=options, longest=10)

    def _marks(self, part: Part, name: str, count: int, *, open_: bool) -> Iterator[tuple[str, str]]:
        said, place = self.values.get(name, ""), join(ROOT, name)
        if part.kind is Kind.LIST and (count or said == "0"):
            yield place, str(count)
        if part.kind is Kind.CHOICES and said == EMPTY:
            yield place, EMPTY
        if part.kind is Kind.GROUP and open_ and name and (part.name == ITEM or not part.required):
            yield place, said or THERE
        if part.kind is Kind.GROUP and (rest := self.values.get(join(name, REST))):
            yield join(ROOT, name, REST), rest

    def _options(self, part: Part, name: str) -> Sequence[tuple[str, str]]:
        if part.kind is Kind.YESNO:
            return [("", "—"), (YES, SAID[self.lang, True]), (NO, SAID[self.lang, False])]
        if part.kind not in (Kind.CODE, Kind.CHOICES):
            return ()
        if is_typed(part):
            return list(labels_of(part.lists, part.codes, self.lang).items())
        known, said = labels_of(part.lists, part.codes, self.lang), self.values.get(name, "")
        chosen = [each for each in said.split() if each != EMPTY] if part.kind is Kind.CHOICES else [said] * bool(said)
        unknown = [(each, each) for each in chosen if each not in known]
        if part.kind is Kind.CHOICES:  # those chosen first, in their own order, so that it is kept
            first = [(each, known.get(each, each)) for each in chosen]
            return [*first, *((code, label) for code, label in known.items() if code not in chosen)]
        return [("", "—"), *known.items(), *unknown]

    def _condition(self, part: Part, rule: Rule) -> Condition:
        titles = {each.name: each for each in part.parts}

        def named(names: Sequence[str]) -> list[str]:
            return [titles[name].titles[self.lang] for name in names if name in titles]

        when = [(named([name])[0], self._values(titles[name], said)) for name, said in rule.values.items()]
        return Condition(when=when, needed=named(rule.needed), forbidden=named(rule.forbidden))

    def _values(self, part: Part, said: Sequence[object]) -> list[str]:
        coded = part.item if part.kind is Kind.LIST else part
        labels = labels_of(coded.lists, coded.codes, self.lang)
        return [SAID[self.lang, each] if isinstance(each, bool) else labels.get(str(each), str(each)) for each in said]
