"""The slide viewer on real decoders: a slide of 40,000 × 40,000 pixels, and a scanner's own file."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import ui_builder as build
from slide_hands import drag

from hccdesk.ui.slide_viewer.key_image import rgb_of
from hccdesk.ui.slide_viewer.screen import SlideScreen
from hccdesk.ui.slide_viewer.slide_marks import magnification
from hccdesk.ui.verbs import WorkflowVerbs
from hccdesk.workflow.case_request import CaseRequest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from big_slide import SIDE_PX, write_big_slide


@pytest.fixture
def looked_at(qtbot, tmp_path):
    """Open a slide file and look at it, with the real verbs."""
    session = build.a_session(tmp_path, WorkflowVerbs())
    screen = SlideScreen(session)
    screen.resize(1176, 716)
    qtbot.addWidget(screen)
    screen.show()

    def wait():
        qtbot.wait(150)
        qtbot.waitUntil(lambda: not session.compute.running and not session.tiles.running, timeout=60_000)

    def open_slide(path):
        request = CaseRequest(session.model.inputs.regimen, slide=path)
        job = session.compute.start(lambda progress: session.verbs.open(request, progress))
        job.succeeded.connect(lambda case: session.model.set_slide(case.slide, ()))
        wait()
        wait()
        return screen._canvas, wait

    yield open_slide
    screen.hide()
    session.close()


def test_that_a_slide_of_forty_thousand_pixels_is_panned_at_every_magnification(looked_at, tmp_path):
    path = write_big_slide(tmp_path / "big.tif")
    assert path.stat().st_size < 2e6
    pane, wait = looked_at(path)
    assert pane.slide.width_px == SIDE_PX
    assert pane.slide.um_per_px == pytest.approx(0.25, rel=0.01)
    for _ in range(3):
        pane.zoom(4)
        drag(pane, (400, 300), (440, 330))
        wait()
        assert rgb_of(pane.picture())[200:500, 100:600].std() > 20


@pytest.mark.real_data
def test_that_a_scanner_s_slide_is_shown_in_place_and_to_scale(looked_at, real_data):
    pane, wait = looked_at(real_data / "wsi" / "aperio_CMU-1-Small-Region.svs")
    pane.zoom(pane.sight.scale)  # one pixel of the slide on each of the screen
    wait()
    assert magnification(pane.sight, pane.slide.um_per_px) == "20×"
    left, top = (round(v) for v in pane.sight.to_slide(100, 200))
    path, verbs = pane.slide.path, WorkflowVerbs()
    expected = verbs.view_slide(path, (left, top, 300, 300), (300, 300)).astype(int)
    verbs.close()
    seen = rgb_of(pane.picture())[200:500, 100:400].astype(int)
    assert np.abs(seen - expected).mean() < 12  # half a pixel beside it at most
