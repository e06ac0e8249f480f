"""Every act is saved by itself, said only when it is, and comes back as it was when the case is opened again."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import ui_builder as build
from PySide6.QtWidgets import QMessageBox

from hccdesk.domain.errors import StoreError
from hccdesk.domain.measurement import Measurement, MeasurementKind
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.regimen import Regimen
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.case_keeping import keeper as keeper_module
from hccdesk.workflow.case_library import case_library
from hccdesk.workflow.inspect_folder import Inspection

WAITS_MS = keeper_module.AFTER_MS


class WatchedLibrary:
    """The real library, with a disk that can be made to refuse."""

    def __init__(self, folder: Path) -> None:
        self.real, self.full, self.saves = case_library(folder), False, 0
        self.threads: set[str] = set()

    def __getattr__(self, name):
        return getattr(self.real, name)

    def save(self, *args):
        self.threads.add(threading.current_thread().name)
        if self.full:
            raise StoreError("the case could not be saved (No space left on device).", what_to_do="Make space.")
        self.saves += 1
        return self.real.save(*args)


@pytest.fixture
def library(tmp_path):
    return WatchedLibrary(tmp_path / "cases")


@pytest.fixture
def session(qtbot, tmp_path, verbs, library, monkeypatch):
    monkeypatch.setattr(keeper_module, "AFTER_MS", 60)
    made = build.a_session(tmp_path, verbs, library)
    yield made
    library.full = False
    made.close()


@pytest.fixture
def kept(qtbot, session):
    """Wait until nothing is left to be saved or read."""

    def wait() -> None:
        keeper = session.keeper

        def quiet() -> bool:
            working = session.keeping.running or session.compute.running
            return not (working or keeper._timer.isActive() or keeper.laying_out)

        qtbot.waitUntil(quiet, timeout=10_000)

    return wait


@pytest.fixture
def full(session, verbs, kept):
    """A case with form, CT, slide, drawn regions, a measurement and a key image."""
    verbs.holds()
    session.loader.take([Path("patient")])
    kept()
    session.model.set_clinical(build.a_record())
    rng = np.random.default_rng(1)
    drawn = CtRoi(rng.random(build.a_volume().hu.shape) > 0.99, "T2")
    length = Measurement("M1", MeasurementKind.DISTANCE, ((0.1, 0.2, 0.3), (9.0, 8.0, 7.0)), "1.2.3", "axial")
    rois = replace(
        session.model.rois.with_lesion(Lesion("T2", drawn, shown=False, colour=4, locked=True, margin_mm=5.0)),
        measurements=(length,),
    )
    session.model.edit_rois(rois, "Draw T2")
    picture = rng.integers(0, 255, (30, 40, 3)).astype(np.uint8)
    session.model.set_key_images((Figure("key_1", picture, Sentence.of("slice {n}", n=7)),))
    kept()
    return session


def opened_again(session, kept, case_id: str) -> None:
    session.shelf.new()
    kept()
    assert session.model.viewed_ct is None
    session.shelf.open(case_id)
    kept()


def test_that_every_act_is_saved_within_a_second_off_the_gui_thread(qtbot, session, library, kept):
    assert WAITS_MS <= 1000
    session.model.set_clinical(build.a_record())
    kept()
    assert session.keeper.saved_at == session.now()
    assert library.load(session.keeper.case_id).clinical == build.a_record()
    session.model.set_regimen(Regimen.HAIC_TKI_ICI)
    kept()
    assert library.load(session.keeper.case_id).regimen is Regimen.HAIC_TKI_ICI
    assert threading.main_thread().name not in library.threads


def test_that_a_burst_of_acts_is_one_save(session, library, kept):
    for age in range(20, 60):
        session.model.set_clinical(build.a_record(age_years=float(age)))
    kept()
    assert library.saves == 1
    assert library.load(session.keeper.case_id).clinical.age_years == 59.0


def test_that_an_empty_case_is_not_kept(session, library, kept):
    session.model.set_regimen(Regimen.HAIC_TKI_ICI)
    session.shelf.new()
    session.shelf.learn()
    kept()
    assert library.list().entries == ()


def test_that_a_case_comes_back_with_all_that_was_done_in_it(full, library, kept):
    before = full.model.inputs
    images, case_id = full.model.key_images, full.keeper.case_id
    opened_again(full, kept, case_id)
    after = full.model.inputs
    assert after.clinical == before.clinical
    assert after.regimen is before.regimen
    assert after.ct.series == before.ct.series
    assert after.slide.facts == before.slide.facts
    assert after.facts == before.facts
    assert after.rois.measurements == before.rois.measurements
    for now, then in zip(after.rois.lesions, before.rois.lesions, strict=True):
        assert np.array_equal(now.roi.mask, then.roi.mask)
        assert replace(now, roi=then.roi) == then
    for now, then in zip(after.rois.slide.polygons, before.rois.slide.polygons, strict=True):
        assert np.array_equal(now.outline, then.outline)
    assert np.array_equal(full.model.key_images[0].rgb, images[0].rgb)
    assert full.model.key_images[0].caption == images[0].caption
    assert full.board.problems == ()


def test_that_a_region_still_as_its_file_has_it_does_not_count_as_drawn(session, verbs, kept):
    verbs.holds()
    session.loader.take([Path("patient")])
    kept()
    opened_again(session, kept, session.keeper.case_id)
    inputs = session.model.inputs
    assert inputs.rois.tumour is inputs.ct.roi


def test_that_opening_a_case_is_no_change_of_it(full, library, kept):
    case_id, saves = full.keeper.case_id, library.saves
    opened_again(full, kept, case_id)
    assert library.saves == saves
    assert full.keeper.case_id == case_id
    full.model.set_clinical(build.a_record(ecog=2))
    kept()
    assert library.saves == saves + 1
    assert len(library.load(case_id).rois.lesions) == 2


def test_that_regions_of_a_ct_that_is_gone_are_kept_and_come_back_with_it(full, verbs, library, kept):
    case_id, there = full.keeper.case_id, verbs.inspection
    verbs.inspection = Inspection((), there.slides, there.roi_files, ())
    opened_again(full, kept, case_id)
    assert full.model.viewed_ct is None
    assert full.model.inputs.slide is not None
    assert ["was not found" in line.what for line in full.board.problems] == [True]
    full.model.set_clinical(build.a_record(ecog=2))  # saved in this state
    kept()
    assert len(library.load(case_id).rois.lesions) == 2
    assert library.load(case_id).ct.series_instance_uid == "1.2.3"
    verbs.inspection = there
    full.loader.take([Path("elsewhere")])
    kept()
    assert [lesion.name for lesion in full.model.rois.lesions] == ["tumour", "T2"]
    assert len(full.model.rois.measurements) == 1


def test_that_another_ct_in_the_place_of_one_that_is_gone_does_not_get_its_regions(full, verbs, kept):
    case_id = full.keeper.case_id
    verbs.inspection = Inspection((), (), (), ())
    opened_again(full, kept, case_id)
    verbs.holds(masks=False, series=(build.a_series(uid="9.9"),))
    verbs.open = lambda request, progress: replace(
        type(verbs).open(verbs, request, progress), ct=build.a_ct_input(roi=False, uid="9.9")
    )
    full.loader.take([Path("other")])
    kept()
    assert full.model.rois.lesions == ()
    assert any("earlier CT" in line.what for line in full.board.problems)


def test_that_files_that_changed_since_are_told(full, verbs, kept):
    case_id, usual = full.keeper.case_id, verbs.open

    def altered(request, progress):
        case = usual(request, progress)
        return replace(case, inputs=(InputFact("ct", "ct", "11"),)) if request.ct else case

    verbs.open = altered
    opened_again(full, kept, case_id)
    assert any("CT have changed" in line.what for line in full.board.problems)
    assert len(full.model.rois.lesions) == 2


def test_that_the_reason_for_different_patients_comes_back(full, kept):
    full.model.accept_mismatch("renumbered")
    kept()
    opened_again(full, kept, full.keeper.case_id)
    assert full.model.inputs.mismatch_reason == "renumbered"


def test_that_a_disk_that_refuses_is_said_and_the_old_state_stays(full, library, kept, qtbot):
    case_id = full.keeper.case_id
    library.full = True
    full.model.set_clinical(build.a_record(ecog=2))
    qtbot.waitUntil(lambda: full.keeper.failed)
    assert [line.what for line in full.board.of("autosave")] == [
        "The case could not be saved (No space left on device)."
    ]
    assert library.load(case_id).clinical == build.a_record()
    library.full = False
    full.model.set_regimen(Regimen.HAIC_TKI_ICI)
    full.keeper.save()
    qtbot.waitUntil(lambda: not full.keeper.failed)
    assert library.load(case_id).clinical.ecog == 2
    assert full.board.of("autosave") == ()


def test_that_a_case_that_cannot_be_saved_is_not_left(full, library, qtbot):
    library.full = True
    full.model.set_clinical(build.a_record(ecog=2))
    full.shelf.new()
    qtbot.waitUntil(lambda: full.keeper.failed)
    qtbot.wait(50)
    assert full.model.inputs.clinical.ecog == 2
    assert full.model.viewed_ct is not None


def test_that_what_was_done_just_before_another_case_is_opened_is_saved(full, library, kept):
    case_id = full.keeper.case_id
    full.model.set_clinical(build.a_record(ecog=2))
    full.shelf.new()
    kept()
    assert library.load(case_id).clinical.ecog == 2
    assert full.keeper.case_id is None


def test_that_the_end_of_the_program_saves_what_was_done_last(full, library):
    full.model.set_clinical(build.a_record(ecog=2))
    assert full.keeper.finish() is None
    assert library.load(full.keeper.case_id).clinical.ecog == 2


def test_that_an_older_state_is_never_written_over_a_newer_one(full, library):
    keeper = full.keeper
    full.model.set_clinical(build.a_record(ecog=2))
    late = keeper._next()
    full.model.set_clinical(build.a_record(ecog=0))
    keeper._changed = True
    assert keeper.finish() is None
    keeper._write(late)
    assert library.load(keeper.case_id).clinical.ecog == 0


def test_that_an_empty_desk_is_never_written_over_a_kept_case(full, library, kept):
    case_id, clinical = full.keeper.case_id, full.model.inputs.clinical
    full.loader.forget()  # by somebody who does not tell the keeper
    kept()
    assert full.keeper.finish() is None
    assert library.load(case_id).clinical == clinical


def test_that_a_region_erased_to_nothing_is_kept_too(full, library, kept):
    full.model.edit_rois(RoiSet(), "Remove all")
    kept()
    assert library.load(full.keeper.case_id).rois.lesions == ()
    full.model.undo_stack.undo()
    kept()
    assert len(library.load(full.keeper.case_id).rois.lesions) == 2


def test_that_the_banner_says_when_it_was_saved_and_when_not(full, window, library, kept, qtbot):
    saved = window.desk._banner._saved
    assert saved.text() == "Saved 14:03:22"
    library.full = True
    full.model.set_clinical(build.a_record(ecog=2))
    qtbot.waitUntil(lambda: saved.text().startswith("⚠ Not saved: "))
    library.full = False
    full.model.set_clinical(build.a_record(ecog=1))
    full.keeper.save()
    qtbot.waitUntil(lambda: saved.text() == "Saved 14:03:22")


def test_that_closing_asks_only_where_saving_failed(full, window, library, monkeypatch):
    asked = []

    def answer(box: QMessageBox) -> None:
        asked.append(box.informativeText())
        box.buttons()[len(asked) - 1].click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    library.full = True
    full.model.set_clinical(build.a_record(ecog=2))
    window.close()
    assert "No space left" in asked[0]
    closed = not window.isVisible()
    if not closed:
        assert full.model.inputs.clinical.ecog == 2
    library.full = False
    before = len(asked)
    window.close()
    assert len(asked) == before
    assert not window.isVisible()


def test_that_nothing_of_the_patient_is_in_the_settings(full, kept, tmp_path):
    full.settings._stored.sync()
    text = (tmp_path / "window.ini").read_text(encoding="utf-8")
    assert full.keeper.case_id in text
    for part in ("000123", "Zhang", "张", "patient", "biopsy"):
        assert part not in text


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import ui_builder as build
from PySide6.QtCore import QCoreApplication, QTimer
from hccdesk.workflow.case_library import case_library

application = QCoreApplication([])
folder = Path(sys.argv[1])
session = build.a_session(folder, None, case_library(folder / "cases"))

def die(entry):
    if entry.age_years == 61.0:
        session.model.set_clinical(build.a_record(age_years=62.0))
        QTimer.singleShot(100, lambda: os.kill(os.getpid(), signal.SIGKILL))

session.keeper.saved.connect(die)
session.model.set_clinical(build.a_record())
application.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_that_a_killed_program_loses_no_more_than_the_last_second_and_says_so(qtbot, tmp_path):
    command = [sys.executable, "-c", KILLED, str(tmp_path), str(Path(__file__).parent)]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    assert subprocess.run(command, env=environment, timeout=60, check=False).returncode < 0
    after = build.a_session(tmp_path, None, case_library(tmp_path / "cases"))
    after.shelf.learn(purge=True)
    qtbot.waitUntil(lambda: after.shelf.unfinished is not None)
    after.shelf.open(after.shelf.unfinished.case_id)
    qtbot.waitUntil(lambda: after.model.inputs.clinical == build.a_record())
    assert after.library.results(after.keeper.case_id) == ()
    assert [entry.case_id for entry in after.library.list().entries] == [after.keeper.case_id]
    after.close()
