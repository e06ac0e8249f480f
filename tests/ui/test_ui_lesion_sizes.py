"""Sizes are measured beside the long jobs, the newest region only; what cannot change a size starts nothing."""

from __future__ import annotations

import gc
import threading
import weakref
from dataclasses import replace

import numpy as np
import pytest
import ui_builder as build

from hccdesk.domain.clinical_record import ClinicalRecord
from hccdesk.domain.roi import CtRoi, RoiMeasurements
from hccdesk.domain.roi_set import Lesion, RoiSet

SHAPE = build.a_geometry().shape


@pytest.fixture
def measured(verbs):
    """Held by `gate`; counts what was begun."""

    class Slow:
        gate, begun = threading.Event(), 0

        def __call__(self, roi, geometry):
            self.begun += 1
            self.gate.wait(5)
            return RoiMeasurements(1.0, float(roi.mask.sum()), 2.0, 1)

    made = Slow()
    made.gate.set()
    verbs.measure = made
    return made


def a_mask(number):
    mask = np.zeros(SHAPE, bool)
    mask[4, 5:20, 5 : 7 + number] = True
    return mask


def edit(session, number):
    region = CtRoi(a_mask(number), "T1")
    session.model.edit_rois(RoiSet((Lesion("T1", region),)), "Draw")
    return weakref.ref(region.mask)


def test_that_many_edits_wait_as_one_measurement_and_keep_no_masks(window, session, measured, idle):
    session.model.set_ct(build.a_ct_input(roi=False), ())
    idle()
    measured.gate.clear()
    masks = [edit(session, number) for number in range(25)]
    gc.collect()
    assert session.compute.running == ()
    assert len(session.tiles.running) == 1
    assert sum(mask() is not None for mask in masks) <= 7, "those that undo keeps whole, and the one being measured"
    measured.gate.set()
    idle()
    assert measured.begun == 2, "the first, and the newest"


def test_that_the_newest_region_s_diameter_is_offered_in_the_form(window, session, measured, idle):
    session.model.set_ct(build.a_ct_input(roi=False), ())
    offered = []
    window.desk._screens["case"].suggest_diameter = offered.append
    for number in range(3):
        edit(session, number)
    idle()
    assert offered[-1] == float(a_mask(2).sum())


def test_that_renaming_locking_and_typing_measure_nothing(window, session, measured, idle):
    session.model.set_ct(build.a_ct_input(roi=False), ())
    edit(session, 3)
    idle()
    begun, rois = measured.begun, session.model.rois
    session.model.edit_rois(rois.renamed("T1", "main"), "Rename")
    session.model.edit_rois(RoiSet((replace(session.model.rois.lesions[0], locked=True),)), "Lock")
    session.model.set_clinical(ClinicalRecord(age_years=50.0))
    idle()
    assert measured.begun == begun


def test_that_typing_into_the_form_joins_no_lesions(window, session, idle, monkeypatch):
    session.model.set_ct(build.a_ct_input(roi=False), ())
    lesions = tuple(Lesion(f"T{n}", CtRoi(a_mask(n), f"T{n}")) for n in (1, 2, 3))
    session.model.edit_rois(RoiSet(lesions), "Draw")
    idle()
    joined = []
    monkeypatch.setattr(RoiSet, "tumour", property(lambda _: joined.append(1)))
    session.model.set_clinical(build.a_record(age_years=55.0))
    session.model.edit_rois(session.model.rois.renamed("T1", "main"), "Rename")
    idle()
    assert joined == []
