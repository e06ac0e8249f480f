"""Open the slide of a case, and its outlined tissue."""

from __future__ import annotations

from hccdesk.domain.case import SlideInput
from hccdesk.domain.ct import Suitability
from hccdesk.domain.errors import InputError
from hccdesk.domain.progress import Progress
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import SlideFacts
from hccdesk.workflow.case_request import CaseRequest
from hccdesk.workflow.workbench import Workbench
from hccdesk.wsi.annotation import read_slide_roi
from hccdesk.wsi.open_slide import describe_slide


def open_slide_input(request: CaseRequest, workbench: Workbench, progress: Progress) -> SlideInput:
    """The slide's facts and, where one was given, its region; raises where no model may see the slide."""
    assert request.slide is not None
    progress.step(0, 1, "Slide: reading")
    if not request.slide.exists():
        raise InputError("there is no such file or folder.", where=request.slide)
    facts = workbench.sandbox.call(describe_slide, request.slide)
    _refuse_unsuitable(facts)
    roi = workbench.sandbox.call(read_slide_roi, request.slide_roi, facts) if request.slide_roi else None
    progress.step(1, 1, "Slide: read")
    return SlideInput(facts, roi)


def _refuse_unsuitable(facts: SlideFacts) -> None:
    if facts.verdict.suitability is Suitability.INFER:
        return
    reasons = Sentence.listed([reason.unfinished for reason in facts.verdict.reasons])
    raise InputError(
        Sentence.of("this slide cannot be given to a model: {reasons}.", reasons=reasons),
        where=facts.path,
        what_to_do="Scan or export the H&E slide again with its resolution.",
    )
