"""The alert rules of `deploy/` agree with the thresholds, and speak of metrics that the hub really shows."""

import re

import pytest

from hub.core.health.threshold import Level, Threshold, from_json
from hub.telemetry import Metrics
from schemas import alert_rules, health_thresholds

RULE = re.compile(
    r"      - alert: (?P<name>\w+)\n        expr: (?P<metric>\w+) (?P<sign>[<>]=) (?P<bound>[0-9.]+)\n"
    r"        for: (?P<seconds>\d+)s\n        labels:\n          severity: (?P<severity>\w+)\n        annotations:\n"
    r"(?P<notes>(?:          \w+: \"[^\"\n]+\"\n)+)"
)
TEXT = alert_rules.PLACE.read_text("utf-8")
RULES = [each.groupdict() for each in RULE.finditer(TEXT)]
KNOWN = from_json(health_thresholds.load())


def test_the_file_is_made_from_the_thresholds_and_has_nothing_else_in_it():
    assert alert_rules.render(health_thresholds.load()) == TEXT, "python -m schemas.alert_rules"
    assert RULE.sub("", TEXT) == alert_rules.HEAD
    assert len(RULES) == 2 * len(KNOWN.measures)
    assert len({each["name"] for each in RULES}) == len(RULES)


@pytest.mark.parametrize("known", KNOWN.measures.values(), ids=lambda each: each.id)
def test_a_measure_has_a_rule_for_each_of_its_bounds(known: Threshold):
    rules = {each["severity"]: each for each in RULES if each["metric"] == known.metric}

    assert set(rules) == {"warning", "critical"}
    for level, severity in ((Level.WARN, "warning"), (Level.BAD, "critical")):
        rule = rules[severity]
        bound = float(rule["bound"])
        assert (rule["sign"] == "<=") is known.falls
        assert known.level(bound) is level
        assert known.level(bound + (0.001 if known.falls else -0.001)) is not level
        assert int(rule["seconds"]) == known.for_seconds
        assert f'runbook: "{alert_rules.RUNBOOK}#{known.id}"' in rule["notes"]


def test_every_measure_is_told_of_in_both_how_tos():
    for lang in ("ru", "en"):
        page = alert_rules.files.ROOT.parent / f"docs/how-to/exchange-health.{lang}.md"
        assert [each for each in KNOWN.measures if f'id="{each}"' not in page.read_text("utf-8")] == []


def test_the_metrics_show_every_measure_under_its_name_and_labels():
    metrics = Metrics()
    metrics.health({(each.metric, each.labels): {("x",) * len(each.labels): 1.5} for each in KNOWN.measures.values()})
    shown = metrics.render().decode()

    for each in KNOWN.measures.values():
        labels = "{" + ",".join(f'{name}="x"' for name in sorted(each.labels)) + "}" if each.labels else ""
        assert any(line.startswith(each.metric) and line.endswith(" 1.5") for line in shown.splitlines()), labels
        assert all(f'{name}="x"' in shown for name in each.labels)
    metrics.health({})
    assert 'sender="x"' not in metrics.render().decode()
