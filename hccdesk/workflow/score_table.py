"""Every patient of a cohort table to results, reports and one table of scores."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

from hccdesk.cohort.cohort_table import read_cohort_rows
from hccdesk.domain.cohort_row import CohortRows
from hccdesk.domain.errors import InputError
from hccdesk.domain.problem import Problem, Severity
from hccdesk.domain.progress import Progress
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.sentence import Sentence
from hccdesk.store.score_folder import ScoreFolder
from hccdesk.workflow.batch_line import BatchItem, BatchLine, BatchOptions, CaseState
from hccdesk.workflow.batch_run import SCORES, BatchRun
from hccdesk.workflow.score_row import score_row
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_outputs import require_writable

STAGE = "Patients"
NUMBERED = "row"
TABLES_EVERY_S = 20.0
"""How old the table of scores may be while the program runs; it is written at every end too."""


@dataclass(frozen=True, slots=True)
class TableScores:
    """What became of every row, in the table's order; `problems` are what to know of the table."""

    table_sha256: str
    scores: Path
    lines: tuple[BatchLine, ...]
    models: tuple[str, ...]
    problems: tuple[Problem, ...]


def score_table(  # noqa: PLR0917 - what is scored, for which treatment, where to, how, with what
    table: Path,
    regimen: Regimen,
    out: Path,
    options: BatchOptions,
    workbench: Workbench,
    progress: Progress,
    only: Collection[int] | None = None,
) -> TableScores:
    """Each row opened and analysed like a patient at the board, into a folder of its own in `out`.

    A row that cannot be is a line with its faults, and costs nothing else. What an earlier run computed from the same
    files, by the same models and version, is kept. `only` are numbers of rows. However it ends, `out` is consistent.
    Raises `InputError` for a table that cannot be read at all, and `StoreError` for a folder that cannot be written
    to, or in which another run is at work.
    """
    require_writable(out)
    rows = read_cohort_rows(table)
    wanted = _wanted(rows, only)
    with ScoreFolder(out) as folder:
        run = BatchRun(folder, workbench, options)
        facts = _facts(rows, regimen, wanted, workbench)
        run.write_facts(facts, None, ())
        items = [score_row(row, table, regimen, workbench) for row in rows.rows]
        scored = _Scored(run, items, progress)
        try:
            scored.look_round(() if not options.again else wanted)
            scored.compute(wanted)
        finally:
            run.write_tables(scored.lines, NUMBERED)
        run.write_facts(facts, workbench.now().isoformat(timespec="seconds"), scored.lines)
    return TableScores(rows.sha256, out / SCORES, tuple(scored.lines), run.models, (*rows.problems, *_unused(rows)))


class _Scored:
    """The lines as they become known; it is also the progress of each patient, since the bar counts patients."""

    def __init__(self, run: BatchRun, items: list[BatchItem], progress: Progress) -> None:
        self._run, self._items, self._progress = run, items, progress
        self.lines = [BatchLine(item.number, item.name, item.patient_id, CaseState.NOT_RUN) for item in items]
        self._at = 0, 1, STAGE
        self._written = monotonic()

    def step(self, done: int, total: int, label: str) -> None:
        """The steps within a patient only ask whether to go on."""
        self._progress.step(*self._at)

    def look_round(self, again: Collection[int]) -> None:
        """Find what an earlier run has done; the rows in `again` are not asked."""
        for place, item in enumerate(self._items):
            self._begin(place, len(self._items), "Looking for earlier results")
            kept = None if item.number in again else self._run.kept(item, self)
            self.lines[place] = kept or self.lines[place]

    def compute(self, wanted: Collection[int]) -> None:
        """Run the rows among `wanted` that have no line yet."""
        waiting = [
            place for place, line in enumerate(self.lines) if line.state is CaseState.NOT_RUN and line.number in wanted
        ]
        for done, place in enumerate(waiting):
            self._begin(done, len(waiting), STAGE)
            self.lines[place] = self._run.computed(self._items[place], self)
            if monotonic() - self._written > TABLES_EVERY_S:
                self._run.write_tables(self.lines, NUMBERED)
                self._written = monotonic()
        self._progress.step(len(waiting), len(waiting), STAGE)

    def _begin(self, done: int, total: int, label: str) -> None:
        self._at = done, total, label
        self._progress.step(*self._at)


def _wanted(rows: CohortRows, only: Collection[int] | None) -> frozenset[int]:
    there = frozenset(row.number for row in rows.rows)
    if only is None:
        return there
    missing = sorted(frozenset(only) - there)
    if missing:
        raise InputError(
            Sentence.of("the table has no row {row}.", row=missing[0]),
            where=rows.path,
            what_to_do="Give numbers of rows as the spreadsheet shows them; the header is row 1.",
        )
    return frozenset(only)


def _facts(rows: CohortRows, regimen: Regimen, wanted: frozenset[int], workbench: Workbench) -> dict[str, Any]:
    return {
        "table": rows.path.name,
        "table_sha256": rows.sha256,
        "kind": rows.kind.value,
        "rows": len(rows.rows),
        "only": sorted(wanted) if len(wanted) < len(rows.rows) else None,
        "regimen": regimen.value,
        "started_at": workbench.now().isoformat(timespec="seconds"),
    }


def _unused(rows: CohortRows) -> tuple[Problem, ...]:
    """Columns that only validation and description use: at the board nobody has them, so no score rests on them."""
    given = sorted({name for row in rows.rows if row.patient for name in row.patient.given})
    if not given:
        return ()
    what = Sentence.of("these columns were not used for the scores: {columns}", columns=", ".join(given))
    advice = Sentence.of("give what they follow from (vp, the veins, tumour_count, the five values of Child-Pugh)")
    return (Problem(Severity.WARNING, "the table", what, advice),)
