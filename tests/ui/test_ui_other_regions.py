"""What is drawn on every series of a case is kept with it, also on those that are not on the screen."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import ui_builder as build

from hccdesk.domain.case_snapshot import CaseSnapshot, CtSource, SeriesRegions, entry_of
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.store.case_file import read_case, write_case
from hccdesk.ui.case_keeping.kept_case import KeptCase
from hccdesk.ui.case_keeping.memory_library import MemoryLibrary


@pytest.fixture
def session(tmp_path, qtbot):
    made = build.a_session(tmp_path, build.InstantVerbs(), MemoryLibrary())
    yield made
    made.close()


def drawn(session, name):
    lesion = Lesion(name, build.a_ct_roi(shift_mm=90))
    session.model.edit_rois(session.model.rois.with_lesion(lesion), f"Draw {name}")


def test_that_a_case_keeps_the_lesions_of_the_series_that_is_not_shown(session):
    session.model.set_ct(build.a_ct_input(roi=False), ())
    drawn(session, "T1")
    session.model.set_ct(build.a_ct_input(roi=False, uid="9.9"), ())
    kept = session.keeper.snapshot
    assert kept.rois.lesions == ()
    assert [(one.series_instance_uid, [lesion.name for lesion in one.rois.lesions]) for one in kept.other_regions] == [
        ("1.2.3", ["T1"])
    ]


def test_that_they_come_back_when_the_case_is_opened_again(session):
    rois = RoiSet((Lesion("T1", build.a_ct_roi(shift_mm=90)),))
    kept = CaseSnapshot(clinical=build.a_record(), other_regions=(SeriesRegions("1.2.3", rois),))
    session._reopening.lay_out("a" * 32, KeptCase(kept), datetime(2026, 1, 1))
    session.model.set_ct(build.a_ct_input(roi=False), ())
    assert [lesion.name for lesion in session.model.rois.lesions] == ["T1"]


def test_that_another_series_than_the_kept_one_does_not_cost_the_kept_regions(session):
    rois = RoiSet((Lesion("T1", build.a_ct_roi(shift_mm=90)),))
    kept = CaseSnapshot(clinical=build.a_record(), ct=CtSource(Path("gone"), "1.2.3"), rois=rois)
    session._reopening.lay_out("a" * 32, KeptCase(kept), datetime(2026, 1, 1))
    session.model.set_ct(build.a_ct_input(roi=False, uid="9.9"), ())
    drawn(session, "A1")
    now = session.keeper.snapshot
    assert [lesion.name for lesion in now.rois.lesions] == ["A1"]
    assert [lesion.name for lesion in now.other_regions[0].rois.lesions] == ["T1"]
    session.model.set_ct(build.a_ct_input(roi=False), ())
    assert [lesion.name for lesion in session.model.rois.lesions] == ["T1"]


def test_that_the_file_of_a_case_holds_them(tmp_path):
    rois = RoiSet((Lesion("T1", build.a_ct_roi()),))
    kept = CaseSnapshot(other_regions=(SeriesRegions("1.2.3", rois),))
    path = tmp_path / "one.hcccase"
    write_case(path, entry_of("one", kept, datetime(2026, 1, 1)), kept)
    (back,) = read_case(path).other_regions
    assert back.series_instance_uid == "1.2.3"
    assert (back.rois.lesions[0].roi.mask == rois.lesions[0].roi.mask).all()
