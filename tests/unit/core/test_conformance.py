"""The result of a conformance run: read strictly, held against its signature and against the kit."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import conformance
from hub.core.conformance import (
    TYP,
    Kit,
    KitAlteredError,
    KitVersionError,
    Outcome,
    ProtocolAlteredError,
    ProtocolMalformedError,
    Standing,
)
from keys import jws, strict_json
from keys.jwk import PrivateKey

KEY = PrivateKey.generate()
SAID = {"ru": "да", "en": "yes"}


def result(name: str, found: dict[str, str] | None = None) -> dict[str, Any]:
    return {
        "pack": "valid",
        "name": name,
        **dict.fromkeys(conformance.TEXTS, SAID),
        "asks": "docs/reference/api.md",
        "verdict": "held" if found is None else "failed",
        "seconds": 1.5,
        "found": found,
    }


def protocol(*results: dict[str, Any], **changes: Any) -> dict[str, Any]:
    failed = sum(each["found"] is not None for each in results)
    return {
        "kind": "conformance",
        "subject": "gateway",
        "about": "adapters.tj_files",
        "participant": "tj-mvd",
        "version": "26.11.0",
        "record_type": {"type": "entry-ban", "version": "1.0"},
        "started_at": "2026-11-22T10:00:00Z",
        "ended_at": "2026-11-22T10:05:00Z",
        "held": len(results) - failed,
        "failed": failed,
        "titles": {"valid": SAID},
        "results": list(results),
        "key": KEY.public.to_jwk(),
        **changes,
    }


def kit(*names: str, version: str = "26.11.0") -> Kit:
    said = {"asks": "docs/reference/api.md", "found": None, **dict.fromkeys(conformance.TEXTS, SAID)}
    scenarios: dict[str, Any] = {f"valid/{name}": Outcome(pack="valid", name=name, **said) for name in names}
    return Kit(version=version, titles={"valid": SAID}, scenarios=scenarios)


def parse(shown: Any) -> conformance.Run:
    return conformance.parse(strict_json.dumps(shown))


def sign(content: bytes) -> bytes:
    header, _, signature = jws.sign(content, KEY, TYP).split(b".")
    return header + b".." + signature


def test_a_protocol_is_read_with_its_outcomes():
    run = parse(protocol(result("one"), result("two", {"ru": "нет", "en": "no"})))

    assert (run.participant, run.record_type, run.record_version) == ("tj-mvd", "entry-ban", "1.0")
    assert run.ended_at == datetime(2026, 11, 22, 10, 5, tzinfo=UTC)
    assert [(each.place, each.found is None) for each in run.outcomes] == [("valid/one", True), ("valid/two", False)]
    assert run.failed == 1


def test_records_are_named_only_where_some_were_played_with():
    assert parse(protocol(result("one"), record_type=None)).record_type == ""


@pytest.mark.parametrize(
    ("results", "total", "standing"),
    [
        ([result("one")], 1, Standing.PASSED),
        ([result("one")], 2, Standing.PARTIAL),
        ([result("one", SAID)], 1, Standing.FAILED),
    ],
)
def test_what_was_left_out_is_no_pass(results: list[Any], total: int, standing: Standing):
    assert parse(protocol(*results)).standing(total) is standing


BROKEN: dict[str, Callable[[dict[str, Any]], Any]] = {
    "another kind": lambda shown: shown | {"kind": "other"},
    "another subject": lambda shown: shown | {"subject": "people"},
    "no results": lambda shown: shown | {"results": []},
    "too many results": lambda shown: shown | {"results": shown["results"] * (conformance.MOST + 1)},
    "results that are no list": lambda shown: shown | {"results": 5},
    "a result that is no object": lambda shown: shown | {"results": ["x"]},
    "a count that does not fit": lambda shown: shown | {"failed": 1},
    "another count that does not fit": lambda shown: shown | {"held": 7},
    "a verdict that contradicts what was found": lambda shown: (
        shown | {"results": [shown["results"][0] | {"verdict": "failed"}]}
    ),
    "no time": lambda shown: shown | {"ended_at": "yesterday"},
    "a name with a line break": lambda shown: shown | {"participant": "a\nb"},
    "a name that is no text": lambda shown: shown | {"participant": 5},
    "too long a text": lambda shown: shown | {"about": "x" * (conformance.LONGEST + 1)},
    "a text in one language": lambda shown: shown | {"titles": {"valid": {"ru": "x"}}},
    "a pack without a title": lambda shown: shown | {"titles": {}},
    "a member less": lambda shown: {name: value for name, value in shown.items() if name != "version"},
    "a list": lambda _shown: [1],
    "a text": lambda _shown: "x",
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_protocol_is_refused(case: str):
    with pytest.raises(ProtocolMalformedError):
        parse(BROKEN[case](copy.deepcopy(protocol(result("one")))))


@given(st.binary(max_size=200))
def test_bytes_of_any_kind_are_refused_as_no_protocol(content: bytes):
    for read in (conformance.parse, lambda said: conformance.open_signed(said, b"x..y")):
        with pytest.raises(ProtocolMalformedError):
            read(content)


def test_the_key_that_a_protocol_names_has_signed_it():
    content = strict_json.dumps(protocol(result("one")))

    assert conformance.open_signed(content, sign(content) + b"\n").thumbprint == KEY.kid
    for changed, signature in (
        (content.replace(b"tj-mvd", b"kz-mvd"), sign(content)),
        (content, sign(content[:-1])),
        (content, b"x"),
    ):
        with pytest.raises(ProtocolAlteredError):
            conformance.open_signed(changed, signature)


def test_a_run_of_this_kit_is_taken():
    conformance.check_kit(parse(protocol(result("one"))), kit("one", "two"))


def test_another_version_of_the_kit_is_named():
    with pytest.raises(KitVersionError) as caught:
        conformance.check_kit(parse(protocol(result("one"))), kit("one", version="27.1.0"))

    assert "26.11.0" in caught.value.text("en")
    assert "27.1.0" in caught.value.text("ru")


@pytest.mark.parametrize(
    "shown",
    [
        protocol(result("none")),
        protocol(result("one"), result("one")),
        protocol(result("one") | {"asks": "another"}),
        protocol(result("one") | {"expected": {"ru": "-", "en": "-"}}),
        protocol(result("one"), titles={"valid": {"ru": "x", "en": "x"}}),
        protocol(result("one"), titles={"valid": SAID, "more": SAID}),
    ],
)
def test_a_scenario_that_is_not_the_kits_is_refused(shown: dict[str, Any]):
    with pytest.raises(KitAlteredError):
        conformance.check_kit(parse(shown), kit("one"))
