"""A strict reader of the little YAML that `deploy/` is written in; everything else is refused.

Block mappings and lists by indentation, flow lists and mappings on one line, plain and double-quoted scalars, comments,
anchors with aliases and the merge key. Scalars stay text. A key given twice is an error.
"""

import json
import re
from typing import Any

Line = tuple[int, str]
Anchors = dict[str, Any]
_KEY = re.compile(r'(?P<key>"[^"]*"|[A-Za-z0-9_.<-]+):(?:\s+(?:&(?P<anchor>\w+)\s*)?(?P<text>.*))?$')


def parse(text: str) -> Any:
    """Return the document's value.

    Raises:
        ValueError: it is not YAML of this subset.
    """
    lines: list[Line] = []
    for raw in text.splitlines():
        content = re.sub(r"(^|\s)#.*$", "", raw) if '"' not in raw else raw
        if content.strip() and not raw.lstrip().startswith("#"):
            if "\t" in content:
                raise ValueError("a tab")
            lines.append((len(content) - len(content.lstrip()), content.strip()))
    value, rest = _block(lines, {})
    if rest:
        raise ValueError(f"cannot be read from here on: {rest[0][1]}")
    return value


def _block(lines: list[Line], anchors: Anchors) -> tuple[Any, list[Line]]:
    read = _block_list if lines[0][1].startswith("- ") else _block_mapping
    return read(lines, anchors)


def _block_list(lines: list[Line], anchors: Anchors) -> tuple[list[Any], list[Line]]:
    indent, items = lines[0][0], []
    while lines and lines[0][0] == indent and lines[0][1].startswith("- "):
        items.append(_flow(lines[0][1][2:].strip(), anchors))
        lines = lines[1:]
    return items, lines


def _block_mapping(lines: list[Line], anchors: Anchors) -> tuple[dict[str, Any], list[Line]]:
    indent = lines[0][0]
    inherited: dict[str, Any] = {}
    own: dict[str, Any] = {}
    while lines and lines[0][0] == indent:
        match = _KEY.match(lines[0][1])
        if match is None or match["key"] in own:
            raise ValueError(f"no key, or one given twice: {lines[0][1]}")
        item, lines = _item(match["text"] or "", lines[1:], indent, anchors)
        if match["anchor"]:
            anchors[match["anchor"]] = item
        if match["key"] == "<<":
            inherited |= item
        else:
            own[match["key"].strip('"')] = item
    return inherited | own, lines


def _item(text: str, lines: list[Line], indent: int, anchors: Anchors) -> tuple[Any, list[Line]]:
    if text:
        return _flow(text, anchors), lines
    if lines and lines[0][0] > indent:
        return _block(lines, anchors)
    return None, lines


def _flow(text: str, anchors: Anchors) -> Any:
    if text.startswith("*"):
        return anchors[text[1:]]
    if text.startswith(("[", "{", '"')):
        value, rest = _flow_value(text, anchors)
        if rest:
            raise ValueError(f"too much: {rest}")
        return value
    if text[0] in "'|>&!%@`":
        raise ValueError(f"not of this subset: {text}")
    return text


def _flow_value(text: str, anchors: Anchors) -> tuple[Any, str]:
    if text[0] == '"':
        value, end = json.JSONDecoder().raw_decode(text)
        return value, text[end:].lstrip()
    if text[0] == "[":
        items, text = [], text[1:].lstrip()
        while not text.startswith("]"):
            item, text = _flow_value(text, anchors)
            items.append(item)
            text = text.removeprefix(",").lstrip()
        return items, text[1:].lstrip()
    if text[0] == "{":
        pairs, text = {}, text[1:].lstrip()
        while not text.startswith("}"):
            key, _, text = text.partition(":")
            pairs[key.strip()], text = _flow_value(text.lstrip(), anchors)
            text = text.removeprefix(",").lstrip()
        return pairs, text[1:].lstrip()
    match = re.match(r"[^,\[\]{}]+", text)
    if match is None:
        raise ValueError(f"no value: {text}")
    return match[0].strip(), text[match.end() :].lstrip()
