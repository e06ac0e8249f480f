"""What is said of the inputs: whose they are, what an import replaced, what was refused, what can be offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import ui_builder as build
from PySide6.QtWidgets import QLabel, QPushButton

from hccdesk.domain.case import SlideInput
from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.errors import InputError
from hccdesk.domain.patient import PatientIdentity, Sex
from hccdesk.domain.problem import Severity
from hccdesk.domain.roi_set import Lesion
from hccdesk.ui.case_model import ViewedCt
from hccdesk.ui.ct_screen import CtScreen
from hccdesk.ui.ct_viewer.series_list import series_lines
from hccdesk.ui.intake.input_tiles import InputTile
from hccdesk.ui.intake.screen import CaseScreen
from hccdesk.ui.intake.tile_content import TileState
from hccdesk.ui.intake.tile_contents import tile_contents
from hccdesk.ui.patient_conflict import patient_conflicts
from hccdesk.ui.patient_line import patient_line
from hccdesk.ui.shell.job_strip import JobStrip
from hccdesk.ui.shell.step_state import StepState
from hccdesk.ui.slide_viewer.screen import SlideScreen
from hccdesk.ui.step_states import step_states
from hccdesk.workflow.inspect_folder import Inspection, RoiFile

OTHER = PatientIdentity("000999", "Li^Si", None, Sex.FEMALE)


@pytest.fixture
def verbs():
    return build.InstantVerbs()


@pytest.fixture
def session(tmp_path, qtbot, verbs):
    made = build.a_session(tmp_path, verbs)
    yield made
    made.close()


@pytest.fixture
def idle(session, qtbot):
    def wait():
        qtbot.waitUntil(lambda: not session.compute.running and not session.loader.reading, timeout=5000)

    return wait


def tiles(session):
    faults = frozenset(source for source in ("ct", "slide") if session.board.of(source))
    return tile_contents(session.loader.inputs, session.model, session.loader.reading, faults, "1.0 ml")


def texts(widget, kind=QLabel):
    return [one.text() for one in widget.findChildren(kind) if not one.isHidden()]


def two_slides():
    return tuple(build.a_slide(path=Path(name)) for name in ("a.svs", "b.svs"))


# A clinical row from a file


def test_that_an_imported_row_says_what_became_of_the_typed_one_and_undo_restores_the_form(session, idle, qtbot):
    screen = CaseScreen(session)
    qtbot.addWidget(screen)
    session.loader.put_clinical(ClinicalRecord(patient_id="000123", ecog=2, crp_mg_per_l=4.0))
    session.loader.read_clinical(Path("clinical.json"))
    idle()
    (line,) = session.board.of("clinical")
    assert (line.severity, line.where) == (Severity.NOTE, "clinical.json")
    assert "others now: 1; unknown now: 1" in line.what
    assert "Undo" in line.what_to_do
    session.model.undo()
    assert session.model.inputs.clinical.crp_mg_per_l == 4.0
    assert screen._form._editors["crp_mg_per_l"]._line.text() == "4"
    assert session.board.of("clinical") == ()


def test_that_a_row_into_an_empty_form_says_nothing_and_can_be_undone(session, idle):
    session.loader.read_clinical(Path("clinical.json"))
    idle()
    assert session.board.of("clinical") == ()
    session.model.undo()
    assert session.model.inputs.clinical == ClinicalRecord()


# Undo that cannot be seen


def test_that_the_strip_says_what_was_undone_and_where(session, window, qtbot):
    session.model.set_ct(build.a_ct_input(), ())
    rois = session.model.rois
    session.model.edit_rois(rois.with_lesion(Lesion("T2", build.a_ct_roi(shift_mm=90))), "Draw T2")
    session.model.undo()
    strip = window.findChild(JobStrip)
    qtbot.waitUntil(lambda: not session.compute.running, timeout=5000)
    session.model.redo()
    session.model.undo()
    qtbot.waitUntil(lambda: "Undone: Draw T2 · on the CT screen" in (strip._done, strip._text.text()), timeout=3000)


# Another patient's image


@pytest.mark.control("RISK-01-e")
def test_that_another_patient_s_ct_is_said_on_its_screen_and_marked_in_the_rail(session, qtbot):
    screen = CtScreen(session)
    qtbot.addWidget(screen)
    session.model.set_clinical(build.a_record())
    session.model.set_ct(build.a_ct_input(patient=OTHER), ())
    warning = next(text for text in texts(screen) if "This CT is of" in text)
    assert "Li Si · ID 000999 · F" in warning
    assert "ID 000123" in warning
    assert step_states(session, analysing=False)["ct"] is StepState.PROBLEM
    session.model.set_clinical(build.a_record(patient_id="000999", name="Li Si", sex=Sex.FEMALE))
    assert not any("This CT is of" in text for text in texts(screen))
    assert step_states(session, analysing=False)["ct"] is StepState.DONE


def test_that_a_ct_only_looked_at_is_checked_too(session):
    session.model.set_clinical(build.a_record())
    session.model.show_ct(ViewedCt(build.a_series(patient=OTHER), build.a_volume()))
    assert set(patient_conflicts(session.model)) == {"ct"}


def test_that_another_patient_s_slide_is_said_on_its_screen(session, qtbot):
    screen = SlideScreen(session)
    qtbot.addWidget(screen)
    session.model.set_ct(build.a_ct_input(), ())
    session.model.set_slide(SlideInput(build.a_slide(patient=OTHER), None), ())
    assert any("This slide is of Li Si" in text and "the CT is of" in text for text in texts(screen))
    assert set(patient_conflicts(session.model)) == {"ct", "slide"}


def test_that_a_view_names_the_patient_of_its_series_and_a_picture_does_not(session, qtbot):
    screen = CtScreen(session)
    qtbot.addWidget(screen)
    session.model.set_ct(build.a_ct_input(), ())
    pane = screen.active_pane
    assert "ID 000123" in pane.content.patient
    with_name = screen.picture(pane.size())
    nobody = build.a_ct_input(uid="1.2.4", patient=PatientIdentity())
    session.model.set_ct(replace(nobody, volume=replace(nobody.volume, series_instance_uid="1.2.4")), ())
    assert screen.active_pane.content.patient == ""
    assert screen.picture(pane.size()) == with_name


# Two patients in one folder


def test_that_series_of_two_patients_are_told_apart_and_warned_of(session, verbs, idle):
    verbs.holds(series=(build.a_series(), build.a_series(uid="9.9", patient=OTHER)))
    session.loader.take([Path("both")])
    idle()
    assert tiles(session)["ct"].state is TileState.CHOOSE
    mine, other = tiles(session)["ct"].choices
    assert (mine.startswith("Zhang San 000123"), other.startswith("Li Si 000999")) == (True, True)
    assert [line.severity for line in session.board.problems if "different patients" in line.what] == [Severity.WARNING]
    lines = series_lines(session.loader.inputs.found_series, None, reading=False)
    assert ["Li Si 000999" in line.detail for line in lines] == [False, True]


def test_that_series_of_one_patient_are_not_burdened_with_the_name(session, verbs, idle):
    verbs.holds(series=(build.a_series(), build.a_series(uid="9.9")))
    session.loader.take([Path("one")])
    idle()
    assert not any("Zhang" in choice for choice in tiles(session)["ct"].choices)
    assert not any("different patients" in line.what for line in session.board.problems)


# What the header offers


def offers(screen):
    return {name: editor._offer for name, editor in screen._form._editors.items() if not editor._offer.isHidden()}


def test_that_what_the_header_knows_is_offered_and_never_filled_in_by_itself(session, qtbot):
    screen = CaseScreen(session)
    qtbot.addWidget(screen)
    made = replace(build.a_series().acquisition, acquisition_date=date(2024, 1, 31))
    session.model.set_ct(build.a_ct_input(roi=False, acquisition=made), ())
    assert session.model.inputs.clinical == ClinicalRecord()
    assert {name: button.said for name, button in offers(screen).items()} == {
        "patient_id": "CT: 000123",
        "name": "CT: Zhang San",
        "sex": "CT: male",
        "ct_date": "CT: 2024-01-31",
    }
    for button in offers(screen).values():
        button.click()
    row = session.model.inputs.clinical
    assert (row.patient_id, row.name, row.sex, row.ct_date) == ("000123", "Zhang San", Sex.MALE, date(2024, 1, 31))
    assert screen._form._editors["ct_date"]._line.text() == "2024-01-31"
    assert offers(screen) == {}


def test_that_a_field_that_is_known_is_offered_nothing(session, qtbot):
    screen = CaseScreen(session)
    qtbot.addWidget(screen)
    session.model.set_clinical(build.a_record(patient_id="7"))
    session.model.set_ct(build.a_ct_input(roi=False), ())
    assert "patient_id" not in offers(screen)


# The banner


def test_that_the_banner_says_what_is_there_without_a_patient(session, verbs, idle):
    assert patient_line(session.model, session.loader.inputs).instead == ""
    verbs.inspection = Inspection((build.a_series(), build.a_series(uid="2")), (), (), ())
    session.loader.take([Path("x")])
    idle()
    assert patient_line(session.model, session.loader.inputs).instead == "A CT is to be chosen"
    session.model.show_ct(ViewedCt(build.a_series(patient=PatientIdentity()), build.a_volume()))
    assert patient_line(session.model, session.loader.inputs).instead == "A CT without name and ID"


def test_that_the_window_shows_it(session, window):
    session.model.show_ct(ViewedCt(build.a_series(patient=PatientIdentity()), build.a_volume()))
    assert window.desk._banner._name.text() == "A CT without name and ID"


# The tile of the tumour region


def test_that_the_tile_has_the_size_of_the_regions_as_they_stand(session, verbs, idle, qtbot):
    screen = CaseScreen(session)
    qtbot.addWidget(screen)
    verbs.holds()
    session.loader.take([Path("patient")])
    idle()
    tile = screen._tiles._tiles["ct_roi"]
    qtbot.waitUntil(lambda: "88.4 ml" in tile._detail.text(), timeout=5000)
    assert "edited" not in tile._detail.text()
    rois = session.model.rois
    session.model.edit_rois(rois.with_lesion(Lesion("T2", build.a_ct_roi(shift_mm=90))), "Draw T2")
    both = 88.4 + float(session.model.rois.lesions[1].roi.mask.sum())
    qtbot.waitUntil(lambda: f"{both:.1f} ml" in tile._detail.text(), timeout=5000)
    assert "edited" in tile._detail.text()


# Several slides


def test_that_dropping_two_slides_leaves_the_open_one_until_one_is_chosen(session, verbs, idle, qtbot):
    screen = SlideScreen(session)
    qtbot.addWidget(screen)
    verbs.holds()
    session.loader.take([Path("patient")])
    idle()
    before = session.model.inputs.slide
    verbs.inspection = Inspection((), two_slides(), (), ())
    session.loader.take([Path("two")])
    idle()
    assert session.model.inputs.slide is before
    tile = tiles(session)["slide"]
    assert (tile.state, tile.detail) == (TileState.CHOOSE, "biopsy.svs stays until you choose.")
    assert any("Several slides were found" in text for text in texts(screen))
    session.loader.choose(session.loader.inputs.without_slide())
    assert session.model.inputs.slide is None


def test_that_the_slide_screen_asks_which_slide(session, verbs, idle, qtbot):
    screen = SlideScreen(session)
    qtbot.addWidget(screen)
    verbs.inspection = Inspection((), two_slides(), (), ())
    session.loader.take([Path("two")])
    idle()
    page = screen._stack.currentWidget()
    assert "Which slide?" in texts(page)
    choices = page.findChildren(QPushButton)
    assert [choice.text().splitlines()[0] for choice in choices] == ["a.svs", "b.svs"]
    choices[1].click()
    idle()
    assert session.loader.inputs.slide.path == Path("b.svs")
    assert session.model.inputs.slide is not None
    assert screen._stack.currentWidget() is not page


# A mask that cannot be used


@pytest.fixture
def refused(session, verbs, idle):
    """A case with a region in use, onto which a mask was dropped that does not fit."""
    verbs.holds()
    session.loader.take([Path("patient")])
    idle()
    verbs.inspection = Inspection((), (), (RoiFile(Path("bad.nii.gz"), "mask", ("tumour",)),), ())
    verbs.region_fault = InputError("the mask lies 3.00 mm away from the series", where=Path("bad.nii.gz"))
    session.loader.take([Path("bad.nii.gz")])
    idle()
    return session


def test_that_a_refused_mask_leaves_the_region_in_use_and_is_only_a_warning(refused):
    assert [lesion.name for lesion in refused.model.rois.lesions] == ["tumour"]
    tile = tiles(refused)["ct_roi"]
    assert (tile.state, tile.line) == (TileState.READY, "tumour")
    assert "bad.nii.gz" in tile.detail
    assert [(line.severity, line.where) for line in refused.board.of("ct")] == [(Severity.WARNING, "bad.nii.gz")]


def test_that_taking_a_refused_mask_out_leaves_what_is_in_use(refused, qtbot):
    screen = CaseScreen(refused)
    qtbot.addWidget(screen)
    tile = screen._tiles._tiles["ct_roi"]
    assert isinstance(tile, InputTile)
    tile.remove_asked.emit()
    assert refused.board.of("ct") == ()
    assert [lesion.name for lesion in refused.model.rois.lesions] == ["tumour"]
    assert refused.loader.inputs.mask.path == Path("mask.nii.gz")
    assert tiles(refused)["ct_roi"].line == "mask.nii.gz"


def test_that_a_refused_outline_leaves_the_outline_in_use(session, verbs, idle):
    verbs.holds()
    session.loader.take([Path("patient")])
    idle()
    before, plain = session.model.rois.slide, verbs.open

    def open_case(request, progress):
        if request.slide_roi:
            raise InputError("not an outline", where=Path("bad.geojson"))
        return plain(request, progress)

    verbs.open = open_case
    verbs.inspection = Inspection((), (), (RoiFile(Path("bad.geojson"), "GeoJSON outlines", ()),), ())
    session.loader.take([Path("bad.geojson")])
    idle()
    assert session.model.rois.slide is before
    assert [line.severity for line in session.board.of("slide")] == [Severity.WARNING]
    assert "bad.geojson" in tiles(session)["slide_roi"].detail
    session.loader.dismiss_region("slide")
    assert session.model.rois.slide is before
    assert session.board.of("slide") == ()
