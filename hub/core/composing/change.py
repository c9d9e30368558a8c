"""The parts of a form that come and go: one more item, one less, a part that may be left out."""

from collections.abc import Iterator, Mapping

from hub.core.composing.gather import count, is_said
from hub.core.composing.part import DOT, Kind, Part, find, join
from hub.core.composing.spread import THERE
from schemas.outline import ITEM

Values = Mapping[str, str]


def shown(part: Part, name: str, values: Values) -> int:
    """Return how many items of a list a form shows: of one that is needed, one at least."""
    said = count(part, name, values)
    return max(said, part.least, 1) if said or part.required else 0


def is_open(part: Part, name: str, values: Values) -> bool:
    """Say whether a form shows the fields of a part."""
    if part.kind is Kind.GROUP:
        return part.required or part.name == ITEM or bool(values.get(name)) or is_said(part, name, values)
    return part.kind is not Kind.LIST or shown(part, name, values) > 0


def more(part: Part, values: Values, name: str) -> tuple[dict[str, str], str]:
    """Open a part, or add an item to a list; return the texts, and the name of what is new ("": nothing)."""
    found = find(part, name)
    if found is not None and found.kind is Kind.GROUP:
        return {**values, name: values.get(name) or THERE}, name
    if found is None or found.kind is not Kind.LIST or shown(found, name, values) >= found.most:
        return dict(values), ""
    number = shown(found, name, values)
    return {**values, name: str(number + 1)}, join(name, number)


def less(part: Part, values: Values, name: str) -> tuple[dict[str, str], str]:
    """Close a part, or take an item out of its list; return the texts, and the name of that part or list."""
    around, _, step = name.rpartition(DOT)
    above = find(part, around)
    if above is None or above.child(step) is None:
        return dict(values), ""
    if above.kind is not Kind.LIST:
        return _without(values, name), name
    kept = [number for number in range(shown(above, around, values)) if number != int(step)]
    return _with_items(values, around, kept), around


def tidy(part: Part, values: Values) -> dict[str, str]:
    """Return the texts without items of which nothing is said, so that places in the record are places in the form."""
    found = dict(values)
    for name, each in list(_lists(part, "", values)):
        kept = [at for at in range(count(each, name, found)) if is_said(each.item, join(name, at), found)]
        if found.get(name) not in {None, "0"} and len(kept) != count(each, name, found):
            found = _with_items(found, name, kept)
    return found


def _lists(part: Part, name: str, values: Values) -> Iterator[tuple[str, Part]]:
    """Yield the lists of a form, those further inside first."""
    for each in part.parts:
        for step in range(count(part, name, values)) if part.kind is Kind.LIST else (each.name,):
            yield from _lists(each, join(name, step), values)
    if part.kind is Kind.LIST:
        yield name, part


def _with_items(values: Values, name: str, kept: list[int]) -> dict[str, str]:
    """Return the texts with these items of a list alone, counted anew."""
    places = {str(old): str(new) for new, old in enumerate(kept)}
    start, found = name + DOT, {}
    for each, text in values.items():
        step, dot, inside = each.removeprefix(start).partition(DOT) if each.startswith(start) else ("", "", "")
        if not step:
            found[each] = text
        elif step in places:
            found[f"{start}{places[step]}{dot}{inside}"] = text
    found.pop(name, None)
    return {**found, name: str(len(kept))} if kept else found


def _without(values: Values, name: str) -> dict[str, str]:
    return {each: text for each, text in values.items() if each != name and not each.startswith(name + DOT)}
