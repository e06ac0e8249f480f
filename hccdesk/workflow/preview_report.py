"""The report on the screen: the very bytes that would be saved, and its pages as pictures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.progress import Progress
from hccdesk.domain.report_options import ReportOptions
from hccdesk.domain.result import CaseResult
from hccdesk.report.page_images import page_image, page_sizes_pt, page_titles
from hccdesk.workflow.write_report import set_report


@dataclass(frozen=True, slots=True)
class PreviewedReport:
    """A finished PDF, the size of each page in points, and the part of the report each page shows."""

    pdf: bytes
    sizes_pt: tuple[tuple[float, float], ...]
    titles: tuple[str, ...]


def preview_report(result: CaseResult, options: ReportOptions, progress: Progress) -> PreviewedReport:
    """The report as `write_report` would write it."""
    pdf = set_report(result, options, progress)
    progress.step(2, 2, "Report")
    return PreviewedReport(pdf, page_sizes_pt(pdf), page_titles(pdf))


def report_page(pdf: bytes, page: int, width_px: int) -> NDArray[np.uint8]:
    """A page of it, counted from 0, as (row, column, 3) uint8 RGB."""
    return page_image(pdf, page, width_px)
