"""The pictures of a case: key CT slices, the slide with its region, and what moved the models."""

from __future__ import annotations

from hccdesk.domain.case import Case, SlideInput
from hccdesk.domain.progress import Progress
from hccdesk.domain.result import CtResponseFinding, Figure, HaimFinding, NotComputed
from hccdesk.report.contribution_map import contribution_figure
from hccdesk.report.figures import ct_figures, slide_figure
from hccdesk.workflow.assess_slide import SlideAssessment
from hccdesk.workflow.workbench import Workbench
from hccdesk.wsi.patches import thumbnail

THUMBNAIL_PX = 1200
STAGE = "Figures"


def draw_figures(
    case: Case,
    ct_response: CtResponseFinding | NotComputed,
    slide: SlideAssessment,
    workbench: Workbench,
    progress: Progress,
) -> tuple[Figure, ...]:
    """Pictures of what was given; none for what was not."""
    figures: list[Figure] = []
    progress.step(0, 2, STAGE)
    if case.ct and case.ct.roi:
        found = ct_response if isinstance(ct_response, CtResponseFinding) else None
        figures += ct_figures(case.ct.volume, case.ct.roi, found)
    progress.step(1, 2, STAGE)
    if case.slide and case.slide.roi:
        figures += _slide_figures(case.slide, slide, workbench, progress)
    progress.step(2, 2, STAGE)
    return tuple(figures)


def _slide_figures(
    slide: SlideInput, assessed: SlideAssessment, workbench: Workbench, progress: Progress
) -> tuple[Figure, ...]:
    assert slide.roi is not None
    overview = workbench.sandbox.call(thumbnail, slide.facts.path, THUMBNAIL_PX, progress=_StopOnly(progress))
    region = slide_figure(overview, slide.facts, slide.roi)
    found, selection = assessed.finding, assessed.selection
    if not isinstance(found, HaimFinding) or found.explanation is None or selection is None:
        return (region,)
    explained = contribution_figure(overview, slide.facts, slide.roi, selection, found.explanation)
    return (region, explained)


class _StopOnly:
    """Lets the user stop the reading of the slide without the stage beginning anew."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def step(self, done: int, total: int, label: str) -> None:
        """Report that the slide's pictures are under way."""
        self._progress.step(1, 2, STAGE)
