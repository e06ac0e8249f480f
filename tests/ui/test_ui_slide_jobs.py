"""Jobs of the slide screen: what belongs to a slide goes with it, and detailed outlines are edited off the screen."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import ui_builder as build
from slide_hands import a_screen

from hccdesk.domain.case import SlideInput
from hccdesk.domain.errors import InputError
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.roi import Polygon, SlideRoi
from hccdesk.ui.slide_viewer.outline_edits import MOST_VERTICES
from hccdesk.ui.slide_viewer.slide_hand import DrawnRing, DrawnStroke
from hccdesk.ui.verbs import WorkflowVerbs

OTHER = Path("other.svs")


@pytest.fixture
def gate():
    made = threading.Event()
    yield made
    made.set()


@pytest.fixture
def screen(qtbot, session):
    return a_screen(qtbot, session)


def a_detailed_roi(vertices: int) -> SlideRoi:
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    radius = 5000 + np.random.default_rng(0).normal(0, 2, vertices)
    ring = np.stack([12_000 + radius * np.cos(angle), 8_000 + radius * np.sin(angle)], axis=1)
    return SlideRoi((Polygon(ring),), "qupath-geojson")


def another_slide(session) -> None:
    session.model.set_slide(SlideInput(build.a_slide(path=OTHER), build.a_slide_roi()), ())


def draw_a_square(screen, side=1000.0, subtract=False) -> None:
    ring = np.array([(100.0, 100.0), (100 + side, 100), (100 + side, 100 + side), (100, 100 + side)])
    screen._regions.presenter.draw(DrawnRing(ring, subtract))


def test_that_a_tissue_check_of_the_slide_before_neither_blocks_nor_is_told(screen, session, verbs, idle, gate):
    def fails_late(slide, progress):
        if slide.facts.path != OTHER:
            gate.wait(5)
            raise InputError("the slide before cannot be read.", where=slide.facts.path)
        return build.some_patches()

    verbs.preview_patches = fails_late
    screen._patches.check()
    another_slide(session)
    assert not screen._patches.is_checking
    screen._patches.check()
    gate.set()
    idle()
    assert screen._patches.selection is not None
    assert not session.board.of("tissue check")


def test_that_a_tissue_check_ends_with_its_case(screen, session, verbs, qtbot, gate):
    verbs.preview_patches = lambda slide, progress: (gate.wait(5), progress.step(1, 1, "Slide: patches"))
    screen._patches.check()
    (job,) = [job for job in session.compute.running if job.name == "Checking the tissue"]
    session.shelf.leaving.emit()
    assert job.is_cancelling
    assert not screen._patches.is_checking


def test_that_outlines_that_fail_to_read_for_the_slide_before_are_not_told_on_the_next(
    screen, session, verbs, idle, gate
):
    def fails_late(request, progress):
        gate.wait(5)
        raise InputError("this is not an outline.", where=Path("x.xml"))

    verbs.open = fails_late
    screen.import_from(Path("x.xml"))
    another_slide(session)
    gate.set()
    idle()
    assert not session.board.of("slide outlines")


def test_that_a_told_resolution_leaves_an_edited_outline_edited_and_undoable(screen, session, idle):
    model = session.model
    facts = (InputFact("slide", "biopsy.svs", "00"), InputFact("slide_roi", "outline.geojson", "of the file"))
    model.set_slide(SlideInput(build.a_slide(um_per_px=None), build.a_slide_roi()), facts)
    read = model.rois.slide
    draw_a_square(screen)
    edited = model.rois.slide
    screen._files.state_scale(0.25)
    idle()
    assert model.inputs.slide.facts.um_per_px == 0.25
    assert model.rois.slide is edited
    (record,) = [fact for fact in WorkflowVerbs()._case(model.inputs).inputs if fact.role == "slide_roi"]
    assert record.name == "edited on the screen"
    assert record.sha256 != "of the file"
    model.undo_stack.undo()
    assert model.rois.slide is read
    (record,) = [fact for fact in WorkflowVerbs()._case(model.inputs).inputs if fact.role == "slide_roi"]
    assert record.sha256 == "of the file"


def test_that_strokes_on_a_detailed_outline_do_not_hold_the_screen_up(screen, session, idle):
    model, regions = session.model, screen._regions.presenter
    model.edit_rois(model.rois.with_slide(a_detailed_roi(50_000)), "Import regions")
    idle()
    before = regions.total_mm2()
    began = time.perf_counter()
    regions.draw(DrawnStroke(np.array([(17_000.0, 8_000.0), (17_500, 8_000)]), 300.0, subtract=False))
    regions.draw(DrawnStroke(np.array([(7_000.0, 8_000.0), (6_500, 8_000)]), 300.0, subtract=False))
    held_up_s = time.perf_counter() - began
    assert held_up_s < 0.05
    assert len(screen._stage.outline.waiting) == 2
    idle()
    assert not screen._stage.outline.waiting
    assert model.undo_stack.count() == 3, "one step for each stroke"
    assert regions.total_mm2() > before


def test_that_a_stroke_is_put_to_the_regions_as_they_stand_when_it_is_done(screen, session, verbs, idle, gate):
    model, regions = session.model, screen._regions.presenter
    model.edit_rois(model.rois.with_slide(a_detailed_roi(6000)), "Import regions")
    idle()
    add = verbs.outline_add
    verbs.outline_add = lambda *values: (gate.wait(5), add(*values))[1]
    draw_a_square(screen)
    smaller = a_detailed_roi(50)
    model.edit_rois(model.rois.with_slide(smaller), "Import regions")
    gate.set()
    idle()
    assert len(model.rois.slide.polygons) == 2
    assert len(model.rois.slide.polygons[0].outline) == 50
    assert not regions.edits.waiting


def test_that_what_waits_to_be_drawn_goes_with_its_slide(screen, session, verbs, idle, gate):
    model = session.model
    model.edit_rois(model.rois.with_slide(a_detailed_roi(6000)), "Import regions")
    idle()
    add = verbs.outline_add
    verbs.outline_add = lambda *values: (gate.wait(5), add(*values))[1]
    draw_a_square(screen)
    another_slide(session)
    there = model.rois.slide
    gate.set()
    idle()
    assert model.rois.slide is there
    assert not screen._stage.outline.waiting


def test_that_an_outline_too_detailed_to_edit_says_so(screen, session, idle):
    model = session.model
    model.edit_rois(model.rois.with_slide(a_detailed_roi(MOST_VERTICES + 1)), "Import regions")
    count = model.undo_stack.count()
    draw_a_square(screen)
    assert model.undo_stack.count() == count
    (line,) = session.board.of("slide regions")
    assert "200 001 points" in line.what
    another_slide(session)
    idle(60_000)
    assert not session.board.of("slide regions")


def test_that_areas_of_a_detailed_outline_are_measured_off_the_screen_and_told_then(screen, session, verbs, idle, gate):
    measure = verbs.outline_area_mm2
    verbs.outline_area_mm2 = lambda *values: (gate.wait(5), measure(*values))[1]
    roi = a_detailed_roi(20_000)
    session.model.edit_rois(session.model.rois.with_slide(roi), "Import regions")
    regions = screen._regions.presenter
    assert regions.is_measuring
    assert regions.total_mm2() is None
    gate.set()
    idle()
    assert not regions.is_measuring
    assert regions.total_mm2() == pytest.approx(np.pi * 5000**2 * 0.25**2 * 1e-6, rel=0.01)
    assert regions.lines()[0].area_mm2 == pytest.approx(regions.total_mm2())


def test_that_regions_of_another_resolution_have_another_area(screen, session):
    regions, model = screen._regions.presenter, session.model
    before = regions.total_mm2()
    slide = model.inputs.slide
    finer = replace(slide, facts=replace(slide.facts, um_per_px=slide.facts.um_per_px / 2))
    model.restate_slide(finer, ())
    assert regions.total_mm2() == pytest.approx(before / 4)


def test_that_a_click_finds_the_region_under_it_and_not_its_hole(screen, session):
    hole = np.array([(11_000.0, 7_000.0), (13_000, 7_000), (13_000, 9_000), (11_000, 9_000)])
    detailed = a_detailed_roi(50_000).polygons[0]
    regions = SlideRoi((replace(detailed, holes=(hole,)), Polygon(hole / 10)), "drawn")
    session.model.edit_rois(session.model.rois.with_slide(regions), "Draw region")
    layer = screen._stage.outline
    began = time.perf_counter()
    assert [layer.under(*place) for place in ((8_000, 8_000), (12_000, 8_000), (1_200, 800), (100, 100))] == [
        0, None, 1, None,
    ]  # fmt: skip
    assert time.perf_counter() - began < 0.05
