"""The protocol of a run as JUnit XML, for the programs that build and test software."""

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr


def render(shown: Mapping[str, Any]) -> bytes:
    """Return one suite for each pack."""
    total = sum(float(result["seconds"]) for result in shown["results"])
    suites = "".join(_suite(shown, pack) for pack in shown["titles"])
    counts = f'tests="{len(shown["results"])}" failures="{int(shown["failed"])}" time="{total:.1f}"'
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="hub conform" {counts}>\n{suites}</testsuites>\n'
    return text.encode()


def _suite(shown: Mapping[str, Any], pack: str) -> str:
    results = [result for result in shown["results"] if result["pack"] == pack]
    failures = sum(result["verdict"] != "held" for result in results)
    cases = "".join(_case(result) for result in results)
    return f'<testsuite name={quoteattr(pack)} tests="{len(results)}" failures="{failures}">\n{cases}</testsuite>\n'


def _case(result: Mapping[str, Any]) -> str:
    name, time = quoteattr(f"{result['name']}: {result['title']['en']}"), float(result["seconds"])
    opening = f'<testcase classname={quoteattr(result["pack"])} name={name} time="{time:.1f}"'
    if result["found"] is None:
        return f"{opening}/>\n"
    asked = f"{result['expected']['en']} ({result['asks']})"
    return f"{opening}>\n<failure message={quoteattr(result['found']['en'])}>{escape(asked)}</failure>\n</testcase>\n"
