"""Kept cases to results, reports and one table of scores: opened here, then given one case after the other."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from hccdesk.domain.case_snapshot import CaseSnapshot
from hccdesk.domain.errors import Cancelled
from hccdesk.domain.progress import Progress
from hccdesk.store.score_folder import ScoreFolder
from hccdesk.workflow.batch_case import batch_case
from hccdesk.workflow.batch_line import BatchItem, BatchLine, BatchOptions, CaseState
from hccdesk.workflow.batch_run import SCORES, BatchRun
from hccdesk.workflow.workbench import Workbench

NUMBERED = "case"


class CaseBatch:
    """Holds the folder. The tables there are of all cases that were given so far, whenever the program ends."""

    def __init__(self, folder: ScoreFolder, workbench: Workbench, options: BatchOptions) -> None:
        self._folder, self._workbench, self._options = folder, workbench, options
        self._run = BatchRun(folder, workbench, options)
        self._started_at = self._now()
        self._lines: list[BatchLine] = []
        self._closed = False
        self.models = self._run.models

    @property
    def scores(self) -> Path:
        """The table."""
        return self._folder.path / SCORES

    def score(self, case_id: str, kept: CaseSnapshot, progress: Progress) -> BatchLine:
        """The next case; what an earlier run computed from the same inputs is kept."""
        item = batch_case(len(self._lines) + 1, case_id, kept, self._workbench)
        done = None if self._options.again else self._run.kept(item, progress)
        return self._take(done or self._run.computed(item, progress))

    def refused(self, case_id: str, patient_id: str, error: Exception) -> BatchLine:
        """The next case cannot even be had from the library."""
        name = f"case-{case_id[:12]}"

        def again(_: Progress) -> NoReturn:
            raise error

        item = BatchItem(len(self._lines) + 1, name, patient_id, again, again)
        return self._take(self._run.faulted(item, error))

    def left_out(self, case_id: str, patient_id: str) -> BatchLine:
        """The next case is not run: somebody stopped."""
        line = BatchLine(len(self._lines) + 1, f"case-{case_id[:12]}", patient_id, CaseState.NOT_RUN)
        return self._take(line)

    def close(self, *, finished: bool) -> None:
        """Write down what was run; others may use the folder. What still runs in another thread is not wanted."""
        self._closed = True
        try:
            self._run.write_facts(self._facts(), self._now() if finished else None, self._lines)
        finally:
            self._folder.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(finished=kind is None)

    def _take(self, line: BatchLine) -> BatchLine:
        if self._closed:
            raise Cancelled
        self._lines.append(line)
        self._run.write_tables(self._lines, NUMBERED)
        return line

    def _facts(self) -> dict[str, object]:
        return {"source": "library", "started_at": self._started_at}

    def _now(self) -> str:
        return self._workbench.now().isoformat(timespec="seconds")


def open_case_batch(out: Path, workbench: Workbench, options: BatchOptions) -> CaseBatch:
    """A batch into `out`; raises `StoreError` where that cannot be written to, or another run is at work there."""
    folder = ScoreFolder(out)
    folder.__enter__()
    try:
        return CaseBatch(folder, workbench, options)
    except BaseException:
        folder.__exit__(None, None, None)
        raise
