"""Choosing among series: the list, the keys, what is put beside, and the lesions' extents. Without a widget."""

from __future__ import annotations

import numpy as np
import pytest
import ui_builder as build

from hccdesk.domain.ct import ContrastPhase, Suitability
from hccdesk.domain.roi import CtRoi
from hccdesk.domain.roi_set import Lesion
from hccdesk.domain.sentence import Sentence
from hccdesk.ui.ct_viewer.lesion_slices import LesionSlices, extent_of
from hccdesk.ui.ct_viewer.outline import outline_segments
from hccdesk.ui.ct_viewer.patient_grid import Plane, patient_grid, plane_slice
from hccdesk.ui.ct_viewer.series_list import series_lines
from hccdesk.ui.ct_viewer.series_steps import compared_with, phase_after, series_after
from hccdesk.ui.ct_viewer.series_words import geometry_warning

TILT = Sentence.of("the slices are tilted by {degrees:.1f}°", degrees=12.0)
SCOUT = Sentence.of("a localiser (scout view), not slices of the body")


def some_series():
    return (
        build.a_series(uid="1", phase=ContrastPhase.NATIVE),
        build.a_series(uid="2", phase=ContrastPhase.PORTAL_VENOUS),
        build.a_series(Suitability.NONE, uid="3", reasons=(SCOUT,), phase=ContrastPhase.UNKNOWN, geometry=None),
        build.a_series(Suitability.VIEW, uid="4", reasons=(TILT,), phase=ContrastPhase.ARTERIAL),
        build.a_series(uid="5", phase=ContrastPhase.ARTERIAL),
    )


def test_that_each_series_says_what_it_is_good_for_and_why_not_for_more():
    found = some_series()
    lines = series_lines(found, found[1], reading=True)
    assert [line.mark for line in lines] == ["●", "●", "–", "◐", "●"]
    assert [line.usable for line in lines] == [True, True, False, True, True]
    assert [line.chosen for line in lines] == [False, True, False, False, False]
    assert lines[1].verdict == "reading …"
    assert lines[2].tip.startswith("A localiser")
    assert lines[0].detail == "Abdomen PV 5.0 B30f · 40 × 5 mm"


def test_that_the_keys_pass_what_cannot_be_looked_at_and_stop_at_the_ends():
    found = some_series()
    assert series_after(found, found[1], 1) is found[3]
    assert series_after(found, found[4], 1) is None
    assert series_after(found, found[0], -1) is None
    assert series_after(found, None, 1) is found[0]


def test_that_the_next_phase_is_that_of_the_contrast_not_of_the_list():
    found = some_series()
    assert phase_after(found, found[0], 1) is found[4]  # arterial, and the one a model may see
    assert phase_after(found, found[4], 1) is found[1]
    assert phase_after(found, found[1], 1) is None
    assert phase_after(found, found[2], 1) is None  # a scout has no phase


def test_that_other_phases_are_put_beside_a_series_first():
    found = some_series()
    assert [one.series_instance_uid for one in compared_with(found, found[1], 3)] == ["1", "5", "4"]


def test_that_the_warning_says_what_the_verdict_says():
    infer, _, _, tilted, _ = some_series()
    assert geometry_warning(infer) == ""
    assert geometry_warning(tilted) == "The slices are tilted by 12.0° · No model will be given this series."


@pytest.mark.parametrize("flip", [False, True])
def test_that_a_lesion_is_found_on_its_slices_and_its_edge_where_it_is(flip):
    directions = ((0.0, 0.0, -1.0 if flip else 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0))
    geometry = build.a_geometry(directions=directions)
    grid, roi = patient_grid(geometry), build.a_ct_roi()
    slices = LesionSlices(grid)
    slices.take((Lesion("T1", roi),))
    mask = grid.ordered(roi.mask)
    for plane, axis in ((Plane.AXIAL, 0), (Plane.CORONAL, 1), (Plane.SAGITTAL, 2)):
        expected = np.flatnonzero(mask.any(axis=tuple({0, 1, 2} - {axis})))
        assert slices.extent(0).slices[axis] == tuple(expected)
        at = int(expected[len(expected) // 3])
        found = slices.outlines(plane, at)[0].segments
        whole = outline_segments(plane_slice(mask, plane, at))
        assert sorted(map(tuple, found)) == sorted(map(tuple, whole))
        assert len(slices.outlines(plane, 0)[0].segments) == 0


def test_that_a_hidden_lesion_has_no_edge_and_an_empty_one_no_middle():
    grid = patient_grid(build.a_geometry())
    slices = LesionSlices(grid)
    slices.take((Lesion("T1", build.a_ct_roi(), shown=False), Lesion("T2", CtRoi(np.zeros(grid.shape, bool), ""))))
    assert [len(outline.segments) for outline in slices.outlines(Plane.AXIAL, 23)] == [0]
    assert extent_of(CtRoi(np.zeros(grid.geometry.shape, bool), ""), grid).middle is None
    assert slices.on_slices(Plane.AXIAL) == ((1, ()),)
