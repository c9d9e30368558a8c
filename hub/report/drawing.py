"""Charts as pages draw them: places and lengths of bars, computed here so that templates hold no arithmetic.

What draws them puts a table beside each: a chart alone tells nothing to who cannot see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from hub.report.cell import Number
from hub.report.charts import Bars

LABEL, WIDTH, LENGTH = 130, 560, 330  # where bars begin, the whole, the longest bar
BAR, GAP = 20, 14
SERIES = ("before", "now")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its top, its length, the number it stands for (None: not shown) and where that is written."""

    top: int
    length: int
    value: Number | None
    series: str

    @property
    def text_left(self) -> int:
        """Return where the number is written."""
        return LABEL + self.length + 6

    @property
    def text_top(self) -> int:
        """Return the base line of the number."""
        return self.top + 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The bars of one name, and the base line of the name."""

    name: str
    text_top: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart, with what its table says: the names of the series, and of each group the values in their order."""

    title: str
    height: int
    series: tuple[tuple[str, str], ...]
    groups: tuple[Group, ...]
    width: int = WIDTH
    left: int = LABEL


def draw(bars: Bars) -> Chart:
    """Return where the bars of a chart stand."""
    most = max((abs(value) for _, values in bars.series for value in values if value is not None), default=0)
    kinds = SERIES[-len(bars.series) :]
    step = BAR * len(bars.series) + GAP
    groups = []
    for place, name in enumerate(bars.names):
        top = GAP // 2 + place * step
        found = [
            _bar(top + BAR * number, values[place], most, kinds[number])
            for number, (_, values) in enumerate(bars.series)
        ]
        groups.append(Group(name=name, text_top=top + BAR * len(found) // 2 + 5, bars=tuple(found)))
    named = tuple(zip(kinds, (name for name, _ in bars.series), strict=True))
    return Chart(title=bars.title, height=step * len(bars.names), series=named, groups=tuple(groups))


def draw_all(found: Sequence[Bars]) -> list[Chart]:
    """Return all charts of a report."""
    return [draw(each) for each in found]


def _bar(top: int, value: Number | None, most: Number, kind: str) -> Bar:
    length = round(LENGTH * abs(value) / most) if value and most else 0
    return Bar(top=top, length=max(length, 2) if value else length, value=value, series=kind)
