"""Describe a cohort: who the patients are, how they responded, how long it lasted, and what went with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hccdesk import __version__
from hccdesk.domain.cohort import CohortTable
from hccdesk.domain.cohort_description import CohortDescription, SurvivalDescription
from hccdesk.domain.progress import NoProgress, Progress
from hccdesk.domain.report_options import Paper
from hccdesk.report.cohort_report import outline
from hccdesk.report.pdf import pdf_bytes, save_pdf
from hccdesk.store.description_file import FILE_NAME, write_description
from hccdesk.workflow.cohort_grouping import Grouping, group_by
from hccdesk.workflow.cohort_variables import baseline_variables
from hccdesk.workflow.describe_baseline import baseline_rows
from hccdesk.workflow.describe_regressions import regressions
from hccdesk.workflow.describe_response import response_rows, response_test
from hccdesk.workflow.describe_survival import describe_endpoint, endpoints_of
from hccdesk.workflow.description_notes import notes
from hccdesk.workflow.regression_terms import regression_terms
from hccdesk.workflow.write_outputs import require_writable

STAGE = "Statistics"
PDF_NAME = "description.pdf"


@dataclass(frozen=True, slots=True)
class DescriptionFiles:
    """Where the files are."""

    json: Path
    pdf: Path


def describe_cohort(table: CohortTable, by: str | None = None, progress: Progress | None = None) -> CohortDescription:
    """The statistics pages of `table`, its patients grouped by column `by`.

    Nothing is filled in; what cannot be computed is said in words. Raises `InputError` where patients cannot be
    grouped by that column.
    """
    patients, watched = table.patients, progress or NoProgress()
    grouping = group_by(patients, by)
    endpoints = endpoints_of(patients)
    watched.step(0, 1 + len(endpoints), STAGE)
    baseline = baseline_rows(baseline_variables(patients), grouping)
    survival = tuple(_survival(table, grouping, watched))
    return CohortDescription(
        table=_name(table),
        sha256=table.sha256,
        kind=table.kind,
        patients=len(patients),
        by=by,
        groups=grouping.sizes,
        baseline=baseline,
        response=response_rows(patients, grouping),
        response_test=response_test(patients, grouping),
        survival=survival,
        regressions=tuple(regressions(patients, regression_terms(patients, grouping), watched)),
        notes=notes(table, grouping, endpoints),
        program_version=__version__,
    )


def _survival(table: CohortTable, grouping: Grouping, progress: Progress) -> Iterator[SurvivalDescription]:
    endpoints = endpoints_of(table.patients)
    for done, endpoint in enumerate(endpoints, start=1):
        progress.step(done, 1 + len(endpoints), STAGE)
        yield describe_endpoint(table.patients, endpoint, grouping)
    progress.step(1 + len(endpoints), 1 + len(endpoints), STAGE)


def _name(table: CohortTable) -> str:
    return f"{table.title} ({table.path.name})" if table.title not in ("", table.path.stem) else table.path.name


def write_cohort_description(description: CohortDescription, folder: Path, language: str = "en") -> DescriptionFiles:
    """Write `description.json` and `description.pdf` (in `language`, "en" or "zh") into `folder`."""
    pages = pdf_bytes(outline(description, language), Paper.A4)
    require_writable(folder)
    (folder / FILE_NAME).unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    save_pdf(pages, folder / PDF_NAME)
    return DescriptionFiles(write_description(description, folder), folder / PDF_NAME)
