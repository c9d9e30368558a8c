"""The alert rules of Prometheus, made from the thresholds: `python -m schemas.alert_rules` writes them to `deploy/`.

One group, two rules for each measure: `warning` from its first bound on, `critical` from its second. A test holds the
file against the thresholds, so nobody has to remember to write it anew.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from schemas import files, health_thresholds

PLACE = files.ROOT.parent / "deploy" / "prometheus" / "exchange-health.rules.yaml"
RUNBOOK = "docs/how-to/exchange-health.en.md"
HEAD = """# Made from schemas/health/thresholds.json by `python -m schemas.alert_rules`; change that file, not this one.
groups:
  - name: exchange-health
    rules:
"""
SEVERITIES = (("warn", "warning"), ("bad", "critical"))


def render(thresholds: Mapping[str, Any]) -> str:
    """Return the rules as YAML."""
    rules = (rule for measure in thresholds["measures"] for rule in _rules(measure))
    return HEAD + "".join(rules)


def _rules(measure: Mapping[str, Any]) -> Iterator[str]:
    name = "".join(part.capitalize() for part in measure["id"].split("-"))
    for bound, severity in SEVERITIES:
        lines = (
            f"      - alert: Exchange{name}{severity.capitalize()}",
            f"        expr: {measure['metric']} {'<=' if measure['falls'] else '>='} {_number(measure[bound])}",
            f"        for: {measure['for_seconds']}s",
            "        labels:",
            f"          severity: {severity}",
            "        annotations:",
            f'          summary: "{_summary(measure, "en")}"',
            f'          summary_ru: "{_summary(measure, "ru")}"',
            f'          description: "{measure["action"]["en"]}"',
            f'          description_ru: "{measure["action"]["ru"]}"',
            f'          runbook: "{RUNBOOK}#{measure["id"]}"',
        )
        yield "\n".join(lines) + "\n"


def _summary(measure: Mapping[str, Any], lang: str) -> str:
    """Return the measure's title with what it is of, which Prometheus writes in."""
    named = " ".join("{{ $labels." + label + " }}" for label in measure["labels"])
    title = measure["titles"][lang]
    return f"{title}: {named}" if named else str(title)


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def main() -> int:
    """Write the rules."""
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    PLACE.write_text(render(health_thresholds.load()), encoding="utf-8")
    sys.stdout.write(f"{PLACE.name} written\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
