"""What the demonstration shows while it works, and the file it leaves: named checks, counts, seconds."""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.markup import escape

PROGRESS_SECONDS = 2.5
TITLES = {
    "stage": ("Подготовка", "Setting the stage"),
    "bans": ("Россия публикует запреты на въезд", "Russia publishes entry bans"),
    "schedule": ("Россия и Таджикистан договариваются о расписании", "Russia and Tajikistan agree on a schedule"),
    "changes": ("Россия изменяет, снимает и исправляет запреты", "Russia amends, lifts and corrects bans"),
    "figures": ("Таджикистан отправляет показатели в секретариат", "Tajikistan sends its figures to the secretariat"),
    "readmission": ("Запросы о реадмиссии", "Readmission requests"),
    "everybody": ("Все обмениваются со всеми", "Everybody exchanges with everybody"),
    "runs": ("Что узел заметил по расписанию", "What the hub noticed by the schedule"),
    "refusals": ("Что узел отклоняет", "What the hub refuses"),
    "story": ("Середина истории для трёх дверей", "The middle of a story, for the three doors"),
    "evidence": ("Доказательства без узла", "Evidence without the hub"),
}


@dataclass(slots=True)
class Report:
    """The demonstration's result in the making; `file` is where it goes."""

    language: str
    file: Path
    console: Console = field(default_factory=Console)
    checks: list[tuple[str, bool]] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            (
                "records_submitted",
                "records_applied",
                "receipts_verified",
                "refused_as_expected",
                "evidence_bundles_verified",
            ),
            0,
        )
    )
    begun: float = field(default_factory=time.monotonic)
    finished: bool = False
    _shown: tuple[float, str] = (0.0, "")

    @property
    def ok(self) -> bool:
        """Whether every check held, and there were some."""
        return bool(self.checks) and all(ok for _, ok in self.checks)

    def title(self, name: str) -> None:
        """Announce a part of the scenario."""
        ru, en = TITLES[name]
        self.console.rule(f"[bold]{en if self.language == 'en' else ru}", align="left")

    def say(self, ru: str, en: str) -> None:
        """Say what is happening."""
        self.console.print(f"  [dim]{self._seconds():5.1f}[/]  {escape(en if self.language == 'en' else ru)}")

    def progress(self, ru: str, en: str) -> None:
        """Say how far something has come, now and then, and only where it has moved."""
        shown, now = (en if self.language == "en" else ru), time.monotonic()
        if now - self._shown[0] >= PROGRESS_SECONDS and shown != self._shown[1]:
            self.say(ru, en)
            self._shown = now, shown

    def check(self, name: str, ok: bool, ru: str, en: str) -> None:
        """Note a check and show it."""
        self.checks.append((name, ok))
        mark = "[green]✓[/]" if ok else "[red]✗[/]"
        self.console.print(f"  [dim]{self._seconds():5.1f}[/]  {mark} {escape(en if self.language == 'en' else ru)}")

    def add(self, count: str, number: int = 1) -> None:
        """Add to one of the counts."""
        self.counts[count] += number

    def _seconds(self) -> float:
        return time.monotonic() - self.begun

    def finish(self) -> None:
        """Write the result and say where, and how many checks held."""
        self.finished = True
        self.write()
        held, all_checks = sum(ok for _, ok in self.checks), len(self.checks)
        self.say(
            f"проверок сошлось: {held} из {all_checks}; итог: {self.file}",
            f"checks that held: {held} of {all_checks}; the result: {self.file}",
        )
        if not self.ok:
            logs = self.file.parent / "demo" / "logs"
            self.say(f"что не сошлось, объясняют журналы процессов: {logs}", f"the processes' logs say why: {logs}")

    def write(self) -> None:
        """Write the result as JSON."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        result = {
            **self.counts,
            "checks": [{"name": name, "ok": ok} for name, ok in self.checks],
            "seconds": round(self._seconds(), 1),
        }
        self.file.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
