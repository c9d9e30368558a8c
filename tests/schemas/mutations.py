"""Small damages to a record, as clerks, programs and attackers cause them; each with a fixed seed."""

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FOREIGN: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1.0,
    -0.0,
    0.5,
    2**53,
    -(2**53),
    2**70,
    1e308,
    "",
    "x",
    [],
    {},
    [[]],
    {"": 0},
)


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the position of every value in a record, the record itself first."""
    yield path
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in steps:
        yield from places(child, (*path, step))


def at(record: Any, path: tuple[str | int, ...]) -> Any:
    """Return the value at a position."""
    for step in path:
        record = record[step]
    return record


def damaged_text(text: str, rng: random.Random) -> str:
    """Return the text as it comes out of a careless program."""
    return rng.choice(
        [
            text + "\n",
            "\n" + text,
            " " + text,
            text + "\r",
            text + "\u2028",
            text + "\x00",
            text.translate(ARABIC),
            text.translate(str.maketrans("ABCEHKMOPTXaceopxy", "АВСЕНКМОРТХасеорху")),
            text.upper(),
            text.lower(),
            text * 50,
            text[:-1],
            text + "\u200b",
            text + "𐍈",
            text.replace("-", "‑"),
            text.replace("-", "."),
            "",
        ]
    )


def damaged_number(number: float, rng: random.Random) -> Any:
    """Return the number as another program would write it."""
    return rng.choice(
        [float(number), -number, -0.0, number + 0.5, 2**53, 2**53 - 1, -(2**53), 2**64, 1e300, str(number), True]
    )


def damaged_list(items: list[Any], rng: random.Random) -> Any:
    """Return the list with items repeated, missing or in their thousands."""
    return rng.choice([[], items[:1] * 2, items * 40, items + items[:1], items[::-1], [None, *items], {"0": items}])


def damaged_object(value: dict[str, Any], rng: random.Random) -> Any:
    """Return the object with a member dropped, renamed or added."""
    names = list(value)
    action = rng.randrange(4)
    if action == 0 and names:
        del value[rng.choice(names)]
    elif action == 1 and names:
        name = rng.choice(names)
        value[name + rng.choice(["_", "\n", "А", "/~"])] = value.pop(name)
    elif action == 2:
        value[rng.choice(["religion", "", "$ref", "__proto__", "Тестов/1990", "a~b"])] = 1
    else:
        value.clear()
    return value


KINDS: dict[type, Callable[..., Any]] = {
    str: damaged_text,
    int: damaged_number,
    float: damaged_number,
    list: damaged_list,
    dict: damaged_object,
}


def mutate(record: dict[str, Any], rng: random.Random) -> Any:
    """Return a copy of the record with one to three damages."""
    record = copy.deepcopy(record)
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        path = rng.choice(list(places(record)))
        value = at(record, path)
        damage = KINDS.get(type(value))
        foreign = damage is None or rng.random() < 0.2
        changed = copy.deepcopy(rng.choice(FOREIGN)) if foreign else damage(value, rng)
        if not path:
            if not isinstance(changed, dict):
                return changed
            record = changed
        else:
            at(record, path[:-1])[path[-1]] = changed
    return record
