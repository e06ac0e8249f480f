"""Acts on a region through the front door, one of each, and what is refused."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from hccdesk.domain.errors import InputError
from hccdesk.domain.geometry import geometry_from
from hccdesk.domain.region_edit import DropIslands, FillBetween, FillHoles, Grow, KeepLargest, Smooth
from hccdesk.domain.roi import CtRoi, Polygon, SlideRoi
from hccdesk.domain.roi_set import Lesion, RoiSet
from hccdesk.workflow import edit_outline, edit_region
from hccdesk.workflow.edited_region import with_edited_outline, with_edited_region

SHAPE = (20, 40, 40)
LATTICE = geometry_from(SHAPE, (2.0, 1.0, 1.0), (0.0, 0.0, 0.0), np.eye(3)[::-1])
HU = np.zeros(SHAPE, dtype=np.int16)


def a_box(slices: slice = slice(5, 15)) -> np.ndarray:
    mask = np.zeros(SHAPE, dtype=bool)
    mask[slices, 10:30, 10:30] = True
    return mask


def edited(mask, act) -> np.ndarray:
    before = mask.copy()
    after = edit_region.edit_region(mask, HU, LATTICE, act)
    assert np.array_equal(mask, before), "the old mask is left alone"
    assert after is not mask
    assert after.dtype == bool
    return after


def test_that_each_act_does_its_own() -> None:
    gaps = a_box()
    gaps[6:9] = gaps[11:14] = False
    assert np.array_equal(edited(gaps, FillBetween(0)), a_box())
    crumb = a_box()
    crumb[0, 0, 0] = True
    assert np.array_equal(edited(crumb, KeepLargest()), a_box())
    assert np.array_equal(edited(crumb, DropIslands(0.1)), a_box())
    hole = a_box()
    hole[8, 15, 15] = False
    assert np.array_equal(edited(hole, FillHoles()), a_box())
    assert edited(a_box(), Smooth(3.0)).sum() == pytest.approx(a_box().sum(), rel=0.05)
    grown = edited(a_box(), Grow((2, 5, 5), -10, 10, 3.0))
    assert grown[a_box()].all()
    assert grown[2, 5, 5]


@pytest.mark.parametrize("act", [FillBetween(), Smooth(2.0), KeepLargest(), DropIslands(1.0), FillHoles()])
def test_that_an_empty_region_is_refused_in_words(act) -> None:
    with pytest.raises(InputError, match="empty"):
        edit_region.edit_region(np.zeros(SHAPE, dtype=bool), HU, LATTICE, act)


def test_that_a_region_may_begin_by_growing() -> None:
    assert edited(np.zeros(SHAPE, dtype=bool), Grow((2, 5, 5), -10, 10, 3.0)).any()


def test_that_the_surroundings_are_a_ring() -> None:
    ring = edit_region.surroundings(a_box(), LATTICE, 4.0)
    assert not (ring & a_box()).any()
    assert ring[3, 20, 20]
    assert not ring[2, 20, 20]


def test_that_strokes_load_no_heavy_library() -> None:
    """The first stroke is on the GUI thread: it must not wait for SimpleITK or scipy."""
    code = (
        "import sys, numpy as np\n"
        "from hccdesk.domain.geometry import geometry_from\n"
        "from hccdesk.workflow.edit_region import paint_stroke\n"
        "g = geometry_from((5, 9, 9), (1, 1, 1), (0, 0, 0), np.eye(3)[::-1])\n"
        "assert paint_stroke(np.array([[2.5, 4.5, 4.5]]), 2.0, g, 0).mask.any()\n"
        "print([m for m in ('SimpleITK', 'scipy', 'shapely') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_that_an_outline_is_edited_through_the_front_door() -> None:
    square = np.array([(0.0, 0.0), (100, 0), (100, 100), (0, 100)])
    roi = edit_outline.outline_add(None, square)
    assert roi is not None
    assert edit_outline.outline_area_mm2(roi, 1000.0) == 10_000
    smaller = edit_outline.outline_subtract(roi, square[:, :] / 2)
    assert smaller is not None
    assert edit_outline.outline_area_mm2(smaller, 1000.0) == 7_500
    cut = edit_outline.outline_brush(smaller, np.array([(90.0, 90.0)]), 5.0, True)
    assert cut is not None
    assert edit_outline.outline_area_mm2(cut, 1000.0) < 7_500


def test_that_the_record_says_the_margin_and_holds_the_region_given() -> None:
    roi = CtRoi(a_box(), "T1")
    (plain,) = with_edited_region((), roi)
    (wide,) = with_edited_region((), roi, [5.0])
    (several,) = with_edited_region((), roi, [5.0, 0.0, 2.5])
    assert plain.detail == ""
    assert str(wide.detail) == "with a margin of 5 mm"
    assert str(several.detail) == "with margins of 0 to 5 mm"


def test_that_an_edited_outline_has_its_own_record() -> None:
    square = np.array([(0.0, 0.0), (100, 0), (100, 100), (0, 100)])
    (one,) = with_edited_outline((), SlideRoi((Polygon(square),), "drawn"))
    (other,) = with_edited_outline((), SlideRoi((Polygon(square + 1),), "drawn"))
    assert (one.role, one.name) == ("slide_roi", "edited on the screen")
    assert one.sha256 != other.sha256
    assert with_edited_outline((one,), None) == ()


def test_that_rois_with_margins_are_other_inputs_to_the_models() -> None:
    roi = CtRoi(a_box(), "T1")
    plain, wide = RoiSet((Lesion("T1", roi),)), RoiSet((Lesion("T1", roi, margin_mm=5.0),))
    assert not plain.same_to_models(wide)
