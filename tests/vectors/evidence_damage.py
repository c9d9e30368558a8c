"""Damages evidence bundles at every level, and holds the two checkers against each other.

    bytes      flipped, cut, dropped, repeated, put in
    structure  a value of another type, a member twice, added, left out or in another place, items repeated or dropped
    numbers    the same or another number in another spelling
    texts      odd characters, another spelling of base64
    notes      signature lines of all kinds added to, and taken from, every signed note

The suite makes some; `python -m tests.vectors.evidence_damage 5000` makes as many as it is told.
"""

import base64
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vectors import evidence_cases
from tests.vectors.evidence_cases import FILE
from tests.vectors.evidence_verdicts import by_hub, by_script, class_of

NAMES = (
    "a message with its recipients' receipts",
    "a message of two persons",
    "a key suspended later, by an officer",
    "a key suspended by an officer, in other hands before",
    "a checkpoint cosigned by a majority",
    "the auditor's root is number 2 of 4",
    "no root of the auditor's",
)
BY_NAME = {case.name: case for case in evidence_cases.read(FILE.read_text(encoding="utf-8"))}
CASES = [BY_NAME[name] for name in NAMES]
ODD = (
    "\ud800",
    "\udfff",
    "\ufffe",
    "\ufdd0",
    "\U0001ffff",
    "\0",
    "\ufeff",
    "\x7f",
    "\x85",
    "\xa0",
    "\t",
    "\r",
    "\u2028",
    "+",
)
SPELT = (
    *("{}.0", "{}e0", "-{}", "0{}", "+{}", "{}e-400", "{}.0e-0", "1e-400", "1e999", "NaN", "-Infinity", "-0.0"),
    *("9007199254740991", "9007199254740992", "1e15", "1e300", "0.5", "{}." + "0" * 96, "{}." + "0" * 120, "{}e1"),
)


class Members(list[Any]):
    """An object as pairs, so that a member may stand twice."""


class Spelled(str):
    """A number as it is spelt."""

    __slots__ = ()


Slot = tuple[list[Any], int]  # where a value stands: in a list, or as the second of a pair
Draw = Callable[[st.SearchStrategy[Any]], Any]


def read(raw: bytes) -> Any:
    """Return a bundle that can be damaged."""
    decoder = json.JSONDecoder(object_pairs_hook=lambda pairs: Members(map(list, pairs)), parse_int=Spelled)
    return decoder.decode(raw.decode())


def write(value: Any) -> str:
    """Return the text of a damaged bundle."""
    if isinstance(value, Members):
        return "{" + ",".join(f"{json.dumps(name)}:{write(inner)}" for name, inner in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(write, value)) + "]"
    return str(value) if isinstance(value, Spelled) else json.dumps(value)


def slots(value: Any) -> Iterator[Slot]:
    """Yield where each value stands."""
    for place, inner in enumerate(value if isinstance(value, list) else ()):
        slot = (inner, 1) if isinstance(value, Members) else (value, place)
        yield slot
        yield from slots(slot[0][slot[1]])


def damage_bytes(raw: bytes, draw: Draw) -> bytes:
    """Change bytes."""
    begin, end = sorted((draw(st.integers(0, len(raw) - 1)), draw(st.integers(0, len(raw) - 1))))
    put = draw(st.sampled_from([b"\xef\xbb\xbf", b"\xff", b"\0", b" \n", b"\\u0000", b"\\ud800", b"{", b'"', b","]))
    flipped = raw[:begin] + bytes([raw[begin] ^ 1 << draw(st.integers(0, 7))]) + raw[begin + 1 :]
    changed = (flipped, raw[:begin], raw[:begin] + raw[end:], raw[:end] + raw[begin:], raw[:begin] + put + raw[begin:])
    whole = (put + raw, raw + put, raw.decode().encode("utf-16"), raw.decode().encode("utf-32-le"))
    return draw(st.sampled_from([*changed, *whole]))


def damage_structure(raw: bytes, draw: Draw) -> bytes:
    """Change what is where, or of which type."""
    bundle = read(raw)
    holder, place = draw(st.sampled_from(list(slots(bundle))))
    value = holder[place]
    pairs = [[str(number), inner] for number, inner in enumerate(value)] if type(value) is list else []
    others = [None, True, False, Spelled("0"), Spelled("7"), "", "x", [], Members(), [value], Members(pairs)]
    others += [
        Members([["a", value]]),
        [list(pair) for pair in value] if isinstance(value, Members) else [value] * 1001,
    ]
    holder[place] = draw(st.sampled_from(others))
    return write(bundle).encode()


def damage_members(raw: bytes, draw: Draw) -> bytes:
    """Repeat, add, drop or move a member or an item."""
    bundle = read(raw)
    inner = [bundle, *(holder[place] for holder, place in slots(bundle))]
    many = draw(st.sampled_from([value for value in inner if isinstance(value, list) and value]))
    place = draw(st.integers(0, len(many) - 1))
    kind = draw(st.sampled_from(["repeat", "drop", "move", "add", "thousand"]))
    if kind == "drop":
        del many[place]
    elif kind == "move":
        many.append(many.pop(place))
    elif kind == "thousand" and not isinstance(many, Members):
        many += [many[place]] * 1001
    else:
        many.append(["more", None] if kind == "add" and isinstance(many, Members) else many[place])
    return write(bundle).encode()


def damage_number(raw: bytes, draw: Draw) -> bytes:
    """Spell a number otherwise."""
    bundle = read(raw)
    numbers = [(holder, place) for holder, place in slots(bundle) if isinstance(holder[place], Spelled)]
    holder, place = draw(st.sampled_from(numbers))
    holder[place] = Spelled(draw(st.sampled_from(SPELT)).format(holder[place]))
    return write(bundle).encode()


def damage_text(raw: bytes, draw: Draw) -> bytes:
    """Put a character into a text, or change its end, where base64 has bits to spare."""
    bundle = read(raw)
    texts = [(holder, place) for holder, place in slots(bundle) if type(holder[place]) is str]
    holder, place = draw(st.sampled_from(texts))
    text = holder[place]
    at = draw(st.sampled_from([0, len(text), draw(st.integers(0, len(text)))]))
    put = draw(st.sampled_from([*ODD, "\n", " ", "=", "A", ".", "é"]))
    last = text[:-2] + chr(ord(text[-2]) + 1) + text[-1] if len(text) > 1 else "="
    escaped = json.dumps(text).replace("e", "\\u0065") if draw(st.booleans()) else json.dumps(text)
    changed = (json.dumps(text[:at] + put + text[at:]), json.dumps(text.rstrip("=")), json.dumps(last), escaped)
    holder[place] = Spelled(draw(st.sampled_from(changed)))
    return write(bundle).encode()


def damage_note(raw: bytes, draw: Draw) -> bytes:
    """Change the signature lines of a note."""
    bundle = read(raw)
    notes = [(h, place) for h, place in slots(bundle) if type(h[place]) is str and "\n\n— " in h[place]]
    holder, place = draw(st.sampled_from(notes))
    text, _, tail = holder[place].rpartition("\n\n")
    lines = tail[:-1].split("\n")
    own = draw(st.sampled_from(lines))
    name, _, signature = own.removeprefix("— ").partition(" ")
    size = draw(st.sampled_from([0, 1, 3, 4, 5, 12, 68, 76, 16384, 16385]))
    foreign = f"— {draw(st.sampled_from(['x', 'x' * 256, 'x' * 257, '', *(f'a{odd}b' for odd in ODD)]))} "
    made = foreign + base64.b64encode(bytes(size)).decode()
    forged = base64.b64encode(base64.b64decode(signature)[:4] + bytes(size)).decode()
    junk = [
        made,
        own,
        f"— {name} {forged}",
        f"— {name} {signature.rstrip('=')}",
        own + " ",
        own[2:],
        "- " + own[2:],
        "",
    ]
    added = [draw(st.sampled_from(junk))] * draw(st.sampled_from([1, 1, 1, 99, 100, 101]))
    kind = draw(st.sampled_from(["before", "after", "instead", "drop", "turn", "unended"]))
    left = [line for line in lines if line != own]
    changed = {
        "before": added + lines,
        "after": lines + added,
        "instead": left + added,
        "drop": left,
        "turn": lines[::-1],
    }
    holder[place] = f"{text}\n\n" + "\n".join(changed.get(kind, lines)) + "\n" * (kind != "unended")
    return write(bundle).encode()


DAMAGES = (damage_bytes, damage_structure, damage_members, damage_number, damage_text, damage_note)


def check(data: st.DataObject) -> None:
    """Damage a bundle once or twice, and hold both checkers to one class of verdict."""
    case = data.draw(st.sampled_from(CASES))
    raw = data.draw(st.sampled_from(DAMAGES))(case.raw, data.draw)
    by = class_of(by_hub(raw, case.root)), class_of(by_script(raw, case.root))
    assert by[0] == by[1], by


def run(examples: int) -> None:
    """Make so many."""
    every = settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    every(given(st.data())(check))()


if __name__ == "__main__":
    run(int(sys.argv[1]))
