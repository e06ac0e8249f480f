"""The baseline table: every variable by group, with the test that suits it."""

from __future__ import annotations

from collections.abc import Sequence

from hccdesk.domain.cohort_description import BaselineRow, Counted, Spread, TestOutcome
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.statistics.group_tests import compare_counts, compare_numbers
from hccdesk.statistics.spread import is_normal, spread
from hccdesk.workflow.cohort_grouping import Grouping
from hccdesk.workflow.cohort_variables import YES, CohortVariable, Value

Members = Sequence[Sequence[int]]
"""Rows of the patients of each group, then of all."""


def baseline_rows(variables: Sequence[CohortVariable], grouping: Grouping) -> tuple[BaselineRow, ...]:
    """One row a number or yes/no variable, one a level of any other; the variable grouped by is left out."""
    everybody = list(range(len(grouping.of)))
    members = [*([i for i in everybody if grouping.of[i] == name] for name in grouping.names), everybody]
    rows = [_rows(v, members, grouping.by is not None) for v in variables if v.name != grouping.by]
    return tuple(row for group in rows for row in group)


def _rows(variable: CohortVariable, members: Members, grouped: bool) -> list[BaselineRow]:
    known = [[variable.values[i] for i in rows if variable.values[i] is not None] for rows in members]
    if variable.levels is None:
        return [_number_row(variable, known, grouped)]
    levels = [YES] if variable.is_yes_no else list(variable.levels)
    rows = [_level_row(variable, level, known) for level in levels]
    return [*rows[:1], *rows[1:]] if not grouped else [_tested(rows[0], variable, known), *rows[1:]]


def _number_row(variable: CohortVariable, known: Sequence[Sequence[Value]], grouped: bool) -> BaselineRow:
    numbers = [[float(value) for value in values if value is not None] for values in known]
    groups = numbers[:-1] if grouped else numbers
    normal = is_normal(groups) if all(groups) else False
    test: TestOutcome | NotComputed | None = None
    if grouped:
        test = _one_group() if len(groups) < 2 else compare_numbers(groups, normal)
    cells: tuple[Counted | Spread | NotComputed, ...] = tuple(spread(values) for values in numbers)
    return BaselineRow(variable.name, variable.title, variable.unit, None, cells, _missing(variable), normal, test)


def _level_row(variable: CohortVariable, level: str, known: Sequence[Sequence[Value]]) -> BaselineRow:
    cells = tuple(_counted(values, level) for values in known)
    return BaselineRow(variable.name, variable.title, variable.unit, level, cells, _missing(variable), None, None)


def _counted(values: Sequence[Value], level: str) -> Counted | NotComputed:
    return Counted(values.count(level), len(values)) if values else NotComputed(Sentence.of("No patient has a value."))


def _tested(row: BaselineRow, variable: CohortVariable, known: Sequence[Sequence[Value]]) -> BaselineRow:
    counts = [[values.count(level) for values in known[:-1]] for level in variable.levels or ()]
    test = _one_group() if len(known) < 3 else compare_counts(counts)
    return BaselineRow(row.variable, row.title, row.unit, row.level, row.cells, row.missing, None, test)


def _missing(variable: CohortVariable) -> int:
    return sum(value is None for value in variable.values)


def _one_group() -> NotComputed:
    return NotComputed(Sentence.of("There is only one group."))
