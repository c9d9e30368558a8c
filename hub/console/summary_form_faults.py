"""What can be wrong in the form of a summary as a whole; what is wrong in its rows stands in `summary_faults`."""

from hub.core.errors import Fault

NO_PERIOD = Fault(
    pointer="/period",
    code="period-unreadable",
    ru="Период не распознан. Введите 2026-Q1, 2026-H1, 2026-M07, 2026-9M, 2026 или день 2026-07-01.",
    en="The period cannot be read. Enter 2026-Q1, 2026-H1, 2026-M07, 2026-9M, 2026, or a day 2026-07-01.",
)
NOT_OVER = Fault(
    pointer="/period",
    code="period-not-over",
    ru="Период ещё не закончился. Проверьте год и номер; предварительные данные так и обозначьте.",
    en="The period is not over yet. Check its year and number; mark figures that are preliminary so.",
)
NO_FIGURES = Fault(
    pointer="/observations",
    code="figures-needed",
    ru="Нет ни одного показателя. Заполните хотя бы одну строку.",
    en="There is no figure. Fill in one row at least.",
)
NO_FILE = Fault(
    pointer="/table",
    code="file-needed",
    ru="Файл не выбран. Выберите таблицу XLSX или CSV.",
    en="No file was chosen. Choose a table, XLSX or CSV.",
)
