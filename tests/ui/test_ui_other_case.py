"""Nothing of one case reaches another: late jobs, key images, saves, and what an analysis was made from."""

from __future__ import annotations

import gc
import threading
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import ui_builder as build

from hccdesk.domain.case import SlideInput
from hccdesk.domain.errors import InputError, StoreError
from hccdesk.domain.problem import Severity
from hccdesk.domain.provenance import DeviceChoice, InputFact
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.analysis import Analysis, Outcome
from hccdesk.ui.case_keeping import keeper as keeper_module
from hccdesk.ui.case_keeping.memory_library import MemoryLibrary


class SlowVerbs(build.InstantVerbs):
    """Looks through folders only when the test lets it."""

    def __init__(self):
        super().__init__()
        self.go, self.faulty = threading.Event(), False
        self.go.set()

    def inspect(self, path, progress):
        assert self.go.wait(10)
        if self.faulty:
            raise InputError("the folder of A is damaged.", where=path)
        return super().inspect(path, progress)


class RefusingLibrary(MemoryLibrary):
    """Refuses to save while it is full, and is as slow as the test likes."""

    def __init__(self):
        super().__init__()
        self.full, self.go = False, threading.Event()
        self.go.set()

    def save(self, *args):
        assert self.go.wait(10)
        if self.full:
            raise StoreError("the case could not be saved.")
        return super().save(*args)


@pytest.fixture
def verbs():
    return SlowVerbs()


@pytest.fixture
def library():
    return RefusingLibrary()


@pytest.fixture
def session(qtbot, tmp_path, verbs, library, monkeypatch):
    monkeypatch.setattr(keeper_module, "AFTER_MS", 30)
    monkeypatch.setattr(keeper_module, "AGAIN_MS", 30)
    made = build.a_session(tmp_path, verbs, library)
    yield made
    library.full = False
    library.go.set()
    verbs.go.set()
    made.close()


@pytest.fixture
def quiet(qtbot, session):
    """Wait until nothing is read or saved any more."""

    def wait() -> None:
        def at_rest() -> bool:
            return not (session.keeping.running or session.compute.running or session.keeper._timer.isActive())

        qtbot.waitUntil(at_rest, timeout=10_000)
        qtbot.wait(20)

    return wait


def a_lesion(name: str = "T9") -> Lesion:
    mask = np.zeros(build.a_geometry().shape, bool)
    mask[9, 9:20, 9:20] = True
    return Lesion(name, CtRoi(mask, name))


def a_picture(name: str = "key_01") -> Figure:
    return Figure(name, np.zeros((4, 4, 3), np.uint8), Sentence.of("a picture"))


@pytest.fixture
def two_kept(session, verbs, quiet) -> tuple[str, str]:
    """A case with images and one that is a form only; the desk is empty."""
    verbs.holds(masks=False)
    session.shelf.learn()
    session.model.set_clinical(build.a_record(patient_id="A"))
    session.loader.take([Path("a")])
    quiet()
    first = session.keeper.case_id
    session.shelf.new()
    quiet()
    session.model.set_clinical(build.a_record(patient_id="B"))
    quiet()
    second = session.keeper.case_id
    session.shelf.new()
    quiet()
    return first, second


def test_that_a_case_opened_while_another_is_still_read_is_saved(session, verbs, library, two_kept, quiet, qtbot):
    first, second = two_kept
    verbs.go.clear()
    session.shelf.open(first)
    qtbot.waitUntil(lambda: session.keeper.laying_out)
    session.shelf.open(second)
    qtbot.waitUntil(lambda: session.keeper.case_id == second)
    verbs.go.set()
    quiet()
    assert not session.keeper.laying_out
    session.model.set_ct(build.a_ct_input(roi=False), ())
    session.model.edit_rois(RoiSet((a_lesion(),)), "Draw T9")
    quiet()
    kept = library.load(second)
    assert kept.clinical.patient_id == "B"
    assert [lesion.name for lesion in kept.rois.lesions] == ["T9"]


def test_that_the_end_of_the_program_saves_what_nobody_announced(session, library, two_kept, quiet):
    session.shelf.open(two_kept[1])
    quiet()
    session.keeper.watching = False  # as if a signal had been forgotten
    session.model.set_clinical(build.a_record(patient_id="B", ecog=3))
    assert session.keeper.finish() is None
    assert library.load(two_kept[1]).clinical.ecog == 3


def test_that_the_end_of_the_program_writes_a_save_that_still_waits(session, library, quiet):
    session.model.set_clinical(build.a_record(patient_id="A"))
    library.go.clear()
    session.keeping.start(lambda _: library.go.wait(10))
    session.keeper.save()
    case_id = session.keeper.case_id
    session.loader.forget()  # an empty desk, and the save not begun
    library.go.set()
    assert session.keeper.finish() is None
    assert library.load(case_id).clinical.patient_id == "A"


def test_that_the_reason_of_a_case_that_was_left_is_not_given_for_the_next(session, verbs, two_kept, quiet, qtbot):
    session.shelf.open(two_kept[0])
    quiet()
    session.model.accept_mismatch("renumbered")
    quiet()
    session.shelf.new()
    quiet()
    verbs.go.clear()
    session.shelf.open(two_kept[0])
    qtbot.waitUntil(lambda: session.keeper.laying_out)
    session.shelf.new()
    qtbot.waitUntil(lambda: session.keeper.case_id is None)
    verbs.go.set()
    quiet()
    assert session.model.inputs.mismatch_reason is None


@pytest.mark.parametrize("faulty", [False, True])
def test_that_two_drops_in_a_row_do_not_reach_the_case_after(session, verbs, quiet, qtbot, faulty):
    verbs.holds()
    verbs.go.clear()
    verbs.faulty = faulty
    session.model.set_clinical(build.a_record())
    session.loader.take([Path("a1")])
    session.loader.take([Path("a2")])
    session.shelf.new()
    qtbot.waitUntil(lambda: session.model.inputs.clinical.patient_id is None)
    verbs.go.set()
    quiet()
    assert session.model.viewed_ct is None
    assert session.model.inputs.slide is None
    assert session.board.problems == ()
    assert session.loader.reading == frozenset()


def test_that_both_of_two_drops_in_a_row_are_told(session, verbs, quiet):
    verbs.faulty = True
    verbs.go.clear()
    session.loader.take([Path("a1")])
    session.loader.take([Path("a2")])
    verbs.go.set()
    quiet()
    assert {line.where for line in session.board.of("files")} == {"a1", "a2"}


def test_that_what_is_drawn_on_a_reopened_ct_stays_beside_the_kept_lesions(session, verbs, two_kept, quiet, qtbot):
    session.shelf.open(two_kept[0])
    quiet()
    session.model.edit_rois(RoiSet((a_lesion("T1"),)), "Draw T1")
    quiet()
    session.shelf.new()
    quiet()
    verbs.go.clear()
    session.shelf.open(two_kept[0])
    qtbot.waitUntil(lambda: session.keeper.case_id == two_kept[0])
    slow_disk = threading.Event()
    session.keeping.start(lambda _: slow_disk.wait(10))
    verbs.go.set()
    qtbot.waitUntil(lambda: session.model.viewed_ct is not None)
    session.model.edit_rois(session.model.rois.with_lesion(a_lesion("T9")), "Draw T9")
    slow_disk.set()
    quiet()
    assert [lesion.name for lesion in session.model.rois.lesions] == ["T1", "T9"]
    assert session.model.undo_stack.undoText() == "Draw T9"
    assert session.model.undo_stack.count() == 2


def another_ct(uid: str = "9.9.9"):
    ct = build.a_ct_input(uid=uid, study_instance_uid=uid)
    return replace(ct, volume=replace(ct.volume, hu=ct.volume.hu.copy(), series_instance_uid=uid))


def a_slide_input(name: str, **changes) -> SlideInput:
    return SlideInput(build.a_slide(path=Path(name), **changes), None)


def slide_fact(sha256: str) -> tuple[InputFact, ...]:
    return (InputFact("slide", "slide", sha256),)


def test_that_key_images_go_with_the_image_they_show_and_it_is_told(session):
    model = session.model
    model.set_ct(build.a_ct_input(), ())
    model.set_slide(a_slide_input("a.svs"), slide_fact("00"))
    model.set_key_images((a_picture(), a_picture("slide_key_1")))
    model.set_ct(another_ct(), ())
    assert [image.name for image in model.key_images] == ["slide_key_1"]
    assert [line.severity for line in session.board.of("key images")] == [Severity.NOTE]
    model.set_slide(a_slide_input("b.svs"), slide_fact("11"))
    assert model.key_images == ()


def test_that_key_images_stay_when_their_image_is_read_again(session):
    model = session.model
    model.set_ct(build.a_ct_input(), ())
    model.set_slide(a_slide_input("a.svs"), slide_fact("00"))
    model.set_key_images((a_picture(), a_picture("slide_key_1")))
    model.set_ct(build.a_ct_input(roi=False), ())
    model.show_ct(model.viewed_ct)
    model.set_slide(a_slide_input("a.svs", um_per_px=0.5), slide_fact("00"))
    assert len(model.key_images) == 2


def test_that_key_images_go_when_the_image_is_taken_out(session):
    session.model.set_ct(build.a_ct_input(), ())
    session.model.set_key_images((a_picture(),))
    session.model.show_ct(None)
    assert session.model.key_images == ()


def test_that_key_images_come_back_with_a_reopened_case_but_not_on_another_ct(session, verbs, two_kept, quiet):
    session.shelf.open(two_kept[0])
    quiet()
    session.model.set_key_images((a_picture(),))
    quiet()
    for uid, left in (("1.2.3", 1), ("9.9.9", 0)):
        session.shelf.new()
        quiet()
        verbs.holds(masks=False, series=(build.a_series(uid=uid),) if left else ())
        verbs.inspection = verbs.inspection if left else replace(verbs.inspection, series=())
        session.shelf.open(two_kept[0])
        quiet()
        if not left:
            session.model.set_ct(another_ct(), ())
        assert len(session.model.key_images) == left


def test_that_an_outline_is_not_laid_on_another_slide_of_its_name(session, quiet):
    model = session.model
    session.shelf.learn()
    model.set_clinical(build.a_record())
    model.set_slide(a_slide_input("/x/biopsy.svs"), slide_fact("00"))
    model.edit_rois(model.rois.with_slide(build.a_slide_roi()), "Outline")
    quiet()
    case_id = session.keeper.case_id
    session.shelf.new()
    quiet()
    session.shelf.open(case_id)
    quiet()
    model.set_slide(a_slide_input("/other/biopsy.svs", width_px=9000, height_px=4000), slide_fact("ff"))
    assert model.rois.slide is None
    assert any("does not belong" in line.what for line in session.board.of("reopened slide"))
    model.set_slide(a_slide_input("/moved/renamed.svs"), slide_fact("00"))
    assert model.rois.slide is not None
    assert session.board.of("reopened slide") == ()


def test_that_only_the_last_wish_to_leave_is_heard_and_after_a_failure_too(session, library, quiet, qtbot):
    asked = []
    session.model.set_clinical(build.a_record())
    library.full = True
    for name in ("first", "second", "third"):
        session.keeper.leave(lambda name=name: asked.append(name))
    qtbot.waitUntil(lambda: session.keeper.failed)
    assert asked == []
    library.full = False
    qtbot.waitUntil(lambda: bool(asked))
    quiet()
    assert asked == ["third"]


def test_that_a_new_case_is_wanted_more_than_one_that_is_still_loaded(session, library, two_kept, quiet, qtbot):
    session.model.set_clinical(build.a_record(patient_id="C"))
    session.keeper.save()
    quiet()
    slow_disk = threading.Event()
    session.keeping.start(lambda _: slow_disk.wait(10))
    session.shelf.open(two_kept[1])
    session.model.set_clinical(build.a_record(patient_id="C", ecog=3))
    session.shelf.new()
    slow_disk.set()
    qtbot.waitUntil(lambda: session.model.inputs.clinical.patient_id != "C")
    quiet()
    assert session.keeper.case_id is None
    assert session.model.inputs.clinical.patient_id is None


def test_that_who_goes_on_working_after_a_failure_is_not_moved_away(session, library, quiet, qtbot):
    asked = []
    session.model.set_clinical(build.a_record())
    library.full = True
    session.keeper.leave(lambda: asked.append(1))
    qtbot.waitUntil(lambda: session.keeper.failed)
    session.model.set_clinical(build.a_record(ecog=3))
    library.full = False
    qtbot.waitUntil(lambda: not session.keeper.failed)
    quiet()
    assert asked == []


def test_that_a_save_of_another_case_that_fails_does_not_mark_this_one(session, quiet):
    session.model.set_clinical(build.a_record())
    quiet()
    session.keeper._on_failed("another", session.keeping.start(lambda _: None), StoreError("no space."))
    assert not session.keeper.failed
    assert session.board.of("autosave")
    quiet()


def test_that_an_analysis_keeps_nothing_of_a_case_that_was_left(session, library, quiet):
    analysis = Analysis(session)
    session.model.set_ct(build.a_ct_input(roi=False), ())
    session.model.edit_rois(RoiSet((a_lesion(),)), "Draw")
    analysis.start(DeviceChoice.AUTO)
    quiet()
    closed = weakref.ref(session.model.rois)
    session.shelf.new()
    quiet()
    session.shelf.learn()  # whatever the jobs held is let go with the next one
    quiet()
    library._kept.clear()
    gc.collect()
    assert analysis.outcome is Outcome.NONE
    assert closed() is None


def test_that_a_resolution_that_was_told_comes_back_with_the_case(session, verbs, quiet):
    verbs.holds(masks=False)
    session.shelf.learn()
    session.loader.take([Path("a")])
    quiet()
    slide = session.model.inputs.slide
    told = replace(slide, facts=replace(slide.facts, um_per_px=0.37))
    session.model.set_slide(told, slide_fact("00"))
    quiet()
    case_id = session.keeper.case_id
    session.shelf.new()
    quiet()
    session.shelf.open(case_id)
    quiet()
    assert session.model.inputs.slide.facts.um_per_px == 0.37
    assert "0.37 µm/px stated" in str(session.model.inputs.facts[-1].detail)
    session.loader.choose(replace(session.loader.inputs, outline=None))
    quiet()
    assert session.model.inputs.slide.facts.um_per_px == 0.37
