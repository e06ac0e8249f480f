"""Pictures of what was given and explained; none for what was not, and no waiting for a slide when stopped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from report_builder import a_ct_finding, a_ct_roi, a_haim_finding, a_series, a_slide, a_slide_roi, a_thumbnail, a_volume

from hccdesk.domain.case import Case, CtInput, SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import Cancelled
from hccdesk.domain.progress import NoProgress
from hccdesk.domain.provenance import DeviceChoice
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import NotComputed
from hccdesk.domain.sentence import Sentence
from hccdesk.domain.slide import PatchGrid, PatchSelection, SlideExplanation
from hccdesk.workflow.assess_slide import SlideAssessment
from hccdesk.workflow.draw_figures import draw_figures
from hccdesk.workflow.workbench import Workbench

NOTHING = NotComputed(Sentence.of("not run"))
SELECTION = PatchSelection(PatchGrid(np.array([(6000, 5000), (7000, 5000)]), 1000, 512, 0.5), np.array([0, 1]), {})
EXPLAINED = a_haim_finding(explanation=SlideExplanation(np.array([0.1, -0.1], np.float32), Sentence.of("Occlusion")))


class FakeSandbox:
    def call(self, function, *args, progress):
        progress.step(0, 1, "whatever the slide's reader says")
        return a_thumbnail()


class Steps:
    def __init__(self, stop_at: int | None = None) -> None:
        self.seen: list[tuple[int, int, str]] = []
        self.stop_at = stop_at

    def step(self, done, total, label):
        self.seen.append((done, total, label))
        if len(self.seen) - 1 == self.stop_at:
            raise Cancelled


def a_case(ct: bool = True, slide: bool = True) -> Case:
    ct_input = CtInput(a_series(), a_volume(), a_ct_roi(), None) if ct else None
    slide_input = SlideInput(a_slide(), a_slide_roi()) if slide else None
    return Case(Regimen.TACE_HAIC_PD1_TKI, ClinicalRecord(), ct_input, slide_input, (), ())


def drawn(case, ct=NOTHING, slide=None, progress=None) -> list[str]:
    bench = Workbench(FakeSandbox(), DeviceChoice.CPU, None, lambda: None)
    assessed = slide or SlideAssessment(NOTHING)
    return [figure.name for figure in draw_figures(case, ct, assessed, bench, progress or NoProgress())]


def test_that_everything_given_and_explained_is_drawn_once():
    names = drawn(a_case(), a_ct_finding(), SlideAssessment(EXPLAINED, SELECTION))
    assert len(set(names)) == len(names)
    assert names[-3:] == ["ct_explanation", "slide", "slide_explanation"]


@pytest.mark.parametrize(
    "slide",
    [SlideAssessment(NOTHING), SlideAssessment(NOTHING, SELECTION), SlideAssessment(a_haim_finding(), SELECTION)],
)
def test_that_what_was_not_explained_has_no_map(slide):
    assert drawn(a_case(ct=False), slide=slide) == ["slide"]


def test_that_nothing_given_is_nothing_drawn():
    assert drawn(a_case(ct=False, slide=False)) == []
    case = a_case()
    assert drawn(replace(case, ct=replace(case.ct, roi=None), slide=replace(case.slide, roi=None))) == []


def test_that_it_keeps_to_its_own_stage_and_stops_while_the_slide_is_read():
    steps = Steps()
    drawn(a_case(), progress=steps)
    assert {label for *_, label in steps.seen} == {"Figures"}
    assert [done for done, *_ in steps.seen] == sorted(done for done, *_ in steps.seen)
    for stop_at in range(len(steps.seen)):
        with pytest.raises(Cancelled):
            drawn(a_case(), progress=Steps(stop_at))
