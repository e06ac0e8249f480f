"""What could be undone before a case was closed can be undone after it was opened again, to the very same states."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import ui_builder as build
from reopened_hands import a_start, differences, open_last, same, settle

from hccdesk.domain.kept_history import MOST_STEPS, KeptStep, last_steps
from hccdesk.domain.measurement import Measurement, MeasurementKind
from hccdesk.domain.provenance import InputFact
from hccdesk.domain.result import Figure
from hccdesk.domain.roi import CtRoi, Polygon, SlideRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.case_keeping import keeper as keeper_module
from hccdesk.workflow.inspect_folder import Inspection


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(keeper_module, "AFTER_MS", 40)


def a_lesion(name: str, seed: int) -> Lesion:
    rng = np.random.default_rng(seed)
    return Lesion(name, CtRoi(rng.random(build.a_volume().hu.shape) > 0.999, name))


def a_picture(name: str, grey: int) -> Figure:
    return Figure(name, np.full((20, 30, 3), grey, np.uint8), Sentence.of("slice {n}", n=grey))


def work(qtbot, session, verbs) -> None:
    """Every kind of act: lesions, a measurement, outline, pictures, a row from a file."""
    verbs.holds()
    session.loader.take([Path("patient")])
    settle(qtbot, session)
    model = session.model
    model.set_clinical(build.a_record(ecog=2))
    for number in range(7):
        model.edit_rois(model.rois.with_lesion(a_lesion(f"T{number + 2}", number)), f"Draw T{number + 2}")
    length = Measurement("M1", MeasurementKind.DISTANCE, ((0.1, 0.2, 0.3), (9.0, 8.0, 7.0)), "1.2.3", "axial")
    model.edit_rois(model.rois.with_measurements((length,)), "Measure M1")
    model.edit_key_images((a_picture("key_1", 7),), "Keep picture 1")
    ring = np.array([(100.0, 100.0), (900.0, 120.0), (500.0, 800.0)])
    model.edit_rois(model.rois.with_slide(SlideRoi((Polygon(ring),), "drawn")), "Draw an outline")
    model.edit_key_images((*model.key_images, a_picture("key_2", 9)), "Keep picture 2")
    model.import_clinical(build.a_record(ecog=0), "Import row.csv")
    model.edit_rois(model.rois.without_lesion("T5"), "Remove T5")


def state(session):
    model = session.model
    return model.rois, model.key_images, model.inputs.clinical


def all_states(session) -> list:
    """Every state that undoing gives, and then every state that doing again gives."""
    stack, found = session.model.undo_stack, [state(session)]
    while stack.canUndo():
        session.model.undo()
        found.append((stack.undoText(), *state(session)))
    while stack.canRedo():
        session.model.redo()
        found.append((stack.redoText(), *state(session)))
    return found


def test_that_undo_and_redo_give_exactly_the_states_of_before(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        work(qtbot, session, verbs)
        session.model.undo()
        session.model.undo()
        settle(qtbot, session)
        texts = session.model.undo_stack.undoText(), session.model.undo_stack.redoText()
        kept = session.keeper.snapshot
        here = session.model.undo_stack.index()
        before = all_states(session)
        session.model.undo_stack.setIndex(here)
        settle(qtbot, session)
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        stack = again.model.undo_stack
        assert (stack.undoText(), stack.redoText()) == texts
        now = again.keeper.snapshot
        now = replace(now, ct=replace(now.ct, root=kept.ct.root))  # the verbs of these tests find it everywhere
        assert differences(kept, replace(now, views=kept.views)) == []
        after = all_states(again)
        assert len(after) == len(before) > 20
        for then, now in zip(before, after, strict=True):
            assert differences(then, now) == []
        assert again.board.problems == ()


def test_that_opening_a_case_with_a_history_is_no_change_of_it(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        work(qtbot, session, verbs)
        settle(qtbot, session)
        saved_at = session.keeper.saved_at
        assert saved_at is not None
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert again.keeper.finish() is None
        assert [row.event.action for row in again.library.audit_rows(again.keeper.case_id)][-1] == "case_opened"


def test_that_an_act_after_reopening_is_undone_before_those_of_earlier(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        work(qtbot, session, verbs)
        settle(qtbot, session)
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        before = again.model.rois
        again.model.edit_rois(before.with_lesion(a_lesion("T99", 99)), "Draw T99")
        again.model.undo()
        assert again.model.rois is before
        again.model.undo()
        assert "T5" in [lesion.name for lesion in again.model.rois.lesions]


def test_that_a_region_of_a_file_taken_to_an_open_ct_is_undone_after_reopening(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        verbs.holds(masks=False)
        session.loader.take([Path("patient")])
        settle(qtbot, session)
        ct = build.a_ct_input()
        session.model.edit_rois(session.model.rois.with_lesion(a_lesion("T2", 1)), "Draw T2")
        session.model.set_ct(ct, session.model.inputs.facts)
        settle(qtbot, session)
        assert [lesion.name for lesion in session.model.rois.lesions] == ["T2", "tumour"]
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert again.model.undo_stack.undoText() == "Import tumour"
        again.model.undo()
        assert [lesion.name for lesion in again.model.rois.lesions] == ["T2"]
        assert again.model.inputs.ct.roi is None
        again.model.redo()
        assert [lesion.name for lesion in again.model.rois.lesions] == ["T2", "tumour"]
        assert same(again.model.inputs.ct.roi.mask, ct.roi.mask)


def test_that_the_steps_of_a_series_that_is_not_shown_wait_and_come_back_with_it(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        verbs.holds(masks=False)
        session.loader.take([Path("patient")])
        settle(qtbot, session)
        session.model.edit_rois(session.model.rois.with_lesion(a_lesion("T2", 1)), "Draw T2")
        session.model.set_ct(build.a_ct_input(roi=False, uid="9.9"), ())
        session.model.edit_rois(session.model.rois.with_lesion(a_lesion("A1", 2)), "Draw A1")
        session.model.set_ct(build.a_ct_input(roi=False), ())
        settle(qtbot, session)
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert again.model.undo_stack.count() == 1
        again.model.set_ct(build.a_ct_input(roi=False, uid="9.9"), ())
        assert again.model.undo_stack.undoText() == "Draw A1"
        again.model.undo()
        assert again.model.rois.lesions == ()


def test_that_steps_wait_with_an_image_that_is_gone_and_are_saved_meanwhile(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        work(qtbot, session, verbs)
        settle(qtbot, session)
        there, undoable = verbs.inspection, session.model.undo_stack.count()
    verbs.inspection = Inspection((), there.slides, there.roi_files, ())
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert 0 < again.model.undo_stack.count() < undoable
        again.model.set_clinical(build.a_record(ecog=3))
        settle(qtbot, again)
    verbs.inspection = there
    with a_start(qtbot, tmp_path, verbs) as last:
        open_last(qtbot, last)
        assert last.model.undo_stack.count() == undoable
        assert last.model.undo_stack.undoText() == "Remove T5"


def test_that_the_history_of_files_that_changed_is_dropped_and_said_and_the_regions_stay(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        work(qtbot, session, verbs)
        settle(qtbot, session)
        names = [lesion.name for lesion in session.model.rois.lesions]
    usual = verbs.open

    def altered(request, progress):
        case = usual(request, progress)
        return replace(case, inputs=(InputFact("ct", "ct", "11"),)) if request.ct else case

    verbs.open = altered
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert [lesion.name for lesion in again.model.rois.lesions] == names
        said = [line.what for line in again.board.problems]
        assert any("CT have changed" in what and "cannot be undone any more" in what for what in said)
        assert "T5" not in again.model.undo_stack.undoText()


def test_that_only_so_many_of_the_last_acts_are_kept(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        verbs.holds(masks=False)
        session.loader.take([Path("patient")])
        settle(qtbot, session)
        for number in range(MOST_STEPS + 30):
            session.model.edit_rois(session.model.rois.with_lesion(a_lesion("T1", number % 3)), f"Draw {number}")
        settle(qtbot, session)
    with a_start(qtbot, tmp_path, verbs) as again:
        open_last(qtbot, again)
        assert again.model.undo_stack.count() == MOST_STEPS
        assert again.model.undo_stack.undoText() == f"Draw {MOST_STEPS + 29}"


def test_that_what_can_be_done_again_is_not_lost_for_what_was_done():
    row = build.a_record(), build.a_record()
    steps = tuple(KeptStep(n, ("form",), str(n), n <= 90, rows=row) for n in range(1, 191))
    kept = last_steps(steps)
    assert [step.number for step in kept] == list(range(91, 191))
    assert [step.number for step in last_steps(steps[:150])] == list(range(51, 151))


def test_that_states_share_their_masks(qtbot, tmp_path, verbs):
    with a_start(qtbot, tmp_path, verbs) as session:
        work(qtbot, session, verbs)
        steps = session.model.kept_steps
        regions = [
            lesion.region for step in steps if step.regions for state in step.regions for lesion in state.lesions
        ]
        assert len(regions) > 40
        assert len({id(region.bits) for region in regions}) == 8
        again = session.model.kept_steps
        assert all(one is other for one, other in zip(steps, again, strict=True))
