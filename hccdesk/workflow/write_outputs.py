"""Write what an analysis found: result.json, its figures, and the report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hccdesk.domain.result import CaseResult
from hccdesk.report.outline import outline
from hccdesk.report.pdf import write_pdf
from hccdesk.store.figure_files import write_figures
from hccdesk.store.result_file import write_result


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the files are."""

    result: Path
    report: Path


def write_outputs(result: CaseResult, folder: Path, language: str = "en") -> Outputs:
    """Write `result.json`, `figures/*.png` and `report.pdf` into `folder`; each file whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    written = write_result(result, folder, write_figures(result, folder))
    report = folder / "report.pdf"
    write_pdf(outline(result, language), report)
    return Outputs(written, report)
