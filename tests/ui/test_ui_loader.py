"""Files on their way into the case: what is chosen by itself, what is asked, what a bad region costs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import ui_builder as build

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.ct import SkippedFile, Suitability
from hccdesk.domain.errors import InputError, InputFaults
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.found_inputs import Inputs, roots_of
from hccdesk.ui.intake.tile_content import TileState
from hccdesk.ui.intake.tile_contents import tile_contents
from hccdesk.workflow.inspect_folder import Inspection, RoiFile


def states(session) -> dict[str, TileState]:
    faults = frozenset(source for source in ("ct", "slide") if session.board.of(source))
    contents = tile_contents(session.loader.inputs, session.model, session.loader.reading, faults)
    return {role: content.state for role, content in contents.items()}


def test_that_a_patient_s_folder_fills_the_case(session, verbs, idle):
    verbs.holds()
    session.loader.take([Path("patient")])
    idle()
    assert set(states(session).values()) == {TileState.READY}
    assert session.model.inputs.ct.roi is session.model.rois.tumour
    assert session.model.rois.slide is not None
    assert [fact.role for fact in session.model.inputs.facts] == ["ct", "slide"]


@pytest.mark.control("RISK-08-a")
def test_that_several_usable_series_are_asked_about_and_none_is_guessed(session, verbs, idle):
    verbs.holds(series=(build.a_series(uid="1"), build.a_series(uid="2")))
    session.loader.take([Path("patient")])
    idle()
    assert states(session)["ct"] is TileState.CHOOSE
    assert session.model.viewed_ct is None
    inputs = session.loader.inputs
    session.loader.choose(replace(inputs, series=inputs.found_series[1]))
    idle()
    assert session.model.inputs.ct is not None


def test_that_a_scout_beside_the_one_usable_series_does_not_matter():
    reasons = (Sentence.of("one slice only"),)
    found = Inspection((build.a_series(Suitability.VIEW, "1", reasons), build.a_series(uid="2")), (), (), ())
    assert Inputs().merged(found, Path("x")).series.series_instance_uid == "2"


def test_that_a_label_map_with_several_labels_is_asked_about():
    found = Inspection((), (), (RoiFile(Path("m.nii"), "mask", ("liver", "tumour")),), ())
    inputs = Inputs().merged(found, Path("x"))
    assert inputs.mask is not None
    assert inputs.mask_label is None


@pytest.mark.control("RISK-12-b")
def test_that_another_ct_does_not_keep_the_old_mask():
    mask = Inspection((build.a_series(),), (), (RoiFile(Path("m.nii"), "mask", ("tumour",)),), ())
    inputs = Inputs().merged(mask, Path("first"))
    other = inputs.merged(Inspection((build.a_series(uid="2"),), (), (), ()), Path("second"))
    assert inputs.mask is not None
    assert other.mask is None


def test_that_a_region_which_does_not_fit_costs_only_the_region(session, verbs, idle):
    verbs.holds()
    verbs.region_fault = InputError("the mask lies 3.00 mm away from the series", where=Path("mask.nii.gz"))
    session.loader.take([Path("patient")])
    idle()
    assert session.model.inputs.ct is not None
    assert session.model.rois.tumour is None
    assert states(session)["ct_roi"] is TileState.FAULT
    assert [(line.where, line.screen) for line in session.board.of("ct")] == [("mask.nii.gz", "ct")]


def test_that_a_series_no_model_may_see_is_shown_but_not_analysed(session, verbs, idle):
    reasons = (Sentence.of("slices are missing"),)
    verbs.holds(series=(build.a_series(Suitability.VIEW, reasons=reasons),))
    session.loader.take([Path("patient")])
    idle()
    assert "view_series" in verbs.calls
    assert session.model.viewed_ct is not None
    assert session.model.inputs.ct is None
    assert states(session)["ct"] is TileState.FAULT


def test_that_several_faults_are_several_lines(session, verbs, idle):
    faults = InputFaults([InputError("no age", where=Path("c.csv")), InputError("no sex", where=Path("c.csv"))])

    def refuse(path, patient_id):
        raise faults

    verbs.read_clinical = refuse
    session.loader.read_clinical(Path("c.csv"))
    idle()
    assert [line.what for line in session.board.of("clinical")] == ["no age", "no sex"]


@pytest.mark.control("RISK-37-b")
def test_that_a_fault_of_the_program_shows_no_words_of_the_data_and_is_logged_without_them(session, verbs, idle):
    verbs.record = "Zhang^San 000123"

    def explode(path, progress):
        raise ValueError(verbs.record)

    verbs.inspect = explode
    session.loader.take([Path("patient")])
    idle()
    line = session.board.problems[0]
    logs = list(session.log_folder.glob("*.log"))
    assert "Zhang" not in line.what + line.what_to_do
    assert "ValueError" in line.what
    assert len(logs) == 1
    assert "Zhang" not in logs[0].read_text()
    assert "explode" in logs[0].read_text()


def test_that_a_folder_with_nothing_in_it_says_what_was_in_it(session, verbs, idle):
    reason = Sentence.of("not a DICOM file")
    verbs.inspection = Inspection((), (), (), (SkippedFile(Path("x/readme.txt"), reason),))
    session.loader.take([Path("x")])
    idle()
    assert "Not a DICOM file" in session.board.problems[0].what


def test_that_a_dropped_clinical_file_fills_the_form(session, verbs, idle):
    path = Path("row.csv")
    verbs.inspection = Inspection((), (), (), (SkippedFile(path, Sentence.of("not an image")),))
    session.loader.take([path])
    idle()
    assert session.model.inputs.clinical == verbs.record
    assert session.board.problems == ()


def test_that_reading_which_was_stopped_leaves_nothing_chosen(session, verbs, qtbot, idle):
    def never_ends(request, progress):
        while True:
            progress.step(0, 1, "CT slices")

    verbs.holds()
    verbs.open = never_ends
    session.loader.take([Path("patient")])
    qtbot.waitUntil(lambda: "ct" in session.loader.reading)
    for job in session.compute.running:
        job.cancel()
    idle()
    assert session.loader.reading == frozenset()
    assert session.model.viewed_ct is None
    assert states(session)["ct"] is TileState.CHOOSE


def test_that_a_choice_made_while_another_is_read_wins(session, verbs, qtbot, idle):
    verbs.holds(series=(build.a_series(uid="1"), build.a_series(uid="2")))
    asked = []
    original = verbs.open

    def slow(request, progress):
        asked.append(request.series)
        for _ in range(200_000 if request.series == "1" else 1):
            progress.step(0, 1, "CT slices")
        return original(request, progress)

    verbs.open = slow
    session.loader.take([Path("patient")])
    idle()
    first, second = session.loader.inputs.found_series
    session.loader.choose(replace(session.loader.inputs, series=first))
    qtbot.waitUntil(lambda: "1" in asked)
    session.loader.choose(replace(session.loader.inputs, series=second))
    idle()
    assert session.loader.inputs.series is second
    assert states(session)["ct"] is TileState.READY


def test_that_dicom_files_dropped_together_are_looked_through_as_one_folder(tmp_path):
    slices = [tmp_path / f"{i}.dcm" for i in range(3)]
    assert roots_of([*slices, tmp_path / "mask.nii.gz"]) == (tmp_path, tmp_path / "mask.nii.gz")
    assert roots_of([slices[0]]) == (slices[0],)


@pytest.mark.control("RISK-02-a")
def test_that_a_new_case_forgets_everything(session, verbs, idle):
    verbs.holds()
    session.loader.take([Path("patient")])
    idle()
    session.model.set_clinical(build.a_record())
    session.loader.forget()
    assert session.loader.inputs == Inputs()
    assert session.model.inputs.clinical == ClinicalRecord()
    assert session.board.problems == ()


@pytest.mark.parametrize("role", ["ct", "slide"])
def test_that_taking_an_image_out_takes_its_region_with_it(session, verbs, idle, role):
    verbs.holds()
    session.loader.take([Path("patient")])
    idle()
    inputs = session.loader.inputs
    session.loader.choose(inputs.without_ct() if role == "ct" else inputs.without_slide())
    idle()
    assert states(session)[role] is TileState.EMPTY
    assert states(session)[f"{role}_roi"] is TileState.EMPTY
    assert (session.model.rois.tumour if role == "ct" else session.model.rois.slide) is None
