"""Inputs that cannot be used: said, shown as what they are, and never in the place of what was there before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import ui_builder as build

from hccdesk.domain.case import SlideInput
from hccdesk.domain.ct import SkippedFile, Suitability
from hccdesk.domain.errors import InputError
from hccdesk.domain.problem import Severity
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.intake.tile_content import TileState
from hccdesk.ui.intake.tile_contents import tile_contents
from hccdesk.workflow.inspect_folder import Inspection, RoiFile

MASK = RoiFile(Path("mask.nii.gz"), "tumour mask", ("tumour",))
OUTLINE = RoiFile(Path("outline.geojson"), "GeoJSON outlines", ())
CUT = (Sentence.of("a file is cut off."),)


def tile(session, role: str):
    faults = frozenset(source for source in ("ct", "slide") if session.board.of(source))
    return tile_contents(session.loader.inputs, session.model, session.loader.reading, faults)[role]


def take(session, verbs, idle, inspection: Inspection) -> None:
    verbs.inspection = inspection
    session.loader.take([Path("dropped")])
    idle()


def refuse(*_):
    raise InputError("cannot read.")


@pytest.fixture
def two_series(session, verbs, idle):
    """The first of two series is open."""
    verbs.holds(masks=False, series=(build.a_series(), build.a_series(uid="5.5")))
    session.loader.take([Path("patient")])
    idle()
    found = session.loader.inputs.found_series
    session.loader.choose(replace(session.loader.inputs, series=found[0]))
    idle()
    return found


def test_that_a_ct_that_cannot_be_read_leaves_the_one_before_chosen_and_open(session, verbs, idle, two_series):
    verbs.open = refuse
    session.loader.choose(replace(session.loader.inputs, series=two_series[1]))
    idle()
    assert session.loader.inputs.series is two_series[0]
    assert session.model.inputs.ct.series.series_instance_uid == two_series[0].series_instance_uid
    assert tile(session, "ct").state is TileState.READY
    assert [line.what.lower() for line in session.board.of("ct")] == ["cannot read.", "the ct that was open stays."]


def test_that_stopping_to_read_another_ct_leaves_the_one_before(session, verbs, idle, two_series, qtbot):
    def never_ends(request, progress):
        while True:
            progress.step(0, 1, "CT slices")

    verbs.open = never_ends
    session.loader.choose(replace(session.loader.inputs, series=two_series[1]))
    qtbot.waitUntil(lambda: "ct" in session.loader.reading)
    for job in session.compute.running:
        job.cancel()
    idle()
    assert session.loader.inputs.series is two_series[0]
    assert session.model.viewed_ct is not None


def test_that_a_ct_that_came_from_elsewhere_does_not_stay_under_another_name(session, verbs, idle):
    session.model.set_ct(build.a_ct_input(), ())
    verbs.open = refuse
    take(session, verbs, idle, Inspection((build.a_series(uid="5.5"),), (), (), ()))
    assert session.model.viewed_ct is None
    assert tile(session, "ct").state is TileState.FAULT


def test_that_a_slide_that_cannot_be_read_leaves_the_one_before(session, verbs, idle):
    take(session, verbs, idle, Inspection((), (build.a_slide(),), (OUTLINE,), ()))
    verbs.open = refuse
    take(session, verbs, idle, Inspection((), (build.a_slide(path=Path("other.svs")),), (), ()))
    assert session.loader.inputs.slide.path == session.model.inputs.slide.facts.path == Path("biopsy.svs")
    assert tile(session, "slide_roi").state is TileState.READY
    assert "The slide that was open stays." in [line.what for line in session.board.of("slide")]


def test_that_the_same_images_dropped_again_keep_their_regions(session, verbs, idle):
    take(session, verbs, idle, Inspection((build.a_series(),), (build.a_slide(),), (MASK, OUTLINE), ()))
    rois = session.model.rois
    take(session, verbs, idle, Inspection((build.a_series(),), (build.a_slide(),), (), ()))
    assert session.model.rois is rois
    assert session.loader.inputs.mask is MASK
    assert session.loader.inputs.outline is OUTLINE


def test_that_a_chosen_series_stays_chosen_when_its_folder_is_dropped_again(session, verbs, idle, two_series):
    session.loader.take([Path("patient")])
    idle()
    assert session.loader.inputs.series is two_series[0]
    assert session.model.inputs.ct is not None


def test_that_a_region_on_a_ct_that_is_only_looked_at_is_refused_in_words(session, verbs, idle):
    series = build.a_series(Suitability.VIEW, reasons=(Sentence.of("slices are missing."),))
    take(session, verbs, idle, Inspection((series,), (), (), ()))
    take(session, verbs, idle, Inspection((), (), (MASK,), ()))
    assert tile(session, "ct_roi").state is TileState.FAULT
    lines = session.board.of("ct")
    assert [line.where for line in lines] == ["mask.nii.gz"]
    assert lines[0].what.endswith("the CT can only be looked at: slices are missing.")


@pytest.mark.parametrize(("files", "role"), [((MASK,), "ct_roi"), ((OUTLINE,), "slide_roi")])
def test_that_a_region_without_its_image_is_told_until_the_image_comes(session, verbs, idle, files, role):
    take(session, verbs, idle, Inspection((), (), files, ()))
    assert tile(session, role).state is TileState.FAULT
    assert [line.where for line in session.board.of("inputs")] == [files[0].path.name]
    take(session, verbs, idle, Inspection((build.a_series(),), (build.a_slide(),), files, ()))
    assert tile(session, role).state is TileState.READY
    assert session.board.of("inputs") == ()


def test_that_a_region_waits_for_the_choice_among_series(session, verbs, idle):
    series = (build.a_series(uid="1"), build.a_series(uid="2"))
    take(session, verbs, idle, Inspection(series, (), (MASK,), ()))
    assert tile(session, "ct_roi").state is TileState.CHOOSE
    assert tile(session, "ct_roi").detail == "Choose the series first."
    assert session.board.of("inputs") == ()


def test_that_a_folder_of_unusable_series_is_a_fault_with_its_reason(session, verbs, idle):
    take(session, verbs, idle, Inspection((build.a_series(Suitability.NONE, reasons=CUT),), (), (), ()))
    assert tile(session, "ct").state is TileState.FAULT
    assert "cut off" in tile(session, "ct").detail
    lines = session.board.of("inputs")
    assert [(line.severity, line.where) for line in lines] == [(Severity.STOP, "dropped")]
    assert lines[0].what == "No CT series here can be used: A file is cut off."


def test_that_unusable_series_do_not_take_the_open_ct_away(session, verbs, idle):
    take(session, verbs, idle, Inspection((build.a_series(),), (), (), ()))
    take(session, verbs, idle, Inspection((build.a_series(Suitability.NONE, uid="5", reasons=CUT),), (), (), ()))
    assert session.model.inputs.ct is not None
    assert tile(session, "ct").state is TileState.READY
    assert any("cut off" in line.what for line in session.board.of("files"))


def test_that_a_reason_within_a_sentence_brings_no_second_full_stop(session, verbs, idle):
    skipped = SkippedFile(Path("x/readme.txt"), Sentence.of("not a DICOM file."))
    take(session, verbs, idle, Inspection((), (), (), (skipped,)))
    assert session.board.problems[0].what == "Nothing here can be used: Not a DICOM file."


def test_that_the_analysis_is_told_why_a_ct_is_only_looked_at(session, verbs, idle):
    series = build.a_series(Suitability.VIEW, reasons=(Sentence.of("slices are missing."),))
    take(session, verbs, idle, Inspection((series,), (), (), ()))
    set_aside = session.model.inputs.ct_set_aside
    assert set_aside.text == "the CT can only be looked at: slices are missing"
    take(session, verbs, idle, Inspection((build.a_series(),), (), (), ()))
    assert session.model.inputs.ct_set_aside is None


def test_that_a_told_resolution_outlives_the_choice_of_an_outline_and_not_of_a_slide(session, verbs, idle):
    slides = (build.a_slide(um_per_px=None), build.a_slide(path=Path("other.svs"), um_per_px=None))
    usual = verbs.open

    def unknown(request, progress):
        case = usual(request, progress)
        facts = build.a_slide(path=request.slide, um_per_px=None)
        return replace(case, slide=SlideInput(facts, case.slide.roi))

    verbs.open = unknown
    take(session, verbs, idle, Inspection((), slides[:1], (), ()))
    slide = session.model.inputs.slide
    session.model.set_slide(replace(slide, facts=replace(slide.facts, um_per_px=0.5)), session.model.inputs.facts)
    take(session, verbs, idle, Inspection((), (), (OUTLINE,), ()))
    assert session.model.inputs.slide.facts.um_per_px == 0.5
    assert session.model.rois.slide is not None
    take(session, verbs, idle, Inspection((), slides[1:], (), ()))
    assert session.model.inputs.slide.facts.um_per_px is None


def test_that_a_clinical_file_s_faults_name_the_fields_of_the_form(session, tmp_path, verbs, idle):
    from hccdesk.cohort.clinical_file import read_clinical  # noqa: PLC0415 - no engine loads with the window

    path = tmp_path / "row.json"
    path.write_text('{"bilirubin_umol_per_l": -4, "previous_session": {"ast_before_u_per_l": -1}}')
    verbs.read_clinical = read_clinical
    session.loader.read_clinical(path)
    idle()
    assert [line.what.partition(":")[0] for line in session.board.of("clinical")] == ["Bilirubin", "AST before"]
