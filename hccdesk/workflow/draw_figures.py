"""The pictures of a case: key CT slices and the slide, each with its region."""

from __future__ import annotations

from hccdesk.domain.case import Case
from hccdesk.domain.result import CtResponseFinding, Figure, NotComputed
from hccdesk.report.figures import ct_figures, slide_figure
from hccdesk.workflow.workbench import Workbench
from hccdesk.wsi.patches import thumbnail

THUMBNAIL_PX = 1200


def draw_figures(case: Case, ct_response: CtResponseFinding | NotComputed, workbench: Workbench) -> tuple[Figure, ...]:
    """Pictures of what was given; none for what was not."""
    figures: list[Figure] = []
    if case.ct and case.ct.roi:
        found = ct_response if isinstance(ct_response, CtResponseFinding) else None
        figures += ct_figures(case.ct.volume, case.ct.roi, found)
    if case.slide and case.slide.roi:
        overview = workbench.sandbox.call(thumbnail, case.slide.facts.path, THUMBNAIL_PX)
        figures.append(slide_figure(overview, case.slide.facts, case.slide.roi))
    return tuple(figures)
