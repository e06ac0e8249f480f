"""Many cases one after the other, each to a folder of its own and to a line of one table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hccdesk import __version__
from hccdesk.domain.case import Case
from hccdesk.domain.errors import Cancelled, DeviceError, InputError, ModelBundleError, StoreError
from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.store.csv_table import write_csv_table
from hccdesk.store.figure_files import write_figures
from hccdesk.store.result_file import FILE_NAME, write_result
from hccdesk.store.score_folder import ScoreFolder
from hccdesk.workflow.analyse_case import analyse_case
from hccdesk.workflow.batch_line import BatchItem, BatchLine, BatchOptions, CaseState, faults_of
from hccdesk.workflow.installed_models import installed_models
from hccdesk.workflow.printable_case import require_printable
from hccdesk.workflow.score_line import Cell, score_line, titles_of
from hccdesk.workflow.workbench import Workbench
from hccdesk.workflow.write_outputs import write_outputs

SCORES, FAULTS, RUN = "scores.csv", "faults.csv", "run.json"


class BatchRun:
    """One run over a folder that it holds; a case whose outputs are there, whole and up to date, is not run again.

    One case at a time: the runtime of the networks uses every core by itself.
    """

    def __init__(self, folder: ScoreFolder, workbench: Workbench, options: BatchOptions) -> None:
        self._folder, self._workbench, self._options = folder, workbench, options
        installed = installed_models(workbench.models_folder, workbench.site_folder)
        self._models = [(b.manifest.model_id, b.weights_sha256, b.manifest_sha256) for b in installed.all]
        self._refused = [(one.name, one.fault.what) for one in installed.refused]
        self.models = tuple(f"{b.manifest.model_id} {b.manifest.version}" for b in installed.all)

    def kept(self, item: BatchItem, progress: Progress) -> BatchLine | None:
        """The line of a case that an earlier run computed from these very inputs; None where it must be run."""
        try:
            document = self._folder.kept(item.name, self._made_from(item, progress))
        except InputError:  # said when it is run
            return None
        return self._line(item, CaseState.KEPT, document) if document else None

    def computed(self, item: BatchItem, progress: Progress) -> BatchLine:
        """The line of a case after it was run, outputs written; one that cannot be is a line with its faults.

        Raises what would stop every other case too: `DeviceError`, `StoreError` of the disk, and `Cancelled`.
        """
        try:
            made_from = self._made_from(item, progress)
            case = item.open(progress)
            if self._options.pdf:
                require_printable(case, self._options.language)
            result = self._result(case, progress)
            document = self._folder.put(item.name, made_from, lambda part: self._write(result, part))
        except (Cancelled, DeviceError):
            raise
        except Exception as error:
            if isinstance(error, StoreError) and isinstance(error.__cause__, OSError):
                raise
            return self.faulted(item, error)
        return self._line(item, CaseState.COMPUTED, document)

    def faulted(self, item: BatchItem, error: Exception) -> BatchLine:
        """The line of a case that cannot be run; outputs of what it was before are set aside."""
        self._folder.set_aside(item.name)
        return BatchLine(item.number, item.name, item.patient_id, CaseState.FAULTED, faults=faults_of(item, error))

    def write_tables(self, lines: Sequence[BatchLine], numbered: str) -> None:
        """`scores.csv` and `faults.csv` of all cases, each whole or not at all; `numbered` names their number."""
        scored = [line.scores for line in lines if line.scores]
        titles = titles_of(scored)
        columns = [numbered, "patient_id", "status", *titles.values(), "fault", "result_sha256", "folder"]
        rows = [_row(line, numbered, titles) for line in lines]
        self._folder.write(SCORES, lambda path: write_csv_table(path, columns, rows))
        found = [_fault_row(fault, numbered) for line in lines for fault in line.faults]
        heads = [numbered, "patient_id", "where", "what", "what_to_do"]
        self._folder.write(FAULTS, lambda path: write_csv_table(path, heads, found))

    def write_facts(self, facts: dict[str, Any], finished_at: str | None, lines: Sequence[BatchLine]) -> None:
        """`run.json`: what was run, by which models; `finished_at` is None while it runs, or was stopped."""
        counts = {state.value: sum(line.state is state for line in lines) for state in CaseState}
        models = [{"model_id": m, "sha256": w, "manifest_sha256": s} for m, w, s in self._models]
        document = {
            "format": "hccdesk-batch",
            "version": 1,
            **facts,
            "software_version": __version__,
            "device": self._workbench.device.value,
            "options": asdict(self._options),
            "models": models,
            "models_not_used": [name for name, _ in self._refused],
            "finished_at": finished_at,
            "cases": counts if finished_at else None,
        }
        self._folder.write_document(RUN, document)

    def _result(self, case: Case, progress: Progress) -> CaseResult:
        result = analyse_case(case, self._workbench, progress)
        used = [(fact.model_id, fact.sha256, fact.manifest_sha256) for fact in result.provenance.models]
        if used != self._models:
            raise ModelBundleError(
                "the installed models changed during the run.", what_to_do="Run again: what is up to date is kept."
            )
        return result

    def _write(self, result: CaseResult, part: Path) -> None:
        if self._options.pdf:
            write_outputs(result, part, ReportOptions(self._options.language, self._options.paper))
        else:
            write_result(result, part, write_figures(result, part))

    def _made_from(self, item: BatchItem, progress: Progress) -> str:
        options = self._options
        by = [__version__, self._models, self._refused, self._workbench.device.value]
        how = [options.language, options.paper.value, options.pdf]
        return hashlib.sha256(json.dumps([item.digest(progress), by, how]).encode()).hexdigest()

    def _line(self, item: BatchItem, state: CaseState, document: dict[str, Any]) -> BatchLine:
        digest = hashlib.sha256((self._folder.path / item.name / FILE_NAME).read_bytes()).hexdigest()
        return BatchLine(item.number, item.name, item.patient_id, state, score_line(document), (), digest)


def _row(line: BatchLine, numbered: str, titles: dict[str, str]) -> dict[str, Cell]:
    told: dict[str, Cell] = {numbered: line.number, "patient_id": line.patient_id, "status": line.state.value}
    if line.scores:
        told |= {titles[name]: value for name, value in line.scores.cells.items()}
        told |= {"result_sha256": line.result_sha256, "folder": line.name}
    return {**told, "fault": "; ".join(fault.what.text for fault in line.faults) or None}


def _fault_row(fault: Any, numbered: str) -> dict[str, Cell]:
    return {
        numbered: fault.number,
        "patient_id": fault.patient_id,
        "where": fault.where or None,
        "what": fault.what.text,
        "what_to_do": fault.what_to_do.text or None,
    }
