"""`hub bench screening`: how quickly and how surely persons are found in a register of made-up bans."""

import argparse
import gc
import json
import os
import resource
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, thread_time
from typing import Any

from hub.cli.bench import population
from hub.cli.command import AS_JSON, Argument, Command, Exit, Text
from hub.core.screening import entry, person, score
from hub.core.screening.index import Index
from hub.core.screening.person import Described
from hub.core.screening.score import Verdict
from hub.setting_values import number
from hub.settings import Settings
from keys import at_rest, strict_json
from keys.at_rest import Ciphertext, WrappingKey
from keys.blind_index import BlindKey

SEED = 20261121
_SIGNATURE = b"." + b"A" * 86
_CONTEXT = b"bench"


@dataclass(slots=True)
class Run:
    """What one way of asking came to: seconds of each answer, by the clock and of the processor, and what was found."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    candidates: int = 0
    planted: int = 0
    found: int = 0
    hits: int = 0
    asked_for_nobody: int = 0
    false_hits: int = 0
    false_doubts: int = 0

    def count(self, verdicts: Mapping[int, Verdict], target: int | None) -> None:
        """Count an answer; `target` is who was meant, None where nobody of the register was."""
        self.candidates += len(verdicts)
        if target is None:
            self.asked_for_nobody += 1
            self.false_hits += Verdict.HIT in verdicts.values()
            self.false_doubts += Verdict.DOUBT in verdicts.values() and Verdict.HIT not in verdicts.values()
        else:
            self.planted += 1
            self.found += verdicts.get(target, Verdict.NO_MATCH) is not Verdict.NO_MATCH
            self.hits += verdicts.get(target) is Verdict.HIT

    def figures(self) -> dict[str, float]:
        """Return the figures: milliseconds, shares, persons a second."""
        return {
            "queries": len(self.seconds),
            "p50_ms": round(_percentile(self.seconds, 0.5) * 1000, 3),
            "p99_ms": round(_percentile(self.seconds, 0.99) * 1000, 3),
            "processor_p50_ms": round(_percentile(self.processor, 0.5) * 1000, 3),
            "processor_p99_ms": round(_percentile(self.processor, 0.99) * 1000, 3),
            "persons_per_second": round(len(self.seconds) / sum(self.seconds), 1),
            "persons_per_processor_second": round(len(self.processor) / sum(self.processor), 1),
            "candidates_mean": round(self.candidates / len(self.seconds), 2),
            "recall": round(self.found / self.planted, 4),
            "recall_as_hit": round(self.hits / self.planted, 4),
            "false_hit_rate": round(self.false_hits / self.asked_for_nobody, 4),
            "false_doubt_rate": round(self.false_doubts / self.asked_for_nobody, 4),
        }


class Stopwatch:
    """Adds up the time inside it: seconds by the clock, and of the processor for this thread."""

    def __init__(self) -> None:
        self.seconds = self.processor = 0.0

    def __enter__(self) -> None:
        self.seconds -= perf_counter()
        self.processor -= thread_time()

    def __exit__(self, *_: object) -> None:
        self.processor += thread_time()
        self.seconds += perf_counter()


class Bench:
    """A register of made-up bans: the index in memory, records encrypted as in the database, made when asked for."""

    def __init__(self, bans: int) -> None:
        self.bans = bans
        self.blind = BlindKey(os.urandom(32)).token
        self.index = Index(entry.numbering(self.blind))
        self._key = WrappingKey("bench", os.urandom(at_rest.KEY_BYTES))

    def fill(self) -> dict[str, float]:
        """Put everybody into the index; making up persons is not counted."""
        before, spent = _memory(), 0.0
        gc.disable()  # as in the service: what is put in stays
        for place in range(self.bans):
            made = population.person_of(SEED, place)
            begun = perf_counter()
            self.index.add(entry.entry_of(place, person.describe(made), self.blind))
            spent += perf_counter() - begun
        gc.enable()
        return {
            "build_seconds": round(spent, 1),
            "persons_per_second": round(self.bans / spent),
            "memory_mb": _memory(),
            "memory_before_mb": before,
        }

    def numbered(self, asked: Described) -> Sequence[int]:
        """Return the candidates by number."""
        return self.index.exact(entry.exact_tokens(asked, self.blind))

    def named(self, *, thorough: bool) -> "Pass":
        """Return how candidates are found by name and birth."""
        return lambda asked: [found.key for found in self.index.find(entry.query_of(asked), thorough=thorough)]

    def sealed(self, number: int) -> Ciphertext:
        """Return a record as the database keeps it: a signed envelope, encrypted under a key of its own."""
        payload = urlsafe_b64encode(strict_json.dumps({"record": population.record_of(SEED, number)}))
        return at_rest.encrypt(b"e30." + payload + _SIGNATURE, _CONTEXT, self._key)

    def judge(self, asked: Described, records: Iterable[Ciphertext]) -> list[Verdict]:
        """Decrypt, read and score the records of candidates."""
        return [score.score(asked, self._open(record)).verdict for record in records]

    def _open(self, record: Ciphertext) -> Described:
        payload = at_rest.decrypt(record, _CONTEXT, self._key).split(b".")[1]
        read: Any = strict_json.loads(urlsafe_b64decode(payload))
        return person.describe(read["record"]["subject"])


Pass = Callable[[Described], Sequence[int]]


def _answer(bench: Bench, run: Run, asked: dict[str, Any], passes: Sequence[Pass], target: int | None) -> None:
    """Answer one question and count it. A further pass is made while there is no hit.

    The time is that of describing, finding, decrypting, reading and scoring; not that of the database.
    """
    watch = Stopwatch()
    with watch:
        described = person.describe(asked)
    verdicts: dict[int, Verdict] = {}
    for find in passes:
        with watch:
            keys = [key for key in find(described) if key not in verdicts]
        records = [bench.sealed(key) for key in keys]
        with watch:
            verdicts.update(zip(keys, bench.judge(described, records), strict=True))
        if Verdict.HIT in verdicts.values():
            break
    run.seconds.append(watch.seconds)
    run.processor.append(watch.processor)
    run.count(verdicts, target)


def measure(bans: int, count: int) -> dict[str, Any]:
    """Build a register and ask it, `count` questions in each way."""
    bench = Bench(bans)
    built = bench.fill()
    asked = list(population.questions(SEED, bans, count))
    gc.collect()
    gc.freeze()
    fast, thorough = bench.named(thorough=False), bench.named(thorough=True)
    return {
        "bans": bans,
        "index": {**built, **bench.index.sizes},
        "exact": _ask(bench, [(each.numbered, each.target) for each in asked], (bench.numbered,)),
        "fast": _ask(bench, [(each.named, each.target) for each in asked], (fast,)),
        "thorough": _ask(bench, [(each.named, each.target) for each in asked], (thorough,)),
        "fast_then_thorough": _ask(bench, [(each.named, each.target) for each in asked], (fast, thorough)),
        "memory_mb": _memory(),
        "memory_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _ask(bench: Bench, asked: Iterable[tuple[dict[str, Any], int | None]], passes: Sequence[Pass]) -> dict[str, float]:
    run = Run()
    for who, target in asked:
        _answer(bench, run, who, passes, target)
    return run.figures()


def _percentile(seconds: Sequence[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


def _memory() -> int:
    """Return the memory of this process in MB; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return pages * resource.getpagesize() >> 20


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    figures = measure(arguments.bans, arguments.queries)
    if arguments.json:
        print(json.dumps(figures))
        return 0
    shown = {**figures["index"], "memory_mb": figures["memory_mb"], "memory_peak_mb": figures["memory_peak_mb"]}
    print(BUILT.of(settings.language).format(bans=figures["bans"], **shown))
    for way, title in WAYS.items():
        print(ASKED.of(settings.language).format(way=title.of(settings.language), **figures[way]))
    return 0


BUILT = Text(
    "запретов: {bans}; указатель построен за {build_seconds} с ({persons_per_second} лиц в секунду)\n"
    "имён: {name_keys}; память процесса: {memory_mb} МБ, наибольшая {memory_peak_mb} МБ",
    "bans: {bans}; index built in {build_seconds} s ({persons_per_second} persons a second)\n"
    "names: {name_keys}; memory of the process: {memory_mb} MB, at most {memory_peak_mb} MB",
)
ASKED = Text(
    "{way}: p50 {p50_ms} мс, p99 {p99_ms} мс, {persons_per_second} лиц в секунду, найдено {recall:.1%} "
    "(уверенно {recall_as_hit:.1%}), ложных совпадений {false_hit_rate:.2%}, сомнений {false_doubt_rate:.2%}",
    "{way}: p50 {p50_ms} ms, p99 {p99_ms} ms, {persons_per_second} persons a second, found {recall:.1%} "
    "(as hits {recall_as_hit:.1%}), false hits {false_hit_rate:.2%}, doubts {false_doubt_rate:.2%}",
)
WAYS = {
    "exact": Text("по номеру документа", "by document number"),
    "fast": Text("быстро", "fast"),
    "thorough": Text("тщательно", "thoroughly"),
    "fast_then_thorough": Text("быстро, без совпадения тщательно", "fast, thoroughly where there is no hit"),
}
MOST_BANS, MOST_QUESTIONS = 20_000_000, 1_000_000
COUNT = Text("ЧИСЛО", "NUMBER")
ACTION = Command(
    name="screening",
    title=Text("поиск лиц среди вымышленных запретов", "finding persons among made-up bans"),
    about=Text(
        "Строит в памяти указатель по вымышленным запретам и задаёт вопросы: половина о тех, кого в списке нет, "
        "треть имён с ошибкой в букве, написания по разным правилам, иногда неверная или неполная дата рождения. "
        "Время ответа включает расшифровку и сравнение записей, но не базу данных.",
        "Builds an index of made-up bans in memory and asks it: half of the questions are about nobody in the list, a "
        "third of the names have a wrong letter, spellings follow different rules, now and then a date of birth is "
        "wrong or partial. The time of an answer includes decrypting and comparing the records, not the database.",
    ),
    arguments=(
        Argument(
            name="--bans",
            value=COUNT,
            parse=number(1, MOST_BANS),
            default=200_000,
            help=Text("сколько запретов, по умолчанию 200000", "how many bans, 200000 unless told"),
        ),
        Argument(
            name="--queries",
            value=COUNT,
            parse=number(2, MOST_QUESTIONS),
            default=2_000,
            help=Text(
                "сколько вопросов каждым способом, по умолчанию 2000", "how many questions each way, 2000 unless told"
            ),
        ),
        AS_JSON,
    ),
    ends={Exit.DONE: Text("измерено", "measured")},
    run=_run,
)
