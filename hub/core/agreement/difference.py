"""What is different between two versions of a document, place by place, so that nothing has to be looked for.

Objects are compared member by member. A list whose items have ids, or that holds plain values, is compared by its
items: what came, what went; any other list by place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NAMED_BY = ("id", "no", "party", "parameter", "subject_class", "date")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """At a place (names of members, keys of items) something was, is, or both; None: there was, or is, nothing."""

    place: tuple[str, ...]
    before: Any
    after: Any


def differences(before: Any, after: Any, place: tuple[str, ...] = ()) -> Iterator[Difference]:
    """Yield what is different, in the order of the later document; what went comes last."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _members(before, after, place)
    elif _is_list(before) and _is_list(after):
        yield from _items(before, after, place)
    else:
        yield Difference(place=place, before=before, after=after)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _members(before: Mapping[str, Any], after: Mapping[str, Any], place: tuple[str, ...]) -> Iterator[Difference]:
    for name in (*after, *(each for each in before if each not in after)):
        yield from differences(before.get(name), after.get(name), (*place, name))


def _items(before: Sequence[Any], after: Sequence[Any], place: tuple[str, ...]) -> Iterator[Difference]:
    if all(not isinstance(each, Mapping) for each in (*before, *after)):
        went, came = [each for each in before if each not in after], [each for each in after if each not in before]
        if went or came:
            yield Difference(place=place, before=went or None, after=came or None)
        return
    yield from _members(_keyed(before), _keyed(after), place)


def _keyed(items: Sequence[Any]) -> dict[str, Any]:
    """Return items by what names them, else by place; of those that are named alike, the later by place, too."""
    found: dict[str, Any] = {}
    for number, item in enumerate(items, start=1):
        name = next((str(item[key]) for key in NAMED_BY if isinstance(item, Mapping) and key in item), str(number))
        found[name if name not in found else f"{name} ({number})"] = item
    return found
