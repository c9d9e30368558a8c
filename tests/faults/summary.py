"""What `build/faults.json` says of a run: figures of the campaigns, controls, and what could not run here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.faults.campaign import Outcome
from tests.faults.gateway_campaign import GatewayOutcome

FIGURES = ("lost", "duplicate_effects", "inconsistent_checkpoints")


@dataclass(kw_only=True)
class Summary:
    """Outcomes by name. `campaigns` must be clean; each of `controls` has a planted mistake that must be caught.

    So for `gateways`, and for `forgetful`, whose recipient does again what it is handed again.
    """

    runs: int
    seed: int
    campaigns: dict[str, Outcome] = field(default_factory=dict)
    controls: dict[str, Outcome] = field(default_factory=dict)
    gateways: GatewayOutcome | None = None
    forgetful: GatewayOutcome | None = None
    not_run: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def passes(self, *, all_required: bool = False) -> bool:
        """Tell whether every promise was kept, every control caught, and nothing left out that is required."""
        kept = all(outcome.is_clean and outcome.verdict.acknowledged > 0 for outcome in self.campaigns.values())
        caught = all(is_caught(outcome) for outcome in self.controls.values())
        kept &= self.gateways is None or self.gateways.is_clean
        caught &= self.forgetful is None or self.forgetful.is_caught
        return bool(self.campaigns or self.gateways) and kept and caught and not (all_required and self.not_run)

    def to_json(self) -> dict[str, Any]:
        """Return the summary as it is written."""
        return {
            "runs": self.runs,
            "acknowledged": sum(each.verdict.acknowledged for each in self.campaigns.values()),
            **{name: self._count(name) for name in FIGURES},
            "not_run": self.not_run,
            "seed": self.seed,
            "campaigns": {name: _campaign(outcome) for name, outcome in self.campaigns.items()},
            "gateways": None if self.gateways is None else self.gateways.to_json(),
            "controls": {name: _control(outcome) for name, outcome in self.controls.items()} | self._forgetful(),
            "seconds": round(self.seconds, 1),
            "ok": self.passes(),
        }

    def _count(self, figure: str) -> int:
        found = sum(each.verdict.counts[figure] for each in self.campaigns.values())
        return found + (0 if self.gateways is None else self.gateways.violations[figure])

    def _forgetful(self) -> dict[str, Any]:
        if self.forgetful is None:
            return {}
        return {"forgetful-recipient": {"caught": self.forgetful.is_caught, **self.forgetful.to_json()}}

    def _gateways_to_lines(self) -> list[str]:
        lines = [] if self.gateways is None else [f"gateways: {self.gateways.to_text()}"]
        lines += [f"  VIOLATION {each}" for each in (self.gateways.examples if self.gateways else ())]
        if self.forgetful is not None:
            word = "caught" if self.forgetful.is_caught else "NOT CAUGHT"
            lines.append(f"control forgetful-recipient: {self.forgetful.to_text()}: {word}")
        return lines

    def to_text(self) -> str:
        """Return the summary for people to read."""
        lines = [f"{self.runs} kills, seed {self.seed}, {self.seconds:.0f} s"]
        for name, outcome in self.campaigns.items():
            figures = ", ".join(f"{outcome.verdict.counts[figure]} {figure}" for figure in FIGURES)
            lines.append(f"{name}: {outcome.verdict.acknowledged} acknowledged, {figures.replace('_', ' ')}")
            lines += [f"  VIOLATION {example}" for example in outcome.verdict.examples]
            if outcome.lost_machine or outcome.ended:
                lines.append(f"  VIOLATION ended by themselves: {outcome.ended}; {outcome.lost_machine or ''}")
        for name, outcome in self.controls.items():
            word = "caught" if is_caught(outcome) else "NOT CAUGHT"
            counts = outcome.verdict.counts
            lines.append(f"control {name}: {outcome.verdict.acknowledged} acknowledged, {counts['lost']} lost: {word}")
        lines += self._gateways_to_lines()
        lines += [f"NOT RUN: {reason}" for reason in self.not_run]
        lines.append("every promise was kept" if self.passes() else "A PROMISE WAS BROKEN, OR A CONTROL SAW NOTHING")
        return "\n".join(lines) + "\n"


def is_caught(outcome: Outcome) -> bool:
    """Tell whether the checker saw that acknowledged records were lost."""
    return outcome.verdict.acknowledged > 0 and outcome.verdict.counts["lost"] > 0


def _campaign(outcome: Outcome) -> Mapping[str, Any]:
    return {
        "kills": outcome.kills,
        "acknowledged": outcome.verdict.acknowledged,
        "sent_again": outcome.in_doubt,
        "checkpoints": outcome.checkpoints,
        "log_size": outcome.log_size,
        "ended_by_themselves": outcome.ended,
        "does_not_start": outcome.lost_machine,
        "violations": dict(outcome.verdict.counts),
        "examples": outcome.verdict.examples,
        "failed_requests": outcome.failed_requests,
    }


def _control(outcome: Outcome) -> Mapping[str, Any]:
    return {
        "caught": is_caught(outcome),
        "acknowledged": outcome.verdict.acknowledged,
        "violations": dict(outcome.verdict.counts),
        "does_not_start": outcome.lost_machine,
    }
